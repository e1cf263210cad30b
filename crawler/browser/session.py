"""A running browser, with its driver, playwright; loaded only when one is used. Judges nothing."""

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from crawler.browser.launch import agent_of, context_options, launch_options
from crawler.browser.opened import STEP, Ask, OpenPage
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.proxy.guarded_proxy import GuardedProxy
from crawler.browser.visited import BrowserUnavailable, Visit
from ledger.vocabulary.reason import Reason


class Session:
    """One browser behind one proxy. Start, visit one after the other, stop; a browser that hangs is started anew."""

    def __init__(self, executable: Path, proxy: GuardedProxy, contact: str, bounds: Bounds) -> None:
        self._executable, self._proxy, self._contact, self._bounds = executable, proxy, contact, bounds
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._one = asyncio.Lock()
        self.agent = ""

    async def start(self) -> None:
        """Raises ``BrowserUnavailable``."""
        try:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(**launch_options(self._executable, self._proxy))
            page = await self._browser.new_page()
            self.agent = agent_of(str(await page.evaluate("() => navigator.userAgent")), self._contact)
            await page.context.close()
        except (Error, OSError) as error:
            await self.stop()
            raise BrowserUnavailable(f"浏览器（{self._executable}）没有启动成功，请检查能否手工打开它") from error

    async def stop(self) -> None:
        """Closes the browser and its driver, which ends a browser that does not close by itself."""
        browser, self._browser = self._browser, None
        driver, self._playwright = self._playwright, None
        for end in ([browser.close] if browser else []) + ([driver.stop] if driver else []):
            with suppress(Error, OSError, TimeoutError):
                await asyncio.wait_for(end(), self._bounds.restart)

    async def visit(self, ask: Ask, at: datetime) -> Visit:
        """Opens the address once, in a window without a history; never raises for what a page does. Raises
        ``BrowserUnavailable`` where the browser is gone and does not start again."""
        if (odd := _odd(ask.url)) is not None:
            return Visit(ask.url, ask.url, at, reason=odd, detail="不是浏览器能打开的网页地址")
        async with self._one:
            if self._browser is None or not self._browser.is_connected():
                await self.stop()
                await self.start()
            assert self._browser is not None
            return await self._visit(self._browser, ask, at)

    async def _visit(self, browser: Browser, ask: Ask, at: datetime) -> Visit:
        tally = self._proxy.begin()
        context: BrowserContext | None = None
        try:
            context = await browser.new_context(**context_options(self.agent))
            context.set_default_timeout(STEP * 1000)
            page = await context.new_page()
            return await OpenPage(page, context, self._proxy, tally, self._bounds).visit(ask, at)
        except Error as error:
            why = f"浏览器中途出错：{str(error).splitlines()[0][:80]}"
            return Visit(ask.url, ask.url, at, reason=Reason.UNREADABLE, detail=why)
        finally:
            await self._proxy.end()
            if context is None or not await self._closed(context):
                await self.stop()

    async def _closed(self, context: BrowserContext) -> bool:
        try:
            await asyncio.wait_for(context.close(), self._bounds.restart)
        except (Error, TimeoutError):
            return False
        return True


def _odd(url: str) -> Reason | None:
    """Why a browser is not even asked."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return Reason.BAD_ADDRESS
    if parts.scheme not in {"http", "https"}:
        return Reason.UNSUPPORTED
    return None if whole else Reason.BAD_ADDRESS
