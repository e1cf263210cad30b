"""The 回执: made for a unit, and read back from whatever the unit sends. Decides nothing, keeps nothing.

What a file says of place or unit is not read at all: only its mark, the numbers, and the answers.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import from_excel

from desk.context import Desk
from desk.presenters.place_names import place_name, site_name
from desk.register.cells import narrow, parse_day
from ledger.bounded_book import AGAIN, BROKEN, Refused, open_book
from ledger.ledger import Ledger
from ledger.vocabulary import AnswerKind, Unit
from ledger.vocabulary.post.outbox import Matter
from reports.figures.text import sentence, shorten
from reports.mail.message import Attachment
from reports.sheets import receipt as form
from reports.sheets.receipt import ReceiptForm, ReceiptLine, write_receipt

LARGEST, UNPACKED = 30_000_000, 8_000_000  # bytes: of the file, and of the parts in it that we read
ROWS, COLUMNS, SHEETS, CELL = 6_000, 30, 20, 2_000
_SERIALS = range(18264, 73416)  # Excel's numbers of the days from 1950 to 2100
_CLOCK = re.compile(r"(?<=[\d日]) *\d{1,2}:\d{2}(?::\d{2})?$")
_KINDS = {
    **dict.fromkeys(("已整改", "整改完成", "已完成", "已完成整改", "已整改完成"), AnswerKind.FIXED),
    **dict.fromkeys(("整改中", "正在整改", "未完成", "未整改"), AnswerKind.WORKING),
    **dict.fromkeys(("申诉", "有异议"), AnswerKind.APPEAL),
}
_FILLED = (form.KIND, form.CAUSE, form.MEASURE, form.DONE, form.ADDRESS, form.APPEAL)


@dataclass(frozen=True)
class ReceiptRow:
    """What the unit says of one problem. ``row``: where in the sheet."""

    row: int
    finding: int
    kind: AnswerKind
    cause: str = ""
    measure: str = ""
    done_on: date | None = None
    new_address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Receipt:
    """A form as it came back. ``blank``: numbers of problems it says nothing of. ``troubles``: what was not taken."""

    mark: str = ""
    rows: tuple[ReceiptRow, ...] = ()
    blank: tuple[int, ...] = ()
    troubles: tuple[str, ...] = ()
    foot: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NoReceipt:
    """The file is no 回执 that we can read. ``form``: it was meant as one, and a person should hear why not."""

    why: str
    form: bool = True


def receipt(
    desk: Desk,
    ledger: Ledger,
    unit: Unit,
    about: str,
    period: str,
    matters: Sequence[Matter],
    now: datetime,
    said: Mapping[int, str] | None = None,
) -> tuple[Attachment, ...]:
    """The form for these problems, to be attached to the unit's letter; none where there is no problem.

    ``about``: what it answers (2026年10月问题整改通知单); ``period`` as the letter's; ``said``: what the letter says
    of a problem, where the ledger may say something newer. The ledger is open for writing.
    """
    if not matters:
        return ()
    lines = tuple(_told(desk, ledger, one, (said or {}).get(one.finding, "")) for one in matters)
    made = ReceiptForm(unit.name_on(now.date()), about, lines, ledger.answers.receipt_token(unit.id, period))
    with tempfile.TemporaryDirectory() as folder:
        data = write_receipt(made, Path(folder) / "receipt.xlsx").read_bytes()
    return (Attachment(f"整改回执{period}.xlsx", data),)


def _told(desk: Desk, ledger: Ledger, matter: Matter, said: str) -> ReceiptLine:
    found = ledger.findings.get(matter.finding)
    place = place_name(desk, found.subject, found.column, found.place)
    where = f"{site_name(desk, found.subject)} {place} {shorten(found.evidence.address, 160)}"
    return ReceiptLine(found.id, where.strip(), f"{sentence(said or found.message)}。", matter.due or found.due)


def read_receipt(data: bytes) -> Receipt | NoReceipt:
    """The answers in the file, bounded in size and time whatever the file is."""
    if not data:
        return NoReceipt("是空文件，请填好后重新发送")
    if len(data) > LARGEST:
        return NoReceipt(f"超过 {LARGEST // 1_000_000} MB，请删去表中的图片后再发")
    try:
        return _read(open_book(data, values=True, stream=True, unpacked=UNPACKED))
    except Refused as refused:
        return NoReceipt(f"{refused.why}，{refused.advice}，再发来")
    except BROKEN:
        return NoReceipt(f"不是可读的 .xlsx 文件，{AGAIN}，再发来")


Cells = tuple[object, ...]


def _read(book: Workbook) -> Receipt | NoReceipt:
    try:
        mark = ""
        sheets = book.worksheets[:SHEETS]
        for sheet in sheets:
            if sheet.title == form.MARK:
                first = next(sheet.iter_rows(max_row=1, max_col=1, values_only=True), ("",))
                mark = shorten(str(first[0] or ""), 100)
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its own size is not believed
            rows = islice(sheet.iter_rows(max_col=COLUMNS, values_only=True), ROWS)
            if found := _form(enumerate(rows, 1), mark):
                return found
    finally:
        book.close()
    return NoReceipt("不是回执表：没有“编号”和“整改情况”两列", form=bool(mark))


def _form(rows: Iterator[tuple[int, Cells]], mark: str) -> Receipt | None:
    """The first table with our headings."""
    for _, cells in rows:
        titles = [narrow(_words(cell)) for cell in cells]
        if form.NUMBER in titles and form.KIND in titles:
            return _filled({title: i for i, title in enumerate(titles) if title}, rows, mark)
    return None


def _filled(columns: dict[str, int], rows: Iterable[tuple[int, Cells]], mark: str) -> Receipt:
    answered: dict[int, ReceiptRow] = {}
    blank: list[int] = []
    troubles: list[str] = []
    foot: dict[str, str] = {}
    for number, cells in rows:
        row = {title: cells[i] for title, i in columns.items() if i < len(cells)}
        finding = _number(row.get(form.NUMBER))
        said = any(_words(row.get(title)) for title in _FILLED)
        if finding is None and (pair := _foot(cells)):
            foot.setdefault(*pair)
        elif finding is None:
            troubles += [f"第 {number} 行没有编号，没有记入"] if said else []
        elif not said:
            blank.append(finding)
        else:
            made = _row(number, finding, row)
            if isinstance(made, str):
                troubles.append(made)
                continue
            if finding in answered:
                troubles.append(f"编号 {finding} 写了两行，以第 {number} 行为准")
            answered[finding] = made
    silent = tuple(one for one in dict.fromkeys(blank) if one not in answered)
    return Receipt(mark, tuple(answered.values()), silent, tuple(troubles), foot)


def _row(number: int, finding: int, row: dict[str, object]) -> ReceiptRow | str:
    """The row's answer, or why it is none."""
    said = narrow(_words(row.get(form.KIND))).replace(" ", "")
    kind = _KINDS.get(said)
    if kind is None:
        told = f"“{shorten(said, 20)}”不是可选的整改情况" if said else "没有选整改情况"
        return f"第 {number} 行（编号 {finding}）{told}，没有记入"
    cause, reason = _words(row.get(form.CAUSE)), _words(row.get(form.APPEAL))
    if kind is AnswerKind.APPEAL and not (reason or cause):
        return f"第 {number} 行（编号 {finding}）申诉没有写理由，没有记入"
    when = row.get(form.DONE)
    day = day_in(when)
    return ReceiptRow(
        row=number,
        finding=finding,
        kind=kind,
        cause=(reason or cause) if kind is AnswerKind.APPEAL else cause,
        measure=_words(row.get(form.MEASURE)),
        done_on=day,
        new_address=_words(row.get(form.ADDRESS)).replace(" ", ""),
        note=f"完成时间“{shorten(_words(when), 40)}”不是日期" if _words(when) and day is None else "",
    )


def _foot(cells: Cells) -> tuple[str, str] | None:
    """A line below the table: 填报人 | 张三, or both in one cell."""
    written = [text for text in map(_words, cells) if text]
    if not written:
        return None
    label, _, inline = narrow(written[0]).partition(":")
    label = label.replace(" ", "")
    if label not in form.FOOT:
        return None
    return label, inline.strip() or (written[1] if len(written) > 1 else "")


def _number(value: object) -> int | None:
    text = narrow(_words(value)).removesuffix(".0").replace(" ", "")
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _words(value: object) -> str:
    """A cell as one plain line of bounded length."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return shorten(str(value)[: CELL * 5], CELL)


def day_in(value: object) -> date | None:
    """The day in a cell, as a date, as Excel's number of it, or as people write it."""
    if isinstance(value, datetime):
        return parse_day(f"{value:%Y-%m-%d}")
    if isinstance(value, date):
        return value
    text = narrow(_words(value))
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text) and int(text[:5]) in _SERIALS:
        value = from_excel(int(text[:5]))
        return value.date() if isinstance(value, datetime) else None
    return parse_day(_CLOCK.sub("", text))
