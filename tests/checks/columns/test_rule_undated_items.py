"""未注明发布时间: only articles that were all read and show no date are a finding."""

from datetime import date

from ledger.vocabulary import Outcome, Reason


def test_all_read_and_none_dated_fails(judged, column, listing):
    seen = [listing(None, None, None, opened=True, opened_read=3, opened_total=3)]
    verdict = judged("column-undated", seen, [column()])["c1"]
    assert verdict.outcome is Outcome.FAIL
    assert "最近3篇文章页均未显示发布时间" in verdict.message


def test_not_all_read_or_none_opened_is_unknown(judged, column, listing):
    partly = listing(None, None, opened=True, opened_read=1, opened_total=2)
    assert judged("column-undated", [partly], [column()])["c1"].reason is Reason.UNREADABLE
    assert judged("column-undated", [listing(None)], [column()])["c1"].reason is Reason.NOT_LOOKED


def test_a_date_on_the_row_or_in_the_article_passes(judged, column, listing):
    in_article = listing(date(2020, 1, 1), None, opened=True, opened_read=2, opened_total=2)
    assert judged("column-undated", [in_article], [column()])["c1"].outcome is Outcome.PASS
    assert judged("column-undated", [listing(date(2020, 1, 1))], [column()])["c1"].outcome is Outcome.PASS
    assert judged("column-undated", [listing()], [column()])["c1"].outcome is Outcome.NOT_APPLICABLE
