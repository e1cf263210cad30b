"""链接可用性: agreeing dead looks, what is never called dead, and home against other pages."""

from datetime import timedelta

import pytest

from ledger.vocabulary import HomePage, Identity, Link, Look, Outcome, Reason, Referrer, Standing

TARGET = "http://www.example.gov.cn/gone.html"


@pytest.fixture
def look(now):
    def make(standing, reason=None, hours=0, status=None):
        return Look(now - timedelta(hours=hours), standing, reason, status)

    return make


def link(*looks, on_home=True, uses=3, target=TARGET):
    referrers = (Referrer("http://www.example.gov.cn/", "a", "通知公告", 2),)
    return Link(target, False, on_home, looks, referrers, uses, 2)


def test_dead_with_its_evidence(judged, look):
    fine = look(Standing.OK, hours=9)
    dead = [look(Standing.DEAD, Reason.NOT_FOUND, hours, 404) for hours in (7, 6, 0)]
    verdict = judged("link-home", [link(fine, *dead)])[TARGET]
    assert verdict.outcome is Outcome.FAIL
    assert verdict.evidence.reason is Reason.NOT_FOUND
    assert verdict.evidence.looks == tuple(d.at for d in dead)
    assert verdict.evidence.uses == 3
    assert verdict.evidence.referrers[0].text == "通知公告"
    assert verdict.message == (
        f"首页链接“通知公告”（{TARGET}）无法打开：页面不存在（HTTP 404），检查3次均如此，被2个页面使用3次"
    )


def test_one_look_is_not_told_as_many(judged, look):
    verdict = judged("link-home", [link(look(Standing.DEAD, Reason.REFUSED))])[TARGET]
    assert verdict.outcome is Outcome.FAIL
    assert "均如此" not in verdict.message


def test_the_last_look_decides(judged, look):
    dead = look(Standing.DEAD, Reason.NOT_FOUND, 6)
    assert judged("link-home", [link(dead, look(Standing.OK))])[TARGET].outcome is Outcome.PASS
    blocked = judged("link-home", [link(dead, look(Standing.UNKNOWN, Reason.BLOCKED))])[TARGET]
    assert (blocked.outcome, blocked.reason) == (Outcome.UNKNOWN, Reason.BLOCKED)
    assert judged("link-home", [link()])[TARGET].reason is Reason.NOT_LOOKED


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.CHALLENGE, Reason.TIMEOUT, Reason.MALFORMED])
def test_a_reason_that_cannot_support_a_fail_never_does(judged, look, reason):
    verdict = judged("link-home", [link(look(Standing.DEAD, reason))])[TARGET]
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, reason)


def test_a_target_of_the_home_page_is_charged_there_only(judged, look, now):
    home = HomePage("http://www.example.gov.cn/", now, "", "", Identity())
    dead = look(Standing.DEAD, Reason.GONE)
    on_home, elsewhere = link(dead, target="http://a/"), link(dead, on_home=False, target="http://b/")
    homes = judged("link-home", [home, on_home, elsewhere])
    assert {p: v.outcome for p, v in homes.items()} == {"http://a/": Outcome.FAIL, "http://b/": Outcome.PASS}
    others = judged("link-other", [home, on_home, elsewhere])
    assert {p: v.outcome for p, v in others.items()} == {"http://b/": Outcome.FAIL}


def test_without_the_home_page_nothing_is_said_of_its_links(judged, look):
    verdicts = judged("link-home", [link(look(Standing.DEAD, Reason.GONE), on_home=False)])
    assert [(v.place, v.reason) for v in verdicts.values()] == [("首页", Reason.NOT_LOOKED)]


def test_a_link_that_no_page_uses_any_more_passes(judged):
    unused = Link(TARGET, False, False, (), (), 0, 0)
    assert judged("link-home", [unused])[TARGET].outcome is Outcome.PASS
    assert judged("link-other", [unused])[TARGET].outcome is Outcome.PASS
