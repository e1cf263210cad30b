"""Several real processes on one ledger: nothing lost, nothing twice, nobody refused who need not be."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger, LedgerBusy
from ledger.migrations import migrations
from ledger.vocabulary import Decision, Event, Finding, State
from tests.program import ENVIRONMENT, PROGRAM
from tests.together.settling import CRITERIA, EMPTY, T0, fails

SUBJECTS, PLACES = 40, 50


Started = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def process() -> Iterator[Started]:
    """Starts a process of ``settling.py``; ``word``: once it has said its first one. None outlives its test."""
    with ExitStack() as stack:

        def start(*words: object, word: str = "") -> subprocess.Popen[str]:
            command = [sys.executable, str(Path(__file__).parent / "settling.py"), *map(str, words)]
            made = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            stack.enter_context(made)
            stack.callback(made.kill)
            assert not word or (made.stdout and made.stdout.readline() == f"{word}\n")
            return made

        yield start


def events(path: Path) -> Counter[str]:
    with closing(sqlite3.connect(path)) as db:
        return Counter(dict(db.execute("SELECT event, COUNT(*) FROM change GROUP BY event")))


def findings(path: Path) -> list[Finding]:
    with Ledger.open_for_reading(path) as ledger:
        return ledger.findings.find()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.timeout(500)
def test_a_thousand_decisions_while_runs_settle(tmp_path: Path, process: Started) -> None:
    """2,000 problems are seen again, 2,000 verdicts a run, run after run, while people confirm 1,000 of them: 800
    each in a moment of its own, 200 by the command, twenty at a time. None is lost, none refused, nothing waits."""
    path = Workspace.init(tmp_path / "office").ledger
    before = datetime.now(SHANGHAI) - timedelta(days=1)
    with Ledger.open_for_writing(path) as ledger:
        ledger.runs.start("r0", "inspect", before, {})
        ledger.verdicts.settle("r0", before, fails("s", SUBJECTS, PLACES, before), CRITERIA, EMPTY)
    settling, slowest = process("rounds", path, SUBJECTS, PLACES, word="started"), 0.0
    confirm = (*PROGRAM, "finding", "confirm", "--why", "看过", "--yes")
    typed = []
    for n in range(10):
        words = [*confirm, f"{1 + 20 * n}-{20 + 20 * n}"]
        typed.append(subprocess.Popen(words, env=ENVIRONMENT, cwd=tmp_path / "office", stdout=subprocess.DEVNULL))
        for number in range(201 + 80 * n, 281 + 80 * n):
            started, at = time.monotonic(), datetime.now(SHANGHAI)
            with Ledger.open_for_writing(path) as ledger:
                ledger.decisions.decide(number, Decision(Event.CONFIRM, at, "张", "看过"))
            slowest = max(slowest, time.monotonic() - started)
        typed[-1].wait(60)
    assert [one.returncode for one in typed] == [0] * 10
    assert settling.poll() is None, "it settled all the while"
    said, _ = settling.communicate(timeout=120)
    runs = int(said.split()[-1])
    assert settling.returncode == 0
    assert runs >= 2
    assert slowest < 20, "nobody waits longer than for one subject and his luck"
    states = Counter(f.state for f in findings(path))
    assert states == {State.CONFIRMED: 1000, State.SUSPECTED: SUBJECTS * PLACES - 1000}
    kinds = events(path)
    assert (kinds[Event.FOUND], kinds[Event.CONFIRM]) == (SUBJECTS * PLACES, 1000)
    assert kinds[Event.STILL_THERE] == runs * SUBJECTS * PLACES
    assert [f.id for f in findings(path)] == list(range(1, SUBJECTS * PLACES + 1))


@pytest.mark.timeout(300)
def test_numbers_are_one_row_where_two_settle(tmp_path: Path, process: Started) -> None:
    path = tmp_path / "ledger.sqlite"
    both = [process("once", path, "r", "s", 20, 100), process("import", path, "i", "t", 20, 100)]
    assert [one.wait(200) for one in both] == [0, 0]
    assert [f.id for f in findings(path)] == list(range(1, 4001))
    assert Counter(f.subject[0] for f in findings(path)) == {"s": 2000, "t": 2000}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("settled", [0, 3, 20])
def test_killed_in_the_middle_and_started_again(tmp_path: Path, process: Started, settled: int) -> None:
    """kill -9 once so many of 80 sites are settled: each site is whole or untouched, and the second start has all."""
    path = tmp_path / "ledger.sqlite"

    def left() -> int:
        with Ledger.open_for_reading(path) as ledger:
            waiting = ledger.inspection.unsettled()
        return len(waiting.subjects) if waiting else 0

    run = process("once", path, "r", "s", 80, 50, word="started")
    until(lambda: left() <= 80 - settled)
    os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    half = Counter(f.subject for f in findings(path))
    assert set(half.values()) <= {50}
    assert settled <= len(half) == 80 - left() <= 80
    assert process("once", path, "r", "s", 80, 50).wait(120) == 0
    found = findings(path)
    assert len({(f.subject, f.place) for f in found}) == len(found) == 4000
    assert events(path) == {Event.FOUND: 4000}
    assert left() == 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("before", ["accounts_0001_first", "inspecting_0001_first", ""])
def test_six_at_once_on_an_old_ledger_and_on_none(tmp_path: Path, process: Started, before: str) -> None:
    """The tables are made, or moved on, once; nobody meets half of them."""
    path = tmp_path / "ledger.sqlite"
    names = [one.name for one in migrations.pending(Database(memory=True))]
    if before:
        with closing(sqlite3.connect(path)) as db:
            migrations.apply(Database(db), stop_before=before if before in names else names[len(names) // 2])
            db.commit()
    six = [process("open", path, word="ready") for _ in range(6)]
    for one in six:
        assert one.stdin
        one.stdin.close()
    assert [one.wait(100) for one in six] == [0] * 6
    assert findings(path) == []


@pytest.mark.timeout(120)
def test_a_second_inspection_is_refused_and_the_ledger_is_free(tmp_path: Path, process: Started) -> None:
    path = tmp_path / "ledger.sqlite"
    run = process("once", path, "r", "s", 40, 100, word="started")
    told = rf"另一个巡查程序（进程号 {run.pid}）自 2026-11-23 08:00 起正在使用这个工作区，请等它结束后再试"
    with Ledger.open_for_writing(path) as ledger:
        with pytest.raises(LedgerBusy, match=told), ledger.inspection.running("other", T0):
            pass
        for n in range(10):
            ledger.runs.start(f"import-{n}", "import", T0, {})
        assert run.poll() is None, "it went on all the while"
    assert run.wait(60) == 0
    with Ledger.open_for_reading(path) as ledger:
        assert Counter(r.kind for r in ledger.runs.find()) == {"import": 10, "inspect": 1}
        assert len(ledger.findings.find()) == 4000
