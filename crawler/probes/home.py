"""One visit to each home page, for 站点无法访问. Judges nothing: the rule counts the probes.

``opened`` False with TIMEOUT, REFUSED, SERVER_ERROR (any 5xx that is no firewall's), a name that does not exist or the
host's own 404 is a failed visit; with any other reason (BLOCKED, CHALLENGE, LOGIN, SITE_NOT_ITSELF, TLS, OFFLINE …) it
is a visit that could not look, which the rule must take as unknown: a site that answers 403 to us, or shows a page that
is not its own, is not a site that cannot be opened. The lenient client is used rather than httpx, because httpx refuses
answers that every browser opens (a header line without colon) and follows raw GBK redirects to the wrong place.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from crawler.connect.answer import HttpAnswer
from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.settings import DEFAULT_LIMITS
from crawler.likeness.judge import KnownSite, judge_home
from crawler.looking.controls import Controls
from crawler.looking.second_opinion import look_again
from ledger.vocabulary import Look, Probe, Reason, Standing
from ledger.vocabulary.site_check import SiteState

_AT_ONCE = 32
SERVER_ERRORS = range(500, 512)  # those above are firewalls' and networks' own numbers


async def probe_home_pages(
    urls: Sequence[str],
    *,
    controls: Controls,
    guard: AddressGuard,
    contact: str,
    now_fn: Callable[[], datetime],
    known: Sequence[KnownSite] = (),
    timeout: float = 15.0,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Probe]:
    """One probe for each address, in order, up to 32 at once. ``known``: in the same order, what the sites are known by
    (none: a page that opens is taken for the site's)."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_AT_ONCE + 8))
    turn = asyncio.Semaphore(_AT_ONCE)
    bounds = replace(limits, seconds=timeout)

    async def one(url: str, site: KnownSite | None) -> Probe:
        async with turn:
            look, answer = await look_again(
                url, guard=guard, contact=contact, now_fn=now_fn, controls=controls, limits=bounds, wanted="home"
            )
            state = await controls.state(look.at)
        reason = _why(look, answer, site)
        opened = look.standing is Standing.OK and reason is None
        return Probe(look.at, url, opened, look.elapsed, state.ok, look.status, reason)

    sites = known or (None,) * len(urls)
    return list(await asyncio.gather(*(one(url, site) for url, site in zip(urls, sites, strict=True))))


def _why(look: Look, answer: HttpAnswer | None, site: KnownSite | None) -> Reason | None:
    """The look's reason; a server's error is one whatever its number, and what is not the site's own is told so."""
    if look.reason is Reason.BLOCKED and look.status in SERVER_ERRORS:
        return Reason.SERVER_ERROR
    if answer is None or site is None or look.reason not in (None, Reason.NOT_FOUND, Reason.GONE):
        return look.reason
    check = judge_home(site, look, answer)
    own = check.itself or check.state is SiteState.NOT_FOUND
    return look.reason if own else Reason.SITE_NOT_ITSELF
