"""Whether a database, or a backup, is whole. Repairs nothing and writes nothing but what it is given to write."""

import hashlib
import json
import re
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from desk.workspace.workspace import Workspace

LIST = "清单.json"
LEDGER = "data/ledger.sqlite"  # its name inside a backup
EMPTY = "是空的"
NAME = re.compile(r"巡查备份-\d{8}-\d{6}\.tar")
# what a ledger cannot be without
_LEDGER = frozenset({"finding", "change", "run"})


def databases(workspace: Workspace) -> Iterator[Path]:
    """The ledger and every archive that is there."""
    if workspace.ledger.exists():
        yield workspace.ledger
    if workspace.archives.is_dir():
        yield from sorted(workspace.archives.glob("*.sqlite"))


def flaw(path: Path, *, thorough: bool = False, ledger: bool | None = None) -> str:
    """What is wrong with the database, in a few words, or "". ``thorough``: each index too, which takes longer;
    ``ledger``: whether it is to be one, where its name does not say so."""
    if not path.is_file():
        return "不是文件"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=60)) as db:
            said = db.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return "已损坏"
    if said != ("ok",):
        return "已损坏"
    if not tables:
        return EMPTY
    if (path.name == "ledger.sqlite" if ledger is None else ledger) and not tables >= _LEDGER:
        return "不是台账"
    return ""


def newest(folder: Path) -> Path | None:
    """The latest backup of ours in the folder."""
    if not folder.is_dir():
        return None
    return max((path for path in folder.iterdir() if NAME.fullmatch(path.name)), default=None, key=lambda p: p.name)


def names_in(file: Path) -> frozenset[str]:
    """What a backup holds; nothing where it cannot be read."""
    try:
        with tarfile.open(file, "r:") as tar:
            return frozenset(tar.getnames())
    except (tarfile.TarError, OSError):
        return frozenset()


def backup_flaw(file: Path) -> str:
    """What is wrong with a backup, or "": every file inside against the list inside. Unpacks nothing."""
    found: dict[str, str] = {}
    listed: dict[str, str] | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    continue
                if member.name == LIST:
                    listed = json.loads(content.read())["files"]
                else:
                    found[member.name] = sum_of(content)
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError):
        return "已损坏"
    if listed is None:
        return "里面没有清单"
    return "" if found == listed else "里面的文件与清单不一致"


def sum_of(content: IO[bytes]) -> str:
    """The SHA-256 that a backup's list names a file by."""
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
