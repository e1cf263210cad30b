"""空白栏目: an empty list is the finding, a script-drawn one is not."""

from datetime import date

from ledger.vocabulary import Outcome, Reason


def test_an_empty_list_fails_and_a_filled_one_passes(judged, column, listing):
    verdict = judged("column-blank", [listing()], [column()])["c1"]
    assert verdict.outcome is Outcome.FAIL
    assert verdict.message == "栏目“工作动态”检查时没有任何信息，为空白栏目"
    assert judged("column-blank", [listing(date(2020, 1, 1))], [column()])["c1"].outcome is Outcome.PASS


def test_an_empty_list_that_a_script_may_fill_is_unknown(judged, column, listing):
    assert judged("column-blank", [listing(script_drawn=True)], [column()])["c1"].reason is Reason.SCRIPT_DRAWN
    assert judged("column-blank", [], [column()])["c1"].reason is Reason.NOT_LOOKED


def test_a_page_of_text_is_not_blank(judged, column, listing):
    assert judged("column-blank", [listing(prose=5010)], [column()])["c1"].outcome is Outcome.PASS
    assert judged("column-blank", [listing(prose=60)], [column()])["c1"].outcome is Outcome.FAIL
