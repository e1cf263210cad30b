"""首页不更新: the home page's own items, and a navigation page's columns."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.vocabulary import Failure, HomePage, Identity, Item, Outcome, Reader, Reason


@pytest.fixture
def home(now):
    return HomePage("http://www.example.gov.cn/", now, "cd34", "首页", Identity())


def dated(home, *days):
    return replace(home, items=tuple(Item("信息", "/a.html", day) for day in days))


@pytest.mark.parametrize(("day", "outcome"), [(date(2026, 11, 9), Outcome.PASS), (date(2026, 11, 8), Outcome.FAIL)])
def test_fourteen_days_pass_and_fifteen_fail(judged, home, day, outcome):
    assert judged("home-not-updated", [dated(home, date(2025, 1, 1), day)])["首页"].outcome is outcome


def test_message(judged, home):
    verdict = judged("home-not-updated", [dated(home, date(2026, 10, 1))])["首页"]
    assert verdict.message == "首页最近一条信息发布于2026年10月1日，至检查时已53天未更新（要求2周内更新）"


def test_unseen_or_undated_home_is_unknown(judged, home, now):
    assert judged("home-not-updated", [])["首页"].reason is Reason.NOT_LOOKED
    assert judged("home-not-updated", [home])["首页"].reason is Reason.UNREADABLE
    failure = Failure("http://www.example.gov.cn/", now, Reason.CHALLENGE)
    assert judged("home-not-updated", [failure])["首页"].reason is Reason.CHALLENGE


def test_a_script_may_hide_an_update_but_not_unmake_one(judged, home):
    old, fresh = (replace(dated(home, day), script_drawn=True) for day in (date(2026, 1, 1), date(2026, 11, 20)))
    assert judged("home-not-updated", [old])["首页"].reason is Reason.SCRIPT_DRAWN
    assert judged("home-not-updated", [fresh])["首页"].outcome is Outcome.PASS


def test_a_navigation_page_stands_on_all_its_columns(judged, home, column, listing):
    home = replace(home, navigation_only=True)
    columns = [column("c1"), column("c2")]
    old, old2 = listing(date(2026, 1, 1)), listing(date(2026, 10, 1), column="c2")
    fresh = listing(date(2026, 11, 20), column="c2")
    assert judged("home-not-updated", [home, old, fresh], columns)["首页"].outcome is Outcome.PASS
    assert judged("home-not-updated", [home, old], columns)["首页"].outcome is Outcome.UNKNOWN
    verdict = judged("home-not-updated", [home, old, old2], columns)["首页"]
    assert verdict.outcome is Outcome.FAIL
    assert "2026年10月1日" in verdict.message
    asked = replace(old2, reader=Reader.JPAGE)
    readers = [judged("home-not-updated", seen, columns)["首页"].evidence.reader
               for seen in ([home, old, asked], [home, replace(old, reader=Reader.JPAGE), old2])]  # fmt: skip
    assert readers == [Reader.JPAGE, Reader.HTML], "that of the list with the newest day"
