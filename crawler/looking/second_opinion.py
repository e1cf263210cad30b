"""The second look: by the lenient client, over a fresh connection, when the engine could not read an answer."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from crawler.connect.answer import HttpAnswer
from crawler.connect.errors import MalformedAnswer, RedirectLoop
from crawler.connect.guard import AddressGuard
from crawler.connect.lenient import fetch
from crawler.connect.limits import Limits
from crawler.connect.settings import DEFAULT_LIMITS, user_agent, visitor
from crawler.connect.threads import in_thread
from crawler.looking.classify import classify, classify_error
from crawler.looking.controls import Controls
from crawler.looking.soft404 import HostProfile
from ledger.vocabulary.observation import Look


async def look_again(
    url: str,
    *,
    guard: AddressGuard,
    contact: str,
    now_fn: Callable[[], datetime],
    controls: Controls,
    limits: Limits = DEFAULT_LIMITS,
    wanted: str = "page",
    host: HostProfile | None = None,
    referer: str = "",
) -> tuple[Look, HttpAnswer | None]:
    """One look by the lenient client. Needs a running asyncio loop (the asyncio reactor's will do)."""
    started = time.monotonic()
    try:
        answer = await in_thread(
            partial(fetch, url, guard=guard, limits=limits, agent=user_agent(contact), said=visitor(wanted, referer))
        )
    except (OSError, ValueError, MalformedAnswer, RedirectLoop) as error:
        now = now_fn()
        state = await controls.state(now)
        elapsed = time.monotonic() - started
        return classify_error(error, url=url, now=now, elapsed=elapsed, controls=state, guard=guard), None
    return classify(answer, now=now_fn(), wanted=wanted, host=host), answer
