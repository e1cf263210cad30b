"""An inspection that the system ends (SIGTERM): its crawlers end too, and the next one goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from crawler.spiders.site_watch import KNOWN

ROOT = Path(__file__).parent.parent.parent
ASKED, ANSWER, SETTLING = 12, 0.2, 1.0  # requests before the stop; seconds until an answer, and until its page is kept


def _children(parent: int) -> set[str]:
    """Ids of the processes that descend from ``parent``."""
    table = [path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat") if path.is_file()]
    born = {head.split(" ", 1)[0]: tail.split()[1] for head, _, tail in table}
    found, waiting = set(), {str(parent)}
    while waiting:
        waiting = {child for child, of in born.items() if of in waiting} - found
        found |= waiting
    return found


def test_sigterm_ends_the_crawlers_and_loses_nothing(site: Any, office: Any) -> None:
    office.register(site.port)
    begun = threading.Event()
    asked: list[tuple[str, float]] = []

    def slow(path: str) -> None:
        asked.append((path, time.monotonic()))
        if len(asked) > ASKED:
            begun.set()
        time.sleep(ANSWER)

    site.asked = slow
    program = [sys.executable, "-c", "from desk.cli import main; main()", "inspect", "--allow-private"]
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    words = {"cwd": office.root, "env": env, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*program, "--now", "2026-11-23T08:30"], **words) as running:
        assert begun.wait(30)
        children = _children(running.pid)
        stopped = time.monotonic()
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 3
    assert "再次运行会接着做" in said
    assert children
    deadline = time.monotonic() + 10
    while (left := {c for c in children if Path(f"/proc/{c}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == set()
    seen = {path for path, _ in asked}
    settled = {path for path, at in asked if at + ANSWER + SETTLING < stopped}
    pages = {f"/p{n}.html" for n in range(20)}
    assert pages & settled
    again: list[str] = []
    site.asked = again.append
    assert office.inspect().returncode == 1
    assert pages - seen <= set(again)
    assert len(pages & settled & set(again)) <= KNOWN, "asked whether the site is still itself, and no more"
