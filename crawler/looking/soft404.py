"""Pages that say "not found" with a 200. The words alone never do: a title, a short page or the host's proof is needed.

A live article that merely contains 页面不存在 is never taken for one.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.looking.answer import Answer
from crawler.looking.text import rough, title_of, visible

_PHRASES = (
    r"页面不存在|您访问的页面不存在或已删除|找不到页面|找不到该页|页面已(?:被)?删除|(?:信息|文章|内容)不存在|"
    r"对不起，您访问的[^。！，]{0,20}(?:不存在|删除|下线|失效|关闭|找不到|没有找到|未找到|未发布)|"
    r"页面没有找到|无法找到(?:该|此)页|page not found"
)
_TITLE = re.compile(rf"^\W*(?:http\s*)?404(?:\W|$|错误|页面)|^\W*(?:{_PHRASES})|(?:{_PHRASES})\W*$", re.IGNORECASE)
_BODY = re.compile(_PHRASES, re.IGNORECASE)
_HINTS = ("不存在", "找不到", "已删除", "被删除", "对不起，您访问的", "没有找到", "无法找到", "ot found", "OT FOUND")
# where a script puts the content of every page: such a host answers all paths alike
_MOUNT = re.compile(
    r"<(div|main|section)\b[^>]*\bid\s*=\s*['\"]?(?:app|root|main|__nuxt|q-app|container)['\"]?[^>]*>\s*</\1\s*>",
    re.IGNORECASE,
)
_TITLED_WORDS = 1500
_SHORT_WORDS = 200
_SHORT_BYTES = 20_000
_INDEX = re.compile(r"/(?:index|default|main)\.\w{2,5}$", re.IGNORECASE)
_HOME = re.compile(r"^/?(?:(?:index|default|main)\.\w{2,5})?$", re.IGNORECASE)
_WECHAT_GONE = re.compile(r"发布者删除|deleted by the author|违规|已被屏蔽|已注销|冻结")


@dataclass(frozen=True)
class HostProfile:
    """What a host answers to a path that cannot exist. ``words``: digest of its visible text without the path."""

    status: int
    final_url: str
    length: int
    title: str
    words: str = ""
    shell: bool = False


def random_url(url: str, salt: str) -> str:
    """A path on the host of ``url`` that nobody can have published; ``salt`` keeps it stable within a run."""
    name = hashlib.sha256(f"{salt}{urlsplit(url).netloc}".encode()).hexdigest()[:20]
    return urljoin(url, f"/{name[:6]}/{name[6:]}.html")


def profile(answer: Answer) -> HostProfile:
    """Calibrates a host by its answer to ``random_url``."""
    html = rough(answer.body)
    words = visible(html)
    return HostProfile(
        answer.status,
        answer.final_url,
        len(answer.body),
        title_of(html),
        _digest(words, answer),
        shell=len(words) < 60 or bool(_MOUNT.search(html)),
    )


def soft_404_of(answer: Answer, host: HostProfile | None) -> str:
    """Why this 200 page is really a "not found", in the words found, or an empty string."""
    if urlsplit(answer.final_url).hostname == "mp.weixin.qq.com":
        return _wechat(answer)
    html = rough(answer.body)
    title = title_of(html)
    titled = _TITLE.search(title)
    if titled or (len(answer.body) < _SHORT_BYTES and any(hint in html for hint in _HINTS)):
        words = visible(html)
        if titled and len(words) < _TITLED_WORDS:
            return title
        spoken = _BODY.search(words)
        if spoken and len(words) < _SHORT_WORDS:
            return spoken[0]
    return title or "random path" if host and _same(answer, html, title, host) else ""


def _same(answer: Answer, html: str, title: str, host: HostProfile) -> bool:
    # A host that answers everything with one script shell shows nothing this way: that is script-drawn, not gone.
    if host.status != 200 or host.shell or title != host.title:
        return False
    if _HOME.match(urlsplit(answer.url).path) or answer.final_url == answer.url == host.final_url:
        return False
    return _digest(visible(html), answer) == host.words


def _digest(words: str, answer: Answer) -> str:
    for shown in (answer.url, answer.final_url, urlsplit(answer.url).path):
        words = words.replace(shown, "") if len(shown) > 1 else words
    return hashlib.sha256(re.sub(r"\d+", "", words).encode()).hexdigest()


def sent_home(answer: Answer) -> bool:
    """A deep request that was redirected to the same host's home page (``www.`` and scheme apart)."""
    asked, got = urlsplit(answer.url), urlsplit(answer.final_url)
    if not answer.hops or _plain(asked.hostname) != _plain(got.hostname) or got.query:
        return False
    path = _INDEX.sub("/", asked.path)  # /web/index.html is /web/
    deep = "." in path.rpartition("/")[2] or len([s for s in path.split("/") if s]) >= 2
    return deep and bool(_HOME.match(got.path))


def _plain(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _wechat(answer: Answer) -> str:
    tree = LexborHTMLParser(rough(answer.body))
    if b'id="js_article"' in answer.body:
        return ""
    told = " ".join(n.text(strip=True) for n in tree.css(".weui-msg__title, .weui-msg__desc"))
    return told[:60] if _WECHAT_GONE.search(told) else ""
