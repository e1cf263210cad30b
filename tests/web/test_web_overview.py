"""How a site, a unit and the weeks stand: each figure as counted by hand, and the pictures say the same numbers."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lxml import html

from desk.overview.site import ColumnClock, VisitsOfDay, site_overview
from desk.overview.weeks import Week, weeks
from desk.web import pictures
from desk.web.here import Here
from desk.web.roles import Role
from ledger.archive.writer import Archive
from ledger.vocabulary import ColumnList, Decision, Event, Item, Probe, Reason
from tests.web.conftest import Clock
from tests.web.world import LIST, MONDAY, NOW


def _probe(days: int, hour: int, opened: bool, reason: Reason | None = None, *, line: bool = True) -> Probe:
    at = (NOW - timedelta(days=days)).replace(hour=hour)
    return Probe(at, "http://www.jia.gov.cn/", opened, 1.0, line, 200 if opened else None, reason)


def _visited(home: Here) -> None:
    """Yesterday three opened and one refused; the day before one that a firewall answered, one without our line."""
    with Archive(home.workspace.archive("jia")) as archive:
        for one in (
            *(_probe(1, hour, True) for hour in (1, 2, 3)),
            _probe(1, 4, False, Reason.REFUSED),
            _probe(2, 1, False, Reason.BLOCKED),
            _probe(2, 2, False, Reason.TIMEOUT, line=False),
        ):
            archive.record_probe(one)
        archive.commit()


def test_the_visits_of_a_month(home: Here) -> None:
    _visited(home)
    desk = home.desk()
    with home.reading() as ledger:
        told = site_overview(desk, ledger, desk.register.sites["jia"], NOW)
    assert len(told.visits) == 30
    by_day = {one.day: (one.opened, one.failed, one.unlooked) for one in told.visits}
    assert by_day[date(2026, 11, 23)] == (3, 1, 0)
    assert by_day[date(2026, 11, 22)] == (0, 0, 2)
    assert sum(map(sum, by_day.values())) == 6
    assert told.unit == "甲区办公室"
    assert told.looked is not None
    assert (told.looked.pages, told.looked.fine, told.looked.bad) == (40, 80, 10)
    assert len(told.problems) == 7


def test_a_columns_clock_is_never_a_number_that_was_not_read(home: Here) -> None:
    """What is a problem already has no days left; what nobody could read has none either."""
    desk = home.desk()
    with home.reading() as ledger:
        (late,) = site_overview(desk, ledger, desk.register.sites["jia"], NOW).clocks
    assert (late.left, late.said) == (None, "待核实：“要闻”栏目不更新")
    with home.writing() as ledger:
        number = next(f.id for f in ledger.findings.find() if f.column)
        ledger.decisions.decide(number, Decision(Event.DISMISS, NOW, "王某", "读错"))
    with home.reading() as ledger:
        (unread,) = site_overview(desk, ledger, desk.register.sites["jia"], NOW).clocks
    assert unread.left is None
    assert unread.said.startswith("未能核查")


def test_the_days_that_are_left(home: Here, signed_in: Callable[..., Any]) -> None:
    """Published on 16 November; two weeks later, on the 30th, it is still in time: six days from the 24th."""
    with home.writing() as ledger:
        number = next(f.id for f in ledger.findings.find() if f.column)
        ledger.decisions.decide(number, Decision(Event.DISMISS, NOW, "王某", "读错"))
    items = tuple(Item(f"第{n}次会议召开", f"{LIST}{n}.html", date(2026, 11, 16) - timedelta(days=n)) for n in range(8))
    with Archive(home.workspace.archive("jia")) as archive:
        archive.start_run("r1", MONDAY)
        archive.record_column(ColumnList("c1", LIST, MONDAY, "0" * 64, items))
        archive.commit()
    desk = home.desk()
    with home.reading() as ledger:
        (clock,) = site_overview(desk, ledger, desk.register.sites["jia"], NOW).clocks
    told = signed_in(Role.READER).get("/expiring").content.decode()
    assert "<td>甲区网</td><td>“要闻”栏目</td>" in told
    assert "2026-11-30" in told
    assert "6 天" in told
    assert (clock.newest, clock.left) == (date(2026, 11, 16), 6), clock.said


def test_the_weeks(home: Here, clock: Clock) -> None:
    with home.writing() as ledger:
        for number in (1, 2):
            ledger.decisions.decide(number, Decision(Event.CONFIRM, clock(), "王某", "看过"))
        ledger.decisions.pass_by_person(2, clock(), "王某", "已改好")
        clock.goes(days=7)
        ledger.decisions.decide(3, Decision(Event.CONFIRM, clock(), "王某", "看过"))
    with home.reading() as ledger:
        found = weeks(ledger, clock())
    assert len(found) == 13
    told = [(week.begins, week.opened, week.closed) for week in found[-2:]]
    assert told == [(date(2026, 11, 23), 3, 1), (date(2026, 11, 30), 1, 0)]
    assert sum(week.opened + week.closed for week in found[:-2]) == 0


def _titles(svg: str) -> list[str]:
    return [one.text or "" for one in html.fragment_fromstring(svg).iter("title")][1:]


def test_pictures_say_the_numbers_they_are_made_of() -> None:
    days = [VisitsOfDay(date(2026, 11, n + 1), n, n % 3, n % 2) for n in range(30)]
    said = [tuple(map(int, re.findall(r" (\d+)", one))) for one in _titles(pictures.month(days))]
    assert said == [(d.opened, d.failed, d.unlooked) for d in days]
    told = pictures.bars([Week(date(2026, 9, 7) + timedelta(weeks=n), n, 13 - n) for n in range(13)])
    heights = [float(h) for h in re.findall(r'class="opened"[^>]* height="([\d.]+)"', told)]
    assert [round(h / 120 * 13) for h in heights] == list(range(13))
    heights = [float(h) for h in re.findall(r'class="closed"[^>]* height="([\d.]+)"', told)]
    assert [round(h / 120 * 13) for h in heights] == list(range(13, 0, -1))
    clocks = [ColumnClock("a", "甲<b>", date(2026, 11, 1), 40), ColumnClock("b", "乙", None, None, "未能核查")]
    told = pictures.clocks(clocks)
    assert "40 天" in told
    assert "甲&lt;b&gt;" in told
    assert "乙" not in told
    assert pictures.clocks(clocks[1:]) == ""


def test_the_pages(home: Here, signed_in: Callable[..., Any]) -> None:
    _visited(home)
    client = signed_in(Role.READER)
    told = client.get("/sites/jia").content.decode()
    assert "11-23：打开 3，未打开 1，不计 0" in told
    assert "/problems/1" in told
    assert "看了 90，能打开 80" in told
    told = client.get("/units/u2").content.decode()
    assert "申诉待裁定 1 个" in told
    assert 'href="/sites/jiao"' in told
    for address in ("/sites/none", "/units/none"):
        assert client.get(address).status_code == 404
