"""Every place a page leads to or loads from. It never fetches, and never submits a form."""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ledger.vocabulary.observation import NOT_SHOWN


class LinkKind(StrEnum):
    PAGE = "page"
    IMAGE = "image"
    STYLE = "style"
    SCRIPT = "script"
    FRAME = "frame"
    MEDIA = "media"
    OBJECT = "object"
    FORM = "form"
    REFRESH = "refresh"
    ATTACHMENT = "attachment"


class RawLink(NamedTuple):
    """``url``: absolute and normalised, or the raw text of an address no visitor can open (``file:///``). ``hidden``:
    it stands where a visitor sees nothing, unless a script or the mouse opens it."""

    url: str
    tag: str
    attr: str
    text: str
    kind: LinkKind
    hidden: bool = False

    @property
    def used_as(self) -> str:
        """The tag, with a mark behind it where no visitor is shown the element."""
        return f"{self.tag}{NOT_SHOWN}" if self.hidden else self.tag


# scripts by these names bring nothing of the page's own
_LIBRARY = re.compile(
    r"jquery|swiper|bootstrap|layer|layui|slide|echarts|vue|polyfill|html5|respond|superslide|wow", re.I
)
_NO_LINK = re.compile(r"(?:javascript|vbscript|mailto|tel|sms|data|about|blob|tencent|weixin)\s*:", re.I)
_UNOPENABLE = re.compile(r"(?:file:|[a-z]:[\\/])", re.I)
_DOUBLED = re.compile(r"^https?:/+(?=https?:/)", re.I)
_SLASHES = re.compile(r"^(https?):/*(?=[^/])", re.I)
_BLANKS = re.compile(r"[\t\r\n]+")
_CSS_URL = re.compile(r"url\(\s*+[\"']?([^\"'()]++)[\"']?\s*+\)|@import\s++[\"']([^\"']++)[\"']", re.I)
_CSS_COMMENT = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
# a font comes in several forms for several browsers, and no visitor misses one of them
_FONTS = re.compile(r"@font-face\s*+\{[^{}]*+\}?", re.I)
_UNSENT = re.compile(r"\s*+(?:return\s++)?false\s*+;?\s*+", re.I)  # an onsubmit that lets nobody send the form
_REFRESH = re.compile(r"^\s*+[\d.]*+\s*+(?:[;,]\s*+)?(?:url\s*+=\s*+)?[\"']?\s*+([^\"'\s][^\"']*)", re.I)
_SPACE = re.compile(r"\s+")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|rtf|ceb)$", re.I)
_WIDE = str.maketrans("：／？＃＆＝．", ":/?#&=.")
# only an address that begins wide was typed wide; elsewhere the signs belong to a file's name (附件1：申请表.docx)
_TYPED_WIDE = re.compile(r"(?:https?\s*)?[：／]|https?:/?／", re.I)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_CANDIDATE = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:,|[^,]*)")  # of a srcset: an address may hold commas
_TAGS: dict[str, tuple[tuple[str, LinkKind], ...]] = {
    "a": (("href", LinkKind.PAGE),),
    "area": (("href", LinkKind.PAGE),),
    "img": (("src", LinkKind.IMAGE), ("srcset", LinkKind.IMAGE)),
    "input": (("src", LinkKind.IMAGE),),
    "script": (("src", LinkKind.SCRIPT),),
    "iframe": (("src", LinkKind.FRAME),),
    "frame": (("src", LinkKind.FRAME),),
    "source": (("src", LinkKind.MEDIA), ("srcset", LinkKind.IMAGE)),
    "video": (("src", LinkKind.MEDIA), ("poster", LinkKind.IMAGE)),
    "audio": (("src", LinkKind.MEDIA),),
    "embed": (("src", LinkKind.OBJECT),),
    "object": (("data", LinkKind.OBJECT),),
    "body": (("background", LinkKind.IMAGE),),
    "table": (("background", LinkKind.IMAGE),),
    "td": (("background", LinkKind.IMAGE),),
}
_WITH_WORDS = frozenset({"a", "area", "img"})
# by attribute, because the parser tries each alternative on each element: 10 take a third less than 25 by tag do
_SELECTOR = (
    "[href],[src],[srcset],[data],[action],[poster],[background],[style*='url('],style,meta[http-equiv=refresh i]"
)


