"""One visit to each home page, for 站点无法访问. Judges nothing: the rule counts the probes.

``opened`` False with a reason of the dead group, or TIMEOUT, is a failed visit; with any other reason (BLOCKED,
CHALLENGE, TLS, OFFLINE …) it is a visit that could not look, which the rule must take as unknown: a site that answers
403 to us is not a site that cannot be opened. The lenient client is used rather than httpx, because httpx refuses
answers that every browser opens (a header line without colon) and follows raw GBK redirects to the wrong place.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.settings import DEFAULT_LIMITS
from crawler.looking.again import look_again
from crawler.looking.controls import Controls
from ledger.vocabulary.observation import Probe, Standing

_AT_ONCE = 32


async def probe_home_pages(
    urls: Sequence[str],
    *,
    controls: Controls,
    guard: AddressGuard,
    contact: str,
    now_fn: Callable[[], datetime],
    timeout: float = 15.0,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Probe]:
    """One probe for each address, in order, up to 32 at once."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_AT_ONCE + 8))
    turn = asyncio.Semaphore(_AT_ONCE)
    bounds = replace(limits, seconds=timeout)

    async def one(url: str) -> Probe:
        async with turn:
            look, _ = await look_again(
                url, guard=guard, contact=contact, now_fn=now_fn, controls=controls, limits=bounds, wanted="home"
            )
            state = await controls.state(look.at)
        opened = look.standing is Standing.OK
        return Probe(look.at, url, opened, look.elapsed, state.ok, look.status, look.reason)

    return list(await asyncio.gather(*(one(url) for url in urls)))
