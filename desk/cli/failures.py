"""What may go wrong in a command, as one clear sentence and an exit code."""

import sqlite3

import click

from checks.registry import RuleError
from desk.cli.cli_i18n import wrong_use
from desk.facts.run_result import COULD_NOT_LOOK, WRONG_USE
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

REFUSED = (
    *(TemplateError, ForbiddenChange, ClockWentBack, AlreadyIssued, AlreadyAnswered),
    *(NoSuchFinding, NoSuchRun, NoSuchLetter, NoSuchNotice, NoSuchReport),
)


def told(error: BaseException) -> tuple[str, int]:
    """The sentence (or, for a list of mistakes, the sentences) a person reads, and the exit code."""
    match error:
        case click.ClickException():
            return wrong_use(error), WRONG_USE
        case ConfigError():
            return "\n".join(mistakes(error.problems)), WRONG_USE
        case _ if isinstance(error, REFUSED):
            return str(error), WRONG_USE
        case CannotLook() | ArchiveError() | LedgerError() | RuleError():
            return str(error), COULD_NOT_LOOK
        case sqlite3.Error():
            advice = "请运行 xuncha doctor 检查，或从备份恢复"
            return f"数据文件读写不了，可能已损坏（{refusal(error)}）；{advice}", COULD_NOT_LOOK
        case OSError():
            place = error.filename or "文件"
            return f"{place} 读写不了（{refusal(error)}）；请检查路径、权限和磁盘空间，再运行一次", COULD_NOT_LOOK
        case _:  # Ctrl-C, which click calls Abort
            return "已停止；看到的都已保存，再次运行会接着做", COULD_NOT_LOOK


EXPECTED = (
    *(click.ClickException, click.Abort, ConfigError, TemplateError, ForbiddenChange),
    *(CannotLook, ArchiveError, LedgerError, RuleError, sqlite3.Error, OSError, KeyboardInterrupt),
)
