"""The list of problems as people work on it: which are asked for, in which order, each as a row of plain words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk.context import Desk
from desk.findings.choosing import units_named
from desk.presenters.place_names import place_name, site_name, unit_name
from ledger.calendar import day_of
from ledger.vocabulary import Finding, State
from reports.figures.text import plain

WORDS = 200  # signs of a search


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems. ``states`` none: all that stand (neither 已销号 nor 误报). ``words``: each must stand in the
    number, message, place, quote or address. ``site``, ``unit``: id or name."""

    states: tuple[State, ...] = ()
    unit: str = ""
    site: str = ""
    criterion: str = ""
    overdue: bool = False
    appealed: bool = False
    dismissed: bool = False
    words: str = ""


@dataclass(frozen=True)
class ProblemRow:
    """One problem in words. ``grave``: of a criterion that alone decides (单项否决); ``state`` with what stands beside
    it (逾期, 申诉, 误报, 暂扣) in ``marks``."""

    number: int
    state: str
    marks: tuple[str, ...]
    unit: str
    unit_id: str
    site: str
    site_id: str
    title: str
    place: str
    address: str
    message: str
    since: date
    due: date | None
    grave: bool
    is_site: bool


SORTS: Mapping[str, Callable[[Finding], tuple[object, ...]]] = {
    "number": lambda f: (f.id,),
    "state": lambda f: (list(State).index(f.state), f.id),
    "unit": lambda f: (f.unit, f.subject, f.id),
    "site": lambda f: (f.subject, f.criterion, f.id),
    "criterion": lambda f: (f.criterion, f.subject, f.id),
    "since": lambda f: (f.first_seen, f.id),
    "due": lambda f: (f.due or date.max, f.id),
}


def listed(
    desk: Desk, findings: Iterable[Finding], wanted: ProblemFilter, now: datetime, sort: str = "number"
) -> list[Finding]:
    """Those asked for, in order; ``sort`` one of ``SORTS``, with "-" before it from the other end."""
    day = day_of(now)
    units = units_named(desk, wanted.unit) if wanted.unit else None
    words = wanted.words[:WORDS].split()
    found = [
        f
        for f in findings
        if (f.state in wanted.states if wanted.states else f.state is not State.CLOSED)
        and f.dismissed_on(day) == wanted.dismissed
        and (units is None or f.unit in units)
        and (not wanted.site or wanted.site in (f.subject, site_name(desk, f.subject)))
        and (not wanted.criterion or f.criterion == wanted.criterion)
        and (not wanted.overdue or f.overdue_on(day))
        and (not wanted.appealed or f.appeal)
        and all(_says(f, word) for word in words)
    ]
    key = SORTS.get(sort.removeprefix("-"), SORTS["number"])
    return sorted(found, key=key, reverse=sort.startswith("-"))


def _says(f: Finding, word: str) -> bool:
    if word.isdigit() and int(word) == f.id:
        return True
    return any(word in text for text in (f.message, f.place, f.evidence.quote, f.evidence.address))


def rows(desk: Desk, findings: Sequence[Finding], now: datetime) -> list[ProblemRow]:
    """Each in words, in the same order."""
    return [_row(desk, f, day_of(now)) for f in findings]


def _row(desk: Desk, f: Finding, day: date) -> ProblemRow:
    criterion = desk.criteria.get(f.criterion)
    return ProblemRow(
        number=f.id,
        state=f.state,
        marks=tuple(marks(f, day)),
        unit=plain(unit_name(desk, f.unit, day)),
        unit_id=f.unit,
        site=plain(site_name(desk, f.subject)),
        site_id=f.subject,
        title=criterion.title if criterion else f.criterion,
        place=plain(place_name(desk, f.subject, f.column, f.place)),
        address=f.where.address or f.evidence.address,
        message=plain(f.message),
        since=day_of(f.first_seen),
        due=f.due,
        grave=bool(criterion and criterion.veto),
        is_site=f.subject in desk.register.sites,
    )


def marks(f: Finding, day: date) -> Iterable[str]:
    """What stands beside a problem's state."""
    if f.dismissed_on(day):
        yield f"误报至{f.dismissed_until}"
    if f.overdue_on(day):
        yield "逾期"
    if f.appeal:
        yield "申诉待裁定"
    if f.held is not None and f.waits:
        yield "突增暂扣"
    if f.unknown_since is not None:
        yield "近期未能查看"
