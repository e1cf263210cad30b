"""The record of what a person saw (查看记录, .xlsx or .csv): every mistake by row and column, all at once.

A record is complete as of the moment of looking, for any platform: what a person sees, the platform shows to all.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from crawler.accounts.feeds.dates import feed_time
from crawler.reading.dates import SHANGHAI
from crawler.reading.decode import decode
from ledger.bounded_book import Refused, open_book
from ledger.refusals import refusal
from ledger.vocabulary import Account, AccountReading, Post, Source

TITLES = ("账号", "平台", "最近一次发布日期", "查看人", "查看时间", "截图")
NEVER = "无"
LARGEST = 20_000_000  # bytes of a file
WIDEST, BLANK_END = 100, 1_000  # columns that are read; blank rows after which a sheet has ended, styled or not
_MUST = TITLES
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class RecordMistake:
    """One mistake: ``row`` as the spreadsheet numbers it (0: the file), ``column`` its heading."""

    row: int
    column: str
    text: str
    advice: str

    def __str__(self) -> str:
        where = f"第{self.row}行" if self.row else ""
        return f"{where}{f'“{self.column}”列' if self.column else ''}：{self.text}；{self.advice}".lstrip("：")


@dataclass(frozen=True)
class Record:
    """What a file says. With any mistake nothing of it should be used.

    ``strangers``: (platform, name) of the accounts that are not registered; each is a mistake as well.
    """

    readings: tuple[AccountReading, ...]
    mistakes: tuple[RecordMistake, ...]
    strangers: tuple[tuple[str, str], ...] = ()


def read_record(path: Path, accounts: Mapping[str, Account], now: datetime) -> Record:
    """The record in ``path``; screenshots lie beside it. ``accounts`` is the register's."""
    try:
        table = list(_rows(path))
    except OSError as error:
        return Record((), (RecordMistake(0, "", f"{path.name}打不开（{refusal(error)}）", "请检查文件名和权限"),))
    except Refused as refused:
        return Record((), (RecordMistake(0, "", refused.why, refused.advice),))
    except (ValueError, csv.Error):
        advice = "请用 Excel 或 WPS 打开后另存为 .xlsx"
        return Record((), (RecordMistake(0, "", f"{path.name}不是可读的表格", advice),))
    filled = [(number, cells) for number, cells in table if any(cells)]
    titles = [_plain(cell) for cell in filled[0][1]] if filled else []
    missing = [title for title in _MUST if title not in titles]
    if missing:
        return Record((), tuple(RecordMistake(1, title, "没有这一列", "请补上这一列的标题") for title in missing))
    reader = _Reader(path.parent, accounts, now)
    for number, cells in filled[1:]:
        reader.read(number, dict(zip(titles, cells, strict=False)))
    return Record(tuple(reader.readings), tuple(reader.mistakes), tuple(dict.fromkeys(reader.strangers)))


class _Reader:
    def __init__(self, folder: Path, accounts: Mapping[str, Account], now: datetime) -> None:
        self.readings: list[AccountReading] = []
        self.mistakes: list[RecordMistake] = []
        self.strangers: list[tuple[str, str]] = []
        self._folder = folder
        self._accounts = accounts
        self._now = now

    def read(self, row: int, cells: Mapping[str, str]) -> None:
        before = len(self.mistakes)
        for title in _MUST:
            if not cells.get(title):
                self._wrong(row, title, "没有填写", "请填写")
        account = self._account(row, cells)
        looked = self._looked(row, cells.get("查看时间", ""))
        newest = self._newest(row, cells.get("最近一次发布日期", ""), looked)
        sha = self._screenshot(row, cells.get("截图", ""))
        if len(self.mistakes) > before or account is None or looked is None:
            return
        posts = (Post(account.id, datetime.combine(newest, time(), SHANGHAI), day_only=True),) if newest else ()
        self.readings.append(
            AccountReading(
                account.id,
                Source.PERSON,
                looked,
                posts,
                complete=True,
                since=newest or date(2000, 1, 1),
                until=looked,
                address=account.address,
                body=sha,
                witness=cells["查看人"],
                screenshot=cells["截图"],
            )
        )

    def _wrong(self, row: int, column: str, text: str, advice: str) -> None:
        self.mistakes.append(RecordMistake(row, column, text, advice))

    def _account(self, row: int, cells: Mapping[str, str]) -> Account | None:
        name, platform = cells.get("账号", ""), cells.get("平台", "")
        if not name or name in self._accounts:
            return self._accounts.get(name)
        found = [a for a in self._accounts.values() if a.name == name and a.platform == platform]
        if len(found) != 1:
            what = f"登记册里没有“{platform}”平台的“{name}”" if not found else f"“{name}”在“{platform}”有几个账号"
            if not found and platform:
                self.strangers.append((platform, name))
            self._wrong(row, "账号", what, "请核对名称和平台，或者填写登记册里的账号编号")
            return None
        return found[0]

    def _looked(self, row: int, words: str) -> datetime | None:
        if not words:
            return None
        day, moment = _day(words), feed_time(words, SHANGHAI)
        looked = moment[0] if moment else datetime.combine(day, time(), SHANGHAI) if day else None
        if looked is None:
            self._wrong(row, "查看时间", f"“{words}”不是时间", "请写成 2026-11-23 09:30 这样的时间")
        elif looked > self._now:
            self._wrong(row, "查看时间", f"“{words}”还没有到", "请核对")
            return None
        return looked

    def _newest(self, row: int, words: str, looked: datetime | None) -> date | None:
        if not words or words == NEVER:
            return None
        day = _day(words)
        if day is None:
            advice = f"请写成 2026-11-23 这样的日期；从未发布过的写“{NEVER}”"
            self._wrong(row, "最近一次发布日期", f"“{words}”不是日期", advice)
        elif looked and day > looked.date():
            self._wrong(row, "最近一次发布日期", f"“{words}”在查看时间之后", "请核对")
        return day

    def _screenshot(self, row: int, name: str) -> str:
        """SHA-256 of the picture, which is the evidence."""
        if not name:
            return ""
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()) or not path.is_file():
            self._wrong(row, "截图", f"找不到“{name}”", "请把截图放在记录表所在的文件夹里")
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(_plain(words).removesuffix("00:00:00"))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    if path.stat().st_size > LARGEST:
        raise Refused("太大，没有读", "请分成几个文件")
    if path.suffix.lower() == ".csv":
        for number, cells in enumerate(csv.reader(io.StringIO(decode(path.read_bytes()).text)), 1):
            yield number, [cell.strip() for cell in cells]
        return
    book = open_book(path.read_bytes(), values=True)
    sheet, blank = book.worksheets[0], 0
    for number, values in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, WIDEST), values_only=True), 1):
        blank = blank + 1 if all(value is None for value in values) else 0
        if blank > BLANK_END:
            return
        yield number, [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.time() != time() else "%Y-%m-%d")
    return str(value).strip()
