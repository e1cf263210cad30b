"""A process of its own that settles verdicts, as a run does: ``python settling.py HOW LEDGER …`` with PYTHONPATH.

``rounds``: the same verdicts in one run after the other until its stdin ends, then says how many runs there were;
``once RUN PREFIX SUBJECTS PLACES``: one run; ``open``: opens for writing when told, and closes.
"""

import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Confirm, Criterion, Evidence, Outcome, ProblemClass, Register, Verdict

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
CODE = "dead-link"
CRITERIA = {
    CODE: Criterion(CODE, "c", "s", "c", "w", "dead_link", ProblemClass.LINK, "改", confirm=Confirm.PERSON),
}
EMPTY = Register({}, {}, {}, {})


def fails(prefix: str, subjects: int, places: int, at: datetime) -> Iterator[Verdict]:
    """So many places of each of so many subjects, all bad."""
    for s in range(subjects):
        for p in range(places):
            evidence = Evidence(f"http://{prefix}{s}/", at, "原文")
            yield Verdict(CODE, f"{prefix}{s}", f"http://{prefix}{s}/{p}", Outcome.FAIL, "打不开", evidence)


def settle(ledger: Ledger, run: str, at: datetime, prefix: str, subjects: int, places: int) -> None:
    with ledger.inspection.running(run, at, [f"{prefix}{s}" for s in range(subjects)]):
        ledger.runs.start(run, "inspect", at, {})
        print("started", flush=True)
        ledger.verdicts.settle(run, at, fails(prefix, subjects, places, at), CRITERIA, EMPTY)
        ledger.runs.finish(run, at)


def rounds(ledger: Ledger, subjects: int, places: int) -> int:
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    made = 0
    while not ended.is_set():
        made += 1
        settle(ledger, f"r{made}", datetime.now(SHANGHAI), "s", subjects, places)
    return made


def main(how: str, path: str, *more: str) -> None:
    if how == "open":
        print("ready", flush=True)
        sys.stdin.read()
        Ledger.open_for_writing(Path(path)).close()
        return
    with Ledger.open_for_writing(Path(path)) as ledger:
        if how == "rounds":
            print(rounds(ledger, int(more[0]), int(more[1])), flush=True)
        elif how == "once":
            settle(ledger, more[0], T0, more[1], int(more[2]), int(more[3]))
        else:  # as a third party's file is taken in: beside an inspection
            ledger.runs.start(more[0], "import", T0, {})
            ledger.verdicts.settle(more[0], T0, fails(more[1], int(more[2]), int(more[3]), T0), CRITERIA, EMPTY)
            ledger.runs.finish(more[0], T0)


if __name__ == "__main__":
    main(*sys.argv[1:])
