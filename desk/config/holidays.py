"""The office's own years of holidays: config/holidays.toml, for years that chinesecalendar does not know yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from ledger.calendar import Calendar, OwnYear

SEVEN = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")  # a year that lacks one is not whole
_KEYS = ("name", "from", "to", "workdays")


@dataclass(frozen=True)
class _Entry:
    """One holiday as written: its free days, first to last, and the days worked in their stead."""

    name: str
    first: date
    last: date
    workdays: tuple[date, ...]

    def days(self) -> Iterator[date]:
        yield from (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def load_holidays(path: Path) -> Calendar:
    """Calendar with the office's years, the plain one where there is no such file. ConfigError tells all mistakes."""
    if not path.exists():
        return Calendar()
    _, given = read_toml(path)
    mistakes = [
        ConfigMistake(path.name, f"不认识“{key}”", "每个节日写一节 [[holiday]]") for key in given if key != "holiday"
    ]
    rows = given.get("holiday", [])
    if not isinstance(rows, list):
        rows = []
        mistakes.append(ConfigMistake(path.name, "“holiday”应是一节一节的", "每个节日写一节 [[holiday]]"))
    entries = []
    for no, row in enumerate(rows, 1):
        try:
            entries.append(_entry(row))
        except ValueError as wanted:
            mistakes.append(ConfigMistake(path.name, f"第 {no} 个 [[holiday]] 写错了", str(wanted)))
    years = {year: _year(year, entries) for year in {entry.first.year for entry in entries}}
    for year in years if not mistakes else ():
        names = "".join(entry.name for entry in entries if year in {entry.first.year, entry.last.year})
        if lacking := [name for name in SEVEN if name not in names]:
            advice = "请照国务院办公厅的通知写全一年的七个节日"
            mistakes.append(ConfigMistake(path.name, f"{year} 年缺少 {'、'.join(lacking)}", advice))
    if mistakes:
        raise ConfigError(*mistakes)
    return Calendar(years)


def _entry(row: object) -> _Entry:
    if not isinstance(row, dict) or row.keys() - set(_KEYS):
        raise ValueError(f"可用的有：{'、'.join(_KEYS)}")
    name, first, last, worked = (row.get(key) for key in _KEYS)
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise ValueError('name 要写成节日的名称，如 "春节"')
    if type(first) is not date or type(last) is not date:
        raise ValueError("from 和 to 要写成日期，如 2027-02-06，不加引号")
    if not 0 <= (last - first).days <= 30:
        raise ValueError("to 要在 from 当天或以后，且不超过 30 天")
    days = tuple(day for day in worked if type(day) is date) if isinstance(worked, list) else ()
    if worked is not None and (not isinstance(worked, list) or len(days) != len(worked)):
        raise ValueError("workdays（调休上班日）要写成日期的列表，如 [2027-02-14]")
    return _Entry(name.strip(), first, last, days)


def _year(year: int, entries: list[_Entry]) -> OwnYear:
    free = {day: entry.name for entry in entries for day in entry.days() if day.year == year}
    return OwnYear(free, frozenset(day for entry in entries for day in entry.workdays if day.year == year))
