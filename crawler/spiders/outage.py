"""Whether the site itself is out of reach just now: while it is, none of its pages is dead."""

import asyncio
from dataclasses import replace
from time import monotonic

from crawler.spiders.fetch import Fetcher
from ledger.vocabulary import Look, Reason, Standing

ASK_EVERY = 60.0  # seconds
OUT_OF_REACH = frozenset(
    {Reason.REFUSED, Reason.DNS_NOT_FOUND, Reason.DNS_FAILED, Reason.TIMEOUT, Reason.RESET, Reason.SERVER_ERROR}
)


class Outage:
    """Asks the home page, once a minute at most, whoever wants to know."""

    def __init__(self, home: str, fetcher: Fetcher) -> None:
        self._home = home
        self._fetcher = fetcher
        self._lock = asyncio.Lock()
        self._asked = 0.0
        self._look: Look | None = None

    async def now(self) -> Look | None:
        """The UNKNOWN look that stands for every page of the site; None while the home page can be reached."""
        async with self._lock:
            if self._look is None or monotonic() - self._asked > ASK_EVERY:
                self._look, _ = await self._fetcher.look_fresh(self._home, wanted="home")
                self._asked = monotonic()
        if self._look.reason not in OUT_OF_REACH:
            return None
        return replace(self._look, standing=Standing.UNKNOWN, reason=Reason.RESET, detail="首页此时也打不开")
