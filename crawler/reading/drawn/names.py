"""What the id and the classes of an element say of it. A name alone is no proof of a list; these names say that a
script which fills the element brings something else: page numbers, a clock, a counter, the weather, shared buttons."""

import re

from crawler.reading.layout.layout import Spot


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BESIDE = _set(
    "page pages pager paging turn clock date rq week calendar tq qr ewm code share bds top bot foot bottom hit "
    "click stat total sou so ss login logout user member ad ads float ban slide slides flash focus dot dots num "
    "nums hd btn btns nav menu crumb crumbs location position player video audio voice wza tool tools layer "
    "dialog mask modal pop tip tips msg alert loading chat kefu robot print line clear clearfix blank space "
    "friend friends link links lang head header logo cookie baidu hm speech suggest keyword keywords history "
    "demo"
)
# and whatever word one of these stands in: hitCounter, kkpager, nowtime
_STEMS = re.compile(
    r"^page|count|hits|visit|visitor|weather|tianqi|share|jiathis|pagin|pager|fenye|qrcode|erweima|banner|footer|login"
    r"|search|clock|calendar|jiucuo|conac|cnzz|exposure|comment|captcha|totop|gotop|backtop|barrier|accessib|fontsize"
    r"|copyright|swiper|slider|navbar|submenu|toolbar|popup|toast|time|today|autocomplete|readspeaker|validat|button|carousel|indicator|marquee",
    re.I,
)
_LISTED = _set("list lists newslist datalist xxlist wzlist infolist listbox tablist")
_PLAINLY = _set("list lists newslist news new rows articles")
_LIKELY = _set("new news newlist latest zuixin zx zxxx rows items data xinxi tongzhi gonggao tz gg tzgg feed lists")
_TABLES = frozenset({"ul", "ol", "tbody", "table", "dl"})
_ROUND = _set("hd dots dot num nums pagination pager page paging swiper share bdsharebuttonbox")


def words_in(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(names)) | frozenset(names.lower().split())


def words_of(spot: Spot) -> frozenset[str]:
    """The words of its id and classes: ``newsList`` and ``news-list`` are ``news`` and ``list``."""
    return words_in(f"{spot.attr('id')} {spot.attr('class')}")


def beside_name(spot: Spot) -> bool:
    """Whether an element is by its name, or by that of the element it stands in, none that takes a list."""
    words = words_of(spot)
    if words & _ROUND or any(_STEMS.search(word) for word in words) or (words & _BESIDE and not words & _PLAINLY):
        return True
    return spot.parent is not None and bool(words_of(spot.parent) & _ROUND) and not spot.attr("id")


def takes_a_list(spot: Spot) -> bool:
    """Whether an element is by its tag or its name the place of a list."""
    return spot.tag in _TABLES or listed_name(spot)


def listed_name(spot: Spot) -> bool:
    return bool(words_of(spot) & _LISTED)


def likely_name(spot: Spot) -> bool:
    """Whether what a script does to an element, if nobody can tell what, may be to list something in it."""
    return bool(words_of(spot) & (_LIKELY | _LISTED))
