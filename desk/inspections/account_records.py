"""What a person saw of accounts, taken into the archive; and the census, written. Asks no platform."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.accounts.viewing_record import Record, read_record
from desk.context import Desk
from desk.facts.account_judging import archive_path, unregistered, unregistered_id
from desk.presenters.account_results import census
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.archive.accounts import AccountArchive
from ledger.ledger import Ledger
from reports.figures.accounts import CensusLine
from reports.sheets.accounts import write_census


@dataclass(frozen=True)
class RecordResult:
    """How many rows were taken in, and the names in them that nobody registered."""

    rows: int
    strangers: tuple[str, ...]


def take_record(desk: Desk, file: Path, now: datetime, *, with_strangers: bool = False) -> RecordResult:
    """Every row of ``file``, or none: ConfigError with every mistake. The screenshots are kept as evidence."""
    known = desk.register.accounts
    record = read_record(file, known, now)
    strangers = record.strangers if with_strangers else ()
    if strangers:
        seen = {unregistered_id(*one): unregistered(unregistered_id(*one)) for one in strangers}
        record = read_record(file, {**known, **seen}, now)
    if record.mistakes:
        raise ConfigError(
            *(ConfigMistake(file.name, m.text, m.advice, m.row or None, m.column) for m in record.mistakes)
        )
    _keep(desk, file.parent, record)
    return RecordResult(len(record.readings), tuple(f"{platform}“{name}”" for platform, name in strangers))


def _keep(desk: Desk, folder: Path, record: Record) -> None:
    desk.workspace.prepare()
    with AccountArchive(archive_path(desk)) as archive:
        for reading in record.readings:
            archive.keep((folder / reading.screenshot).read_bytes())
            archive.save_reading(reading)


def write_census_of(desk: Desk, out: Path, now: datetime) -> tuple[CensusLine, ...]:
    """The census as .xlsx in ``out``."""
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        lines = census(desk, ledger, now)
    if not lines:
        raise ConfigError(ConfigMistake("accounts.csv", "还没有登记账号", "请先填写这张表"))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_census(lines, out)
    return lines
