"""Whether a home page, and known pages, are the site's own. Pure: what was seen comes in, a word on it goes out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.connect.answer import HttpAnswer
from crawler.likeness.foreign import is_ours, leads_away, not_a_page, state_of_look, state_of_page, thin
from crawler.likeness.portrait import Portrait, likeness, portrait_of
from ledger.vocabulary import Look, Reason, Site, Standing
from ledger.vocabulary.site_check import SiteCheck, SiteState

ALIKE = 0.4  # the same site, a day or a month later
SAME = 0.85  # the same page: whatever its words are, they were there when it was good
OPENED = 200
LITTLE = 120  # characters
_TAIL = re.compile(r"(?:门户)?网站?$")


@dataclass(frozen=True)
class KnownSite:
    """What a site is known by: its registered marks, its home page when it was last good, and the page that a person
    has accepted as the site's (改版)."""

    site: Site
    home: Portrait | None = None
    accepted: Portrait | None = None


@dataclass(frozen=True)
class SeenAnswer:
    """One answer of one address, and what it was when it was last good."""

    url: str
    look: Look
    answer: HttpAnswer | None
    before: Portrait | None = None

    @property
    def page(self) -> Portrait | None:
        if self.answer is None or self.look.standing is not Standing.OK or not self.answer.body:
            return None
        return portrait_of(self.answer.body, self.answer.final_url, self.answer.header("content-type"))


def judge_home(known: KnownSite, look: Look, answer: HttpAnswer | None) -> SiteCheck:
    """The home page alone."""
    home = known.site.home
    page = SeenAnswer(home, look, answer).page
    found = _foreign(known, look, answer, page)
    title = page.title if page else ""
    if found is None and not is_ours(look):
        return SiteCheck(look.at, home, True, title=title, status=look.status)
    state, words = found or (None, look.detail)
    return SiteCheck(look.at, home, False, state, words[:200], title[:200], look.status, reason=look.reason)


def _foreign(
    known: KnownSite, look: Look, answer: HttpAnswer | None, page: Portrait | None
) -> tuple[SiteState, str] | None:
    if page is None or answer is None:
        state = state_of_look(look)
        shown = _shown(answer)
        told = state_of_page(shown, None) if shown and state in (SiteState.BLOCKED, SiteState.NOT_FOUND) else None
        return told or (None if state is None else (state, look.detail))
    if said := not_a_page(answer):
        return SiteState.NOT_A_PAGE, said
    for before in filter(None, (known.accepted, known.home)):
        if likeness(page, before) >= SAME and len(page.inner) * 2 >= len(before.inner):
            return None
    if told := state_of_page(page, known.home):
        return told
    if shows_marks(page, known.site):
        return None
    if leads_away(page, known.site.home):
        return SiteState.SENT_AWAY, page.url
    if known.home is None:
        return (SiteState.DEAD_END, page.text[:100]) if _dead_end(page) else None
    if likeness(page, known.home) >= ALIKE and not (thin(page, known.home) and not page.inner):
        return None
    return SiteState.CHANGED, page.title or page.text[:100]


def _dead_end(page: Portrait) -> bool:
    """Few words and no way on, though no script puts it in and no frame holds it."""
    return not page.inner and not page.drawn and len(page.text) < LITTLE and "<frame" not in page.raw.lower()


def _shown(answer: HttpAnswer | None) -> Portrait | None:
    return portrait_of(answer.body, answer.final_url) if answer is not None and answer.body else None


def shows_marks(page: Portrait, site: Site) -> bool:
    """Whether the page carries the registered code (or else the ICP number) and the registered name."""
    icp = re.search(r"\d{6,}", site.icp)
    mark = site.site_code.lower() or (icp[0] if icp else "")
    name = _TAIL.sub("", re.sub(r"\s+", "", site.name))
    words = re.sub(
        r"\s+", "", page.title + page.text + " ".join(re.findall(r"(?i)content=[\"']([^\"']{1,200})", page.raw))
    )
    return bool(mark and name) and mark in page.raw.lower() and name in words


def good(seen: SeenAnswer, home: Portrait | None) -> bool:
    """Whether a page other than the home page is there, and is not what stands at every address."""
    page = seen.page
    if page is None or seen.answer is None or not_a_page(seen.answer):
        return False
    if home is not None and page.digest == home.digest:
        return False
    if seen.before is None:
        return state_of_page(page, None) is None
    return likeness(page, seen.before) >= ALIKE or (bool(page.title) and page.title == seen.before.title)


def same_as_any(seen: SeenAnswer, others: Sequence[SeenAnswer]) -> bool:
    """Whether the page is one that stands at another address as well, where it does not belong."""
    page = seen.page
    return page is not None and any(other.page and other.page.digest == page.digest for other in others)


def judge_inner(home: SiteCheck, pages: Sequence[SeenAnswer]) -> SiteCheck:
    """The word on a site whose home page is its own and none of whose ``pages`` is: what they have in common."""
    states = Counter(_inner_state(seen) for seen in pages)
    opened = [seen for seen in pages if seen.look.status == OPENED]
    digests = Counter(page.digest for seen in opened if (page := seen.page or _shown(seen.answer)))
    state = states.most_common(1)[0][0]
    if digests and digests.most_common(1)[0][1] * 2 > len(pages) and state is SiteState.ALL_FAILING:
        state = SiteState.SAME_PAGE
    first = next((s for s in pages if _inner_state(s) is states.most_common(1)[0][0]), pages[0])
    page = first.page
    words = f"{first.url} {page.title if page else first.look.detail}".strip()
    return SiteCheck(
        first.look.at, home.url, False, state, words[:200], home.title, first.look.status, reason=first.look.reason
    )


def _inner_state(seen: SeenAnswer) -> SiteState:
    if seen.look.reason in (Reason.NOT_FOUND, Reason.GONE):
        return SiteState.ALL_NOT_FOUND
    page = seen.page or _shown(seen.answer)
    told = state_of_page(page, None) if page else None
    if told:
        return told[0]
    state = state_of_look(seen.look)
    chosen = {SiteState.CHALLENGE, SiteState.LOGIN, SiteState.LOOP}
    return state if state in chosen and state is not None else SiteState.ALL_FAILING
