"""Which elements of a page no visitor is shown: those that an attribute, a style of their own or a rule of the page's
own style sheets hides, and all that stands within them. Asked of every page: what hides nothing must cost nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

_STYLED = "[hidden],[style*='none' i],[style*='hidden' i]"
_UNSEEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_OPENED = re.compile(r"(?<![\w-])(?:on|active|cur|current|show|shown|open|selected|hover|in|block)(?![\w-])", re.I)


def _own(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    for node in tree.css(_STYLED):
        if "hidden" in node.attributes or _UNSEEN.search(node.attributes.get("style") or ""):
            yield node


@lru_cache(maxsize=256)
def _names(sheet: str) -> str:
    """Remembered, because all pages of a site bear the same sheet."""
    from crawler.reading.hidden import hiding_names

    return ",".join(hiding_names(f"<style>{sheet}</style>")) if _UNSEEN.search(sheet) else ""


def _by_rule(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """By a plain class or id; not what a class or style of its own opens again, as the first of several tabs."""
    rules = ",".join(filter(None, (_names(node.text()) for node in tree.css("style"))))
    for node in tree.css(rules) if rules else ():
        attributes = node.attributes
        if "display" not in (attributes.get("style") or "") and not _OPENED.search(attributes.get("class") or ""):
            yield node


def hidden_nodes(tree: LexborHTMLParser, raw: str) -> frozenset[int]:
    """The ``mem_id`` of each hidden element of the page whose text is ``raw``."""
    if "none" not in raw and "hidden" not in raw and "NONE" not in raw:
        return frozenset()
    found: set[int] = set()
    for nodes in (_own(tree), _by_rule(tree) if "<style" in raw else ()):
        for node in nodes:
            if node.mem_id not in found:  # else it stands within one: each is gone through once
                found.update(inner.mem_id for inner in node.css("*"))
    return frozenset(found)
