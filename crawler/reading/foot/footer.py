"""The whole document as identity needs it: its words in two ways, its elements with their attributes, its scripts.

Parsed anew with the scripts left in, as a browser builds it: what stands after ``</body>``, ``</html>`` or inside a
second document is part of the page. Comments and templates show nothing. Too slow for every page.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.dates import plain
from crawler.reading.page import inert_noscript, squeeze

BARRIER = "─"  # stands for a row or a menu's entry: whoever reads names must not read across it
_BLOCKS = re.compile(
    r"address|article|aside|body|center|d[dlt]|div|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|[ou]l|p|section|t[dhr]"
    r"|table|tbody|tfoot|thead"
)
_SILENT = frozenset({"script", "style", "template", "textarea", "noframes", "title", "option"})
_ITEMS = frozenset({"li", "dd", "dt", "tr"})
_NESTED = "li, dd, dt, tr"
_DEEPEST = 40  # items within items: past this nobody lays out a page, and looking into each costs its square
_HOLDERS = frozenset({"div", "footer", "section", "center", "td", "p", "span"})
_ENTRIES = frozenset({"a", "area", "img", "input", "button"})
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad]")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}|(?<!\d)\d{2}[-/]\d{2}(?![\d-])")
SIGN = re.compile(r"ICP[ \n]?备|公网安备|标识码|版权所有|copyright|©|all rights? reserved|技术支持|网站地图", re.I)
_FOOT_SIGN = re.compile(r"ICP[ \n]?备|公网安备|标识码|版权所有|copyright|©|主办(?:单位|方)?[ \n]?[:：]", re.I)
_WIDE = (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF20)
_LETTERS = str.maketrans({sign: chr(sign - 0xFEE0) for sign in _WIDE})
_NONE, _ROW, _ENTRY = "", "row", "entry"
_NO_ROW = re.compile(r"ICP[ \n]?备|公网安备|标识码|版权所有|copyright|©|联系电话|邮编", re.I)
_FOOT_NAME = re.compile(r"foot(?!ball)|bottom|copyright|dibu|banquan|yejiao", re.I)
_EMPTY_NAME = re.compile(rf"{_FOOT_NAME.pattern}|(?<![a-z])(?:ft|btm|inc|include)(?![a-z])", re.I)
_MOST_BOXES = 100
_SHOWS = "img, input, iframe, object, embed, a[href]"
_LAST = 12  # lines at a page's end that are its foot even without a sign


@dataclass(frozen=True)
class Element:
    """One element: its tag, its attributes, the words within (of links and pictures), and where it stands among the
    pieces of text. ``row``: it stands in a dated row; ``inside``: the picture addresses and names within a link."""

    tag: str
    attributes: dict[str, str]
    at: int
    words: str = ""
    row: bool = False
    inside: tuple[dict[str, str], ...] = ()

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(frozen=True)
class Whole:
    """``pieces``: a line for every piece of text; ``blocks``: a line for every block, its pieces joined, so that a
    name or number cut up by spans is whole. ``names`` and ``joined``: the same, a row or menu entry being a BARRIER.
    Digits, letters and signs are ASCII. ``unfilled``: a server's include that was left in the page. ``empty``: elements
    without content that are named as a foot, or are tags of somebody's own making."""

    pieces: str
    blocks: str
    names: str
    joined: str
    elements: tuple[Element, ...]
    scripts: str
    marked: frozenset[int]  # the pieces inside an element that is named as a foot
    unfilled: bool
    empty: tuple[Element, ...] = ()

    def foot(self, text: str) -> str:
        """The lines of ``text`` (``names`` or ``joined``) near a foot's signs. A long line is a paragraph of the page,
        whose 主办 is some event's."""
        lines = text.split("\n")
        signs = [n for n, line in enumerate(lines) if SIGN.search(line) and (n > len(lines) // 3 or len(lines) < 60)]
        near = {n + step for n in signs for step in range(-5, 6)} | set(range(len(lines) - _LAST, len(lines)))
        if text is self.names:
            near |= self.marked
        return "\n".join(line for n, line in enumerate(lines) if n in near and (n in signs or len(line) < 100))

    def foot_from(self) -> int:
        """The piece at which the foot begins; past the last where the page shows none."""
        lines = self.names.split("\n")
        first = next((n for n in range(len(lines) // 3, len(lines)) if _FOOT_SIGN.search(lines[n])), len(lines))
        return min(first, min((n for n in self.marked if n >= len(lines) // 3), default=first))


@dataclass
class _Walk:
    """One pass over the tree, in document order."""

    pieces: list[str] = field(default_factory=list)
    rows: list[bool] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # what each piece shares with those on its line
    elements: list[Element] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)
    empty: list[Element] = field(default_factory=list)
    unfilled: bool = False
    breaks: int = 0
    boxes: int = 0

    def visit(self, root: LexborNode) -> None:
        """An explicit stack: pages nest deeper than Python's own."""
        stack = [(root, 0, _NONE, False, 0)]
        while stack:
            at, block, item, foot, deep = stack.pop()
            if at.is_comment_node:
                self.unfilled = self.unfilled or (at.comment_content or "").lstrip().startswith("#include")
                continue
            if at.is_text_node:
                self._text(at, block, item, foot)
                continue
            tag = at.tag or ""
            if tag == "br":
                self.breaks += 1
            attributes = {name: value or "" for name, value in at.attributes.items()}
            named = f"{attributes.get('id', '')} {attributes.get('class', '')}"
            deep += tag in _ITEMS or "onclick" in attributes
            item = item or (_item(at) if tag in _ITEMS and deep < _DEEPEST else _NONE)
            foot = foot or tag == "footer" or _FOOT_NAME.search(named) is not None
            if attributes:
                entry = tag in _ENTRIES or ("onclick" in attributes and deep < _DEEPEST)
                self.elements.append(_element(at, tag, attributes, len(self.pieces), item == _ROW, entry))
            if "-" in tag or (tag in _HOLDERS and (tag == "footer" or _EMPTY_NAME.search(named))):
                self._box(at, attributes)
            if tag not in _SILENT:
                block = at.mem_id if _BLOCKS.fullmatch(tag) else block
                stack.extend((child, block, item, foot, deep) for child in reversed(list(at.iter(include_text=True))))

    def _box(self, node: LexborNode, attributes: dict[str, str]) -> None:
        """What may be an empty place for a foot; of pages with very many such elements only the first are looked at."""
        self.boxes += 1
        if self.boxes <= _MOST_BOXES and _is_empty(node):
            self.empty.append(Element(node.tag or "", attributes, len(self.pieces)))

    def _text(self, node: LexborNode, block: int, item: str, foot: bool) -> None:
        words = squeeze(_INVISIBLE.sub("", node.text(deep=False) or ""))
        if not words:
            return
        if foot:
            self.marked.add(len(self.pieces))
        self.pieces.append(words)
        self.rows.append(item != _NONE)
        self.lines.append(hash((block, self.breaks)))


def _is_empty(node: LexborNode) -> bool:
    """Neither words nor anything that shows: scripts within it do not count."""
    words = len(node.text().strip()) - sum(len(script.text().strip()) for script in node.css("script, style, template"))
    return words <= 0 and node.css_first(_SHOWS) is None


def _element(node: LexborNode, tag: str, attributes: dict[str, str], at: int, row: bool, entry: bool) -> Element:
    if not entry:
        return Element(tag, attributes, at, row=row)
    pictures = tuple({name: value or "" for name, value in n.attributes.items()} for n in node.css("img"))
    words = "" if tag == "img" else squeeze(node.text())[:200]
    return Element(tag, attributes, at, words, row, pictures)


def _item(item: LexborNode) -> str:
    """A link with a day beside it is a row of a list, a link alone an entry of a menu or a friend's link; what bears
    a foot's sign is neither."""
    if len(item.css(_NESTED)) > 1:  # itself is among them
        return _NONE
    links = item.css("a[href]")
    words = squeeze(item.text())
    if not links or len(words) > 400 or _NO_ROW.search(words):
        return _NONE
    if _DAY.search(words):
        return _ROW
    return _ENTRY if len(links) == 1 and squeeze(links[0].text()) == words and "主办" not in words else _NONE


def _joined(walk: _Walk, names: bool) -> str:
    lines: list[str] = []
    last = None
    for words, row, line in zip(walk.pieces, walk.rows, walk.lines, strict=True):
        if names and row:
            lines.append(BARRIER)
            last = None
        elif line == last:
            lines[-1] += words
        else:
            lines.append(words)
            last = line
    return narrow("\n".join(lines))


def narrow(text: str) -> str:
    """``text`` with wide digits, signs and letters as ASCII: 粤ＩＣＰ备. Its length stays."""
    return plain(text).translate(_LETTERS)


def whole_of(raw: str) -> Whole:
    tree = LexborHTMLParser(inert_noscript(raw))
    walk = _Walk()
    scripts = "\n".join(node.text() for node in tree.css("script:not([src])"))
    if tree.root is not None:
        walk.visit(tree.root)
    pieces = narrow("\n".join(walk.pieces))
    names = "\n".join(BARRIER if row else words for words, row in zip(pieces.split("\n"), walk.rows, strict=False))
    return Whole(
        pieces,
        _joined(walk, names=False),
        names,
        _joined(walk, names=True),
        tuple(walk.elements),
        scripts,
        frozenset(walk.marked),
        walk.unfilled,
        tuple(walk.empty),
    )
