"""What can befall a file."""

import random
from pathlib import Path


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(9000))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
