"""What is held as a jump when a run is settled, until a person lets it through."""

from dataclasses import replace
from datetime import date, datetime

from ledger.ledger import Ledger
from ledger.vocabulary import (
    Hold,
    Outcome,
    State,
    Verdict,
)
from tests.decisions.acts import DAY, T0, confirm, fail, look, states


def test_a_jump_is_held_until_a_person_lets_it_through(ledger: Ledger) -> None:
    look(ledger, T0, [fail("http://s.example/0", T0)])
    later = T0 + DAY
    many = [fail(f"http://s.example/{n}", later) for n in range(11)]
    look(ledger, later, many)
    assert [f.held for f in ledger.findings.find()] == [None, *[Hold.SITE] * 10]
    assert states(ledger) == [State.CONFIRMED, *[State.SUSPECTED] * 10]
    ledger.acts.decide(range(2, 12), confirm(later), shown=[2])
    later += DAY
    look(ledger, later, [fail(f"http://s.example/{n}", later) for n in range(30)])
    assert {f.held for f in ledger.findings.find()[11:]} == {None}
    assert {f.state for f in ledger.findings.find()} == {State.CONFIRMED}
    assert ledger.findings.get(2).first_seen == T0 + DAY


def test_a_first_look_is_no_jump_and_national_hosts_are_always_held(ledger: Ledger) -> None:
    look(ledger, T0, [fail(f"http://s.example/{n}", T0) for n in range(50)])
    assert {f.held for f in ledger.findings.find()} == {None}
    look(ledger, T0 + DAY, [fail("http://beian.example/", T0 + DAY, "t")], national=("beian.example",))
    assert ledger.findings.find()[-1].held is Hold.HOST
    assert ledger.findings.find()[-1].state is State.SUSPECTED


def test_lists_that_went_silent_by_the_calendar_are_no_jump(ledger: Ledger) -> None:
    """Newest day and limit had foretold it; where the newest day itself went back, nothing had."""

    def stale(newest: str, at: datetime) -> list[Verdict]:
        seen = [fail(f"c{n}", at, code="list") for n in range(6)]
        figures = (("newest", newest),)
        return [replace(v, column=v.place, evidence=replace(v.evidence, figures=figures)) for v in seen if v.evidence]

    for n in range(6):
        ledger.published.record("s", [(f"c{n}", f"http://s.example/c{n}/1", "稿", date(2026, 10, 20))], T0)
    fine = [Verdict("list", "s", f"c{n}", Outcome.PASS, "好") for n in range(6)]
    look(ledger, T0, fine)
    look(ledger, T0 + DAY, stale("2026-10-20", T0 + DAY))
    assert {f.held for f in ledger.findings.find()} == {None}
    look(ledger, T0 + 2 * DAY, fine)
    assert set(states(ledger)) == {State.CLOSED}
    look(ledger, T0 + 3 * DAY, stale("2026-08-01", T0 + 3 * DAY))
    assert {f.held for f in ledger.findings.find()} == {Hold.SITE}


def test_two_new_problems_on_two_sites_are_no_jump_and_three_on_three_are(ledger: Ledger) -> None:
    """The ledger asks for jumps only from as many new ones on as the smallest jump has."""
    fine = [Verdict("link", site, "x", Outcome.PASS, "好") for site in "stu"]
    look(ledger, T0, fine)
    look(ledger, T0 + DAY, [fail("http://far.example/", T0 + DAY, site) for site in "st"])
    assert {f.held for f in ledger.findings.find()} == {None}
    look(ledger, T0 + 2 * DAY, [fail("http://other.example/", T0 + 2 * DAY, site) for site in "stu"])
    assert [f.held for f in ledger.findings.find()] == [None, None, *[Hold.HOST] * 3]


def test_what_returns_in_a_jump_is_held_and_what_stands_is_not(ledger: Ledger) -> None:
    many = [f"http://s.example/{n}" for n in range(12)]
    look(ledger, T0, [fail(p, T0) for p in many])
    look(ledger, T0 + DAY, [Verdict("link", "s", p, Outcome.PASS, "好") for p in many[:11]])
    look(ledger, T0 + 2 * DAY, [fail(p, T0 + 2 * DAY) for p in many])
    assert [f.held for f in ledger.findings.find()] == [*[Hold.SITE] * 11, None]
    assert [f.confirmed_at is None for f in ledger.findings.find()] == [*[True] * 11, False]


def test_what_a_third_party_says_is_no_jump_of_ours(ledger: Ledger) -> None:
    look(ledger, T0, [Verdict("link", "s", "x", Outcome.PASS, "好")])
    said = [replace(fail(f"http://s.example/{n}", T0 + DAY), origin="第三方") for n in range(20)]
    look(ledger, T0 + DAY, said)
    assert {(f.held, f.manner) for f in ledger.findings.find()} == {(None, None)}


def test_as_many_after_a_month_are_no_jump(ledger: Ledger) -> None:
    look(ledger, T0, [fail("http://s.example/0", T0)])
    later = T0 + 28 * DAY
    look(ledger, later, [fail(f"http://s.example/{n}", later) for n in range(20)])
    assert {f.held for f in ledger.findings.find()} == {None}
