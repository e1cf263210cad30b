"""What the ledger reads grows with what is asked, never with all that it holds."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger, LedgerBroken
from ledger.vocabulary import (
    STANDING,
    UNDECIDED,
    Confirm,
    Coverage,
    Criterion,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    ProblemClass,
    Reason,
    Referrer,
    Register,
    Site,
    Skipped,
    State,
    Verdict,
)
from tests.ledger_before import before_packing

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
CRITERIA = {"c": Criterion("c", "c", "s", "c", "w", None, ProblemClass.LINK, "请整改。", confirm=Confirm.PERSON)}
REGISTER = Register({}, {s: Site(s, "站", f"http://{s}.example/", sponsor="u1") for s in ("s", "t")}, {}, {})
FAIL, PASS, UNKNOWN = Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 9, tzinfo=SHANGHAI)


def where(place: str) -> str:
    return f"http://s.example/{place}.doc"


def said(place: str, day: int, outcome: Outcome, subject: str = "s") -> Verdict:
    pages = tuple(Referrer(f"http://s.example/{place}{n}.html", "a", f"附件{n}") for n in range(3))
    seen = Evidence(where(place), at(day), "原文", "ab" * 32, Reason.NOT_FOUND, 404, referrers=pages, uses=9)
    reason = Reason.TIMEOUT if outcome is UNKNOWN else None
    return Verdict("c", subject, where(place), outcome, f"坏了{day}", None if outcome is PASS else seen, reason)


def settle(ledger: Ledger, day: int, *verdicts: Verdict) -> None:
    ledger.runs.start(f"r{day}", "inspect", at(day), {})
    ledger.runs.record_coverage(
        Coverage("s", f"r{day}", at(day), at(day), 9, 99, 98, 1, (Skipped(Reason.TIMEOUT, 2, ("http://x/",)),), 3, 4)
    )
    ledger.verdicts.settle(f"r{day}", at(day), verdicts, CRITERIA, REGISTER)
    ledger.runs.finish(f"r{day}", at(day))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """1 to 20 were closed on the 3rd, 1 is back since the 5th; 21 stands and was seen each day; 22 is another's."""
    path = tmp_path / "ledger.sqlite"
    with Ledger.open_for_writing(path) as ledger:
        settle(ledger, 2, *(said(f"p{n}", 2, FAIL) for n in range(1, 22)), said("q", 2, FAIL, "t"))
        ledger.decisions.decide(21, Decision(Event.CONFIRM, at(2) + TICK, "甲", "打开看过"))
        settle(
            ledger, 3, *(said(f"p{n}", 3, PASS) for n in range(1, 21)), said("p21", 3, FAIL), said("q", 3, UNKNOWN, "t")
        )
        settle(ledger, 4, said("p21", 4, FAIL), said("p21", 4, PASS), said("new", 4, PASS))
        settle(ledger, 5, said("p1", 5, FAIL), said("p21", 5, UNKNOWN))
    return path


