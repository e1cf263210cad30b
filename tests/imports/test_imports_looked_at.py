"""What our own round makes of a dead link that only a contractor reported: judged from the archive, settled, told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.facts.judging import judge_site
from desk.imports.sorting import RowOutcome
from ledger.archive.writer import Archive, ArchiveReader, Use
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Finding, Identity, Look, Page, PageKind, Reason, Standing, State
from ledger.vocabulary.observation import HomePage

AT = datetime(2026, 11, 7, 9, 0, tzinfo=SHANGHAI)
HOME, PAGE, GONE = ("http://www.jia.gov.cn/" + name for name in ("", "a.html", "gone.html"))
OPENS = Look(AT, Standing.OK, status=200)
DEAD = Look(AT, Standing.DEAD, Reason.NOT_FOUND, 404)


def _round(office: Any, at: datetime, look: Look, *pages: str, on_home: bool = False) -> Finding:
    """One round that looked at the target and read ``pages``, which use it; the first finding after it."""
    desk, run = office.desk(), f"r{at:%d%H}"
    desk.workspace.prepare()
    with Archive(office.workspace.archive("jia")) as archive:
        archive.start_run(run, at)
        archive.want(GONE, 1, "page", outside=False)
        archive.record_look(GONE, Look(at, look.standing, look.reason, look.status))
        for page in pages:
            archive.want(page, 1, "page", outside=False)
            archive.record_look(page, Look(at, Standing.OK, status=200))
            body = archive.store_body(page.encode())
            archive.record_page(Page(page, at, PageKind.ARTICLE, 1, "题", body), [Use(GONE, "a", "旧文", "page")])
        if on_home:
            archive.record_home(HomePage(HOME, at, "", "甲", Identity()))
            archive.mark_home([GONE])
        archive.finish_run(at)
    with Ledger.open_for_writing(office.workspace.ledger) as ledger, ArchiveReader(archive.path) as reader:
        ledger.runs.start(run, "inspect", at, {"sites": "jia"})
        standing = tuple(ledger.findings.find(subject="jia"))
        site = desk.register.sites["jia"]
        criteria = {code: c for code, c in desk.at_once().criteria.items() if c.rule == "dead_link"}
        verdicts = list(judge_site(reader, run, site, (), criteria, at, standing))
        ledger.verdicts.settle(run, at, verdicts, criteria, desk.register)
        return ledger.findings.find()[0]


@pytest.fixture
def imported(office: Any, sheet: Callable[..., Path]) -> Callable[..., None]:
    def make(page: str = PAGE) -> None:
        office.take(sheet((1, "", "甲区人民政府网", page, GONE, "死链", "", "2026-11-05")))

    return make


def test_dead_and_seen_in_use_by_us_it_is_confirmed(office: Any, imported: Callable[..., None]) -> None:
    imported()
    for hour in range(3):
        found = _round(office, AT + timedelta(hours=hour), DEAD, PAGE)
    assert (found.state, found.origin) == (State.CONFIRMED, "某某公司")
    assert "“旧文”" in found.message


@pytest.mark.parametrize("page", [PAGE, ""])
def test_dead_and_seen_in_use_by_nobody_of_ours_it_waits(office: Any, imported: Callable[..., None], page: str) -> None:
    """That the target is dead is true; that this site uses it is only their word."""
    imported(page)
    for hour in range(3):
        found = _round(office, AT + timedelta(hours=hour), DEAD)
    assert (found.state, found.unknown_since) == (State.SUSPECTED, AT)
    assert "据某某公司" in found.message
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        assert {v.reason for v in ledger.verdicts.unknowns("r0711") if v.place == GONE} == {Reason.USE_UNSEEN}


def test_confirmed_by_a_clerk_our_looks_go_on_from_there(office: Any, imported: Callable[..., None]) -> None:
    imported()
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.decisions.decide(1, Decision(Event.CONFIRM, AT, "张", "打开该页核对属实"))
    for hour in (1, 2):  # dead at one look only proves nothing
        found = _round(office, AT + timedelta(hours=hour), DEAD)
    assert (found.state, found.last_seen) == (State.CONFIRMED, AT + timedelta(hours=2))


def test_it_opens_and_is_closed(office: Any, imported: Callable[..., None]) -> None:
    imported()
    assert _round(office, AT, OPENS).state is State.CLOSED


def test_it_opens_on_the_home_page_and_is_closed_there_too(office: Any, imported: Callable[..., None]) -> None:
    imported()
    assert _round(office, AT, OPENS, HOME, on_home=True).state is State.CLOSED


def test_what_our_home_page_uses_is_charged_there(office: Any, sheet: Callable[..., Path]) -> None:
    before = AT - timedelta(days=4)
    with Archive(office.workspace.archive("jia")) as archive:
        archive.start_run("r0", before)
        archive.want(GONE, 1, "page", outside=False)
        archive.mark_home([GONE])
        archive.finish_run(before)
    taken = office.take(sheet((1, "", "甲区人民政府网", PAGE, GONE, "死链", "", "2026-11-05")))
    assert taken.counts()[RowOutcome.NEW] == 1
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        assert [f.criterion for f in ledger.findings.find()] == ["link-home"]
