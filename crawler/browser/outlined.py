"""The picture of a page: its place framed, personal numbers covered. Changes the shown page, so it comes last."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from playwright.async_api import Error

from crawler.browser.places import AREAS, FRAME, LINKS, UNFRAME
from crawler.browser.visited import Frame, Screenshot
from ledger.encoding.hidden_spans import hidden_spans

T = TypeVar("T")
Within = Callable[[Awaitable[T]], Awaitable[T]]
_TRIES = 3
_MOST_FRAMES = 20

# Every run of text as it stands on the page: the texts of one block joined (a number may lie in several elements),
# shadow trees and what stands in fields too. Keeps the nodes of each run for COVER.
GATHER = """() => {
  const runs = [], inline = /^(inline|contents|ruby)/, most = 400000;
  let size = 0, open = null;
  const close = () => { if (open && open.text.length > 10) runs.push(open); open = null; };
  const add = (node, text) => { if (!open) open = {text: '', parts: []};
    open.parts.push([node, open.text.length]); open.text += text; size += text.length; };
  const walk = (node) => {
    if (size > most) return;
    if (node.nodeType === 3) { if (node.data) add(node, node.data); return; }
    if (node.nodeType !== 1 && node.nodeType !== 11) return;
    const tag = node.nodeName;
    if (/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|HEAD)$/.test(tag)) return;
    if (/^(INPUT|TEXTAREA)$/.test(tag)) { close();
      for (const key of ['value', 'placeholder']) if (node[key]) { add([node, key], node[key]); close(); }
      return; }
    const block = node.nodeType === 1 && !inline.test(getComputedStyle(node).display);
    if (block || tag === 'BR') close();
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) walk(child);
    if (block) close();
  };
  walk(document.documentElement); close();
  window.__seen = runs;
  return size > most ? null : runs.map(run => run.text);
}"""
COVER = """(all) => {
  for (const [index, spans] of all) {
    for (const [node, from] of window.__seen[index].parts) {
      const field = Array.isArray(node), old = field ? node[0][node[1]] : node.data;
      let text = old;
      for (const [a, b] of spans) {
        const start = Math.max(0, a - from), end = Math.min(old.length, b - from);
        if (start < end) text = text.slice(0, start) + '*'.repeat(end - start) + text.slice(end);
      }
      if (text !== old) { if (field) node[0][node[1]] = text; else node.data = text; }
    }
  }
}"""


async def take(page: Any, frame: Frame, within: Within[Any], milliseconds: float) -> Screenshot | None:
    """The picture of one window with ``frame`` in it, and no frame of a picture before. ``within`` bounds each step in
    time and raises ``TimeoutError``. A page that goes on writing numbers faster than they are covered gets none."""
    if await _cover(page, within) is None:
        return None
    framed = await _outline(page, frame, within)
    for _ in range(_TRIES):
        png = await within(page.screenshot(type="png", animations="disabled", caret="hide", timeout=milliseconds))
        covered = await _cover(page, within)
        if covered == 0:
            return Screenshot(png, framed)
        if covered is None:
            break
    return None


async def _outline(page: Any, frame: Frame, within: Within[Any]) -> bool:
    """Whether anything of it was there to be framed."""
    for part in _frames(page):
        await within(part.evaluate(UNFRAME))
    wanted = [(LINKS, list(frame.links))] if frame.links else []
    wanted += [(AREAS[frame.area], [])] if frame.area else []
    for find, told in wanted:
        for part in _frames(page):
            place = (await within(part.evaluate_handle(find, told))).as_element()
            if place is not None and await within(place.evaluate(FRAME)):
                return True
    return False


async def _cover(page: Any, within: Within[Any]) -> int | None:
    """How many spans were covered now; ``None`` where the page has more text or frames than are looked through, or a
    frame that is drawn apart."""
    if len(page.frames) > _MOST_FRAMES or await _drawn_apart(page, within):
        return None
    count = 0
    for frame in _frames(page):
        texts = await within(frame.evaluate(GATHER))
        if texts is None:
            return None
        spans = [[index, found] for index, text in enumerate(texts) if (found := hidden_spans(text))]
        if spans:
            await within(frame.evaluate(COVER, spans))
            count += len(spans)
    return count


async def _drawn_apart(page: Any, within: Within[Any]) -> bool:
    """Whether a process of its own draws a frame: a picture may show it as it stood before its numbers were covered.
    The switches of ``launch`` keep every frame in its page's process."""
    for frame in page.frames:
        if frame == page.main_frame:
            continue
        try:
            session = await within(page.context.new_cdp_session(frame))
        except Error:  # it has none of its own: it is part of its page, or gone
            continue
        await within(session.detach())
        return True
    return False


def _frames(page: Any) -> list[Any]:
    return [frame for frame in page.frames if not frame.is_detached()][:_MOST_FRAMES]
