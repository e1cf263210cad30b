"""Acts in a ledger: what one decides, keeps and counts, and what the machine may confirm afterwards."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.decisions.trust import Word
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import (
    Decision,
    DismissalKind,
    Event,
    Outcome,
    State,
    Verdict,
)
from tests.decisions.acts import DAY, HARD, T0, confirm, dismiss, fail, look, states, trust


def test_an_act_covers_all_and_counts_those_that_were_shown(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"p{n}", T0) for n in range(5)], trusted=trust(ledger))
    assert states(ledger) == [State.SUSPECTED] * 5
    done = ledger.acts.decide([1, 2, 3, 4, 5], confirm(T0), shown=[2, 4], chosen="C1")
    assert states(ledger) == [State.CONFIRMED] * 5
    assert [(c.finding, c.word, c.manner) for c in ledger.trust.counted()] == [
        (2, Word.RIGHT, HARD),
        (4, Word.RIGHT, HARD),
    ]
    (kept,) = ledger.acts.all()
    assert kept == done
    assert (kept.id, kept.numbers, kept.shown, kept.chosen) == (1, (1, 2, 3, 4, 5), (2, 4), "C1")
    assert kept.decision == confirm(T0)


def test_an_act_is_done_whole_or_not_at_all(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p0", T0), fail("p1", T0)], trusted=trust(ledger))
    ledger.acts.decide([2], confirm(T0))
    with pytest.raises(ForbiddenChange):
        ledger.acts.decide([1, 2], confirm(T0 + DAY))
    assert states(ledger) == [State.SUSPECTED, State.CONFIRMED]
    assert len(ledger.acts.all()) == len(ledger.trust.counted()) == 1


def test_the_twentieth_decision_earns_the_machine_its_word_and_a_misreading_loses_it(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"p{n}", T0) for n in range(20)], trusted=trust(ledger))
    for number in range(1, 20):
        ledger.acts.decide([number], confirm(T0))
    later = T0 + DAY
    look(ledger, later, [fail("q", later)], trusted=trust(ledger))
    assert states(ledger)[19:] == [State.SUSPECTED, State.SUSPECTED]
    ledger.acts.decide([20], confirm(later))
    later += DAY
    look(ledger, later, [fail("q", later), fail("r", later, "t")], trusted=trust(ledger))
    assert states(ledger)[20:] == [State.CONFIRMED, State.CONFIRMED], "what waited is confirmed at its next look"
    ledger.acts.decide([22], dismiss(later, DismissalKind.MISREAD))
    later += DAY
    look(ledger, later, [fail("x", later)], trusted=trust(ledger))
    assert ledger.findings.find()[-1].state is State.SUSPECTED
    assert trust(ledger, 20).by_manner[HARD].revoked == ("t",)


@pytest.mark.parametrize("kind", [DismissalKind.EXCUSED, DismissalKind.REGISTER])
def test_what_is_right_but_excused_touches_no_trust(ledger: Ledger, kind: DismissalKind) -> None:
    look(ledger, T0, [fail("p", T0)], trusted=trust(ledger, 20))
    ledger.acts.decide([1], dismiss(T0, kind))
    assert ledger.findings.get(1).dismissed_kind is kind
    assert trust(ledger, 20)(HARD, "s")


def test_a_units_word_counts_and_so_does_a_ruling(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0), fail("q", T0)])
    for number in (1, 2):
        ledger.decisions.decide(number, Decision(Event.REPORT_FIXED, T0 + DAY, "u", "已改好"))
        ledger.decisions.decide(number, Decision(Event.APPEAL, T0 + DAY, "u", "不属实"))
    assert [c.word for c in ledger.trust.counted()] == [Word.RIGHT, Word.RIGHT]
    ruling = Decision(Event.RULE_ON_APPEAL, T0 + 2 * DAY, "张", "能打开", kind=DismissalKind.MISREAD)
    ledger.decisions.rule_on_appeal(1, ruling, accept=True)
    ledger.decisions.rule_on_appeal(2, ruling, accept=False)
    assert [(c.finding, c.word) for c in ledger.trust.counted()][2:] == [(1, Word.MISREAD)]


def test_what_a_notice_told_and_is_dismissed_is_doubted(ledger: Ledger) -> None:
    look(ledger, T0, [fail(p, T0) for p in "pqr"])
    ledger.findings.notify([1, 2], "2026-11", T0 + DAY, {1: date(2026, 11, 10), 2: date(2026, 11, 10)})
    ledger.acts.decide([1, 3], dismiss(T0 + DAY, DismissalKind.MISREAD))
    ledger.acts.decide([2], dismiss(T0 + DAY, DismissalKind.EXCUSED))
    assert [f.doubted for f in ledger.findings.find()] == [True, False, False]
    assert [f.state for f in ledger.findings.find()] == [State.NOTIFIED, State.NOTIFIED, State.CONFIRMED]
    assert not ledger.findings.get(1).overdue_on(date(2026, 12, 1))
    ledger.decisions.decide(1, Decision(Event.RESTORE, T0 + 2 * DAY, "张", "又打不开"))
    assert not ledger.findings.get(1).doubted
    assert ledger.findings.get(1).dismissed_kind is None


def test_a_finding_closed_by_a_person_is_given_back(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0)])
    assert ledger.decisions.pass_by_person(1, T0 + DAY, "张", "看过").state is State.CLOSED


def test_a_misreading_ends_when_it_is_read_rightly_and_an_excuse_does_not(ledger: Ledger) -> None:
    look(ledger, T0, [fail("p", T0), fail("q", T0)])
    ledger.acts.decide([1], dismiss(T0, DismissalKind.MISREAD))
    ledger.acts.decide([2], dismiss(T0, DismissalKind.EXCUSED))
    look(ledger, T0 + DAY, [Verdict("link", "s", p, Outcome.PASS, "好") for p in "pq"])
    look(ledger, T0 + 2 * DAY, [fail(p, T0 + 2 * DAY) for p in "pq"])
    one, two = ledger.findings.find()
    assert (one.state, one.dismissed_until, two.dismissed_until) == (State.REOPENED, None, date(2027, 1, 1))


def taken_back(ledger: Ledger) -> list[int]:
    """The findings to which it happened, as their journals say."""
    return [
        f.id for f in ledger.findings.find() if any(e.event is Event.UNCONFIRM for e in ledger.findings.history(f.id))
    ]


def test_a_misreading_takes_back_what_only_the_machine_said_of_the_like(ledger: Ledger) -> None:
    """a misread; b the like; c a person vouches for; d told; g urged; h seen fixed; another site, another rule."""
    more = [fail("http://t.example/x", T0, "t"), fail("list", T0, code="list")]
    look(ledger, T0, [*(fail(p, T0) for p in "abcdgh"), *more])
    by_place = {f.place: f.id for f in ledger.findings.find()}
    a, b, c, d, g, h = (by_place[p] for p in "abcdgh")
    assert set(states(ledger)) == {State.CONFIRMED}
    ledger.acts.decide([c], dismiss(T0 + DAY, DismissalKind.EXCUSED))
    ledger.acts.decide([c], Decision(Event.RESTORE, T0 + DAY, "张", "确实打不开"))
    ledger.findings.notify([d], "2026-11", T0 + DAY, {d: date(2026, 11, 20)})
    ledger.decisions.decide(g, Decision(Event.URGE, T0 + DAY, "张", "催办", date(2026, 11, 20)))
    look(ledger, T0 + DAY, [Verdict("link", "s", "h", Outcome.PASS, "好")])
    told = T0 + 2 * DAY
    ledger.acts.decide([a], dismiss(told, DismissalKind.MISREAD))
    assert taken_back(ledger) == [b, h]
    assert ledger.findings.unconfirmed_since(told) == {b, h}
    assert (ledger.findings.get(b).state, ledger.findings.get(b).confirmed_at) == (State.SUSPECTED, None)
    assert (ledger.findings.get(h).state, ledger.findings.get(h).confirmed_at) == (State.CLOSED, None), (
        "no notice tells it"
    )
    (event,) = [e for e in ledger.findings.history(b) if e.event is Event.UNCONFIRM]
    assert (event.before, event.after, event.by) == (State.CONFIRMED, State.SUSPECTED, "")
    assert f"问题 {a}" in event.why
    # it waits for a person: no further look confirms it there, until the manner is restored
    for n in range(3, 5):
        at = T0 + n * DAY
        look(ledger, at, [fail("b", at)], trusted=trust(ledger, 60))
        assert ledger.findings.get(b).state is State.SUSPECTED
    ledger.trust.restore(HARD, "s", at, "张", "换了读法")
    at += DAY
    counted = [c for c in ledger.trust.counted() if c.word is Word.RIGHT]
    assert len(counted) == 1
    look(ledger, at, [fail("b", at)], trusted=lambda manner, site: True)
    assert ledger.findings.get(b).state is State.CONFIRMED
    assert ledger.findings.unconfirmed_since(told) == {h}


@pytest.mark.parametrize("kind", [DismissalKind.EXCUSED, DismissalKind.REGISTER])
def test_what_was_read_rightly_takes_nothing_back(ledger: Ledger, kind: DismissalKind) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.acts.decide([1], dismiss(T0 + DAY, kind))
    assert taken_back(ledger) == []
    assert ledger.findings.get(2).state is State.CONFIRMED


def test_an_upheld_appeal_that_says_misread_takes_back_too(ledger: Ledger) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.decisions.decide(1, Decision(Event.APPEAL, T0 + DAY, "u", "能打开"))
    ruling = Decision(Event.RULE_ON_APPEAL, T0 + 2 * DAY, "张", "能打开", kind=DismissalKind.MISREAD)
    ledger.decisions.rule_on_appeal(1, ruling, accept=True)
    assert taken_back(ledger) == [2]


def test_what_only_stood_beside_the_drawn_ones_takes_nothing_back(ledger: Ledger) -> None:
    """Nobody looked at it: it says nothing of the manner."""
    look(ledger, T0, [fail("a", T0), fail("b", T0)])
    ledger.acts.decide([1], dismiss(T0 + DAY, DismissalKind.MISREAD), shown=[])
    assert taken_back(ledger) == []


def test_a_misreading_that_ran_out_is_confirmed_anew_and_an_excuse_is_told(ledger: Ledger) -> None:
    look(ledger, T0, [fail("a", T0), fail("b", T0, "t")])
    for number, kind in ((1, DismissalKind.MISREAD), (2, DismissalKind.EXCUSED)):
        ledger.acts.decide([number], replace(dismiss(T0 + DAY, kind), until=date(2026, 11, 5)))
    later = T0 + 10 * DAY
    look(ledger, later, [fail("a", later), fail("b", later, "t")], trusted=trust(ledger, 60))
    one, two = ledger.findings.find()
    assert (one.state, one.confirmed_at) == (State.SUSPECTED, None)
    assert (two.state, two.confirmed_at) == (State.CONFIRMED, later)


def test_of_two_equal_words_on_one_place_the_first_stands(ledger: Ledger) -> None:
    one, two = fail("p", T0), replace(fail("p", T0), message="另一句")
    look(ledger, T0, [one, two])
    assert ledger.findings.get(1).message == one.message
