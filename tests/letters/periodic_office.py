"""What the tests of the periodic letters share: signed notices, looks left in an archive, a letter's text."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from desk.context import Desk
from desk.facts.account_judging import archive_path
from ledger.archive.accounts import AccountArchive
from ledger.archive.writer import Archive
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    AccountReading,
    Column,
    ColumnList,
    Coverage,
    Failure,
    HomePage,
    Identity,
    Item,
    Post,
    Reason,
    Source,
)
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import Matter

SHA = hashlib.sha256(b"<html>").hexdigest()


def signed(ledger: Ledger, month: str, number: str, when: datetime, matters: Mapping[int, date | None]) -> None:
    """The month's notice is signed and tells these findings, each due on its day."""
    sha = hashlib.sha256(b"signed").hexdigest()
    told = tuple(Matter(finding, due) for finding, due in matters.items())
    notice = IssuedNotice(month, number, when.date(), when, "张三", when, "a.docx", sha, 1, tuple(matters))
    ledger.notices.issue(notice, b"signed", told)


def with_columns(desk: Desk, *columns: Column) -> Desk:
    return replace(desk, register=replace(desk.register, columns={c.id: c for c in columns}))


def with_accounts(desk: Desk, *accounts: Account) -> Desk:
    return replace(desk, register=replace(desk.register, accounts={a.id: a for a in accounts}))


def listing(column: Column, seen: datetime, *days: date, script_drawn: bool = False) -> ColumnList:
    items = tuple(Item(f"{column.url}{n}.html", f"第{n}条", day) for n, day in enumerate(days))
    return ColumnList(column.id, column.url, seen, SHA, items, script_drawn=script_drawn)


def home(url: str, seen: datetime, *days: date) -> HomePage:
    items = tuple(Item(f"{url}{n}.html", f"第{n}条", day) for n, day in enumerate(days))
    return HomePage(url, seen, SHA, "首页", Identity(), items)


def inspected(
    desk: Desk, ledger: Ledger, site: str, seen: datetime, *notes: ColumnList | HomePage, failed: tuple[str, ...] = ()
) -> None:
    """A finished round of one site that left ``notes``; ``failed``: columns that did not answer."""
    run = f"s{seen:%Y%m%d%H%M}"
    desk.workspace.prepare()
    with Archive(desk.workspace.archive(site)) as archive:
        archive.start_run(run, seen)
        for note in notes:
            archive.record_column(note) if isinstance(note, ColumnList) else archive.record_home(note)
        for place in failed:
            archive.record_failure(Failure(place, seen, Reason.TIMEOUT))
        archive.finish_run(seen)
    ledger.runs.start(run, "inspect", seen, {})
    ledger.runs.record_coverage(Coverage(site, run, seen, seen, pages=len(notes), targets=0, fine=0, bad=0))
    ledger.runs.finish(run, seen)


def posted(desk: Desk, ledger: Ledger, account: str, seen: datetime, newest: date) -> None:
    """A clerk looked at the account and saw that its last post is of ``newest``."""
    desk.workspace.prepare()
    post = Post(account, datetime.combine(newest, time(), SHANGHAI), day_only=True)
    reading = AccountReading(
        account, Source.PERSON, seen, (post,), complete=True, since=newest, until=seen, witness="甲", screenshot="a.png"
    )
    with AccountArchive(archive_path(desk)) as archive:
        archive.save_reading(reading)
    run = f"a{seen:%Y%m%d%H%M}{account}"
    ledger.runs.start(run, "accounts", seen, {})
    ledger.runs.record_coverage(Coverage(account, run, seen, seen, pages=1, targets=0, fine=0, bad=0))
    ledger.runs.finish(run, seen)
