"""The elements and texts of a page in document order, as the reading of lists needs them. It decides nothing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.reading.hidden_elements import hiding_names
from crawler.reading.page import View, squeeze

_UNSEEN_TAGS = frozenset({"noscript", "select", "textarea", "template", "option", "button"})
_UNSEEN_STYLE = re.compile(r"display:none|visibility:hidden|(?:font-size|opacity):0(?![.\d])", re.I)
_UNSEEN_CLASSES = frozenset({"hidden", "hide", "d-none", "display-none", "none", "sr-only", "visually-hidden"})


@dataclass(eq=False, slots=True)
class Spot:
    """An element, its place in document order and the place of its last descendant."""

    node: LexborNode
    tag: str
    order: int
    parent: "Spot | None"
    unseen: bool = False  # it is hidden itself; what stands in it is hidden with it
    end: int = 0
    place: int = 0  # among the children of its parent
    kids: list["Spot"] = field(default_factory=list)

    def attr(self, name: str) -> str:
        return self.node.attributes.get(name) or ""

    def up(self) -> Iterator["Spot"]:
        """Its ancestors, the nearest first."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def before(self) -> "Spot | None":
        """The element just before it."""
        return self.parent.kids[self.place - 1] if self.parent is not None and self.place else None

    def holds(self, other: "Spot") -> bool:
        return self.order <= other.order <= self.end

    @property
    def signature(self) -> tuple[str, str]:
        """Tag and class, without what numbers or marks one of several of a kind."""
        words = [re.sub(r"(?:[-_]|(?<!\d))\d+$", "", w) for w in self.attr("class").lower().split()]
        return self.tag, " ".join(sorted({w for w in words if w not in _MARKS}))


_MARKS = frozenset({"", "fl", "fr", "l", "r", "left", "right", "first", "last", "on", "active", "cur", "odd", "even",
                    "mt", "mb", "mr", "ml", "clear", "clearfix", "no-margin", "nomargin"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with something in it, and the element it stands in."""

    text: str
    order: int
    at: Spot


class Layout:
    """All elements and texts of the body."""

    def __init__(self, view: View) -> None:
        self.spots: list[Spot] = []
        self.pieces: list[Piece] = []
        self._unseen = frozenset(hiding_names(view.raw))
        body = view.tree.body
        if body is not None:
            self._walk(body)
        for spot in reversed(self.spots):
            spot.end = max(spot.end, spot.order)
            if spot.parent is not None:
                spot.parent.end = max(spot.parent.end, spot.end)
        self._orders = [p.order for p in self.pieces]
        self._places = [s.order for s in self.spots]
        self._words: dict[int, str] = {}

    def _walk(self, body: LexborNode) -> None:
        known: dict[int, Spot] = {}
        for order, node in enumerate(body.traverse(include_text=True)):
            tag = node.tag or ""
            if tag in {"-comment", "-document"}:
                continue
            above = known.get(node.parent.mem_id) if node.parent is not None else None
            if tag == "-text":
                text = squeeze(node.text())
                if text and above is not None:
                    self.pieces.append(Piece(text, order, above))
                    above.end = max(above.end, order)
                continue
            spot = Spot(node, tag, order, above)
            spot.unseen = self._is_unseen(spot)
            known[node.mem_id] = spot
            self.spots.append(spot)
            if above is not None:
                spot.place = len(above.kids)
                above.kids.append(spot)

    def _is_unseen(self, spot: Spot) -> bool:
        attributes = spot.node.attributes
        if spot.tag in _UNSEEN_TAGS or "hidden" in attributes:
            return True
        style = attributes.get("style")
        if style and _UNSEEN_STYLE.search(style.replace(" ", "")):
            return True
        classes = (attributes.get("class") or "").split()
        if any(c in _UNSEEN_CLASSES or f".{c}" in self._unseen for c in classes):
            return True
        name = attributes.get("id")
        return bool(name) and f"#{name}" in self._unseen

    def within(self, first: int, last: int) -> list[Piece]:
        """The texts from one place to another, both counted."""
        return self.pieces[bisect_left(self._orders, first) : bisect_right(self._orders, last)]

    def texts(self, spot: Spot) -> list[Piece]:
        return self.within(spot.order, spot.end)

    def inside(self, spot: Spot) -> list[Spot]:
        """The element and all elements in it."""
        return self.spots[bisect_left(self._places, spot.order) : bisect_right(self._places, spot.end)]

    def words(self, spot: Spot) -> str:
        known = self._words.get(spot.order)
        if known is None:
            known = self._words[spot.order] = " ".join(p.text for p in self.texts(spot))
        return known

    def length(self, spot: Spot) -> int:
        return sum(len(p.text) for p in self.texts(spot))


def unseen_within(spot: Spot, outer: Spot | None) -> bool:
    """Whether something between ``spot`` and ``outer`` (not counted) hides it."""
    at: Spot | None = spot
    while at is not None and at is not outer:
        if at.unseen:
            return True
        at = at.parent
    return False


class Ranges:
    """Stretches of the page, to ask whether a place lies in one of them."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges: list[list[int]] = []
        for first, last in sorted(ranges):
            if self._ranges and first <= self._ranges[-1][1]:
                self._ranges[-1][1] = max(self._ranges[-1][1], last)
            else:
                self._ranges.append([first, last])
        self._firsts = [first for first, _ in self._ranges]

    def __contains__(self, order: int) -> bool:
        at = bisect_right(self._firsts, order) - 1
        return at >= 0 and order <= self._ranges[at][1]


def shared(one: Spot, other: Spot) -> Spot | None:
    """The smallest element that holds both."""
    at: Spot | None = one
    while at is not None and not at.holds(other):
        at = at.parent
    return at


def step_below(outer: Spot, spot: Spot) -> Spot:
    """The child of ``outer`` that holds ``spot``; ``spot`` itself where it is ``outer``."""
    at = spot
    while at.parent is not None and at is not outer and at.parent is not outer:
        at = at.parent
    return at


@lru_cache(maxsize=4)
def layout_of(view: View) -> Layout:
    """The layout of a view, worked out once."""
    return Layout(view)
