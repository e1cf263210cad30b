"""What stands in a page and no visitor sees. It looks only when asked, and only for days."""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.reading.dates import plain
from crawler.reading.page import View, lines_of

_STYLED = "[hidden],[style*='none' i],[style*='hidden' i]"
_UNSEEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_BRACE = re.compile(r"[{}]")
_PLAIN = re.compile(r"[.#][A-Za-z_][\w-]{0,60}", re.A)
_MOST_RULES = 40


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
        if _UNSEEN.search(declared):
            yield from selectors.split(",")


def hiding_names(raw: str) -> tuple[str, ...]:
    """The plain class and id names (``.old``, ``#more``) that the page's own style sheets hide."""
    named = dict.fromkeys(name.strip() for sheet in _sheets(raw) for name in _hiding(sheet))
    return tuple(name for name in named if _PLAIN.fullmatch(name))[:_MOST_RULES]


@lru_cache(maxsize=2)
def hidden_text(view: View) -> str:
    """The text of all that is hidden by an attribute, a style of its own or a rule of the page's style sheets."""
    found = []
    for node in view.tree.css(_STYLED):
        if "hidden" in node.attributes or _UNSEEN.search(node.attributes.get("style") or ""):
            found.append(node)
    rules = ",".join(hiding_names(view.raw))
    for node in view.tree.css(rules) if rules else ():
        style = node.attributes.get("style") or ""
        if "display" not in style or _UNSEEN.search(style):
            found.append(node)
    return plain("\n".join(lines_of(node) for node in found if _may_hold_a_day(node.text())))


def _may_hold_a_day(text: str) -> bool:
    return "20" in text or "19" in text or "年" in text or "２０" in text


def is_hidden(view: View, words: str) -> bool:
    """Whether ``words``, a line of the page's plain text, stand in hidden elements only."""
    hidden, words = hidden_text(view), words.strip()
    return bool(hidden) and words in hidden and hidden.count(words) >= view.ascii_digits.count(words)
