"""A page's words, roughly, for telling challenge and not-found pages apart. The readers' decoder is another one."""

import codecs
import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

_ENOUGH = 64 * 1024
_DENSE = 15
_TITLE = re.compile(r"<title[^<>]{0,300}>([^<]*+(?:<(?!/?title)[^<]*+)*+)</title", re.IGNORECASE | re.DOTALL)


def rough(body: bytes) -> str:
    """The first 64 KiB as text: UTF-8 if it is (a cut last character allowed), else GB18030."""
    return _decoded(body[:_ENOUGH])


@lru_cache(maxsize=8)
def _decoded(cut: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(cut)
    except UnicodeDecodeError:
        return cut.decode("gb18030", errors="replace")


def title_of(html: str) -> str:
    match = _TITLE.search(html)
    return " ".join(match[1].split()) if match else ""


def holds(text: str, hints: Iterable[str]) -> bool:
    """Whether one of the hints stands in the text: told by it, a healthy page is spared what costs more."""
    return any(hint in text for hint in hints)


def dense(html: str) -> bool:
    """So many paragraphs, rows or cells that it is no shell and no error page: told without parsing."""
    return html.count("<p") + html.count("<li") + html.count("<td") > _DENSE


@lru_cache(maxsize=8)
def visible(html: str) -> str:
    """Visible words of the body, white space folded."""
    tree = LexborHTMLParser(html)
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    return " ".join(tree.body.text(separator=" ").split()) if tree.body else ""


def looks_like_html(body: bytes) -> bool:
    head = rough(body[:2048]).lstrip("\ufeff \t\r\n").lower()
    return head.startswith("<") and bool(re.search(r"<(!doctype html|html|head|body|script|meta|title)\b", head))
