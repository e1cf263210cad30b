"""`xuncha serve`: the clock. Enters the slots that fall due, starts their jobs in child processes, keeps what became
of them. The ledger's slots are the truth; APScheduler only wakes us. Looks at nothing itself.
"""

import signal
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]

from desk.config.schedule import Job, Schedule, load_schedule
from desk.context import Desk, open_desk
from desk.scheduler.jobs.child import Child
from desk.scheduler.timetable import Slot, expires, next_due, slots, sort_out
from desk.workspace.clock import SHANGHAI, now_or
from desk.workspace.config_mistakes import ConfigError
from ledger.correspondence.slots import SlotBook, SlotRecord, SlotState
from ledger.ledger import Ledger

TICK = 0.5  # seconds between two looks at the running jobs
IDLE = 60.0  # seconds after which the time is looked at, unasked: the machine may have slept, its time been set
ASIDE = frozenset({Job.PROBE, Job.BACKUP})  # each runs in a lane of its own
LOOKING = frozenset({Job.INSPECT, Job.SWEEP, Job.ACCOUNTS, Job.RECHECK})  # one inspection at a time: one lane
LOOKS, DESK = "looks", "desk"  # their lane, and that of all others: nobody at the desk waits for an inspection
ATTEMPTS = 5  # starts of one slot that our own ends cut short; then the job itself is what ends us
RECENT = timedelta(days=45)  # slots that wait longer than any job's interval are of no use


class _Due(BaseTrigger):  # type: ignore[misc]
    """When APScheduler is to wake us for a job: at its next moment of the timetable."""

    def __init__(self, clock: "Scheduler", job: Job) -> None:
        self._clock, self._job = clock, job

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        after = max(previous, now) if previous else now
        return self._clock.next_due(self._job, after)


