"""The ladder (催办) around a deadline: reminder, overdue, supervision. Pure: no database, no clock; keeps nothing."""

from datetime import date
from enum import StrEnum

from desk.config.settings import Rectify
from ledger.calendar import Calendar
from ledger.findings.urgeable import resting, stands
from ledger.vocabulary import Finding


class Rung(StrEnum):
    AHEAD = "未到期"
    NEAR = "将到期"
    OVERDUE = "逾期"
    SUPERVISE = "应督办"


_RESTS_ON = {Rung.NEAR: Rung.AHEAD, Rung.SUPERVISE: Rung.OVERDUE}


def rung(finding: Finding, day: date, calendar: Calendar, rectify: Rectify) -> Rung | None:
    """Where it stands on ``day``; None where no deadline runs against the unit.

    While it rests (``resting``) it is neither reminded nor supervised, but overdue all the same.
    """
    there = reached(finding, day, calendar, rectify)
    return _RESTS_ON.get(there, there) if there and resting(finding) else there


def reached(finding: Finding, day: date, calendar: Calendar, rectify: Rectify) -> Rung | None:
    """The rung by the calendar alone."""
    due = finding.due
    if due is None or not stands(finding, day):
        return None
    if finding.overdue_on(day):
        late = day >= calendar.add(due, rectify.supervise_days).day
        return Rung.SUPERVISE if late else Rung.OVERDUE
    near = rectify.remind_days > 0 and day >= calendar.add(due, -rectify.remind_days).day
    return Rung.NEAR if near else Rung.AHEAD


def ladder_sentence(rectify: Rectify) -> str:
    """What a notice says of it."""
    remind = f"整改时限到期前{rectify.remind_days}个工作日予以提醒；" if rectify.remind_days else ""
    return f"{remind}逾期未整改的，予以通报；逾期{rectify.supervise_days}个工作日仍未整改的，下发督办单。"
