"""A Register back into rows, and into the four CSV files: checked first, written all or nothing."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from desk.register.cells import Mistakes
from desk.register.parse import parse
from desk.register.sources import to_sheet
from desk.register.tables import ACCOUNTS, COLUMNS, ROBOTS, SITES, TABLES, UNITS, YES_NO, Table
from desk.workspace.config_mistakes import CannotLook
from desk.workspace.textfiles import write_all
from ledger.refusals import refusal
from ledger.vocabulary import Account, Column, Duty, Register, Site, Unit

Rows = Sequence[Sequence[str]]


def register_rows(register: Register) -> Mapping[Table, Rows]:
    """The rows of each table, in the order of its headings."""
    return {
        UNITS: [_unit(unit) for unit in register.units.values()],
        SITES: [_site(site) for site in register.sites.values()],
        COLUMNS: [row for column in register.columns.values() for row in _column(column)],
        ACCOUNTS: [row for account in register.accounts.values() for row in _account(account)],
    }


def rows_in_order(register: Register) -> Mapping[Table, Rows]:
    """The rows of ``register``; ConfigError if it could not be read back from them."""
    rows = register_rows(register)
    mistakes = Mistakes()
    parse([to_sheet(t, t.file, enumerate([t.titles, *rows[t]], 1), mistakes) for t in TABLES], mistakes)
    return rows


def save_register(register: Register, folder: Path) -> None:
    """Write ``register`` to the CSV files of ``folder``; ConfigError, and nothing written, if it is not in order."""
    rows = rows_in_order(register)
    try:
        write_all({folder / table.file: _csv(table, rows[table]) for table in TABLES})
    except OSError as error:
        text = f"{folder} 写不进去（{refusal(error)}），登记册没有改动；请检查文件夹权限和磁盘空间"
        raise CannotLook(text) from error


def _csv(table: Table, rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([table.titles, *rows])
    return out.getvalue().encode("utf-8-sig")  # without the BOM, Excel reads Chinese as GBK


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _word(words: Mapping[str, object], value: object) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


def _unit(unit: Unit) -> tuple[str, ...]:
    former = ";".join(f"{n.name}至{n.until}" for n in unit.former_names)
    contact = (unit.contact, unit.phone, unit.email)
    return (unit.id, unit.name, unit.group, *contact, former, _day(unit.closed), unit.successor)


def _site(site: Site) -> tuple[str, ...]:
    former = ";".join(f"{d.unit}至{d.until}" for d in site.former_sponsors)
    who = (site.sponsor, site.operator, former, site.kind)
    codes = (site.site_code, site.icp, site.police)
    access = (f"{site.rate:.10g}", _word(ROBOTS, site.robots), site.connect)
    homes = ";".join(f"{h.home}至{h.until}" for h in site.former_homes)
    end = (_day(site.closing), _day(site.closed), site.approval, _word(YES_NO, site.bound))
    return (site.id, site.name, site.home, *who, *codes, *access, homes, *end)


def _dated(common: tuple[str, ...], duties: Sequence[Duty]) -> Iterator[tuple[str, ...]]:
    for duty in duties or (Duty(""),):
        yield (*common, duty.unit, _day(duty.since), _day(duty.until))


def _column(column: Column) -> Iterator[tuple[str, ...]]:
    days = "" if column.allowed_days is None else str(column.allowed_days)
    state = (column.state, column.state_reason, _day(column.state_until))
    level = _word(YES_NO, column.first_level)
    return _dated((column.id, column.site, column.name, column.url, column.kind, level, days, *state), column.duties)


def _account(account: Account) -> Iterator[tuple[str, ...]]:
    state = (account.state, account.state_reason, _day(account.state_until))
    first = (account.id, account.unit, account.platform, account.name, account.address, *state)
    for row in _dated(first, account.duties):
        yield (*row, *map(_day, (account.opened, account.closed, account.filed)))
