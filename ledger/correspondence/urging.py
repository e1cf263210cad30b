"""When a letter may press a unit: what it may still say, and whether it did on a day. Pure: no database, no clock.

One matter is pressed by one paper a day (一事一天一信), and by none that no longer says the truth.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ledger.calendar import day_of
from ledger.findings.urgeable import stance
from ledger.vocabulary import Finding
from ledger.vocabulary.post.outbox import Letter, LetterChange, LetterEvent, LetterKind, LetterState, Matter

WhyNot = Callable[[Finding], str]  # why the register says that nobody may be pressed for it, or ""

WAITING = (LetterState.HELD, LetterState.NO_ADDRESS)
RELEASED = (LetterState.READY, LetterState.RETRY)
_GONE = (LetterState.SENDING, LetterState.HANDED, LetterState.SENT, LetterState.MAYBE)
LEFT = (LetterEvent.RELEASE, LetterEvent.START, LetterEvent.HAND_OVER)


def nowhere(finding: Finding) -> str:
    """Nothing is known against its place."""
    return ""


def left_on(letter: Letter, history: Sequence[LetterChange], day: date) -> bool:
    """Whether the letter told its unit on ``day``, or was written then and waits."""
    if letter.state in WAITING:
        return day_of(letter.created) == day
    left = any(change.event in LEFT and day_of(change.at) == day for change in history)
    return left and letter.state in (*RELEASED, *_GONE)


def stale(letter: Letter, finding: Finding, matter: Matter, day: date) -> str:
    """Why a letter may no longer say it, or ""."""
    if (now := stance(finding, day)) != matter.told:
        return now or f"不再是“{matter.told}”"
    if finding.unit != letter.unit:
        return "现在由别的单位负责"
    if finding.due not in (matter.was, matter.due):
        return f"整改时限现在是 {finding.due}，信上是 {matter.due}" if finding.due else "没有整改时限了"
    late = letter.kind.urges and matter.due is not None and matter.due < day
    return f"要求的时限 {matter.due} 已过" if late else ""


def goes_first(other: Letter, letter: Letter) -> bool:
    """Whether ``letter`` gives way to ``other``: what has left, or is on its way; and of two that wait the notice's."""
    return other.state not in WAITING or (letter.kind.urges and other.kind is LetterKind.RECTIFY)


def pressed(beside: Iterable[Letter]) -> str:
    """Why nobody is pressed once more today, by the letters that do already, or ""."""
    return next((f"今天已由{one.kind.word}（信件 {one.id}）告知，同一问题一天只催一次" for one in beside), "")


def drawn_anew(letter: Letter) -> str:
    """The command that draws it up anew, or drops it."""
    return f"xuncha letters {letter.kind}" if letter.kind.urges else f"xuncha letters queue --month {letter.period}"
