"""The quarterly bulletin: what the quarter's signed notices told, by kind and unit, and what of it is fixed since.

Made for publication, queued to nobody. A month without a signed notice tells nothing, and the bulletin says so.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk.account_judging import account_states
from desk.account_telling import BAD, GOOD, LEFT_OUT, account_lines
from desk.clock import SHANGHAI
from desk.inspection import KIND as SITES
from desk.office import Desk
from desk.problems import ConfigError, Problem
from desk.telling import (
    CLASS_ORDER,
    month_bounds,
    office,
    place_name,
    site_name,
    unit_name,
    with_criterion,
)
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, State
from reports.bulletin import write_bulletin, write_tables
from reports.bulletin_figures import BulletinFigures, Checked, MonthTold, PublicProblem
from reports.public import NotPublic

SECOND = timedelta(seconds=1)  # the ledger's periods leave their end out


@dataclass(frozen=True)
class Quarter:
    """A quarter's bounds; ``until`` is its last second, or now where it has not ended."""

    name: str
    months: tuple[str, str, str]
    since: datetime
    until: datetime

    @classmethod
    def of(cls, name: str, now: datetime) -> "Quarter":
        found = re.fullmatch(r"(20[0-9]{2})-?[Qq]([1-4])", name)
        if found is None:
            raise ConfigError(Problem("--quarter", f"“{name}”不是季度", "请写成 2026-Q3 的样子"))
        year, number = int(found[1]), int(found[2])
        first, second, last = (f"{year}-{3 * number - 2 + n:02}" for n in range(3))
        since = datetime.combine(month_bounds(first)[0], time.min, SHANGHAI)
        until = datetime.combine(month_bounds(last)[1], time.max.replace(microsecond=0), SHANGHAI)
        if now < since:
            raise ConfigError(Problem("--quarter", f"{name} 还没有到", "请核对季度"))
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
        raise ConfigError(Problem("季度通报", str(error), advice)) from error


def bulletin_figures(desk: Desk, ledger: Ledger, quarter: Quarter, now: datetime) -> BulletinFigures:
    """Everything the bulletin tells. Whether a problem is fixed is told as of ``now``."""
    months = tuple(_month(ledger, month, now) for month in quarter.months)
    standing = with_criterion(desk, ledger.findings_at(now))
    told = _told(ledger, {f"{m.month:%Y-%m}" for m in months if m.day}, quarter.since, now)
    mine = [f for f in standing if f.id in told]
    false = {f.id for f in mine if f.dismissed_until and told[f.id] <= f.dismissed_until}
    rightly = [f for f in mine if f.id not in false]
    vetoed = {f.subject for f in standing if _vetoes(desk, f, quarter, rightly)}
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
        problems=tuple(_problem(desk, f, quarter.until.date()) for f in sorted(rightly, key=lambda f: _order(desk, f))),
        corrected=len(false),
    )


def _month(ledger: Ledger, month: str, now: datetime) -> MonthTold:
    first, issued = month_bounds(month)[0], ledger.issued(month)
    return MonthTold(first, issued.number, issued.day) if issued and issued.at <= now else MonthTold(first)


def _told(ledger: Ledger, months: set[str], since: datetime, now: datetime) -> dict[int, date]:
    """The findings that notices of ``months`` told, and when last."""
    events = ledger.events(since, now + SECOND)
    return {e.finding: e.at.date() for e in events if e.event is Event.NOTIFY and e.why in months}


def _vetoes(desk: Desk, finding: Finding, quarter: Quarter, told: list[Finding]) -> bool:
    """Whether it takes the quarter's 合格 from its site or account: a told veto, or one that stands confirmed."""
    if not desk.criteria[finding.criterion].veto:
        return False
    sure = finding.confirmed_at is not None and finding.confirmed_at <= quarter.until
    stands = sure and finding.state is not State.CLOSED and not finding.dismissed_on(quarter.until.date())
    return finding in told or stands


def _order(desk: Desk, f: Finding) -> tuple[bool, int, str, str, str, str]:
    criterion = desk.criteria[f.criterion]
    kind = CLASS_ORDER.index(criterion.problem_class)
    return not criterion.veto, kind, f.unit, f.subject, f.column or f.place, f.criterion


def _problem(desk: Desk, f: Finding, day: date) -> PublicProblem:
    criterion = desk.criteria[f.criterion]
    known = f.subject in desk.register.sites or f.subject in desk.register.accounts
    return PublicProblem(
        unit=unit_name(desk, f.unit, day),
        # nobody knows whose an account is that nobody registered: perhaps a person's, under a person's name
        site=site_name(desk, f.subject) if known else "未登记的账号",
        place=place_name(desk, f.subject, f.column, f.place),
        title=criterion.title,
        problem_class=criterion.problem_class,
        veto=criterion.veto,
        # one that is only suspected to be back was fixed all the same
        fixed=f.state is State.CLOSED or (f.state is State.REOPENED and f.confirmed_at is None),
    )


def _sites(desk: Desk, ledger: Ledger, quarter: Quarter, vetoed: set[str]) -> Checked:
    runs = [r.run for r in ledger.runs(quarter.since, quarter.until + SECOND) if r.finished and r.kind == SITES]
    sites = {i for i, site in desk.register.sites.items() if not site.closed_on(quarter.until.date())}
    inspected = {c.site for run in runs for c in ledger.coverages(run) if c.pages} & sites
    return Checked(
        registered=len(sites),
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
