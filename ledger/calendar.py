"""Working days (工作日) and statutory holidays (法定节假日) of mainland China, make-up days included.

Never fails: a year whose holidays are not known, by chinesecalendar or by the office's own file, has weekends and the
days that the law itself names by their date (全国年节及纪念日放假办法); what follows the moon, and what is worked on a
weekend instead (调休), comes only with the year's own notice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
_FIXED = {
    (1, 1): "元旦",
    **dict.fromkeys(((5, 1), (5, 2)), "劳动节"),
    **dict.fromkeys(((10, 1), (10, 2), (10, 3)), "国庆节"),
}  # (month, day): the free days of every year
_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


@dataclass(frozen=True)
class Deadline:
    """``known`` is False where a day on the way lies in a year whose holidays are not published yet."""

    day: date
    known: bool


@dataclass(frozen=True)
class Holiday:
    """A statutory holiday with the free days around it: ``first`` to ``last``, both free."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class OwnYear:
    """A year as the office wrote it down from the State Council's notice: free days by name, and make-up days."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]


def day_of(at: datetime) -> date:
    """The day in Shanghai on which the aware moment ``at`` lies."""
    if at.tzinfo is None:
        raise ValueError(f"a time without zone: {at.isoformat()}")
    return at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Calendar:
    """``own``: years from the office's file; they go before what chinesecalendar knows."""

    own: Mapping[int, OwnYear] = field(default_factory=dict)

    def working_day(self, day: date) -> tuple[bool, bool]:
        """Whether ``day`` is worked, and whether its year is known; else it goes by the weekday and the fixed days."""
        if year := self.own.get(day.year):
            return day in year.workdays or (day.weekday() < 5 and day not in year.holidays), True
        try:
            return chinese_calendar.is_workday(day), True
        except NotImplementedError:
            return day.weekday() < 5 and (day.month, day.day) not in _FIXED, False

    def add(self, day: date, n: int) -> Deadline:
        """The ``n``-th working day after ``day`` (before it, where ``n`` < 0); 0 is ``day`` itself, worked or not."""
        step = DAY if n > 0 else -DAY
        known, left = True, abs(n)
        while left:
            day += step
            worked, sure = self.working_day(day)
            known = known and sure
            left -= worked
        return Deadline(day, known)

    def between(self, day: date, later: date) -> int:
        """Working days after ``day`` up to and including ``later``; 0 where ``later`` is not later."""
        return sum(self.working_day(day + n * DAY)[0] for n in range(1, (later - day).days + 1))

    def holidays(self, since: date, until: date) -> Iterator[Holiday]:
        """The holidays that begin in [since, until], first to last; of a year not known only those of fixed days."""
        free = [since + n * DAY for n in range(-1, (until - since).days + 31) if not self._worked(since + n * DAY)]
        block: list[date] = []
        for day, following in pairwise([*free, date.max]):
            block.append(day)
            if following - day == DAY:
                continue
            names = dict.fromkeys(name for one in block if (name := self._named(one)))
            if names and since <= block[0] <= until:
                yield Holiday("、".join(names), block[0], block[-1])
            block = []

    def _worked(self, day: date) -> bool:
        return self.working_day(day)[0]

    def _named(self, day: date) -> str:
        if year := self.own.get(day.year):
            return year.holidays.get(day, "")
        try:
            _, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return _FIXED.get((day.month, day.day), "")
        return _NAMES.get(name, "") if name else ""
