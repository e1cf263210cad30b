"""Pages that are not there though they come with a 200: by what they say of themselves, or like the host's own answer
to an address that cannot exist. A page that merely mentions 页面不存在 is never taken for one.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from selectolax.lexbor import LexborHTMLParser

from crawler.connect.answer import HttpAnswer
from crawler.looking.text import dense, holds, rough, title_of, visible
from crawler.looking.words import LOOSE, says_gone

_HINTS = (
    *(
        "不存在",
        "找不到",
        "删除",
        "没有找到",
        "未找到",
        "无法找到",
        "下线",
        "失效",
        "不见",
        "移除",
        "过期",
        "走丢",
        "关闭",
    ),
    *(
        "ot found",
        "ot Found",
        "OT FOUND",
        "ot exist",
        "longer",
        "been removed",
        "be found",
        "無法找到",
        "刪除",
        "移除",
        "未发布",
    ),
    *("查不到", "查到", "查询到", "检索到", "搜索到"),
)
_SHORT_BYTES, _STUB_BYTES = 20_000, 2048
_JUMP = re.compile(
    r"(?:\burl\s?=|location(?:\.href|\.replace|\.assign)?\s?[=(])\s?['\"]?([^'\"\s>)]{1,300})", re.IGNORECASE
)
_INDEX = re.compile(r"/(?:index|default|main)\.\w{2,5}$", re.IGNORECASE)
_HOME = re.compile(r"^/?(?:(?:index|default|main)\.\w{2,5})?$", re.IGNORECASE)
_PORTAL = re.compile(
    r"^/(?:(?:[\w-]+/){0,2}(?:home|portal|shouye)(?:\.\w{2,5})?/?|[\w-]+/(?:index|default|main)\.\w{2,5})$",
    re.IGNORECASE,
)
_ERROR_PATH = re.compile(
    r"/(?:404|410|(?:http)?error[-_]?404|404[-_]?error|not[-_]?found|no[-_]?(?:found|page)|page[-_]?not[-_]?found)"
    r"(?:[-_]?page)?(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_WECHAT_GONE = re.compile(r"发布者删除|deleted by the author|违规|已被屏蔽|已注销|冻结")
_DIGITS = re.compile(r"\d+")
_ERROR_CODE = re.compile(r"[45]\d\d")
_SHINGLE, _KEPT = 4, 4000
_WORDS = re.compile(r"[A-Za-z]+|[^\W\dA-Za-z_]")
_FEW = 4  # words or characters
_STANDARD = re.compile(
    rf"{LOOSE.pattern}|http|status|code|error|message|page|file|gone|requested|was|on this server|server|description"
    r"|the (?:requested )?(?:url|resource|document)|nginx|apache|tomcat|openresty|tengine|microsoft|iis|unix"
    r"|port|at|return|错误|出错|您|所|要|访问|请求|查看|浏览|的|或|已|被|可能|页面|网页|内容|信息|文件|资源|地址|对不起|抱歉|很"
    r"|返回|首页|上一页|提示",
    re.IGNORECASE,
)
_ALIKE = 0.6


@dataclass(frozen=True)
class HostProfile:
    """What a host answers to a path that cannot exist. ``words``: digest of its visible text without the path;
    ``shingles``: pieces of it; ``home``: it is what the host shows as its home page."""

    status: int
    final_url: str
    title: str
    words: str
    shingles: frozenset[str]
    home: bool


def _name(url: str, salt: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{salt}{url}")


def random_url(url: str, salt: str) -> str:
    """A path on the host of ``url`` that nobody can have published; ``salt`` keeps it stable within a run."""
    name = _name(urlsplit(url).netloc, salt).hex
    return urljoin(url, f"/{name}/{name}.html")


def sibling_url(url: str, salt: str) -> str:
    """An address of the same kind as ``url`` (folder and ending, or numbers of its query) that nobody can have
    published: servers answer differently for each kind."""
    parts = urlsplit(url)
    name = _name(parts.netloc, salt)
    number = str(name.int)[:9]
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if any(_DIGITS.search(value) for _, value in asked):
        changed = [(key, number if _DIGITS.search(value) else value) for key, value in asked]
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(changed), ""))
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    dot = last.rfind(".")
    ending = "/" if parts.path.endswith("/") else last[dot:] if dot >= 0 and len(last) - dot < 7 else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name.hex}{ending}", "", ""))


def profile(answer: HttpAnswer, home: HttpAnswer | None = None) -> HostProfile:
    """Calibrates a host by its answer to ``random_url`` or ``sibling_url``; ``home``: its home page, where known."""
    html = rough(answer.body)
    words = visible(html)
    digest = _digest(words, answer)
    return HostProfile(
        answer.status,
        answer.final_url,
        title_of(html),
        digest,
        _shingles(words, answer),
        home=_is_home(answer) or (home is not None and _digest(visible(rough(home.body)), home) == digest),
    )


def _is_home(answer: HttpAnswer) -> bool:
    asked, got = urlsplit(answer.url), urlsplit(answer.final_url)
    same = _plain(asked.hostname) == _plain(got.hostname)
    return bool(answer.hops) and same and not got.query and bool(_HOME.match(got.path))


def soft_404_of(answer: HttpAnswer) -> str:
    """Why this 200 page is really a "not found", in the words found, or an empty string."""
    if urlsplit(answer.final_url).hostname == "mp.weixin.qq.com":
        return _wechat(answer)
    if answer.hops and _ERROR_PATH.search(urlsplit(answer.final_url).path):
        return "" if _ERROR_PATH.search(urlsplit(answer.url).path) else f"转到{answer.final_url}"
    html = rough(answer.body)
    if len(answer.body) < _STUB_BYTES and (to := _JUMP.search(html)) and _ERROR_PATH.search(to[1].partition("?")[0]):
        return f"转到{to[1]}"
    title = title_of(html)[:300]
    short = len(answer.body) < _SHORT_BYTES and not dense(html)
    if "404" in title or holds(title, _HINTS) or (short and holds(html, _HINTS)):
        return says_gone(title, visible(html))
    return ""


def gone_in_json(answer: HttpAnswer) -> tuple[int, str] | None:
    """The code and the words of an interface that says by JSON with a 200 that it has nothing to give."""
    body = answer.body.strip()
    if len(body) > 2048 or body[:1] != b"{":
        return None
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = next((told[key] for key in ("code", "status", "statusCode", "errcode", "errorCode") if key in told), None)
    said = next((told[key] for key in ("msg", "message", "error", "errmsg") if isinstance(told.get(key), str)), "")
    if isinstance(code, int | str) and _ERROR_CODE.fullmatch(str(code)):
        return int(code), f"{code} {said}".strip()
    return None


def same_as_random(answer: HttpAnswer, host: HostProfile | None) -> bool:
    """Whether the host answers this address with what it answers to any, with a 200."""
    if host is None or host.status != 200:
        return False
    if _HOME.match(urlsplit(answer.url).path) or answer.final_url == answer.url == host.final_url:
        return False
    html = rough(answer.body)
    return title_of(html) == host.title and _digest(visible(html), answer) == host.words


def alike(answer: HttpAnswer, host: HostProfile) -> bool:
    """Whether a "not found" is the host's own: what it says to a random address of that kind, numbers apart."""
    html = rough(answer.body)
    words = visible(html)
    if _digest(words, answer) == host.words:
        return True
    mine = _shingles(words, answer)
    both = len(mine & host.shingles)
    return title_of(html) == host.title and both >= _ALIKE * len(mine | host.shingles)


