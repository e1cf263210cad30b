"""Whether the browser may be asked at all, and which. Loads none of its libraries."""

import importlib.util
import os
from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.context import Desk
from ledger.decisions.verdicts import LastWord, no_word
from ledger.vocabulary import Key, Verdict

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

    def ask(about: Sequence[Verdict]) -> Mapping[Key, Verdict | None]:
        from desk.inspections.last_word import last_word  # loads what no run needs that confirms nothing

        return last_word(desk, now, allow_private=allow_private)(about)

    return ask if allowed() else no_word
