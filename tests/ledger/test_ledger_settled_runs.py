"""Which verdicts of which run are news to the ledger, what is counted of a run, and who has the last word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.decisions.verdicts import no_word
from ledger.ledger import Ledger, Settled
from ledger.vocabulary import (
    Column,
    Criterion,
    Duty,
    Event,
    Evidence,
    Key,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRITERIA = {
    code: Criterion(code, code, "s", "c", "w", "r", ProblemClass.LINK, "请整改。", looks=looks)
    for code, looks in (("now", ()), ("spaced", (HOUR,)))
}
COLUMN = Column("k", "s", "栏", "http://s.example/k/", duties=(Duty("u2", until=date(2026, 11, 2)), Duty("u3")))
REGISTER = Register({}, {"s": Site("s", "站", "http://s.example/", sponsor="u1")}, {"k": COLUMN}, {})
FAIL, PASS, UNKNOWN, NONE = Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def says(outcome: Outcome, at: datetime = T0, place: str = "p", code: str = "now", **more: object) -> Verdict:
    evidence = Evidence("http://s.example/p", at) if outcome is FAIL else None
    reason = Reason.TIMEOUT if outcome is UNKNOWN else None
    return replace(Verdict(code, "s", place, outcome, "话", evidence, reason), **more)  # type: ignore[arg-type]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.db") as opened:
        yield opened


def settle(ledger: Ledger, run: str, at: datetime, *verdicts: Verdict, now: datetime | None = None) -> Settled:
    ledger.runs.start(run, "inspect", at, {})
    return ledger.verdicts.settle(run, now or at, verdicts, CRITERIA, REGISTER)


@pytest.mark.parametrize(
    ("first", "then", "counted"),
    [
        (FAIL, FAIL, Settled()),  # the same run told again
        (FAIL, PASS, Settled(closed=1)),
        (FAIL, UNKNOWN, Settled(unknown=1)),
        (UNKNOWN, FAIL, Settled(again=1)),
        (UNKNOWN, UNKNOWN, Settled(unknown=1)),
        (PASS, FAIL, Settled(returned=1, confirmed=1)),
    ],
)
def test_a_run_told_twice(ledger: Ledger, first: Outcome, then: Outcome, counted: Settled) -> None:
    settle(ledger, "before", T0, says(FAIL))
    at = T0 + DAY
    settle(ledger, "a", at, says(first, at))
    events = len(ledger.findings.history(1))
    assert settle(ledger, "a", at, says(then, at), now=at + HOUR) == counted
    assert (len(ledger.findings.history(1)) == events) is (counted.unknown == 1 or counted == Settled())


@pytest.mark.parametrize(("started", "news"), [(-1, False), (0, True), (1, True)])
def test_a_run_that_began_before_the_last_look_is_no_news(ledger: Ledger, started: int, news: bool) -> None:
    settle(ledger, "a", T0 + DAY, says(FAIL))
    began = T0 + DAY + started * HOUR
    assert settle(ledger, "b", began, says(PASS), now=T0 + 2 * DAY) == Settled(closed=int(news))
    assert (ledger.findings.get(1).state is State.CLOSED) is news


def test_an_unknown_is_a_look_too(ledger: Ledger) -> None:
    settle(ledger, "a", T0, says(FAIL))
    settle(ledger, "c", T0 + 2 * DAY, says(UNKNOWN))
    assert settle(ledger, "b", T0 + DAY, says(PASS), now=T0 + 3 * DAY) == Settled(), "older than the last look"
    assert ledger.findings.get(1).unknown_since == T0 + 2 * DAY


def test_what_is_counted_of_a_run(ledger: Ledger) -> None:
    said = [
        says(FAIL),
        says(PASS, place="q"),
        says(NONE, place="r"),
        says(UNKNOWN, place="t"),
        says(PASS, code="spaced"),
    ]
    refused = says(FAIL, place="v", evidence=None)
    assert settle(ledger, "a", T0, *said, refused) == Settled(found=1, confirmed=1, unknown=2, refused=1)
    assert [(p.criterion, p.subject, p.passed, p.not_applicable) for p in ledger.verdicts.passes("a")] == [
        ("now", "s", 1, 1),
        ("spaced", "s", 1, 0),
    ]
    assert [(v.place, v.outcome) for v in ledger.verdicts.of_run("a")] == [("p", FAIL), ("t", UNKNOWN), ("v", UNKNOWN)]
    assert [v.place for v in ledger.verdicts.unknowns("a")] == ["t", "v"]
    assert ledger.verdicts.of_run("none") == ledger.verdicts.unknowns("none") == ledger.verdicts.passes("none") == []
    settle(ledger, "a", T0, says(PASS), now=T0 + HOUR)
    assert ledger.verdicts.of_run("a") == [], "what was told of that criterion and subject gives way"
    assert [(p.criterion, p.passed) for p in ledger.verdicts.passes("a")] == [("now", 1), ("spaced", 1)]


WORSE = (NONE, PASS, UNKNOWN, FAIL)


@pytest.mark.parametrize("one", WORSE)
@pytest.mark.parametrize("two", WORSE)
def test_of_two_verdicts_on_one_place_the_worse_counts(ledger: Ledger, one: Outcome, two: Outcome) -> None:
    settle(ledger, "a", T0, says(FAIL))
    at = T0 + DAY
    counted = settle(ledger, "b", at, says(one, at, message="一"), says(two, at, message="二"))
    worse = max(one, two, key=WORSE.index)
    assert (
        counted
        == {NONE: Settled(), PASS: Settled(closed=1), UNKNOWN: Settled(unknown=1), FAIL: Settled(again=1)}[worse]
    )
    if worse is FAIL:
        assert ledger.findings.get(1).message == ("一" if one is FAIL else "二"), "of two equal ones the first"


def test_findings_are_numbered_on_and_their_units_are_of_their_day(ledger: Ledger) -> None:
    on = {"column": "k"}
    settle(ledger, "a", T0, says(FAIL, **on), says(FAIL, place="q"))
    later = T0 + DAY
    settle(ledger, "b", later, says(FAIL, later, "r", **on))
    assert [(f.id, f.place, f.unit) for f in ledger.findings.find()] == [(1, "p", "u2"), (2, "q", "u1"), (3, "r", "u3")]
    assert [e.run for e in ledger.findings.history(3)] == ["b", "b"]


Answers = Mapping[Key, Verdict | None]


def asked(
    ledger: Ledger, run: str, at: datetime, verdicts: Sequence[Verdict], answers: Answers
) -> tuple[list[list[str]], Settled]:
    """The places that the last word was asked about, call by call, and what came of it."""
    calls: list[list[str]] = []

    def word(about: Sequence[Verdict]) -> Answers:
        calls.append([v.place for v in about])
        return answers

    ledger.runs.start(run, "inspect", at, {})
    return calls, ledger.verdicts.settle(run, at, verdicts, CRITERIA, REGISTER, last_word=word)


def test_the_last_word_is_asked_about_what_is_about_to_be_confirmed(ledger: Ledger) -> None:
    waits = says(FAIL, code="spaced")  # a second look is wanted first
    calls, counted = asked(ledger, "a", T0, [says(FAIL), waits, says(UNKNOWN, place="q"), says(PASS, place="r")], {})
    assert (calls, counted) == ([["p"]], Settled(found=2, confirmed=1, unknown=1))
    at = T0 + HOUR
    calls, counted = asked(ledger, "b", at, [says(FAIL, at), says(FAIL, at, code="spaced")], {})
    assert (calls, counted) == ([["p"]], Settled(again=2, confirmed=1)), "the second look of what waited"
    assert ledger.findings.get(2).state is State.CONFIRMED
    assert asked(ledger, "b", at, [says(FAIL, at)], {}) == ([], Settled()), (
        "told again: nothing is about to be confirmed"
    )
    assert asked(ledger, "c", T0 + DAY, [says(PASS)], {}) == ([], Settled(closed=1))


def test_what_the_last_word_says(ledger: Ledger) -> None:
    opens = says(UNKNOWN, place="q", reason=Reason.BROWSER_DIFFERS, message="电话13812345678")
    seen = [says(FAIL), says(FAIL, place="q"), says(FAIL, place="r")]
    _, counted = asked(ledger, "a", T0, seen, {opens.key: opens, seen[2].key: None})
    assert counted == Settled(found=2, confirmed=1, unknown=1)
    assert {f.place: f.state for f in ledger.findings.find()} == {"p": State.CONFIRMED, "r": State.SUSPECTED}
    assert [(v.place, v.message) for v in ledger.verdicts.unknowns("a")] == [("q", "电话138****5678")]
    assert [e.event for e in ledger.findings.history(2)] == [Event.FOUND]


@pytest.mark.parametrize(("hours", "entered"), [(-1, 1), (0, 1), (1, 0)])
def test_what_is_settled_after_a_draft_is_entered_after_its_cut_off(ledger: Ledger, hours: int, entered: int) -> None:
    """Also what a run says as of the very moment: the draft's figures stay what the ledger says of it."""
    settle(ledger, "a", T0, says(FAIL))
    cutoff = T0 + DAY
    ledger.notices.cut_off(cutoff)
    at = cutoff + hours * HOUR
    settle(ledger, "b", at, says(PASS), says(FAIL, at, "q"))
    moment = max(at, cutoff) + entered * timedelta(microseconds=1)
    assert ledger.findings.get(1).closed_at == ledger.findings.get(2).confirmed_at == moment
    assert [f.state for f in ledger.findings.find_at(cutoff)] == [State.CONFIRMED]


def test_nobody_has_a_last_word() -> None:
    assert no_word([says(FAIL)]) == {}


def test_what_a_run_said_anew_of_one_criterion_gives_way_and_the_rest_stands(ledger: Ledger) -> None:
    settle(ledger, "r", T0, says(UNKNOWN, place="a"), says(UNKNOWN, place="b", code="spaced"))
    settle(ledger, "r", T0, says(UNKNOWN, place="c"))
    told = sorted((v.criterion, v.place) for v in ledger.verdicts.of_run("r"))
    assert told == [("now", "c"), ("spaced", "b")]
