"""链接可用性: agreeing dead looks, what is never called dead, and home against other pages."""

from datetime import timedelta

import pytest

from ledger.vocabulary import DeadGrade, HomePage, Identity, Link, Look, Outcome, Reason, Referrer, Standing

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
    verdict = judged("link-home", [link(look(Standing.DEAD, Reason.SOFT_404))])[TARGET]
    assert verdict.outcome is Outcome.FAIL
    assert verdict.evidence.grade is DeadGrade.SOFT
    assert "均如此" not in verdict.message


@pytest.mark.parametrize("reason", [Reason.NOT_FOUND, Reason.GONE, Reason.DNS_NOT_FOUND, Reason.REFUSED])
def test_what_the_host_says_counts_when_two_clients_have_it(judged, look, reason):
    once, twice = look(Standing.DEAD, reason, 1), look(Standing.DEAD, reason)
    verdict = judged("link-home", [link(once)])[TARGET]
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, Reason.INTERRUPTED)
    verdict = judged("link-home", [link(once, twice)])[TARGET]
    assert (verdict.outcome, verdict.evidence.grade) == (Outcome.FAIL, DeadGrade.HARD)


@pytest.mark.parametrize(("hours", "outcome"), [(71, Outcome.UNKNOWN), (72, Outcome.FAIL)])
def test_errors_of_three_days_are_for_a_person(judged, look, hours, outcome):
    errors = [look(Standing.UNKNOWN, Reason.SERVER_ERROR, ago, 500) for ago in (hours, 30, 0)]
    verdict = judged("link-home", [link(*errors)])[TARGET]
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert (verdict.evidence.reason, verdict.evidence.grade) == (Reason.ERROR_FOR_DAYS, DeadGrade.SOFT)
        assert "连续多日服务器出错（HTTP 500）" in verdict.message
    else:
        assert verdict.reason is Reason.SERVER_ERROR


def test_an_error_that_something_else_interrupts_does_not_last(judged, look):
    before, after = (look(Standing.UNKNOWN, Reason.SERVER_ERROR, hours, 500) for hours in (80, 0))
    between = look(Standing.UNKNOWN, Reason.BLOCKED, 40)
    assert judged("link-home", [link(before, between, after)])[TARGET].reason is Reason.SERVER_ERROR


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("首页", Outcome.PASS),
        ("返回首页", Outcome.PASS),
        ("望舒区政府网首页", Outcome.PASS),
        ("首页要闻公开", Outcome.FAIL),
    ],
)
def test_a_link_that_means_the_home_page_may_lead_there(judged, look, text, outcome):
    sent = Link(
        TARGET, False, True, (look(Standing.DEAD, Reason.SENT_HOME),), (Referrer("http://a/", "a", text),), 1, 1
    )
    assert judged("link-home", [sent])[TARGET].outcome is outcome


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
    dead = look(Standing.DEAD, Reason.GONE, 1), look(Standing.DEAD, Reason.GONE)
    on_home, elsewhere = link(*dead, target="http://a/"), link(*dead, on_home=False, target="http://b/")
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


@pytest.mark.parametrize(
    ("tags", "uses", "grade"),
    [
        (("a[hidden]",), 2, DeadGrade.SOFT),
        (("a[hidden]", "img[hidden]"), 4, DeadGrade.SOFT),
        (("a[hidden]", "a"), 4, DeadGrade.HARD),
        (("a[hidden]",), 9, DeadGrade.HARD),  # seven uses of which nothing is known
        ((), 2, DeadGrade.HARD),
    ],
)
def test_what_no_visitor_is_shown_is_for_a_person(judged, look, tags, uses, grade):
    dead = (look(Standing.DEAD, Reason.NOT_FOUND, 1), look(Standing.DEAD, Reason.NOT_FOUND))
    referrers = tuple(Referrer(f"http://www.example.gov.cn/{n}", tag, "通知", 2) for n, tag in enumerate(tags))
    verdict = judged("link-home", [Link(TARGET, False, True, dead, referrers, uses, 2)])[TARGET]
    assert (verdict.outcome, verdict.evidence.grade) == (Outcome.FAIL, grade)
    assert ("平时不显示" in verdict.message) == (grade is DeadGrade.SOFT)
