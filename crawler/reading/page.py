"""One parsed page. It parses once; the readers share the result."""

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.dates import plain
from crawler.reading.hidden_elements import hidden_nodes
from crawler.reading.links import RawLink, read_links
from crawler.reading.tags import read_tags

_NOSCRIPT = re.compile(r"<(/?)noscript(?![\w-])", re.I)


@dataclass(frozen=True, eq=False)  # told apart as objects, so that what is worked out of one can be remembered
class View:
    """A parsed page: its address, raw text, links, tags, and its visible text in lines. ``hides``: some of it no
    visitor is shown."""

    url: str
    raw: str
    tree: LexborHTMLParser
    title: str
    links: tuple[RawLink, ...]
    tags: tuple[tuple[str, str], ...]
    scripts: str
    text: str
    ascii_digits: str  # the same text with full-width digits and signs as ASCII
    hides: bool


def squeeze(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def node_text(node: LexborNode) -> str:
    return squeeze(node.text(separator=" "))


def lines_of(node: LexborNode | None) -> str:
    """Visible text, one piece a line."""
    if node is None:
        return ""
    pieces = [_piece(piece) for piece in node.text(separator="\n").split("\n") if piece]
    return "\n".join([piece for piece in pieces if piece])


@lru_cache(maxsize=4096)  # menus, feet and the boxes beside the text say the same on all pages of a site
def _piece(text: str) -> str:
    return " ".join(text.split())


def prose(view: View) -> int:
    """Characters in lines that hold a sentence: a page of text has them, a list or a menu has not."""
    lines = (line for line in view.text.split("\n") if len(line) >= 30)
    return sum(len(line) for line in lines if "。" in line or "；" in line)


def inert_noscript(text: str) -> str:
    """``text`` with each noscript made a template: browsers with scripts, which is what visitors have, show neither
    and load nothing of either. The parser has no scripts, and in a head would move what is in a noscript into the
    body."""
    return _NOSCRIPT.sub(r"<\1template", text)


def open_view(text: str, url: str, charset: str = "utf-8") -> View:
    tree = LexborHTMLParser(text)
    if tree.css_first("noscript") is not None:
        tree = LexborHTMLParser(inert_noscript(text))
    head = tree.css_first("title")
    hidden = hidden_nodes(tree)
    links, tags = read_links(tree, url, charset, hidden=hidden), read_tags(tree)
    scripts = "\n".join(node.text() for node in tree.css("script:not([src])"))
    tree.strip_tags(["script", "style", "template"])
    shown = lines_of(tree.body)
    title = squeeze(head.text()) if head else ""
    return View(url, text, tree, title, links, tags, scripts, shown, plain(shown), bool(hidden))
