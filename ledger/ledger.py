"""台账: what was found and done, in one SQLite file with one writing process. Knows no network and no requirement.

``Ledger.open_for_writing(path, now)`` or ``Ledger.open_for_reading(path)``; refusals are a typed ``LedgerError``.
"""

from ledger.ledger_findings import DISMISSED_FOR, NoSuchFinding
from ledger.ledger_runs import NoSuchRun, NoticeRecord, RunRecord
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
from ledger.outbox import NoSuchLetter
from ledger.outbox_states import ForbiddenStep
from ledger.settle import Settled
from ledger.slots import SlotPart
from ledger.states import ForbiddenChange
from ledger.urging import UrgingPart

__all__ = [
    "DISMISSED_FOR",
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
    "NoSuchRun",
    "NoticeRecord",
    "PassCount",
    "RunRecord",
    "Settled",
    "UnknownCriterion",
    "only_writer",
]


class Ledger(SettlePart, UrgingPart, SlotPart):
    """The whole ledger. Its parts: ledger_store, ledger_runs, ledger_findings, ledger_settle, outbox, urging, slots."""
