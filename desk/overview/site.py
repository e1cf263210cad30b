"""One site as it stands: its columns' clocks, the month's visits, what was looked at, what is wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desk.context import Desk
from desk.inspections.inspection import KIND
from desk.presenters.place_names import unit_name
from desk.statistics.expiry_forecast import RunningOut, running_out
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import FAILED_VISITS, Coverage, Finding, PlaceKind, Probe, Site, State
from ledger.vocabulary.site_check import SiteCheck

AHEAD = timedelta(days=200)  # beyond it a deadline presses nobody
MONTH = 30  # days of visits
SINCE = timedelta(days=60)  # a look from before says nothing of today


@dataclass(frozen=True)
class ColumnClock:
    """A column and until when it keeps its limit. ``left``: days from today; None where it is over already, has none
    or was not read, and ``said`` tells which. Never a number that was not read."""

    column: str
    name: str
    newest: date | None
    left: int | None
    said: str = ""


@dataclass(frozen=True)
class VisitsOfDay:
    """Visits to the home page on one day: opened, failed, and those that count neither way."""

    day: date
    opened: int
    failed: int
    unlooked: int


@dataclass(frozen=True)
class SiteOverview:
    """``itself``: the last word on whether it shows its own pages; ``looked``: the coverage of its last round."""

    site: Site
    unit: str
    unit_id: str
    operator: str
    itself: SiteCheck | None
    looked: Coverage | None
    clocks: tuple[ColumnClock, ...]
    visits: tuple[VisitsOfDay, ...]
    problems: tuple[Finding, ...]
    classes: tuple[tuple[str, int], ...]


def site_overview(desk: Desk, ledger: Ledger, site: Site, now: datetime) -> SiteOverview:
    """What is known of it at ``now``."""
    day = now.date()
    found = ledger.findings.find(subject=site.id, states=[s for s in State if s is not State.CLOSED], pages=False)
    problems = tuple(f for f in found if not f.dismissed_on(day))
    titles = (desk.criteria[f.criterion].problem_class for f in problems if f.criterion in desk.criteria)
    path = desk.workspace.archive(site.id)
    itself, visits = None, tuple(_visits(day, ()))
    if path.is_file():
        with ArchiveReader(path) as archive:
            itself = archive.newest_check()
            visits = tuple(_visits(day, tuple(archive.probes(now - timedelta(days=MONTH), now))))
    return SiteOverview(
        site=site,
        unit=unit_name(desk, site.sponsor_on(day), day),
        unit_id=site.sponsor_on(day),
        operator=unit_name(desk, site.operator, day) if site.operator else "",
        itself=itself,
        looked=_last_look(ledger, site.id, now),
        clocks=tuple(_clocks(desk, ledger, site, problems, now)),
        visits=visits,
        problems=problems,
        classes=tuple(Counter(titles).most_common()),
    )


def _last_look(ledger: Ledger, site: str, now: datetime) -> Coverage | None:
    for run in reversed(ledger.runs.find(now - SINCE, now + timedelta(seconds=1))):
        if run.kind == KIND and run.finished:
            for covered in ledger.runs.coverages(run.run, site):
                return covered
    return None


def _visits(today: date, probes: tuple[Probe, ...]) -> Iterator[VisitsOfDay]:
    by_day: dict[date, list[Probe]] = {}
    for probe in probes:
        by_day.setdefault(probe.at.date(), []).append(probe)
    for back in range(MONTH - 1, -1, -1):
        day = today - timedelta(days=back)
        seen = by_day.get(day, [])
        opened = sum(p.controls_ok and p.opened for p in seen)
        failed = sum(p.controls_ok and not p.opened and p.reason in FAILED_VISITS for p in seen)
        yield VisitsOfDay(day, opened, failed, len(seen) - opened - failed)


def _clocks(
    desk: Desk, ledger: Ledger, site: Site, problems: tuple[Finding, ...], now: datetime
) -> Iterator[ColumnClock]:
    """Each column of the site: what runs out first, what is over, what could not be read."""
    alone = replace(desk, register=replace(desk.register, sites={site.id: site}, accounts={}))
    told = {one.column: one for one in running_out(alone, ledger, now, now.date() + AHEAD) if one.column}
    over = {f.column: f for f in problems if f.column and f.where.kind is PlaceKind.COLUMN}
    for column in desk.register.columns_of(site.id):
        ending, late = told.get(column.id), over.get(column.id)
        said = f"{late.state}：{late.message}" if late else ""
        if isinstance(ending, RunningOut):
            yield ColumnClock(column.id, column.name, ending.newest, (ending.last - now.date()).days, said)
        elif said:
            yield ColumnClock(column.id, column.name, None, None, said)
        elif ending is not None:
            yield ColumnClock(column.id, column.name, None, None, f"未能核查：{desk.words[ending.reason].label}")
        else:
            yield ColumnClock(column.id, column.name, None, None, "没有更新期限，或期限还远")
