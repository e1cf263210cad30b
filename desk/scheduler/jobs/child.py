"""A job's child process as the clock sees it: started, watched, ended by its own id with all it started."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from desk.scheduler.timetable import Slot

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
GRACE = 10.0  # seconds between asking a child to stop and ending it
WORDS = 500  # of what a job says the ledger keeps at most


@dataclass
class Child:
    """One running job. ``ends`` is its deadline, on the monotonic clock: a changed system time moves nothing."""

    slot: Slot
    process: subprocess.Popen[bytes]
    said: IO[bytes]
    started: float
    ends: float
    asked: float | None = None

    @classmethod
    def start(cls, slot: Slot, workspace: Path, seconds: float) -> "Child":
        said = tempfile.TemporaryFile()  # noqa: SIM115  closed with the child
        words = [sys.executable, "-m", "desk.scheduler.jobs", slot.job, "--workspace", str(workspace), "--watched"]
        # stdin is never written: that it is open tells the child that we live
        process = subprocess.Popen(
            [*words, "--due", slot.due_at.isoformat()],
            stdin=subprocess.PIPE,
            stdout=said,
            start_new_session=True,
        )
        return cls(slot, process, said, monotonic(), monotonic() + seconds)

    @property
    def late(self) -> bool:
        return monotonic() >= self.ends

    @property
    def took(self) -> float:
        return monotonic() - self.started

    def ask_to_stop(self) -> None:
        """What it has seen is committed first; who does not heed is ended by ``press``."""
        if self.asked is None:
            self.asked = monotonic()
            self._signal(signal.SIGTERM)

    def press(self) -> None:
        if self.asked is not None and monotonic() >= self.asked + GRACE:
            self._signal(KILL)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            if sys.platform == "win32":  # which has no groups and no gentle end; the next start goes on
                self.process.kill()
            else:
                os.killpg(self.process.pid, number)

    def ended(self) -> int | None:
        """Its exit code once it is gone; what it started is ended with it."""
        if self.process.returncode is None and self.process.poll() is not None:
            self._signal(KILL)
        return self.process.returncode

    def words(self) -> str:
        """What it said in the end, one line."""
        self.said.seek(0)
        lines = self.said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:WORDS] if lines else ""

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.said.close()
