"""An inspection that the system ends (SIGTERM): its crawlers end too, and the next one goes on."""

import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from crawler.spiders.site_watch import KNOWN
from tests.program import ENVIRONMENT, PROGRAM

ANSWERED, SETTLING = 12, 2.0  # pages; seconds until the last of them is kept


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
    begun, stopped = threading.Event(), threading.Event()
    answered: list[str] = []
    held: list[str] = []

    def stalls(path: str) -> None:
        """The first pages are answered; those after them only after the stop."""
        if len(answered) < ANSWERED:
            answered.append(path)
            return
        held.append(path)
        begun.set()
        stopped.wait(30)

    site.asked = stalls
    program = [*PROGRAM, "inspect", "--allow-private"]
    words = {"cwd": office.root, "env": ENVIRONMENT, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*program, "--now", "2026-11-23T08:30"], **words) as running:
        assert begun.wait(30)
        children = _children(running.pid)
        time.sleep(SETTLING)
        running.send_signal(signal.SIGTERM)
        stopped.set()  # the site opens again: it can be asked whether it is still itself
        _, said = running.communicate(timeout=30)
    assert running.returncode == 3
    assert "再次运行会接着做" in said
    assert children
    deadline = time.monotonic() + 10
    while (left := {c for c in children if Path(f"/proc/{c}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == set()
    pages = {f"/p{n}.html" for n in range(20)}
    settled = pages & set(answered)
    assert settled
    again: list[str] = []
    site.asked = again.append
    assert office.inspect().returncode == 1
    assert pages - settled - set(held) <= set(again)
    assert len(settled & set(again)) <= KNOWN, "asked whether the site is still itself, and no more"
