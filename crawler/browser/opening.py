"""Whether an address opens in the browser: by its status, and by what the host shows for an address nobody has made.

Pure. Whether our own network worked at that time is the caller's to know.
"""

from enum import StrEnum

from crawler.browser.visited import Visit
from crawler.connect.answer import HttpAnswer
from crawler.looking.challenge import challenge_of
from crawler.looking.soft404 import alike, profile, same_as_random, soft_404_of
from ledger.vocabulary.reason import DEAD_REASONS, Reason

_GONE = frozenset({404, 410})


class Opening(StrEnum):
    """What a visit says of an address that is about to be called dead."""

    OPENS = "opens"
    DOES_NOT = "does_not"
    CANNOT_TELL = "cannot_tell"


def opens(visit: Visit, random_visit: Visit | None) -> bool:
    """Whether it opens: the main document's status is under 400, and it is not the host's random answer."""
    return opening(visit, random_visit) is Opening.OPENS


def opening(visit: Visit, random_visit: Visit | None) -> Opening:
    """``random_visit``: of ``sibling_url`` of the same address, needed where ``visit.status`` is under 400 only.

    Only ``DOES_NOT`` supports a dead address. A firewall's status, an unread page, one that says of itself that it is
    gone, one of a firewall, one that is much like the random answer: ``CANNOT_TELL``.
    """
    if visit.status is None:
        return Opening.DOES_NOT if visit.reason in DEAD_REASONS else Opening.CANNOT_TELL
    if visit.status in _GONE:
        return Opening.DOES_NOT
    if visit.status >= 400 or random_visit is None:
        return Opening.CANNOT_TELL
    if random_visit.status is None:
        return Opening.CANNOT_TELL
    if is_random(visit, random_visit):
        return Opening.DOES_NOT
    if not visit.html:
        # a document that the browser would save is there; a page that shows nothing is not known
        other = random_visit.status >= 400 or visit.content_type != random_visit.content_type
        return Opening.OPENS if other and visit.reason is Reason.UNSUPPORTED else Opening.CANNOT_TELL
    if (
        soft_404_of(_answer(visit))
        or challenge_of(_answer(visit))
        or alike(_answer(visit), profile(_answer(random_visit)))
    ):
        return Opening.CANNOT_TELL
    return Opening.OPENS


def is_random(visit: Visit, random_visit: Visit) -> bool:
    """Whether the page is the host's random answer: both were sent to one address, or show the same words (their own
    addresses and numbers apart)."""
    if random_visit.status is None or random_visit.status >= 400:
        return False
    if random_visit.final_url == visit.final_url != visit.asked:
        return True
    if not (visit.html and random_visit.html) or visit.asked == random_visit.asked:
        return False
    return same_as_random(_answer(visit), profile(_answer(random_visit)))


def same_words(visit: Visit, answer: HttpAnswer) -> bool:
    """Whether another client was given the page that the browser shows, as far as words go."""
    mine, theirs = profile(_answer(visit)), profile(answer)
    return mine.title == theirs.title and (mine.words == theirs.words or alike(_answer(visit), theirs))


def _answer(visit: Visit) -> HttpAnswer:
    hops = (visit.asked,) if visit.final_url != visit.asked else ()
    return HttpAnswer(
        visit.asked, visit.final_url, visit.status or 0, (), visit.html.encode(), visit.elapsed, hops=hops
    )
