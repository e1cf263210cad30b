"""What was seen. Errors that the outside world makes are observations too, never exceptions.

All times are aware and in Asia/Shanghai. ``body`` is the SHA-256 (hex) of the stored bytes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.vocabulary.provenance import ListReach, Provenance
from ledger.vocabulary.reader import Reader
from ledger.vocabulary.reason import Reason


class Standing(StrEnum):
    """What one look at an address showed."""

    OK = "ok"
    DEAD = "dead"
    UNKNOWN = "unknown"


class PageKind(StrEnum):
    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    REDIRECT = "redirect"  # a stub that sends the visitor on by meta refresh or script
    OTHER = "other"


@dataclass(frozen=True)
class Look:
    """One look at one address. ``elapsed`` is seconds to the last byte."""

    at: datetime
    standing: Standing
    reason: Reason | None = None
    status: int | None = None
    final_url: str = ""
    elapsed: float = 0.0
    body: str = ""
    detail: str = ""


NOT_SHOWN = "[hidden]"


@dataclass(frozen=True, slots=True)
class Referrer:
    """A page that uses a target: by which tag, with which words, how many times.

    ``tag`` ends in ``NOT_SHOWN`` where the page shows a visitor nothing there.
    """

    page: str
    tag: str
    text: str = ""
    uses: int = 1

    @property
    def hidden(self) -> bool:
        return self.tag.endswith(NOT_SHOWN)


@dataclass(frozen=True)
class Link:
    """One target that pages of a site use, with its looks (oldest first; at least one unless skipped).

    ``referrers`` are the first 50, most uses first; ``uses`` and ``pages`` count all.
    """

    target: str
    outside: bool
    on_home: bool
    looks: tuple[Look, ...]
    referrers: tuple[Referrer, ...]
    uses: int
    pages: int


@dataclass(frozen=True)
class Page:
    """One page of a site. ``published`` is the publish day the page shows, ``published_from`` and ``published_words``
    what that rests on; ``tags`` are its 网页标签 as (name, content)."""

    url: str
    seen: datetime
    kind: PageKind
    depth: int
    title: str
    body: str
    status: int = 200
    published: datetime | date | None = None
    source: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"
    charset_conflict: str = ""
    undetermined: tuple[str, ...] = ()
    published_from: Provenance | None = None
    published_words: str = ""


@dataclass(frozen=True)
class Item:
    """One row of a list. ``day`` is the publish day the row shows, else the opened article's (``opened``). Where the
    article labels another day than the row shows, the article's counts, and ``listed`` keeps the row's.

    ``provenance`` and ``words``: what the row's day rests on; of a day that is no publish day they are kept while
    ``day`` stays None. ``near``: a day without a year, or one told from today ("11-27", "今天", "3天前"), as shown: it
    chooses what to open and proves nothing. ``first_seen``: the day of the first reading that showed the row: it is
    not newer than that. ``appeared``: when the row was first seen on a list that had been read before without it, last
    on the day ``absent``: it is not older than that.
    """

    title: str
    url: str
    day: date | None = None
    opened: bool = False
    provenance: Provenance | None = None
    words: str = ""
    near: str = ""
    appeared: date | None = None
    first_seen: date | None = None
    absent: date | None = None
    listed: date | None = None


@dataclass(frozen=True)
class ColumnList:
    """The list on a registered column's page, pinned rows included, in the order shown.

    ``column`` is the register's id. ``script_drawn``: the rows are, or may be, put in by a script.
    ``pager``: how the list pages ("TRS", "NFCMS", "博达", "numbered", "script", ""); ``opened_read`` and
    ``opened_total``: of the newest articles of a list without dates, how many were read completely / chosen;
    ``prose``: characters of running text on a page without rows, ``content``: how many pictures, files and telling
    lines it holds. ``reach``: what of the list was read; None in archives from before it was kept. ``by``: the person
    who looked (人工核看), "" where the machine did; ``reader``: who read the rows.
    """

    column: str
    url: str
    seen: datetime
    body: str
    items: tuple[Item, ...]
    script_drawn: bool = False
    pager: str = ""
    opened_read: int = 0
    opened_total: int = 0
    prose: int = 0
    reach: ListReach | None = None
    by: str = ""
    content: int = 0
    reader: Reader = Reader.HTML

    @property
    def newest(self) -> date | None:
        return max((i.day for i in self.items if i.day), default=None)

    @property
    def oldest(self) -> date | None:
        return min((i.day for i in self.items if i.day), default=None)


@dataclass(frozen=True)
class ColumnRecord:
    """What a person saw of a registered column (人工核看): its newest row and the day on which this was published, or
    that it holds nothing (``newest`` None). ``picture``: SHA-256 of the stored picture, "" where there is none."""

    column: str
    url: str
    seen: datetime
    newest: date | None
    title: str
    by: str
    why: str
    picture: str = ""


@dataclass(frozen=True)
class Identity:
    """Footer identity as shown; ``None``: the page shows nothing. ``undetermined``: may be put in by script."""

    sponsor: str | None = None
    operator: str | None = None
    contact: str | None = None
    site_code: str | None = None
    icp: str | None = None
    police: str | None = None
    conac: str | None = None  # address of the 党政机关网站标识
    report_error: str | None = None  # address of the 我为政府网站找错 entry
    site_map: str | None = None
    undetermined: tuple[str, ...] = ()


@dataclass(frozen=True)
class HomePage:
    """The home page: identity and the dated items it leads to (date from the row, else from the article).

    ``navigation_only``: it carries no list of items, only ways to other pages.
    """

    url: str
    seen: datetime
    body: str
    title: str
    identity: Identity
    items: tuple[Item, ...] = ()
    navigation_only: bool = False
    script_drawn: bool = False


@dataclass(frozen=True)
class HomeText:
    """The visible text of the home page, a piece a line; read again from the stored bytes where a rule asks for it."""

    url: str
    seen: datetime
    body: str
    text: str
    script_drawn: bool = False


@dataclass(frozen=True)
class Probe:
    """One visit to a home page for 站点无法访问. ``controls_ok``: our own network worked at that moment."""

    at: datetime
    url: str
    opened: bool
    elapsed: float
    controls_ok: bool
    status: int | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Failure:
    """A place that could not be looked at, and why. ``place``: a column's id, or an address."""

    place: str
    seen: datetime
    reason: Reason
    detail: str = ""
