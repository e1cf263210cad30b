"""From grids to rows in our words: where each table of a sheet begins and ends, what it lists, what its columns are.

Every row that is not blank comes out once: as a row of a table, or as left, with the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.imports.mapping import squeeze
from desk.imports.read import Cell as Given
from desk.imports.read import Grid, GridRow
from desk.register.tables import ACCOUNTS, COLUMNS, SITES, UNITS, Table
from desk.register_import.model import ACCOUNT, COLUMN, NAME, SITE, UNIT, HeadingCell, Left, RowPlace, SourceRow
from desk.register_import.words import HeadingWords

_REMARK = re.compile(r"[（(][^（）()]*+[）)]$")
_CAPTION = re.compile(r"(?:[（(]?[一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]+[章节部]).*")
_LABELLED = re.compile(r"[\u4e00-\u9fff（）() ]{2,12}[：:]")
_AFTER_FOOT = ("", *":(（[、.0123456789")
_VALUE = re.compile(r"://|@|[0-9]{4}|www\.", re.IGNORECASE)
JOINED = frozenset({HeadingCell(UNIT, "电话")})  # 办公电话 and 手机 are both its telephone


@dataclass
class Head:
    """The heading of a table: its titles by column, what it lists, and which column is what."""

    titles: list[str]
    kind: str = ""
    own: bool = False
    columns: dict[int, HeadingCell] = field(default_factory=dict)
    platforms: dict[int, str] = field(default_factory=dict)
    last: int = 0  # the row its last line stands in
    caption: str = ""
    unused: int = 0  # how many of its titles nobody reads


@dataclass(frozen=True)
class SheetLayout:
    """A file as laid out. ``unused``: headings nobody reads; ``unread``: sheets without a heading we know."""

    rows: tuple[SourceRow, ...]
    left: tuple[Left, ...]
    unused: tuple[str, ...]
    unread: tuple[str, ...]


def lay_out(grids: Sequence[Grid], words: HeadingWords) -> SheetLayout:
    """All tables of all sheets."""
    rows: list[SourceRow] = []
    left: list[Left] = []
    unused: list[str] = []
    unread: list[str] = []
    ours = False
    for grid in grids:
        if ours and squeeze(grid.name) in words.ours:
            left += [Left(RowPlace(grid.name, row.number), "导出登记册时附的表") for row in grid.rows]
            continue
        sheet = _Sheet(grid, words)
        sheet.read()
        ours = ours or any(row.own for row in sheet.rows)
        rows += sheet.rows
        left += sheet.left
        unused += sheet.unused
        if not sheet.read_any and grid.rows:
            unread.append(grid.name)
    return SheetLayout(tuple(rows), tuple(left), tuple(dict.fromkeys(unused)), tuple(unread))


class _Sheet:
    def __init__(self, grid: Grid, words: HeadingWords) -> None:
        self.grid, self.words = grid, words
        self.rows: list[SourceRow] = []
        self.left: list[Left] = []
        self.unused: list[str] = []
        self.head: Head | None = None
        self.before: dict[HeadingCell, str] | None = None  # None right below a heading
        self.caption = grid.name
        self.read_any = False

    def read(self) -> None:
        for row in self.grid.rows:
            texts = [cell.text for cell in row.cells]
            why = self._not_data(row, texts)
            if why:
                self.left.append(Left(self._place(row), why))
            elif self.head is not None:
                self.rows.append(self._row(row, self.head))

    def _place(self, row: GridRow) -> RowPlace:
        return RowPlace(self.grid.name, row.number)

    def _not_data(self, row: GridRow, texts: list[str]) -> str:
        """Why the row is none of a table; "" where it is one. Takes up a heading on its way."""
        head, said = self.head, [text for text in texts if text]
        if head is not None and texts == head.titles:
            return "重复的列标题"
        if head is not None and row.number == head.last + 1 and self.before is None and self._continues(said):
            del self.unused[len(self.unused) - head.unused :]
            self._take(Head(_under(head.titles, texts), caption=head.caption), row.number)
            return "列标题"
        if _is_head(said, self.words):
            self._take(Head(texts, caption=self.caption), row.number)
            self.caption = self.grid.name  # what stands above a table is said of no other
            return "列标题"
        if len(said) == 1 and (head is None or self._is_caption(said[0], head)):
            self.caption = said[0]
            return "标题"
        if head is None or not head.kind:
            return "列标题以上" if head is None else "上面没有认出列标题"
        if said and not head.own and self._is_foot(said):
            return "表尾（合计、填表人等）"
        filled = [x for x, text in enumerate(texts) if text and (x in head.columns or x in head.platforms)]
        return "" if filled else "只有序号、备注等"

    def _is_foot(self, said: Sequence[str]) -> bool:
        """Totals, who filled it in, notes: the word alone or with its value behind it; never the start of a name."""
        first = squeeze(said[0])
        ends = {first[len(word) : len(word) + 1] for word in self.words.feet if first.startswith(word)}
        return any(end in _AFTER_FOOT for end in ends) or all(_LABELLED.match(text) for text in said)

    def _continues(self, said: Sequence[str]) -> bool:
        """A second line of headings: words of headings and nothing else."""
        return all(self.words.known(_title(text)) for text in said)

    def _is_caption(self, text: str, head: Head) -> bool:
        """Whether a lone cell says what is listed below it."""
        named = any(word in text for words in self.words.sheets.values() for word in words)
        return _CAPTION.fullmatch(text) is not None or (len(head.columns) > 2 and named and len(text) > 6)

    def _take(self, head: Head, number: int) -> None:
        head.last = number
        titles = [_title(title) for title in head.titles]
        own = _own(titles, self.words)
        if own is not None:
            head.kind, head.own = own.sheet, True
            ours = {squeeze(title): title for title in own.titles}
            head.columns = {x: HeadingCell(own.sheet, ours[t]) for x, t in enumerate(titles) if t in ours}
        else:
            head.kind = _kind(head.titles, titles, self.words, head.caption)
            if head.kind:
                head.columns, head.platforms = _assigned(head.titles, titles, head.kind, self.words)
        self.head, self.before = head, None
        self.read_any = self.read_any or bool(head.kind)
        taken = head.columns.keys() | head.platforms.keys()
        unused = [t.rpartition("\n")[2] for x, t in enumerate(head.titles) if t and head.kind and x not in taken]
        head.unused = len(unused)
        self.unused += unused

    def _row(self, row: GridRow, head: Head) -> SourceRow:
        cells: dict[HeadingCell, str] = {}
        links: dict[HeadingCell, str] = {}
        broken: set[HeadingCell] = set()
        for x, cell in head.columns.items():
            given = row.cells[x] if x < len(row.cells) else Given()
            text = "" if squeeze(given.text) in self.words.nothing and not head.own else given.text
            cells[cell] = "、".join(filter(None, (cells.get(cell, ""), text)))
            if given.broken:
                broken.add(cell)
            if given.link:
                links[cell] = given.link
        named: dict[HeadingCell, str] = {}
        for x, cell in head.columns.items():
            named[cell] = "、".join(filter(None, (named.get(cell), head.titles[x].rpartition("\n")[2])))
        accounts = [(p, row.cells[x].text) for x, p in head.platforms.items() if x < len(row.cells)]
        read = head.columns.keys() | head.platforms.keys()
        aside = [cell.text for x, cell in enumerate(row.cells) if x not in read and not head.own]
        stopped = next(filter(None, map(self.words.stopped, (self.grid.name, head.caption, *aside))), "")
        said = tuple((p, text) for p, text in accounts if squeeze(text) not in self.words.nothing)
        before = dict(self.before or {})
        self.before = before | {cell: text for cell, text in cells.items() if text}
        return SourceRow(
            self._place(row), head.kind, cells, named, head.own, links, said, frozenset(broken), stopped, before
        )


def _title(text: str) -> str:
    """A heading as compared: the lower line of two, without what is said about it in brackets."""
    plain = squeeze(text.rpartition("\n")[2]).rstrip("*:")
    return _REMARK.sub("", plain) or plain


def _under(top: Sequence[str], low: Sequence[str]) -> list[str]:
    """Two lines of headings as one: a group's name stands over what is below it and to its right."""
    made, group = [], ""
    for x in range(max(len(top), len(low))):
        above, below = top[x] if x < len(top) else "", low[x] if x < len(low) else ""
        group = above or group
        made.append(f"{group}\n{below}" if below and below != above else above)
    return made


