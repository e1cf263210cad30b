"""台账: what was found and done, in one SQLite file with one writer a moment. Knows no network and no requirement.

``Ledger.open_for_writing(path)`` or ``Ledger.open_for_reading(path)``; refusals are a typed ``LedgerError``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ledger.correspondence.alerts import Alerts
from ledger.correspondence.answers import Answers
from ledger.correspondence.inbox import Inbox, NoSuchMail, NotWaiting
from ledger.correspondence.letter_states import ForbiddenStep
from ledger.correspondence.letters import Letters, NoSuchLetter
from ledger.correspondence.messages import Messages, NoSuchMessageFile
from ledger.correspondence.notices import AlreadyIssued, NoSuchNotice, Notices
from ledger.correspondence.reports import AlreadyAnswered, NoSuchReport, Reports
from ledger.correspondence.slots import Slots
from ledger.decisions.acts import Act, Acts
from ledger.decisions.clerk import DISMISSED_FOR, Decisions
from ledger.decisions.terms import Terms
from ledger.decisions.trust_record import TrustRecord
from ledger.decisions.verdict_record import PassCount
from ledger.decisions.verdicts import UnknownCriterion, Verdicts
from ledger.findings.inspection import Inspection, Unsettled, no_inspection
from ledger.findings.relocation import Relocation
from ledger.findings.repository import Findings, NoSuchFinding
from ledger.findings.runs import NoSuchRun, Published, RunRecord, Runs
from ledger.findings.settle import Settled
from ledger.findings.site_decisions import SiteDecisions
from ledger.findings.states import ForbiddenChange
from ledger.store import (
    ClockWentBack,
    LedgerBroken,
    LedgerBusy,
    LedgerError,
    LedgerFull,
    LedgerUnwritable,
    NoLedger,
    Store,
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


class Ledger:
    """The whole ledger: its parts, and the transactions that span them. ``close`` it, or use it in a ``with``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # what was found
        self.findings = Findings(store)
        self.runs = Runs(store)
        self.published = Published(store)
        self.inspection = Inspection(store)
        self.relocation = Relocation(store, self.findings)
        self.site_decisions = SiteDecisions(store)
        # what was decided
        self.trust = TrustRecord(store)
        self.terms = Terms(store)
        self.decisions = Decisions(store, self.findings, self.trust)
        self.acts = Acts(store, self.findings, self.decisions)
        self.verdicts = Verdicts(store, self.findings, self.runs, self.terms)
        # what went out and came in
        self.letters = Letters(store, self.findings, self.decisions)
        self.answers = Answers(store, self.findings, self.decisions)
        self.inbox = Inbox(store, self.answers)
        self.notices = Notices(store, self.findings)
        self.reports = Reports(store)
        self.messages = Messages(store)
        self.alerts = Alerts(store)
        self.slots = Slots(store)

    @classmethod
    def open_for_writing(cls, path: Path) -> Self:
        """Beside any others; makes the file and its tables."""
        return cls(Store.open_for_writing(path))

    @classmethod
    def open_for_reading(cls, path: Path) -> Self:
        """Always possible beside a writer; sees what was committed. ``NoLedger`` where none is there yet."""
        return cls(Store.open_for_reading(path))

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read in it stands until what is written in it is kept: all of it, or nothing. Others wait for its
        end: nothing is looked at or asked in it."""
        with self._store.writing():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read in it is of one moment, whatever others enter meanwhile; nobody waits for its end. Nothing is
        written in it."""
        with self._store.snapshot():
            yield

    @contextmanager
    def alone_at(self, what: str, doing: str) -> Iterator[None]:
        """This process only does that, until it ends. ``LedgerBusy`` says in Chinese what another one is ``doing``."""
        with self._store.alone_at(what, doing):
            yield
