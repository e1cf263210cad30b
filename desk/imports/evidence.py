"""Files that prove a thing (截图) and came with a person's word: kept by their SHA-256, for the service's user only."""

import hashlib
from pathlib import Path

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import write_all
from desk.workspace.workspace import Workspace
from ledger.refusals import refusal

LARGEST = 30_000_000  # bytes of one file
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pdf"})


def keep_file(workspace: Workspace, file: Path) -> str:
    """Keep a copy; its SHA-256. ConfigError where it is not there or is no picture."""
    if file.suffix.lower() not in _SUFFIXES:
        raise ConfigError(ConfigMistake(str(file), "不是图片或 PDF", "请另存为 .png、.jpg 或 .pdf"))
    try:
        if file.stat().st_size > LARGEST:
            raise ConfigError(ConfigMistake(str(file), "文件太大", "请压缩到 30 MB 以内"))
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(ConfigMistake(str(file), f"打不开（{refusal(error)}）", "请检查文件名和权限")) from error
    sha = hashlib.sha256(content).hexdigest()
    folder = workspace.data / "evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f"{sha}{file.suffix.lower()}"
    if not place.exists():
        write_all({place: content})
        place.chmod(0o600)
    return sha


def keep_beside(workspace: Workspace, table: Path, name: str) -> str:
    """A screenshot that a table names and that lies in the table's folder; "" where there is none."""
    folder = table.parent.resolve()
    file = folder / name if name and len(name) < 200 else folder
    if not file.resolve().is_relative_to(folder) or not file.is_file() or file.suffix.lower() not in _SUFFIXES:
        return ""
    return keep_file(workspace, file)
