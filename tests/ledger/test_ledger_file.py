"""The file: writers and readers beside each other, one inspection, typed refusals, runs, items, the past read back."""

import os
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calendar import SHANGHAI
from ledger.ledger import (
    ForbiddenChange,
    Ledger,
    LedgerBroken,
    LedgerBusy,
    LedgerFull,
    LedgerUnwritable,
    NoLedger,
    Unsettled,
)
from ledger.vocabulary import (
    Coverage,
    Criterion,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Skipped,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
CRITERION = Criterion("c", "c", "s", "c", "w", "r", ProblemClass.LINK, "改", looks=(DAY,))
EMPTY = Register({}, {}, {}, {})
_BY_CLERKS = (Event.CONFIRM, Event.DISMISS, Event.RESTORE, Event.APPEAL, Event.URGE, Event.REPORT_FIXED)


def test_writers_and_readers_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "data" / "ledger.db"
    with pytest.raises(NoLedger):
        Ledger.open_for_reading(path)
    with Ledger.open_for_writing(path) as writer, Ledger.open_for_writing(path) as other:
        writer.runs.start("r", "inspect", T0, {"site": "s"})
        other.runs.start("r2", "inspect", T0, {"site": "s"})
        with Ledger.open_for_reading(path) as reader:
            assert [r.run for r in reader.runs.find()] == ["r", "r2"]
            with pytest.raises(LedgerUnwritable):
                reader.runs.finish("r", T0)
    with Ledger.open_for_writing(path) as second:
        assert second.runs.unfinished("inspect") is not None


def test_one_inspection_and_its_holder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open_for_writing(path) as one, Ledger.open_for_writing(path) as two:
        with (
            one.inspection.running("r", T0, ["s"]),
            pytest.raises(LedgerBusy, match=r"另一个巡查程序（进程号 \d+）自 2026-11-02 09:00 起正在使用") as busy,
            two.inspection.running("r2", T0 + DAY),
        ):
            pass
        assert (busy.value.pid, busy.value.since) == (os.getpid(), T0)
        with two.inspection.running("r2", T0 + DAY):
            pass


def test_a_dead_inspection_is_taken_over_and_what_it_left_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    child = os.fork()
    if child == 0:
        ledger = Ledger.open_for_writing(path)
        ledger.inspection.running("r", T0, ["s", "s2"]).__enter__()
        ledger.runs.start("r", "inspect", T0, {})
        os._exit(0)  # dies without closing
    os.waitpid(child, 0)
    with Ledger.open_for_writing(path) as ledger:
        assert ledger.inspection.unsettled() == Unsettled(T0, ("s", "s2"))
        with (
            ledger.inspection.running("r", T0 + DAY, ["s2"]),
            pytest.raises(LedgerBusy) as busy,
            ledger.inspection.running("x", T0),
        ):
            pass
        assert (busy.value.pid, busy.value.since) == (os.getpid(), T0 + DAY)
        assert ledger.inspection.unsettled() is None


def test_what_is_no_ledger_or_cannot_be_written(tmp_path: Path) -> None:
    alien = tmp_path / "alien.db"
    alien.write_bytes(b"not a database, and long enough to be seen as none" * 100)
    with pytest.raises(LedgerBroken, match="不是台账"):
        Ledger.open_for_writing(alien)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerUnwritable, match="权限"):
        Ledger.open_for_writing(tmp_path / "file" / "ledger.db")


def test_a_full_disk_loses_only_the_step(tmp_path: Path) -> None:
    with Ledger.open_for_writing(tmp_path / "ledger.db") as ledger:
        ledger.published.record("s", [("k", "u", "t", None)], T0)
        ledger._store.db.execute("PRAGMA max_page_count = 1")  # SQLite keeps what there is and refuses to grow
        with pytest.raises(LedgerFull, match="磁盘已满"):
            ledger.published.record("s", [("k", f"u{n}", "t" * 500, T0.date()) for n in range(999)], T0)
        assert ledger.published.count(T0, T0.date()) == {}


def test_runs_coverage_items_and_notices_come_back(tmp_path: Path) -> None:
    coverage = Coverage("s", "r", T0, None, 9, 8, 7, 1, (Skipped(Reason.ROBOTS, 2, ("u",)),), 1, 2)
    with Ledger.open_for_writing(tmp_path / "ledger.db") as ledger:
        ledger.runs.start("r", "inspect", T0, {"a": "b"})
        ledger.runs.start("r", "inspect", T0 + DAY, {})  # goes on as it was
        ledger.runs.record_coverage(coverage)
        assert ledger.runs.coverages("r") == [coverage]
        ledger.runs.finish("r", T0 + DAY)
        assert ledger.runs.unfinished("inspect") is None
        assert [(r.started, r.finished, r.settings) for r in ledger.runs.find()] == [(T0, T0 + DAY, {"a": "b"})]
        assert ledger.runs.find(since=T0 + DAY) == ledger.runs.find(until=T0) == []
        november = datetime(2026, 11, 1, tzinfo=SHANGHAI), date(2026, 11, 30)
        ledger.published.record("s", [("k", "u1", "甲", date(2026, 11, 30)), ("k", "u2", "乙", None)], T0)
        ledger.published.record("s", [("k", "u1", "甲", date(2026, 12, 1)), ("k", "u2", "乙", date(2026, 11, 1))], T0)
        assert ledger.published.count(*november) == {("s", "k", date(2026, 11, day)): 1 for day in (1, 30)}
        # told up to noon of the 30th: what was first seen before is counted once
        noon = datetime(2026, 11, 30, 12, tzinfo=SHANGHAI)
        ledger.published.record("s", [("k", "u3", "丙", date(2026, 11, 30))], noon)
        assert ledger.published.count(noon, date(2026, 11, 30)) == {("s", "k", date(2026, 11, 30)): 1}


def _do(ledger: Ledger, step: str, at: datetime) -> None:
    """One thing that happens; what is forbidden in that state does not."""
    if isinstance(outcome := {o.value: o for o in Outcome}.get(step), Outcome):
        evidence = Evidence("http://a", at) if outcome is Outcome.FAIL else None
        ledger.runs.start(at.isoformat(), "inspect", at, {})
        verdict = Verdict("c", "s", "p", outcome, f"{at:%d}", evidence)
        ledger.verdicts.settle(at.isoformat(), at, [verdict], {"c": CRITERION}, EMPTY)
        return
    try:
        if step == "notify":
            ledger.findings.notify([f.id for f in ledger.findings.find()], f"{at:%j}", at, {1: at.date()})
        else:
            for finding in ledger.findings.find():
                ledger.decisions.decide(finding.id, Decision(Event(step), at, "甲", "因"))
    except ForbiddenChange:
        pass


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(["FAIL", "FAIL", "PASS", "UNKNOWN", "notify", *(e.value for e in _BY_CLERKS)]),
        max_size=12,
    )
)
def test_the_past_is_read_back_exactly(steps: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open_for_writing(Path(folder) / "ledger.db") as ledger,
    ):
        seen: list[tuple[datetime, list[Finding]]] = [(T0 - DAY, [])]
        for n, step in enumerate(["FAIL", *steps]):
            at = T0 + n * DAY
            _do(ledger, step, at)
            seen.append((at, ledger.findings.find()))
        for at, as_it_was in seen:
            assert ledger.findings.find_at(at) == as_it_was
