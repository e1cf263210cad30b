"""The picture of a page: its place framed, personal numbers covered. Changes the shown page, so it comes last."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from crawler.browser.masked_spans import hidden_spans

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
# A frame over the link with that address, or over the smallest element that holds the links with those addresses.
OUTLINE = """(hrefs) => {
  const plain = (url) => { try { const u = new URL(url, document.baseURI); u.hash = ''; return u.href; }
                           catch { return url; } };
  const wanted = new Set(hrefs.map(plain));
  const shown = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
  const found = [...document.querySelectorAll('a[href], area[href], img[src], iframe[src]')].filter(e => wanted.has(
    plain(e.getAttribute('href') || e.getAttribute('src'))) && e.getClientRects().length);
  if (!found.length) return false;
  let target = found[0];
  if (hrefs.length > 1) {
    const here = e => plain(e.getAttribute('href') || e.getAttribute('src')), all = new Set(found.map(here)).size;
    const size = e => e.querySelectorAll('*').length;
    const around = found.slice(0, 200).map(e => {
      while (e.parentElement && new Set(found.filter(f => e.contains(f)).map(here)).size < all) e = e.parentElement;
      return e; });
    target = around.reduce((a, b) => size(b) < size(a) ? b : a);
  } else {
    target = found.find(shown) || [...found[0].children].find(shown) || target;
  }
  const tall = target.getBoundingClientRect().height > innerHeight * 0.9;
  target.scrollIntoView({block: tall ? 'start' : 'center', inline: 'center', behavior: 'instant'});
  if (tall) scrollBy({top: -60, behavior: 'instant'});
  const box = target.getBoundingClientRect(), frame = document.createElement('div');
  if (!box.width || !box.height) return false;
  const put = {all: 'initial', position: 'fixed', left: Math.max(0, box.left - 5) + 'px',
    top: Math.max(0, box.top - 5) + 'px', width: Math.min(innerWidth - 6, box.width + 4) + 'px',
    height: Math.min(innerHeight - Math.max(0, box.top - 5) - 6, box.height + 4) + 'px', border: '3px solid #e60000',
    'pointer-events': 'none', 'z-index': '2147483647', display: 'block', 'box-sizing': 'content-box'};
  for (const [key, value] of Object.entries(put)) frame.style.setProperty(key, value, 'important');
  document.documentElement.appendChild(frame);
  return true;
}"""


@dataclass(frozen=True)
class Picture:
    """``png`` of one window; ``outlined``: the place is framed in it."""

    png: bytes | None
    outlined: bool = False


async def picture(page: Any, hrefs: Sequence[str], within: Within[Any], milliseconds: float) -> Picture:
    """``hrefs``: the address of the link to frame; several: of the rows of the list to frame; none: nothing is.

    ``within`` bounds each step in time and raises ``TimeoutError``. A page that goes on writing numbers faster than
    they are covered gets no picture.
    """
    if await _cover(page, within) is None:
        return Picture(None)
    outlined = False
    for frame in _frames(page):
        if hrefs and not outlined:
            outlined = bool(await within(frame.evaluate(OUTLINE, list(hrefs))))
    for _ in range(_TRIES):
        png = await within(page.screenshot(type="png", animations="disabled", caret="hide", timeout=milliseconds))
        covered = await _cover(page, within)
        if covered == 0:
            return Picture(png, outlined)
        if covered is None:
            break
    return Picture(None)


async def _cover(page: Any, within: Within[Any]) -> int | None:
    """How many spans were covered now; ``None`` where the page has more text or frames than are looked through."""
    if len(page.frames) > _MOST_FRAMES:
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


def _frames(page: Any) -> list[Any]:
    return [frame for frame in page.frames if not frame.is_detached()][:_MOST_FRAMES]