def _host(netloc: str) -> str:
    if netloc.isascii():
        return netloc.lower()
    try:
        return netloc.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return netloc.lower()


def _query(text: str, charset: str) -> str:
    if text.isascii():
        return text.replace(" ", "%20")
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]|", encoding=charset, errors="replace")


_DOTS = re.compile(r"/(?:\.|%2e)", re.I)
_CODED_STEP = re.compile(r"(?<![^/])(?:\.|%2e){1,2}(?![^/#])", re.I)  # a whole step of dots, written %2e or not
# nine of ten: plain signs, no step upwards, nothing that any rule below would change
_STEPS = r"(?:/[\w~%+=@!$&'()*,-][\w.~%+=@!$&'()*,-]*+)*+/?+"
_PLAIN = re.compile(rf"(?:(https?)://([a-z0-9-]++(?:\.[a-z0-9-]++)++)(?=/))?+({_STEPS})(?:\?[\w.~%=&+-]++)?+", re.A)
_BESIDE = re.compile(rf"(?:\./)?+([\w~%+=@!$&'()*,-][\w.~%+=@!$&'()*,-]*+{_STEPS}(?:\?[\w.~%=&+-]++)?+)", re.A)
_PLAIN_BASE = re.compile(rf"(https?://[a-z0-9-]++(?:[.:][a-z0-9-]++)*+){_STEPS}", re.A)


@lru_cache(maxsize=1024)
def _root(base: str) -> str:
    """Scheme and host of a directory whose address is plain, or ""."""
    plain = _PLAIN_BASE.fullmatch(base)
    return plain[1] if plain and base.endswith("/") else ""


def _plain(base: str, raw: str) -> str | None:
    """The same as ``_resolved``, for plain addresses only; None for all others."""
    if "%2" in raw and _DOTS.search(f"/{raw}"):
        return None
    if (whole := _PLAIN.fullmatch(raw)) and whole[3]:
        if whole[1]:
            return raw
        root = _root(base)
        return root + raw if root else None
    beside = _BESIDE.fullmatch(raw)
    return base + beside[1] if beside and _root(base) else None


@lru_cache(maxsize=65536)
def _absolute(base: str, raw: str, charset: str) -> str | None:
    return _plain(base, raw) or _resolved(base, raw, charset)


