"""The words of the district's plan: what a site, a column and a planted answer are. Data only, no pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledger.vocabulary import Column, Site


class Phase(StrEnum):
    """The three visits of the two-month story, about 15 days apart."""

    LAST = "last"  # last month's inspection
    MIDDLE = "middle"  # the look in between that sees the corrections
    THIS = "this"  # this month's inspection


class Make(StrEnum):
    """What a site is made with."""

    TRS = "trs"
    NFCMS = "nfcms"
    VSB = "vsb"
    HAND = "hand"


class ListShape(StrEnum):
    """How a column's list is made."""

    DATED = "dated"
    SHORT = "short"  # rows show MM-DD, no year
    UNDATED = "undated"  # neither rows nor articles show a day
    SCRIPT = "script"  # rows are put in by a script
    STUB = "stub"  # the column's page only sends the visitor on


class Kind(StrEnum):
    """What the server answers at a planted address."""

    OK_PDF = "ok_pdf"
    OK_DOCX = "ok_docx"
    OK_PAGE = "ok_page"
    SLOW = "slow"
    NOT_FOUND = "not_found"
    GONE = "gone"
    SOFT_404 = "soft_404"
    LOOP = "loop"
    CHAIN = "chain"
    ERROR = "error"
    HTML = "html"  # a web page where a document was promised
    WAF = "waf"
    RUISHU = "ruishu"
    JIASULE = "jiasule"
    FLAP = "flap"  # 404 once, then there
    OUTSIDE = "outside"  # never reaches the server: dead name, closed port, file:///


@dataclass(frozen=True)
class ColumnPlan:
    """A registered column and the ages, in days, of its rows in each phase, in the order shown."""

    column: Column
    folder: str
    number: int
    ages: Mapping[Phase, tuple[int, ...]]
    shape: ListShape = ListShape.DATED
    pinned: bool = False
    tag_missing: frozenset[Phase] = frozenset()  # phases in which its pages lack ColumnDescription


@dataclass(frozen=True)
class Planted:
    """An address that pages of a site use. ``where``: "home", "list:COLUMN" or "articles:COLUMN".

    ``kinds``: what it answers in each phase; ``linked`` are the phases in which the pages use it.
    """

    site: str
    address: str
    text: str
    where: str
    kinds: Mapping[Phase, Kind]
    tag: str = "a"
    linked: frozenset[Phase] = frozenset(Phase)


@dataclass(frozen=True)
class SitePlan:
    """A site, its make and look, and the identity elements its footer lacks in each phase."""

    site: Site
    make: Make
    colour: str
    address: str
    phone: str
    encoding: str = "utf-8"
    lacks: Mapping[str, frozenset[Phase]] | None = None

    def lacking(self, phase: Phase) -> frozenset[str]:
        return frozenset(name for name, phases in (self.lacks or {}).items() if phase in phases)
