"""The timetable (时刻表), reckoned: which slots fall due when. Pure: no clock, no files, no database."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desk.config.schedule import PROBES_WANTED, Days, Job, JobTimes, Schedule
from desk.workspace.clock import SHANGHAI
from ledger.vocabulary import Register

Calendar = Callable[[date], tuple[bool, bool]]  # ledger.calendar.working_day
DAY = timedelta(days=1)
GRID = timedelta(minutes=5)  # probes of several sites share a moment: one child process serves them all
LATE = timedelta(minutes=10)  # a probe made later than this is none of the time it was meant for
FAR = 40  # days: every job that falls due at all falls due within


@dataclass(frozen=True)
class Slot:
    """A job that is due. ``sites``: whose home pages a probe visits. From ``expires`` on it makes no more sense."""

    job: Job
    due_at: datetime
    sites: tuple[str, ...] = ()
    expires: datetime | None = None


def slots(
    schedule: Schedule, register: Register, calendar: Calendar, since: datetime, until: datetime
) -> tuple[Slot, ...]:
    """Every slot due in [since, until), by time, then in the order of the jobs."""
    found: list[Slot] = []
    day, last = since.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    while day <= last:
        for entry in schedule.entries.values():
            if _worked(entry.days, day, calendar):
                found += (s for s in _on(entry, day, schedule, register) if since <= s.due_at < until)
        day += DAY
    order = list(Job)
    return tuple(sorted(found, key=lambda slot: (slot.due_at, order.index(slot.job))))


def next_due(schedule: Schedule, register: Register, calendar: Calendar, job: Job, after: datetime) -> datetime | None:
    """The first moment after ``after`` at which the job is due."""
    if job not in schedule.entries:
        return None
    only = Schedule({job: schedule.entries[job]}, schedule.night_from, schedule.night_to)
    since = after + timedelta(microseconds=1)
    for _ in range(FAR):
        if found := slots(only, register, calendar, since, since + DAY):
            return found[0].due_at
        since += DAY
    return None


def _worked(days: Days, day: date, calendar: Calendar) -> bool:
    if days is Days.EVERY:
        return True
    earlier = [] if days is Days.WORKING else [day.replace(day=n) for n in range(1, day.day)]
    return calendar(day)[0] and not any(calendar(before)[0] for before in earlier)


def _on(entry: JobTimes, day: date, schedule: Schedule, register: Register) -> Iterator[Slot]:
    """The job's slots of one day on which it is done."""
    midnight = datetime.combine(day, time.min, SHANGHAI)
    if entry.job is Job.PROBE and entry.every:
        yield from _probes(schedule, entry.every, midnight, register)
        return
    for at in entry.at or _steps(entry, midnight):
        due = datetime.combine(day, at, SHANGHAI)
        yield Slot(entry.job, due, expires=expires(schedule, entry.job, due))


def _steps(entry: JobTimes, midnight: datetime) -> Iterator[time]:
    if not entry.every:
        return
    for n in range(-(-DAY // entry.every)):
        at = (midnight + n * entry.every).time()
        if entry.since <= at <= entry.until:
            yield at


def expires(schedule: Schedule, job: Job, due: datetime) -> datetime | None:
    """From when on a slot of the job makes no more sense: a probe soon, a sweep when the night ends."""
    entry = schedule.entries.get(job)
    if job is Job.PROBE and entry and entry.every:
        return due + min(LATE, entry.every)
    if job is Job.SWEEP:
        end = datetime.combine(due.date(), schedule.night_to, SHANGHAI)
        return end if end > due else end + DAY
    return None


def _probes(schedule: Schedule, every: timedelta, midnight: datetime, register: Register) -> Iterator[Slot]:
    """Each site once in each stretch of the day, at a moment that its id and the day alone decide."""
    grid = max(min(GRID, every / 2), timedelta(seconds=1))
    places = max(every // grid, 1)
    due: dict[datetime, list[str]] = {}
    for site in register.sites:
        chance = random.Random(f"{site} {midnight.date()}")  # the same on every machine, as the name alone seeds it
        for n in range(DAY // every):
            due.setdefault(midnight + n * every + grid * chance.randrange(places), []).append(site)
    for at, sites in sorted(due.items()):
        yield Slot(Job.PROBE, at, tuple(sites), expires(schedule, Job.PROBE, at))


def sort_out(waiting: Iterable[Slot], now: datetime) -> tuple[list[Slot], list[Slot]]:
    """Of the slots that wait: those to be done, by time, and those that are missed for good.

    Of one piece of work only the newest is done: a daily record a day, a notice a month, everything else once.
    """
    newest: dict[tuple[Job, str], Slot] = {}
    missed: list[Slot] = []
    for slot in sorted(waiting, key=lambda one: one.due_at):
        if slot.expires is not None and slot.expires <= now:
            missed.append(slot)
            continue
        older = newest.pop(_work(slot), None)
        newest[_work(slot)] = slot
        if older is not None:
            missed.append(older)
    return sorted(newest.values(), key=lambda one: one.due_at), missed


def _work(slot: Slot) -> tuple[Job, str]:
    match slot.job:
        case Job.DAILY:
            return slot.job, f"{slot.due_at:%Y-%m-%d}"
        case Job.NOTICE:
            return slot.job, f"{slot.due_at:%Y-%m}"
        case Job.PROBE:
            return slot.job, slot.due_at.isoformat()
        case _:
            return slot.job, ""


def notes(schedule: Schedule, register: Register) -> Iterator[str]:
    """What of the schedule falls short of the clauses, or does nothing."""
    probe = schedule.entries.get(Job.PROBE)
    per_day = DAY // probe.every if probe and probe.every else 0
    if per_day < PROBES_WANTED:
        yield f"每天探测首页 {per_day} 次，指标要求 {PROBES_WANTED} 次以上，不够判断“站点无法访问”"
    if not register.sites:
        yield "登记册里还没有网站，请先填写，或用 xuncha register import 导入表格"
    if off := [job.word for job in Job if job not in schedule.entries]:
        yield f"没有启用的有：{'、'.join(off)}"
