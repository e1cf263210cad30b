"""Text files that people edit on any machine: read whatever Excel, WPS or Notepad saved, write all or nothing."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def decode(raw: bytes) -> str | None:
    """The text of a file saved as UTF-8 (with or without BOM) or as GBK (Excel on Chinese Windows); else ``None``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


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
