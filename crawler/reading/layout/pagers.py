"""How a list pages and where its further pages are. A pager made by script may name pages that do not exist: what is
told here is an address to try, never a page known to be there."""

import re
from urllib.parse import urlsplit

from crawler.reading.links import directory
from crawler.reading.page import View

_TRS = re.compile(
    r"createPageHTML\s{0,9}\(\s{0,9}(?:[\"'][^\"']{0,60}[\"']\s{0,9},\s{0,9})?(\d{1,6})\s{0,9},\s{0,9}(\d{1,6})([^)]{0,120})"
)
_QUOTED = re.compile(r"[\"']([\w-]{0,40})[\"']")
_TOTAL = re.compile(
    r"(?:共|/)\s{0,4}(\d{1,5})\s{0,4}页|(?:共|总)\s{0,4}页数?\s{0,4}[:：]?\s{0,4}(\d{1,5})|\d\s{0,4}/\s{0,4}(\d{1,5})\s{0,4}页"
)
_VSB = re.compile(r"/\w+/\d+\.htm$")
_NEXT = frozenset({"下一页", "下页", "后一页", "下一頁", "next", "nextpage"})
_LAST = frozenset({"尾页", "末页", "最后一页", "最后页", "last", "lastpage"})
_NUMBERED = re.compile(r"(\d{1,5})(?=\D*$)")
_MOST = 30


def has_trs_pager(view: View) -> bool:
    return _TRS.search(view.scripts) is not None


def _links(view: View) -> list[tuple[str, str]]:
    return [("".join(x.text.split()).strip("[]()<>»›《》|·").lower(), x.url) for x in view.links if x.tag == "a"]


def _total(view: View) -> int | None:
    found = _TOTAL.search(view.text)
    return int(next(g for g in found.groups() if g)) if found else None


def pager_of(view: View) -> tuple[str, int | None]:
    """How the list pages ("" when it does not), and how many pages it says it has."""
    trs = _TRS.search(view.scripts)
    if trs:
        return "TRS", max(int(trs[1]), 1)
    pages = _total(view)
    if "<recordset>" in view.raw or "dataproxy.jsp" in view.raw:
        return "script", pages
    onward = [url for words, url in _links(view) if words in _NEXT or words in _LAST]
    if any(_VSB.search(u) for u in onward) and "index_" not in "".join(onward):
        return "博达", pages
    if any("index_2." in x.url for x in view.links) or "NFCMS_CAT_ID" in view.raw:
        return "NFCMS", pages
    if onward:
        return "numbered", pages
    return (
        ("script", pages) if "下一页" in view.raw or "laypage" in view.raw or "pagination(" in view.raw else ("", pages)
    )


def onward_of(view: View) -> tuple[str, ...]:
    """Addresses of the list's further pages as far as they are known: the next first, the last one last."""
    trs = _TRS.search(view.scripts)
    if trs:
        return _trs(view.url, int(trs[1]), int(trs[2]), trs[3])
    linked = _links(view)
    here = view.url.partition("#")[0]
    nexts = [url for words, url in linked if words in _NEXT and url.partition("#")[0] != here]
    lasts = [url for words, url in linked if words in _LAST and url.partition("#")[0] != here]
    numbered = sorted(
        {
            (int(words), url)
            for words, url in linked
            if words.isdecimal() and 1 < int(words) < 10**5 and _a_page(url, here)
        }
    )
    between = [url for _, url in numbered]
    last = lasts[:1] or _by_number(numbered, _total(view))
    found = dict.fromkeys([*nexts[:1], *between[: _MOST - 2]])
    for url in last:
        found.pop(url, None)
        found[url] = None
    return tuple(url for url in found if url != here)


def _a_page(url: str, here: str) -> bool:
    return urlsplit(url).netloc == urlsplit(here).netloc and url.partition("#")[0] != here


def _trs(url: str, pages: int, current: int, rest: str) -> tuple[str, ...]:
    """``index_1.html`` is the second page."""
    names = _QUOTED.findall(rest)
    stem, ending = (names[0], names[1]) if len(names) > 1 else ("index", "html")
    steps = list(range(current + 1, min(pages, 10**5)))
    steps = steps if len(steps) <= _MOST else [*steps[: _MOST - 1], steps[-1]]
    return tuple(f"{directory(url)}{stem}_{n}.{ending}" for n in steps)


def _by_number(numbered: list[tuple[int, str]], pages: int | None) -> list[str]:
    """The last page's address, where the numbered ones tell how it is made: page 2 is ``index_2.html`` or
    ``?page=2``; of 博达, whose numbers run downward, the last page is 1."""
    if not pages or not numbered or numbered[-1][0] >= pages:
        return []
    made = []
    for number, url in numbered[:3]:
        found = _NUMBERED.search(url)
        if found is None:
            return []
        made.append((int(found[1]) - number, int(found[1]) + number, found, url))
    if len({m[0] for m in made}) == 1:
        value = pages + made[0][0]
    elif len({m[1] for m in made}) == 1 and made[0][1] == pages + 1:
        value = 1
    else:
        return []
    _, _, found, url = made[0]
    return [f"{url[: found.start(1)]}{value}{url[found.end(1) :]}"]
