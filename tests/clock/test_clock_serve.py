"""`xuncha serve` as a process: slots fall due every few seconds, jobs run in children, and it is killed and stopped."""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench.soak import ROOT, office, start, stop
from demo.sample.plan import Phase
from demo.sample.server import District
from demo.sample.server import serve as serve_district
from desk.config.schedule import load_schedule
from desk.config.settings import load_settings
from desk.register import load_register
from desk.scheduler.timetable import slots
from desk.workspace.clock import SHANGHAI, now_or
from desk.workspace.workspace import Workspace
from ledger.archive.writer import ArchiveReader
from ledger.calendar import Calendar
from ledger.correspondence.slots import SlotRecord, SlotState
from ledger.ledger import Ledger

SITE = "qingshui"
SCHEDULE = """
probe = { every = "6s", deadline = "30s" }
inspect = { every = "20s", deadline = "60s" }
send = { every = "5s", deadline = "30s" }
"""
OPEN = (SlotState.WAITING, SlotState.RUNNING)


@pytest.fixture
def district() -> Iterator[District]:
    with serve_district(now_or(None), Phase.LAST) as served:
        yield served


@pytest.fixture
def clocks() -> Iterator[list["subprocess.Popen[bytes]"]]:
    """The clocks a test starts; none of them outlives it."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for clock in started:
        clock.kill()
        clock.wait()


def read(workspace: Workspace, **asked: object) -> list[SlotRecord]:
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        return ledger.slots.find(**asked)  # type: ignore[arg-type]


def wait_for(done: Callable[[], object], most: float = 60.0) -> None:
    end = time.monotonic() + most
    while not done():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def ready(workspace: Workspace) -> bool:
    """The ledger is there, with its tables."""
    return workspace.ledger.is_file() and "定时程序开始" in (workspace.root / "clock.log").read_text("utf-8")


def running(workspace: Workspace, job: str) -> list[SlotRecord]:
    return read(workspace, states=(SlotState.RUNNING,), job=job)


def children(clock: "subprocess.Popen[bytes]") -> list[int]:
    """Processes that the clock's process has started."""
    return [int(pid) for pid in Path(f"/proc/{clock.pid}/task/{clock.pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def due(workspace: Workspace, job: str, since: datetime, until: datetime) -> set[datetime]:
    """What the timetable says, reckoned apart from the clock."""
    schedule = load_schedule(workspace.config / "schedule.toml", load_settings(workspace.settings_file))

    found = slots(schedule, load_register(workspace.register), Calendar().working_day, since, until)
    return {slot.due_at for slot in found if slot.job == job}


def test_killed_in_the_middle_every_slot_is_done_once(
    tmp_path: Path, district: District, clocks: list["subprocess.Popen[bytes]"]
) -> None:
    workspace = office(tmp_path / "office", district.port, SCHEDULE, only=[SITE])
    clocks.append(start(workspace))
    wait_for(lambda: ready(workspace))
    wait_for(lambda: running(workspace, "inspect"))
    mine = children(clocks[0])
    clocks[0].kill()
    clocks[0].wait()
    wait_for(lambda: not any(map(alive, mine)), 10)
    cut = running(workspace, "inspect")
    assert len(cut) == 1
    clocks.append(start(workspace))
    wait_for(lambda: any(r.due_at == cut[0].due_at for r in read(workspace, job="inspect", states=[SlotState.DONE])))
    # a busy machine lets probes go by; there must be two of them to see that none is doubled
    wait_for(lambda: len(read(workspace, job="probe", states=[SlotState.DONE])) > 1)
    until = now_or(None)
    wait_for(lambda: not [r for r in read(workspace, states=OPEN) if r.due_at <= until])
    assert stop(clocks[1]) == 0

    kept = [r for r in read(workspace) if r.due_at <= until]
    first = min(r.due_at for r in kept)
    for job in ("inspect", "probe", "send"):
        assert {r.due_at for r in kept if r.job == job} == due(workspace, job, first, until + timedelta(seconds=1))
    states = Counter((r.job, r.state) for r in kept)
    assert states[("inspect", SlotState.FAILED)] == states[("send", SlotState.FAILED)] == 0
    assert next(r for r in kept if r.job == "inspect" and r.due_at == cut[0].due_at).state is SlotState.DONE
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        runs = [run.run for run in ledger.runs.find() if run.finished]
    assert len(runs) == len(set(runs)) == states[("inspect", SlotState.DONE)]
    with ArchiveReader(workspace.archive(SITE)) as archive:
        probes = sum(1 for _ in archive.probes(first, now_or(None)))
    slots_made = [r for r in read(workspace, job="probe") if r.state is not SlotState.MISSED]
    assert 1 < probes <= len(slots_made)


def test_told_to_stop_it_puts_back_what_it_was_doing(
    tmp_path: Path, district: District, clocks: list["subprocess.Popen[bytes]"]
) -> None:
    schedule = 'inspect = { every = "8s", deadline = "60s" }'
    workspace = office(tmp_path / "office", district.port, schedule, only=[SITE])
    clocks.append(start(workspace))
    wait_for(lambda: ready(workspace) and running(workspace, "inspect"))
    mine = children(clocks[0])
    assert stop(clocks[0]) == 0
    assert not any(map(alive, mine))
    record = next(r for r in read(workspace) if r.state is not SlotState.MISSED)
    assert (record.state, record.attempt) in {(SlotState.WAITING, 0), (SlotState.DONE, 1)}
    assert (workspace.root / "clock.log").read_text("utf-8").splitlines()[-1] == "定时程序停止"


def failed(workspace: Workspace) -> datetime:
    """When the first slot was due that has failed; far off while there is none."""
    return next((r.due_at for r in read(workspace, states=[SlotState.FAILED])), datetime.max.replace(tzinfo=SHANGHAI))


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_what_hangs_is_ended_and_the_next_one_starts(
    tmp_path: Path, silent: int, clocks: list["subprocess.Popen[bytes]"]
) -> None:
    workspace = office(tmp_path / "office", silent, 'probe = { every = "4s", deadline = "3s" }', only=[SITE])
    clocks.append(start(workspace))
    wait_for(lambda: ready(workspace))
    wait_for(lambda: any(r.attempt for r in read(workspace) if r.due_at > failed(workspace)))
    mine = children(clocks[0])
    assert stop(clocks[0]) == 0
    assert not any(map(alive, mine))
    first, second = [r for r in read(workspace) if r.attempt or r.started][:2]
    assert first.detail.endswith("超过规定的时间，已结束它；看到的都已保存")
    assert first.finished is not None
    assert second.started is not None
    assert second.started >= first.finished


def test_two_clocks_do_not_both_run(
    tmp_path: Path, district: District, clocks: list["subprocess.Popen[bytes]"]
) -> None:
    workspace = office(tmp_path / "office", district.port, "", only=[SITE])
    clocks.append(start(workspace))
    wait_for(lambda: ready(workspace))
    other = subprocess.run(
        [sys.executable, "-c", "from desk.cli.main import main; main()", "--workspace", str(workspace.root), "serve"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert other.returncode == 3
    assert f"另一个定时程序（进程号 {clocks[0].pid}）" in other.stderr
    assert len(other.stderr.splitlines()) == 1
    assert stop(clocks[0]) == 0


def test_a_changed_schedule_holds_without_a_new_start(
    tmp_path: Path, district: District, clocks: list["subprocess.Popen[bytes]"]
) -> None:
    """A mistake in it is told, and the old one holds."""
    workspace = office(tmp_path / "office", district.port, 'send = { every = "3s", deadline = "30s" }', only=[SITE])
    clocks.append(start(workspace))
    wait_for(lambda: ready(workspace) and read(workspace, job="send", states=[SlotState.DONE]))
    file = workspace.config / "schedule.toml"
    good = file.read_text("utf-8")
    file.write_text("send = 1\n", encoding="utf-8")
    log = workspace.root / "clock.log"
    wait_for(lambda: "任务要等改好才能做：schedule.toml：“send”应是一节" in log.read_text("utf-8"))
    file.write_text(good + '\ndaily = { every = "4s", deadline = "30s" }\n', encoding="utf-8")
    wait_for(lambda: read(workspace, job="daily", states=[SlotState.DONE]))
    assert stop(clocks[0]) == 0
    assert list(workspace.out.glob("巡查日志-*.docx"))
