"""Foreign states by one answer: what stands in place of a site's home page. Words count only on a page that leads
almost nowhere inside, and never words of its links: a site that announces maintenance in its news is itself."""

import json
import re
from urllib.parse import urlsplit

from crawler.connect.answer import HttpAnswer
from crawler.likeness.portrait import Portrait
from ledger.vocabulary import Look, Reason
from ledger.vocabulary.site_check import SiteState

SOME = 20  # of a page that led to many places before, that many are few
FEW = 5  # pages of its own that a page must lead to before its words count no more
_OURS = frozenset(
    {Reason.OFFLINE, Reason.PRIVATE_ADDRESS, Reason.DNS_FAILED, Reason.UNSUPPORTED, Reason.TOO_LARGE, Reason.ROBOTS}
)
_BY_REASON = {
    Reason.NOT_FOUND: SiteState.NOT_FOUND,
    Reason.GONE: SiteState.NOT_FOUND,
    Reason.SOFT_404: SiteState.NOT_FOUND,
    Reason.BLOCKED: SiteState.BLOCKED,
    Reason.ODD_STATUS: SiteState.BLOCKED,
    Reason.CHALLENGE: SiteState.CHALLENGE,
    Reason.LOGIN: SiteState.LOGIN,
    Reason.REDIRECT_LOOP: SiteState.LOOP,
    Reason.EMPTY_ANSWER: SiteState.EMPTY,
    Reason.TRUNCATED: SiteState.CUT_SHORT,
    Reason.SERVER_ERROR: SiteState.SERVER_ERROR,
}
_ASKED = r"(?:请|抱歉|对不起|暂停|恢复|谅解|不便|无法|不能|正在|稍后|稍候|期间|敬请|中)"
_WORDS = (
    (
        SiteState.UNREGISTERED,
        re.compile(
            r"(?:未|没有|尚未)[^。，]{0,6}备案|(?:域名|网站|站点|空间|主机|服务)[^。，]{0,8}"
            r"(?:已停用|被停用|已暂停|被暂停|已过期|到期|欠费|停止解析|暂停解析|停止接入|被关停|已关停|未绑定|被封禁|已冻结)|clientHold"
        ),
    ),
    (
        SiteState.PARKED,
        re.compile(
            r"域名[^。]{0,10}(?:出售|转让|停放|抢注|交易|竞价)|(?:出售|转让|购买)[^。]{0,6}域名"
            r"|domain[^.]{0,30}(?:for sale|parked|parking|available)|buy this domain",
            re.IGNORECASE,
        ),
    ),
    (
        SiteState.MAINTENANCE,
        re.compile(
            rf"(?:系统|网站|站点|平台|服务器|本站|本网|机房|数据)[^。]{{0,16}}(?:升级|维护|维修|改版|调整|迁移|检修|割接|建设)[^。]{{0,30}}{_ASKED}"
            r"|(?:升级|维护|改版|建设|检修)(?:中|期间)|(?:暂停|停止)(?:访问|服务|对外)|暂时(?:无法|不能)(?:访问|提供)"
            r"|under (?:maintenance|construction)|be right back|coming soon|temporarily unavailable",
            re.IGNORECASE,
        ),
    ),
    (
        SiteState.CHALLENGE,
        re.compile(
            r"(?:安全|人机|滑动|滑块|身份)验证|验证码|(?:访问|请求)[^。]{0,8}(?:拦截|阻断|拒绝|异常|频繁|非法)|captcha"
            r"|checking your browser|access denied|request (?:blocked|rejected)|verify you are human",
            re.IGNORECASE,
        ),
    ),
    (
        SiteState.DEFAULT_PAGE,
        re.compile(
            r"welcome to (?:nginx|openresty|tengine|caddy)|^it works!?$|apache2? [^.]{0,30}default page"
            r"|(?:http server )?test page"
            r"|iis windows server|internet information services|^iis\d|apache tomcat|successfully installed"
            r"|index of /|directory listing|没有找到站点|站点创建成功|恭喜[^。]{0,6}(?:站点|网站)|默认(?:页|站点|主页)",
            re.IGNORECASE,
        ),
    ),
)


def state_of_look(look: Look) -> SiteState | None:
    """What a home page that did not open stands for; None where it is we who could not look."""
    if look.reason in _OURS or look.reason is None:
        return None
    return _BY_REASON.get(look.reason, SiteState.NO_ANSWER)


def is_ours(look: Look) -> bool:
    """Whether it is we who could not look."""
    return look.reason in _OURS


def not_a_page(answer: HttpAnswer) -> str:
    """The beginning of an answer that is no web page, or ""."""
    head = answer.body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = answer.header("content-type").lower()
    if head.startswith(b"<") or (b"<" in head and "html" in kind):
        return ""
    shown = head[:100].decode("utf-8", "replace").strip()
    if head[:1] in (b"{", b"["):
        try:
            json.loads(answer.body)
        except ValueError:
            return shown if "json" in kind else ""
        return shown
    return shown if kind and "html" not in kind else ""


def thin(page: Portrait, before: Portrait | None) -> bool:
    """Whether it leads almost nowhere inside, or to a few places that are a quarter of what it led to before."""
    led = len(page.inner)
    return led <= FEW or (before is not None and led <= SOME and led * 4 <= len(before.inner))


def state_of_page(page: Portrait, before: Portrait | None) -> tuple[SiteState, str] | None:
    """The state that a thin page is in, and the words that say so; None where nothing says so."""
    if not thin(page, before):
        return None
    if page.password and not (before and before.password):
        return SiteState.LOGIN, page.title or "密码"
    said_before = before.text if before else ""
    for state, words in _WORDS:
        for text in (page.title, page.spoken[:3000]):
            found = words.search(text)
            if found and found[0] not in said_before:
                return state, found[0]
    return None


def leads_away(page: Portrait, home: str) -> bool:
    """Whether the home page ended on another host (``www.`` and the scheme apart)."""
    here, there = urlsplit(page.url), urlsplit(home)
    return (here.hostname or "").removeprefix("www.") != (there.hostname or "").removeprefix("www.")
