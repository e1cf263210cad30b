"""What others enter while a run goes on, step by step: whose moment counts, what is refused and how it is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ledger.decisions.verdicts import Verdicts
from ledger.ledger import ClockWentBack, ForbiddenChange, Ledger, LedgerBusy
from ledger.vocabulary import Confirm, Decision, Event, Evidence, Hold, Key, Outcome, State, Verdict
from ledger.vocabulary.post.outbox import Draft, LetterEvent, LetterKind, LetterState
from tests.together.settling import CODE, CRITERIA, EMPTY, T0, fails

HOUR = timedelta(hours=1)
NEXT = timedelta(microseconds=1)
MACHINE = {CODE: replace(CRITERIA[CODE], confirm=Confirm.MACHINE, looks=(timedelta(0),))}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Ledger]:
    """Of yesterday: one place is bad. Today's run has begun at T0 and looks."""
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as ledger:
        yesterday = T0 - 24 * HOUR
        ledger.runs.start("r0", "inspect", yesterday, {})
        ledger.verdicts.settle("r0", yesterday, fails("s", 1, 1, yesterday), CRITERIA, EMPTY)
        ledger.runs.start("r", "inspect", T0, {})
        yield ledger


@pytest.fixture
def clerk(run: Ledger, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def passes() -> Verdict:
    return Verdict(CODE, "s0", "http://s0/0", Outcome.PASS, "打开了")


def moments(ledger: Ledger) -> list[tuple[Event, datetime]]:
    return [(e.event, e.at) for e in ledger.findings.history(1)]


def test_a_decision_made_meanwhile_comes_first(run: Ledger, clerk: Ledger) -> None:
    """Confirmed at nine, while the run of eight that sees it fixed still looks: confirmed, then closed."""
    clerk.decisions.decide(1, Decision(Event.CONFIRM, T0 + HOUR, "张", "看过"))
    run.verdicts.settle("r", T0, [passes()], CRITERIA, EMPTY)
    assert moments(run)[1:] == [(Event.CONFIRM, T0 + HOUR), (Event.PASSED, T0 + HOUR + NEXT)]
    assert run.findings.get(1).closed_at == T0 + HOUR + NEXT
    assert run.findings.find_at(T0 + HOUR)[0].state is State.CONFIRMED


def test_nothing_meanwhile_leaves_the_run_its_own_moment(run: Ledger) -> None:
    run.verdicts.settle("r", T0, [passes()], CRITERIA, EMPTY)
    assert moments(run)[1:] == [(Event.PASSED, T0)]


def test_a_clock_that_went_back_is_not_taken_for_a_decision_made_meanwhile(run: Ledger, clerk: Ledger) -> None:
    clerk.decisions.decide(1, Decision(Event.CONFIRM, T0 + HOUR, "张", "看过"))
    with pytest.raises(ClockWentBack):
        clerk.decisions.decide(1, Decision(Event.APPEAL, T0 - HOUR, "张", "申诉"))
    run.runs.start("later", "inspect", T0 + 2 * HOUR, {})  # it was there when this one began
    with pytest.raises(ClockWentBack):
        run.verdicts.settle("later", T0, [passes()], CRITERIA, EMPTY)


def test_of_two_decisions_at_once_the_one_that_waited_is_entered_second(run: Ledger, clerk: Ledger) -> None:
    clerk.decisions.decide(1, Decision(Event.CONFIRM, T0 + HOUR, "张", "看过"))
    run.decisions.decide(1, Decision(Event.APPEAL, T0 + HOUR - timedelta(seconds=2), "李", "申诉"))
    assert moments(run)[1:] == [(Event.CONFIRM, T0 + HOUR), (Event.APPEAL, T0 + HOUR + NEXT)]


def test_what_a_draft_told_as_of_its_moment_stays_so(run: Ledger, clerk: Ledger) -> None:
    """Drafted at nine; the run of eight settles afterwards: the draft's figures stand, and the rest is the next's."""
    clerk.notices.cut_off(T0 + HOUR)
    told = clerk.findings.find_at(T0 + HOUR)
    new = list(fails("t", 1, 1, T0))
    run.verdicts.settle("r", T0, [passes(), *new], CRITERIA, EMPTY)
    assert run.findings.find_at(T0 + HOUR) == told
    assert [f.state for f in run.findings.find_at(T0 + HOUR + NEXT)] == [State.CLOSED, State.SUSPECTED]


def test_a_decision_on_what_became_another_matter_is_refused_and_says_what_it_is(run: Ledger, clerk: Ledger) -> None:
    saw = clerk.findings.find()
    run.verdicts.settle("r", T0, [passes()], CRITERIA, EMPTY)
    with pytest.raises(ForbiddenChange, match="问题 1 在查看以后有变化：由“待核实”变为“已销号”；没有作出这项决定"):
        clerk.acts.decide([1], Decision(Event.CONFIRM, T0 + HOUR, "张", "看过"), saw=saw)
    assert clerk.acts.all() == []


def test_a_decision_on_what_was_merely_seen_again_goes_on(run: Ledger, clerk: Ledger) -> None:
    saw = clerk.findings.find()
    run.verdicts.settle("r", T0, fails("s", 1, 1, T0), CRITERIA, EMPTY)
    clerk.acts.decide([1], Decision(Event.CONFIRM, T0 + HOUR, "张", "看过"), saw=saw)
    assert clerk.findings.get(1).state is State.CONFIRMED
    assert clerk.findings.get(1).evidence.seen == T0


def test_the_machine_confirms_nothing_it_did_not_ask_the_browser_about(run: Ledger, clerk: Ledger) -> None:
    """As the run asks, a place is unknown; before it settles, a third party's file has brought it. The second of two
    looks would confirm it now: the browser was not asked, so it waits."""
    twice = Evidence("http://t0/", T0, "原文", looks=(T0 - HOUR, T0))
    seen = Verdict(CODE, "t0", "http://t0/0", Outcome.FAIL, "打不开", twice)
    asked: list[Verdict] = []

    def browser(about: Sequence[Verdict]) -> Mapping[Key, Verdict | None]:
        asked.extend(about)
        clerk.runs.start("import", "import", T0 + HOUR, {})
        clerk.verdicts.settle("import", T0 + HOUR, fails("u", 1, 1, T0), CRITERIA, EMPTY)
        return {}

    both = [seen, *fails("u", 1, 1, T0 + timedelta(minutes=1))]
    run.verdicts.settle("r", T0, both, MACHINE, EMPTY, last_word=browser)
    assert [v.subject for v in asked] == ["t0"]
    assert {f.subject: f.state for f in run.findings.find()} == {
        "s0": State.SUSPECTED,
        "t0": State.CONFIRMED,
        "u0": State.SUSPECTED,
    }


def test_a_jump_stays_one_jump_where_the_settling_broke_off(run: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """One new FAIL of a manner on each of six sites holds all six (five are enough); power fails after four. Started
    again two are new to the ledger, and they are held like the rest."""
    sites = [f"w{n}" for n in range(6)]
    run.runs.start("before", "inspect", T0 - HOUR, {})
    run.verdicts.settle(
        "before", T0 - HOUR, [Verdict(CODE, s, "栏目", Outcome.PASS, "") for s in sites], CRITERIA, EMPTY
    )
    new = [Verdict(CODE, s, "栏目", Outcome.FAIL, "坏", Evidence(f"http://{s}/", T0, "原文")) for s in sites]
    settled, put = [], Verdicts._put_subject

    def breaks(self: Verdicts, run: str, started: str, subject: str, *more: object) -> object:
        if len(settled) == 4:
            raise KeyboardInterrupt
        settled.append(subject)
        return put(self, run, started, subject, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Verdicts, "_put_subject", breaks)
        with pytest.raises(KeyboardInterrupt):
            run.verdicts.settle("r", T0, new, CRITERIA, EMPTY)
    assert [f.held for f in run.findings.find() if f.subject in sites] == [Hold.ESTATE] * 4
    run.verdicts.settle("r", T0, new, CRITERIA, EMPTY)
    assert [f.held for f in run.findings.find() if f.subject in sites] == [Hold.ESTATE] * 6


def letter() -> Draft:
    return Draft(
        LetterKind.RECTIFY, "u", "甲局", "2026-11", "m", "<m@x>", ("a@x.example",), "题", b"Subject: t\r\n\r\nt", "", ()
    )


def test_a_letter_that_is_being_sent_is_not_taken_for_a_dead_senders(run: Ledger, clerk: Ledger) -> None:
    (number,) = run.letters.queue(LetterKind.RECTIFY, "2026-11", [letter()], T0)
    run.letters.release(number, T0, "张")
    with run.letters.sending(T0):
        run.letters.step(number, LetterEvent.START, T0)
        clerk.letters.queue(LetterKind.RECTIFY, "2026-11", [letter()], T0 + HOUR)
        assert clerk.letters.get(number).state is LetterState.SENDING
        with (
            pytest.raises(LedgerBusy, match="另一个巡查程序正在发信，请等它结束后再试"),
            clerk.letters.sending(T0 + HOUR),
        ):
            pass
    assert [one.state for one in clerk.letters.recover(T0 + HOUR)] == [LetterState.RETRY]  # now it is
