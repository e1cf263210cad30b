"""The one way in for a spreadsheet (.xlsx) that somebody sent: one made to fill memory or time is refused unread.

Each part is looked through once, as a stream, before the library may make anything of it.
"""

import lzma
import re
import struct
import warnings
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

PARTS, UNPACKED, OTHERS = 3_000, 50_000_000, 200_000_000  # parts; bytes of those that are read, and of all
ELEMENTS, ROWS, CELLS, DEPTH, LONGEST = (
    1_500_000,
    200_000,
    400_000,
    60,
    4_000_000,
)  # LONGEST: signs of one mark with its attributes
AREA, MERGED = 4_000_000, 300_000  # cells between the first and the farthest; covered by merging or by one link
_OLE = b"\xd0\xcf\x11\xe0"
AGAIN = "请用 Excel 或 WPS 打开（有密码的先取消密码），另存为 .xlsx"
SMALLER = "请把要用的内容复制到一个新的表格里再试"
# what the library raises on files that are none, or that are broken on purpose
BROKEN = (
    *(BadZipFile, InvalidFileException, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, SyntaxError, RuntimeError),
    *(AssertionError, MemoryError),
)
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Refused(Exception):
    """Not read: why, and what to do, in words."""

    def __init__(self, why: str, advice: str) -> None:
        self.why, self.advice = why, advice
        super().__init__(f"{why}，{advice}")


def open_book(data: bytes, *, values: bool = False, stream: bool = False, unpacked: int = UNPACKED) -> Workbook:
    """The workbook in ``data``. ``values``: what its formulas showed; ``stream``: rows one by one, of which the caller
    takes no more than it wants; ``unpacked``: bytes that its parts may have. Raises Refused."""
    if data[:4] == _OLE:
        raise Refused("是旧格式（.xls、.et）或加了密码的表格", AGAIN)
    if data[:2] != b"PK":
        raise Refused("不是可读的 .xlsx 文件" if data else "是空文件", AGAIN)
    try:
        with ZipFile(BytesIO(data)) as packed:
            _looked_through(packed, unpacked, _Count(far=not stream))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of Excel that the library does not keep; only cells are read
            return load_workbook(BytesIO(data), data_only=values, read_only=stream)
    except (*BROKEN, ExpatError) as error:
        raise Refused("不是可读的 .xlsx 文件", AGAIN) from error


def _looked_through(packed: ZipFile, unpacked: int, count: "_Count") -> None:
    parts = packed.infolist()
    read = [one for one in parts if one.filename.lower().endswith((".xml", ".rels"))]
    if len(parts) > PARTS or sum(one.file_size for one in read) > unpacked or sum(p.file_size for p in parts) > OTHERS:
        raise Refused("展开后太大，没有读", SMALLER)
    for one in read:
        count.part(packed, one)


class _Count:
    """What the parts hold, counted over all of them; of each sheet how far its cells reach."""

    def __init__(self, *, far: bool) -> None:
        self.far = far  # whether a cell far from the others matters
        self.elements = self.rows = self.cells = self.covered = 0
        self.depth = self.row = self.far_row = self.far_column = 0
        self.here = (0, 0)

    def part(self, packed: ZipFile, one: ZipInfo) -> None:
        self.depth = self.row = self.far_row = self.far_column = 0
        parser = ParserCreate(namespace_separator=None)
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.buffer_text = True
        waiting = 0
        with packed.open(one) as file:
            while piece := file.read(1 << 16):
                before = self.elements
                parser.Parse(piece)
                waiting = waiting + len(piece) if before == self.elements and b"<" in piece else 0
                if waiting > LONGEST:
                    raise Refused("里面有一处长得不合常理，没有读", SMALLER)
            parser.Parse(b"", True)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > ELEMENTS or self.depth > DEPTH:
            raise Refused("里面的内容太多，没有读", SMALLER)
        count = _COUNTED.get(name.rpartition(":")[2])
        if count:
            count(self, attributes)

    def a_row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        self.row = _number(attributes.get("r", "")) or self.row + 1
        if self.rows > ROWS:
            raise Refused(f"超过 {ROWS // 10_000} 万行，没有读", SMALLER)

    def a_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        self.here = _place(attributes.get("r", "")) or (self.row, 1)
        if self.cells > CELLS:
            raise Refused(f"有内容的格子超过 {CELLS // 10_000} 万个，没有读", SMALLER)

    def a_content(self, _attributes: dict[str, str]) -> None:
        """A cell that is only styled reaches nowhere."""
        self.far_row, self.far_column = max(self.far_row, self.here[0]), max(self.far_column, self.here[1])
        if self.far and self.far_row * self.far_column > AREA:
            where = f"第 {self.far_row} 行、第 {self.far_column} 列"
            raise Refused(f"表格一直延伸到{where}，没有读", "请删去远处多余的行和列，另存后再试")

    def an_area(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = _place(first) or (1, 1), _place(last) or _place(first) or (1, 1)
        self.covered += (abs(end[0] - start[0]) + 1) * (abs(end[1] - start[1]) + 1)
        if self.covered > MERGED:
            raise Refused(f"合并的单元格太大（{attributes.get('ref', '')[:30]}），没有读", "请取消合并后另存")


_COUNTED: dict[str, Callable[[_Count, dict[str, str]], None]] = {
    "row": _Count.a_row,
    "c": _Count.a_cell,
    "v": _Count.a_content,
    "is": _Count.a_content,
    "f": _Count.a_content,
    "mergeCell": _Count.an_area,
    "hyperlink": _Count.an_area,
}


def _no_doctype(*_: Any) -> None:
    raise Refused("里面有表格不该有的内容（DOCTYPE），没有读", AGAIN)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _place(text: str) -> tuple[int, int] | None:
    """Row and column of a cell's name."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - 64
    return int(found[2]), column
