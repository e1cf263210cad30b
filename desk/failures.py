"""What may go wrong in a use case, as a sentence that a person reads: the same at the terminal and on a page."""

import sqlite3

from checks.registry import RuleError
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.config_mistakes import told as mistakes
from ledger.archive.writer import ArchiveError
from ledger.ledger import (
    AlreadyAnswered,
    AlreadyIssued,
    ClockWentBack,
    ForbiddenChange,
    LedgerError,
    NoSuchFinding,
    NoSuchLetter,
    NoSuchNotice,
    NoSuchReport,
    NoSuchRun,
)
from ledger.refusals import refusal
from reports.documents.template_error import TemplateError

ABSENT = (NoSuchFinding, NoSuchRun, NoSuchLetter, NoSuchNotice, NoSuchReport)
REFUSED = (TemplateError, ForbiddenChange, ClockWentBack, AlreadyIssued, AlreadyAnswered, *ABSENT)
EXPECTED = (
    *(ConfigError, TemplateError, ForbiddenChange),
    *(CannotLook, ArchiveError, LedgerError, RuleError, sqlite3.Error, OSError),
)


def sentence(error: BaseException) -> str:
    """The sentence of one of ``EXPECTED``; of a list of mistakes, a line each."""
    match error:
        case ConfigError():
            return "\n".join(mistakes(error.problems))
        case _ if isinstance(error, REFUSED):
            return str(error)
        case sqlite3.Error():
            advice = "请运行 xuncha doctor 检查，或从备份恢复"
            return f"数据文件读写不了，可能已损坏（{refusal(error)}）；{advice}"
        case OSError():
            place = error.filename or "文件"
            return f"{place} 读写不了（{refusal(error)}）；请检查路径、权限和磁盘空间，再运行一次"
        case _:
            return str(error)


def wrongly_asked(error: BaseException) -> bool:
    """Whether what was asked is wrong, and not the machine, the line or a file in the way."""
    return isinstance(error, (ConfigError, *REFUSED))
