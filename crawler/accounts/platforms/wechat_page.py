"""The page of one 公众号 article: there, deleted, taken down, or hidden behind a check. Known by text, never by status.

A page names one post: it can prove an update, never that there was none.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import epoch, short
from crawler.accounts.asking.pace import Quota
from crawler.accounts.feeds.wechat_address import HOST, canonical
from crawler.reading.dates import SHANGHAI
from ledger.vocabulary import AccountReading, Post, PostState, Reason, Source

# The order matters: the first that a page has is its publish time. Which there are depends on the kind of post.
_EPOCHS = tuple(
    map(
        re.compile,
        (
            r"""\bvar\s+ct\s*=\s*["'](\d{10})["']""",
            r"""\boriCreateTime\s*=\s*["'](\d{10})["']""",
            r"""\bori_create_time\s*[:=]\s*["'](\d{10})["']""",
            r"""\bcreate_time\s*=\s*["'](\d{10})["']\s*\*\s*1""",
        ),
    )
)
_WRITTEN = re.compile(
    r"""\b(?:createTime\s*=\s*|create_time\s*:\s*JsDecode\()["'](\d{4}-\d\d-\d\d \d\d:\d\d)(?::\d\d)?["']"""
)
_BOXES = ".weui-msg__title, .weui-msg__desc, .mesg-block"
# 违规 before 删除: "因违规已删除" is not the owner's doing.
_STATES = (
    (re.compile("违规|涉嫌"), PostState.VIOLATION),
    (re.compile("[帐账]号.{0,6}(?:屏蔽|冻结)"), PostState.ACCOUNT_RESTRICTED),
    (re.compile("[帐账]号.{0,6}注销"), PostState.ACCOUNT_GONE),
    (re.compile("已迁移"), PostState.MIGRATED),
    (re.compile("已被发布者删除|has been deleted by the author", re.IGNORECASE), PostState.DELETED),
)
_LATER = re.compile("暂时无法查看")
_CHECK = re.compile("环境异常|完成验证后即可继续访问|访问过于频繁|操作频繁")


@dataclass(frozen=True)
class ArticlePage:
    """What one page shows; ``reason`` instead of ``state`` where it cannot be told."""

    state: PostState | None
    at: datetime | None = None
    title: str = ""
    reason: Reason | None = None


def read_article_page(body: bytes, location: str = "", *, cut: bool = False) -> ArticlePage:
    """The page's state, publish time and title. ``cut``: the page went on after ``body``."""
    if "wappoc_appmsgcaptcha" in location:
        return ArticlePage(None, reason=Reason.CHALLENGE)
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    if tree.css_first("#js_article") is not None:
        # only scripts: an article may quote anything
        at = _published("\n".join(node.text() for node in tree.css("script")))
        if at is None and cut:
            return ArticlePage(None, reason=Reason.TOO_LARGE)
        return ArticlePage(PostState.OK, at, _title(tree))
    said = " ".join(node.text() for node in tree.css(_BOXES))
    for pattern, state in _STATES:
        if pattern.search(said):
            return ArticlePage(state)
    if _LATER.search(said):
        return ArticlePage(None, reason=Reason.NOT_READY)
    for node in tree.css("script, style"):
        node.decompose()
    shown = tree.body.text() if tree.body else ""
    return ArticlePage(None, reason=Reason.CHALLENGE if _CHECK.search(shown) else Reason.UNREADABLE)


def _published(scripts: str) -> datetime | None:
    for pattern in _EPOCHS:
        found = pattern.search(scripts)
        at = epoch(int(found[1])) if found else None
        if at:
            return at
    written = _WRITTEN.search(scripts)
    try:
        return datetime.strptime(written[1], "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI) if written else None
    except ValueError:
        return None


def _title(tree: LexborHTMLParser) -> str:
    meta = tree.css_first('meta[property="og:title"]')
    return short((meta.attributes.get("content") or "") if meta else "")


async def look_at_article(asker: Asker, account: str, url: str, base: str, quota: Quota) -> AccountReading:
    """One look at one article's page; ``base`` is where the host of all articles is."""
    now = asker.clock.now()
    address = canonical(url)
    page = ArticlePage(None, reason=Reason.UNREADABLE)
    sha = ""
    try:
        if address:
            answer = await asker.ask("wechat-page", quota, "GET", base + address.removeprefix(f"https://{HOST}"))
            sha = answer.sha
            page = read_article_page(answer.body, answer.location, cut=answer.cut)
        detail = "" if address else "这是临时链接或者不是公众号文章的地址"
    except LookFailed as failure:
        page, detail = ArticlePage(None, reason=failure.reason), failure.detail
    posts = (Post(account, page.at, page.title, address, page.state),) if page.state else ()
    return AccountReading(
        account,
        Source.WECHAT_PAGE,
        now,
        posts,
        reason=page.reason or Reason.SOURCE_PARTIAL,
        detail=detail,
        address=address,
        body=sha,
    )
