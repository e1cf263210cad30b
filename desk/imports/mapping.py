"""From a grid to rows in our words: which line is the heading, which column is what, what kind of problem a row tells.

Guesses nothing: what no list of words names stays unread or unsaid, and is told.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desk.imports.read import Cell, Grid, GridRow
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml

TOP = 20  # rows among which the heading stands
_LINKS = re.compile(r"https?[:：].*?(?=https?[:：]|[\s,，;；、]|$)", re.IGNORECASE)
# what people write who found nothing
_CLEAR = frozenset(
    (
        *("未发现", "未发现问题", "未发现异常", "未发现错误", "暂未发现", "暂未发现问题", "没有发现问题"),
        *("无", "无问题", "无异常", "正常", "一切正常", "运行正常", "良好", "合格", "/", "-", "--", "—", "——"),
    )
)


class Field(StrEnum):
    """What a column may be: the names of config/imports/columns.toml."""

    UNIT = "单位"
    CODE = "网站标识码"
    NAME = "名称"
    PLATFORM = "平台"
    COLUMN = "栏目"
    COLUMN_URL = "栏目地址"
    TITLE = "标题"
    PAGE = "页面地址"
    LINK = "问题链接"
    KIND = "问题类型"
    TEXT = "问题描述"
    QUOTE = "错误内容"
    ADVICE = "修改建议"
    DAY = "发现时间"
    TIME = "时间"
    EXTERNAL = "编号"
    SHOT = "截图"
    READER = "读网人"
    READ = "读网内容"
    RECEIVED = "收到日期"
    ANSWERED = "答复日期"
    STATE = "办理状态"


WHERE = (Field.UNIT, Field.CODE, Field.NAME, Field.PAGE, Field.LINK, Field.COLUMN_URL, Field.READ)
WHAT = (Field.KIND, Field.TEXT, Field.QUOTE, Field.LINK)
MESSAGE = (Field.RECEIVED, Field.ANSWERED, Field.STATE)  # of lists of 网民留言 alone
FINDING = tuple(field_ for field_ in Field if field_ not in MESSAGE)


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem in others' words, and the criteria it may fall under; none: kept, but no finding."""

    words: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class ImportWords:
    """The lists of words of config/imports, a --map file before them."""

    columns: Mapping[Field, tuple[str, ...]]
    kinds: tuple[ProblemKind, ...]

    def field_of(self, title: str) -> Field | None:
        """The field a heading names: written just so, or ending so."""
        plain = squeeze(title)
        if not plain:
            return None
        for field_, words in self.columns.items():
            if plain in words:
                return field_
        ends = [(len(w), f) for f, words in self.columns.items() for w in words if len(w) >= 3 and plain.endswith(w)]
        return max(ends, key=lambda pair: pair[0])[1] if ends else None

    def kinds_in(self, text: str) -> tuple[ProblemKind, ...]:
        """The kinds named in a text; a word inside a longer one that is named as well does not count."""
        plain = squeeze(text)
        found = [(word, kind) for kind in self.kinds for word in kind.words if word in plain]
        longest = [kind for word, kind in found if not any(word != other and word in other for other, _ in found)]
        return tuple(dict.fromkeys(longest))


@dataclass(frozen=True)
class ReportRow:
    """A row in our words. ``sheet`` is the sheet's name, ``part`` counts the links of one cell, 0 where it has one."""

    sheet: str
    number: int
    cells: Mapping[Field, Cell]
    part: int = 0

    @property
    def where(self) -> str:
        part = f"之{self.part}" if self.part else ""
        return f"{f'“{self.sheet}”表' if self.sheet else ''}第{self.number}行{part}"

    def text(self, field_: Field) -> str:
        return self.cells[field_].text if field_ in self.cells else ""

    def address(self, field_: Field) -> str:
        """The address in that column: the link behind the words, else the words."""
        cell = self.cells.get(field_, Cell())
        return cell.link or cell.text

    @property
    def clear(self) -> bool:
        """Whether it says that nothing was found."""
        said = [self.text(f) for f in (Field.KIND, Field.TEXT, Field.QUOTE) if self.text(f)]
        return bool(said) and all(squeeze(one).rstrip("。") in _CLEAR for one in said)


@dataclass(frozen=True)
class MappedTable:
    """A sheet as read. ``titles``: its headings; ``unused``: those that are no field of ours."""

    name: str
    rows: tuple[ReportRow, ...]
    unused: tuple[str, ...] = ()
    fields: frozenset[Field] = field(default_factory=frozenset)
    titles: tuple[str, ...] = ()


