"""What a rule says of itself, so that nobody else has to know its name. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ledger.vocabulary import Column, Criterion, PlaceKind, Site

Params = Mapping[str, object]
Limit = Callable[[Criterion, Column | None, date], date | None]
Used = Callable[[str], bool]


class Relook(StrEnum):
    """How one finding is looked at again."""

    NARROW = "narrow"  # its place and the pages it is told from are walked; an account is asked for
    PROBE = "probe"  # the home page is visited once
    WEEK = "week"  # the same; one visit of today proves nothing, a week of visits does
    REGISTER = "register"  # nothing is looked at: the register tells
    WHOLE = "whole"  # only a sweep of the whole site can tell, but for what stands on the home page


class Proposal(StrEnum):
    """What the census proposes for an account that fails. Of several the first: what nobody answers for cannot be kept,
    merged or closed by anybody."""

    CHECK = "人工核定"
    CLOSE = "关停"
    MERGE = "归并"


@dataclass(frozen=True)
class Reports:
    """How a third party's row becomes a finding. Where follows from the rule's kind of place.

    ``names``: of an element the patterns by which a row names it, each with the place it means: the first that is found
    counts; of a tag the pattern of tags, with "". Of a link ``told`` is what is said after its address ("": what the
    row says), ``missing`` what a clerk hears where the row gives no address.
    """

    names: tuple[tuple[str, str], ...] = ()
    told: str = ""
    missing: str = "没有写明是哪个链接"


@dataclass(frozen=True)
class About:
    """``place``: the kind of place it judges. All else has the meaning most rules want.

    ``limit``: the earliest newest day that still passes on a day, ``None`` where a criterion does not judge the column:
    what it says can be foretold from what was last seen. ``applies``: whether a criterion judges a column.
    ``of_home``: whether a criterion with these params is about links of the home page (True), of the other pages
    (False), or does not ask (None). ``users``: by the criterion and the register's sites, of which targets the pages
    that use them are told even where they open; ``None``: of none. ``reports``: ``None`` takes no third party's row
    unless a person names the place. ``alone``: an address without a register is enough. ``after_closing``: it judges
    closed sites, as no other does. ``awaits_word``: what it finds waits for a person's word on the site (``taken_over``
    and ``days`` in the params). ``proposal``: what is proposed for an account that fails.
    """

    place: PlaceKind
    relook: Relook = Relook.NARROW
    limit: Limit | None = None
    applies: Callable[[Criterion, Column], bool] = lambda criterion, column: True
    of_home: Callable[[Params], bool | None] = lambda params: None
    users: Callable[[Criterion, tuple[Site, ...]], Used] | None = None
    reports: Reports | None = field(default_factory=Reports)
    alone: bool = False
    after_closing: bool = False
    awaits_word: bool = False
    proposal: Proposal | None = None


def by_days(criterion: Criterion, column: Column | None, today: date) -> date | None:
    """The limit of a criterion that counts ``days`` back from the look."""
    days = criterion.params.get("days")
    return today - timedelta(days=days) if isinstance(days, int) else None
