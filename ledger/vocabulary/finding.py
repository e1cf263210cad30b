"""The standing matter over many verdicts, and what happens to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.vocabulary.judgement import Evidence, Key
from ledger.vocabulary.manner import DismissalKind, Manner
from ledger.vocabulary.place import Place
from ledger.vocabulary.post.outbox import LetterId


class State(StrEnum):
    SUSPECTED = "待核实"
    CONFIRMED = "已核实"
    NOTIFIED = "已通报"
    FIXING = "整改中"
    RECHECK = "待复查"
    CLOSED = "已销号"
    REOPENED = "重新出现"


UNDECIDED = (State.SUSPECTED, State.REOPENED)  # of these nobody may have decided yet
STANDING = tuple(state for state in State if state is not State.CLOSED)


class Event(StrEnum):
    """What can happen to a finding. DISMISS, RESTORE, APPEAL, RULE_ON_APPEAL and MOVED leave its state. UNCONFIRM: the
    machine's confirmation is taken back, because it misread the like there."""

    FOUND = "found"
    CONFIRM = "confirm"
    UNCONFIRM = "unconfirm"
    NOTIFY = "notify"
    UNTELL = "untell"  # a wrong file had been entered as the month's notice, and no letter has left
    URGE = "urge"
    REPORT_FIXED = "report_fixed"
    STILL_THERE = "still_there"
    PASSED = "passed"
    RETURNED = "returned"
    DISMISS = "dismiss"
    RESTORE = "restore"
    APPEAL = "appeal"
    RULE_ON_APPEAL = "rule_on_appeal"
    MOVED = "moved"


class Ruling(StrEnum):
    """How an appeal was ruled (申诉裁定)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Hold(StrEnum):
    """Over what a jump reaches that nothing explains (突增暂扣): what one act decides."""

    SITE = "site"  # one manner on one site
    HOST = "host"  # one host on many sites, or one that every footer links
    ESTATE = "estate"  # one manner on many sites


@dataclass(frozen=True)
class Decision:
    """What a clerk decided, by whom and why. ``until``: when a dismissal expires; ``kind``: what was wrong with it."""

    event: Event
    at: datetime
    by: str
    why: str
    until: date | None = None
    kind: DismissalKind | None = None


@dataclass(frozen=True)
class FindingEvent:
    """One line of a finding's journal. ``why`` is for people and means nothing: what an event means stands in
    ``letter`` (which letter urged), ``period`` (which month's notice told it), ``ruling`` (how the appeal was ruled,
    also on the 误报 that an accepted one is) and ``until`` (to when a 误报 holds, by when an urging wants it right).
    """

    finding: int
    at: datetime
    event: Event
    before: State | None
    after: State
    by: str = ""
    why: str = ""
    run: str = ""
    letter: LetterId | None = None
    period: str | None = None
    ruling: Ruling | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: criterion + subject + place. ``message`` and ``evidence`` are the latest FAIL's.

    ``unit`` is the unit answerable when it was first seen. ``unknown_since``: last looks could not see the place.
    ``origin``: the third party that found it first, "" where we did.
    A 误报 holds from ``dismissed_from`` to ``dismissed_until``, both included; its working days do not run against
    the unit, so ``due`` lies as many later, and ``due_told`` is what it was before. ``doubted``: a notice had told it
    before it was dismissed (已通报后存疑).
    ``held``: a jump that nothing explains brought it; the machine confirms no such finding.
    ``manner`` is how the latest look of ours read it; None where only others, or a person without a rule, say so.
    """

    id: int
    criterion: str
    subject: str
    place: str
    column: str | None
    unit: str
    state: State
    message: str
    evidence: Evidence
    first_seen: datetime
    last_seen: datetime
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    due: date | None = None
    dismissed_from: date | None = None
    dismissed_until: date | None = None
    due_told: date | None = None
    dismissed_why: str = ""
    appeal: str = ""
    unknown_since: datetime | None = None
    origin: str = ""
    manner: Manner | None = None
    dismissed_kind: DismissalKind | None = None
    doubted: bool = False
    held: Hold | None = None

    @property
    def key(self) -> Key:
        return self.criterion, self.subject, self.place

    @property
    def where(self) -> Place:
        """``place``, which is as the ledger writes it, with its kind."""
        return Place.read(self.place, self.column)

    @property
    def waits(self) -> bool:
        """Whether nobody has confirmed it yet, or not since it returned. A 误报 is another matter."""
        return self.state in (State.SUSPECTED, State.REOPENED) and self.confirmed_at is None

    def dismissed_on(self, day: date) -> bool:
        return self.dismissed_until is not None and day <= self.dismissed_until

    def overdue_on(self, day: date) -> bool:
        """逾期 is never stored: it is deadline and now. A day that fell within a 误报 presses nobody."""
        open_now = self.state is not State.CLOSED and not self.dismissed_on(day)
        return open_now and self.due is not None and day > self.due


def open_findings(findings: Iterable[Finding], now: datetime) -> tuple[Finding, ...]:
    """Those that stand: neither closed nor dismissed."""
    return tuple(f for f in findings if f.state is not State.CLOSED and not f.dismissed_on(now.date()))
