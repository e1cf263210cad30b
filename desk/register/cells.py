"""One row of one table, read cell by cell; every mistake is noted with its place, none is raised."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from desk.register.tables import Table
from desk.workspace.config_mistakes import ConfigMistake

T = TypeVar("T")

_DATE = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?(?: 0?0:00(?::00)?)?")
_DROPPED = {"Cc", "Cf", "Cs"}


def clean(text: str) -> str:
    """A cell without invisible characters; runs of blanks (full-width too) and line breaks are one blank."""
    spaced = " ".join(text.split())
    return " ".join(
        "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED and c not in "\ufffe\uffff").split()
    )


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as plain ones."""
    return clean(unicodedata.normalize("NFKC", text))


def parse_day(text: str) -> date | None:
    """A date as people and Excel write it, or ``None``."""
    plain = narrow(text)
    if re.fullmatch(r"[0-9]{8}", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    found = _DATE.fullmatch(plain if " 0" in plain else plain.replace(" ", ""))
    if not found or (found[2], found[4]) not in {("-", "-"), ("/", "/"), (".", "."), ("年", "月")}:
        return None
    try:
        day = date(int(found[1]), int(found[3]), int(found[5]))
    except ValueError:
        return None
    return day if 1949 <= day.year <= 2100 else None


@dataclass(frozen=True)
class TableRow:
    """A row as given: its number in the spreadsheet, and its cells by heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class GivenTable:
    """A table as given. ``whole`` is false when the file could not be read or lacks a heading it must have."""

    table: Table
    name: str  # how mistakes name it
    rows: tuple[TableRow, ...] = ()
    titles: tuple[str, ...] = ()
    whole: bool = True


@dataclass
class Mistakes:
    """All mistakes found so far."""

    found: list[ConfigMistake] = field(default_factory=list)

    def add(self, sheet: str, text: str, advice: str, row: int | None = None, column: str = "") -> None:
        self.found.append(ConfigMistake(sheet, text, advice, row, column))


@dataclass(frozen=True)
class Cells:
    """Typed reading of one row."""

    sheet: GivenTable
    row: TableRow
    mistakes: Mistakes

    def wrong(self, title: str, text: str, advice: str) -> None:
        self.mistakes.add(self.sheet.name, text, advice, self.row.number, title)

    def text(self, title: str) -> str:
        value = clean(self.row.cells.get(title, ""))
        heading = self.sheet.table.heading(title)
        if not value and heading and heading.required and title in self.sheet.titles:
            self.wrong(title, "没有填写", f"请填写（{heading.help}）")
        return value

    def plain(self, title: str) -> str:
        return narrow(self.text(title))

    def matching(self, title: str, pattern: str, example: str) -> str:
        """A code without blanks that matches ``pattern`` whole."""
        value = self.plain(title).replace(" ", "")
        if value and not re.fullmatch(pattern, value):
            self.wrong(title, f"“{value}”写法不对", f"请照这样写：{example}")
        return value

    def id(self) -> str:
        value = self.plain("编号")
        if value and not re.fullmatch(r"[0-9A-Za-z_\u4e00-\u9fff][-0-9A-Za-z_\u4e00-\u9fff]{0,39}", value):
            self.wrong("编号", f"“{value}”不能作编号", "请只用字母、数字、汉字、- 和 _，不超过 40 个字")
        return value

    def day(self, title: str) -> date | None:
        value = self.text(title)
        day = parse_day(value)
        if value and day is None:
            self.wrong(title, f"“{value}”不是日期", "请写成 2026-11-23 这样的日期")
        return day

    def word(self, title: str, words: Mapping[str, T], default: T) -> T:
        value = self.plain(title)
        if value and value not in words:
            self.wrong(title, f"不认识“{value}”", f"请从这些里选：{'、'.join(words)}")
        return words.get(value, default)

    def number(self, title: str, least: float, most: float) -> float | None:
        value = self.plain(title)
        if not value:
            return None
        number = float(value) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value) else 0.0
        if not least <= number <= most:
            self.wrong(title, f"“{value}”不对", f"请写 {least:g} 到 {most:g} 的数")
            return None
        return number

    def url(self, title: str) -> str:
        value = self.text(title).replace(" ", "")
        if not value:
            return ""
        value = value if re.match("https?://", value) else narrow(value).replace(" ", "")
        if not host_of(value):
            self.wrong(title, f"“{value}”不是完整的网址", "请写以 http:// 或 https:// 开头的完整地址")
        return value

    def dated(self, title: str) -> Iterator[tuple[str, date]]:
        """“甲至2024-03-31；乙至…” as (甲, day), (乙, day) …, oldest first."""
        pairs: list[tuple[str, date]] = []
        for part in filter(None, map(clean, re.split("[;；]", self.text(title)))):
            name, _, last = part.rpartition("至")
            day = parse_day(last)
            if day is None or not name.strip():
                self.wrong(title, f"“{part}”看不懂", "请写成“旧名称至2024-03-31”，几个之间用分号隔开")
            else:
                pairs.append((name.strip(), day))
        return iter(sorted(pairs, key=lambda pair: pair[1]))


def host_of(url: str) -> str:
    """Lower-case host of a web address; "" when it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # a wrong port raises
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
