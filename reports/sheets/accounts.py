"""Sheets of the workbooks that tell of accounts, and the census (.xlsx). Counts nothing."""

from collections.abc import Iterable
from pathlib import Path

from reports.figures.accounts import AccountLine, AccountWarning, CensusLine
from reports.sheets.workbook import Linked, Sheet, Value, write_sheets

_ACCOUNT = (("责任单位", 24), ("平台", 12), ("账号名称", 24), ("链接", 30))
_STATE = (
    ("检查结果", 10),
    ("最近发布", 12),
    ("未更新天数", 10),
    ("掌握至", 12),
    ("近4周每周条数", 12),
    ("最长间隔天数", 12),
)
_WHY = (("来源", 18), ("说明", 50))


def account_sheet(name: str, lines: Iterable[AccountLine]) -> Sheet:
    return Sheet(name, (("序号", 6), *_ACCOUNT, *_STATE, *_WHY), tuple((n, *_row(x)) for n, x in enumerate(lines, 1)))


def _row(line: AccountLine) -> tuple[Value | Linked, ...]:
    often = "" if line.per_week is None else f"{line.per_week:g}"
    named = (line.unit, line.platform, line.name, Linked(line.address, line.address))
    state = (line.result, line.newest, line.silent, line.known_until, often, line.longest_gap)
    return (*named, *state, line.source, line.note)


def warning_sheet(warnings: Iterable[AccountWarning]) -> Sheet:
    heads = (*_ACCOUNT[:3], ("最近发布", 12), ("未更新天数", 10), ("最迟更新日", 12))
    rows = tuple((w.unit, w.platform, w.name, w.newest, w.silent, w.before) for w in warnings)
    return Sheet("账号预警", heads, rows)


def write_census(lines: Iterable[CensusLine], out: Path) -> Path:
    """The census: each account with what is proposed and why. Raises OSError where ``out`` cannot be written."""
    heads = (
        ("序号", 6),
        *_ACCOUNT,
        ("处置建议", 12),
        ("理由", 60),
        *_STATE,
        ("未销号问题", 10),
        *_WHY,
        ("办公室意见", 20),
    )
    rows = tuple(
        (n, *_row(x.account)[:4], x.proposal, x.why, *_row(x.account)[4:10], x.problems, *_row(x.account)[10:], None)
        for n, x in enumerate(lines, 1)
    )
    return write_sheets((Sheet("账号普查", heads, rows),), out)