def squeeze(text: str) -> str:
    """Without blanks and case, wide signs narrow, no mark at the ends: as words are compared."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").casefold()
    return plain.strip("*:;、.\"'“”")


def load_words(folder: Path, extra: Path | None = None) -> ImportWords:
    """The office's lists; those of ``extra`` (--map) go before them."""
    columns: dict[Field, tuple[str, ...]] = {}
    kinds: list[ProblemKind] = []
    for path in ([extra] if extra else []) + [folder / "columns.toml", folder / "kinds.toml"]:
        _, given = read_toml(path)
        for name in given.keys() - {"columns", "kind", "messages", "answered"}:
            raise ConfigError(
                ConfigMistake(
                    path.name, f"不认识“{name}”", "只能有 [columns]、[[kind]]，和留言用的 [messages]、[answered]"
                )
            )
        for field_, words in columns_of(path, "columns", given.get("columns", {}), FINDING):
            taken = {word for known in columns.values() for word in known}
            columns[field_] = (*columns.get(field_, ()), *(w for w in words if w not in taken))
        kinds += _kinds(path, given.get("kind", []))
    return ImportWords(columns, tuple(kinds))


def columns_of(
    path: Path, section: str, table: object, fields: Sequence[Field]
) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """A section of headings: each of ``fields`` with its spellings. ConfigError where it says another."""
    for name, words in (table if isinstance(table, dict) else {"": []}).items():
        if name not in fields or not _is_words(words):
            advice = f'请写成 "单位" = ["责任单位"] 这样；左边可用：{"、".join(fields)}'
            raise ConfigError(ConfigMistake(path.name, f"{section} 中的“{name}”写得不对", advice))
        yield Field(name), tuple(map(squeeze, words))


def _kinds(path: Path, table: object) -> Iterator[ProblemKind]:
    for block in table if isinstance(table, list) else [None]:
        words, codes = (block.get("words"), block.get("criteria")) if isinstance(block, dict) else (None, None)
        if not isinstance(words, list) or not isinstance(codes, list) or not _is_words(words) or not _is_words(codes):
            advice = '请写成 words = ["死链"]、criteria = ["link-other"] 这样'
            raise ConfigError(ConfigMistake(path.name, "有一个 [[kind]] 写得不对", advice))
        yield ProblemKind(tuple(map(squeeze, words)), tuple(codes))


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and (word or not value) for word in value)


def read_table(grid: Grid, words: ImportWords, file: str) -> MappedTable | None:
    """The sheet's rows; ``None`` without a heading we know. ConfigError where a column it must have is missing."""
    table = table_under(grid, words)
    if table is None:
        return None
    if not frozenset(WHERE) & table.fields:
        missing(table, file, "单位、网站、账号或地址")
    if not (frozenset(WHAT) & table.fields or words.kinds_in(grid.name)):
        missing(table, file, "问题类型或问题描述")
    return table


def table_under(grid: Grid, words: ImportWords) -> MappedTable | None:
    """The sheet's rows under whatever of its headings we know; ``None`` without two."""
    head = heading(grid.rows, words)
    if head is None:
        return None
    titles = [cell.text for cell in grid.rows[head].cells]
    fields = _assigned(titles, words)
    unused = [t for x, t in enumerate(titles) if t and x not in fields.values()]
    rows = [row for one in grid.rows[head + 1 :] for row in _rows(grid, one, fields, titles)]
    seen = tuple(filter(None, dict.fromkeys(titles)))
    return MappedTable(grid.name, tuple(rows), tuple(dict.fromkeys(unused)), frozenset(fields), seen)


def missing(table: MappedTable, file: str, what: str) -> None:
    """ConfigError: a column that it must have."""
    name = f"{file}“{table.name}”表" if table.name else file
    advice = f"请用 --map 指明哪一列是；看到的列标题是：{'、'.join(table.titles)}"
    raise ConfigError(ConfigMistake(name, f"没有认出写{what}的列", advice))


def heading(rows: Sequence[GridRow], words: ImportWords) -> int | None:
    """Which of the first rows is the heading: the one with most columns we know, two at least."""
    known = [len(_assigned([c.text for c in row.cells], words)) for row in rows[:TOP]]
    return known.index(max(known)) if max(known, default=0) >= 2 else None


def _assigned(titles: Sequence[str], words: ImportWords) -> dict[Field, int]:
    """Field → column. Of two columns for one field the one written just so counts, else the left one."""
    found: dict[Field, tuple[bool, int]] = {}
    for x, title in enumerate(titles):
        field_ = words.field_of(title)
        if field_ is not None:
            loose = squeeze(title) not in words.columns[field_]
            found[field_] = min(found.get(field_, (loose, x)), (loose, x))
    return {field_: x for field_, (_, x) in found.items()}


def _rows(grid: Grid, given: GridRow, fields: Mapping[Field, int], titles: Sequence[str]) -> Iterator[ReportRow]:
    texts = [cell.text for cell in given.cells]
    if texts == list(titles):
        return  # the heading again, at the top of a printed page
    cells = {f: given.cells[x] for f, x in fields.items() if x < len(given.cells) and given.cells[x] != Cell()}
    links = _LINKS.findall(cells[Field.LINK].text) if Field.LINK in cells else []
    if len(links) < 2:
        yield ReportRow(grid.name, given.number, cells)
        return
    for part, link in enumerate(dict.fromkeys(links), 1):
        yield ReportRow(grid.name, given.number, {**cells, Field.LINK: Cell(link)}, part)
