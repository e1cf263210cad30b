"""Where on a subject a matter stands. The only file that knows how a place is spelled in the ledger. Plain data."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from ledger.vocabulary.observation import PageKind


class PlaceKind(StrEnum):
    """What a place is. A closed list."""

    LINK = "link"  # an address that pages use
    COLUMN = "column"  # a registered column, by its id
    TAG = "tag"  # a tag that pages of one kind carry
    ELEMENT = "element"  # a named part of the site, or a wording in a person's quote
    HOME = "home"
    SITE = "site"
    ACCOUNT = "account"


_ALONE = {PlaceKind.HOME: "首页", PlaceKind.SITE: "网站", PlaceKind.ACCOUNT: "账号"}  # a subject has one
_READ = {text: kind for kind, text in _ALONE.items()}
_PAGES = frozenset(PageKind)
_ADDRESS = "://"


@dataclass(frozen=True, slots=True)
class Place:
    """位置: ``value`` is the link's address, the column's id, the tag's or the element's name; "" of what a subject has
    one of. ``page``: of a tag, the kind of page.

    ``str`` writes it as the ledger keeps it, ``read`` reads that: what was written once is never spelled otherwise.
    """

    kind: PlaceKind
    value: str = ""
    page: PageKind | None = None

    def __str__(self) -> str:
        return _ALONE.get(self.kind) or (f"{self.page}:{self.value}" if self.page else self.value)

    @classmethod
    @lru_cache(maxsize=4096)
    def read(cls, text: str, column: str | None = None) -> Self:
        """The place that ``str`` wrote; ``column``: the column its verdict or finding names."""
        if column and text == column:
            return cls(PlaceKind.COLUMN, text)
        if kind := _READ.get(text):
            return cls(kind)
        if _ADDRESS in text:
            return cls(PlaceKind.LINK, text)
        page, _, tag = text.partition(":")
        if page in _PAGES:
            return cls(PlaceKind.TAG, tag, PageKind(page))
        return cls(PlaceKind.ELEMENT, text)

    @property
    def address(self) -> str:
        """Where it stands, "" of what is no address. A column that nobody registered has its address for an id."""
        return self.value if _ADDRESS in self.value else ""
