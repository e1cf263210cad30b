"""首页不更新 rests on no part: a row that could be newer makes it UNKNOWN, and the twin read in full FAILs."""

from datetime import date, timedelta

import pytest

from ledger.vocabulary import HomePage, Identity, Item, ListOrder, ListReach, Outcome, Provenance, Reason

OLD, FRESH = date(2026, 10, 1), date(2026, 11, 20)


@pytest.fixture
def verdict(judged, now):
    def of(*items, **fields):
        home = HomePage("http://www.example.gov.cn/", now, "cd34", "首页", Identity(), items, **fields)
        return judged("home-not-updated", [home])["首页"]

    return of


def row(day=None, title="信息", **more):
    return Item(title, f"/{title}.html", day, **more)


def test_undated_rows_are_judged_by_their_articles(verdict):
    assert verdict(row(title="要闻"), row(OLD)).reason is Reason.PARTLY_READ
    assert verdict(row(FRESH, "要闻", opened=True), row(OLD)).outcome is Outcome.PASS
    stale = verdict(row(OLD, "要闻", opened=True, provenance=Provenance.LABELLED), row(date(2026, 9, 1)))
    assert stale.outcome is Outcome.FAIL
    assert stale.evidence.provenance is Provenance.LABELLED


def test_the_order_of_a_home_page_decides_nothing(verdict):
    assert verdict(row(OLD), row(title="要闻"), row(date(2026, 9, 1))).reason is Reason.PARTLY_READ


def test_days_without_a_year(verdict, now):
    assert verdict(row(near="11-20"), row(OLD)).reason is Reason.PARTLY_READ
    assert verdict(row(near="11-01"), row(OLD)).outcome is Outcome.FAIL  # old in every year
    absent = now.date() - timedelta(days=5)
    assert verdict(row(near="11-20", appeared=FRESH, absent=absent), row(OLD)).outcome is Outcome.PASS
    # boxes that show other rows at each visit
    assert verdict(row(title="推荐", appeared=FRESH, absent=absent), row(OLD)).reason is Reason.PARTLY_READ
    assert verdict(row(near="11-20", appeared=FRESH, absent=date(2026, 11, 1)), row(OLD)).reason is Reason.PARTLY_READ


def test_a_home_page_with_rows_is_no_navigation_page(verdict):
    assert verdict(row(near="11-20"), navigation_only=True).reason is Reason.PARTLY_READ
    assert verdict(row(FRESH), navigation_only=True).outcome is Outcome.PASS


def test_a_navigation_page_rests_on_columns_read_in_full(judged, now, column, listing):
    home = HomePage("http://www.example.gov.cn/", now, "cd34", "首页", Identity(), navigation_only=True)
    whole = ListReach(ListOrder.NEWEST_FIRST)
    part = listing(None, OLD, date(2026, 9, 1), reach=whole)
    read = listing(OLD, date(2026, 9, 1), reach=whole)
    assert judged("home-not-updated", [home, part], [column()])["首页"].outcome is Outcome.UNKNOWN
    assert judged("home-not-updated", [home, read], [column()])["首页"].outcome is Outcome.FAIL
