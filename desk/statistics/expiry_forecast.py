"""Which columns, home pages and accounts would cross their line by a day, if nothing more were published until then.

Asks the rules themselves: what was seen at the last look is shown to them as if it were seen on a later day.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

from checks.registry import rule_of
from checks.runner import judge
from checks.verdicts import ACCOUNT, HOME
from desk.context import Desk
from desk.facts.account_judging import account_states
from desk.facts.column_facts import column_lists, home_pages
from desk.facts.site_lifecycle import while_closing
from desk.inspections.inspection import KIND as SITES
from desk.workspace.clock import SHANGHAI
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    AccountState,
    Column,
    ColumnList,
    Criterion,
    Failure,
    HomePage,
    Item,
    Outcome,
    Reason,
    Site,
    Verdict,
)

DAY = timedelta(days=1)
LONG_AGO = date(2000, 1, 1)
TOO_OLD = timedelta(days=60)  # a look from before says nothing any more
_Kind = tuple[str, str]  # criterion, place
_Judged = Mapping[_Kind, Verdict]
_On = Callable[[date | None], _Judged]
Seen = TypeVar("Seen", ColumnList, HomePage)


@dataclass(frozen=True)
class RunningOut:
    """``last``: the last day on which it still keeps its line without anything new."""

    subject: str
    column: str | None
    place: str
    criterion: str
    newest: date
    last: date


@dataclass(frozen=True)
class Unread:
    """What could not be judged. ``seen``: the day of a look that is too old to say anything of today."""

    subject: str
    column: str | None
    place: str
    reason: Reason
    seen: date | None = None


Told = RunningOut | Unread


def running_out(desk: Desk, ledger: Ledger, now: datetime, until: date) -> Iterator[Told]:
    """Everything registered that keeps its line today and would not on ``until``; and what nobody could read."""
    criteria = {code: c for code, c in desk.criteria.items() if (rule := rule_of(c)) and rule.about.limit}
    today = now.date()
    looks = _last_looks(ledger, now, desk.register.sites)
    for site in desk.register.sites.values():
        if site.closed_on(until):
            continue
        run, columns = looks.get(site.id), while_closing(site, desk.register.columns_of(site.id), today)
        path = desk.workspace.archive(site.id)
        if run is None or not path.is_file():
            places: list[tuple[str, str | None]] = [(HOME, None), *((c.id, c.id) for c in columns)]
            wanted = {c.id for c in columns if c.inspected_on(today)} | {HOME}
            yield from (Unread(site.id, c, p, Reason.NOT_LOOKED) for p, c in places if p in wanted)
            continue
        with ArchiveReader(path) as archive:
            on, seen = _site(archive, run, site, columns, criteria, now)
            yield from _among(on, seen, today, until)
    states = account_states(desk, ledger, now)
    for account in desk.register.accounts.values():
        if not account.inspected_on(until):
            continue
        if (state := states.get(account.id)) is None:
            yield Unread(account.id, None, ACCOUNT, Reason.NOT_LOOKED)
        else:
            newest = state.newest.date() if state.newest else None
            yield from _among(_account(account, state, criteria, now), state.at.date(), today, until, newest)


def _last_looks(ledger: Ledger, now: datetime, sites: Collection[str]) -> dict[str, str]:
    """By site the last ended run that could read any of its pages."""
    only = next(iter(sites)) if len(sites) == 1 else None
    runs = [
        r.run
        for r in ledger.runs.find(now - TOO_OLD, now + timedelta(seconds=1))
        if r.kind == SITES and r.finished and r.finished <= now
    ]
    return {c.site: run for run in runs for c in ledger.runs.coverages(run, only) if c.pages}


def _site(
    archive: ArchiveReader,
    run: str,
    site: Site,
    columns: tuple[Column, ...],
    criteria: Mapping[str, Criterion],
    now: datetime,
) -> tuple[_On, date]:
    lists = [_to_last(_sober(one)) for one in column_lists(archive, run, now)]
    homes = [_sober(one) for one in home_pages(archive, run)]
    failures = tuple(archive.failures(run))
    looks = [*(one.seen for one in lists), *(one.seen for one in homes)]
    looked = min(looks, default=now).date()

    @cache
    def on(day: date | None) -> _Judged:
        at = _noon(day) if day else None
        given: Mapping[type, Callable[[], Iterator[object]]] = {
            ColumnList: lambda: (replace(one, seen=at or one.seen) for one in lists),
            HomePage: lambda: (replace(one, seen=at or one.seen) for one in homes),
            Failure: lambda: iter(failures),
        }
        return _judged(judge(site, columns, at or now, given, criteria))

    return on, looked


def _sober(seen: Seen) -> Seen:
    """Without the rows that were dated in the future when it was seen: they are no updates on a later day either."""
    latest = seen.seen.date() + DAY
    items: tuple[Item, ...] = tuple(i for i in seen.items if i.day is None or i.day <= latest)
    return replace(seen, items=items)


def _to_last(seen: ColumnList) -> ColumnList:
    """As if all pages had been read: of a list that is up to date the further ones are left alone, and what they may
    hold is no newer."""
    newest = seen.newest
    if seen.reach is None or newest is None:
        return seen
    return replace(seen, reach=replace(seen.reach, pages_read=max(seen.reach.pages or 2, 2)))


def _account(account: Account, state: AccountState, criteria: Mapping[str, Criterion], now: datetime) -> _On:
    @cache
    def on(day: date | None) -> _Judged:
        at = _noon(day) if day else None
        # as if all had been seen up to that day: nothing more was published
        shown = replace(state, at=at, known_until=at, known_since=state.known_since or LONG_AGO) if at else state
        return _judged(judge(account, (), at or now, {AccountState: lambda: iter((shown,))}, criteria))

    return on


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def _judged(verdicts: Iterator[Verdict]) -> _Judged:
    return {(v.criterion, v.place): v for v in verdicts}


def _among(on: _On, looked: date, today: date, until: date, newest: date | None = None) -> Iterator[Told]:
    """One line a place: of several criteria the one that runs out first. ``newest``: where the rule names none."""
    at_look, at_today, later = on(None), on(today), on(until)
    unread: dict[str, Unread] = {}
    ending: dict[str, RunningOut] = {}
    for kind, then in later.items():
        place, three = then.place, (at_look.get(kind, then), at_today.get(kind, then), then)
        first, now_, _ = three
        if first.outcome is Outcome.FAIL:
            continue  # a problem already: told as one
        if blind := next((v for v in three if v.outcome is Outcome.UNKNOWN), None):
            unread.setdefault(place, Unread(then.subject, then.column, place, blind.reason or Reason.NO_VERDICT))
        elif now_.outcome is Outcome.FAIL:
            unread.setdefault(place, Unread(then.subject, then.column, place, Reason.NOT_LOOKED, looked))
        elif then.outcome is Outcome.FAIL and (shown := _newest(then) or newest):
            last = _last_day(on, kind, today, until)
            if place not in ending or last < ending[place].last:
                ending[place] = RunningOut(then.subject, then.column, place, then.criterion, shown, last)
    yield from ending.values()
    yield from (one for place, one in unread.items() if place not in ending)


def _last_day(on: _On, kind: _Kind, today: date, until: date) -> date:
    """Passing today and failing on ``until``: the last day between that passes, found by halves."""
    good, bad = today, until
    while bad - good > DAY:
        middle = good + (bad - good) // 2
        if on(middle)[kind].outcome is Outcome.FAIL:
            bad = middle
        else:
            good = middle
    return good


def _newest(verdict: Verdict) -> date | None:
    """What the rule rested on: the newest date it saw."""
    figures = dict(verdict.evidence.figures) if verdict.evidence else {}
    return date.fromisoformat(figures["newest"]) if "newest" in figures else None
