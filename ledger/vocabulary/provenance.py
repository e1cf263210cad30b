"""What a reading rests on: the provenance of a day, how far a list was read, and how sure a dead target is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.vocabulary.reason import Reason


class Provenance(StrEnum):
    """Where on a page a day stands, surest first. A closed list: only the first four are publish days."""

    LABELLED = "labelled"  # 发布时间：…, 发布日期：…, 日期：…; 时间：… only in the bar beside the headline
    OWN_PLACE = "own_place"  # alone in that bar, or alone in its own cell or element of a list's row
    BRACKETS = "brackets"  # in brackets at the end of the link's text
    MARKUP = "markup"  # <time>, title=, meta PubDate, article:published_time
    ADDRESS = "address"  # in the address: often the day of creation
    OTHER_LABEL = "other_label"  # 成文, 截止, 开标, 面试, 演出, 来信, 公示期, 成立 …
    PROSE = "prose"  # in a sentence or a summary
    HIDDEN = "hidden"  # in an element that no visitor sees
    DEFAULT = "default"  # 1970-01-01 and the like: nobody wrote it

    @property
    def publish(self) -> bool:
        """Whether a day that stands so is a publish day."""
        return self in _PUBLISH


_PUBLISH = frozenset({Provenance.LABELLED, Provenance.OWN_PLACE, Provenance.BRACKETS, Provenance.MARKUP})


@dataclass(frozen=True)
class DayReading:
    """One day as a page shows it. ``words``: the text around it, as a person would quote it."""

    value: datetime | date
    provenance: Provenance
    words: str = ""

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value

    @property
    def publish(self) -> bool:
        return self.provenance.publish


class ListOrder(StrEnum):
    """How the readable publish days of a list run from its first row to its last."""

    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"
    MIXED = "mixed"
    UNTOLD = "untold"  # fewer than two different days


@dataclass(frozen=True)
class ListReach:
    """What of a list was read. ``blocks``: lists in the column's own area; ``left``: those of them left aside.

    ``later``: publish days in the column's own area (never in a block that other pages share) that stand outside the
    rows read and are later than the newest of these.
    """

    order: ListOrder = ListOrder.UNTOLD
    blocks: int = 1
    left: int = 0
    pages_read: int = 1
    pages: int | None = None
    later: tuple[DayReading, ...] = ()


class DeadGrade(StrEnum):
    """How sure it is that a target is dead, or another conclusion true. Soft is concluded from content: for a person,
    never for the machine."""

    HARD = "hard"
    SOFT = "soft"


HARD_REASONS = frozenset({Reason.NOT_FOUND, Reason.GONE, Reason.DNS_NOT_FOUND, Reason.REFUSED, Reason.BAD_ADDRESS})


def grade_of(reason: Reason) -> DeadGrade:
    """The grade of one of the ``DEAD_REASONS``."""
    return DeadGrade.HARD if reason in HARD_REASONS else DeadGrade.SOFT
