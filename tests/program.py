"""The program as a person types it: in this process, or where that makes a difference in one of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from desk.cli.main import main

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-c", "from desk.cli.main import main; main()")
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "XUNCHA_BROWSER": "no",
    "XUNCHA_BY": "王某",
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
}
Done = subprocess.CompletedProcess[str]


def typed(at: Path, *words: str) -> Done:
    """``xuncha WORDS`` in the folder ``at``, in this process: what it printed and its exit code."""
    out, err = StringIO(), StringIO()
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with (
            chdir(at),
            redirect_stdout(out),
            redirect_stderr(err),
            patch.object(sys, "argv", ["xuncha", *words]),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    finally:
        signal.signal(signal.SIGTERM, handler)
    return Done(words, int(ended.value.code or 0), out.getvalue(), err.getvalue())


def started(at: Path, *words: str, before: Sequence[str] = (), seconds: float = 120) -> Done:
    """``xuncha WORDS`` in the folder ``at``, as a process; ``before`` is a program that starts it."""
    command = [*before, *PROGRAM, *words]
    done = subprocess.run(
        command, cwd=at, env=ENVIRONMENT, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done