def _stepped(path: str) -> str:
    """The path without its steps ``.`` and ``..`` (RFC 3986 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for step in path.split("/"):
        if step == ".." and len(kept) > 1:
            kept.pop()
        elif step not in {".", ".."}:
            kept.append(step)
    return "/".join(kept) if step not in {".", ".."} else "/".join([*kept, ""])


def _resolved(base: str, raw: str, charset: str) -> str | None:
    text = _BLANKS.sub("", raw).strip()
    if not text or text.startswith("#") or _NO_LINK.match(text):
        return None
    if _UNOPENABLE.match(text):
        return text
    if _TYPED_WIDE.match(text):
        text = text.translate(_WIDE)
    path, mark, query = text.partition("?")
    path = path.replace("\\", "/")  # as browsers read it; \\\\host\\a is //host/a
    path = _CODED_STEP.sub(lambda step: step[0].lower().replace("%2e", "."), path)  # before the base is joined
    path = _SLASHES.sub(r"\1://", _DOUBLED.sub("", path))
    try:
        parts = urlsplit(urljoin(base, path + mark + query))
        host = _host(parts.netloc)
    except ValueError:
        return text
    if parts.scheme not in {"http", "https"}:
        return None if parts.scheme else text
    steps = _stepped(_SESSION.sub("", parts.path)) or "/"
    steps = quote(steps, safe="%/:=&~+!$,;'@()*[]|") if not steps.isascii() or " " in steps else steps
    return urlunsplit((parts.scheme, host, steps, _query(parts.query, charset), ""))


@lru_cache(maxsize=65536)
def _is_document(url: str) -> bool:
    return _DOCUMENT.search(url.partition("?")[0]) is not None


def directory(url: str) -> str:
    """Everything up to the last slash: relative addresses of all pages there share it."""
    head = url.split("#", 1)[0].split("?", 1)[0]
    return head[: head.rfind("/") + 1] if head.count("/") > 2 else head + "/" * bool(head)


def absolute(base: str, raw: str, charset: str = "utf-8") -> str | None:
    """``raw`` as an address to open; the raw text when nobody can open it; None when it is no link."""
    shared = base if raw.lstrip().startswith("?") else directory(base)
    return _absolute(shared, raw, charset)


def base_of(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    declared = node.attributes.get("href") if node else None
    return (absolute(url, declared) if declared else None) or url


def _words(node: LexborNode) -> str:
    text = " ".join(node.text().split())
    if not text:
        attributes = node.attributes
        text = attributes.get("title") or attributes.get("alt") or ""
    if not text and node.tag == "a":
        image = node.css_first("img[alt]")
        text = (image.attributes.get("alt") if image else "") or ""
    return text.strip()[:80]


def _css(text: str) -> list[str]:
    text = _CSS_COMMENT.sub("", text)
    return [a or b for a, b in _CSS_URL.findall(_FONTS.sub("", text) if "{" in text else text)]


def _is(attributes: Mapping[str, str | None], name: str, value: str) -> bool:
    return (attributes.get(name) or "").lower() == value


def _loaded(node: LexborNode, tag: str) -> list[tuple[str, str, LinkKind]]:
    """What ``node`` names, as (attribute, raw address, kind)."""
    attributes = node.attributes
    if tag == "a" and "style" not in attributes:  # nine of ten
        raw = attributes.get("href")
        return [("href", raw, LinkKind.PAGE)] if raw else []
    if tag == "style":
        return [("css", raw, LinkKind.IMAGE) for raw in _css(node.text())]
    found: list[tuple[str, str, LinkKind]] = []
    if tag == "meta":
        hop = _REFRESH.match(attributes.get("content") or "") if _is(attributes, "http-equiv", "refresh") else None
        return [("content", hop[1], LinkKind.REFRESH)] if hop and "url" in (attributes["content"] or "").lower() else []
    if tag == "link":
        relation = (attributes.get("rel") or "").lower()
        if "stylesheet" not in relation and "icon" not in relation:
            return []  # for machines: canonical, alternate, preload, next … no visitor opens it
        kind = LinkKind.STYLE if "stylesheet" in relation else LinkKind.IMAGE
        found.append(("href", attributes.get("href") or "", kind))
    elif tag == "form" and (attributes.get("method") or "get").lower() == "get":
        if _UNSENT.fullmatch(attributes.get("onsubmit") or ""):
            return []
        found.append(("action", attributes.get("action") or "", LinkKind.FORM))
    for attr, kind in _TAGS.get(tag, ()) if tag != "input" or _is(attributes, "type", "image") else ():
        value = attributes.get(attr) or ""
        pieces = _CANDIDATE.findall(value) if attr == "srcset" else [value]
        found.extend((attr, piece, kind) for piece in pieces if piece)
    if "style" in attributes:
        found.extend(("style", raw, LinkKind.IMAGE) for raw in _css(attributes["style"] or ""))
    return found


def read_links(
    tree: LexborHTMLParser, url: str, charset: str = "utf-8", *, hidden: Collection[int] = ()
) -> tuple[RawLink, ...]:
    """Links of every sort, in document order. Comments, script strings, templates and
    ``noscript`` hold none: no visitor opens what stands there (``open_view`` has made a noscript a template).
    ``hidden``: the ``mem_id`` of each element that no visitor is shown."""
    base = base_of(tree, url)
    shared = directory(base)
    links: list[RawLink] = []
    last = 0
    for node in tree.css(_SELECTOR):
        if node.mem_id == last:
            continue  # an element comes once for each alternative that it matches
        last, tag = node.mem_id, node.tag or ""
        unseen = bool(hidden) and node.mem_id in hidden
        for attr, value, kind in _loaded(node, tag):
            target = _absolute(base if value.startswith("?") else shared, value, charset)
            if target is None:
                continue
            if kind is LinkKind.PAGE and _is_document(target):
                kind = LinkKind.ATTACHMENT
            links.append(RawLink(target, tag, attr, _words(node) if tag in _WITH_WORDS else "", kind, unseen))
    return tuple(links)


def any_own(files: Iterable[str], page: str) -> bool:
    """Whether one of the files is of the page's own host, and no known library."""
    host = urlsplit(page).netloc
    parts = (urlsplit(file) for file in files)
    return any(part.netloc == host and not _LIBRARY.search(part.path) for part in parts)
