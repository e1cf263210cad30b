"""Takes a third party's file in: each row a report (线索), those that are sure a finding that waits for a clerk.

Every row is accounted for: read = new + returned + known + repeated + received before + nothing found + not matched +
not readable. Nobody's word confirms anything here.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from desk.context import Desk
from desk.imports.evidence import keep_beside
from desk.imports.mapping import FINDING, Field, ImportWords, MappedTable, load_words, read_table
from desk.imports.match import Matcher
from desk.imports.read import Grid, read_grids
from desk.imports.say import verdict
from desk.imports.sorting import Parcel, RowOutcome, SortedRow, Sorter
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import shipped_config
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import Verdict

KIND = "import"  # of the runs: no inspection of ours


@dataclass(frozen=True)
class ImportResult:
    """A file as taken in. ``unused``: headings nobody reads; ``unread``: sheets without a heading we know."""

    lines: tuple[SortedRow, ...]
    unused: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def counts(self) -> Mapping[RowOutcome, int]:
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in RowOutcome}


def take(desk: Desk, parcel: Parcel, now: datetime, *, dry_run: bool = False) -> ImportResult:
    """Every row of the file sorted and, unless ``dry_run``, kept; what is new waits in 待核实."""
    words = words_of(desk, parcel.columns)
    tables, unread = _tables(read_grids(parcel.file), words, parcel.file.name)
    book = desk.workspace.ledger
    if dry_run:
        opened = Ledger.open_for_reading(book) if book.is_file() else nullcontext(None)
    else:
        desk.workspace.prepare()
        opened = Ledger.open_for_writing(book)
    with opened as ledger:
        sorter = _sorter(desk, parcel, words, ledger, _stamp(tables))
        for table in tables:
            for row in table.rows:
                sorter.sort(row)
        if ledger is not None and not dry_run:
            _keep_all(desk, ledger, sorter, now)
    unused = tuple(dict.fromkeys(title for table in tables for title in table.unused))
    return ImportResult(tuple(sorter.lines), unused, unread)


def words_of(desk: Desk, extra: Path | None = None) -> ImportWords:
    """The workspace's lists of words; the shipped ones in a workspace that was made before there were any."""
    own = desk.workspace.config / "imports"
    return load_words(own if own.is_dir() else shipped_config() / "imports", extra)


def _tables(grids: Iterable[Grid], words: ImportWords, file: str) -> tuple[list[MappedTable], tuple[str, ...]]:
    read, unread = [], []
    for grid in grids:
        table = read_table(grid, words, file)
        if table is not None:
            read.append(table)
        elif grid.rows:
            unread.append(grid.name)
            top = "、".join(dict.fromkeys(c.text for c in grid.rows[0].cells if c.text))
    if read:
        return read, tuple(unread)
    seen = f"看到的第一行是：{top[:300]}" if unread else "文件是空的"
    raise ConfigError(ConfigMistake(file, "前20行里没有认出列标题", f"请核对文件，或用 --map 指明列标题；{seen}"))


def _stamp(tables: Iterable[MappedTable]) -> str:
    """The same for one file, whether it comes as .xlsx, .csv or .json: dates apart, what its rows say."""
    fields = [f for f in FINDING if f not in (Field.DAY, Field.TIME)]
    said = sorted("\t".join(map(row.text, fields)) for table in tables for row in table.rows)
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()


def _sorter(desk: Desk, parcel: Parcel, words: ImportWords, ledger: Ledger | None, stamp: str) -> Sorter:
    findings = {f.key: f for f in ledger.findings.find()} if ledger else {}
    marks = ledger.reports.known_marks(parcel.source) if ledger else frozenset[str]()
    matcher = Matcher(desk.register, desk.criteria, words, parcel.received, _home_targets(desk))
    return Sorter(desk.calendar, parcel, findings, marks, matcher, stamp)


def _home_targets(desk: Desk) -> Callable[[str, str], bool]:
    """Whether a site's home page used an address when we last read it; each archive is asked once."""

    @cache
    def used(site: str) -> frozenset[str]:
        path = desk.workspace.archive(site)
        if not path.is_file():
            return frozenset()
        with ArchiveReader(path) as archive:
            return archive.home_targets()

    return lambda site, url: url in used(site)


def _keep_all(desk: Desk, ledger: Ledger, sorter: Sorter, now: datetime) -> None:
    """The findings first: a report that says “new” has its finding, whenever the power fails."""
    if sorter.fresh:
        run = f"import-{now:%Y%m%dT%H%M%S}-{sorter.stamp[:8]}"
        ledger.runs.start(run, KIND, now, {"from": sorter.parcel.source, "file": sorter.parcel.file.name})
        desk.settle(ledger, run, now, _verdicts(desk, sorter))
        ledger.runs.finish(run, now)
    numbers = {f.key: f.id for f in ledger.findings.find()}
    ledger.reports.record(
        replace(r, finding=numbers.get((r.criterion, r.subject, r.place), 0)) if r.criterion else r
        for r in sorter.reports
    )


def _verdicts(desk: Desk, sorter: Sorter) -> Iterator[Verdict]:
    for fresh in sorter.fresh.values():
        body = keep_beside(desk.workspace, sorter.parcel.file, fresh.shot)
        yield verdict(desk, fresh.match, fresh.report, tuple(fresh.pages), body)
