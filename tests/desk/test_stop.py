"""An inspection that the system ends (SIGTERM): its crawlers end too, and the next one goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


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
    asked: list[str] = []

    def slow(path: str) -> None:
        asked.append(path)
        if path == "/p3.html":
            begun.set()
        time.sleep(0.2)

    site.asked = slow
    program = [sys.executable, "-c", "from desk.cli import main; main()", "inspect", "--allow-private"]
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    words = {"cwd": office.root, "env": env, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*program, "--now", "2026-11-23T08:30"], **words) as running:
        assert begun.wait(30)
        children = _children(running.pid)
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 3
    assert "再次运行会接着做" in said
    assert children
    deadline = time.monotonic() + 10
    while (left := {c for c in children if Path(f"/proc/{c}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == set()
    seen = set(asked) - {"/robots.txt"}
    asked.clear()
    site.asked = asked.append
    assert office.inspect().returncode == 1
    assert {path for path in asked if path.startswith("/p")} == {f"/p{n}.html" for n in range(20)} - seen
