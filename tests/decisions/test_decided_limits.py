"""Decisions at their limits: the last day of a 误报, what a reading counts, which jump a person let through."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ledger.calendar import SHANGHAI
from ledger.decisions.jumps import NewFail, host_of, jumped, let_through
from ledger.decisions.trust import Counted, Precision, Restored, Start, Word, trust_of
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import (
    Criterion,
    DeadGrade,
    Decision,
    DismissalKind,
    Event,
    Evidence,
    Finding,
    Hold,
    Manner,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Ruling,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
CRITERIA = {
    code: Criterion(code, code, "s", "c", "w", rule, ProblemClass.LINK, "请整改。")
    for code, rule in (("link", "dead_link"), ("list", "column_not_updated"), ("manual", None))
}
REGISTER = Register({}, {n: Site(n, "站", f"http://{n}.example/", sponsor="u") for n in "stv"}, {}, {})
LINK, LIST = Manner("dead_link", "hard:not_found"), Manner("column_not_updated", "own_place")


def fail(place: str = "p", at: datetime = T0, site: str = "s", code: str = "link", **more: object) -> Verdict:
    shown = Evidence(f"http://{site}.example/", at, grade=DeadGrade.HARD, reason=Reason.NOT_FOUND, **more)  # type: ignore[arg-type]
    return Verdict(code, site, place, Outcome.FAIL, "坏", shown)


def good(place: str = "p", site: str = "s", code: str = "link") -> Verdict:
    return Verdict(code, site, place, Outcome.PASS, "好")


def look(ledger: Ledger, at: datetime, *verdicts: Verdict, national: tuple[str, ...] = ()) -> None:
    run = f"{at:%m%d%H%M%S}"
    ledger.runs.start(run, "inspect", at, {})
    ledger.verdicts.settle(run, at, verdicts, CRITERIA, REGISTER, national=national)


def says(event: Event, at: datetime = T0, until: date | None = None, kind: DismissalKind | None = None) -> Decision:
    return Decision(event, at, "张", "看过13812345678", until, kind)


@pytest.mark.parametrize(
    ("until", "kept"), [(date(2026, 11, 2), date(2026, 11, 2)), (None, date(2027, 11, 2)), (date(2026, 11, 1), None)]
)
def test_until_when_a_dismissal_holds(ledger: Ledger, until: date | None, kept: date | None) -> None:
    look(ledger, T0, fail())
    if kept is None:
        with pytest.raises(ForbiddenChange, match="误报的有效期 2026-11-01 已经过去"):
            ledger.decisions.decide(1, says(Event.DISMISS, until=until))
        return
    done = ledger.decisions.decide(1, says(Event.DISMISS, until=until))
    assert (done.dismissed_until, done.dismissed_why) == (kept, "看过138****5678")
    assert ledger.findings.history(1)[-1].until == kept
    assert ledger.decisions.decide(1, says(Event.RESTORE)).dismissed_until is None


@pytest.mark.parametrize("until", [None, date(2026, 12, 1)])
def test_until_when_an_upheld_appeal_holds(ledger: Ledger, until: date | None) -> None:
    look(ledger, T0, fail())
    ledger.decisions.decide(1, says(Event.APPEAL))
    ruled = ledger.decisions.rule_on_appeal(1, says(Event.RULE_ON_APPEAL, until=until), accept=True)
    assert (ruled.dismissed_until, ruled.appeal) == (until or date(2027, 11, 2), "")
    told = [(e.event, e.ruling, e.why[:5]) for e in ledger.findings.history(1)[-2:]]
    assert told == [
        (Event.RULE_ON_APPEAL, Ruling.ACCEPTED, "申诉成立："),
        (Event.DISMISS, Ruling.ACCEPTED, "申诉成立："),
    ]


def test_a_rejected_appeal_leaves_it_as_it_was(ledger: Ledger) -> None:
    look(ledger, T0, fail())
    with pytest.raises(ForbiddenChange, match="没有待裁定的申诉"):
        ledger.decisions.rule_on_appeal(1, says(Event.RULE_ON_APPEAL), accept=False)
    assert ledger.decisions.decide(1, says(Event.APPEAL)).appeal == "看过138****5678"
    stands = ledger.decisions.rule_on_appeal(1, says(Event.RULE_ON_APPEAL), accept=False)
    assert (stands.appeal, stands.dismissed_until, stands.state) == ("", None, State.CONFIRMED)
    assert (ledger.findings.history(1)[-1].ruling, ledger.findings.history(1)[-1].until) == (Ruling.REJECTED, None)


def test_an_urging_sets_a_day_or_leaves_the_one_there_is(ledger: Ledger) -> None:
    look(ledger, T0, fail())
    ledger.findings.notify([1], "2026-11", T0, {1: date(2026, 11, 9)})
    assert ledger.decisions.decide(1, says(Event.URGE)).due == date(2026, 11, 9)
    urged = ledger.decisions.decide(1, says(Event.URGE, until=date(2026, 11, 6)))
    assert (urged.due, urged.state) == (date(2026, 11, 6), State.FIXING)


@pytest.mark.parametrize("event", [Event.URGE, Event.REPORT_FIXED])
def test_nobody_is_pressed_for_what_has_returned_and_is_not_confirmed(ledger: Ledger, event: Event) -> None:
    held = [fail(f"http://s.example/{n}") for n in range(12)]
    look(ledger, T0, *held)
    look(ledger, T0 + DAY, *(good(v.place) for v in held))
    look(ledger, T0 + 2 * DAY, *(replace(v, evidence=fail(v.place, T0 + 2 * DAY).evidence) for v in held))
    assert (ledger.findings.get(1).state, ledger.findings.get(1).confirmed_at) == (State.REOPENED, None)
    with pytest.raises(ForbiddenChange, match="问题 1 重新出现后尚未核实"):
        ledger.decisions.decide(1, says(event, T0 + 2 * DAY))
    sure = ledger.decisions.decide(1, says(Event.CONFIRM, T0 + 2 * DAY))
    assert (sure.state, sure.confirmed_at) == (State.REOPENED, T0 + 2 * DAY)
    with pytest.raises(ForbiddenChange, match="问题 1 已经核实过"):
        ledger.decisions.decide(1, says(Event.CONFIRM, T0 + 2 * DAY))
    assert ledger.decisions.decide(1, says(event, T0 + 2 * DAY)).state is (
        State.FIXING if event is Event.URGE else State.RECHECK
    )


def test_only_what_a_machine_read_counts(ledger: Ledger) -> None:
    by_person = fail("q", figures=(("by", "张"),))
    look(ledger, T0, fail(), by_person, fail("r", code="manual"), replace(fail("o"), origin="第三方"))
    for number in (1, 2, 3, 4):
        ledger.decisions.decide(number, says(Event.DISMISS, kind=DismissalKind.MISREAD))
    ledger.decisions.decide(1, says(Event.RESTORE), looked=False)
    assert [(c.finding, c.at, c.manner, c.subject, c.word) for c in ledger.trust.counted()] == [
        (1, T0, LINK, "s", Word.MISREAD)
    ]


def test_a_pass_that_a_person_saw_is_written_down(ledger: Ledger) -> None:
    look(ledger, T0, fail())
    look(ledger, T0 + DAY, Verdict("link", "s", "p", Outcome.UNKNOWN, "？", reason=Reason.TIMEOUT))
    done = ledger.decisions.pass_by_person(1, T0 + 2 * DAY, "张", "打开看过")
    assert (done.state, done.closed_at, done.unknown_since) == (State.CLOSED, T0 + 2 * DAY, None)
    last = ledger.findings.history(1)[-1]
    assert (last.event, last.by, last.why, last.run) == (Event.PASSED, "张", "打开看过", "")


def test_acts_are_read_back_as_they_were_done(ledger: Ledger) -> None:
    look(ledger, T0, fail("p"), fail("q"))
    first = ledger.acts.decide(
        [1, 2], says(Event.DISMISS, until=date(2026, 12, 1), kind=DismissalKind.MISREAD), chosen="C1"
    )
    second = ledger.acts.decide([2], says(Event.RESTORE), shown=[])
    one, two = ledger.acts.all()
    assert (one.id, two.id, one.at, one.numbers, two.numbers) == (1, 2, T0, (1, 2), (2,))
    assert (one.shown, two.shown, first.shown, second.shown) == ((1, 2), (), (1, 2), ())
    assert (one.decision.until, one.decision.kind, one.decision.why, one.chosen) == (
        *(date(2026, 12, 1), DismissalKind.MISREAD, "看过138****5678", "C1"),
    )
    assert (two.decision.until, two.decision.kind, two.decision.event) == (None, None, Event.RESTORE)
    assert [c.finding for c in ledger.trust.counted()] == [1, 2]
    ledger.trust.restore(LINK, "s", T0 + DAY, "张", "改好了")
    assert ledger.trust.restored() == [Restored(T0 + DAY, LINK, "s")]


@pytest.mark.parametrize(
    ("place", "host"),
    [("http://A.example:8/x", "a.example"), ("http://", ""), ("http://[::1/", ""), ("首页", ""), ("a.example", "")],
)
def test_the_host_of_a_place(place: str, host: str) -> None:
    assert host_of(place) == host
    assert (NewFail(("link", "s", place), LINK).host, NewFail(("link", "s", place), LINK).subject) == (host, "s")


SHOWN = Evidence("http://far.example/1", T0)
HELD = Finding(
    *(1, "link", "s", "http://far.example/1", None, "u", State.CONFIRMED, "坏", SHOWN, T0, T0),
    confirmed_at=T0,
    manner=LINK,
    held=Hold.HOST,
)


@pytest.mark.parametrize(
    ("changes", "through"),
    [
        ({}, {(Hold.HOST, "far.example", LINK)}),
        ({"held": Hold.SITE}, {(Hold.SITE, "s", LINK)}),
        ({"held": Hold.ESTATE}, {(Hold.ESTATE, "", LINK)}),
        ({"held": None}, set()),
        ({"manner": None}, set()),
        ({"confirmed_at": None}, set()),
    ],
)
def test_what_a_person_let_through(changes: dict[str, object], through: set[object]) -> None:
    assert let_through([replace(HELD, **changes)]) == through  # type: ignore[arg-type]


def test_what_was_let_through_is_held_no_more() -> None:
    hosts = [NewFail(("link", f"s{n}", "http://far.example/1"), LINK) for n in range(3)]
    lists = [NewFail(("list", f"s{n}", "c1"), LIST) for n in range(5)]
    for new, hold, reach in ((hosts, Hold.HOST, "far.example"), (lists, Hold.ESTATE, "")):
        assert set(jumped(new, (), (), frozenset()).values()) == {hold}
        assert jumped(new, (), (), frozenset({(hold, reach, new[0].manner)})) == {}
        assert set(jumped(new, (), (), frozenset({(hold, "other", LINK)})).values()) == {hold}


@pytest.mark.parametrize(
    ("known", "newest", "held"),
    [
        ("2026-10-20", "2026-10-20", False),  # it went silent by the calendar
        ("2026-10-20", "2026-10-21", False),
        ("2026-10-20", "2026-10-19", True),  # a newer one was there
        (None, "2026-10-20", False),  # nothing of it is known
        ("2026-10-20", None, True),
    ],
)
def test_what_the_calendar_foretold(ledger: Ledger, known: str | None, newest: str | None, held: bool) -> None:
    columns = [f"c{n}" for n in range(4)]
    if known:
        rows = [(one, f"http://s.example/{one}/1", "稿", date.fromisoformat(known)) for one in columns]
        ledger.published.record("s", rows, T0)
    look(ledger, T0, *(good(one, code="list") for one in columns))
    figures = (("newest", newest),) if newest else ()
    later = T0 + DAY
    look(ledger, later, *(replace(fail(one, later, code="list", figures=figures), column=one) for one in columns))
    assert {f.held for f in ledger.findings.find()} == {Hold.SITE if held else None}


def test_a_whole_site_that_the_calendar_foretold_has_no_column(ledger: Ledger) -> None:
    look(ledger, T0, *(good(f"p{n}", code="list") for n in range(4)))
    later = T0 + DAY
    look(ledger, later, *(fail(f"p{n}", later, code="list", figures=(("newest", "2026-10-20"),)) for n in range(4)))
    assert {f.held for f in ledger.findings.find()} == {None}


@pytest.mark.parametrize(("days", "held"), [(1, True), (7, True), (13, True), (14, False), (28, False)])
def test_ten_links_of_one_week_are_a_jump(ledger: Ledger, days: int, held: bool) -> None:
    look(ledger, T0, good())
    later = T0 + days * DAY
    look(ledger, later, *(fail(f"http://s.example/{n}", later) for n in range(10)))
    assert {f.held for f in ledger.findings.find()} == {Hold.SITE if held else None}


def test_trust_at_the_moment_of_its_restoring() -> None:
    wrong = [Counted(T0, 1, LINK, "s", Word.MISREAD)]
    right = [Counted(T0 + DAY, n, LINK, "t", Word.RIGHT) for n in range(2, 22)]
    for moments, trusted in (((-DAY,), False), ((timedelta(0),), True), ((DAY, -DAY), True), ((-DAY, DAY), True)):
        back = [Restored(T0 + moment, LINK, "s") for moment in moments]
        assert trust_of({}, [*wrong, *right], back)(LINK, "s") is trusted


def test_how_often_a_manner_must_be_right() -> None:
    assert not Precision(LINK, high=0.95).left_to_persons
    assert Precision(LINK, high=0.949).left_to_persons
    told = trust_of({LINK: Start(18, 2)}, [Counted(T0, 1, LINK, "s", Word.EXCUSED)], []).by_manner[LINK]
    assert (told.right, told.misread, told.excused, told.decided, told.started) == (18, 2, 1, 21, 20)
    assert not told.trusted
