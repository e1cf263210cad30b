"""What passes between the steps of an import: places, rows as understood, records, doubts, what was understood how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk.register.tables import ACCOUNTS, COLUMNS, SITES, TABLES, UNITS, Table

SKIP = "x"  # the answer that leaves a row out
KINDS: Mapping[str, Table] = {table.sheet: table for table in TABLES}  # 单位, 网站, 栏目, 账号
UNIT, SITE, COLUMN, ACCOUNT = UNITS.sheet, SITES.sheet, COLUMNS.sheet, ACCOUNTS.sheet
REQUIRED = {(t.sheet, h.title) for t in TABLES for h in t.headings if h.required}


@dataclass(frozen=True, order=True)
class RowPlace:
    """A row of the spreadsheet. ``sheet`` is "" in a .csv."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"“{self.sheet}”第{self.row}行" if self.sheet else f"第{self.row}行"


@dataclass(frozen=True, order=True)
class HeadingCell:
    """A heading of ours: the kind of record (KINDS) and the title of its table."""

    kind: str
    title: str


NAME = HeadingCell(UNIT, "名称")  # in a row of any kind: the unit that it names
NOBODY = "无主"  # the unit of an account that nobody owns
Key = tuple[RowPlace, HeadingCell]  # what a person is asked about
ANYWHERE = RowPlace("", 0)


def name_key(name: str) -> Key:
    """The question whom a name means, once for all rows."""
    return ANYWHERE, HeadingCell(UNIT, name)


@dataclass(frozen=True)
class SourceRow:
    """A row in our words. ``own``: under our own headings; ``links``: where the words of a cell lead."""

    place: RowPlace
    kind: str
    cells: Mapping[HeadingCell, str]
    titles: Mapping[HeadingCell, str]  # how the spreadsheet calls them
    own: bool = False
    links: Mapping[HeadingCell, str] = field(default_factory=dict)
    accounts: tuple[tuple[str, str], ...] = ()  # (platform, names) of columns that are each a platform
    broken: frozenset[HeadingCell] = frozenset()  # cells whose formula shows no value
    stopped: str = ""  # words above the table, or in its remarks, that say it is used no more
    before: Mapping[HeadingCell, str] = field(default_factory=dict)  # what was last written above, by column

    def text(self, cell: HeadingCell) -> str:
        return self.cells.get(cell, "")


@dataclass(frozen=True)
class Left:
    """A row that is not read, and why."""

    place: RowPlace
    why: str


@dataclass(frozen=True)
class Doubt:
    """What a person is asked. Enter answers ``default``; ``None``: the row stays out. ``follows``: it goes with another
    row's doubt and is not asked."""

    key: Key
    said: str
    advice: str
    default: str | None = None
    default_said: str = ""
    other: Mapping[str, tuple[str, str]] = field(
        default_factory=dict, hash=False
    )  # what is typed → (answer, what it means)
    follows: bool = False
    out: bool = True  # the whole record stays out, not only the cell
    at: RowPlace = ANYWHERE
    free: bool = True  # whether it can be answered by writing the right thing

    @property
    def place(self) -> RowPlace:
        return self.key[0] if self.at == ANYWHERE else self.at


@dataclass(frozen=True)
class Remark:
    """Something understood that does not stand so in the spreadsheet: what sort, and what."""

    sort: str
    said: str
    place: RowPlace


@dataclass
class RecordDraft:
    """A record as the spreadsheet has it. ``lines``: all its rows under our headings, where it has a history."""

    place: RowPlace
    kind: str
    cells: dict[str, str]
    own: bool = False
    lines: tuple[Mapping[str, str], ...] = ()
    mention: bool = False  # only names it
    places: tuple[RowPlace, ...] = ()  # the rows of its lines
    unit: str = ""  # as the row names it
    site: str = ""
    aliases: tuple[str, ...] = ()  # other names of a unit


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "新增"
    CHANGED = "改动"
    SAME = "相同"
    DOUBTFUL = "存疑"
    IGNORED = "不用"
