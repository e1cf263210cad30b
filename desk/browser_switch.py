"""Whether the browser may be asked at all, and which. Loads none of its libraries."""

import importlib.util
import os
from datetime import datetime

from desk.office import Desk
from ledger.ledger_settle import LastWord, no_word

SWITCH = "XUNCHA_BROWSER"  # in the environment: "no" leaves the browser alone, a path names one


def forbidden() -> bool:
    return os.environ.get(SWITCH) == "no"


def named() -> str | None:
    """The browser that is named; None: it is found by itself."""
    return os.environ.get(SWITCH) or None


def allowed() -> bool:
    """Whether nobody forbids it and its extra is installed; whether a browser is there is seen when it is asked."""
    return not forbidden() and importlib.util.find_spec("playwright") is not None


def word_of_browser(desk: Desk, now: datetime, *, allow_private: bool = False) -> LastWord:
    """The browser's last word, or nobody's."""
    if not allowed():
        return no_word
    from desk.last_word import last_word  # loads what no run without a browser needs

    return last_word(desk, now, allow_private=allow_private)
