"""Where on a page the frame of a picture goes: scripts that find the place, and the one that frames it. Holds no code.

Each is told addresses and gives the element, or null.
"""

from crawler.browser.visited import Area

# The link with that address, or the row of a list that is its own; of several addresses the smallest element that
# holds their links.
LINKS = """(hrefs) => {
  const plain = (url) => { try { const u = new URL(url, document.baseURI); u.hash = ''; return u.href; }
                           catch { return url; } };
  const wanted = new Set(hrefs.map(plain));
  const shown = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
  const found = [...document.querySelectorAll('a[href], area[href], img[src], iframe[src]')].filter(e => wanted.has(
    plain(e.getAttribute('href') || e.getAttribute('src'))) && e.getClientRects().length);
  if (!found.length) return null;
  const here = e => plain(e.getAttribute('href') || e.getAttribute('src'));
  if (hrefs.length === 1) {
    const link = found.find(shown) || [...found[0].children].find(shown) || found[0], row = link.closest('li, tr');
    return row && [...row.querySelectorAll('a[href]')].every(e => wanted.has(here(e))) ? row : link;
  }
  const all = new Set(found.map(here)).size;
  const size = e => e.querySelectorAll('*').length;
  const around = found.slice(0, 200).map(e => {
    while (e.parentElement && new Set(found.filter(f => e.contains(f)).map(here)).size < all) e = e.parentElement;
    return e; });
  return around.reduce((a, b) => size(b) < size(a) ? b : a);
}"""
# The last element that its name calls a foot, or else the lines with the marks of a site, as wide as they stand.
_FOOT = """() => {
  const shown = e => { const r = e.getBoundingClientRect(); return r.width > 200 && r.height > 15; };
  const names = 'footer, [id*=foot i], [class*=foot i], [id*=bottom i], [class*=bottom i]';
  const named = [...document.querySelectorAll(names)].filter(e => shown(e) && e.innerText.trim()
    && !e.closest('header, nav'));
  const outer = named.filter(e => !named.some(o => o !== e && o.contains(e)));
  if (outer.length) return outer[outer.length - 1];
  const marks = /ICP备|网站标识码|公网安备|版权所有|主办单位/;
  const lines = [...document.body.querySelectorAll('*')].filter(e => marks.test(e.innerText || '') && shown(e)
    && ![...e.children].some(c => marks.test(c.innerText || '')));
  if (!lines.length) return null;
  let last = lines[lines.length - 1];
  while (last.parentElement !== document.body && !lines.every(e => last.contains(e))
    && last.parentElement.getBoundingClientRect().height < innerHeight * 0.6) last = last.parentElement;
  return last;
}"""
# The largest box under the head that holds no link, no picture and but a few words; one that says 暂无 before all.
_EMPTY = """() => {
  const says = /暂无|没有|无内容|无数据|为空|建设中|更新中/;
  const boxes = 'div, ul, ol, dl, table, td, section, main, article, p, li';
  const edge = 'header, nav, footer, [class*=head i], [id*=head i], [class*=foot i], [id*=foot i], [class*=banner i], '
    + '[class*=logo i], [class*=nav i], [class*=search i]';
  const size = e => { const r = e.getBoundingClientRect(); return r.width * r.height; };
  const found = [...document.querySelectorAll(boxes)].filter(e => {
    const r = e.getBoundingClientRect(), words = (e.innerText || '').trim();
    return r.width > 150 && r.height > 15 && words.length < 60 && !e.closest(edge)
      && !e.querySelector('a, img, input, iframe, video') && !e.closest('a'); });
  const telling = found.filter(e => says.test(e.innerText || ''));
  const among = telling.length ? telling : found;
  return among.length ? among.reduce((a, b) => size(b) > size(a) ? b : a) : null;
}"""
AREAS = {Area.FOOT: _FOOT, Area.EMPTY: _EMPTY}
# Draws the frame; whether there was anything to frame.
FRAME = """(target) => {
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
  window.__frame = frame;
  return true;
}"""
UNFRAME = "() => { if (window.__frame) window.__frame.remove(); }"
