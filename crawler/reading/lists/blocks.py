"""The lists of a page and which of them are the column's: chosen by where they stand, dated rows first."""

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from urllib.parse import urlsplit

from crawler.reading.kinds import is_article_address, is_column_address
from crawler.reading.layout.layout import Layout, Spot, shared, step_below
from crawler.reading.links import directory
from crawler.reading.lists.places import Places, at_the_edge, heading_over, is_side_heading
from crawler.reading.lists.rows import ListRow

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|txt|ceb)$", re.I)
_OUTER = frozenset({"body", "html", "form", "main"})


@dataclass(frozen=True, eq=False)
class Block:
    """Rows that stand in one element. ``heading``: the words over them."""

    rows: tuple[ListRow, ...]
    container: Spot
    heading: str

    @cached_property
    def titled(self) -> bool:
        """Whether its rows have titles, and not words of a menu; asked for every row."""
        return mean(len(row.title) for row in self.rows) >= 8

    @property
    def shown(self) -> int:
        """Rows that show a day, whatever day it is."""
        return sum(1 for row in self.rows if row.read.shown)

    @property
    def dated(self) -> bool:
        return self.shown * 3 >= len(self.rows)

    @property
    def first(self) -> Spot:
        return self.rows[0].spot


def _counts(rows: list[ListRow]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for row in rows:
        for spot in (row.spot, *row.spot.up()):
            counts[spot.order] = counts.get(spot.order, 0) + 1
    return counts


def _container(row: ListRow, counts: dict[int, int]) -> Spot:
    """The element whose children are the rows: a row that is all of its table stands for the table."""
    at = row.spot
    while at.parent is not None and at.parent.tag not in _OUTER and counts[at.parent.order] == 1:
        at = at.parent
    above = at.parent or at
    return above if above.tag in _OUTER or counts[above.order] > 1 else at


def blocks_of(layout: Layout, rows: list[ListRow], places: Places) -> list[Block]:
    """The rows by the element they stand in; the only rows of neighbouring elements alike are one block."""
    counts = _counts(rows)
    groups: dict[tuple[object, ...], list[ListRow]] = {}
    holders: dict[tuple[object, ...], Spot] = {}
    run, before = 0, -1
    for row in rows:
        if counts[row.spot.parent.order if row.spot.parent else row.spot.order] > 1:
            holder: Spot = row.spot.parent or row.spot
            run += holder.order != before
            key: tuple[object, ...] = (holder.order, run) if holder.tag in _OUTER else (holder.order,)
        else:
            holder = _container(row, counts)
            key = (holder.order, *step_below(holder, row.spot).signature)
        before = holder.order
        groups.setdefault(key, []).append(row)
        holders[key] = holder
    found = []
    for key, members in groups.items():
        holder = holders[key]
        if len(members) == 1 and len(key) > 2:
            holder = step_below(holder, members[0].spot)
        found.append(Block(tuple(members), holder, heading_over(layout, holder, members[0].spot, places)))
    return sorted(found, key=lambda b: b.first.order)


def _under(block: Block, home: str) -> float:
    """The share of rows under the column's own directory."""
    if urlsplit(home).path in {"", "/"}:
        return 0.0
    return mean(row.url.startswith(home) for row in block.rows)


def _article(row: ListRow) -> bool:
    return bool(row.scripted or is_article_address(row.url) or _FILE.search(urlsplit(row.url).path))


def _tabs(block: Block) -> bool:
    """Words that a script opens, 区直部门 and 镇街: the tabs over a list, no rows of it."""
    return len(block.rows) < 4 and all(row.scripted and len(row.title) < 8 for row in block.rows)


def _same_again(block: Block, main: Block) -> bool:
    """The same rows in another dress: a list as words and as pictures, of which the page shows one."""
    known = {(row.title, row.url, row.day) for row in main.rows}
    return mean((row.title, row.url, row.day) in known for row in block.rows) > 0.8


class Chooser:
    """Chooses among the blocks of one page. ``home``: the directory of the column's own address; ``hollow``: where an
    empty list stands, 0 without one."""

    def __init__(self, layout: Layout, blocks: list[Block], places: Places, home: str, hollow: int = 0) -> None:
        self.layout, self.blocks, self.places, self.home, self.hollow = layout, blocks, places, home, hollow
        self._repeated = self._links_used_twice()

    def _links_used_twice(self) -> set[str]:
        seen: dict[str, int] = {}
        for block in self.blocks:
            for link in {row.url for row in block.rows if row.url}:
                seen[link] = seen.get(link, 0) + 1
        return {link for link, times in seen.items() if times > 1}

    def aside(self, block: Block) -> bool:
        """In head, foot, crumb or menu, or under words such as 热点推荐."""
        crumb = self.places.crumb
        if at_the_edge(block.first) or (crumb is not None and crumb.holds(block.first)):
            return True
        return is_side_heading(block.heading, self.places.name) or self._friends(block)

    def _friends(self, block: Block) -> bool:
        """Links to other hosts' home pages, or what stands in the foot."""
        if block.first.order > self.places.foot and not block.dated:
            return True
        paths = [urlsplit(row.url) for row in block.rows if row.url]
        return len(paths) > 2 and not block.dated and mean(p.path in {"", "/"} and not p.query for p in paths) > 0.5

    def menu(self, block: Block) -> bool:
        """Short undated links to columns; the column itself among them; links that stand elsewhere too."""
        if block.dated:
            return False
        titles = [row.title.strip() for row in block.rows]
        if self.places.name in titles or any(step in titles for step in self.places.steps):
            return True
        short = mean(len(title) for title in titles) < 8
        before = block.first.order < max(self.places.head, self.hollow)
        if short and not any(row.scripted for row in block.rows) and (before or not all(map(_article, block.rows))):
            return True
        twice = mean(row.url in self._repeated for row in block.rows)
        to_columns = mean(is_column_address(row.url) and not _article(row) for row in block.rows)
        return to_columns > 0.5 or (twice > 0.6 and len(titles) > 2)

    def score(self, block: Block) -> float:
        places = self.places
        score = min(block.shown or len(block.rows), 15) / 5 + min(mean(len(r.title) for r in block.rows), 25) / 12
        score += 4 * (bool(block.heading) and block.heading.replace(" ", "") == places.name.replace(" ", ""))
        score += 2 * (_under(block, self.home) >= 0.5) - 2 * (block.heading not in {"", places.name})
        if places.crumb is not None:
            score += 4 * (block.first.order > places.crumb.order) + self._near_crumb(block)
        score -= 6 * (block.first.order > places.foot) + 3 * (block.container.unseen)
        return score

    def _near_crumb(self, block: Block) -> float:
        """More for what shares an inner element of the page with the line 当前位置."""
        crumb = self.places.crumb
        holder = shared(block.first, crumb) if crumb is not None else None
        return 3.0 if holder is not None and holder.tag not in _OUTER and not self._whole_page(holder) else 0.0

    def _whole_page(self, spot: Spot) -> bool:
        return spot.order <= self.blocks[0].first.order and self.blocks[-1].first.order <= spot.end

    def main(self) -> Block | None:
        """The best dated list; else the best undated one that leads to articles."""
        standing = [b for b in self.blocks if not self.aside(b)]
        dated = max((b for b in standing if b.dated), key=self.score, default=None)
        bare = max((b for b in standing if self._articles(b)), key=self.score, default=None)
        if dated is not None:
            foreign = bare is not None and _under(dated, self.home) < 0.5 <= _under(bare, self.home)
            stray = (
                bare is not None and dated.shown == 1 and len(bare.rows) > 3 and dated.first.order < self.places.head
            )
            return bare if foreign or stray else dated
        if bare is not None:
            return bare
        boxes = [b for b in self.blocks if b.dated and not at_the_edge(b.first) and b.shown > 1]
        boxes = [b for b in boxes if not is_side_heading(b.heading, self.places.name)]
        return max(boxes, key=self.score, default=None)

    def _articles(self, block: Block) -> bool:
        """Whether an undated block is a list: titles that lead to articles, after the page's head."""
        if (
            self.menu(block)
            or _tabs(block)
            or (self.places.crumb is not None and block.first.order < self.places.crumb.order)
        ):
            return False
        titled = block.titled
        placed = self.places.crumb is not None or block.heading == self.places.name or len(block.rows) > 2
        if not titled and not placed:
            return False
        articles = mean(_article(row) for row in block.rows) > 0.5
        return articles or (titled and (len(block.rows) > 1 or _under(block, self.home) > 0))

    def leads_to_article(self, block: Block, row: ListRow) -> bool:
        """Whether an undated row of any page leads to an article: by its address, or by a title among such titles."""
        if block.first.order > self.places.foot:
            return False
        if is_article_address(row.url):
            return True
        titled = len(row.title) >= 8 and block.titled and len(block.rows) > 2
        return (
            titled
            and bool(row.url)
            and not is_column_address(row.url)
            and not self.aside(block)
            and not self.menu(block)
        )

    def own(self, main: Block) -> list[Block]:
        """The blocks of the column's own area, in document order."""
        area = main.heading not in {"", self.places.name} or self._headed_alike(main)
        own = [b for b in self.blocks if b is main or (not self.aside(b) and self._belongs(b, main, area))]
        return [b for b in own if b is main or not _same_again(b, main)]

    def _headed_alike(self, main: Block) -> bool:
        """Whether main is one of several headed lists of one make."""
        return any(b is not main and self._alike(b, main) and b.heading not in {"", main.heading} for b in self.blocks)

    def _alike(self, block: Block, main: Block) -> bool:
        holder = shared(block.container, main.container)
        if holder is None or holder is block.container or holder is main.container:
            return holder is not None
        mine, its = step_below(holder, main.container), step_below(holder, block.container)
        return mine.signature == its.signature

    def of_another(self, block: Block, main: Block) -> bool:
        """A box headed otherwise, beside a list that bears the column's own name or none and that leads into the
        column's own directory, or into one, where the box leads nowhere into it: a box of another column, however
        alike its make."""
        named = {"", self.places.name}
        if block.heading in named or main.heading not in named:
            return False
        if _under(main, self.home) >= 0.5:
            return not _under(block, self.home)
        folders = {directory(row.url) for row in main.rows}
        return len(folders) == 1 and len(main.rows) > 2 and not folders & {directory(row.url) for row in block.rows}

    def doubtful(self, main: Block) -> list[Block]:
        """Dated boxes of another column as it seems, of one make with the list: what they show proves nothing, and
        may be the column's yet."""
        found = [b for b in self.blocks if b is not main and b.dated and not self.aside(b)]
        return [b for b in found if self.of_another(b, main) and self._alike(b, main)]

    def _belongs(self, block: Block, main: Block, area: bool) -> bool:
        if self.of_another(block, main):
            return False
        crumb = self.places.crumb
        if crumb is not None and block.first.order < crumb.order < main.first.order and _under(block, self.home) < 0.5:
            return False  # at another side of the page, before its head
        if not block.dated:
            return (
                self._pinned(block, main)
                or self._left_over(block, main)
                or (self._alike(block, main) and self._articles(block) and bool(block.heading) == bool(main.heading))
            )
        if self._alike(block, main) or _under(block, self.home) >= 0.5:
            return True
        if not block.heading and self._beside_main(block, main):
            return True
        return area and bool(block.heading) and block.first.order > self.places.head and self._whole_pair(block, main)

    def _whole_pair(self, block: Block, main: Block) -> bool:
        holder = shared(block.container, main.container)
        return holder is not None and holder.tag not in {"html"}

    def _left_over(self, block: Block, main: Block) -> bool:
        """A longer list without days and without a heading of its own, below a dated headline, or beside a dated box
        under another heading: nobody may speak of the column who has not read it."""
        if block.heading not in {"", self.places.name} or not self._articles(block) or len(block.rows) < 3:
            return False
        headline = len(main.rows) <= 2 < len(block.rows) and block.first.order > main.first.order
        return (headline and self._beside_main(block, main)) or main.heading not in {"", self.places.name}

    def _pinned(self, block: Block, main: Block) -> bool:
        """One or two rows just before the list, in the same element."""
        before = [b for b in self.blocks if b.first.order < main.first.order]
        near = bool(before) and before[-1] is block and len(block.rows) <= 2 and not block.heading
        titled = all(len(row.title) >= 8 for row in block.rows)
        after_head = block.first.order > self.places.head
        return near and titled and after_head and self._beside_main(block, main) and not self.menu(block)

    def _beside_main(self, block: Block, main: Block) -> bool:
        """In the same section, not across the page: no element of its own with other lists lies between."""
        holder = shared(block.container, main.container)
        if holder is None:
            return False
        mine, its = step_below(holder, main.container), step_below(holder, block.container)
        return mine is main.container or its is block.container or mine is main.first or its is block.first
