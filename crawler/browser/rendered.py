"""Brings the rows of a list that a script draws onto the page: one scroll to its end, or one click on its own 更多.

Never follows a link: what a click would open elsewhere is not clicked, and a page that goes away by itself is told.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from crawler.browser.visited import VisitStep
from crawler.browser.watch import Watch

T = TypeVar("T")
Within = Callable[[Awaitable[T]], Awaitable[T]]

LINKS = "() => document.querySelectorAll('a').length"
SCROLL = """() => {
  const tall = [...document.querySelectorAll('div, ul, section, main')].filter(e => e.scrollHeight > e.clientHeight + 40
    && e.clientHeight > 100 && /auto|scroll/.test(getComputedStyle(e).overflowY));
  for (const e of [...tall, document.scrollingElement || document.documentElement])
    e.scrollTo({top: e.scrollHeight, behavior: 'instant'});
}"""
# The button that belongs to the longest list: its words are 更多 and little else, it stands behind the rows, and
# neither it nor what it lies in leads to another address or sends a form.
MORE = """() => {
  const word = /^(点击|点此)?(加载|查看|显示|浏览|展开|获取)?更多(内容|信息|文章|新闻|数据|列表)?[>»›…\\.＋+↓∨▼]*$/;
  const said = e => (e.innerText || e.value || '').replace(/\\s+/g, '');
  const stays = a => { const href = (a.getAttribute('href') || '').trim();
    return !href || href.startsWith('#') || /^javascript:/i.test(href); };
  const shown = e => { const r = e.getBoundingClientRect();
    return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  const rows = e => {
    for (let up = e.parentElement, level = 0; up && level < 5; up = up.parentElement, level++) {
      let most = 0;
      for (const list of [up, ...up.querySelectorAll('ul, ol, tbody, div, section')]) {
        const own = [...list.children].filter(c => !c.contains(e) && c.querySelector('a[href]')
          && (c.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING));
        const tags = {};
        for (const c of own) tags[c.tagName] = (tags[c.tagName] || 0) + 1;
        most = Math.max(most, ...Object.values(tags), 0);
      }
      if (most >= 3) return most;
    }
    return 0;
  };
  let best = null, longest = 0;
  for (const e of document.querySelectorAll('a, button, input[type=button], span, div, p, li, [role=button]')) {
    if (!word.test(said(e)) || !shown(e) || e.closest('nav, header, footer, form')) continue;
    const link = e.closest('a[href]');
    if ((link && !stays(link)) || [...e.querySelectorAll('a[href]')].some(a => !stays(a))) continue;
    if ([...e.children].some(c => word.test(said(c)))) continue;
    const count = rows(e);
    if (count > longest) { best = e; longest = count; }
  }
  return best;
}"""


@dataclass(frozen=True)
class Drawn:
    """``html`` is that of the page after ``step``; ``left``: the click made the page go elsewhere, so that what is
    shown now is no longer the page."""

    html: str
    step: VisitStep
    left: bool = False


async def draw(page: Any, watch: Watch, within: Within[Any], until: Callable[[], float]) -> Drawn:
    """The page has come to rest, or was waited for long enough. ``within`` bounds each step and raises
    ``TimeoutError``; ``until()`` is how long (``time.monotonic``) a step may wait for the page's rest."""
    before = await within(page.evaluate(LINKS))
    await _move(watch, within(page.evaluate(SCROLL)), until())
    html = await within(page.content())
    if await within(page.evaluate(LINKS)) > before:
        return Drawn(html, VisitStep.SCROLLED)
    button = (await within(page.evaluate_handle(MORE))).as_element()
    if button is None:
        return Drawn(html, VisitStep.LOADED)
    number, address = watch.main.number, page.url
    await _move(watch, within(button.click(timeout=3000, no_wait_after=True)), until())
    if watch.main.number != number or _page_of(page.url) != _page_of(address):
        return Drawn(html, VisitStep.LOADED, left=True)
    return Drawn(await within(page.content()), VisitStep.CLICKED)


async def _move(watch: Watch, act: Awaitable[Any], until: float) -> None:
    watch.stir()
    await act
    watch.stir()
    await watch.rest(until)


def _page_of(url: str) -> str:
    return url.partition("#")[0]
