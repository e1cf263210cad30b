"""Settling: what each verdict does to a finding, rule by rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.ledger import ClockWentBack, ForbiddenChange, Ledger, NoSuchFinding, NoSuchRun, Settled, UnknownCriterion
from ledger.vocabulary import (
    Column,
    Confirm,
    Criterion,
    DeadGrade,
    Decision,
    Duty,
    Event,
    Evidence,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def _criterion(code: str, confirm: Confirm = Confirm.MACHINE, looks: tuple[timedelta, ...] = ()) -> Criterion:
    link = ProblemClass.LINK
    return Criterion(code, code, "s", "c", "w", "r", link, "请整改。", confirm=confirm, looks=looks)


VETO = replace(_criterion("veto"), veto=True)
CRITERIA = {
    c.code: c
    for c in (_criterion("now"), _criterion("spaced", looks=(HOUR, HOUR)), _criterion("person", Confirm.PERSON), VETO)
}
REGISTER = Register(
    units={},
    sites={"s": Site("s", "站", "http://s.example/", sponsor="u1")},
    columns={
        "k": Column("k", "s", "栏", "http://s.example/k/", duties=(Duty("u2", until=date(2026, 11, 2)), Duty("u3")))
    },
    accounts={},
)


def _fail(
    code: str, at: datetime, *, looks: tuple[datetime, ...] = (), message: str = "坏", place: str = "p"
) -> Verdict:
    evidence = Evidence("http://s.example/p", at, quote="原文", looks=looks)
    return Verdict(code, "s", place, Outcome.FAIL, message, evidence)


def _says(code: str, outcome: Outcome) -> Verdict:
    return Verdict(code, "s", "p", outcome, "话", reason=Reason.TIMEOUT if outcome is Outcome.UNKNOWN else None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.db") as opened:
        yield opened


def _settle(ledger: Ledger, at: datetime, *verdicts: Verdict, run: str = "") -> Settled:
    key = run or f"r{at:%m%d%H%M}"
    ledger.runs.start(key, "inspect", at, {})
    return ledger.verdicts.settle(key, at, verdicts, CRITERIA, REGISTER)


def test_without_gaps_the_first_fail_confirms(ledger: Ledger) -> None:
    assert _settle(ledger, T0, _fail("now", T0)) == Settled(found=1, confirmed=1)
    finding = ledger.findings.get(1)
    assert (finding.state, finding.confirmed_at, finding.unit) == (State.CONFIRMED, T0, "u1")
    assert [e.event for e in ledger.findings.history(1)] == [Event.FOUND, Event.CONFIRM]


def test_identity_is_the_place_never_the_message(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0, message="53 天未更新"))
    assert _settle(ledger, T0 + DAY, _fail("now", T0 + DAY, message="54 天未更新")) == Settled(again=1)
    (finding,) = ledger.findings.find()
    assert (finding.message, finding.first_seen, finding.last_seen) == ("54 天未更新", T0, T0 + DAY)
    assert _settle(ledger, T0 + 2 * DAY, _fail("now", T0, place="q")).found == 1


def test_a_fail_without_evidence_is_refused(ledger: Ledger) -> None:
    assert _settle(ledger, T0, replace(_fail("now", T0), evidence=None)) == Settled(unknown=1, refused=1)
    assert ledger.findings.find() == []
    (kept,) = ledger.verdicts.unknowns("r11020900")
    assert (kept.outcome, kept.reason) == (Outcome.UNKNOWN, Reason.NO_EVIDENCE)


def test_unknown_opens_nothing_and_closes_nothing(ledger: Ledger) -> None:
    assert _settle(ledger, T0, _says("now", Outcome.UNKNOWN)) == Settled(unknown=1)
    assert ledger.findings.find() == []
    _settle(ledger, T0 + DAY, _fail("now", T0 + DAY))
    _settle(ledger, T0 + 2 * DAY, _says("now", Outcome.UNKNOWN))
    _settle(ledger, T0 + 3 * DAY, _says("now", Outcome.UNKNOWN))
    finding = ledger.findings.get(1)
    assert (finding.state, finding.unknown_since) == (State.CONFIRMED, T0 + 2 * DAY)
    _settle(ledger, T0 + 4 * DAY, _fail("now", T0 + 4 * DAY))
    assert ledger.findings.get(1).unknown_since is None


def test_only_a_pass_in_that_place_closes(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0), _fail("now", T0, place="q"), _fail("person", T0))
    _settle(ledger, T0 + DAY)  # nothing was seen at all
    _settle(ledger, T0 + 2 * DAY, _says("now", Outcome.NOT_APPLICABLE))
    assert [f.state for f in ledger.findings.find()] == [State.CONFIRMED, State.CONFIRMED, State.SUSPECTED]
    at = T0 + 3 * DAY
    assert _settle(ledger, at, _says("now", Outcome.PASS), _says("person", Outcome.PASS)) == Settled(closed=2)
    assert [(f.state, f.closed_at) for f in ledger.findings.find()] == [
        (State.CLOSED, at),
        (State.CONFIRMED, None),
        (State.CLOSED, at),
    ]


def test_looks_are_gathered_over_runs_and_a_pass_breaks_the_chain(ledger: Ledger) -> None:
    half = HOUR / 2
    _settle(ledger, T0, _fail("spaced", T0, looks=(T0 - half, T0)))
    _settle(ledger, T0 + HOUR, _fail("spaced", T0 + HOUR))
    assert ledger.findings.get(1).state is State.SUSPECTED  # 8:30 and 10:00: one gap of two
    _settle(ledger, T0 + 2 * HOUR, _says("spaced", Outcome.PASS))
    _settle(ledger, T0 + 3 * HOUR, _fail("spaced", T0 + 3 * HOUR))
    back = ledger.findings.get(1)
    assert (back.state, back.confirmed_at) == (State.REOPENED, None)
    _settle(ledger, T0 + 4 * HOUR, _fail("spaced", T0 + 4 * HOUR))
    with pytest.raises(ForbiddenChange):
        ledger.findings.notify([1], "2026-11", T0 + 4 * HOUR, {})
    assert _settle(ledger, T0 + 5 * HOUR, _fail("spaced", T0 + 5 * HOUR)) == Settled(again=1, confirmed=1)
    sure = ledger.findings.get(1)
    assert (sure.state, sure.confirmed_at) == (State.REOPENED, T0 + 5 * HOUR)


def test_looks_of_one_run_can_confirm(ledger: Ledger) -> None:
    looks = (T0, T0 + HOUR, T0 + 2 * HOUR)
    assert _settle(ledger, looks[-1], _fail("spaced", looks[-1], looks=looks)).confirmed == 1


def test_a_return_is_confirmed_by_all_its_own_looks(ledger: Ledger) -> None:
    looks = (T0, T0 + HOUR, T0 + 2 * HOUR)
    _settle(ledger, looks[-1], _fail("spaced", looks[-1], looks=looks))
    _settle(ledger, T0 + DAY, _says("spaced", Outcome.PASS))
    again = tuple(at + 2 * DAY for at in looks)
    assert _settle(ledger, again[-1], _fail("spaced", again[-1], looks=again)) == Settled(returned=1, confirmed=1)


def test_a_persons_criterion_waits_for_the_person(ledger: Ledger) -> None:
    for n in range(3):
        _settle(ledger, T0 + n * DAY, _fail("person", T0 + n * DAY))
    assert ledger.findings.get(1).state is State.SUSPECTED
    at = T0 + 3 * DAY
    sure = ledger.decisions.decide(1, Decision(Event.CONFIRM, at, "甲", "属实"))
    assert (sure.state, sure.confirmed_at) == (State.CONFIRMED, at)
    assert ledger.findings.history(1)[-1].why == "属实"
    _settle(ledger, at + DAY, _says("person", Outcome.PASS))
    _settle(ledger, at + 2 * DAY, _fail("person", at + 2 * DAY))
    assert (ledger.findings.get(1).state, ledger.findings.get(1).confirmed_at) == (State.REOPENED, None)


def test_a_dismissal_holds_until_it_expires(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("spaced", T0))
    until = (T0 + 5 * DAY).date()
    ledger.decisions.decide(1, Decision(Event.DISMISS, T0, "甲", "误报", until))
    for n in (1, 2, 5):
        _settle(ledger, T0 + n * DAY, _fail("spaced", T0 + n * DAY))
    held = ledger.findings.get(1)
    assert (held.state, held.last_seen, held.dismissed_until) == (State.SUSPECTED, T0 + 5 * DAY, until)
    _settle(ledger, T0 + 6 * DAY, _fail("spaced", T0 + 6 * DAY))
    assert ledger.findings.get(1).state is State.CONFIRMED


def test_the_unit_answerable_when_first_seen_is_charged_and_kept(ledger: Ledger) -> None:
    seen = replace(_fail("now", T0), column="k")
    _settle(ledger, T0, seen)
    _settle(ledger, T0 + DAY, replace(seen, place="later", evidence=Evidence("a", T0 + DAY)), seen)
    assert [f.unit for f in ledger.findings.find()] == ["u2", "u3"]
    assert [f.place for f in ledger.findings.find(unit="u3")] == ["later"]


def test_the_unit_is_that_of_the_first_look_and_of_a_return_that_of_the_last(ledger: Ledger) -> None:
    """The column was handed over between the looks of one round: u2's until November 2nd, u3's from the 3rd."""
    over = replace(_fail("now", T0 + DAY, looks=(T0, T0 + DAY)), column="k")
    _settle(ledger, T0 + DAY, over)
    assert (ledger.findings.get(1).unit, ledger.findings.get(1).first_seen) == ("u2", T0)
    _settle(ledger, T0 + 2 * DAY, _says("now", Outcome.PASS))
    at = T0 + 3 * DAY
    _settle(ledger, at, replace(_fail("now", at, looks=(T0, at)), column="k"))
    assert (ledger.findings.get(1).state, ledger.findings.get(1).unit) == (State.REOPENED, "u3")


@pytest.mark.parametrize(("code", "grade"), [("veto", None), ("veto", DeadGrade.HARD), ("now", DeadGrade.SOFT)])
def test_a_veto_and_what_is_soft_are_never_confirmed_by_the_machine(
    ledger: Ledger, code: str, grade: DeadGrade | None
) -> None:
    """Both criteria say ``confirm`` = machine, and their looks agree."""
    for n in range(3):
        at = T0 + n * DAY
        seen = _fail(code, at)
        assert seen.evidence is not None
        _settle(ledger, at, replace(seen, evidence=replace(seen.evidence, grade=grade)))
    assert (ledger.findings.get(1).state, ledger.findings.get(1).confirmed_at) == (State.SUSPECTED, None)
    sure = ledger.decisions.decide(1, Decision(Event.CONFIRM, T0 + 3 * DAY, "甲", "属实"))
    assert sure.state is State.CONFIRMED
    _settle(ledger, T0 + 4 * DAY, _says(code, Outcome.PASS))
    back = T0 + 5 * DAY
    _settle(ledger, back, replace(seen, evidence=Evidence("http://s.example/p", back, "原文", grade=grade)))
    assert (ledger.findings.get(1).state, ledger.findings.get(1).confirmed_at) == (State.REOPENED, None)


def test_what_is_hard_is_confirmed_by_the_machine(ledger: Ledger) -> None:
    seen = _fail("now", T0)
    assert seen.evidence is not None
    assert _settle(ledger, T0, replace(seen, evidence=replace(seen.evidence, grade=DeadGrade.HARD))).confirmed == 1


def test_the_same_run_twice_and_an_older_run_change_nothing(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0), run="a")
    _settle(ledger, T0 + DAY, _says("now", Outcome.PASS), run="b")
    before = (ledger.findings.find(), ledger.findings.history(1))
    at = T0 + 2 * DAY
    assert ledger.verdicts.settle("b", at, [_says("now", Outcome.PASS)], CRITERIA, REGISTER) == Settled()
    assert ledger.verdicts.settle("a", at, [_fail("now", T0)], CRITERIA, REGISTER) == Settled()
    assert (ledger.findings.find(), ledger.findings.history(1)) == before
    assert [v.outcome for v in ledger.verdicts.of_run("a")] == [Outcome.FAIL]
    assert [(p.passed, p.not_applicable) for p in ledger.verdicts.passes("b")] == [(1, 0)]


def test_of_two_verdicts_on_one_place_the_worse_counts(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0))
    assert _settle(ledger, T0 + DAY, _says("now", Outcome.PASS), _fail("now", T0 + DAY)) == Settled(again=1)


def test_what_is_kept_is_masked(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0, message="电话13812345678"))
    assert ledger.findings.get(1).message == "电话138****5678"
    assert ledger.verdicts.of_run("r11020900")[0].message == "电话138****5678"
    assert ledger.decisions.decide(1, Decision(Event.APPEAL, T0, "乙", "找13812345678")).appeal == "找138****5678"


def test_the_way_to_the_end(ledger: Ledger) -> None:
    _settle(ledger, T0, _fail("now", T0))
    due = date(2026, 11, 9)
    assert ledger.findings.notify([1], "2026-11", T0 + DAY, {1: due})[0].due == due
    [again] = ledger.findings.notify([1], "2026-11", T0 + 2 * DAY, {1: date(2027, 1, 1)})  # the notice, written again
    assert (again.state, again.due) == (State.NOTIFIED, due)
    at = T0 + 3 * DAY
    assert ledger.decisions.decide(1, Decision(Event.URGE, at, "甲", "", date(2026, 11, 6))).state is State.FIXING
    assert ledger.decisions.decide(1, Decision(Event.REPORT_FIXED, at, "乙", "已改")).state is State.RECHECK
    assert ledger.decisions.decide(1, Decision(Event.APPEAL, at, "乙", "不是我们的")).appeal == "不是我们的"
    assert ledger.decisions.decide(1, Decision(Event.RULE_ON_APPEAL, at, "甲", "不成立")).appeal == ""
    _settle(ledger, T0 + 4 * DAY, _fail("now", T0 + 4 * DAY))
    assert ledger.findings.get(1).state is State.FIXING
    _settle(ledger, T0 + 5 * DAY, _says("now", Outcome.PASS))
    assert ledger.findings.get(1).state is State.CLOSED
    assert [e.event for e in ledger.findings.events(at, at + HOUR)] == [
        Event.URGE,
        Event.REPORT_FIXED,
        Event.APPEAL,
        Event.RULE_ON_APPEAL,
    ]


@pytest.mark.parametrize("event", [Event.PASSED, Event.FOUND, Event.RESTORE, Event.RULE_ON_APPEAL, Event.CONFIRM])
def test_decisions_that_make_no_sense_are_refused(ledger: Ledger, event: Event) -> None:
    _settle(ledger, T0, _fail("now", T0))
    with pytest.raises(ForbiddenChange):
        ledger.decisions.decide(1, Decision(event, T0, "甲", ""))
    assert len(ledger.findings.history(1)) == 2


def test_what_is_not_there_is_named(ledger: Ledger) -> None:
    with pytest.raises(NoSuchFinding, match="编号为 7"):
        ledger.findings.get(7)
    with pytest.raises(KeyError):
        ledger.findings.history(7)
    with pytest.raises(NoSuchRun, match="没有轮次 x"):
        ledger.verdicts.settle("x", T0, [], CRITERIA, REGISTER)
    with pytest.raises(UnknownCriterion, match="strange"):
        _settle(ledger, T0, _fail("strange", T0))


def test_time_does_not_run_backwards_and_a_refused_settling_leaves_nothing(ledger: Ledger) -> None:
    _settle(ledger, T0 + DAY, _fail("now", T0))
    ledger.runs.start("late", "inspect", T0 + 2 * DAY, {})
    with pytest.raises(ClockWentBack):
        ledger.verdicts.settle(
            "late", T0, [_fail("now", T0, place="new"), _says("now", Outcome.PASS)], CRITERIA, REGISTER
        )
    assert [f.place for f in ledger.findings.find()] == ["p"]
    assert ledger.verdicts.of_run("late") == []
