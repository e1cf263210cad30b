"""Half a year of an office at the ledger's size: 300 sites, 200 units, 54,000 findings, a round every day.

    python -m bench.half_year [--findings 54000] [--days 180] [--keep FOLDER] [--only daily]

The workspace is made through the ledger's own parts and not timed: every day new problems come, all that stand are seen
again, some cannot be seen, those put right pass and close; clerks confirm and dismiss; each month's notice is drafted,
signed and mailed. Then each command runs as a process of its own (imports included), and is told with its
seconds and its peak memory; last the ledger's bytes, table by table. ``--keep`` leaves the workspace in
FOLDER, or measures the one that is there.
"""

import argparse
import json
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.half_year_world import END, build, read_world
from desk.context import open_desk
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Coverage

DAY = END.date()
# command, seconds, MB
ASKED: tuple[tuple[str, float, int], ...] = (
    ("daily --out {out}", 2, 300),
    ("daily --date 2026-08-03 --out {out}", 2, 300),
    ("notice --month 2026-11 --out {out}", 15, 300),
    ("findings --site s7", 2, 300),
    ("findings", 2, 300),
    ("causes", 2, 300),
    ("finding show 1234", 2, 300),
    ("doctor", 2, 300),
    ("letters list", 2, 300),
)
# every place seen again every day: as a row a verdict and JSON as text, the same took 1,040 MB
SETTLE_SECONDS, MOST_MB = 15, 200


def timed(folder: Path, command: str, profile: str) -> tuple[float, float]:
    """Seconds and peak MB of one process."""
    words = command.format(out=folder / "out").split()
    when = [] if words[0] == "letters" else ["--now", END.isoformat()]
    started = f"__import__('cProfile').run('main()', {profile!r})" if profile else "main()"
    line = [sys.executable, "-c", f"from desk.start import main; {started}", "--workspace", str(folder), *words, *when]
    begun = time.perf_counter()
    child = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, said = child.communicate(timeout=900)
    seconds = time.perf_counter() - begun
    if child.returncode not in (0, 1) and words[0] != "doctor":
        raise SystemExit(f"{command}: {said.decode()}")
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def alone(folder: Path, command: str, profile: str = "") -> tuple[float, float]:
    """``timed`` in a process of its own: the peak of children is one figure of all of them."""
    line = [sys.executable, "-m", "bench.half_year", "--child", command, "--keep", str(folder), "--profile", profile]
    out = subprocess.run(line, check=True, capture_output=True, text=True, timeout=1000).stdout
    seconds, peak = json.loads(out.splitlines()[-1])
    return seconds, peak


def settling(folder: Path) -> float:
    """Seconds to settle one more day of all sites."""
    desk, at = open_desk(folder), END + timedelta(days=1)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        world = read_world(desk, ledger)
        ledger.runs.start("one-more", "inspect", at, {"scope": "daily"})
        for site in desk.register.sites:
            ledger.runs.record_coverage(Coverage(site, "one-more", at, at, 40, 400, 390, 10, (), 10, 10))
        said = list(world.verdicts(at))
        begun = time.perf_counter()
        desk.settle(ledger, "one-more", at, said)
        return time.perf_counter() - begun


def told_size(path: Path) -> float:
    """MB of the ledger's file; its tables are printed, the biggest first."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        free = db.execute("SELECT (SELECT freelist_count FROM pragma_freelist_count) * page_size FROM pragma_page_size")
        print(f"  {free.fetchone()[0] / 1e6:8.1f} MB free")
        sizes = Counter(dict(db.execute("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name")))
        for name, size in sizes.most_common(14):
            rows = db.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] if _is_table(db, name) else 0
            print(f"  {size / 1e6:8.1f} MB  {name}" + (f", {rows} rows" if rows else ""))
    return path.stat().st_size / 1e6


def _is_table(db: sqlite3.Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).fetchone() is not None


def measured(folder: Path, only: str) -> bool:
    fine = True
    for command, most, mb in ASKED:
        if only and not re.match(only, command):
            continue
        seconds, peak = alone(folder, command)
        good = seconds <= most and peak < mb
        fine &= good
        print(
            f"{command:45} {seconds:6.1f} s {peak:5.0f} MB  {'' if good else f'wanted {most} s, {mb} MB'}", flush=True
        )
    return fine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=54_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--profile", default="", help="a file for cProfile")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(timed(given.keep, given.child, given.profile)))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place) / "w"
        if not (folder / "data" / "ledger.sqlite").exists():
            begun = time.perf_counter()
            build(Workspace.init(folder).root, given.findings, given.days)
            print(f"made in {time.perf_counter() - begun:.0f} s", flush=True)
        size = told_size(open_desk(folder).workspace.ledger)
        print(f"the ledger has {size:.0f} MB (wanted {MOST_MB})")
        fine = measured(folder, given.only) and size <= MOST_MB
        if not given.only:
            seconds = settling(folder)
            print(f"settling a day of {len(open_desk(folder).register.sites)} sites: {seconds:.1f} s")
            fine &= seconds <= SETTLE_SECONDS
    sys.exit(not fine)


if __name__ == "__main__":
    main()
