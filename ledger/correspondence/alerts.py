"""Which group was told of which urgent finding (`ledger.alerts`), so that none is told twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.store import Store


class AlertState(StrEnum):
    SENT = "已发"
    NOT_SENT = "未发"
    MAYBE = "可能已发"  # handed over, and no answer kept


@dataclass(frozen=True)
class Alert:
    """The last try to tell ``robot`` of a finding. ``said``: why it was not sent."""

    finding: int
    robot: str
    at: datetime
    state: AlertState
    said: str = ""


class Alerts:
    """Which group was told of which urgent finding."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def record(self, findings: Iterable[int], robot: str, at: datetime, state: AlertState, said: str = "") -> None:
        """What became of one message, on each finding it tells."""
        rows = [(finding, robot, stamp(at), state, mask(said)) for finding in findings]
        with self._writing() as db:
            db.conn.executemany("INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?)", rows)

    def of_robot(self, robot: str) -> dict[int, Alert]:
        """What this robot was told, by finding."""
        rows = self._db.query("SELECT * FROM alert WHERE robot = ?", [robot])
        return {
            r["finding"]: Alert(r["finding"], robot, moment(r["at"]), AlertState(r["state"]), r["said"]) for r in rows
        }
