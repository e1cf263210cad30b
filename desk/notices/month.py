"""What a month brought: how much each unit and each account published, and for how long the silent ones are silent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Self

from desk.context import Desk
from desk.facts.account_judging import account
from desk.inspections.inspection import KIND
from desk.notices.message_figures import message_figures
from desk.notices.notice_period import Period
from ledger.correspondence.reports import report_figures
from ledger.ledger import Ledger
from ledger.vocabulary import Account, AccountState, Column, Coverage, Finding, Register, Source, State, Verdict
from reports.figures.accounts import AccountLine
from reports.figures.models import ProblemLine, SiteFigures, UnitFigures

WEEK = timedelta(days=7)
LAG = timedelta(days=3)  # so late do owners' interfaces say what was posted
SHORT = timedelta(days=20)  # of a shorter period nobody can be called silent


def sites_of_month(desk: Desk, ledger: Ledger, found: Sequence[Finding], period: Period) -> SiteFigures:
    """政府网站, 信息发布 and 找错. ``found``: what is open at the cut-off or was told in the period."""
    day = period.cutoff.date()
    watched = {i for i, site in desk.register.sites.items() if not site.closed_on(day)}
    covered = [c for c in _looked_at(ledger, period) if c.site in watched]
    bound = {i for i in watched if desk.register.sites[i].bound}
    inspected = {c.site for c in covered if c.pages} & bound
    # a short daily look after the sweep does not make the sweep smaller
    widest = {c.site: c for c in sorted(covered, key=lambda c: c.pages)}
    published = {key: n for key, n in ledger.published.count(period.since, day).items() if key[0] in watched}
    reported, due, in_time = report_figures(ledger.reports, _first_day(period), day)
    return SiteFigures(
        sites=len(watched),
        columns=sum(column.site in watched for column in desk.register.columns.values()),
        inspected=len(inspected),
        columns_read=sum(c.columns_read for c in widest.values()) if widest else None,
        unbound=len(watched - bound),
        rounds=len(_rounds(ledger, period)),
        items_by_kind=_by_kind(desk, published) if inspected else (),
        qualified=len(inspected - _vetoed(desk, found, day)) if inspected else None,
        items=sum(published.values()) if inspected else None,
        pages=sum(c.pages for c in widest.values()) if widest else None,
        targets=sum(c.targets for c in widest.values()) if widest else None,
        reported=reported,
        reported_in_time=in_time,
        reported_due=due,
        messages=message_figures(desk, ledger, _first_day(period), day),
    )


def _first_day(period: Period) -> date:
    """The first day of what bears a day only: that of the last cut-off was counted then."""
    return period.since.date() + timedelta(days=period.since.time() != time.min)


def _vetoed(desk: Desk, found: Sequence[Finding], day: date) -> set[str]:
    sure = (f for f in found if f.confirmed_at and not f.dismissed_on(day) and f.criterion in desk.criteria)
    return {f.subject for f in sure if desk.criteria[f.criterion].veto}


def _by_kind(desk: Desk, published: Mapping[tuple[str, str, date], int]) -> tuple[tuple[str, int], ...]:
    """How much was published, by the kind of its column in the register."""
    kinds = Counter[str]()
    for (_, column, _), n in published.items():
        if known := desk.register.columns.get(column):
            kinds[known.kind] += n
    return tuple(kinds.most_common())


def _rounds(ledger: Ledger, period: Period) -> list[str]:
    """The period's finished inspections of sites."""
    return [r.run for r in ledger.runs.find(period.since, period.end) if r.finished and r.kind == KIND]


def _looked_at(ledger: Ledger, period: Period) -> list[Coverage]:
    """What they covered."""
    return [c for run in _rounds(ledger, period) for c in ledger.runs.coverages(run)]


@dataclass(frozen=True)
class Columns:
    """What is known of the register's columns: ``unseen`` could not be looked at; of ``bad`` a confirmed problem is
    open; ``read``: the sites of which any was read in the period's last week."""

    unseen: frozenset[str]
    bad: frozenset[str]
    read: frozenset[str]

    @classmethod
    def of(cls, ledger: Ledger, period: Period, unknown: Iterable[Verdict], standing: Iterable[Finding]) -> Self:
        return cls(
            frozenset(v.column for v in unknown if v.column),
            frozenset(f.column for f in standing if f.column and f.confirmed_at and f.state is not State.CLOSED),
            frozenset(
                c.site for c in _looked_at(ledger, period) if c.columns_read and c.started >= period.cutoff - WEEK
            ),
        )


