"""栏目不更新 rests on no part: what is unread and could be newer makes it UNKNOWN; the twin read in full FAILs."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.vocabulary import (
    ColumnKind,
    DayReading,
    DeadGrade,
    Item,
    ListOrder,
    ListReach,
    Outcome,
    Provenance,
    Reason,
)

NEWS = "column-news-stale"
OLD, OLDER = date(2026, 10, 1), date(2026, 9, 1)
FRESH, BEFORE = date(2026, 11, 20), date(2026, 11, 15)


@pytest.fixture
def verdict(judged, column, listing):
    def of(*items, reach=None, code=NEWS, **fields):
        seen = replace(listing(), items=items, reach=reach or ListReach(ListOrder.NEWEST_FIRST), **fields)
        return judged(code, [seen], [column(kind=ColumnKind.NEWS)])["c1"]

    return of


def row(day=None, title="信息", **more):
    return Item(title, f"/{title}.html", day, **more)


def test_an_unread_row_on_top_may_be_newer(verdict):
    unread = verdict(row(title="置顶"), row(OLD), row(OLDER))
    assert unread.reason is Reason.PARTLY_READ
    assert "有1条信息没有读到发布时间（如“置顶”）" in unread.message
    assert verdict(row(OLD, "置顶", opened=True), row(OLD), row(OLDER)).outcome is Outcome.FAIL
    assert verdict(row(FRESH, "置顶", opened=True), row(OLD), row(OLDER)).outcome is Outcome.PASS


def test_a_row_beneath_an_old_one_is_decided_by_the_order(verdict):
    assert verdict(row(OLD), row(title="二"), row(OLDER)).outcome is Outcome.FAIL
    mixed = ListReach(ListOrder.MIXED)
    assert verdict(row(OLD), row(title="二"), row(OLDER), reach=mixed).reason is Reason.PARTLY_READ


def test_a_list_left_aside_may_hold_a_newer_one(verdict):
    assert verdict(row(OLD), row(OLDER), reach=ListReach(ListOrder.NEWEST_FIRST, blocks=2, left=1)).reason is (
        Reason.PARTLY_READ
    )
    assert verdict(row(OLD), row(OLDER), reach=ListReach(ListOrder.NEWEST_FIRST, blocks=2)).outcome is Outcome.FAIL


@pytest.mark.parametrize("order", [ListOrder.OLDEST_FIRST, ListOrder.MIXED])
def test_further_pages_of_a_list_that_does_not_begin_with_its_newest(verdict, order):
    one, two = ListReach(order, pages=3), ListReach(order, pages=3, pages_read=2)
    assert verdict(row(OLD), row(OLDER), reach=one).reason is Reason.PARTLY_READ
    assert "列表共3页" in verdict(row(OLD), row(OLDER), reach=one).message
    assert verdict(row(OLD), row(OLDER), reach=two).outcome is Outcome.FAIL
    assert verdict(row(OLD), row(OLDER), reach=ListReach(order), pager="script").reason is Reason.PARTLY_READ
    assert verdict(row(OLD), row(OLDER), reach=ListReach(order)).outcome is Outcome.FAIL


def test_further_pages_of_a_list_whose_rows_are_all_of_one_day(verdict):
    same, further = (row(OLD), row(OLD, "二")), ListReach(pages=2)
    assert verdict(*same, reach=further).reason is Reason.PARTLY_READ
    assert verdict(*same, reach=ListReach(pages=1)).outcome is Outcome.FAIL


def test_the_further_pages_of_a_list_that_begins_with_its_newest_are_older(verdict):
    assert verdict(row(OLD), row(OLDER), reach=ListReach(ListOrder.NEWEST_FIRST, pages=40)).outcome is Outcome.FAIL


def test_a_later_day_beside_the_list(verdict):
    def reach(day, rests=Provenance.OWN_PLACE):
        return ListReach(ListOrder.NEWEST_FIRST, later=(DayReading(day, rests, "头条"),))

    assert verdict(row(OLD), row(OLDER), reach=reach(FRESH)).reason is Reason.PARTLY_READ
    assert verdict(row(OLD), row(OLDER), reach=reach(FRESH, Provenance.PROSE)).outcome is Outcome.FAIL
    assert verdict(row(OLD), row(OLDER), reach=reach(date(2027, 1, 1))).outcome is Outcome.FAIL
    too_old = verdict(row(OLD), row(OLDER), reach=reach(date(2026, 10, 9)))
    assert too_old.outcome is Outcome.FAIL
    assert "最近一条信息发布于2026年10月9日，至检查时已45天未更新" in too_old.message


def test_a_row_that_came_within_the_window_is_an_update_seen_by_ourselves(verdict):
    came = row(title="新的", appeared=FRESH, absent=BEFORE)
    assert verdict(came, row(OLD), row(OLDER)).outcome is Outcome.PASS
    long_unseen = row(title="新的", appeared=FRESH, absent=date(2026, 11, 8))
    assert verdict(long_unseen, row(OLD), row(OLDER)).reason is Reason.PARTLY_READ


def test_a_row_that_came_within_the_window_and_is_dated_before_it_is_not_called_stale(verdict):
    came = row(OLD, "新的", appeared=FRESH, absent=BEFORE)
    assert verdict(came, row(OLDER)).reason is Reason.PARTLY_READ
    assert verdict(row(OLD, "旧的", appeared=date(2026, 10, 2)), row(OLDER)).outcome is Outcome.FAIL


def test_a_row_dated_to_the_time_between_two_looks_is_as_it_looks(verdict):
    came = row(OLD, "新的", appeared=FRESH, absent=OLD)
    assert verdict(came, row(OLDER)).outcome is Outcome.FAIL
    assert verdict(replace(came, absent=date(2026, 10, 2)), row(OLDER)).reason is Reason.PARTLY_READ


def test_where_articles_say_that_the_list_is_wrong_a_person_decides(verdict):
    agreed = verdict(row(OLD, opened=True), row(OLDER))
    assert agreed.evidence.grade is None
    overruled = verdict(row(OLD, opened=True, listed=FRESH), row(OLDER))
    assert overruled.outcome is Outcome.FAIL
    assert overruled.evidence.grade is DeadGrade.SOFT
    assert "列表上该信息标为2026年11月20日，以稿件页为准" in overruled.message
    assert verdict(row(OLD, opened=True, listed=FRESH), row(FRESH)).outcome is Outcome.PASS
    since = date(2026, 11, 9)  # two weeks before 23 November, the last day that passes
    assert verdict(row(OLD, opened=True, listed=since), row(OLDER)).evidence.grade is DeadGrade.SOFT
    assert verdict(row(OLD, opened=True, listed=date(2026, 11, 8)), row(OLDER)).evidence.grade is None


def test_rows_known_since_before_the_window_are_old(verdict):
    known = row(title="置顶", first_seen=date(2026, 11, 8))
    assert verdict(known, row(OLD), row(OLDER)).outcome is Outcome.FAIL


def test_only_publish_days_speak(verdict):
    written = row(FRESH, provenance=Provenance.OTHER_LABEL)
    assert verdict(written, row(OLD), row(OLDER)).reason is Reason.PARTLY_READ
    assert verdict(row(FRESH, provenance=Provenance.LABELLED), row(OLD)).outcome is Outcome.PASS


def test_the_evidence_says_what_the_day_rests_on(verdict):
    found = verdict(row(OLD, provenance=Provenance.BRACKETS), row(OLDER))
    assert found.evidence.provenance is Provenance.BRACKETS


def test_an_old_archive_is_judged_unless_rows_are_undated(judged, column, listing):
    columns = [column(kind=ColumnKind.NEWS)]
    assert judged(NEWS, [listing(OLD, OLDER, pager="script")], columns)["c1"].outcome is Outcome.FAIL
    assert judged(NEWS, [listing(None, OLD, OLDER)], columns)["c1"].reason is Reason.PARTLY_READ


def test_a_person_s_look_is_judged_and_named(judged, column, listing):
    columns = [column(kind=ColumnKind.NEWS)]
    stale = judged(NEWS, [listing(OLD, by="张三")], columns)["c1"]
    assert stale.outcome is Outcome.FAIL
    assert stale.message.endswith("（张三人工核看）")
    assert stale.evidence.quote.startswith("人工核看（张三）：")
    assert dict(stale.evidence.figures)["by"] == "张三"
    assert judged(NEWS, [listing(FRESH, by="张三")], columns)["c1"].outcome is Outcome.PASS


def test_nothing_dated_and_not_all_read_is_unknown(verdict):
    assert verdict(row(), row(title="二"), opened_read=1, opened_total=2).reason is Reason.PARTLY_READ
    near = verdict(row(opened=True, near="11-20"), opened_read=1, opened_total=1, code="column-undated")
    assert near.reason is Reason.PARTLY_READ
    default = row(opened=True, provenance=Provenance.DEFAULT)
    assert verdict(default, opened_read=1, opened_total=1, code="column-undated").reason is Reason.PARTLY_READ
    assert verdict(row(opened=True), opened_read=1, opened_total=1, code="column-undated").outcome is Outcome.FAIL


def test_blank_is_only_said_of_a_page_that_holds_nothing_else(verdict):
    assert verdict(code="column-blank").outcome is Outcome.FAIL
    assert verdict(code="column-blank", content=3).outcome is Outcome.PASS
    assert verdict(code="column-blank", reach=ListReach(left=1)).reason is Reason.PARTLY_READ
    assert verdict(code="column-blank", reach=ListReach(pages=2)).reason is Reason.PARTLY_READ
