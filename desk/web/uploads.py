"""A file that a page was given, laid aside under its hash until it is used: what a form shows is what is then done."""

import hashlib
import re
import shutil
import time
from pathlib import Path
from typing import Any

from desk.web.here import here
from desk.workspace.config_mistakes import ConfigError, ConfigMistake

_SHA = re.compile(r"[0-9a-f]{64}")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST = 80  # signs of a name
KEPT = 14 * 24 * 3600  # seconds


def lay_aside(file: Any) -> tuple[str, Path]:
    """The hash by which it is found again, and where it lies under its own name."""
    data = file.read()
    sha = hashlib.sha256(data).hexdigest()
    _forget_old()
    folder = _folder() / sha
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / (_NOT_IN_NAMES.sub("_", file.name)[-LONGEST:].lstrip(".") or "file")
    path.write_bytes(data)
    return sha, path


def laid_aside(sha: str) -> Path:
    """The file of that hash; ConfigError where none was given."""
    folder = _folder() / sha
    found = sorted(folder.iterdir()) if _SHA.fullmatch(sha) and folder.is_dir() else []
    if not found:
        raise ConfigError(ConfigMistake("文件", "没有收到", "请重新选择文件"))
    return found[0]


def _forget_old() -> None:
    """What was laid aside long ago and never used."""
    for path in _folder().glob("*/*"):
        if path.stat().st_mtime < time.time() - KEPT:
            shutil.rmtree(path.parent, ignore_errors=True)


def _folder() -> Path:
    return here().workspace.run / "uploads"
