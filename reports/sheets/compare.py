"""What a third party saw and we did not, and the other way round (比对表): three sheets, the counts above each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reports.figures.text import han_date, shorten
from reports.sheets.workbook import Linked, Sheet, Value, write_sheets


@dataclass(frozen=True)
class ComparedLine:
    """A problem that one side, or both, saw. ``finding`` is its number in the ledger, 0 where it has none.

    ``why``: why we do not have it, said only of what they alone saw.
    """

    finding: int
    unit: str
    site: str
    title: str
    text: str
    address: str
    theirs: date | None = None
    ours: datetime | None = None
    state: str = ""
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """One third party's reports of a time against our ledger. ``clear``: lines that say nothing was found."""

    source: str
    since: date
    until: date
    both: tuple[ComparedLine, ...]
    theirs: tuple[ComparedLine, ...]
    ours: tuple[ComparedLine, ...]
    clear: int = 0


def sentence(c: Comparison) -> str:
    """The counts in one sentence."""
    told = len(c.both) + len(c.theirs)
    clear = f"（另有{c.clear}条记录为未发现问题）" if c.clear else ""
    return (
        f"{han_date(c.since)}至{han_date(c.until)}，{shorten(c.source, 40)}报来问题{told}个{clear}，"
        f"其中双方都发现{len(c.both)}个，对方发现而我方未发现{len(c.theirs)}个；"
        f"我方发现而对方未报{len(c.ours)}个。"
    )


def write_comparison(c: Comparison, out: Path) -> Path:
    """Write the table as .xlsx. Raises OSError where ``out`` cannot be written."""
    top = sentence(c)
    heads = (("序号", 6), ("问题编号", 10), ("责任单位", 22), ("网站或账号", 24), ("问题类别", 22))
    more = (("问题描述", 46), ("链接", 40))
    times = (("对方发现日期", 14), ("我方首次发现", 17), ("台账状态", 10))
    sheets = (
        Sheet("双方都发现", (*heads, *more, *times), _rows(c.both, "both"), top),
        Sheet(
            "对方发现我方未发现",
            (*heads, *more, ("对方发现日期", 14), ("台账状态", 10), ("我方未发现的原因", 60)),
            _rows(c.theirs, "theirs"),
            top,
        ),
        Sheet("我方发现对方未报", (*heads, *more, *times[1:]), _rows(c.ours, "ours"), top),
    )
    return write_sheets(sheets, out)


def _rows(lines: Iterable[ComparedLine], sheet: str) -> tuple[tuple[Value | Linked, ...], ...]:
    return tuple(_row(no, line, sheet) for no, line in enumerate(lines, 1))


def _row(no: int, line: ComparedLine, sheet: str) -> tuple[Value | Linked, ...]:
    address = Linked(line.address, line.address)
    told = (no, line.finding or None, line.unit, line.site, line.title, shorten(line.text, 500), address)
    if sheet == "both":
        return (*told, line.theirs, line.ours, line.state)
    return (*told, line.theirs, line.state, line.why) if sheet == "theirs" else (*told, line.ours, line.state)
