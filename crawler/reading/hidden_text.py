"""What stands in a page and no visitor sees. It looks only when asked, and only for days."""

from functools import lru_cache

from crawler.reading.dates import plain
from crawler.reading.hidden_elements import HIDES, hidden_by_itself, hiding_names
from crawler.reading.page import View, lines_of


@lru_cache(maxsize=2)
def hidden_text(view: View) -> str:
    """The text of all that is hidden by an attribute, a style of its own or a rule of the page's style sheets."""
    found = list(hidden_by_itself(view.tree)) if view.hides else []
    rules = ",".join(hiding_names(view.raw))
    for node in view.tree.css(rules) if rules else ():
        style = node.attributes.get("style") or ""
        if "display" not in style or HIDES.search(style):
            found.append(node)
    return plain("\n".join(lines_of(node) for node in found if _may_hold_a_day(node.text())))


def _may_hold_a_day(text: str) -> bool:
    return "20" in text or "19" in text or "年" in text or "２０" in text


def is_hidden(view: View, words: str) -> bool:
    """Whether ``words``, a line of the page's plain text, stand in hidden elements only."""
    hidden, words = hidden_text(view), words.strip()
    return bool(hidden) and words in hidden and hidden.count(words) >= view.ascii_digits.count(words)
