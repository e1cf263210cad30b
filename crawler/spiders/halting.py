"""Ends a walk that does not end by itself when it should: a silent host or a long wait must not hold a stop up."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

ASK_EVERY, GRACE = 0.25, 0.5  # seconds


async def until_halted(work: Coroutine[object, object, None], halted: Callable[[], bool], grace: float = GRACE) -> None:
    """``work``, given up ``grace`` seconds after it should have ended; its own errors come out."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done() and not halted():
            await asyncio.wait({task}, timeout=ASK_EVERY)
        await asyncio.wait({task}, timeout=grace)
    finally:
        if not task.done():
            task.cancel()
    with suppress(asyncio.CancelledError):
        await task
