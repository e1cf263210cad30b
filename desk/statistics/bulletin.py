"""The quarterly bulletin: what the quarter's signed notices told, by kind and unit, and what of it is fixed since.

Made for publication, queued to nobody. A month without a signed notice tells nothing, and the bulletin says so.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk.context import Desk
from desk.facts.account_judging import account_states
from desk.inspections.inspection import KIND as SITES
from desk.presenters.account_results import BAD, GOOD, LEFT_OUT, account_lines
from desk.presenters.one_fact import as_told
from desk.presenters.place_names import (
    CLASS_ORDER,
    month_bounds,
    office,
    place_name,
    site_name,
    unit_name,
    with_criterion,
)
from desk.presenters.recurrences import called_off, spells
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, PlaceKind, Source, State
from reports.figures.bulletin import BulletinFigures, Checked, MonthTold, PublicProblem
from reports.figures.redaction import NotPublic
from reports.letters.bulletin import write_bulletin, write_tables


@dataclass(frozen=True)
class Quarter:
    """A quarter's bounds; ``until`` is its last second, or now where it has not ended."""

    name: str
    months: tuple[str, str, str]
    since: datetime
    until: datetime

    @property
    def end(self) -> datetime:
        """The first moment after ``until``: the ledger's periods leave their end out."""
        return self.until + timedelta(seconds=1)

    @classmethod
    def of(cls, name: str, now: datetime) -> "Quarter":
        found = re.fullmatch(r"(20[0-9]{2})-?[Qq]([1-4])", name)
        if found is None:
            raise ConfigError(ConfigMistake("--quarter", f"“{name}”不是季度", "请写成 2026-Q3 的样子"))
        year, number = int(found[1]), int(found[2])
        first, second, last = (f"{year}-{3 * number - 2 + n:02}" for n in range(3))
        since = datetime.combine(month_bounds(first)[0], time.min, SHANGHAI)
        until = datetime.combine(month_bounds(last)[1], time.max.replace(microsecond=0), SHANGHAI)
        if now < since:
            raise ConfigError(ConfigMistake("--quarter", f"{name} 还没有到", "请核对季度"))
        return cls(f"{year}-Q{number}", (first, second, last), since, min(now, until))


def write_quarter(desk: Desk, ledger: Ledger, name: str, out: Path, now: datetime) -> list[Path]:
    """The bulletin and its tables in ``out``. ConfigError where a name in it must not be published."""
    quarter = Quarter.of(name, now)
    figures = bulletin_figures(desk, ledger, quarter, now)
    tables, letter = out / f"季度通报附表-{quarter.name}.xlsx", out / f"季度通报-{quarter.name}.docx"
    try:
        made = write_bulletin(figures, desk.workspace.letters / "bulletin.docx", letter)
        return [made, write_tables(figures, tables)]
    except NotPublic as error:
        advice = f"请在登记册、[office] 或 {desk.workspace.letters / 'bulletin.docx'} 里改掉它，再运行一次"
        raise ConfigError(ConfigMistake("季度通报", str(error), advice)) from error


def bulletin_figures(desk: Desk, ledger: Ledger, quarter: Quarter, now: datetime) -> BulletinFigures:
    """Everything the bulletin tells. Whether a problem is fixed is told as of ``now``."""
    months = tuple(_month(ledger, month, now) for month in quarter.months)
    standing = with_criterion(desk, ledger.findings.find_at(now))
    told = _told(ledger, standing, {f"{m.month:%Y-%m}" for m in months if m.day}, quarter.since, now)
    rightly = [one for one in told if not one.false]
    vetoed = {f.subject for f in standing if _vetoes(desk, f, quarter)} | {
        one.of.subject for one in rightly if desk.criteria[one.of.criterion].veto
    }
    facts = _facts(desk, rightly)
    year, number = quarter.name.split("-Q")
    return BulletinFigures(
        office=office(desk),
        year=int(year),
        quarter=int(number),
        since=quarter.since,
        until=quarter.until,
        cutoff=now,
        months=months,
        sites=_sites(desk, ledger, quarter, vetoed),
        accounts=_accounts(desk, ledger, quarter, vetoed),
        problems=tuple(
            _problem(desk, one, quarter.until.date()) for one in sorted(facts, key=lambda one: _order(desk, one.of))
        ),
        corrected=len(told) - len(rightly),
        again=sum(one.times - 1 for one in facts),
    )


def _month(ledger: Ledger, month: str, now: datetime) -> MonthTold:
    first, issued = month_bounds(month)[0], ledger.notices.issued(month)
    return MonthTold(first, issued.number, issued.day) if issued and issued.at <= now else MonthTold(first)


