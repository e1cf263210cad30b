"""The one table of what may happen to a letter in which state (信件状态表). Pure: no database, no clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from ledger.vocabulary.post.outbox import LetterEvent, LetterState

_S, _E = LetterState, LetterEvent
_UNSENT = (_S.NO_ADDRESS, _S.HELD, _S.READY, _S.RETRY)

TABLE: Mapping[tuple[LetterState | None, LetterEvent], LetterState] = MappingProxyType(
    {
        (None, _E.QUEUE): _S.HELD,
        (None, _E.QUEUE_UNADDRESSED): _S.NO_ADDRESS,
        # written again in the same words before anyone released it: the newer writing counts
        (_S.HELD, _E.QUEUE): _S.HELD,
        (_S.NO_ADDRESS, _E.QUEUE_UNADDRESSED): _S.NO_ADDRESS,
        # written again in the very words of one that was taken back
        (_S.WITHDRAWN, _E.QUEUE): _S.HELD,
        (_S.WITHDRAWN, _E.QUEUE_UNADDRESSED): _S.NO_ADDRESS,
        (_S.HELD, _E.RELEASE): _S.READY,
        # refused for good, the cause put right: the server does not have it
        (_S.RETURNED, _E.RELEASE): _S.READY,
        (_S.READY, _E.START): _S.SENDING,
        (_S.RETRY, _E.START): _S.SENDING,
        # nothing of it has left, and what it says is no longer true: it waits for a person again
        **{(state, _E.HOLD): _S.HELD for state in (_S.READY, _S.RETRY)},
        (_S.SENDING, _E.HAND_OVER): _S.HANDED,
        (_S.HANDED, _E.ACCEPT): _S.SENT,
        # an answer was seen: the server says that it does not have the letter
        **{(state, _E.DEFER): _S.RETRY for state in (_S.SENDING, _S.HANDED)},
        **{(state, _E.REFUSE): _S.RETURNED for state in (_S.SENDING, _S.HANDED)},
        # no answer was seen, or our process died: only before the body was handed over is it surely not sent
        (_S.SENDING, _E.BREAK): _S.RETRY,
        (_S.HANDED, _E.BREAK): _S.MAYBE,
        # the server took it and reported by mail that it could not deliver it, to all or to some
        **{(state, _E.BOUNCE): _S.RETURNED for state in (_S.SENT, _S.MAYBE)},
        **{(state, _E.BOUNCE_PART): state for state in (_S.SENT, _S.MAYBE)},
        # only by a person's word
        (_S.MAYBE, _E.SETTLE_SENT): _S.SENT,
        (_S.MAYBE, _E.SETTLE_NOT_SENT): _S.READY,
        **{(state, _E.WITHDRAW): _S.WITHDRAWN for state in _UNSENT},
    }
)
MINUTES = (5, 15, 45, 120, 360)  # until the next try, by how many there were; the last one goes on


class ForbiddenStep(ValueError):
    """The event cannot happen to a letter in that state."""

    def __init__(self, before: LetterState | None, event: LetterEvent, number: int = 0) -> None:
        self.before, self.event = before, event
        state = before.value if before else "尚未写入"
        super().__init__(f"信件{f' {number} ' if number else ''}处于“{state}”状态，不能做“{event.value}”。")


def after(before: LetterState | None, event: LetterEvent, number: int = 0) -> LetterState:
    """The state that ``event`` leads to; ``ForbiddenStep`` where it cannot happen."""
    try:
        return TABLE[before, event]
    except KeyError:
        raise ForbiddenStep(before, event, number) from None


def withdrawable(state: LetterState) -> bool:
    return state in _UNSENT


def next_try(now: datetime, attempts: int) -> datetime:
    """When a letter that was tried ``attempts`` times is tried again: the gaps grow (back-off)."""
    return now + timedelta(minutes=MINUTES[min(max(attempts, 1), len(MINUTES)) - 1])
