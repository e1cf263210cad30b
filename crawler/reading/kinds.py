"""What kind a page is, and where a stub sends the visitor. It decides from tags, address and text only."""

import re
from urllib.parse import urlsplit

from crawler.reading.articles.article import published_reading
from crawler.reading.articles.shape import TEXT, fronted, is_list, leads_on
from crawler.reading.articles.wechat import wechat_page
from crawler.reading.links import absolute
from crawler.reading.page import View, prose
from crawler.reading.tags import tag
from ledger.vocabulary import PageKind

_HOP = re.compile(
    r"(?:window|self|top|parent|document)?\.?location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']+)[\"']"
)
_WAIT = re.compile(r"\s{0,20}(\d{1,6})")
LONG = 15  # seconds
_WRITTEN = re.compile(
    r"document\.write\(\s{0,50}[\"']<meta[^<>]{0,300}?\brefresh\b[^<>]{0,300}?\burl=([^\"'>\s]{1,2000})", re.I
)
_ARTICLE_PATH = re.compile(
    r"/t\d{8}_\d+|/m?post_\d+|/info/\d+/\d+|/art/(?:\d{4}|art_)|/art_|content_\d+|/c_?\d{6,}|/\d{4}-\d\d[-/]\d\d/"
    r"|/(?:article|content|contents|detail|news)/(?:\d+/)*\d+\.s?html?$|/\d{8}/\w{6,}|/\d{6}/\w{16,}|/ARTI|/\d{5,}\.s?html?$"
    r"|[?&](?:articleid|contentid|newsid|infoid)=\w+|[?&]a=(?:show|view|detail)\b|^/(?:index\.(?:php|aspx?|jsp))?\?id=\d+$"
    r"|/(?:show|view|detail|article|content|news|info|read)\w{0,20}\.(?:aspx?|jsp|php|do|s?html?)\?\w{0,12}id=\w+",
    re.I,
)
_COLUMN_PATH = re.compile(
    r"/$|/(?:index|list|default|common_list|list_zh)(?:_\d+)?\.(?:s?html?|jsp|aspx?|php)$|/col/|/col\d+/|/(?:channels?|node|lists?)[/_]\w+",
    re.I,
)
_FURTHER = re.compile(r"下一页|末\s?页|尾\s?页|共\s?\d{1,5}\s?页")
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
    """What the page shows comes first: rows with days, or one headline with its bar. Tags and address break ties."""
    if redirect is not None and len(view.text) < 300:
        return PageKind.REDIRECT
    wechat = wechat_page(view)
    if wechat:
        return PageKind.ARTICLE if wechat.alive else PageKind.OTHER
    named, home = _named(view), is_home_address(view.url)
    likely = named or is_article_address(view.url)
    if not home and is_list(view) and (not likely or leads_on(view)):
        return PageKind.COLUMN
    if named or home:
        return PageKind.ARTICLE if named else PageKind.HOME
    if re.search(r"/channels?/", view.url):
        return PageKind.COLUMN
    return PageKind.ARTICLE if fronted(view) or likely else _by_tags(view)


def _named(view: View) -> bool:
    """Whether the tags name an article; some systems put the column's name there."""
    name = tag(view.tags, "ArticleTitle")
    return bool(name) and name != tag(view.tags, "ColumnName")


def _by_tags(view: View) -> PageKind:
    if is_column_address(view.url) and not tag(view.tags, "PubDate", "ContentSource"):
        return PageKind.COLUMN
    if "createPageHTML" in view.raw or tag(view.tags, "ColumnName") or _goes_on(view):
        return PageKind.COLUMN
    dated = tag(view.tags, "PubDate") or published_reading(view) is not None
    return PageKind.ARTICLE if dated else PageKind.OTHER


def _goes_on(view: View) -> bool:
    """A page that has further pages and no text of its own."""
    return _FURTHER.search(view.text) is not None and prose(view) < TEXT
