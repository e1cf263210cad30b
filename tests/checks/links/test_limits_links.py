"""Rules on links at their limits: whose link it is, how many looks agree, what is told of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.registry import rules
from ledger.vocabulary import DeadGrade, HomePage, Identity, Link, Look, Outcome, Reason, Referrer, Site, Standing

TARGET = "http://www.example.gov.cn/gone.html"
OK, DEAD, UNKNOWN = Standing.OK, Standing.DEAD, Standing.UNKNOWN


@pytest.fixture
def home(now):
    return HomePage("http://www.example.gov.cn/", now, "", "", Identity())


@pytest.fixture
def look(now):
    def make(standing, reason=None, hours=0, status=None, **more):
        return Look(now - timedelta(hours=hours), standing, reason, status, **more)

    return make


def link(*looks, on_home=True, uses=3, target=TARGET, texts=("通知公告",), tag="a"):
    referrers = tuple(Referrer(f"http://www.example.gov.cn/{n}", tag, text, 1) for n, text in enumerate(texts))
    return Link(target, False, on_home, looks, referrers, uses, 2)


@pytest.mark.parametrize(
    ("code", "on_home", "uses", "standing", "with_home", "outcome"),
    [
        ("link-home", True, 1, DEAD, True, Outcome.FAIL),
        ("link-home", True, 1, DEAD, False, Outcome.FAIL),
        ("link-home", True, 1, OK, False, Outcome.PASS),
        ("link-home", True, 0, DEAD, True, Outcome.PASS),  # no page uses it any more
        ("link-home", False, 0, DEAD, False, Outcome.PASS),
        ("link-home", False, 1, OK, False, Outcome.PASS),  # wherever it is used, it opens
        ("link-home", False, 1, DEAD, True, Outcome.PASS),  # the home page was read and uses it no more
        ("link-home", False, 1, DEAD, False, None),
        ("link-home", False, 1, UNKNOWN, True, None),
        ("link-other", False, 1, DEAD, True, Outcome.FAIL),
        ("link-other", True, 1, DEAD, True, None),
        ("link-other", True, 1, OK, True, Outcome.PASS),
        ("link-other", True, 0, DEAD, True, Outcome.PASS),
    ],
)
def test_under_which_criterion_a_link_is_told(judged, home, look, code, on_home, uses, standing, with_home, outcome):
    reason = {OK: None, DEAD: Reason.GONE, UNKNOWN: Reason.TIMEOUT}[standing]
    seen = [link(look(standing, reason, 1), look(standing, reason), on_home=on_home, uses=uses)]
    told = judged(code, [*seen, home] if with_home else seen)
    assert (told[TARGET].outcome if TARGET in told else None) is outcome


@pytest.mark.parametrize(("code", "place"), [("link-home", "首页"), ("link-other", "其他页面")])
def test_what_is_said_where_there_is_no_link(judged, home, look, code, place):
    assert judged(code, [home])[place].outcome is Outcome.NOT_APPLICABLE
    assert (judged(code, [])[place].outcome, judged(code, [])[place].reason) == (Outcome.UNKNOWN, Reason.NOT_LOOKED)
    other = link(look(OK), on_home=code == "link-other")  # the other criterion's
    assert judged(code, [home, other])[place].outcome is Outcome.NOT_APPLICABLE
    assert judged(code, [other])[place].reason is Reason.NOT_LOOKED
    own = link(look(OK), on_home=code == "link-home")
    assert list(judged(code, [home, own])) == [TARGET]
    assert list(judged(code, [own])) == [TARGET]
    assert f"{place}的链接" in judged(code, [home])[place].message


def test_what_the_home_page_uses_no_more_is_said_of_it_alone(judged, home, look):
    assert list(judged("link-home", [home, link(look(DEAD, Reason.GONE), on_home=False)])) == [TARGET]


@pytest.mark.parametrize(
    ("looks", "outcome", "reason"),
    [
        ([], Outcome.UNKNOWN, Reason.NOT_LOOKED),
        ([(DEAD, Reason.NOT_FOUND)], Outcome.UNKNOWN, Reason.INTERRUPTED),
        ([(DEAD, Reason.NOT_FOUND)] * 2, Outcome.FAIL, Reason.NOT_FOUND),
        ([(DEAD, Reason.BAD_ADDRESS)], Outcome.FAIL, Reason.BAD_ADDRESS),  # it stands on the page, whoever looks
        ([(DEAD, Reason.SOFT_404)], Outcome.FAIL, Reason.SOFT_404),  # for a person, who looks
        ([(DEAD, Reason.SENT_HOME)], Outcome.FAIL, Reason.SENT_HOME),
        ([(DEAD, Reason.NOT_FOUND), (UNKNOWN, Reason.TIMEOUT), (DEAD, Reason.NOT_FOUND)], Outcome.UNKNOWN, None),
        ([(OK, None), (DEAD, Reason.GONE), (DEAD, Reason.GONE)], Outcome.FAIL, Reason.GONE),
        ([(UNKNOWN, None)], Outcome.UNKNOWN, Reason.UNREADABLE),
        ([(UNKNOWN, Reason.NOT_FOUND)], Outcome.UNKNOWN, Reason.NOT_FOUND),
        ([(DEAD, Reason.TIMEOUT)], Outcome.UNKNOWN, Reason.TIMEOUT),
        ([(DEAD, None)], Outcome.UNKNOWN, Reason.UNREADABLE),
    ],
)
def test_how_many_looks_agree(judged, look, looks, outcome, reason):
    told = judged("link-home", [link(*(look(s, r, len(looks) - n) for n, (s, r) in enumerate(looks)))])[TARGET]
    assert told.outcome is outcome
    if reason:
        assert (told.evidence.reason if outcome is Outcome.FAIL else told.reason) is reason


def test_the_looks_that_agree_are_kept_oldest_first(judged, look, now):
    def hours(*seen):
        return tuple(now - timedelta(hours=h) for h in seen)

    dead = [look(DEAD, Reason.GONE, h) for h in (9, 7, 4, 0)]
    assert judged("link-home", [link(look(OK, hours=12), *dead)])[TARGET].evidence.looks == hours(9, 7, 4, 0)
    errors = [look(UNKNOWN, Reason.SERVER_ERROR, h, 500) for h in (80, 50, 30, 0)]
    assert judged("link-home", [link(look(OK, hours=99), *errors)])[TARGET].evidence.looks == hours(80, 50, 30, 0)
    assert "检查4次均如此" in judged("link-home", [link(*errors)])[TARGET].message
    assert "检查2次均如此" in judged("link-home", [link(*dead[:2])])[TARGET].message


@pytest.mark.parametrize(("status", "told"), [(None, ""), (200, ""), (201, "（HTTP 201）"), (404, "（HTTP 404）")])
def test_the_number_is_told_unless_it_is_a_200(judged, look, status, told):
    message = judged("link-home", [link(look(DEAD, Reason.SOFT_404, 0, status))])[TARGET].message
    assert f"页面显示内容不存在{told}，被2个页面使用3次" in message


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (("首页",), True),
        (("首页", "返回首页"), True),
        (("首页", "  "), True),  # a picture beside it
        (("首页", "要闻"), False),
        (("",), False),
        ((), False),
    ],
)
def test_a_link_means_the_home_page_where_all_its_words_say_so(judged, look, texts, passes):
    sent = link(look(DEAD, Reason.SENT_HOME), texts=texts)
    assert (judged("link-home", [sent])[TARGET].outcome is Outcome.PASS) is passes
    gone = link(look(DEAD, Reason.SOFT_404), texts=texts)
    assert judged("link-home", [gone])[TARGET].outcome is Outcome.FAIL


@pytest.mark.parametrize(("texts", "name"), [(("", " 通知 "), f"“通知”（{TARGET}）"), (("",), TARGET), ((), TARGET)])
def test_a_link_is_named_by_the_first_words_it_bears(judged, look, texts, name):
    message = judged("link-home", [link(look(DEAD, Reason.SOFT_404), texts=texts)])[TARGET].message
    assert message.startswith(f"首页链接{name}无法打开")


@pytest.mark.parametrize(
    ("texts", "uses", "hidden", "grade"),
    [
        (("a",), 1, True, DeadGrade.SOFT),
        (("a",), 2, True, DeadGrade.HARD),  # one use of which nothing is known
        (("a", "b"), 1, True, DeadGrade.SOFT),
        (("a",), 1, False, DeadGrade.HARD),
        ((), 1, True, DeadGrade.HARD),
    ],
)
def test_what_shows_nowhere(judged, look, texts, uses, hidden, grade):
    dead = [look(DEAD, Reason.GONE, 1), look(DEAD, Reason.GONE)]
    told = judged("link-home", [link(*dead, texts=texts, uses=uses, tag="a[hidden]" if hidden else "a")])[TARGET]
    assert told.evidence.grade is grade


def test_what_a_dead_link_shows(judged, look, now):
    dead = [look(DEAD, Reason.GONE, 1), look(DEAD, Reason.GONE, 0, 410, detail="没有了", body="ab12")]
    shown = judged("link-home", [link(*dead)])[TARGET].evidence
    assert (shown.address, shown.seen, shown.quote, shown.body, shown.status) == (TARGET, now, "没有了", "ab12", 410)
    assert (shown.uses, shown.figures) == (3, (("pages", "2"),))


def test_a_mistake_of_the_file_is_told():
    mistake = rules()["dead_link"].mistake
    assert [mistake({"where": word}) for word in ("home", "other")] == ["", ""]
    assert mistake({"where": "all"}) == "where 只能是 home 或 other"


CLOSED = Site("s9", "望舒旅游网", "http://ly.wangshu.example/", "u9", closed=date(2026, 11, 23))
GONE = "http://ly.wangshu.example/a.html"


@pytest.mark.parametrize(
    ("looks", "uses", "outcome", "reason"),
    [
        ((OK,), 1, Outcome.FAIL, None),
        ((OK,), 0, Outcome.PASS, None),
        ((), 1, Outcome.UNKNOWN, Reason.NOT_LOOKED),
        ((), 0, Outcome.PASS, None),
        ((OK, DEAD), 1, Outcome.NOT_APPLICABLE, None),
        ((DEAD, OK), 1, Outcome.FAIL, None),  # the last look counts
        ((UNKNOWN,), 1, Outcome.FAIL, None),  # whatever stands there now, the page leads there
    ],
)
def test_a_link_to_a_closed_site(judged, look, looks, uses, outcome, reason):
    seen = link(*(look(s, Reason.GONE, 2 - n) for n, s in enumerate(looks)), uses=uses, target=GONE)
    told = judged("link-closed", [CLOSED, seen])
    assert list(told) == [GONE]
    assert (told[GONE].outcome, told[GONE].reason) == (outcome, reason)


def test_from_which_day_on_a_site_is_closed(judged, look, home, site):
    seen = [home, link(look(OK), target=GONE)]
    assert list(judged("link-closed", [CLOSED, *seen])) == [GONE]
    for other in (replace(CLOSED, closed=date(2026, 11, 24)), replace(CLOSED, closed=None)):
        assert judged("link-closed", [other, *seen])["关停域名"].outcome is Outcome.NOT_APPLICABLE
    again = replace(CLOSED, id="s10", home="http://LY.wangshu.example/x/", closed=None)
    assert judged("link-closed", [CLOSED, again, *seen])["关停域名"].outcome is Outcome.NOT_APPLICABLE
    closed_too = replace(again, closed=date(2026, 11, 1))
    assert list(judged("link-closed", [CLOSED, closed_too, site, *seen])) == [GONE]


def test_addresses_without_a_host_lead_to_no_closed_site(judged, look, home):
    odd = [link(look(OK), target=target) for target in ("http://[::1/", "/a.html", "mailto:a@b.example")]
    told = judged("link-closed", [CLOSED, replace(CLOSED, id="s8", home="没有"), home, *odd])
    assert {place: v.outcome for place, v in told.items()} == {"关停域名": Outcome.PASS}
    assert judged("link-closed", [CLOSED, *odd])["关停域名"].reason is Reason.NOT_LOOKED


def test_how_a_link_to_a_closed_site_is_named(judged, look):
    told = judged("link-closed", [CLOSED, link(look(OK), target=GONE, texts=("", "旅游"))])[GONE]
    assert told.message == f"链接“旅游”（{GONE}）指向已于2026年11月23日关停的望舒旅游网，被2个页面使用3次"
    bare = judged("link-closed", [CLOSED, link(look(OK), target=GONE, texts=())])[GONE]
    assert bare.message.startswith(f"链接{GONE}指向")
    assert (told.evidence.uses, told.evidence.figures, told.evidence.quote) == (3, (("pages", "2"),), "旅游")
