"""Soaks `xuncha serve` on the sample district with a schedule in seconds: undisturbed, and killed, side by side.

    python -m bench.soak [MINUTES] [KILLS]

Two workspaces, two districts, one schedule: both clocks have the very same slots. One of them is killed with SIGKILL
(the clock, by its id) at random moments and started again. At the end both are stopped, and their ledgers must agree:
the same findings in the same states, the same slots, each done once.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from demo.sample.columns import register
from demo.sample.experience import give_experience
from demo.sample.plan import Phase
from demo.sample.server import serve as serve_district
from desk.register.save import save_register
from desk.workspace.clock import now_or
from desk.workspace.workspace import Workspace
from ledger.archive.writer import ArchiveReader
from ledger.correspondence.slots import SlotState
from ledger.ledger import Ledger

ROOT = Path(__file__).parent.parent
SCHEDULE = """
probe = { every = "60s", deadline = "50s" }
inspect = { every = "150s", deadline = "140s" }
recheck = { every = "120s", deadline = "100s" }
daily = { every = "120s", deadline = "100s" }
send = { every = "60s", deadline = "50s" }
backup = { every = "200s", deadline = "100s", keep = 100 }
"""


def office(folder: Path, port: int, schedule: str = SCHEDULE, only: Collection[str] = ()) -> Workspace:
    """A workspace of the sample district as an office has it: everything in its files, no gap between looks.

    ``only`` these sites, or all.
    """
    workspace = Workspace.init(folder)
    give_experience(workspace.config)
    known = register(port)
    sites = {key: replace(site, rate=50.0) for key, site in known.sites.items() if not only or key in only}
    columns = {key: column for key, column in known.columns.items() if column.site in sites}
    save_register(replace(known, sites=sites, columns=columns, accounts={}), workspace.register)
    _edit(workspace.settings_file, "(?m)^controls = .*$", 'controls = ["www.wangshu.gov.cn:80"]')
    _edit(workspace.settings_file, '(?m)^name = ""', 'name = "望舒区人民政府办公室"')
    _edit(workspace.criteria / "national-2019.toml", r'looks = \["10m", "6h"\]', 'looks = ["0s", "0s"]')
    (workspace.config / "schedule.toml").write_text(schedule, encoding="utf-8")
    return workspace


def _edit(path: Path, old: str, new: str) -> None:
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"))
    if not count:
        raise LookupError(f"{path.name} holds no {old}")
    path.write_text(text, encoding="utf-8")


def start(workspace: Workspace) -> "subprocess.Popen[bytes]":
    """The clock, in a process of its own; what it says goes into clock.log."""
    with (workspace.root / "clock.log").open("ab") as log:
        program = [
            sys.executable,
            "-c",
            "from desk.cli.main import main; main()",
            "--workspace",
            str(workspace.root),
            "serve",
        ]
        return subprocess.Popen(program, cwd=ROOT, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)})


def stop(clock: "subprocess.Popen[bytes]") -> int:
    clock.send_signal(signal.SIGTERM)
    return clock.wait(60)


@dataclass(frozen=True)
class Kept:
    """What a ledger holds in the end. ``probes``: how many of each site."""

    findings: frozenset[tuple[str, str, str, str, str]]
    slots: dict[tuple[str, datetime], str]
    attempts: Counter[int]
    runs: Counter[bool]
    probes: dict[str, int]


def kept(workspace: Workspace, since: datetime, until: datetime) -> Kept:
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        found = frozenset((f.criterion, f.subject, f.place, f.state.value, f.unit) for f in ledger.findings.find())
        records = [r for r in ledger.slots.find(since=since) if r.due_at <= until]
        runs = Counter(run.finished is not None for run in ledger.runs.find())
    probes = {}
    for site in register(0).sites:
        with ArchiveReader(workspace.archive(site)) as archive:
            probes[site] = sum(1 for _ in archive.probes(since, until + timedelta(minutes=1)))
    slots = {(r.job, r.due_at): r.state.value for r in records}
    return Kept(found, slots, Counter(r.attempt for r in records), runs, probes)


def soak(folder: Path, minutes: float, kills: int, seed: int = 20261130) -> int:
    chance = random.Random(seed)
    now = now_or(None)
    with serve_district(now, Phase.LAST) as one, serve_district(now, Phase.LAST) as two:
        calm, killed = office(folder / "calm", one.port), office(folder / "killed", two.port)
        begin = time.monotonic()
        clocks = {"calm": start(calm), "killed": start(killed)}
        moments = sorted(chance.uniform(0.1, 0.85) * minutes * 60 for _ in range(kills))
        for at in moments:
            time.sleep(max(0.0, begin + at - time.monotonic()))
            _while_something_runs(killed)
            clocks["killed"].kill()
            clocks["killed"].wait()
            print(f"{time.monotonic() - begin:6.0f} s  kill -9 during: {_running(killed)}", flush=True)
            time.sleep(chance.uniform(0.5, 3.0))
            clocks["killed"] = start(killed)
        time.sleep(max(0.0, begin + minutes * 60 - time.monotonic()))
        until = now_or(None) - timedelta(seconds=1)
        _settle([calm, killed], until)
        codes = [stop(clock) for clock in clocks.values()]
    since = now + timedelta(seconds=10)  # both clocks had begun by then
    return _compare(kept(calm, since, until), kept(killed, since, until), codes)


def _running(workspace: Workspace) -> str:
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        return "、".join(r.job for r in ledger.slots.find(states=(SlotState.RUNNING,)))


def _while_something_runs(workspace: Workspace, most: float = 30.0) -> None:
    """A kill while nothing runs would show nothing."""
    end = time.monotonic() + most
    while not _running(workspace) and time.monotonic() < end:
        time.sleep(0.05)


def _settle(workspaces: list[Workspace], until: datetime, most: float = 120.0) -> None:
    """Wait until no slot due before ``until`` is open in either ledger."""
    end = time.monotonic() + most
    for workspace in workspaces:
        while time.monotonic() < end:
            with Ledger.open_for_reading(workspace.ledger) as ledger:
                left = [
                    r for r in ledger.slots.find(states=(SlotState.WAITING, SlotState.RUNNING)) if r.due_at <= until
                ]
            if not left:
                break
            time.sleep(0.2)


def _compare(calm: Kept, killed: Kept, codes: list[int]) -> int:
    for name, one in (("undisturbed", calm), ("killed", killed)):
        states = Counter((job, state) for (job, _), state in one.slots.items())
        told = ", ".join(f"{job} {state} {n}" for (job, state), n in sorted(states.items()))
        print(f"{name}: {len(one.findings)} findings; slots: {told}")
        print(f"   starts a slot needed: {dict(one.attempts)}; runs finished {one.runs[True]}, not {one.runs[False]}")
        print(f"   probes: {one.probes}")
    common = {slot: (state, killed.slots.get(slot)) for slot, state in calm.slots.items()}
    unlike = {slot: pair for slot, pair in common.items() if pair[0] != pair[1]}
    extra = killed.slots.keys() - calm.slots.keys()
    print(f"findings in one only: {len(calm.findings ^ killed.findings)}")
    for slot, pair in sorted(unlike.items()):
        print(f"slot {slot[0]} {slot[1]:%H:%M:%S}: {pair[0]} / {pair[1]}")
    print(f"slots unlike: {len(unlike)}, in the killed one only: {len(extra)}; exit codes {codes}")
    return 1 if calm.findings ^ killed.findings or unlike or extra or any(codes) else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(
            soak(Path(name), *(float(sys.argv[1]) if sys.argv[1:] else 10.0, int(sys.argv[2]) if sys.argv[2:] else 3))
        )
