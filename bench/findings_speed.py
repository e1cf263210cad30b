"""Ten thousand open findings, each used by fifty pages: how long `xuncha findings` reads, in seconds of one process.

    python -m bench.findings_speed [--findings 10000] [--pages 50]

The ledger is built first, through its own door, and not timed.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from desk.workspace.clock import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    DeadGrade,
    Evidence,
    Outcome,
    ProblemClass,
    Reason,
    Referrer,
    Register,
    Site,
    Verdict,
)

AT = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
SITES, TURNS, MAX_SECONDS = 100, 5, 0.5
CRITERIA = {"link": Criterion("link", "链接", "s", "c", "w", "dead_link", ProblemClass.LINK, "请整改。")}


def verdicts(count: int, pages: int) -> Iterator[Verdict]:
    looks = tuple(AT - timedelta(seconds=n) for n in (2, 1, 0))
    for n in range(count):
        host = f"http://s{n % SITES}.example"
        used = tuple(Referrer(f"{host}/p{k}.html", "a", f"链接文字{k}") for k in range(pages))
        evidence = Evidence(
            f"{host}/{n}.html", AT, quote="404 Not Found", body="ab" * 32, reason=Reason.NOT_FOUND, status=404,
            looks=looks, referrers=used, uses=pages, grade=DeadGrade.HARD,
        )  # fmt: skip
        yield Verdict("link", f"s{n % SITES}", evidence.address, Outcome.FAIL, "打不开", evidence)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--findings", type=int, default=10_000)
    asked.add_argument("--pages", type=int, default=50)
    given = asked.parse_args()
    sites = {f"s{n}": Site(f"s{n}", "站", f"http://s{n}.example/", sponsor="u") for n in range(SITES)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with Ledger.open_for_writing(path) as ledger:
            ledger.runs.start("r", "inspect", AT, {})
            ledger.verdicts.settle(
                "r", AT, verdicts(given.findings, given.pages), CRITERIA, Register({}, sites, {}, {})
            )
        best = min(timed(path) for _ in range(TURNS))
    print(f"{given.findings} findings read in {best:.2f} s (limit {MAX_SECONDS} s)")
    sys.exit(best > MAX_SECONDS)


def timed(path: Path) -> float:
    begun = time.process_time()
    with Ledger.open_for_reading(path) as ledger:
        ledger.findings.find(pages=False)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
