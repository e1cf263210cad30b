"""What kind a page is, and where a stub sends the visitor. It decides from tags, address and text only."""

import re
from urllib.parse import urlsplit

from crawler.reading.article import dated_by_itself
from crawler.reading.links import absolute
from crawler.reading.page import View
from crawler.reading.tags import tag
from crawler.reading.wechat import wechat_page
from ledger.vocabulary import PageKind

_HOP = re.compile(
    r"(?:window|self|top|parent|document)?\.?location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']+)[\"']"
)
_WAIT = re.compile(r"\s*(\d{1,6})")
LONG = 15  # seconds
_WRITTEN = re.compile(r"document\.write\(\s*[\"']<meta[^>]*\brefresh\b[^>]*?\burl=([^\"'>\s]+)", re.I)
_ARTICLE_PATH = re.compile(
    r"/t\d{8}_\d+|/m?post_\d+|/info/\d+/\d+|/art/(?:\d{4}|art_)|/art_|content_\d+|/c_?\d{6,}|/\d{4}-\d\d[-/]\d\d/"
    r"|/(?:article|content|contents|detail|news)/(?:\d+/)*\d+\.s?html?$|/\d{8}/\w{6,}|/\d{6}/\w{16,}|/ARTI|/\d{5,}\.s?html?$"
    r"|[?&](?:articleid|contentid|newsid|infoid)=\w+",
    re.I,
)
_COLUMN_PATH = re.compile(
    r"/$|/(?:index|list|default|common_list|list_zh)(?:_\d+)?\.(?:s?html?|jsp|aspx?|php)$|/col/|/col\d+/|/(?:channels?|node|lists?)[/_]\w+",
    re.I,
)
_HOME_PATH = re.compile(r"/?(?:(?:index|default|home)\.(?:s?html?|jsp|aspx?|php))?", re.I)


def redirect_of(view: View) -> str | None:
    """Where a stub sends the visitor: by meta refresh (not to itself), or by script on a page without words."""
    for link in view.links:
        if link.tag == "meta" and not _patient(view) and link.url.split("?")[0] != view.url.split("?")[0]:
            return link.url
    if len(view.text) > 120 or view.tree.css_first("frame, iframe"):
        return None
    from_script = _HOP.search(view.scripts) or _WRITTEN.search(view.scripts)
    if not from_script:
        return None
    return absolute(view.url, from_script[1])


def _patient(view: View) -> bool:
    """A refresh after minutes sends nobody on: the page is there to be read."""
    waits = [_WAIT.match(n.attributes.get("content") or "") for n in view.tree.css("meta[http-equiv=refresh i]")]
    return all(w and int(w[1]) > LONG for w in waits)


def is_article_address(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_ARTICLE_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))


def is_home_address(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and not parts.query and _HOME_PATH.fullmatch(parts.path) is not None


def is_column_address(url: str) -> bool:
    return _COLUMN_PATH.search(urlsplit(url).path) is not None


def kind_of(view: View, redirect: str | None) -> PageKind:
    """The page's own tags first, then its address, then what it shows."""
    if redirect is not None and len(view.text) < 300:
        return PageKind.REDIRECT
    wechat = wechat_page(view)
    if wechat:
        return PageKind.ARTICLE if wechat.alive else PageKind.OTHER
    if tag(view.tags, "ArticleTitle"):
        return PageKind.ARTICLE
    if is_home_address(view.url):
        return PageKind.HOME
    if re.search(r"/channels?/", view.url):
        return PageKind.COLUMN
    if is_article_address(view.url):
        return PageKind.ARTICLE
    if is_column_address(view.url) and not tag(view.tags, "PubDate", "ContentSource"):
        return PageKind.COLUMN
    if "createPageHTML" in view.raw or (tag(view.tags, "ColumnName") and not dated_by_itself(view)):
        return PageKind.COLUMN
    return PageKind.ARTICLE if tag(view.tags, "PubDate") or dated_by_itself(view) else PageKind.OTHER
