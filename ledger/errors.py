"""What the ledger refuses, each one Chinese sentence with what to do. Knows no file and no finding."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class LedgerError(Exception):
    """The ledger cannot do what was asked; the text is one Chinese sentence with what to do."""


class LedgerBroken(LedgerError):
    """The file is not a ledger, or it is damaged."""


def whole_row(read: Callable[P, R]) -> Callable[P, R]:
    """For what makes a word of ours out of a row: a row that no longer holds one is damage, which SQLite does not see
    where only the text of a cell was hit."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(*args, **kwargs)
        except LedgerError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = f"台账里有一条记录读不出来（{type(error).__name__}），文件可能已损坏"
            raise LedgerBroken(f"{told}；{RESTORE}。") from error

    return reading


RESTORE = "请运行 xuncha doctor 检查，或从备份恢复"