@dataclass(frozen=True)
class _Told:
    """A finding that the quarter's notices told: as it was when they told it last, and how often they did."""

    of: Finding
    times: int
    fixed: bool
    false: bool  # since called a 误报


def _told(ledger: Ledger, standing: list[Finding], months: set[str], since: datetime, now: datetime) -> list[_Told]:
    found = {f.id: f for f in standing}
    told = []
    for times in spells(ledger, found, since, now).values():
        mine = [(one, e.at.date()) for one in times for e in one.told(months)]
        rightly = [one for one, day in mine if not called_off(times, one, day)]
        if mine:
            then = (rightly or [one for one, _ in mine])[-1]
            # who was told of it is named, and for whether they put it right, whoever answers for the place since
            fixed = times[-1].fixed or times[-1].finding.unit != then.finding.unit
            told.append(_Told(then.finding, len(rightly), fixed, not rightly))
    return told


def _facts(desk: Desk, told: list[_Told]) -> list[_Told]:
    """Each fact once, as the notices counted it; fixed where all that says it is."""
    of = {one.of.id: one for one in told}
    return [
        replace(of[head.id], fixed=all(of[f.id].fixed for f in (head, *parts)))
        for head, parts in as_told(desk.criteria, [one.of for one in told])
    ]


def _vetoes(desk: Desk, finding: Finding, quarter: Quarter) -> bool:
    """Whether a confirmed veto, told or not, stood at some time of the quarter."""
    sure = finding.confirmed_at is not None and finding.confirmed_at <= quarter.until
    gone = finding.state is State.CLOSED and finding.closed_at is not None and finding.closed_at < quarter.since
    return (
        desk.criteria[finding.criterion].veto and sure and not gone and not finding.dismissed_on(quarter.until.date())
    )


def _order(desk: Desk, f: Finding) -> tuple[bool, int, str, str, str, str]:
    criterion = desk.criteria[f.criterion]
    kind = CLASS_ORDER.index(criterion.problem_class)
    return not criterion.veto, kind, f.unit, f.subject, f.column or f.place, f.criterion


def _problem(desk: Desk, told: _Told, day: date) -> PublicProblem:
    f = told.of
    criterion = desk.criteria[f.criterion]
    known = f.subject in desk.register.sites or f.subject in desk.register.accounts
    return PublicProblem(
        unit=unit_name(desk, f.unit, day),
        # nobody knows whose an account is that nobody registered: perhaps a person's, under a person's name
        site=site_name(desk, f.subject) if known else "未登记的账号",
        place=_place(desk, f),
        title=criterion.title,
        problem_class=criterion.problem_class,
        veto=criterion.veto,
        fixed=told.fixed,
    )


def _place(desk: Desk, f: Finding) -> str:
    """Nothing for a place in a person's words: these quote the page and name its address."""
    by_person = ("source", Source.PERSON.value) in f.evidence.figures or desk.criteria[f.criterion].rule is None
    ours = (f.column or f.place) in desk.register.columns or f.where.kind is PlaceKind.ACCOUNT or f.where.address
    return "" if by_person and not ours else place_name(desk, f.subject, f.column, f.place)


def _sites(desk: Desk, ledger: Ledger, quarter: Quarter, vetoed: set[str]) -> Checked:
    runs = [r.run for r in ledger.runs.find(quarter.since, quarter.end) if r.finished and r.kind == SITES]
    sites = {i for i, site in desk.register.sites.items() if not site.closed_on(quarter.until.date())}
    bound = {i for i in sites if desk.register.sites[i].bound}
    inspected = {c.site for run in runs for c in ledger.runs.coverages(run) if c.pages} & bound
    return Checked(
        registered=len(sites),
        unbound=len(sites - bound),
        inspected=len(inspected) if inspected else None,
        qualified=len(inspected - vetoed) if inspected else None,
        columns=sum(c.site in sites for c in desk.register.columns.values()),
    )


def _accounts(desk: Desk, ledger: Ledger, quarter: Quarter, vetoed: set[str]) -> Checked:
    day = quarter.until.date()
    registered = {i: a for i, a in desk.register.accounts.items() if a.inspected_on(day)}
    states = account_states(desk, ledger, quarter.until, quarter.since)
    lines = account_lines(desk, ledger, states, quarter.until, quarter.since)
    results = {i: line.result for i, line in zip(sorted(states), lines, strict=True) if line.result != LEFT_OUT}
    looked = {i for i in registered if results.get(i) in (GOOD, BAD)}
    good = {i for i in looked if results[i] == GOOD} - vetoed
    return Checked(
        registered=len(registered),
        inspected=len(looked) if looked else None,
        qualified=len(good) if looked else None,
        unseen=len(registered) - len(looked),
        kinds=tuple(Counter(a.platform for a in registered.values()).most_common()),
    )
