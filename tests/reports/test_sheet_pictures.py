"""Pictures in a unit's sheet: an annex behind all that is read and signed; one that is damaged breaks no letter."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Mm

from demo.sample.files import png
from reports.documents.shots import LARGEST, pixels
from reports.figures.models import NoticeFigures, ProblemLine, SheetFigures, Shot
from reports.letters.sheet import write_sheet

Make = Callable[..., ProblemLine]
SEEN = "2026-11-20 09:30人工查看"
FLAT, PHONE = png("#336699", 1280, 720), png("#336699", 400, 800)


@pytest.fixture
def sheet(figures: NoticeFigures, line: Make) -> SheetFigures:
    return SheetFigures(
        figures.office,
        "望舒区教育局",
        figures.month,
        figures.cutoff,
        figures.made,
        figures.deadline,
        (line(finding=4), line(finding=9)),
    )


@pytest.fixture
def written(sheet: SheetFigures, templates: Path, tmp_path: Path) -> Callable[..., Document]:
    def write(*pictures: tuple[int, bytes]) -> Document:
        shots = tuple(Shot(number, f"第{number}处", SEEN, data) for number, data in pictures)
        out = write_sheet(replace(sheet, pictures=shots), templates / "sheet.docx", tmp_path / "s.docx")
        return docx.Document(str(out))

    return write


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.text.strip()]


def test_they_stand_behind_all_that_is_read_signed_and_sent_back(written: Callable[..., Document]) -> None:
    told = texts(written((9, FLAT), (4, FLAT)))
    assert told[-4:] == [
        "附件2",
        "页面截图",
        f"图1（序号2，编号9）：第9处；{SEEN}",
        f"图2（序号1，编号4）：第4处；{SEEN}",
    ]
    assert "年  月  日" in told[-5]
    assert told.index("附件：1.整改情况回执") + 1 == told.index("2.页面截图") < told.index("附件1")


def test_the_line_says_where_its_picture_is(written: Callable[..., Document]) -> None:
    rows = [row.cells[2].text for row in written((9, FLAT)).tables[0].rows]
    assert ["（截图见附件2）" in text for text in rows] == [False, False, True]


def test_without_any_there_is_no_annex(written: Callable[..., Document]) -> None:
    document = written()
    told = [*texts(document), *(cell.text for row in document.tables[0].rows for cell in row.cells)]
    assert not [text for text in told if "页面截图" in text or "截图见" in text]
    assert [text for text in told if text.startswith("附件")] == ["附件：整改情况回执", "附件"]


def test_a_telephones_screens_stand_side_by_side_and_no_other(written: Callable[..., Document]) -> None:
    document = written((4, PHONE), (9, PHONE), (9, FLAT), (4, PHONE))
    drawn = [len(p._p.findall(".//{*}inline")) for p in document.paragraphs]
    assert [count for count in drawn if count] == [2, 1, 1]
    sizes = [(shape.width, shape.height) for shape in document.inline_shapes]
    # 75 mm wide at most beside another, 150 mm high alone; a screen of 1280 x 720 is as high as half a page lets it
    pair, flat, alone = (Mm(75), Mm(150)), (Mm(78 * 1280 / 720), Mm(78)), (Mm(75), Mm(150))
    assert sizes == [pair, pair, flat, alone]


def test_no_more_than_six(written: Callable[..., Document], tmp_path: Path) -> None:
    written(*((4, png("#336699", 100 + n, 100)) for n in range(1, 9)))
    with zipfile.ZipFile(tmp_path / "s.docx") as parts:
        assert sum(name.startswith("word/media/") for name in parts.namelist()) == 6


def test_of_a_line_that_the_sheet_does_not_show_nothing_is_shown(written: Callable[..., Document]) -> None:
    assert "页面截图" not in texts(written((77, FLAT)))


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n\0\0", FLAT[:-20]])
def test_a_damaged_one_is_said_to_be_so(data: bytes, written: Callable[..., Document]) -> None:
    document = written((4, data))
    assert "（截图读不出）" in texts(document)
    assert not list(document.inline_shapes)


def jpeg(wide: int, high: int, dots: int) -> bytes:
    """So large, without a picture in it; ``dots`` an inch."""
    head = b"\xff\xe0" + struct.pack(">H5sHBHHBB", 16, b"JFIF\0", 0x0101, 1, dots, dots, 0, 0)
    frame = b"\xff\xc0" + struct.pack(">HBHHB9s", 17, 8, high, wide, 3, b"\1\x22\0\2\x11\1\3\x11\1")
    scan = b"\xff\xda" + struct.pack(">HB9s", 12, 3, b"\1\0\2\x11\3\x11\0\x3f\0")
    return b"\xff\xd8" + head + frame + scan + b"\0\0" + b"\xff\xd9"


def test_a_jpeg_that_says_no_resolution_is_as_large_as_any_other(written: Callable[..., Document]) -> None:
    (shape,) = written((4, jpeg(1280, 720, 0))).inline_shapes
    assert (shape.width, shape.height) == (Mm(78 * 1280 / 720), Mm(78))


def test_which_files_can_be_shown() -> None:
    assert pixels(jpeg(400, 800, 72)) == (400, 800)
    assert pixels(jpeg(400, 800, 72)[:-2]) is None  # cut: a viewer would show the half of it
    wide = 6000  # of as many lines: 36 million points
    assert pixels(FLAT) == (1280, 720)
    assert pixels(png("#000000", wide, wide)) == (wide, wide)
    assert pixels(png("#000000", wide, 7000)) is None  # 42 million
    room = LARGEST - len(FLAT) - 12  # of a chunk beside the picture
    for more, shown in ((0, (1280, 720)), (1, None)):
        aside = struct.pack(">I", room + more) + b"teXt" + b"\0" * (room + more + 4)
        assert pixels(FLAT[:-12] + aside + FLAT[-12:]) == shown
    assert pixels(b"RIFF\0\0\0\0WEBPVP8 ") is None
    assert pixels(b"%PDF-1.7\n%%EOF\n") is None