def broken(path: Path, closed: str) -> None:
    """The closed findings, and the journal of all but ``closed``'s, can be read no more."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE finding SET doc = x'00' WHERE state = '已销号'")
        db.execute(f"UPDATE change SET patch = x'00' WHERE finding NOT IN ({closed})")
        db.commit()


def test_a_settling_reads_what_stands_and_what_is_seen_bad_again(path: Path) -> None:
    broken(path, "0")
    with Ledger.open_for_writing(path) as ledger:
        with pytest.raises(LedgerBroken):
            ledger.findings.find()
        settle(ledger, 6, said("p21", 6, FAIL), said("p1", 6, PASS), said("p2", 6, PASS), said("fresh", 6, FAIL))
        assert ledger.findings.get(21).last_seen == at(6)
        assert ledger.findings.get(1).state is State.CLOSED
        assert ledger.findings.get(23).place == where("fresh")
        with pytest.raises(LedgerBroken):
            settle(ledger, 7, said("p2", 7, FAIL))


def test_what_stands_at_a_moment_is_read_without_the_journal_of_what_did_not_change_since(path: Path) -> None:
    broken(path, "0")
    with Ledger.open_for_reading(path) as ledger:
        assert [f.id for f in ledger.findings.find_at(at(5), states=STANDING)] == [1, 21, 22]
        assert [f.id for f in ledger.findings.find_at(at(5), states=UNDECIDED)] == [1, 22]
        assert [f.id for f in ledger.findings.find_at(at(5), numbers=[21, 22])] == [21, 22]
        assert [f.id for f in ledger.findings.find(numbers=[22, 21, 99])] == [21, 22]


def test_the_past_is_put_together_from_the_journal_of_what_changed_since(path: Path) -> None:
    broken(path, "1, 21")
    with Ledger.open_for_reading(path) as ledger:
        (then,) = ledger.findings.find_at(at(4), states=STANDING, numbers=[1, 21])
        assert (then.id, then.last_seen, then.message, then.unknown_since) == (21, at(4), "坏了4", None)
        (was,) = ledger.findings.find_at(at(4), states=[State.CLOSED], numbers=[1, 21])
        assert (was.id, was.closed_at, was.message) == (1, at(3), "坏了2")
        assert ledger.findings.find_at(at(1)) == []
        assert ledger.findings.get_at(21, at(3)).last_seen == at(3)


def test_the_past_is_what_stood_then(path: Path) -> None:
    """Whatever is read as it is now and whatever from the journal: the same as when it was now."""
    seen: dict[int, list[Finding]] = {}
    with Ledger.open_for_writing(path) as ledger:
        for day in (6, 7, 8):
            back = said("p1", day, PASS if day == 7 else FAIL)
            settle(ledger, day, said("p21", day, FAIL), back, said(f"n{day}", day, FAIL))
            seen[day] = ledger.findings.find()
        for day, then in seen.items():
            assert ledger.findings.find_at(at(day)) == then
            assert ledger.findings.find_at(at(day), states=STANDING) == [f for f in then if f.state is not State.CLOSED]


@contextmanager
def plans(ledger: Ledger, path: Path) -> Iterator[list[str]]:
    """How SQLite goes about every question asked meanwhile."""
    asked: list[str] = []
    found: list[str] = []
    ledger._store.db.conn.set_trace_callback(asked.append)
    yield found
    ledger._store.db.conn.set_trace_callback(None)
    with closing(sqlite3.connect(path)) as db:
        for one in asked:
            if one.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                found += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {one}")]


QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "daily": lambda ledger: ledger.findings.events(at(4), at(5)),
    "standing": lambda ledger: ledger.findings.find(states=STANDING, pages=False),
    "of a subject": lambda ledger: ledger.findings.find(subject="s", states=STANDING),
    "by number": lambda ledger: ledger.findings.find(numbers=[1, 2, 3]),
    "then": lambda ledger: ledger.findings.find_at(at(4), states=UNDECIDED),
    "of these then": lambda ledger: ledger.findings.find_at(at(4), numbers=[1, 21]),
    "by a person": lambda ledger: ledger.findings.confirmed_by_person([21]),
    "taken back": lambda ledger: ledger.findings.unconfirmed_since(at(2)),
    "among": lambda ledger: ledger.findings.events_among([1, 21], [Event.APPEAL]),
    "journal": lambda ledger: ledger.findings.history(21),
    "told": lambda ledger: ledger.notices.told_unsigned(),
    "verdicts": lambda ledger: ledger.verdicts.of_run("r3"),
    "keys": lambda ledger: ledger.verdicts.keys("r3"),
    "passes": lambda ledger: ledger.verdicts.passes("r3"),
    "settling": lambda ledger: settle(ledger, 6, said("p21", 6, FAIL), said("p2", 6, FAIL), said("n", 6, FAIL)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_a_whole_table(path: Path, name: str) -> None:
    with Ledger.open_for_writing(path) as ledger, plans(ledger, path) as found:
        QUESTIONS[name](ledger)
    assert found
    # of the tellings only those of a month are read whose notice is not signed
    whole = [plan for plan in found if re.match(r"SCAN (?!json_each|r\b|run|cutoff|issued|.* idx_change_told$)", plan)]
    assert whole == []


def everything(path: Path) -> list[object]:
    with Ledger.open_for_writing(path) as ledger:
        runs = [r.run for r in ledger.runs.find()]
        return [
            ledger.findings.find(),
            *(ledger.findings.find_at(at(day)) for day in range(1, 7)),
            *(ledger.findings.history(n) for n in range(1, 23)),
            *(read(run) for run in runs for read in (ledger.verdicts.of_run, ledger.verdicts.passes)),
            *(ledger.runs.coverages(run) for run in runs),
            *(ledger.verdicts.keys(run) for run in runs),
        ]


def test_an_old_ledger_says_after_packing_what_it_said(path: Path) -> None:
    new = everything(path)
    before_packing(path)
    old = path.stat().st_size
    assert everything(path) == new
    assert path.stat().st_size < old
    with Ledger.open_for_writing(path) as ledger:
        settle(ledger, 6, said("p21", 6, FAIL), said("p2", 6, FAIL))
        assert [v.place for v in ledger.verdicts.of_run("r6")] == [where("p21"), where("p2")]


def test_a_verdict_that_its_finding_tells_is_whole_again_whatever_became_of_the_finding(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        before = ledger.verdicts.of_run("r2")
        assert [(v.place, v.message, v.evidence and v.evidence.seen) for v in before[20:]] == [
            (where("p21"), "坏了2", at(2)),
            (where("q"), "坏了2", at(2)),
        ]
        moved = ledger.relocation.move("s", lambda url: f"{url}x" if "/p21" in url else None, at(8), "甲", "迁址")
        assert [m.finding.id for m in moved] == [21]
        assert ledger.verdicts.of_run("r2") == before
        assert ("c", "s", where("p21")) in ledger.verdicts.keys("r2")


def test_a_verdict_that_its_finding_does_not_tell_is_kept_whole(path: Path) -> None:
    """Judged again, or of an older round, it says something else than the finding, which stays as it is."""
    with Ledger.open_for_writing(path) as ledger:
        settle(ledger, 6, said("p21", 6, FAIL))
        ledger.verdicts.settle("r6", at(6), [replace(said("p21", 6, FAIL), message="另一句")], CRITERIA, REGISTER)
        assert ledger.findings.get(21).message == "坏了6"
        assert [v.message for v in ledger.verdicts.of_run("r6")] == ["另一句"]
        assert ledger.verdicts.keys("r6") == {("c", "s", where("p21"))}
