"""Which manners of reading an office may leave to the machine, by what people said of what they looked at. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import sqrt

from ledger.vocabulary import Decision, DismissalKind, Event, Manner

NEEDED = 20  # counted decisions before a manner is trusted, and the last of them that must hold no misreading
FLOOR = 0.95  # a manner that is right less often than this, as far as can be known, is left to persons
_Z = 1.96  # of a 95 % interval


class Word(StrEnum):
    """What a decision says of the reading."""

    RIGHT = "right"
    MISREAD = "misread"
    EXCUSED = "excused"  # it was read rightly or nobody knows; it is not counted for or against


def word_of(decision: Decision, *, sure: bool) -> Word | None:
    """What a decision says of the reading; None where it says nothing. ``sure``: the finding had been confirmed. A
    unit's 已整改 says that there was something to put right; a 误报 taken back, that it was none."""
    match decision.event:
        case Event.CONFIRM | Event.RESTORE:
            return Word.RIGHT
        case Event.REPORT_FIXED if sure:
            return Word.RIGHT
        case Event.DISMISS if decision.kind is not None:
            return Word.MISREAD if decision.kind is DismissalKind.MISREAD else Word.EXCUSED
    return None


@dataclass(frozen=True)
class Counted:
    """One decision on a finding that somebody looked at."""

    at: datetime
    finding: int
    manner: Manner
    subject: str
    word: Word


@dataclass(frozen=True)
class Restored:
    """A person lets the machine confirm that manner on that subject again."""

    at: datetime
    manner: Manner
    subject: str


@dataclass(frozen=True)
class Start:
    """What an office begins with: the program's own record on pages and cases that people had read."""

    right: int
    misread: int = 0
    source: str = ""


@dataclass(frozen=True)
class Precision:
    """How often a manner read rightly. ``low`` and ``high``: the 95 % Wilson interval of right among right and
    misread, in [0, 1]. ``revoked``: the subjects where a misreading took the trust away."""

    manner: Manner
    right: int = 0
    misread: int = 0
    excused: int = 0
    low: float = 0.0
    high: float = 1.0
    trusted: bool = False
    revoked: tuple[str, ...] = ()
    started: int = 0

    @property
    def decided(self) -> int:
        """The decisions counted, the start among them."""
        return self.right + self.misread + self.excused

    @property
    def left_to_persons(self) -> bool:
        """Because it is wrong too often, whatever its last decisions were."""
        return self.high < FLOOR


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson; of nothing, everything."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = right / of, _Z * _Z
    middle, spread = share + z2 / (2 * of), _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z2 / of)), min(1.0, (middle + spread) / (1 + z2 / of))


@dataclass(frozen=True)
class Trust:
    """Asked as ``trust(manner, subject)``."""

    by_manner: Mapping[Manner, Precision] = field(default_factory=dict)

    def __call__(self, manner: Manner, subject: str) -> bool:
        """Whether the machine may confirm what is read in that manner on that subject."""
        known = self.by_manner.get(manner)
        return known is not None and known.trusted and subject not in known.revoked


def trust_of(start: Mapping[Manner, Start], counted: Iterable[Counted], restored: Iterable[Restored]) -> Trust:
    """``counted`` in the order of time. Of several words on one finding the last one counts, from when it was said."""
    last = {(one.finding, one.manner): one for one in counted}
    words: dict[Manner, list[Counted]] = {}
    for one in sorted(last.values(), key=lambda one: one.at):
        words.setdefault(one.manner, []).append(one)
    back: dict[tuple[Manner, str], datetime] = {}
    for word in restored:
        key = word.manner, word.subject
        back[key] = max(word.at, back.get(key, word.at))
    manners = sorted({*start, *words})
    return Trust({m: _precision(m, start.get(m, Start(0)), words.get(m, []), back) for m in manners})


def _precision(
    manner: Manner, start: Start, said: list[Counted], back: Mapping[tuple[Manner, str], datetime]
) -> Precision:
    row = [Word.MISREAD] * start.misread + [Word.RIGHT] * start.right + [one.word for one in said]
    counts = [word for word in row if word is not Word.EXCUSED]
    right = counts.count(Word.RIGHT)
    low, high = wilson(right, len(counts))
    wrong = {one.subject: one.at for one in said if one.word is Word.MISREAD}
    revoked = sorted(s for s, at in wrong.items() if (manner, s) not in back or back[manner, s] < at)
    earned = len(counts) >= NEEDED and Word.MISREAD not in counts[-NEEDED:]
    return Precision(
        manner, right, len(counts) - right, len(row) - len(counts), low, high,
        earned and high >= FLOOR, tuple(revoked), start.right + start.misread,
    )  # fmt: skip
