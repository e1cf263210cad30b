"""不是本站页面: told at once where something foreign was seen, from the second run on where nothing answered."""

from datetime import timedelta

import pytest

from ledger.vocabulary import Outcome, Reason
from ledger.vocabulary.site_check import SiteCheck, SiteState

HOME = "http://www.example.gov.cn/"


def check(now, hours, state=None, **fields):
    return SiteCheck(now - timedelta(hours=hours), HOME, state is None, state, **fields)


def said(judged, *checks):
    return judged("site-not-itself", checks)["网站"]


def test_a_foreign_page_is_told_with_what_was_seen_and_since_when(judged, now):
    last = check(now, 1, SiteState.PARKED, title="出售", status=200, words="域名出售", body="ab")
    verdict = said(judged, check(now, 49), check(now, 25, SiteState.SERVER_ERROR, status=500), last)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.message == "网站显示的不是自己的页面：域名停放页面，首页标题“出售”，自2026年11月22日08时00分起"
    assert (verdict.evidence.quote, verdict.evidence.body, verdict.evidence.status) == ("域名出售", "ab", 200)
    assert verdict.evidence.looks == (now - timedelta(hours=25), now - timedelta(hours=1))
    assert dict(verdict.evidence.figures)["state"] == "PARKED"


def test_itself_again_passes(judged, now):
    assert said(judged, check(now, 25, SiteState.PARKED), check(now, 1)).outcome is Outcome.PASS


def test_no_answer_is_told_from_the_second_look_on(judged, now):
    once = check(now, 1, SiteState.NO_ANSWER, reason=Reason.TIMEOUT)
    assert (said(judged, once).outcome, said(judged, once).reason) == (Outcome.UNKNOWN, Reason.TIMEOUT)
    assert said(judged, check(now, 25, SiteState.NO_ANSWER), once).outcome is Outcome.FAIL


@pytest.mark.parametrize("reason", [Reason.OFFLINE, Reason.PRIVATE_ADDRESS])
def test_where_it_was_we_who_could_not_look_nothing_is_told(judged, now, reason):
    ours = SiteCheck(now, HOME, itself=False, reason=reason)
    assert (said(judged, ours).outcome, said(judged, ours).reason) == (Outcome.UNKNOWN, reason)


def test_an_archive_from_before_has_no_word_on_it(judged):
    assert (said(judged).outcome, said(judged).reason) == (Outcome.UNKNOWN, Reason.NOT_LOOKED)
