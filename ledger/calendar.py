"""Working days (工作日) of mainland China, make-up days included. Never fails: an unknown year has weekends only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Deadline:
    """``known`` is False where a day on the way lies in a year whose holidays are not published yet."""

    day: date
    known: bool


def day_of(at: datetime) -> date:
    """The day in Shanghai on which the aware moment ``at`` lies."""
    if at.tzinfo is None:
        raise ValueError(f"a time without zone: {at.isoformat()}")
    return at.astimezone(SHANGHAI).date()


def working_day(day: date) -> tuple[bool, bool]:
    """Whether ``day`` is worked, and whether that is known or only guessed from the weekday."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < 5, False


def add_working_days(day: date, n: int) -> Deadline:
    """The ``n``-th working day after ``day``; ``n`` = 0 is ``day`` itself, worked or not (当日)."""
    if n < 0:
        raise ValueError("n must not be negative")
    known = True
    while n:
        day += timedelta(days=1)
        worked, sure = working_day(day)
        known = known and sure
        n -= worked
    return Deadline(day, known)
