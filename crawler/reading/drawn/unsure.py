"""A page without rows, without 暂无 and without an empty list: what else may be its content; it is not judged blank.

Shapes: links to the column's own parts (2025年, 2024年; 机构职能, 财政信息) or to people by their short names; a
drawing in SVG or as a background; one full sentence that leads to another site. Beside an empty list, one or two
pictures above it may be the column's own or its dress. A banner is dress; a menu that names the column is no content.
"""

import re
from collections import Counter

from crawler.reading.drawn.emptiness import hollow_after, in_area, says_nothing
from crawler.reading.drawn.names import words_of
from crawler.reading.layout.layout import Layout, Ranges, Spot, unseen_within
from crawler.reading.layout.leads import MORE
from crawler.reading.links import absolute, base_of
from crawler.reading.lists.blocks import Block
from crawler.reading.lists.places import Places, is_side_heading
from crawler.reading.page import View

_LARGE = 100  # pixels
_SIZE = re.compile(r"(?<![-\w])(width|height)\s{0,9}:\s{0,9}(\d{1,5})px", re.I)
_IMAGE = re.compile(r"url\(", re.I)
_OF_USE = re.compile(
    r"[\W_]*(?:首页|主页|返回.{0,6}|打印.{0,6}|关闭.{0,6}|上一?[页篇条].{0,9}|下一?[页篇条].{0,9}|尾页|末页|分享.{0,4}|收藏.{0,4}|登录|注册|设为首页|加入收藏|网站地图|RSS|\d{1,4})[\W_]*",
    re.I,
)
_SENTENCE = re.compile(r"[一-鿿][^。]{5,400}。")
_GREETING = re.compile(r"欢迎|浏览器|分辨率|版权|技术支持|敬请期待|建设中|加载")
_BANNER = frozenset({"banner", "ban", "bann", "banners", "ad", "ads"})
_BANNER_FILE = re.compile(r"banner|(?:^|/)ban[\d_.-]|(?:^|/)ad[\d_.-]", re.I)
_WIDE, _FLAT, _FEW = 600, 250, 2


def _number(value: str) -> int:
    bare = value.strip().removesuffix("px")
    return int(bare) if bare.isdecimal() and len(bare) < 6 else 0


def _sizes(spot: Spot) -> tuple[int, int]:
    """Width and height as its attributes or its style say them, 0 where they do not."""
    told = {name.lower(): int(size) for name, size in _SIZE.findall(spot.attr("style"))}
    return (
        told.get("width") or _number(spot.attr("width")),
        told.get("height") or _number(spot.attr("height")),
    )


def is_banner(spot: Spot) -> bool:
    """A picture that dresses the page: named so, itself or the elements around it, or wide and flat."""
    around = (spot, *(above for above, _ in zip(spot.up(), range(2), strict=False)))
    if any(words_of(one) & _BANNER for one in around) or _BANNER_FILE.search(spot.attr("src")):
        return True
    width, height = _sizes(spot)
    return width >= _WIDE and 0 < height <= _FLAT


def dress_of(layout: Layout, places: Places, pictures: list[Spot]) -> list[Spot]:
    """Of the pictures of a column's area those that are not counted as its content: banners, and one or two that stand
    above an empty list."""
    banners = [spot for spot in pictures if is_banner(spot)]
    hollow = hollow_after(layout, places)
    above = [spot for spot in pictures if spot.order < hollow and spot not in banners]
    return banners + (above if len(above) <= _FEW else [])


def _drawn(spot: Spot, layout: Layout) -> bool:
    width, height = _sizes(spot)
    if spot.tag == "svg":
        return len(layout.texts(spot)) > 1 or min(width, height) >= _LARGE
    large = height >= _LARGE and (not width or width >= _LARGE)
    return large and _IMAGE.search(spot.attr("style")) is not None and not layout.texts(spot) and not is_banner(spot)


def _menu(block: Block, places: Places) -> bool:
    """It names the column itself, or stands under the name of what the column is part of, or under 热点."""
    titles = {row.title.strip() for row in block.rows}
    above = block.heading.replace(" ", "")
    return places.name in titles or above in places.steps or is_side_heading(block.heading, places.name)


def _links(layout: Layout, view: View, places: Places, blocks: list[Block]) -> int:
    """Links of the area that stand nowhere else on the page, outside of menus."""
    menus = Ranges((b.container.order, b.container.end) for b in blocks if _menu(b, places))
    base = base_of(view.tree, view.url)
    used = Counter(link.url for link in view.links if link.tag == "a")
    count = 0
    for spot in layout.spots:
        if spot.tag != "a" or spot.order in menus or not in_area(layout, places, spot) or unseen_within(spot, None):
            continue
        words = layout.words(spot).strip()
        url = absolute(base, spot.attr("href")) or ""
        if not words or words in {places.name, *places.steps} or MORE.fullmatch(words) or _OF_USE.fullmatch(words):
            continue
        if places.crumb is not None and places.crumb.holds(spot):
            continue
        count += used[url] == 1 and url != view.url and not _beside_itself(spot, layout, places)
    return count


def _beside_itself(spot: Spot, layout: Layout, places: Places) -> bool:
    """Among links one of which bears the column's own name: its menu."""
    line = spot.parent if spot.parent is not None and spot.parent.tag not in {"li", "dd", "td", "p"} else None
    holder = line or (spot.parent.parent if spot.parent is not None else None)
    if holder is None or holder.tag in {"body", "html"}:
        return False
    return any(s.tag == "a" and layout.words(s).strip() == places.name for s in layout.inside(holder))


def _sentences(layout: Layout, places: Places) -> int:
    for spot in layout.spots:
        if spot.tag not in {"p", "div", "td", "li", "dd", "span", "section", "article", "h3", "h4"}:
            continue
        words = layout.words(spot) if layout.length(spot) <= 400 else ""
        if not words.endswith("。") or not in_area(layout, places, spot) or unseen_within(spot, None):
            continue
        bare = "".join(words.split())
        if _SENTENCE.search(bare) and not says_nothing(words) and not _GREETING.search(bare):
            return 1
    return 0


def unsure_of(layout: Layout, view: View, places: Places, blocks: list[Block]) -> int:
    """How many things stand in the area of a page without rows that may be its content."""
    hollow = hollow_after(layout, places)
    seen = [s for s in layout.spots if s.order > hollow and (s.tag == "svg" or "url(" in s.attr("style"))]
    count = sum(1 for s in seen if in_area(layout, places, s) and not unseen_within(s, None) and _drawn(s, layout))
    if hollow:
        pictures = [s for s in layout.spots if s.tag == "img" and s.attr("src") and in_area(layout, places, s)]
        return count + sum(1 for spot in dress_of(layout, places, pictures) if not is_banner(spot))
    return count + _links(layout, view, places, blocks) + _sentences(layout, places)
