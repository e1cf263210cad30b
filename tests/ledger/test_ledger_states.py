"""The table of states against one written by hand, every pair of it."""

import pytest

from ledger.findings.states import WORDS, ForbiddenChange, after
from ledger.vocabulary import Event, State

# A row is the state before, a column the event.
# S 待核实 C 已核实 N 已通报 F 整改中 R 待复查 X 已销号 B 重新出现, . forbidden
EVENTS = (
    "FOUND CONFIRM UNCONFIRM NOTIFY URGE REPORT_FIXED STILL_THERE PASSED RETURNED DISMISS RESTORE APPEAL RULE_ON_APPEAL"
    " MOVED UNTELL"
)
BY_HAND = {
    "-": "S..............",
    "S": ".C....SX.SS..S.",
    "C": "..SNFRCX.CCCCC.",
    "N": "....FRNX.NNNNNC",
    "F": "...FFRFX.FFFFFF",
    "R": "...R..FX.RRRRRR",
    "X": "..XX....BXXXXXX",
    "B": ".BBNFRBX.BBBBBB",
}
LETTERS = dict(zip("SCNFRXB", State, strict=True))


@pytest.mark.parametrize("letter", BY_HAND)
def test_every_pair_of_state_and_event(letter: str) -> None:
    before = LETTERS.get(letter)
    for name, expected in zip(EVENTS.split(), BY_HAND[letter], strict=True):
        event = Event[name]
        if expected == ".":
            with pytest.raises(ForbiddenChange) as refused:
                after(before, event)
            assert (refused.value.before, refused.value.event) == (before, event)
            assert WORDS[event] in str(refused.value)
        else:
            assert after(before, event) is LETTERS[expected]


def test_the_hand_table_has_all_events() -> None:
    assert set(EVENTS.split()) == {e.name for e in Event}
    assert set(WORDS) == set(Event)
