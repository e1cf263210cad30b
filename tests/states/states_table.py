"""The states, and by hand what must be said of each: the words a person would use for what stands there.

``told``: the site_not_itself finding's state, from the start and after 15 answers; "" the site is itself; "?" either
way is right, as long as nothing opens and nothing closes.
"""

import itertools
from collections.abc import Callable

from tests.states.stand_in import (
    BARE,
    CLOSE,
    CODE,
    CUT,
    DRIP,
    FOOT,
    HTML,
    NAME,
    NAV,
    TAGS,
    TEXT,
    Answer,
    healthy,
    moved,
    page,
)

State = Callable[[str, int], Answer | None]


def always(answer: Answer) -> State:
    return lambda path, count: answer


def at(paths: Callable[[str], bool], answer: Answer) -> State:
    return lambda path, count: answer if paths(path) else None


def inner(path: str) -> bool:
    return path not in ("/", "/index.html")


LONG = (
    "尊敬的用户：为提供更优质的服务，我局对网站进行升级改版，改版期间暂停服务，恢复时间另行通知，给您带来不便敬请谅解。"
    * 4
)
CASINO = page(
    "澳门新葡京娱乐城-真人百家乐",
    "".join(f'<a href="http://bet{n}.example/">注册送{n}88元</a>' for n in range(30)) + "<p>真人荷官在线发牌</p>" * 30,
)
CHALLENGE = (
    521,
    HTML,
    b"<html><script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname+location.search</script></html>",
)
JS_FIRST = itertools.count()
GREY = healthy()["/"][2].replace(b"<html>", b'<html style="filter:grayscale(100%)">')
BANNER = healthy()["/"][2].replace(b"<body>", "<body><div class=float>热烈庆祝元旦</div>".encode())
SPLASH = page(
    NAME, '<a href="/index.html"><img src="/css/site.css"></a><p>元旦快乐</p><a href="/index.html">进入首页</a>'
)
OWN_ERROR = page(f"系统提示-{NAME}", f"{NAV}<h1>系统维护中，请稍后访问</h1>", foot=FOOT)
OWN_ERROR_WORDLESS = page(
    NAME, f"{NAV}<a href=/a1/>a</a><a href=/a2/>b</a><a href=/a3/>c</a><h1>出了一点小问题</h1>", foot=FOOT
)
FLAT = page(
    NAME,
    '<div class="m">'
    + "".join(f'<a href="/portal/news/{n}.shtml">全新版面要闻第{n}条</a>' for n in range(40))
    + "</div>",
    foot=FOOT.replace("footer", "bottom-new"),
    head='<link rel="stylesheet" href="/portal/new.css">' + TAGS.format(name=NAME, code=CODE),
)


def _redesigned(path: str, count: int) -> Answer | None:
    if path.endswith("new.css"):
        return 200, {"Content-Type": "text/css"}, b"body{color:#111}"
    if path.startswith("/portal/"):
        return page("要闻", NAV + TEXT, foot=FOOT)
    return FLAT if path == "/" else None


