"""Text files that people edit on any machine: read whatever Excel, WPS or Notepad saved, write all or nothing."""

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.refusals import refusal


def decode(raw: bytes) -> str | None:
    """The text of a file saved as UTF-8 (with or without BOM) or as GBK (Excel on Chinese Windows); else ``None``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read_toml(path: Path) -> tuple[str, dict[str, object]]:
    """The file's text and what it holds; ConfigError where it cannot be read or is no TOML."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        advice = "请用 xuncha init 另建一个工作区，把它复制过来"
        raise ConfigError(ConfigMistake(path.name, f"读不了这个文件（{refusal(error)}）", advice)) from error
    if text is None:
        raise ConfigError(ConfigMistake(path.name, "文件的编码认不出来", "请用记事本打开，另存为 UTF-8 编码"))
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else len(text.splitlines())  # "at end of document"
        advice = "请检查这一行的引号、等号和方括号，文字要用英文双引号括起来"
        raise ConfigError(ConfigMistake(path.name, "格式写错了", advice, row)) from error


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then put them in place: a failed write leaves the old ones."""
    ready: list[tuple[str, Path]] = []
    try:
        for path, content in files.items():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            ready.append((name, path))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(0o644)
        for name, path in ready:
            Path(name).replace(path)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)
