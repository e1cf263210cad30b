"""The folder of cases on which something untrue was once said, run through the real program, where the folder is there.

Its own runner says what must be said of each; expected values are the folder's, by a person.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs("cases"), pytest.mark.timeout(1200)]
XUNCHA = Path(sys.executable).parent / "xuncha"
FIRST_PORT = 8951


def _run(folder: Path) -> str:
    runner = folder / "tools" / "run_cases.py"
    words = [str(folder / "loopback"), "--xuncha", str(XUNCHA), "--port", str(FIRST_PORT), "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, str(runner), *words], capture_output=True, text=True, check=False, timeout=900
    )
    return done.stdout


def test_every_row_is_judged_right(cases_dir: Path) -> None:
    told = _run(cases_dir)
    rows = len((cases_dir / "loopback" / "cases.tsv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"right {rows}, wrong 0 of {rows}" in told, told