class Scheduler:
    """One workspace's clock. ``run`` returns when it is told to stop."""

    def __init__(self, desk: Desk, book: SlotBook) -> None:
        self._book = book
        self._desk = desk
        self._schedule = self._load()
        self._written = _written(desk.workspace.config)
        self._running: dict[str, Child] = {}  # by lane
        self._bell = threading.Event()
        self._due = threading.Event()
        self._looked = 0.0
        self._stopping = False

    def _load(self) -> Schedule:
        return load_schedule(self._desk.workspace.config / "schedule.toml", self._desk.settings)

    def next_due(self, job: Job, after: datetime) -> datetime | None:
        return next_due(self._schedule, self._desk.register, self._desk.calendar.working_day, job, after)

    def stop(self, *_: object) -> None:
        """May be installed as a signal handler, which must not touch the bell: the loop may just be holding it."""
        self._stopping = True

    def wake(self) -> None:
        self._due.set()
        self._bell.set()

    def run(self) -> None:
        """Until told to stop. What runs then is ended, and waits for the next start."""
        if cut := self._book.recover():
            say(f"上次中断时正在做的 {cut} 项会接着做")
        scheduler = BackgroundScheduler(timezone=SHANGHAI)
        for job in Job:
            scheduler.add_job(
                self.wake, _Due(self, job), id=job, coalesce=True, misfire_grace_time=None, max_instances=1
            )
        scheduler.start()
        self.wake()
        try:
            while not self._stopping:
                self._turn(scheduler)
                self._bell.wait(TICK)
                self._bell.clear()
        finally:
            scheduler.shutdown(wait=False)
            self._put_down()

    def _turn(self, scheduler: BackgroundScheduler) -> None:
        if self._due.is_set() or time.monotonic() >= self._looked + IDLE:
            self._due.clear()
            self._looked = time.monotonic()
            self._reread(scheduler)
            self._enter(now_or(None))
        elif not self._running:
            return
        for child in list(self._running.values()):
            self._watch(child)
        self._start_next()

    def _reread(self, scheduler: BackgroundScheduler) -> None:
        """What the office has changed in config holds from now on; a mistake in it is told, and the old holds."""
        written = _written(self._desk.workspace.config)
        if written == self._written:
            return
        self._written = written
        before = self._desk
        try:
            self._desk = open_desk(before.workspace.root)
            self._schedule = self._load()
        except ConfigError as error:
            self._desk = before
            for problem in error.problems:
                say(f"设置有误，时刻仍按原来的，任务要等改好才能做：{problem}")
            return
        for job in Job:
            scheduler.reschedule_job(job, trigger=_Due(self, job))
        say("设置有改动，已重新读取")

    def _enter(self, now: datetime) -> None:
        """The slots of the time since the last entry; of a first start, none: the past was nobody's duty."""
        upto = now + timedelta(microseconds=1)
        since = self._book.slots.entered_upto() or upto
        due = slots(
            self._schedule, self._desk.register, self._desk.calendar.working_day, max(since, now - RECENT), upto
        )
        self._book.enter([(slot.job, slot.due_at) for slot in due], upto)

    def _waiting(self, now: datetime) -> list[Slot]:
        """What waits, as slots of today's timetable; what makes no more sense is put down as missed."""
        waiting = [_slot(record, self._schedule) for record in self._book.slots.find(states=(SlotState.WAITING,))]
        ready, missed = sort_out([s for s in waiting if not self._runs(s)], now)
        for slot in missed:
            self._book.missed(slot.job, slot.due_at, now, "误了时间，不再补做")
            say(f"{_name(slot)}错过：误了时间，不再补做")
        return ready

    def _runs(self, slot: Slot) -> bool:
        return any(child.slot.job is slot.job for child in self._running.values())

    def _start_next(self) -> None:
        now = now_or(None)
        for slot in self._waiting(now):
            if _lane(slot) in self._running:
                continue
            attempt, entry = self._book.claim(slot.job, slot.due_at, now), self._schedule.entries.get(slot.job)
            if attempt > ATTEMPTS:
                self._fail(slot, f"开始了 {ATTEMPTS} 次都被中断，不再重试；请把日志交给维护人员")
            elif entry is None:
                self._fail(slot, "schedule.toml 里已停用")
            else:
                seconds = entry.deadline.total_seconds()
                self._running[_lane(slot)] = Child.start(slot, self._desk.workspace.root, seconds)

    def _watch(self, child: Child) -> None:
        code = child.ended()
        if code is None:
            if child.late:
                child.ask_to_stop()
            child.press()
            return
        del self._running[_lane(child.slot)]
        if code == 0:
            self._finish(child)
        elif child.asked is not None:
            self._fail(child.slot, f"做了 {child.took:.0f} 秒，超过规定的时间，已结束它；看到的都已保存")
        else:
            self._fail(child.slot, child.words() or f"程序意外结束（{code}）；请把日志交给维护人员")
        child.close()

    def _finish(self, child: Child) -> None:
        self._book.finish(child.slot.job, child.slot.due_at, now_or(None), child.words())
        say(f"{_name(child.slot)}完成：{child.words()}（用时 {child.took:.0f} 秒）")

    def _fail(self, slot: Slot, why: str) -> None:
        self._book.fail(slot.job, slot.due_at, now_or(None), why)
        say(f"{_name(slot)}失败：{why}")

    def _put_down(self) -> None:
        """End what runs, by its id, with time to commit; it waits in the ledger for the next start."""
        for child in self._running.values():
            child.ask_to_stop()
        while any(child.ended() is None for child in self._running.values()):
            for child in self._running.values():
                child.press()
            time.sleep(0.1)
        for child in self._running.values():
            if child.ended() == 0:
                self._finish(child)
            else:
                self._book.put_back(child.slot.job, child.slot.due_at, "定时程序停止，下次启动时接着做")
                say(f"{_name(child.slot)}中断：定时程序停止，下次启动时接着做")
            child.close()
        self._running.clear()


def _slot(record: SlotRecord, schedule: Schedule) -> Slot:
    """A kept slot with the moment from which it makes no more sense, by the schedule as it is now."""
    job = Job(record.job)
    return Slot(job, record.due_at, expires=expires(schedule, job, record.due_at))


def _lane(slot: Slot) -> str:
    if slot.job in ASIDE:
        return slot.job
    return LOOKS if slot.job in LOOKING else DESK


def _name(slot: Slot) -> str:
    return f"{slot.job.word}（应于 {slot.due_at:%m-%d %H:%M:%S}）"


def _written(config: Path) -> tuple[tuple[str, int], ...]:
    """When the files of config/ were last written."""
    return tuple(sorted((str(p), p.stat().st_mtime_ns) for p in config.rglob("*") if p.is_file()))


def say(text: str) -> None:
    """One line to the log (journald)."""
    print(text, file=sys.stderr, flush=True)


def serve(folder: Path | None) -> None:
    """Keep the workspace's clock until SIGTERM or Ctrl-C."""
    desk = open_desk(folder)
    desk.workspace.prepare()
    Ledger.open_for_writing(desk.workspace.ledger).close()  # its tables are there from now on
    with SlotBook.open(desk.workspace.ledger, now_or(None)) as book:
        clock = Scheduler(desk, book)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, clock.stop)
        say(f"定时程序开始，工作区 {desk.workspace.root}")
        clock.run()
        say("定时程序停止")
