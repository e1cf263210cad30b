"""The pre-holiday letters: which holiday, what of each unit would cross its line during it, one letter a unit."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.context import Desk
from desk.correspondence.drafting import UnitPost, plain_letter
from desk.mail.server_settings import load_mail
from desk.presenters.place_names import office, place_name, site_name, unit_name
from desk.statistics.expiry_forecast import RunningOut, Told, Unread, running_out
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import Holiday
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterId, LetterKind
from reports.figures.text import han_date
from reports.letters.holiday import (
    DutyRow,
    Ending,
    HolidayFigures,
    NotRead,
    holiday_fields,
    mail_lines,
    subject,
    write_holiday,
)
from reports.mail.message import Attachment

DAY = timedelta(days=1)
AHEAD = 200 * DAY  # no two holidays lie further apart
YEAR = 366 * DAY
LONGEST = 31  # days of a holiday


@dataclass(frozen=True)
class HolidayLetters:
    """What was written: the letters' numbers and documents by unit, in one order. ``unowned``: told to nobody;
    ``blank``: days of the holiday that the duty table leaves out.
    """

    numbers: list[LetterId]
    documents: list[tuple[str, bytes]]
    unowned: int
    blank: int


def next_holiday(desk: Desk, today: date, name: str | None) -> Holiday:
    """The next one that begins after ``today``, of that name if one is given. ConfigError where none is known."""
    asked = name.removesuffix("节") if name else ""
    found = desk.calendar.holidays(today + DAY, today + (YEAR if name else AHEAD))
    for holiday in found:
        if asked in holiday.name:
            _check_known(desk, today, holiday.first)
            return holiday
    if name and desk.calendar.working_day(today + YEAR)[1]:
        raise ConfigError(
            ConfigMistake("--holiday", f"一年之内没有叫“{name}”的节日", "请写成 国庆节 的样子，或用 --from 和 --to")
        )
    _check_known(desk, today, today + (YEAR if name else AHEAD))
    raise ConfigError(ConfigMistake("holidays.toml", "查不到下一个节日", _ADVICE))


_ADVICE = "请照国务院办公厅的通知写进 config/holidays.toml，或用 --from 和 --to 写明起止日期"


def _check_known(desk: Desk, today: date, until: date) -> None:
    for year in range(today.year, until.year + 1):
        if not desk.calendar.working_day(date(year, 7, 1))[1]:
            raise ConfigError(ConfigMistake("holidays.toml", f"还不知道 {year} 年的放假安排", _ADVICE))


def written_holiday(name: str | None, first: date, last: date, today: date) -> Holiday:
    """As the clerk wrote it with --from and --to."""
    if not first <= last < first + LONGEST * DAY:
        raise ConfigError(ConfigMistake("--to", f"{last} 不对", f"要在 {first} 当天或以后，且不超过 {LONGEST} 天"))
    if last < today:
        raise ConfigError(ConfigMistake("--to", f"{last} 已经过去", "请核对起止日期"))
    return Holiday(name or "节日", first, last)


def queue_holiday(
    desk: Desk, ledger: Ledger, holiday: Holiday, duty: tuple[DutyRow, ...], now: datetime, by: str = ""
) -> HolidayLetters:
    """A letter to each unit that answers for a site, a column or an account, put into the outbox to wait."""
    mail = load_mail(desk.workspace)
    mail.sender_address(desk)  # asked before the work is done
    figures, unowned = holiday_figures(desk, ledger, holiday, duty, now)
    documents, drafts = [], []
    for unit, one in figures.items():
        with tempfile.TemporaryDirectory() as folder:
            letter = Path(folder) / "holiday.docx"
            data = write_holiday(one, desk.workspace.letters / "holiday.docx", letter).read_bytes()
        post = UnitPost(
            LetterKind.HOLIDAY,
            f"{holiday.first}",
            desk.register.units[unit],
            one.unit,
            subject(one),
            now,
            says=repr(holiday_fields(one) | {"成文日期": ""}),
            attachments=(Attachment(f"{one.holiday}节前提醒.docx", data),),
        )
        documents.append((one.unit, data))
        drafts.append(plain_letter(desk, mail, post, mail_lines(one)))
    numbers = ledger.letters.queue(LetterKind.HOLIDAY, f"{holiday.first}", drafts, now, by)
    blank = (
        (holiday.last - holiday.first).days + 1 - len({r.day for r in duty if holiday.first <= r.day <= holiday.last})
    )
    return HolidayLetters(numbers, documents, unowned, blank)


def holiday_figures(
    desk: Desk, ledger: Ledger, holiday: Holiday, duty: tuple[DutyRow, ...], now: datetime
) -> tuple[dict[str, HolidayFigures], int]:
    """By unit id; and how many lines there are that no registered unit answers for."""
    back = desk.calendar.add(holiday.last, 1)
    before = desk.calendar.add(holiday.first, -1)
    told: dict[str, list[Told]] = {unit: [] for unit in _answering(desk, holiday.first)}
    unowned = 0
    for one in running_out(desk, ledger, now, back.day):
        unit = desk.register.answerable(one.subject, one.column, holiday.first)
        if unit in told:
            told[unit].append(one)
        else:
            unowned += 1
    return {
        unit: HolidayFigures(
            office=office(desk),
            unit=unit_name(desk, unit, now.date()),
            name=holiday.name,
            first=holiday.first,
            last=holiday.last,
            before=before.day,
            back=back.day,
            made=now,
            endings=_endings(desk, own),
            unread=tuple(_not_read(desk, one) for one in own if isinstance(one, Unread)),
            duty=duty,
            known=back.known and before.known,
        )
        for unit, own in told.items()
    }, unowned


def _answering(desk: Desk, day: date) -> list[str]:
    """Ids of the units that answer for something on ``day``, in the register's order."""
    register = desk.register
    sites = {i for i, site in register.sites.items() if not site.closed_on(day)}
    busy = {register.answerable(i, None, day) for i in sites}
    busy |= {register.answerable(c.site, c.id, day) for c in register.columns.values() if c.site in sites}
    busy |= {a.unit_on(day) for a in register.accounts.values() if a.inspected_on(day)}
    return [unit for unit in register.units if unit in busy]


def _endings(desk: Desk, told: list[Told]) -> tuple[Ending, ...]:
    """What runs out first stands first."""
    found = [
        Ending(_where(desk, one), one.newest, one.last, desk.criteria[one.criterion].title)
        for one in told
        if isinstance(one, RunningOut)
    ]
    return tuple(sorted(found, key=lambda e: (e.last, e.where)))


def _where(desk: Desk, one: Told) -> str:
    return f"“{site_name(desk, one.subject)}”{place_name(desk, one.subject, one.column, one.place)}"


def _not_read(desk: Desk, one: Unread) -> NotRead:
    why = desk.words[one.reason].label
    if one.seen:
        why = f"{han_date(one.seen)}检查后到期，此后没有再检查"
    return NotRead(_where(desk, one), why)
