"""台账: what was found and done, in one SQLite file with one writer a moment. Knows no network and no requirement.

``Ledger.open_for_writing(path)`` or ``Ledger.open_for_reading(path)``; refusals are a typed ``LedgerError``.
"""

from ledger.correspondence.alerts import AlertsPart
from ledger.correspondence.answers import AnswersPart, NoSuchMail, NotWaiting
from ledger.correspondence.messages import MessagesPart, NoSuchMessageFile
from ledger.correspondence.notices import AlreadyIssued, NoSuchNotice, NoticesPart
from ledger.correspondence.outbox import NoSuchLetter
from ledger.correspondence.outbox_states import ForbiddenStep
from ledger.correspondence.reported import AlreadyAnswered, NoSuchReport, ReportedPart
from ledger.correspondence.slots import SlotPart
from ledger.correspondence.urging import UrgingPart
from ledger.decisions.acts import Act, ActsPart
from ledger.decisions.deciding import DISMISSED_FOR
from ledger.decisions.settling import PassCount, SettlePart, UnknownCriterion
from ledger.findings.inspecting import InspectingPart, Unsettled, no_inspection
from ledger.findings.kept import NoSuchFinding
from ledger.findings.moving import MovingPart
from ledger.findings.runs import NoSuchRun, RunRecord
from ledger.findings.settle import Settled
from ledger.findings.site_words import SiteWordsPart
from ledger.findings.states import ForbiddenChange
from ledger.store import (
    ClockWentBack,
    LedgerBroken,
    LedgerBusy,
    LedgerError,
    LedgerFull,
    LedgerUnwritable,
    NoLedger,
    alone,
)

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
    "NoSuchMessageFile",
    "NoSuchNotice",
    "NoSuchReport",
    "NoSuchRun",
    "NotWaiting",
    "PassCount",
    "RunRecord",
    "Settled",
    "UnknownCriterion",
    "Unsettled",
    "alone",
    "no_inspection",
]


class Ledger(
    SettlePart,
    ActsPart,
    UrgingPart,
    NoticesPart,
    AnswersPart,
    ReportedPart,
    MessagesPart,
    MovingPart,
    AlertsPart,
    SlotPart,
    SiteWordsPart,
    InspectingPart,
):
    """The whole ledger, put together from its parts: each file of this folder that ends in a Part is one."""
