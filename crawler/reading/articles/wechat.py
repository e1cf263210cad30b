"""A WeChat article's page (公众号文章), and what stands in its place once it is gone. It trusts its own marks only."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from crawler.reading.dates import SHANGHAI, Moment, first_moment
from crawler.reading.page import View, node_text

# From the surest to the least: the day the post was sent, the day it was written, the same as text.
_SECONDS = (
    re.compile(r"\bct\s*=\s*[\"'](\d{10})[\"']"),
    re.compile(r"\boriCreateTime\s*=\s*[\"'](\d{10})[\"']"),
    re.compile(r"\bori_create_time\s*:\s*[\"'](\d{10})[\"']"),
    re.compile(r"\bcreate_time\s*=\s*[\"'](\d{10})[\"']"),
)
_TEXT = re.compile(
    r"\b(?:createTime\s*=|create_time\s*:)\s*(?:JsDecode\()?[\"'](\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)"
)
_ACCOUNT = re.compile(r"\b(?:nickname\s*=\s*htmlDecode|nick_name\s*:\s*JsDecode)\(\s*[\"']([^\"']{1,60})[\"']")


@dataclass(frozen=True)
class WechatPage:
    """``alive``: the article is there; else ``title`` is what stands in its place."""

    alive: bool
    title: str | None
    account: str | None = None
    published: Moment | None = None


def _published(scripts: str) -> Moment | None:
    for pattern in _SECONDS:
        found = pattern.search(scripts)
        if found:
            return datetime.fromtimestamp(int(found[1]), UTC).astimezone(SHANGHAI)
    written = _TEXT.search(scripts)
    return first_moment(written[1]) if written else None


def _shown(view: View, selector: str) -> str | None:
    node = view.tree.css_first(selector)
    return (node_text(node) or None) if node else None


@lru_cache(maxsize=2)
def wechat_page(view: View) -> WechatPage | None:
    """None for every other page."""
    if 'id="js_article"' in view.raw:
        account = _ACCOUNT.search(view.scripts)
        meta = view.tree.css_first("meta[property='og:title']")
        title = _shown(view, "#activity-name") or ((meta.attributes.get("content") or "").strip() if meta else "")
        name = account[1] if account else _shown(view, "#js_name")
        return WechatPage(True, title or view.title or None, name, _published(view.scripts))
    if "weui-msg__title" in view.raw:
        said = _shown(view, ".weui-msg__title")
        return WechatPage(False, said) if said else None
    return None
