"""The slots in the ledger: whatever is cut off in the middle, each is there once, and done once it is done."""

import os
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.correspondence.slots import ClockBusy, SlotBook, SlotState
from ledger.ledger import Ledger, LedgerError, NoLedger

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 11, 27, 8, tzinfo=ZONE)
HOUR = timedelta(hours=1)


@cache
def empty() -> bytes:
    """A ledger with its tables, made once."""
    with TemporaryDirectory() as name:
        path = Path(name) / "ledger.sqlite"
        Ledger.open_for_writing(path).close()
        return path.read_bytes()


def made(folder: Path) -> Path:
    path = folder / "ledger.sqlite"
    path.write_bytes(empty())
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path)


def test_a_slot_goes_its_way(path: Path) -> None:
    with SlotBook.open(path, BEGIN) as book:
        assert book.slots.entered_upto() is None
        book.enter([("daily", BEGIN), ("send", BEGIN), ("send", BEGIN + HOUR), ("probe", BEGIN)], BEGIN + HOUR)
        assert book.claim("daily", BEGIN, BEGIN + HOUR) == 1
        assert book.claim("daily", BEGIN, BEGIN + HOUR) == 0
        book.finish("daily", BEGIN, BEGIN + HOUR, "写好")
        assert book.claim("daily", BEGIN, BEGIN + HOUR) == 0
        assert book.claim("send", BEGIN, BEGIN + HOUR) == 1
        book.fail("send", BEGIN, BEGIN + HOUR, "连不上")
        book.missed("probe", BEGIN, BEGIN + HOUR, "误了")
    with Ledger.open_for_reading(path) as ledger:
        assert ledger.slots.entered_upto() == BEGIN + HOUR
        assert [(r.job, r.state, r.attempt, r.detail) for r in ledger.slots.find(since=BEGIN)] == [
            ("daily", SlotState.DONE, 1, "写好"),
            ("probe", SlotState.MISSED, 0, "误了"),
            ("send", SlotState.FAILED, 1, "连不上"),
            ("send", SlotState.WAITING, 0, ""),
        ]
        assert [r.due_at for r in ledger.slots.find(job="send", states=[SlotState.WAITING])] == [BEGIN + HOUR]


def test_what_is_done_cannot_be_ended_again(path: Path) -> None:
    with SlotBook.open(path, BEGIN) as book:
        book.enter([("daily", BEGIN)], BEGIN)
        with pytest.raises(LedgerError, match="不是“进行中”"):
            book.finish("daily", BEGIN, BEGIN)
        book.claim("daily", BEGIN, BEGIN)
        book.finish("daily", BEGIN, BEGIN)
        for end in (book.finish, book.fail, book.missed):
            with pytest.raises(LedgerError):
                end("daily", BEGIN, BEGIN, "")


def test_a_clean_stop_does_not_count_as_a_start(path: Path) -> None:
    with SlotBook.open(path, BEGIN) as book:
        book.enter([("sweep", BEGIN)], BEGIN)
        for _ in range(5):
            assert book.claim("sweep", BEGIN, BEGIN) == 1
            book.put_back("sweep", BEGIN, "停止")
        assert [(r.state, r.attempt, r.detail) for r in book.slots.find()] == [(SlotState.WAITING, 0, "停止")]


def test_one_clock_at_a_time(path: Path) -> None:
    with SlotBook.open(path, BEGIN), pytest.raises(ClockBusy) as caught:
        SlotBook.open(path, BEGIN + HOUR)
    assert (caught.value.pid, caught.value.since) == (os.getpid(), BEGIN)
    SlotBook.open(path, BEGIN + HOUR).close()


def test_the_clock_writes_beside_the_ledgers_writer(path: Path) -> None:
    """A step of the ledger that reads first must not break where the clock has written in between."""
    with Ledger.open_for_writing(path) as ledger, SlotBook.open(path, BEGIN) as book:
        ledger.runs.start("r1", "inspect", BEGIN, {})
        book.enter([("daily", BEGIN)], BEGIN)
        ledger.runs.finish("r1", BEGIN)
        book.claim("daily", BEGIN, BEGIN)
        ledger.runs.start("r2", "inspect", BEGIN, {})
    with Ledger.open_for_reading(path) as ledger:
        assert [run.run for run in ledger.runs.find()] == ["r1", "r2"]


def test_without_a_ledger_there_is_no_clock(tmp_path: Path) -> None:
    with pytest.raises(NoLedger):
        SlotBook.open(tmp_path / "ledger.sqlite", BEGIN)


# One stretch of a clock's life: how long the power was off before, how many slots it works off, where it is cut.
STRETCH = st.tuples(st.integers(0, 30), st.integers(0, 6), st.sampled_from(["entered", "claimed", "done", "stopped"]))


@given(life=st.lists(STRETCH, min_size=1, max_size=8))
@settings(max_examples=60)
def test_no_power_cut_doubles_or_loses_a_slot(life: list[tuple[int, int, str]]) -> None:
    """Slots fall due every ten minutes. Work counts where it is told as done; a cut before that starts it anew."""
    with TemporaryDirectory() as name:
        path, now = made(Path(name)), BEGIN
        done: Counter[datetime] = Counter()
        started = False
        for off, work, cut in life:
            now += timedelta(minutes=10 * off)
            with SlotBook.open(path, now) as book:  # a lock dies with its process, as it does here
                book.recover()
                since = book.slots.entered_upto() or now + timedelta(microseconds=1)
                upto = now + timedelta(microseconds=1)
                tens = (
                    BEGIN + timedelta(minutes=10 * n) for n in range(int((upto - BEGIN) / timedelta(minutes=10)) + 1)
                )
                book.enter([("send", at) for at in tens if since <= at < upto], upto)
                started = True
                waiting = book.slots.find(states=[SlotState.WAITING])
                if cut == "entered":
                    continue
                for number, slot in enumerate(waiting[:work]):
                    assert book.claim("send", slot.due_at, now) >= 1
                    if number == work - 1 and cut == "claimed":
                        break
                    if number == work - 1 and cut == "stopped":
                        book.put_back("send", slot.due_at, "")
                        break
                    book.finish("send", slot.due_at, now)
                    done[slot.due_at] += 1
        assert started
        assert all(count == 1 for count in done.values())
        with Ledger.open_for_reading(path) as ledger:
            kept = ledger.slots.find()
        first = BEGIN + timedelta(minutes=10 * life[0][0])
        due = [BEGIN + timedelta(minutes=10 * n) for n in range(1 + int((now - BEGIN) / timedelta(minutes=10)))]
        assert [r.due_at for r in kept] == [at for at in due if at > first]
        assert {r.due_at for r in kept if r.state is SlotState.DONE} == set(done)
