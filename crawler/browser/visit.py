"""The door of the room: who wants an address opened by the browser comes here. Imports playwright only when used."""

import importlib.util
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from crawler.browser.find import find_browser
from crawler.browser.opening import Opening, opening
from crawler.browser.proxy.blocked import BlockedHosts
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.proxy.guarded_proxy import GuardedProxy
from crawler.browser.visited import Availability, BrowserUnavailable, Frame, Visit
from crawler.connect.guard import AddressGuard
from crawler.looking.soft404 import sibling_url

if TYPE_CHECKING:
    from crawler.browser.session import Session


class Visitor:
    """Async context manager: one browser, one visit at a time, every connection through ``guard``.

    ``contact``: the office's, told in the agent. ``named``: the browser the settings name. ``now``: the clock.
    """

    def __init__(
        self,
        *,
        guard: AddressGuard,
        contact: str,
        now: Callable[[], datetime],
        blocked: BlockedHosts | None = None,
        bounds: Bounds | None = None,
        named: str | None = None,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._proxy = GuardedProxy(guard, blocked=blocked, bounds=self._bounds)
        self._contact, self._now, self._named = contact, now, named
        self._salt = secrets.token_hex(8)
        self._random: dict[str, Visit] = {}
        self._session: Session | None = None

    @staticmethod
    def available(named: str | None = None) -> Availability:
        """Whether the extra is installed and a browser found; starts nothing."""
        if importlib.util.find_spec("playwright") is None:
            return Availability(False, "没有安装浏览器组件，请安装附加项 browser（pip install 'xuncha[browser]'）")
        if find_browser(named) is None:
            if named:
                return Availability(False, f"设置里写的浏览器“{named}”不存在或不能运行，请改正或留空")
            return Availability(False, "本机没有找到 Chromium、Chrome 或 Edge 浏览器，请安装其中一种")
        return Availability(True)

    @property
    def agent(self) -> str:
        """The User-Agent it gives. Only while it is open."""
        assert self._session is not None
        return self._session.agent

    async def __aenter__(self) -> Self:
        """Raises ``BrowserUnavailable`` with a Chinese sentence."""
        can = self.available(self._named)
        executable: Path | None = find_browser(self._named)
        if not can or executable is None:
            raise BrowserUnavailable(can.why)
        from crawler.browser.session import Session

        await self._proxy.__aenter__()
        session = Session(executable, self._proxy, self._contact, self._bounds)
        try:
            await session.start()
        except BrowserUnavailable:
            await self._proxy.__aexit__()
            raise
        self._session = session
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.stop()
        await self._proxy.__aexit__()

    async def visit(self, url: str, *, frames: tuple[Frame, ...] = (Frame(),), scroll: bool = False) -> Visit:
        """Opens ``url`` once. ``frames``: a picture is taken for each; ``scroll``: a list that a script draws, scrolled
        or clicked on once before it is read. Raises ``BrowserUnavailable`` where the browser is gone and does not start
        again."""
        from crawler.browser.opened import Ask

        assert self._session is not None
        return await self._session.visit(Ask(url, frames, scroll), self._now())

    async def opening(
        self, url: str, *, frames: tuple[Frame, ...] = (Frame(),), scroll: bool = False
    ) -> tuple[Opening, Visit]:
        """Whether ``url`` opens. Asks the host for an address of that kind that nobody has made, once a kind."""
        seen = await self.visit(url, frames=frames, scroll=scroll)
        if seen.status is None or seen.status >= 400:
            return opening(seen, None), seen
        sibling = sibling_url(url, self._salt)
        random = self._random.get(sibling) or await self.visit(sibling, frames=())
        if random.status is not None:
            self._random[sibling] = random
        return opening(seen, random), seen
