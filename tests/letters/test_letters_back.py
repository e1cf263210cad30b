"""A letter that presses a unit and comes back (退信): the unit was told nothing, and nothing untrue goes out again."""

from datetime import date

import pytest

from desk.context import Desk
from desk.correspondence.urging import queue_urging
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import Decision, Event, Outcome, State
from ledger.vocabulary.post.outbox import LetterEvent, LetterKind, LetterState
from tests.letters.urging_office import EDU, LINK, at, due, look, problem, says
from tests.letters.urging_office import words as letter_words

SENT = (LetterEvent.START, LetterEvent.HAND_OVER, LetterEvent.ACCEPT)


@pytest.fixture
def late(desk: Desk, ledger: Ledger) -> int:
    """A dead link that was due on Wednesday 23 September; supervised by a letter of the 30th."""
    number = problem(desk, ledger, LINK, "jy", at(9, 21))
    due(ledger, number, at(9, 21, 10), date(2026, 9, 23))
    (written,), _ = queue_urging(desk, ledger, LetterKind.SUPERVISE, at(9, 30), "李四")
    ledger.letters.release(written.number, at(9, 30, 10), "李四")
    for event in SENT:
        ledger.letters.step(written.number, event, at(9, 30, 11))
    return number


def test_a_supervision_that_came_back_is_written_again(desk: Desk, ledger: Ledger, late: int) -> None:
    """Its new day was 10 October, the third working day after 30 September; the third one after that is the 14th."""
    assert ledger.findings.get(late).due == date(2026, 10, 10)
    (letter,) = ledger.letters.find(kind=LetterKind.SUPERVISE)
    written, choice = queue_urging(desk, ledger, LetterKind.SUPERVISE, at(10, 14), "李四")
    assert (written, [f.id for f, _ in choice.left_out]) == ([], [late])
    ledger.letters.step(letter.id, LetterEvent.BOUNCE, at(10, 14, 10))
    (again,), choice = queue_urging(desk, ledger, LetterKind.SUPERVISE, at(10, 14, 11), "李四")
    assert (again.unit, again.findings, choice.left_out) == (EDU, (late,), [])


def test_what_was_put_right_since_is_not_sent_after_the_address_was_mended(
    desk: Desk, ledger: Ledger, late: int
) -> None:
    (letter,) = ledger.letters.find(kind=LetterKind.SUPERVISE)
    ledger.letters.step(letter.id, LetterEvent.BOUNCE, at(9, 30, 12))
    look(desk, ledger, at(10, 8), says(LINK, "jy", at(10, 8), Outcome.PASS))
    with pytest.raises(ForbiddenChange, match="已经销号"):
        ledger.letters.release(letter.id, at(10, 8, 10), "李四")
    assert ledger.letters.get(letter.id).state is LetterState.RETURNED


def test_sent_again_it_urges_once(ledger: Ledger, late: int) -> None:
    (letter,) = ledger.letters.find(kind=LetterKind.SUPERVISE)
    ledger.letters.step(letter.id, LetterEvent.BOUNCE, at(9, 30, 12))
    assert ledger.letters.release(letter.id, at(9, 30, 15), "李四").state is LetterState.READY
    named = [e for e in ledger.findings.history(late) if e.event is Event.URGE and e.letter == letter.id]
    assert (len(named), ledger.findings.get(late).state) == (1, State.FIXING)


@pytest.mark.parametrize("words", ["督办单（草稿，先电话催）", "督办单（信件 1）", "督办单"])
def test_what_a_clerk_calls_his_urging_is_no_letter(desk: Desk, ledger: Ledger, words: str) -> None:
    """The telephone call of the 28th sets no new day: the 督办单 of the 30th tells the problem all the same."""
    number = problem(desk, ledger, LINK, "jy", at(9, 21))
    due(ledger, number, at(9, 21, 10), date(2026, 9, 23))
    ledger.decisions.decide(number, Decision(Event.URGE, at(9, 28), "张三", words))
    (written,), choice = queue_urging(desk, ledger, LetterKind.SUPERVISE, at(9, 30), "李四")
    assert (written.findings, choice.left_out) == ((number,), [])
    said = letter_words(written.document.data)
    assert "办公室催办（2026年9月21日）" in said
    assert "2026年9月28日" not in said
    ledger.letters.release(written.number, at(9, 30, 10), "李四")
    assert [e.letter for e in ledger.findings.history(number) if e.event is Event.URGE] == [None, None, written.number]
