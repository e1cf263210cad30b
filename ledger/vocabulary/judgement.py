"""What is required and what a rule says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ledger.vocabulary.observation import Referrer
from ledger.vocabulary.place import Place
from ledger.vocabulary.provenance import DeadGrade, Provenance
from ledger.vocabulary.reader import AnyReader
from ledger.vocabulary.reason import Reason


class Outcome(StrEnum):
    PASS = "PASS"
    FAIL = "FAIL"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Confirm(StrEnum):
    MACHINE = "machine"  # the last agreeing look confirms
    PERSON = "person"  # waits in 待核实 for a clerk


class Grade(StrEnum):
    """How well a fact of the written standard is sourced. R: recalled, not verified."""

    A = "A"
    B = "B"
    C = "C"
    R = "R"


class ProblemClass(StrEnum):
    """The classes a notice tells problems by, severe first."""

    VETO = "单项否决"
    UPDATE = "信息更新"
    LINK = "链接可用性"
    IDENTITY = "网站标识与标签"
    ACCOUNT = "账号管理"
    OTHER = "其他"


@dataclass(frozen=True)
class Criterion:
    """指标: one written requirement. ``rule`` names the rule that judges it; ``None`` is judged by a person.

    ``looks`` are the least gaps between agreeing looks: two gaps mean three looks.
    ``days_to_fix`` are working days. ``points`` are taken only when ``points_grade`` is not R.
    ``told_as``: what a notice says after the place (更新不及时), "" where it says the message. ``stands_for``: codes of
    criteria whose findings on the same place (of a criterion on a whole subject: on any of its places) are the same
    fact and are told and counted with this one; ``once``: all its findings on one subject are one problem.
    """

    code: str
    title: str
    standard: str
    clause: str
    wording: str
    rule: str | None
    problem_class: ProblemClass
    demand: str  # what the unit is asked to do, one sentence
    params: Mapping[str, object] = field(default_factory=dict)
    veto: bool = False
    confirm: Confirm = Confirm.MACHINE
    looks: tuple[timedelta, ...] = ()
    days_to_fix: int = 5
    points: float | None = None
    requirement_grade: Grade = Grade.R
    points_grade: Grade = Grade.R
    enabled: bool = True
    standard_name: str = ""  # of the document, as a letter cites it: 《…》
    standard_short: str = ""  # and where it is cited again: 检查指标
    told_as: str = ""
    stands_for: tuple[str, ...] = ()
    once: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a FAIL rests on: address, time, quoted text, hash of the stored bytes.

    ``looks`` are the times of the agreeing looks, oldest first. ``reason`` only where the closed list says why.
    ``provenance`` is what the day it rests on rests on, ``grade`` how sure it is: soft is for a person;
    ``reader``: who read it (None: the plain reader of pages, or nobody knows).
    ``figures`` are named figures the message rests on, e.g. (("newest", "2026-10-01"), ("days", "53")).
    """

    address: str
    seen: datetime
    quote: str = ""
    body: str = ""
    reason: Reason | None = None
    status: int | None = None
    looks: tuple[datetime, ...] = ()
    referrers: tuple[Referrer, ...] = ()
    uses: int = 0
    figures: tuple[tuple[str, str], ...] = ()
    provenance: Provenance | None = None
    grade: DeadGrade | None = None
    reader: AnyReader | None = None


Key = tuple[str, str, str]  # criterion, subject, place: what makes a standing matter the same one


@dataclass(frozen=True)
class Verdict:
    """判定: what a rule says now of one place. A FAIL without evidence is refused, an UNKNOWN gives its reason.

    ``subject`` is a site's (or account's) id; ``column`` a column's id where one is meant; ``place`` names the
    place within the subject and, with criterion and subject, is the finding's identity: never message text.
    ``origin``: the third party that says so, "" where we looked: what others say confirms nothing by machine.
    """

    criterion: str
    subject: str
    place: str
    outcome: Outcome
    message: str
    evidence: Evidence | None = None
    reason: Reason | None = None
    column: str | None = None
    origin: str = ""

    @property
    def key(self) -> Key:
        return self.criterion, self.subject, self.place

    @property
    def where(self) -> Place:
        """``place``, which is as the ledger writes it, with its kind."""
        return Place.read(self.place, self.column)