def barely_gone(answer: HttpAnswer) -> bool:
    """Whether a "not found" says so of itself, or says nothing else, as servers do that have no page for it."""
    html = rough(answer.body)
    words = visible(html)[:_KEPT]
    if says_gone("", words, _KEPT):
        return True
    rest = _bare(f"{title_of(html)} {words}", answer)
    return len(_WORDS.findall(_STANDARD.sub(" ", rest))) <= _FEW


def loosely_gone(answer: HttpAnswer) -> bool:
    html = rough(answer.body)
    return LOOSE.search(f"{title_of(html)} {visible(html)[:_KEPT]}") is not None


def _bare(words: str, answer: HttpAnswer) -> str:
    for shown in (answer.url, answer.final_url, urlsplit(answer.url).path):
        words = words.replace(shown, "") if len(shown) > 1 else words
    return words


def _digest(words: str, answer: HttpAnswer) -> str:
    return hashlib.sha256(_DIGITS.sub("", _bare(words, answer)).encode()).hexdigest()


def _shingles(words: str, answer: HttpAnswer) -> frozenset[str]:
    kept = _DIGITS.sub("", _bare(words[:_KEPT], answer))
    return frozenset(kept[i : i + _SHINGLE] for i in range(len(kept) - _SHINGLE + 1)) or frozenset({kept})


def sent_home(answer: HttpAnswer) -> bool:
    """A deep request that was redirected to the same host's home page (``www.`` and scheme apart)."""
    if not answer.hops:
        return False
    path = _INDEX.sub("/", urlsplit(answer.url).path)  # /web/index.html is /web/
    deep = "." in path.rpartition("/")[2] or len([s for s in path.split("/") if s]) >= 2
    return deep and _is_home(answer) and not homelike(answer.url)


def homelike(url: str) -> bool:
    """Whether the address is by its name a home page: /portal/index.html, /web/guest/home."""
    parts = urlsplit(url)
    return not parts.query and bool(_HOME.match(parts.path) or _PORTAL.match(parts.path))


def _plain(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _wechat(answer: HttpAnswer) -> str:
    tree = LexborHTMLParser(rough(answer.body))
    if b'id="js_article"' in answer.body:
        return ""
    told = " ".join(n.text(strip=True) for n in tree.css(".weui-msg__title, .weui-msg__desc"))
    return told[:60] if _WECHAT_GONE.search(told) else ""
