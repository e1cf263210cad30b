"""Which elements of a page no visitor is shown: those that an attribute, a style of their own or a rule of the page's
own style sheets hides, and all that stands within them. Asked of every page: what hides nothing must cost nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

_STYLED = "[hidden],[style*='none' i],[style*='hidden' i]"
HIDES = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_BRACE = re.compile(r"[{}]")
_PLAIN = re.compile(r"[.#][A-Za-z_][\w-]{0,60}", re.A)
_MOST_RULES = 40
_OPENED = re.compile(r"(?<![\w-])(?:on|active|cur|current|show|shown|open|selected|hover|in|block)(?![\w-])", re.I)


def _sheets(raw: str) -> Iterator[str]:
    at = raw.find("<style")
    while at >= 0:
        stop = raw.find("</style", at)
        yield raw[at : stop if stop >= 0 else len(raw)].partition(">")[2]
        at = raw.find("<style", stop) if stop >= 0 else -1


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations; none of ``@media`` and the like, which hold on paper or on small screens."""
    open_, start = [], 0
    for brace in _BRACE.finditer(sheet):
        words, start = sheet[start : brace.start()], brace.end()
        if brace[0] == "{":
            open_.append(words)
        elif open_:
            selectors = open_.pop()
            if not open_:
                yield selectors.rpartition("*/")[2], words


def _hiding(sheet: str) -> Iterator[str]:
    """The selectors of the rules that hide."""
    for selectors, declared in _rules(sheet) if "none" in sheet or "hidden" in sheet else ():
        if HIDES.search(declared):
            yield from selectors.split(",")


def hiding_names(raw: str) -> tuple[str, ...]:
    """The plain class and id names (``.old``, ``#more``) that the page's own style sheets hide."""
    named = dict.fromkeys(name.strip() for sheet in _sheets(raw) for name in _hiding(sheet))
    return tuple(name for name in named if _PLAIN.fullmatch(name))[:_MOST_RULES]


def hidden_by_itself(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """By an attribute, or a style of its own."""
    for node in tree.css(_STYLED):
        if "hidden" in node.attributes or HIDES.search(node.attributes.get("style") or ""):
            yield node


@lru_cache(maxsize=256)
def _names(sheet: str) -> str:
    """Remembered, because all pages of a site bear the same sheet."""
    return ",".join(hiding_names(f"<style>{sheet}</style>")) if HIDES.search(sheet) else ""


def _by_rule(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """By a plain class or id; not what a class or style of its own opens again, as the first of several tabs."""
    rules = ",".join(filter(None, (_names(node.text()) for node in tree.css("style"))))
    for node in tree.css(rules) if rules else ():
        attributes = node.attributes
        if "display" not in (attributes.get("style") or "") and not _OPENED.search(attributes.get("class") or ""):
            yield node


def hidden_nodes(tree: LexborHTMLParser) -> frozenset[int]:
    """The ``mem_id`` of each hidden element."""
    found: set[int] = set()
    for nodes in (hidden_by_itself(tree), _by_rule(tree)):
        for node in nodes:
            if node.mem_id not in found:  # else it stands within one: each is gone through once
                found.update(inner.mem_id for inner in node.css("*"))
    return frozenset(found)
