"""What a person saw of a column (人工核看), kept in the site's archive, judged and settled at once. No network."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from checks.registry import judges
from checks.runner import judge
from desk.context import Desk
from desk.facts.column_facts import as_listing
from desk.facts.site_lifecycle import while_closing
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.archive.writer import Archive
from ledger.ledger import Ledger
from ledger.vocabulary import Column, ColumnList, ColumnRecord, Outcome, PlaceKind, Verdict

KIND = "columns-record"  # no round: it has no coverage, so that no report counts it as one


@dataclass(frozen=True)
class ColumnLook:
    """``newest`` None: the column holds nothing. ``picture``: a file to keep."""

    column: str
    newest: date | None
    title: str
    url: str
    picture: Path | None
    by: str
    why: str


def record_look(desk: Desk, look: ColumnLook, now: datetime) -> tuple[Verdict, ...]:
    """Keep the look, and what the criteria on this column say of it. Nothing is kept where it cannot be true."""
    column = _checked(desk, look, now)
    picture = look.picture.read_bytes() if look.picture else b""
    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        with Archive(desk.workspace.archive(column.site)) as archive:
            sha = archive.store_body(picture) if picture else ""
            url = look.url or column.url
            record = ColumnRecord(column.id, url, now, look.newest, look.title, look.by, look.why, sha)
            archive.record_column_look(record)
            archive.commit()
        run = _run(look, now)
        ledger.runs.start(run, KIND, now, {"column": column.id, "by": look.by, "why": look.why, "picture": sha})
        said = _judged(desk, column, replace(as_listing(record), url=url), now)
        desk.settle(ledger, run, now, said)
        ledger.runs.finish(run, now)
    return tuple(v for v in said if v.outcome is not Outcome.NOT_APPLICABLE)


def _checked(desk: Desk, look: ColumnLook, now: datetime) -> Column:
    column = desk.register.columns.get(look.column)
    if column is None:
        raise ConfigError(ConfigMistake("栏目", f"登记册里没有栏目“{look.column}”", "请核对 columns.csv 的编号"))
    if look.newest and look.newest > now.date():
        raise ConfigError(ConfigMistake("--newest", f"{look.newest} 还没有到", "请核对最近一条信息的发布日期"))
    if look.newest and not look.title.strip():
        raise ConfigError(ConfigMistake("--title", "没有写", "请写最近一条信息的标题"))
    if not look.by.strip() or not look.why.strip():
        raise ConfigError(ConfigMistake("--by、--why", "没有写全", "请写明是谁看的、看到了什么"))
    return column


def _run(look: ColumnLook, now: datetime) -> str:
    told = f"{look.column} {look.newest} {look.title}"
    return f"{now:%Y%m%dT%H%M%S}-{KIND}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _judged(desk: Desk, column: Column, seen: ColumnList, now: datetime) -> list[Verdict]:
    of_columns = {code: c for code, c in desk.criteria.items() if judges(c, PlaceKind.COLUMN)}
    site = desk.register.sites[column.site]
    verdicts = judge(
        site, while_closing(site, (column,), now.date()), now, {ColumnList: lambda: iter((seen,))}, of_columns
    )
    return [v for v in verdicts if v.place == column.id]
