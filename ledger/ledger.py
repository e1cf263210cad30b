"""台账: what was found and done, in one SQLite file with one writing process. Knows no network and no requirement.

``Ledger.open_for_writing(path, now)`` or ``Ledger.open_for_reading(path)``; refusals are a typed ``LedgerError``.
"""

from ledger.alerts import AlertsPart
from ledger.answers import AnswersPart, NoSuchMail, NotWaiting
from ledger.decisions.acts import Act, ActsPart
from ledger.decisions.deciding import DISMISSED_FOR
from ledger.ledger_findings import NoSuchFinding
from ledger.ledger_runs import NoSuchRun, RunRecord
from ledger.ledger_settle import PassCount, SettlePart, UnknownCriterion
from ledger.ledger_store import (
    ClockWentBack,
    LedgerBroken,
    LedgerBusy,
    LedgerError,
    LedgerFull,
    LedgerUnwritable,
    NoLedger,
    only_writer,
)
from ledger.moving import MovingPart
from ledger.notices import AlreadyIssued, NoSuchNotice, NoticesPart
from ledger.outbox import NoSuchLetter
from ledger.outbox_states import ForbiddenStep
from ledger.reported import AlreadyAnswered, NoSuchReport, ReportedPart
from ledger.settle import Settled
from ledger.site_words import SiteWordsPart
from ledger.slots import SlotPart
from ledger.states import ForbiddenChange
from ledger.urging import UrgingPart

__all__ = [
    "DISMISSED_FOR",
    "Act",
    "AlreadyAnswered",
    "AlreadyIssued",
    "ClockWentBack",
    "ForbiddenChange",
    "ForbiddenStep",
    "Ledger",
    "LedgerBroken",
    "LedgerBusy",
    "LedgerError",
    "LedgerFull",
    "LedgerUnwritable",
    "NoLedger",
    "NoSuchFinding",
    "NoSuchLetter",
    "NoSuchMail",
    "NoSuchNotice",
    "NoSuchReport",
    "NoSuchRun",
    "NotWaiting",
    "PassCount",
    "RunRecord",
    "Settled",
    "UnknownCriterion",
    "only_writer",
]


class Ledger(
    SettlePart,
    ActsPart,
    UrgingPart,
    NoticesPart,
    AnswersPart,
    ReportedPart,
    MovingPart,
    AlertsPart,
    SlotPart,
    SiteWordsPart,
):
    """The whole ledger, put together from its parts: each file of this folder that ends in a Part is one."""
