"""Spreadsheets that are no .xlsx: read as the same .xlsx is, and refused at once where they are made to fill memory."""

import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from desk.imports.read import Grid, read_grids
from desk.workspace.config_mistakes import ConfigError

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: str) -> bytes:
    """An .ods of one table."""
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", content)
    return packed.getvalue()


def cell(text: str, repeated: int = 1) -> str:
    number = f' table:number-columns-repeated="{repeated}"'
    return f'<table:table-cell office:value-type="string"{number}><text:p>{text}</text:p></table:table-cell>'


def row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


EMPTY = "<table:table-cell table:number-columns-repeated='16384'/>"
BOMBS = {
    "a cell a million times": row(cell("甲", 16_384), 1_048_576),
    "more rows than there are": row(cell("甲"), 99_999_999_999),
    "a cell far below": row(cell("甲")) + row(EMPTY, 1_048_574) + row(cell("乙")),
    "blanks": " " * 60_000_000,
    "no spreadsheet": "<x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_sentence(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "表.ods"
    path.write_bytes(ods(BOMBS[name]))
    start = time.monotonic()
    with pytest.raises(ConfigError, match=r"表.ods：.*请"):
        read_grids(path)
    assert time.monotonic() - start < 30, "seconds, on a busy machine"
    assert capfd.readouterr().err == ""


def test_blank_rows_to_the_end_of_the_sheet_are_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    path.write_bytes(ods(row(cell("单位名称") + cell("邮箱")) + row(cell("甲局")) + row(EMPTY, 1_048_574)))
    assert texts(read_grids(path)) == [[["单位名称", "邮箱"], ["甲局", ""]]]


def texts(grids: tuple[Grid, ...]) -> list[list[list[str]]]:
    return [[[one.text for one in line.cells] for line in grid.rows] for grid in grids]


def save(folder: Path, far: bool = False) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("单位名称", "网址", "开通"),
        ("甲局", "http://a.example/", 2018),
        (None, "http://b.example/", 2019.5),
    ):
        sheet.append(line)
    sheet.merge_cells("A2:A3")
    if far:
        for n in range(6):
            book.create_sheet(f"{n}")["A1"] = "甲"
            book[f"{n}"]["IV65536"] = "乙"
    book.save(folder / "表.xlsx")
    return folder / "表.xlsx"


def converted(path: Path, kind: str) -> Path:
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{kind}")


@pytest.mark.needs("libreoffice")
def test_the_old_format_reads_as_the_new_one_by_content_and_not_by_name(tmp_path: Path) -> None:
    """.et is .xls inside; .xls may hold anything."""
    path = save(tmp_path)
    wanted = texts(read_grids(path))
    assert wanted == [
        [["单位名称", "网址", "开通"], ["甲局", "http://a.example/", "2018"], ["甲局", "http://b.example/", "2019.5"]]
    ]
    old = converted(path, "xls")
    for name in ("表.et", "没有后缀"):
        shutil.copy(old, tmp_path / name)
        assert texts(read_grids(tmp_path / name)) == wanted
    shutil.copy(path, tmp_path / "其实是新的.xls")
    assert texts(read_grids(tmp_path / "其实是新的.xls")) == wanted


@pytest.mark.needs("libreoffice")
def test_an_old_book_whose_cells_lie_far_apart_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有读"):
        read_grids(converted(save(tmp_path, far=True), "xls"))
