"""The word on a home page: what is foreign, what is itself however changed, and what a person must say."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.likeness.judge import KnownSite, judge_home
from crawler.likeness.portrait import likeness, portrait_of
from ledger.vocabulary import Look, Reason, Site, Standing
from ledger.vocabulary.site_check import SiteState

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = "http://www.example.gov.cn/"
SITE = Site("s", "望舒区水务局", HOME, "u", site_code="4401990009", icp="粤ICP备87654321号")
FOOT = "<div>主办单位：望舒区水务局 网站标识码：4401990009 粤ICP备87654321号 地址：清辉路9号</div>"
FACELESS = "<div>主办单位：水务部门 地址：清辉路9号 版权所有 技术支持：数据中心</div>"


def html(title: str, inner: str, foot: str = FOOT, head: str = "<link rel=stylesheet href=/site.css>") -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{inner}{foot}</body></html>".encode()
    )


def news(count: int, folder: str = "/xw/") -> str:
    return "".join(f'<li><a href="{folder}{n}.html">第{n}次防汛会议</a></li>' for n in range(count))


GOOD = html("望舒区水务局", news(30))
PORTRAIT = portrait_of(GOOD, HOME)


def word(body: bytes, *, known: bool = True, site: Site = SITE, final: str = HOME, kind: str = "text/html") -> object:
    answer = HttpAnswer(HOME, final, 200, ((b"Content-Type", kind.encode()),), body, 0.1)
    before = PORTRAIT if known else None
    check = judge_home(KnownSite(site, before), Look(NOW, Standing.OK, status=200, final_url=final), answer)
    return check.state if not check.itself else "itself"


NAMELESS = Site("s", "望舒区水务局", HOME, "u")

FOREIGN = [
    (html("公告", "<p>因机房检修，网站暂停访问，恢复时间另行通知。</p>", ""), SiteState.MAINTENANCE),
    (html("望舒区水务局 4401990009", "<p>系统升级中，请稍后再来</p>"), SiteState.MAINTENANCE),
    (html("登录", "<input type=password>", ""), SiteState.LOGIN),
    (html("example.gov.cn", "<p>This domain may be for sale</p>", ""), SiteState.PARKED),
    (html("提示", "<p>您的网站尚未完成备案，暂时无法访问</p>", ""), SiteState.UNREGISTERED),
    (html("Welcome to OpenResty!", "<p>thanks</p>", ""), SiteState.DEFAULT_PAGE),
    (html("Index of /", '<a href="logs/">logs/</a>', ""), SiteState.DEFAULT_PAGE),
    (html("验证", "<p>请完成人机验证</p>", ""), SiteState.CHALLENGE),
    (b'{"status":404}', SiteState.NOT_A_PAGE),
    (b"\xef\xbb\xbf[]", SiteState.NOT_A_PAGE),
]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("body", "state"), FOREIGN)
def test_foreign_states_count_at_the_first_look_too(body: bytes, state: SiteState, known: bool) -> None:
    assert word(body, known=known) is state


ITSELF = [
    html("望舒区水务局", news(30) + '<li><a href="/gg/1.html">关于网站系统升级维护暂停服务的公告</a></li>'),
    html("望舒区水务局", news(30) + "<p>温馨提示：本周六网站系统升级维护，期间暂停服务，敬请谅解。</p>"),
    html("望舒区水务局", news(30) + "<form>登录<input type=password></form>"),
    html(
        "新版 望舒区水务局", news(50, "/portal/"), head="<link rel=stylesheet href=/new.css>"
    ),  # redesigned, its marks there
    html(
        "门户首页",
        news(50, "/portal/"),
        "<p>版权所有：望舒区水务局（标识码4401990009）</p>",
        "<link rel=stylesheet href=/n.css>",
    ),
    GOOD.replace(b"<html>", b'<html style="filter:grayscale(1)">'),
    html("望舒区水务局", news(30, "/xw/2026/")),
]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("body", ITSELF)
def test_a_site_that_speaks_of_such_things_or_changes_is_itself(body: bytes, known: bool) -> None:
    assert word(body, known=known) == "itself"


def test_words_of_links_are_no_state_of_a_small_site() -> None:
    inner = news(3) + '<a href="/gg/1.html">关于网站系统升级维护期间暂停服务的公告</a>'
    assert word(html("望舒区水务局", inner), known=False) == "itself"


def test_a_missing_likeness_counts_only_where_there_was_one() -> None:
    casino = html(
        "娱乐城", "".join(f'<a href="http://b{n}.example/">送88</a>' for n in range(30)) + "<p>下注</p>" * 60, ""
    )
    assert word(casino) is SiteState.CHANGED
    redesigned = html("全新首页", news(40, "/portal/"), FACELESS, head="")
    assert word(redesigned) is SiteState.CHANGED
    assert word(redesigned, known=False) == "itself"


def test_who_has_no_registered_marks_is_known_by_his_looks() -> None:
    assert word(html("望舒区水务局", news(28), FACELESS), site=NAMELESS) == "itself"
    assert word(html("某某商城", news(28, "/goods/"), "<div>加盟热线</div>", ""), site=NAMELESS) is SiteState.CHANGED


def test_what_a_person_accepted_is_the_site_whatever_its_words() -> None:
    body = html("公告", "<p>网站维护中，请稍后访问</p>", "")
    answer = HttpAnswer(HOME, HOME, 200, ((b"Content-Type", b"text/html"),), body, 0.1)
    look = Look(NOW, Standing.OK, status=200, final_url=HOME)
    assert not judge_home(KnownSite(SITE, PORTRAIT), look, answer).itself
    assert judge_home(KnownSite(SITE, PORTRAIT, portrait_of(body, HOME)), look, answer).itself


def test_another_host_is_the_site_only_with_its_marks() -> None:
    elsewhere = "http://new.example.gov.cn/"
    assert word(GOOD, final=elsewhere) == "itself"
    assert word(html("商城", news(30), ""), final=elsewhere) is SiteState.SENT_AWAY
    assert word(html("x", news(30), FACELESS), known=False, final="https://example.gov.cn/") == "itself"


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.NOT_FOUND, SiteState.NOT_FOUND),
        (Reason.SERVER_ERROR, SiteState.SERVER_ERROR),
        (Reason.REDIRECT_LOOP, SiteState.LOOP),
        (Reason.TIMEOUT, SiteState.NO_ANSWER),
        (Reason.OFFLINE, None),
    ],
)
def test_a_home_page_that_did_not_open(reason: Reason, state: SiteState | None) -> None:
    check = judge_home(KnownSite(SITE, PORTRAIT), Look(NOW, Standing.UNKNOWN, reason), None)
    assert (check.itself, check.state, check.reason) == (False, state, reason)


def test_likeness_is_of_what_stays() -> None:
    tomorrow = portrait_of(html("望舒区水务局", '<li><a href="/xw/31.html">第31次防汛会议</a></li>' + news(29)), HOME)
    assert likeness(tomorrow, PORTRAIT) > 0.9
    assert likeness(portrait_of(html("商城", news(30, "/goods/"), "加盟热线", ""), HOME), PORTRAIT) < 0.2
