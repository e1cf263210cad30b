"""栏目不更新: boundaries of days and months, what is no update, and what is not judged."""

from datetime import date, timedelta

import pytest

from checks.columns import months_before
from checks.registry import rules
from ledger.vocabulary import ColumnKind, ColumnState, Failure, Manner, Outcome, Reader, Reason


@pytest.mark.parametrize(
    ("newest", "outcome"),
    [(date(2026, 11, 9), Outcome.PASS), (date(2026, 11, 8), Outcome.FAIL)],
)
def test_fourteen_days_pass_and_fifteen_fail(judged, column, listing, newest, outcome):
    seen = [listing(newest, date(2026, 1, 1))]
    assert judged("column-news-stale", seen, [column(kind=ColumnKind.NEWS)])["c1"].outcome is outcome


def test_the_message_stands_in_a_notice_and_the_evidence_quotes(judged, column, listing):
    verdict = judged("column-news-stale", [listing(date(2026, 10, 1))], [column(kind=ColumnKind.NEWS)])["c1"]
    assert verdict.message == "栏目“工作动态”最近一条信息发布于2026年10月1日，至检查时已53天未更新（要求2周内更新）"
    assert verdict.column == "c1"
    assert verdict.evidence.quote == "信息0 2026-10-01"
    assert verdict.evidence.body == "ab12"
    assert dict(verdict.evidence.figures) == {"newest": "2026-10-01", "days": "53", "limit": "2周内"}


def test_the_evidence_says_who_read_the_list(judged, column, listing):
    def said(**read):
        seen = [listing(date(2026, 10, 1), **read)]
        evidence = judged("column-news-stale", seen, [column(kind=ColumnKind.NEWS)])["c1"].evidence
        return str(Manner.of("r", evidence))

    assert (said(), said(reader=Reader.JPAGE), said(reader=Reader.JPAGE, by="张")) == ("r", "r:jpage", "r:person")


@pytest.mark.parametrize(
    ("newest", "outcome"),
    [(date(2026, 5, 23), Outcome.PASS), (date(2026, 5, 22), Outcome.FAIL)],
)
def test_six_months_by_the_calendar(judged, column, listing, newest, outcome):
    policy = column(kind=ColumnKind.POLICY, first_level=True)
    assert judged("column-policy-stale", [listing(newest)], [policy])["c1"].outcome is outcome


def test_months_before_keeps_to_the_shorter_month():
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 3, 15), 6) == date(2025, 9, 15)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)


def test_only_first_level_policy_columns_are_judged(judged, column, listing):
    second = column(kind=ColumnKind.POLICY)
    verdicts = judged("column-policy-stale", [listing(date(2020, 1, 1))], [second])
    assert {v.outcome for v in verdicts.values()} == {Outcome.NOT_APPLICABLE}


def test_the_register_allows_its_own_silence(judged, column, listing):
    columns = [column("c1", allowed_days=30), column("c2", allowed_days=30), column("c3")]
    seen = [listing(date(2026, 10, 24)), listing(date(2026, 10, 23), column="c2")]
    verdicts = judged("column-overdue", seen, columns)
    assert {p: v.outcome for p, v in verdicts.items()} == {"c1": Outcome.PASS, "c2": Outcome.FAIL}
    assert "要求30天内更新" in verdicts["c2"].message


def test_a_pinned_old_row_does_not_hide_the_newest(judged, column, listing):
    seen = [listing(date(2020, 1, 1), date(2026, 11, 20))]
    assert judged("column-news-stale", seen, [column(kind=ColumnKind.NEWS)])["c1"].outcome is Outcome.PASS


def test_a_date_after_tomorrow_is_no_update(judged, column, listing):
    news = [column(kind=ColumnKind.NEWS)]
    assert (
        judged("column-news-stale", [listing(date(2026, 11, 25), date(2026, 10, 1))], news)["c1"].outcome
        is Outcome.FAIL
    )
    assert judged("column-news-stale", [listing(date(2026, 11, 24))], news)["c1"].outcome is Outcome.PASS
    assert judged("column-news-stale", [listing(date(2026, 11, 25))], news)["c1"].reason is Reason.UNREADABLE


def test_what_could_not_be_seen_is_unknown(judged, column, listing, now):
    news = [column(kind=ColumnKind.NEWS)]
    old = date(2020, 1, 1)
    assert judged("column-news-stale", [], news)["c1"].reason is Reason.NOT_LOOKED
    assert judged("column-news-stale", [listing(old, script_drawn=True)], news)["c1"].reason is Reason.SCRIPT_DRAWN
    assert judged("column-news-stale", [Failure("c1", now, Reason.BLOCKED)], news)["c1"].reason is Reason.BLOCKED
    assert judged("column-news-stale", [listing(None)], news)["c1"].reason is Reason.UNREADABLE


def test_the_last_thing_seen_of_a_column_counts(judged, column, listing, now):
    news = [column(kind=ColumnKind.NEWS)]
    early, late = (Failure("c1", now - timedelta(hours=h), Reason.TIMEOUT) for h in (5, 0))
    fresh = listing(date(2026, 11, 20))
    assert judged("column-news-stale", [early, fresh], news)["c1"].outcome is Outcome.PASS
    assert judged("column-news-stale", [fresh, late], news)["c1"].reason is Reason.TIMEOUT


def test_blank_undated_and_archived_columns_are_left_to_others(judged, column, listing):
    news = [column(kind=ColumnKind.NEWS)]
    assert judged("column-news-stale", [listing()], news)["c1"].outcome is Outcome.NOT_APPLICABLE
    undated = listing(None, None, opened=True, opened_read=2, opened_total=2)
    assert judged("column-news-stale", [undated], news)["c1"].outcome is Outcome.NOT_APPLICABLE
    archived = column(kind=ColumnKind.NEWS, state=ColumnState.ARCHIVED, state_reason="机构改革")
    verdict = judged("column-news-stale", [listing(date(2020, 1, 1))], [archived])["c1"]
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "归档（机构改革）" in verdict.message


def test_an_exemption_that_has_ended_no_longer_protects(judged, column, listing):
    state = {"kind": ColumnKind.NEWS, "state": ColumnState.EXEMPT}
    old = [listing(date(2020, 1, 1))]
    over = column(state_until=date(2026, 11, 22), **state)
    running = column(state_until=date(2026, 11, 23), **state)
    assert judged("column-news-stale", old, [over])["c1"].outcome is Outcome.FAIL
    assert judged("column-news-stale", old, [running])["c1"].outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"kinds": ["动态要闻"], "days": 14}, ""),
        ({"kinds": ["动态要闻"], "months": 6}, ""),
        ({"kinds": "allowed"}, ""),
        ({"kinds": ["动态要闻"]}, "缺少 days 或 months"),
        ({"kinds": ["新闻"], "days": 14}, "kinds 中的“新闻”不是栏目类别"),
        ({"kinds": "新闻", "days": 14}, "kinds 中的“新闻”不是栏目类别"),
        ({"kinds": "allowed", "except": ["新闻"]}, "except 中的“新闻”不是栏目类别"),
    ],
)
def test_a_mistake_of_the_file_is_told(params: dict[str, object], told: str) -> None:
    assert rules()["column_not_updated"].mistake(params) == told
