"""Follows what one page asks for and gets: its main document through every redirect, and whether it is at rest.

Handles events of playwright only, so it also sees a page whose scripts never let anybody speak to it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from playwright.async_api import Error

from crawler.browser.proxy.bounds import Bounds

_STEP = 0.05


@dataclass(frozen=True)
class Main:
    """The last main document: the how manieth of the visit (redirects counted), its address and status (``None``: not
    answered yet), its type, whether it is offered for saving; ``failure``: why it did not come, or broke off."""

    number: int = 0
    url: str = ""
    status: int | None = None
    kind: str = ""
    saved: bool = False
    failure: str = ""


class Watch:
    """One a visit; ``page``, ``context``: playwright's. ``too_many`` is called once, when requests pass their bound."""

    def __init__(self, page: Any, context: Any, bounds: Bounds, too_many: Callable[[], None]) -> None:
        self._page, self._bounds, self._too_many = page, bounds, too_many
        self._pending: set[Any] = set()
        self._document: Any = None
        self._last = monotonic()
        self.count = 0
        self.loaded = False
        self.main = Main()
        self.crashed = asyncio.Event()
        # an error that leaves a listener would end playwright's own connection: none may
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfinished", self._done)
        context.on("requestfailed", self._failed)
        page.on("domcontentloaded", self._read)
        page.on("load", self._load)
        page.on("crash", self._crash)

    async def rest(self, until: float) -> bool:
        """Waits until the page has loaded and nothing moves, at most until ``until`` (``time.monotonic``)."""
        while not self._resting():
            if monotonic() >= until or self.crashed.is_set():
                return False
            await asyncio.sleep(_STEP)
        return True

    async def moves_on(self, number: int, until: float) -> bool:
        """Waits for another main document than that with ``number``, at most until ``until``."""
        while self.main.number == number:
            if monotonic() >= until or self.crashed.is_set():
                return False
            await asyncio.sleep(_STEP)
        return True

    def _resting(self) -> bool:
        return (
            bool(self.loaded or self.main.failure)
            and not self._pending
            and monotonic() - self._last >= self._bounds.quiet
        )

    def stir(self) -> None:
        """Something moved, or was moved by us."""
        self._last = monotonic()

    def _read(self, _: Any) -> None:
        self.stir()

    def _crash(self, _: Any) -> None:
        self.crashed.set()

    def _load(self, _: Any) -> None:
        self.loaded = True
        self.stir()

    def _asked(self, request: Any) -> None:
        self.stir()
        self.count += 1
        if self.count == self._bounds.requests + 1:
            self._too_many()
        self._pending.add(request)
        if request.redirected_from is not None:
            self._pending.discard(request.redirected_from)
        if self._is_main(request):
            self._document = request
            self.main = Main(self.main.number + 1, request.url)
            self.loaded = False

    def _answered(self, response: Any) -> None:
        self.stir()
        if response.request is self._document and not 300 <= response.status < 400:
            told = response.headers
            kind = told.get("content-type", "").partition(";")[0].strip().lower()
            saved = "attachment" in told.get("content-disposition", "").lower()
            self.main = replace(self.main, status=response.status, kind=kind, saved=saved)

    def _done(self, request: Any) -> None:
        self.stir()
        self._pending.discard(request)

    def _failed(self, request: Any) -> None:
        self._done(request)
        if request is self._document:
            self.main = replace(self.main, failure=request.failure or "failed")

    def _is_main(self, request: Any) -> bool:
        if not request.is_navigation_request():
            return False
        try:
            return bool(request.frame == self._page.main_frame)
        except Error:  # of a window that is not there yet
            return False
