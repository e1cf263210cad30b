"""What one verdict does to one finding, at the limits: looks exactly so far apart, the moment of the closing, the last
day of a 误报. Of pure functions; the ledger itself is tested beside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ledger.calendar import SHANGHAI
from ledger.encoding.coding import FindingRecord
from ledger.findings.settle import (
    Change,
    FailContext,
    Trusted,
    admitted,
    agreeing,
    always,
    confirmed,
    failed,
    found,
    never,
    our_looks,
    passed,
    renewed,
    unseen,
)
from ledger.findings.states import ForbiddenChange
from ledger.vocabulary import (
    Confirm,
    Criterion,
    DeadGrade,
    DismissalKind,
    Event,
    Evidence,
    Finding,
    Hold,
    Manner,
    Outcome,
    ProblemClass,
    Reason,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SHOWN = Evidence("http://s.example/p", T0, "原文")
BAD = Verdict("c", "s", "p", Outcome.FAIL, "坏", SHOWN)
BESIDE = FailContext("u2", "dead_link")
LINKS = Criterion("c", "c", "s", "c", "w", "dead_link", ProblemClass.LINK, "请整改。")
OPEN = Finding(1, "c", "s", "p", None, "u1", State.SUSPECTED, "坏", SHOWN, T0, T0)
TOLD = replace(OPEN, state=State.CONFIRMED, confirmed_at=T0)
CLOSED = replace(TOLD, state=State.CLOSED, closed_at=T0 + DAY)


def at(*looks: datetime, **more: object) -> Evidence:
    return replace(SHOWN, seen=looks[-1], looks=looks, **more)  # type: ignore[arg-type]


def matter(finding: Finding, *chain: datetime) -> FindingRecord:
    return FindingRecord(finding, chain)


@pytest.mark.parametrize(
    ("verdict", "outcome", "reason"),
    [
        (BAD, Outcome.FAIL, None),
        (replace(BAD, evidence=None), Outcome.UNKNOWN, Reason.NO_EVIDENCE),
        (replace(BAD, evidence=replace(SHOWN, address="")), Outcome.UNKNOWN, Reason.NO_EVIDENCE),
        (Verdict("c", "s", "p", Outcome.PASS, "好"), Outcome.PASS, None),
        (Verdict("c", "s", "p", Outcome.UNKNOWN, "？", reason=Reason.TIMEOUT), Outcome.UNKNOWN, Reason.TIMEOUT),
    ],
)
def test_only_a_fail_with_evidence_is_believed(verdict: Verdict, outcome: Outcome, reason: Reason | None) -> None:
    assert (admitted(verdict).outcome, admitted(verdict).reason) == (outcome, reason)


TEN_AND_SIX = (10 * MINUTE, 6 * HOUR)


@pytest.mark.parametrize(
    ("gaps", "looks", "agree"),
    [
        (TEN_AND_SIX, (0 * HOUR, 10 * MINUTE, 6 * HOUR + 10 * MINUTE), True),
        (TEN_AND_SIX, (6 * HOUR + 10 * MINUTE, 10 * MINUTE, 0 * HOUR), True),
        (TEN_AND_SIX, (0 * HOUR, 10 * MINUTE - SECOND, 6 * HOUR + 9 * MINUTE), False),
        (TEN_AND_SIX, (0 * HOUR, 10 * MINUTE, 6 * HOUR + 10 * MINUTE - SECOND), False),
        (TEN_AND_SIX, (0 * HOUR, 5 * MINUTE, 10 * MINUTE, 3 * HOUR, 6 * HOUR + 10 * MINUTE), True),
        (TEN_AND_SIX, (0 * HOUR, 7 * HOUR), False),
        (TEN_AND_SIX, (0 * HOUR, 10 * MINUTE), False),
        (TEN_AND_SIX, (0 * HOUR,), False),
        ((HOUR,), (0 * HOUR, HOUR), True),
        ((HOUR,), (0 * HOUR, HOUR - SECOND), False),
        ((timedelta(0),), (0 * HOUR, 0 * HOUR), True),
        ((), (0 * HOUR,), True),
        ((), (), False),
        ((HOUR, HOUR), (), False),
    ],
)
def test_how_far_apart_looks_must_lie(gaps: Sequence[timedelta], looks: Sequence[timedelta], agree: bool) -> None:
    assert agreeing([T0 + look for look in looks], gaps) is agree


def test_whose_looks_count() -> None:
    assert our_looks(BAD, SHOWN) == (T0,)
    assert our_looks(BAD, at(T0, T0 + HOUR)) == (T0, T0 + HOUR)
    assert our_looks(replace(BAD, origin="第三方"), at(T0)) == ()


def test_a_finding_nobody_knew_of() -> None:
    step = found(7, BAD, at(T0, T0 + HOUR), FailContext("u2", "dead_link", Hold.SITE))
    new = step.matter.finding
    assert (step.event, step.matter.chain) == (Event.FOUND, (T0, T0 + HOUR))
    assert (new.id, new.state, new.unit, new.held) == (7, State.SUSPECTED, "u2", Hold.SITE)
    assert (new.first_seen, new.last_seen, new.confirmed_at) == (T0, T0 + HOUR, None)
    assert new.manner == Manner.of("dead_link", SHOWN)


@pytest.mark.parametrize(("rule", "origin"), [(None, ""), ("", ""), ("dead_link", "第三方"), (None, "第三方")])
def test_what_no_rule_of_ours_read_has_no_manner(rule: str | None, origin: str) -> None:
    said = replace(BAD, origin=origin)
    assert found(7, said, SHOWN, FailContext("u", rule)).matter.finding.manner is None
    known = replace(OPEN, manner=Manner("dead_link", "soft"))
    again = failed(matter(known), said, SHOWN, FailContext("u", rule)).matter.finding
    assert again.manner == known.manner, "how we read it last"


def test_seen_bad_again() -> None:
    later = at(T0 + HOUR, T0 + 2 * HOUR)
    step = failed(matter(replace(OPEN, unknown_since=T0), T0), replace(BAD, message="更坏"), later, BESIDE)
    seen = step.matter.finding
    assert (step.event, seen.state, seen.message, seen.unit) == (Event.STILL_THERE, State.SUSPECTED, "更坏", "u1")
    assert (seen.last_seen, seen.unknown_since, seen.evidence) == (T0 + 2 * HOUR, None, later)
    assert step.matter.chain == (T0, T0 + HOUR, T0 + 2 * HOUR)
    assert failed(step.matter, BAD, later, BESIDE).matter.chain == step.matter.chain, "each look once"
    older = failed(step.matter, BAD, at(T0 - HOUR), BESIDE).matter.finding
    assert older.last_seen == T0 + 2 * HOUR


def test_looks_are_gathered_until_it_is_confirmed() -> None:
    assert failed(matter(TOLD), BAD, at(T0 + HOUR), BESIDE).matter.chain == ()
    assert failed(matter(OPEN), replace(BAD, origin="第三方"), at(T0 + HOUR), BESIDE).matter.chain == ()
    assert failed(matter(replace(TOLD, state=State.RECHECK)), BAD, SHOWN, BESIDE).matter.finding.state is State.FIXING


@pytest.mark.parametrize(
    ("looks", "chain"),
    [
        ((DAY, DAY + SECOND), (DAY + SECOND,)),  # the look at which it was closed says nothing of the return
        ((DAY + SECOND, DAY + HOUR), (DAY + SECOND, DAY + HOUR)),
        ((HOUR, 2 * HOUR), (2 * HOUR,)),
    ],
)
def test_which_looks_speak_for_a_return(looks: Sequence[timedelta], chain: Sequence[timedelta]) -> None:
    step = failed(matter(CLOSED), BAD, at(*(T0 + look for look in looks)), BESIDE)
    assert step.matter.chain == tuple(T0 + look for look in chain)


def test_what_a_return_begins_anew() -> None:
    was = replace(CLOSED, due=date(2026, 11, 9), due_told=date(2026, 11, 6), held=Hold.HOST)
    step = failed(matter(was), BAD, at(T0 + 2 * DAY), BESIDE)
    back = step.matter.finding
    assert (step.event, back.state, back.unit, back.held) == (Event.RETURNED, State.REOPENED, "u2", None)
    assert (back.confirmed_at, back.closed_at, back.due, back.due_told) == (None, None, None, None)
    undated = failed(matter(replace(was, closed_at=None)), BAD, at(T0 + DAY, T0 + 2 * DAY), BESIDE)
    assert undated.matter.chain == (T0 + DAY, T0 + 2 * DAY)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [(DismissalKind.MISREAD, False), (DismissalKind.EXCUSED, True), (DismissalKind.REGISTER, True), (None, True)],
)
def test_a_misreading_ends_with_the_return(kind: DismissalKind | None, kept: bool) -> None:
    was = replace(CLOSED, dismissed_kind=kind, dismissed_from=date(2026, 11, 2), dismissed_until=date(2027, 1, 1))
    back = failed(matter(was), BAD, at(T0 + 2 * DAY), BESIDE).matter.finding
    assert (back.dismissed_until is not None) is kept
    open_still = failed(matter(replace(was, state=State.CONFIRMED)), BAD, at(T0 + 2 * DAY), BESIDE).matter.finding
    assert open_still.dismissed_until == date(2027, 1, 1)


LAST = date(2026, 11, 10)  # of the 误报


@pytest.mark.parametrize(
    ("state", "sure", "until", "now", "anew"),
    [
        (State.CONFIRMED, T0, LAST, datetime(2026, 11, 11, 0, tzinfo=SHANGHAI), True),
        (State.CONFIRMED, T0, LAST, datetime(2026, 11, 10, 23, 59, tzinfo=SHANGHAI), False),  # it holds still
        (State.REOPENED, T0, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), True),
        (State.REOPENED, None, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),
        (State.SUSPECTED, None, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),
        (State.NOTIFIED, T0, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),  # a notice has told it
        (State.FIXING, T0, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),
        (State.CONFIRMED, T0, None, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),
        (State.CONFIRMED, T0 + 8 * DAY, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), True),  # on its last day
        (State.CONFIRMED, T0 + 9 * DAY, LAST, datetime(2026, 11, 20, tzinfo=SHANGHAI), False),  # since
    ],
)
def test_when_a_dismissal_that_ran_out_counts_anew(
    state: State, sure: datetime | None, until: date | None, now: datetime, anew: bool
) -> None:
    finding = replace(OPEN, state=state, confirmed_at=sure, dismissed_until=until, dismissed_why="x")
    step = Change(Event.STILL_THERE, matter(finding, T0))
    after = renewed(step, now)
    assert (after.event, after.matter.chain) == (Event.STILL_THERE, (T0,))
    if anew:
        told = after.matter.finding
        assert (told.confirmed_at, told.dismissed_until, told.dismissed_why) == (now, None, "")
    else:
        assert after is step


def test_what_was_misread_is_confirmed_anew() -> None:
    ran_out = replace(TOLD, dismissed_until=LAST, dismissed_kind=DismissalKind.MISREAD)
    step = renewed(Change(Event.STILL_THERE, matter(ran_out, T0)), datetime(2026, 11, 11, tzinfo=SHANGHAI))
    back = step.matter.finding
    assert (step.event, back.state, back.confirmed_at) == (Event.UNCONFIRM, State.SUSPECTED, None)
    assert (back.dismissed_until, back.dismissed_kind, step.matter.chain) == (None, None, ())


HARD = Manner("dead_link", "hard:not_found")
PERSON = Manner.parse("dead_link:person")


@pytest.mark.parametrize(
    ("changes", "criterion", "trusted", "sure"),
    [
        ({}, LINKS, always, True),
        ({}, LINKS, never, True),  # nothing is known of how it was read: of a time before manners
        ({"manner": HARD}, LINKS, always, True),
        ({"manner": HARD}, LINKS, never, False),
        ({"manner": PERSON}, LINKS, never, True),  # what a person looked at
        ({"held": Hold.SITE}, LINKS, always, False),
        ({"evidence": replace(SHOWN, grade=DeadGrade.SOFT)}, LINKS, always, False),
        ({"evidence": replace(SHOWN, grade=DeadGrade.HARD)}, LINKS, always, True),
        ({}, replace(LINKS, veto=True), always, False),
        ({}, replace(LINKS, confirm=Confirm.PERSON), always, False),
        ({}, replace(LINKS, looks=(HOUR,)), always, False),
        ({"dismissed_until": T0.date()}, LINKS, always, False),
        ({"dismissed_until": T0.date() - DAY}, LINKS, always, True),
        ({"state": State.CONFIRMED, "confirmed_at": T0}, LINKS, always, False),
        ({"state": State.REOPENED}, LINKS, always, True),
        ({"state": State.REOPENED, "confirmed_at": T0}, LINKS, always, False),
        ({"state": State.NOTIFIED}, LINKS, always, False),
    ],
)
def test_what_the_machine_may_confirm(
    changes: dict[str, object], criterion: Criterion, trusted: Trusted, sure: bool
) -> None:
    finding = replace(OPEN, **changes)  # type: ignore[arg-type]
    step = confirmed(matter(finding, T0), criterion, T0, trusted)
    assert (step is not None) is sure
    if step:
        after = step.matter.finding
        assert (step.event, after.confirmed_at, step.matter.chain) == (Event.CONFIRM, T0, ())
        assert after.state is (State.REOPENED if finding.state is State.REOPENED else State.CONFIRMED)


def test_who_is_trusted_where_nobody_keeps_a_record() -> None:
    assert always(HARD, "s")
    assert not never(HARD, "s")


def test_seen_good() -> None:
    step = passed(matter(replace(OPEN, unknown_since=T0), T0), T0 + DAY)
    assert step is not None
    done = step.matter.finding
    assert (step.event, done.state, done.closed_at, done.unknown_since) == (
        *(Event.PASSED, State.CLOSED, T0 + DAY, None),
    )
    assert step.matter.chain == ()
    assert passed(matter(CLOSED), T0 + DAY) is None


def test_could_not_look() -> None:
    step = unseen(matter(OPEN, T0), T0 + DAY)
    assert step is not None
    assert (step.event, step.matter.chain) == (None, (T0,))
    assert step.matter.finding == replace(OPEN, unknown_since=T0 + DAY)
    assert unseen(step.matter, T0 + 2 * DAY) is None, "since when nobody knows, is said once"
    assert unseen(matter(CLOSED), T0 + DAY) is None


def test_what_cannot_happen_is_said_in_words() -> None:
    told = str(ForbiddenChange(State.CLOSED, Event.CONFIRM))
    assert told == "问题处于“已销号”状态，不能做“核实”；请先用 xuncha findings --all 查看它现在的状态。"
    assert str(ForbiddenChange(None, Event.NOTIFY)).startswith("问题处于“尚无记录”状态，不能做“通报”")
    assert str(ForbiddenChange(State.CLOSED, Event.CONFIRM, "已经核实过。")) == "已经核实过。"
