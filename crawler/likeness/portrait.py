"""What of a page stays the same from day to day: title, foot, tags, the places it leads to, what it is dressed in."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.decode import decode

FOOT = 600  # characters: the last words of a page
TEXT = 20_000
TITLE = 300
FEW_WORDS = 60
_UNSEEN = "script, style, noscript, template"
_FRAMES = "iframe[src], frame[src]"
_WEIGHTS = {"title": 2.0, "foot": 3.0, "links": 3.0, "dress": 2.0}
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|jpe?g|png|gif|bmp|mp4|mp3|apk)$", re.IGNORECASE)


@dataclass(frozen=True)
class Portrait:
    """``inner``: pages of its own host that it leads to, each once, in order. ``spoken``: the words outside links;
    ``digest``: of all words without figures and spaces; ``drawn``: scripts put in what it shows."""

    url: str
    title: str
    text: str
    spoken: str
    foot: frozenset[str]
    links: frozenset[str]
    inner: tuple[str, ...]
    dress: frozenset[str]
    digest: str
    raw: str
    password: bool = False
    drawn: bool = False


def portrait_of(body: bytes, url: str, content_type: str = "") -> Portrait:
    raw = decode(body, content_type).text
    tree = LexborHTMLParser(raw)
    title = tree.css_first("title")
    dress = {urlsplit(src).path for node in tree.css("link[href], script[src]") if (src := _address(node))}
    password = tree.css_first("input[type=password]") is not None
    scripts = bool(tree.css("script"))
    inner, links = _led_to(tree, url)
    for node in tree.css(_UNSEEN):
        node.decompose()
    text = _words(tree)
    for node in tree.css("a"):
        node.decompose()
    tight = re.sub(r"[\s\d]+", "", text)
    return Portrait(
        url=url,
        title=" ".join(title.text()[:TITLE].split()) if title else "",
        text=text[:TEXT],
        spoken=_words(tree)[:TEXT],
        foot=_grams(re.sub(r"\s+", "", text)[-FOOT:]),
        links=links,
        inner=inner,
        dress=frozenset(filter(None, dress)),
        digest=hashlib.sha256(tight.encode("utf-8", "replace")).hexdigest(),
        raw=raw,
        password=password,
        drawn=scripts and len(tight) < FEW_WORDS,
    )


def _words(tree: LexborHTMLParser) -> str:
    return " ".join(tree.body.text(separator=" ").split()) if tree.body else ""


def _address(node: object) -> str:
    given = getattr(node, "attributes", {})
    return given.get("href") or given.get("src") or ""


def _led_to(tree: LexborHTMLParser, url: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Pages of its own host; and by folder, or by host where it leads outside, all it leads to."""
    inner: dict[str, None] = {}
    links: set[str] = set()
    for node in tree.css(f"a[href], area[href], {_FRAMES}"):
        try:
            target = urljoin(url, _address(node).strip()).partition("#")[0]
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.netloc:
            continue
        if not same_host(target, url):
            links.add(parts.netloc.lower())
            continue
        links.add(re.sub(r"\d+", "", parts.path.rpartition("/")[0]) + "/")
        if not _FILE.search(parts.path) and not _same_place(target, url):
            inner[target] = None
    return tuple(inner), frozenset(links)


def site_host(url: str) -> str:
    """The host, ``www.`` apart; "" where the address is none."""
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    return site_host(one) == site_host(other)


def _same_place(one: str, other: str) -> bool:
    """A page's link to itself leads nowhere."""
    a, b = urlsplit(one), urlsplit(other)
    return same_host(one, other) and (a.path or "/", a.query) == (b.path or "/", b.query)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 3] for n in range(len(text) - 2))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def likeness(now: Portrait, before: Portrait) -> float:
    """From 0 to 1. What neither page has is left out of the reckoning."""
    if now.digest == before.digest and now.title == before.title:
        return 1.0
    parts = {"title": 1.0 if _same_title(now.title, before.title) else 0.0} if now.title or before.title else {}
    for name in ("foot", "links", "dress"):
        one, other = getattr(now, name), getattr(before, name)
        if one or other:
            parts[name] = _shared(one, other)
    weight = sum(_WEIGHTS[name] for name in parts)
    return sum(_WEIGHTS[name] * value for name, value in parts.items()) / weight if weight else 0.0


def _same_title(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 4 and shorter in longer)
