"""What an archive's file refuses, in one error and one Chinese sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from ledger.codec import load
from ledger.refusals import refusal
from ledger.vocabulary.unreadable import Unreadable

T = TypeVar("T")


class ArchiveError(Unreadable):
    """The archive's file cannot be used now: disk full, locked, no permission, damaged. Nothing is half written."""


def damaged(why: str) -> sqlite3.DatabaseError:
    """As SQLite itself tells of a damaged file: the same sentence, the same advice."""
    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


@contextmanager
def typed(path: str = "") -> Iterator[None]:
    """What SQLite and the file system refuse comes out as one error, a Chinese sentence with what to do."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        broken = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        advice = "请从备份恢复，或改名移开后重新巡查" if broken else "请检查磁盘空间和文件权限后再运行一次"
        raise ArchiveError(f"网站档案{path}读写不了（{refusal(error)}）；{advice}") from error


def loaded(kind: type[T], text: object) -> T:
    """The fact that a row holds. SQLite does not see where only the text of a cell was hit."""
    try:
        return load(kind, str(text))
    except ValueError as error:
        with typed():
            raise damaged(f"no {kind.__name__}") from error