def units_of_month(
    desk: Desk, ledger: Ledger, problems: Sequence[ProblemLine], charged: Mapping[int, str], period: Period,
    known: Columns,
) -> tuple[UnitFigures, ...]:  # fmt: skip
    """One a unit that answers for a site, published something or has a problem. ``charged``: by finding, the unit's id
    (two may have one name)."""
    day = period.cutoff.date()
    published = ledger.published.count(period.since, day)
    newest = ledger.published.newest(day)
    answerable = desk.register.answerable
    sites_of = Counter(s.sponsor_on(day) for s in desk.register.sites.values() if not s.closed_on(day))
    items_of = Counter[str]()
    told, columns = defaultdict[str, list[ProblemLine]](list), defaultdict[str, list[Column]](list)
    for line in problems:
        told[charged[line.finding]].append(line)
    for column in desk.register.columns.values():
        columns[answerable(column.site, column.id, day)].append(column)
    for (site, of, on), n in published.items():
        items_of[answerable(site, of, on)] += n
    rows = []
    for unit in desk.register.units.values():
        sites, own, items, mine = sites_of[unit.id], told[unit.id], items_of[unit.id], columns[unit.id]
        if sites or own or items:
            total, silent = (items, None) if items else _nothing(mine, newest, period, known)
            rows.append(UnitFigures(unit.name_on(day), sites, len(own), sum(p.veto for p in own), total, silent))
    return tuple(rows)


def _nothing(
    columns: Iterable[Column], newest: Mapping[str, date], period: Period, known: Columns
) -> tuple[int | None, int | None]:
    """(0, for how many months running) where every column was seen to show nothing new; else nobody knows."""
    inspected = [c for c in columns if c.inspected_on(period.cutoff.date())]
    if not inspected or not all(_shows_nothing(c, newest.get(c.id), period, known) for c in inspected):
        return None, None
    return 0, _running(period, max((newest[c.id] for c in inspected if c.id in newest), default=None))


def _shows_nothing(column: Column, newest: date | None, period: Period, known: Columns) -> bool:
    """Whether a column was read, and what it showed says that nothing of the period came: its newest day lies before
    it, or it shows no day and a confirmed problem says why. A new one may be of whoever answered for it before."""
    seen = column.site in known.read and column.id not in known.unseen
    return seen and (newest < period.since.date() if newest else column.id in known.bad)


def changed_accounts(
    register: Register, states: Mapping[str, AccountState], period: Period
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """新开设, 新备案 and 注销关停: (name, platform) of the accounts that the register says were opened, filed, closed
    in the period. Of one without a day nobody knows; how long it has been in the register tells nothing of it. One that
    was seen to post after its day is not called closed."""
    first, last = _first_day(period), period.cutoff.date()
    accounts = register.accounts.values()
    opened = [a for a in accounts if a.opened and first <= a.opened <= last]
    filed = [a for a in accounts if a.filed and first <= a.filed <= last]
    gone = [a for a in accounts if a.closed and first <= a.closed <= last and not _posted_since(a, states.get(a.id))]
    return tuple(tuple((a.name, a.platform) for a in which) for which in (opened, filed, gone))


def _posted_since(one: Account, state: AccountState | None) -> bool:
    """Whether it was seen to post after the day it was closed on."""
    newest = state.newest if state else None
    return newest is not None and one.closed is not None and newest.date() > one.closed


def with_posts(
    lines: Sequence[AccountLine], states: Mapping[str, AccountState], period: Period, register: Register
) -> tuple[AccountLine, ...]:
    """Each account's line with what it published in the period, where all of it up to its last look is known."""
    # account_lines goes by the same order
    both = zip(lines, sorted(states), strict=True)
    return tuple(_posted(line, states[s], period, account(register, s).opened) for line, s in both)


def _posted(line: AccountLine, state: AccountState, period: Period, opened: date | None) -> AccountLine:
    since, until = period.since.date(), state.known_until
    there = max(since, opened or since)  # before that there was nothing to know
    if until is None or state.known_since is None or state.known_since > there or until.date() < there:
        return line
    posts = sum(post.at is not None and period.since <= post.at <= until for post in state.posts)
    told = state.newest and state.newest.date()
    # a record names the last post alone; and another source may show one newer than all that are known
    if told and told >= since and (state.known_from is Source.PERSON or posts == 0):
        return line
    to_the_end = until >= period.cutoff - LAG  # of what was last seen in its first days nobody can say so
    silent = _running(period, told, opened) if posts == 0 and line.inspected and to_the_end else None
    return replace(line, posts=posts, silent_months=silent)


def _running(period: Period, last: date | None, opened: date | None = None) -> int | None:
    """Whole months without anything up to the cut-off, at least one; 0: since when is not known; None: too short a
    period to speak of. Months before it was ``opened`` are none of its."""
    end = period.cutoff.date()
    if period.cutoff - period.since < SHORT or (opened and end - opened < SHORT):
        return None
    return 0 if last is None else max(_months(max(last, opened or last), end), 1)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
