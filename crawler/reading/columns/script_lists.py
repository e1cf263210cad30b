"""Column lists that a script of the page draws: what the page would ask for, and what the answer lists.

It asks nothing itself. What it does not know it leaves alone: None, and the caller says it could not tell.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode, urlsplit

from crawler.reading.columns.column import ColumnReading, column_of
from crawler.reading.columns.islands import island_html, island_total
from crawler.reading.columns.json_lists import JsonList, json_list, json_value
from crawler.reading.decode import decode
from crawler.reading.links import absolute
from crawler.reading.lists.reach import order_shown
from crawler.reading.page import open_view
from ledger.vocabulary import ListReach, Reader


class Dialect(StrEnum):
    GKMLPT = "gkmlpt"  # 广东政府信息公开目录
    JPAGE = "jpage"  # 大汉 jpage
    JPAAS = "jpaas"  # 大汉 jpaas
    UCAP = "ucap"  # 开普
    JSON = "json"  # any other answer that is one list of titled rows


@dataclass(frozen=True)
class ListRequest:
    """What the page itself asks. ``form`` is sent by POST, an empty one means GET; ``referer`` is the page."""

    dialect: Dialect
    url: str
    form: tuple[tuple[str, str], ...] = ()
    referer: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.form else "GET"


_GKMLPT_SID = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
_GKMLPT_PAGE = re.compile(r"^(https?://[^?#]*?/gkmlpt)/index(?:\.html)?(?:\?[^#]*)?(?:#(\d+))?")
_UNIT = re.compile(r"<(?>[^<>]*?page/build/unit)[^<>]*+>", re.S)
_UNIT_URL = re.compile(r"\burl\s*=\s*[\"']([^\"']*page/build/unit)[^\"']*[\"']")
_UNIT_QUERY = re.compile(r"\bqueryData\s*=\s*(?:\"(\{[^\"]*\})\"|'(\{[^']*\})')", re.I | re.S)
_PAIR = re.compile(r"[\"']?(?<!\w)(\w++)[\"']?\s*+:\s*+(?:\"([^\"]*)\"|'([^']*)'|([\w/.-]+))")
_LISTS = (re.compile(r"当前栏目|列表|list", re.I), re.compile(r"内容"))
_PROXY = re.compile(r"[\"'(=]\s*([^\"'()=\s<>]*/dataproxy\.jsp(?:\?[^\"'\s<>]*)?)", re.I)
_PROXY_PARAMS = re.compile(r"\b(?:ajaxParam|params?)\s*:\s*\{([^{}]*columnid[^{}]*)\}", re.I)
_UCAP_CHANNEL = re.compile(
    r"<meta(?>[^<>]*?\bname\s{0,9}=\s{0,9}[\"']channelId[\"'])[^<>]*?\bcontent\s{0,9}=\s{0,9}[\"'](\w{4,40})[\"']", re.I
)
_UCAP_ASK = re.compile(r"[\"']((?:https?:)?[\w/.:-]*getFileListByCodeId)\b")


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The flat members of an object of a script, which is seldom JSON."""
    return tuple((m[1], m[2] or m[3] or m[4] or "") for m in _PAIR.finditer(text))


def _gkmlpt(text: str, url: str) -> ListRequest | None:
    """The column is named behind ``#``; without one the page asks for all (0)."""
    page, sid = _GKMLPT_PAGE.match(url), _GKMLPT_SID.search(text)
    if not page or not sid or "_CONFIG" not in text:
        return None
    return ListRequest(Dialect.GKMLPT, f"{page[1]}/api/all/{page[2] or 0}?page=1&sid={sid[1]}", referer=url)


def _units(text: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for found in _UNIT.finditer(text):
        address, query = _UNIT_URL.search(found.group()), _UNIT_QUERY.search(found.group())
        if address and query:
            yield address[1], _pairs(html.unescape(query[1] or query[2]))


def _jpaas(text: str, url: str) -> ListRequest | None:
    """Of several units the one that by its name is the list."""
    units = list(_units(text))
    if not units:
        return None
    named = [u for name in _LISTS for u in units if name.search(dict(u[1]).get("tagId", ""))]
    address, query = (named or units)[0]
    target = absolute(url, address)
    return ListRequest(Dialect.JPAAS, f"{target}?{urlencode(query)}", referer=url) if target else None


def _jpage(text: str, url: str) -> ListRequest | None:
    """An address that carries its own query is asked as it stands: its numbers may be encrypted."""
    found = [html.unescape(m[1]) for m in _PROXY.finditer(text)]
    whole = next((a for a in found if "columnid=" in a.lower()), None)
    if whole:
        target = absolute(url, whole)
        return ListRequest(Dialect.JPAGE, target, referer=url) if target else None
    params = _PROXY_PARAMS.search(text)
    target = absolute(url, found[0]) if found else None
    if not target or not params:
        return None
    window = "startrecord=1&endrecord=45&perpage=15"
    return ListRequest(Dialect.JPAGE, f"{target.split('?')[0]}?{window}", _pairs(params[1]), url)


def _ucap(text: str, url: str) -> ListRequest | None:
    channel, ask = _UCAP_CHANNEL.search(text), _UCAP_ASK.search(text)
    target = absolute(url, ask[1]) if ask else None
    if not channel or not target:
        return None
    return ListRequest(Dialect.UCAP, target, (("channelId", channel[1]), ("page", "1"), ("size", "20")), url)


def list_request(text: str, url: str) -> ListRequest | None:
    """What the page at ``url`` (with what follows ``#``) asks for its list; None where that is not known.

    Only the page's own host is asked: a list from elsewhere is not this site's.
    """
    for dialect in (_gkmlpt, _jpaas, _jpage, _ucap):
        request = dialect(text, url)
        if request is not None:
            return request if urlsplit(request.url).netloc == urlsplit(url).netloc else None
    return None


def _of_markup(markup: str, url: str, total: int | None) -> ColumnReading | None:
    """Rows that come as HTML. Rows promised but not there mean a broken answer, never a blank column."""
    read = column_of(open_view(markup, url))
    if not read.items and total != 0:
        return None
    return replace(read, name="", pager="script", total=total, script_drawn=False)


def _of_json(found: JsonList, url: str) -> ColumnReading | None:
    if not found.items and found.total != 0:
        return None
    return ColumnReading(
        found.name, found.items, "script", total=found.total, reach=ListReach(order_shown(found.items))
    )


def _of_jpaas(text: str, url: str) -> ColumnReading | None:
    answer = json_value(text)
    data = answer.get("data") if isinstance(answer, dict) and answer.get("success") is True else None
    markup = data.get("html") if isinstance(data, dict) else None
    return _of_markup(markup, url, None) if isinstance(markup, str) and markup.strip() else None


def read_list_answer(body: bytes, request: ListRequest) -> ColumnReading | None:
    """The rows of an answer to ``request``; None: malformed, truncated, refused, or without the rows it promises.

    An answer that itself says it has 0 rows is a blank column; mere emptiness is not.
    """
    read = _read(decode(body).text, request)
    return replace(read, reader=Reader(request.dialect)) if read else None


def _read(text: str, request: ListRequest) -> ColumnReading | None:
    page = request.referer or request.url
    if request.dialect is Dialect.JPAGE:
        return _of_markup(island_html(text), page, island_total(text)) if "</datastore>" in text else None
    if request.dialect is Dialect.JPAAS:
        return _of_jpaas(text, page)
    found = json_list(text, page)
    return _of_json(found, page) if found else None
