"""Acts in a ledger: what one decides, keeps and counts, and what the machine may confirm afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.decisions.trust import Start, Trust, Word, trust_of
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import (
    Confirm,
    Criterion,
    DeadGrade,
    Decision,
    DismissalKind,
    Event,
    Evidence,
    Hold,
    Manner,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
CRITERIA = {
    code: Criterion(code, code, "s", "c", "w", rule, ProblemClass.LINK, "请整改。", confirm=Confirm.MACHINE)
    for code, rule in (("link", "dead_link"), ("list", "column_not_updated"))
}
SITES = {name: Site(name, "站", f"http://{name}.example/", sponsor="u") for name in ("s", "t")}
REGISTER = Register({}, SITES, {}, {})
HARD = Manner("dead_link", "hard:not_found")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as opened:
        yield opened


def fail(place: str, at: datetime, site: str = "s", code: str = "link") -> Verdict:
    evidence = Evidence(f"http://{site}.example/", at, quote="坏", grade=DeadGrade.HARD, reason=Reason.NOT_FOUND)
    return Verdict(code, site, place, Outcome.FAIL, "坏", evidence)


def look(ledger: Ledger, at: datetime, verdicts: list[Verdict], **more: object) -> None:
    run = f"{at:%d%H%M%S}"
    ledger.start_run(run, "inspect", at, {})
    ledger.settle(run, at, verdicts, CRITERIA, REGISTER, **more)  # type: ignore[arg-type]
    ledger.finish_run(run, at)


def trust(ledger: Ledger, start: int = 0) -> Trust:
    return trust_of({HARD: Start(start)}, ledger.counted(), ledger.restored())


def confirm(at: datetime) -> Decision:
    return Decision(Event.CONFIRM, at, "张", "打开看过")


def dismiss(at: datetime, kind: DismissalKind) -> Decision:
    return Decision(Event.DISMISS, at, "张", "看过", date(2027, 1, 1), kind)


def states(ledger: Ledger) -> list[State]:
    return [f.state for f in ledger.findings()]


def test_an_act_covers_all_and_counts_those_that_were_shown(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"p{n}", T0) for n in range(5)], trusted=trust(ledger))
    assert states(ledger) == [State.SUSPECTED] * 5
    done = ledger.act([1, 2, 3, 4, 5], confirm(T0), shown=[2, 4], chosen="C1")
    assert states(ledger) == [State.CONFIRMED] * 5
    assert [(c.finding, c.word, c.manner) for c in ledger.counted()] == [(2, Word.RIGHT, HARD), (4, Word.RIGHT, HARD)]
    (kept,) = ledger.acts()
    assert kept == done
    assert (kept.id, kept.numbers, kept.shown, kept.chosen) == (1, (1, 2, 3, 4, 5), (2, 4), "C1")
    assert kept.decision == confirm(T0)


def test_an_act_is_done_whole_or_not_at_all(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p0", T0), fail("p1", T0)], trusted=trust(ledger))
    ledger.act([2], confirm(T0))
    with pytest.raises(ForbiddenChange):
        ledger.act([1, 2], confirm(T0 + DAY))
    assert states(ledger) == [State.SUSPECTED, State.CONFIRMED]
    assert len(ledger.acts()) == len(ledger.counted()) == 1


def test_the_twentieth_decision_earns_the_machine_its_word_and_a_misreading_loses_it(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"p{n}", T0) for n in range(20)], trusted=trust(ledger))
    for number in range(1, 20):
        ledger.act([number], confirm(T0))
    later = T0 + DAY
    look(ledger, later, [fail("q", later)], trusted=trust(ledger))
    assert states(ledger)[19:] == [State.SUSPECTED, State.SUSPECTED]
    ledger.act([20], confirm(later))
    later += DAY
    look(ledger, later, [fail("q", later), fail("r", later, "t")], trusted=trust(ledger))
    assert states(ledger)[20:] == [State.CONFIRMED, State.CONFIRMED], "what waited is confirmed at its next look"
    ledger.act([22], dismiss(later, DismissalKind.MISREAD))
    later += DAY
    look(ledger, later, [fail("x", later)], trusted=trust(ledger))
    assert ledger.findings()[-1].state is State.SUSPECTED
    assert trust(ledger, 20).by_manner[HARD].revoked == ("t",)


@pytest.mark.parametrize("kind", [DismissalKind.EXCUSED, DismissalKind.REGISTER])
def test_what_is_right_but_excused_touches_no_trust(ledger: Ledger, kind: DismissalKind) -> None:
    look(ledger, T0, [fail("p", T0)], trusted=trust(ledger, 20))
    ledger.act([1], dismiss(T0, kind))
    assert ledger.finding(1).dismissed_kind is kind
    assert trust(ledger, 20)(HARD, "s")


def test_a_units_word_counts_and_so_does_a_ruling(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0), fail("q", T0)])
    for number in (1, 2):
        ledger.decide(number, Decision(Event.REPORT_FIXED, T0 + DAY, "u", "已改好"))
        ledger.decide(number, Decision(Event.APPEAL, T0 + DAY, "u", "不属实"))
    assert [c.word for c in ledger.counted()] == [Word.RIGHT, Word.RIGHT]
    ruling = Decision(Event.RULE_ON_APPEAL, T0 + 2 * DAY, "张", "能打开", kind=DismissalKind.MISREAD)
    ledger.rule_on_appeal(1, ruling, accept=True)
    ledger.rule_on_appeal(2, ruling, accept=False)
    assert [(c.finding, c.word) for c in ledger.counted()][2:] == [(1, Word.MISREAD)]


def test_what_a_notice_told_and_is_dismissed_is_doubted(ledger: Ledger) -> None:
    look(ledger, T0, [fail(p, T0) for p in "pqr"])
    ledger.notify([1, 2], "2026-11", T0 + DAY, {1: date(2026, 11, 10), 2: date(2026, 11, 10)})
    ledger.act([1, 3], dismiss(T0 + DAY, DismissalKind.MISREAD))
    ledger.act([2], dismiss(T0 + DAY, DismissalKind.EXCUSED))
    assert [f.doubted for f in ledger.findings()] == [True, False, False]
    assert [f.state for f in ledger.findings()] == [State.NOTIFIED, State.NOTIFIED, State.CONFIRMED]
    assert not ledger.finding(1).overdue_on(date(2026, 12, 1))
    ledger.decide(1, Decision(Event.RESTORE, T0 + 2 * DAY, "张", "又打不开"))
    assert not ledger.finding(1).doubted
    assert ledger.finding(1).dismissed_kind is None


def test_a_jump_is_held_until_a_person_lets_it_through(ledger: Ledger) -> None:
    look(ledger, T0, [fail("http://s.example/0", T0)])
    later = T0 + DAY
    many = [fail(f"http://s.example/{n}", later) for n in range(11)]
    look(ledger, later, many)
    assert [f.held for f in ledger.findings()] == [None, *[Hold.SITE] * 10]
    assert states(ledger) == [State.CONFIRMED, *[State.SUSPECTED] * 10]
    ledger.act(range(2, 12), confirm(later), shown=[2])
    later += DAY
    look(ledger, later, [fail(f"http://s.example/{n}", later) for n in range(30)])
    assert {f.held for f in ledger.findings()[11:]} == {None}
    assert {f.state for f in ledger.findings()} == {State.CONFIRMED}
    assert ledger.finding(2).first_seen == T0 + DAY


def test_a_first_look_is_no_jump_and_national_hosts_are_always_held(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"http://s.example/{n}", T0) for n in range(50)])
    assert {f.held for f in ledger.findings()} == {None}
    look(ledger, T0 + DAY, [fail("http://beian.example/", T0 + DAY, "t")], national=("beian.example",))
    assert ledger.findings()[-1].held is Hold.HOST
    assert ledger.findings()[-1].state is State.SUSPECTED


def test_lists_that_went_silent_by_the_calendar_are_no_jump(ledger: Ledger) -> None:
    """Newest day and limit had foretold it; where the newest day itself went back, nothing had."""

    def stale(newest: str, at: datetime) -> list[Verdict]:
        seen = [fail(f"c{n}", at, code="list") for n in range(6)]
        figures = (("newest", newest),)
        return [replace(v, column=v.place, evidence=replace(v.evidence, figures=figures)) for v in seen if v.evidence]

    for n in range(6):
        ledger.record_items("s", [(f"c{n}", f"http://s.example/c{n}/1", "稿", date(2026, 10, 20))], T0)
    fine = [Verdict("list", "s", f"c{n}", Outcome.PASS, "好") for n in range(6)]
    look(ledger, T0, fine)
    look(ledger, T0 + DAY, stale("2026-10-20", T0 + DAY))
    assert {f.held for f in ledger.findings()} == {None}
    look(ledger, T0 + 2 * DAY, fine)
    assert set(states(ledger)) == {State.CLOSED}
    look(ledger, T0 + 3 * DAY, stale("2026-08-01", T0 + 3 * DAY))
    assert {f.held for f in ledger.findings()} == {Hold.SITE}


def test_two_new_problems_on_two_sites_are_no_jump_and_three_on_three_are(ledger: Ledger) -> None:
    """The ledger asks for jumps only from as many new ones on as the smallest jump has."""
    fine = [Verdict("link", site, "x", Outcome.PASS, "好") for site in "stu"]
    look(ledger, T0, fine)
    look(ledger, T0 + DAY, [fail("http://far.example/", T0 + DAY, site) for site in "st"])
    assert {f.held for f in ledger.findings()} == {None}
    look(ledger, T0 + 2 * DAY, [fail("http://other.example/", T0 + 2 * DAY, site) for site in "stu"])
    assert [f.held for f in ledger.findings()] == [None, None, *[Hold.HOST] * 3]


def test_what_returns_in_a_jump_is_held_and_what_stands_is_not(ledger: Ledger) -> None:
    many = [f"http://s.example/{n}" for n in range(12)]
    look(ledger, T0, [fail(p, T0) for p in many])
    look(ledger, T0 + DAY, [Verdict("link", "s", p, Outcome.PASS, "好") for p in many[:11]])
    look(ledger, T0 + 2 * DAY, [fail(p, T0 + 2 * DAY) for p in many])
    assert [f.held for f in ledger.findings()] == [*[Hold.SITE] * 11, None]
    assert [f.confirmed_at is None for f in ledger.findings()] == [*[True] * 11, False]


def test_what_a_third_party_says_is_no_jump_of_ours(ledger: Ledger) -> None:
    look(ledger, T0, [Verdict("link", "s", "x", Outcome.PASS, "好")])
    said = [replace(fail(f"http://s.example/{n}", T0 + DAY), origin="第三方") for n in range(20)]
    look(ledger, T0 + DAY, said)
    assert {(f.held, f.manner) for f in ledger.findings()} == {(None, None)}


def test_a_finding_closed_by_a_person_is_given_back(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0)])
    assert ledger.pass_by_person(1, T0 + DAY, "张", "看过").state is State.CLOSED


def test_a_misreading_ends_when_it_is_read_rightly_and_an_excuse_does_not(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0), fail("q", T0)])
    ledger.act([1], dismiss(T0, DismissalKind.MISREAD))
    ledger.act([2], dismiss(T0, DismissalKind.EXCUSED))
    look(ledger, T0 + DAY, [Verdict("link", "s", p, Outcome.PASS, "好") for p in "pq"])
    look(ledger, T0 + 2 * DAY, [fail(p, T0 + 2 * DAY) for p in "pq"])
    one, two = ledger.findings()
    assert (one.state, one.dismissed_until, two.dismissed_until) == (State.REOPENED, None, date(2027, 1, 1))


def taken_back(ledger: Ledger) -> list[int]:
    """The findings to which it happened, as their journals say."""
    return [f.id for f in ledger.findings() if any(e.event is Event.UNCONFIRM for e in ledger.history(f.id))]


def test_a_misreading_takes_back_what_only_the_machine_said_of_the_like(ledger: Ledger) -> None:
    """a misread; b the like; c a person vouches for; d told; g urged; h seen fixed; another site, another rule."""
    more = [fail("http://t.example/x", T0, "t"), fail("list", T0, code="list")]
    look(ledger, T0, [*(fail(p, T0) for p in "abcdgh"), *more])
    by_place = {f.place: f.id for f in ledger.findings()}
    a, b, c, d, g, h = (by_place[p] for p in "abcdgh")
    assert set(states(ledger)) == {State.CONFIRMED}
    ledger.act([c], dismiss(T0 + DAY, DismissalKind.EXCUSED))
    ledger.act([c], Decision(Event.RESTORE, T0 + DAY, "张", "确实打不开"))
    ledger.notify([d], "2026-11", T0 + DAY, {d: date(2026, 11, 20)})
    ledger.decide(g, Decision(Event.URGE, T0 + DAY, "张", "催办", date(2026, 11, 20)))
    look(ledger, T0 + DAY, [Verdict("link", "s", "h", Outcome.PASS, "好")])
    told = T0 + 2 * DAY
    ledger.act([a], dismiss(told, DismissalKind.MISREAD))
    assert taken_back(ledger) == [b, h]
    assert ledger.taken_back(told) == {b, h}
    assert (ledger.finding(b).state, ledger.finding(b).confirmed_at) == (State.SUSPECTED, None)
    assert (ledger.finding(h).state, ledger.finding(h).confirmed_at) == (State.CLOSED, None), "no notice tells it"
    (event,) = [e for e in ledger.history(b) if e.event is Event.UNCONFIRM]
    assert (event.before, event.after, event.by) == (State.CONFIRMED, State.SUSPECTED, "")
    assert f"问题 {a}" in event.why
    # it waits for a person: no further look confirms it there, until the manner is restored
    for n in range(3, 5):
        at = T0 + n * DAY
        look(ledger, at, [fail("b", at)], trusted=trust(ledger, 60))
        assert ledger.finding(b).state is State.SUSPECTED
    ledger.restore_trust(HARD, "s", at, "张", "换了读法")
    at += DAY
    counted = [c for c in ledger.counted() if c.word is Word.RIGHT]
    assert len(counted) == 1
    look(ledger, at, [fail("b", at)], trusted=lambda manner, site: True)
    assert ledger.finding(b).state is State.CONFIRMED
    assert ledger.taken_back(told) == {h}


@pytest.mark.parametrize("kind", [DismissalKind.EXCUSED, DismissalKind.REGISTER])
def test_what_was_read_rightly_takes_nothing_back(ledger: Ledger, kind: DismissalKind) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.act([1], dismiss(T0 + DAY, kind))
    assert taken_back(ledger) == []
    assert ledger.finding(2).state is State.CONFIRMED


def test_an_upheld_appeal_that_says_misread_takes_back_too(ledger: Ledger) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.decide(1, Decision(Event.APPEAL, T0 + DAY, "u", "能打开"))
    ruling = Decision(Event.RULE_ON_APPEAL, T0 + 2 * DAY, "张", "能打开", kind=DismissalKind.MISREAD)
    ledger.rule_on_appeal(1, ruling, accept=True)
    assert taken_back(ledger) == [2]


def test_what_only_stood_beside_the_drawn_ones_takes_nothing_back(ledger: Ledger) -> None:
    """Nobody looked at it: it says nothing of the manner."""
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.act([1], dismiss(T0 + DAY, DismissalKind.MISREAD), shown=[])
    assert taken_back(ledger) == []


def test_a_misreading_that_ran_out_is_confirmed_anew_and_an_excuse_is_told(ledger: Ledger) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0, "t")])
    for number, kind in ((1, DismissalKind.MISREAD), (2, DismissalKind.EXCUSED)):
        ledger.act([number], replace(dismiss(T0 + DAY, kind), until=date(2026, 11, 5)))
    later = T0 + 10 * DAY
    look(ledger, later, [fail("a", later), fail("b", later, "t")], trusted=trust(ledger, 60))
    one, two = ledger.findings()
    assert (one.state, one.confirmed_at) == (State.SUSPECTED, None)
    assert (two.state, two.confirmed_at) == (State.CONFIRMED, later)


def test_as_many_after_a_month_are_no_jump(ledger: Ledger) -> None:
    look(ledger, T0, [fail("http://s.example/0", T0)])
    later = T0 + 28 * DAY
    look(ledger, later, [fail(f"http://s.example/{n}", later) for n in range(20)])
    assert {f.held for f in ledger.findings()} == {None}


def test_of_two_equal_words_on_one_place_the_first_stands(ledger: Ledger) -> None:
    one, two = fail("p", T0), replace(fail("p", T0), message="另一句")
    look(ledger, T0, [one, two])
    assert ledger.finding(1).message == one.message