# name: (the state, told from the start, told after 15 answers)
STATES: dict[str, tuple[State, str, str]] = {
    "maintenance-short": (always(page("公告", "<p>网站维护中</p>")), "MAINTENANCE", "MAINTENANCE"),
    "maintenance-long": (always(page("公告", f"<p>{LONG}</p>")), "MAINTENANCE", "MAINTENANCE"),
    "maintenance-named": (
        always(page(f"{NAME} 网站标识码{CODE}", f"<p>{LONG}</p>")),
        *("MAINTENANCE", "MAINTENANCE"),
    ),
    "maintenance-503": (always(page("维护", "<p>系统升级维护，请稍后访问</p>", status=503)), "?told", "?told"),
    "login-page": (
        always(page("统一身份认证", "<form><input name=u><input type=password name=p></form>请登录")),
        *("LOGIN", "LOGIN"),
    ),
    "login-redirect": (
        lambda path, count: (
            page("登录", "<form><input name=u><input type=password name=p></form>")
            if path.startswith("/sso/")
            else moved("/sso/login?back=1")
        ),
        *("LOGIN", "LOGIN"),
    ),
    "captcha": (
        always(page("安全验证", "<p>请完成滑块验证后继续访问</p><div id=captcha></div>")),
        "CHALLENGE",
        "CHALLENGE",
    ),
    "waf-403": (always(page("403", "<p>您的请求被拒绝</p>", status=403)), "?told", "?told"),
    "waf-404": (always(page("404", "<p>您的访问被拦截，事件ID：88</p>", status=404)), "?told", "?told"),
    "unregistered": (
        always(page("网站暂时无法访问", "<p>该网站未进行备案，根据有关规定停止接入。</p>")),
        *("UNREGISTERED", "UNREGISTERED"),
    ),
    "suspended": (always(page("提示", "<p>您访问的站点已暂停，空间已到期，请联系管理员续费</p>")), "?told", "?told"),
    "nginx": (
        always(page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, it works.</p>")),
        *("DEFAULT_PAGE", "DEFAULT_PAGE"),
    ),
    "iis": (
        always(page("IIS Windows Server", '<a href="http://go.microsoft.com/"><img src=iis.png></a>')),
        "DEFAULT_PAGE",
        "DEFAULT_PAGE",
    ),
    "baota": (always(page("没有找到站点", "<p>您的请求在Web服务器中没有找到对应的站点！</p>")), "?told", "?told"),
    "tomcat": (
        always(page("Apache Tomcat/8.5", "<h1>If you're seeing this, you've successfully installed Tomcat</h1>")),
        *("DEFAULT_PAGE", "DEFAULT_PAGE"),
    ),
    "parked": (
        always(page("wangshu.cn 域名出售", "<p>该域名正在出售，联系QQ</p><a href=http://sell.example/>出价</a>")),
        *("PARKED", "PARKED"),
    ),
    "json": (
        always((200, {"Content-Type": "application/json"}, b'{"code":500,"msg":"error"}')),
        *("NOT_A_PAGE", "NOT_A_PAGE"),
    ),
    "json-as-html": (always((200, HTML, b'{"code":401,"msg":"no token"}')), "NOT_A_PAGE", "NOT_A_PAGE"),
    "empty": (always((200, HTML, b"")), "EMPTY", "EMPTY"),
    "s403": (always((403, HTML, b"")), "BLOCKED", "BLOCKED"),
    "s404": (always((404, HTML, b"<h1>404</h1>")), "NOT_FOUND", "NOT_FOUND"),
    "s410": (always((410, HTML, b"<h1>gone</h1>")), "NOT_FOUND", "NOT_FOUND"),
    "s412": (always((412, HTML, b"")), "BLOCKED", "BLOCKED"),
    "s500": (always((500, HTML, b"error")), "SERVER_ERROR", "SERVER_ERROR"),
    "s502": (always((502, HTML, b"bad gateway")), "SERVER_ERROR", "SERVER_ERROR"),
    "s503": (always((503, HTML, b"busy")), "?told", "?told"),
    "s521": (always(CHALLENGE), "CHALLENGE", "CHALLENGE"),
    "inner-404": (at(inner, page("404", "<h1>404</h1>", status=404)), "ALL_NOT_FOUND", "ALL_NOT_FOUND"),
    "inner-500": (at(inner, page("500", "<h1>500</h1>", status=500)), "ALL_FAILING", "ALL_FAILING"),
    "inner-json": (at(inner, (200, {"Content-Type": "application/json"}, b'{"code":404}')), "?told", "?told"),
    "inner-maintenance": (at(inner, page("公告", f"<p>{LONG}</p>")), "MAINTENANCE", "MAINTENANCE"),
    "inner-wordless": (at(inner, page("提示", f"<p>您好</p>{TEXT}")), "SAME_PAGE", "SAME_PAGE"),
    "inner-is-home": (at(inner, healthy()["/"]), "SAME_PAGE", "SAME_PAGE"),
    "to-home": (at(inner, moved("/")), "?told", "?told"),
    "to-block-page": (
        lambda path, count: page("提示", "<p>访问被拦截</p>") if path == "/block.html" else moved("/block.html"),
        *("?told", "?told"),
    ),
    "to-wordless-page": (
        lambda path, count: page("提示", "<p>。。。。</p>") if path == "/n.html" else moved("/n.html"),
        *("CHANGED", "CHANGED"),
    ),
    "to-other-host": (always(moved("http://localhost:{port}/")), "SENT_AWAY", "SENT_AWAY"),
    "loop": (lambda path, count: moved(path), "LOOP", "LOOP"),
    "loop-query": (lambda path, count: moved(f"/?n={count}"), "LOOP", "LOOP"),
    "truncated": (lambda path, count: (CUT, HTML, b"<html><body>half"), "CUT_SHORT", "CUT_SHORT"),
    "closed": (lambda path, count: (CLOSE, {}, b""), "", ""),  # no answer is told from the second run on
    "drip": (lambda path, count: (DRIP, HTML, b"<html>"), "", ""),
    "own-error": (always(OWN_ERROR), "MAINTENANCE", "MAINTENANCE"),
    "own-error-wordless": (always(OWN_ERROR_WORDLESS), "SAME_PAGE", "SAME_PAGE"),
    "half-503": (lambda path, count: (503, HTML, b"busy") if count % 2 else None, "?", "?"),
    "half-closed": (lambda path, count: (CLOSE, {}, b"") if count % 2 else None, "?", "?"),
    "articles-500": (at(lambda path: "/xw/a" in path, (500, HTML, b"error")), "", ""),
    "taken-over": (always(CASINO), "CHANGED", "CHANGED"),
    "home-taken-over": (at(lambda path: path == "/", CASINO), "CHANGED", "CHANGED"),
    "dead-bare-foot": (always(page("通知", f"<p>{TEXT}</p>", foot=BARE)), "CHANGED", "CHANGED"),
    "splash": (at(lambda path: path == "/", SPLASH), "?", "?"),
    "grey": (at(lambda path: path == "/", (200, HTML, GREY)), "", ""),
    "banner": (at(lambda path: path == "/", (200, HTML, BANNER)), "", ""),
    "challenge-first": (
        lambda path, count: CHALLENGE if path == "/" and next(JS_FIRST) == 0 else None,
        *("", ""),
    ),
    "redesign-marked": (_redesigned, "", ""),
}