def _is_head(said: Sequence[str], words: HeadingWords) -> bool:
    known = [text for text in said if len(text) <= 30 and words.known(_title(text))]
    plain = not any(_VALUE.search(text) for text in said)
    return plain and len(set(known)) >= 2 and 2 * len(known) >= len(said)


def _own(titles: Sequence[str], words: HeadingWords) -> Table | None:
    """The table of ours whose form this is: all its needed headings, and no others but 备注 and the like."""
    given = set(filter(None, titles))
    for table in (SITES, COLUMNS, ACCOUNTS, UNITS):
        needed = {squeeze(heading.title) for heading in table.headings if heading.required}
        ours = {squeeze(title) for title in table.titles}
        if needed <= given and all(t in ours or t in words.ignored for t in given):
            return table
    return None


def _kind(given: Sequence[str], titles: Sequence[str], words: HeadingWords, caption: str) -> str:
    """What the table lists: the finest thing that a heading names in clear words, else what it is called."""
    both = {*titles, *(squeeze(title.replace("\n", "")) for title in given)} - {""}
    said = {cell for title in both for cell in words.cells(title, "")}
    if {HeadingCell(COLUMN, "名称"), HeadingCell(COLUMN, "地址")} & said:
        return COLUMN
    if {HeadingCell(ACCOUNT, "名称"), HeadingCell(ACCOUNT, "平台")} & said:
        return ACCOUNT
    called = [kind for kind, spelt in words.sheets.items() if any(word in squeeze(caption) for word in spelt)]
    if len(called) == 1 and any(HeadingCell(called[0], "名称") in words.cells(title, called[0]) for title in titles):
        return called[0]
    if said & {HeadingCell(SITE, title) for title in ("首页地址", "名称", "网站标识码", "ICP备案号")}:
        return SITE
    if NAME in said and any(words.platform(title) for title in titles):
        return ACCOUNT
    others = [
        t for t in titles if t and t not in words.ignored and not any(c.kind == UNIT for c in words.cells(t, UNIT))
    ]
    return UNIT if NAME in said and (called == [UNIT] or not others or HeadingCell(UNIT, "邮箱") in said) else ""


def _assigned(
    given: Sequence[str], titles: Sequence[str], kind: str, words: HeadingWords
) -> tuple[dict[int, HeadingCell], dict[int, str]]:
    """Column → what it is, the surest first; a heading that lost its first meaning may have its second."""
    groups = [_title(text.partition("\n")[0]) if "\n" in text else "" for text in given]
    free = {x for x, title in enumerate(titles) if title and groups[x] not in words.ignored}
    whole = {x: squeeze(given[x].replace("\n", "")) for x in free}
    ranked = [
        (rank - (0.5 if title == whole[x] != titles[x] else 0), x, cell)
        for x in free
        for title in {whole[x], titles[x]}
        for cell, rank in words.cells(title, kind).items()
    ]
    columns: dict[int, HeadingCell] = {}
    for _, x, cell in sorted(ranked):
        if x not in columns and (cell in JOINED or cell not in columns.values()):
            columns[x] = cell
    platforms = {x: words.platform(titles[x]) for x in free - columns.keys() if words.platform(titles[x])}
    return dict(sorted(columns.items())), platforms
