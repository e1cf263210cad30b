"""The timetable, reckoned: seven days of the sample district as a person wrote them down, and the rules behind them."""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.sample.columns import register
from demo.sample.district import SITES
from desk.config.schedule import Days, Job, JobTimes, Schedule, load_schedule
from desk.config.settings import load_settings
from desk.scheduler.timetable import Slot, next_due, notes, slots, sort_out
from desk.workspace.workspace import shipped_config
from ledger.calendar import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
DISTRICT = register(1)
WORKED = Calendar().working_day
SINCE = datetime(2026, 11, 27, tzinfo=ZONE)
TABLE = Path(__file__).parent / "seven_days.tsv"
ONCE = "each site once in every hour"


@pytest.fixture(scope="module")
def shipped() -> Schedule:
    return load_schedule(shipped_config() / "schedule.toml", load_settings(shipped_config() / "xuncha.toml"))


def written() -> Iterator[tuple[date, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield date.fromisoformat(row["day"]), row["job"], row["times"]


def moments(day: date, times: str) -> Iterator[datetime]:
    """07:30 17:30, or 08:00 to 18:00 every 10 min."""
    if often := re.fullmatch(r"(\S+) to (\S+) every (\d+) min", times):
        at, last = (datetime.combine(day, time.fromisoformat(often[n]), ZONE) for n in (1, 2))
        while at <= last:
            yield at
            at += timedelta(minutes=int(often[3]))
    else:
        for one in times.split():
            yield datetime.combine(day, time.fromisoformat(one), ZONE)


def test_seven_days_are_as_the_table_says(shipped: Schedule) -> None:
    found = slots(shipped, DISTRICT, WORKED, SINCE, SINCE + timedelta(days=7))
    expected = {(job, at) for day, job, times in written() if times != ONCE for at in moments(day, times)}
    assert {(s.job.value, s.due_at) for s in found if s.job is not Job.PROBE} == expected
    assert len(found) == len({(s.job, s.due_at) for s in found})
    probed = sorted((site, s.due_at) for s in found if s.job is Job.PROBE for site in s.sites)
    hours = [
        (plan.site.id, datetime.combine(day, time(hour), ZONE))
        for day, _, times in written()
        if times == ONCE
        for hour in range(24)
        for plan in SITES
    ]
    assert len(hours) == 7 * 24 * 5
    assert [(site, at.replace(minute=0)) for site, at in probed] == sorted(hours)


def test_the_probes_of_the_sites_are_spread(shipped: Schedule) -> None:
    """Not all sites in one moment, not every hour at one minute, not every day alike; but the same each time asked."""
    day = slots(shipped, DISTRICT, WORKED, SINCE, SINCE + timedelta(days=1))
    mine = [s.due_at for s in day if "portal" in s.sites]
    assert len({at.minute for at in mine}) > 3
    assert max(len(s.sites) for s in day) < 5
    other = slots(shipped, DISTRICT, WORKED, SINCE + timedelta(days=1), SINCE + timedelta(days=2))
    assert [at.minute for at in mine] != [s.due_at.minute for s in other if "portal" in s.sites]
    assert day == slots(shipped, DISTRICT, WORKED, SINCE, SINCE + timedelta(days=1))


@given(cut=st.integers(1, 7 * 24 * 60 - 1))
@settings(max_examples=30)
def test_no_slot_is_lost_or_doubled_where_the_time_is_cut(shipped: Schedule, cut: int) -> None:
    middle, end = SINCE + timedelta(minutes=cut), SINCE + timedelta(days=7)
    first, second = (slots(shipped, DISTRICT, WORKED, a, b) for a, b in ((SINCE, middle), (middle, end)))
    assert (*first, *second) == slots(shipped, DISTRICT, WORKED, SINCE, end)


@pytest.mark.parametrize(
    ("month", "day"),
    [("2026-02", 2), ("2026-03", 2), ("2026-05", 6), ("2026-08", 3), ("2026-10", 8), ("2026-12", 1)],
)
def test_the_notice_is_prepared_on_the_first_working_day(shipped: Schedule, month: str, day: int) -> None:
    """2026: 1 February and 1 March are Sundays, 1–5 May and 1–7 October holidays, 1 August a Saturday."""
    since = datetime.fromisoformat(f"{month}-01T00:00+08:00")
    found = slots(shipped, DISTRICT, WORKED, since, since + timedelta(days=28))
    assert [s.due_at for s in found if s.job is Job.NOTICE] == [since.replace(day=day, hour=8)]


def test_working_days_count_the_days_made_up_for() -> None:
    """14 February 2026 is a Saturday worked in exchange for the Spring Festival, 16 February a holiday."""
    only = Schedule({Job.DAILY: JobTimes(Job.DAILY, days=Days.WORKING, at=(time(9),))})
    since = datetime(2026, 2, 14, tzinfo=ZONE)
    found = slots(only, DISTRICT, WORKED, since, since + timedelta(days=3))
    assert [s.due_at.day for s in found] == [14]


def test_an_unknown_year_has_weekends_only() -> None:
    only = Schedule({Job.DAILY: JobTimes(Job.DAILY, days=Days.WORKING, at=(time(9),))})
    since = datetime(2090, 1, 2, tzinfo=ZONE)  # a Monday
    found = slots(only, DISTRICT, WORKED, since, since + timedelta(days=7))
    assert [s.due_at.day for s in found] == [2, 3, 4, 5, 6]


def test_the_next_moment_of_a_job(shipped: Schedule) -> None:
    at = datetime(2026, 12, 1, 8, tzinfo=ZONE)
    assert next_due(shipped, DISTRICT, WORKED, Job.NOTICE, at - timedelta(seconds=1)) == at
    assert next_due(shipped, DISTRICT, WORKED, Job.SEND, at) == at + timedelta(minutes=10)
    assert next_due(shipped, DISTRICT, WORKED, Job.SEND, at.replace(hour=18)) == at + timedelta(days=1)
    assert next_due(Schedule({}), DISTRICT, WORKED, Job.SEND, at) is None


def test_a_sweep_makes_sense_until_the_night_ends(shipped: Schedule) -> None:
    found = slots(shipped, DISTRICT, WORKED, SINCE, SINCE + timedelta(days=1))
    sweep = next(s for s in found if s.job is Job.SWEEP)
    assert sweep.expires == SINCE + timedelta(hours=6)
    assert sort_out([sweep], SINCE + timedelta(hours=5, minutes=59)) == ([sweep], [])
    assert sort_out([sweep], SINCE + timedelta(hours=6)) == ([], [sweep])


def at_hours(job: Job, *hours: float) -> list[Slot]:
    return [Slot(job, SINCE + timedelta(hours=h)) for h in hours]


def test_after_a_power_cut_only_the_newest_is_made_up() -> None:
    inspects = at_hours(Job.INSPECT, 0, 24, 48)
    assert sort_out(inspects, SINCE + timedelta(hours=50)) == (inspects[2:], inspects[:2])


def test_after_a_power_cut_every_day_gets_its_record() -> None:
    first, second, third = at_hours(Job.DAILY, 7.5, 17.5, 31.5)
    assert sort_out([third, first, second], SINCE + timedelta(hours=50)) == ([second, third], [first])


def test_a_missed_probe_is_not_made_up() -> None:
    old = Slot(Job.PROBE, SINCE, ("portal",), SINCE + timedelta(minutes=10))
    new = Slot(Job.PROBE, SINCE + timedelta(minutes=55), ("portal",), SINCE + timedelta(minutes=65))
    assert sort_out([old, new], SINCE + timedelta(minutes=60)) == ([new], [old])


def test_too_few_probes_are_said(shipped: Schedule) -> None:
    assert list(notes(shipped, DISTRICT)) == []
    few = Schedule({**shipped.entries, Job.PROBE: JobTimes(Job.PROBE, every=timedelta(hours=3))})
    assert list(notes(few, DISTRICT)) == ["每天探测首页 8 次，指标要求 20 次以上，不够判断“站点无法访问”"]
