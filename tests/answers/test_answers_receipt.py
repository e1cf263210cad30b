"""The form read back from whatever people and programs make of it: forgiving of the honest, bounded for the rest."""

import random
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from desk.correspondence.receipts import NoReceipt, Receipt, day_in, read_receipt
from ledger.vocabulary import AnswerKind
from reports.sheets.receipt import ReceiptForm, ReceiptLine, write_receipt
from tests.answers.replies import Office, filled

LINES = tuple(ReceiptLine(n, f"望舒教育网 链接{n}", "链接打不开。", date(2026, 12, 7)) for n in (11, 12, 13, 14))
FIXED = {"整改情况": "已整改", "整改措施": "已更换"}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    form = ReceiptForm("望舒区教育局", "2026年11月问题整改通知单", LINES, "m4rk")
    return write_receipt(form, tmp_path_factory.mktemp("form") / "r.xlsx").read_bytes()


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Receipt:
    found = read_receipt(data)
    assert isinstance(found, Receipt), found
    return found


def test_an_empty_form_says_nothing_of_all(sheet: bytes) -> None:
    found = read(sheet)
    assert (found.mark, found.rows, found.blank, found.troubles) == ("m4rk", (), (11, 12, 13, 14), ())


def test_what_was_written_is_read(sheet: bytes) -> None:
    answers = {
        11: FIXED | {"完成时间": datetime.fromisoformat("2026-12-02T09:30"), "整改后地址": "http://jy.example/new"},
        13: {"整改情况": "申诉", "申诉理由": "一直能打开"},
    }
    found = read(filled(sheet, answers, {"填报人": "李明", "审核人": "王主任"}))
    first, second = found.rows
    assert (first.finding, first.kind, first.measure) == (11, AnswerKind.FIXED, "已更换")
    assert (first.done_on, first.new_address) == (date(2026, 12, 2), "http://jy.example/new")
    assert (second.finding, second.kind, second.cause) == (13, AnswerKind.APPEAL, "一直能打开")
    assert found.blank == (12, 14)
    assert (found.foot["填报人"], found.foot["审核人"]) == ("李明", "王主任")


def test_rows_may_be_deleted_inserted_and_sorted(sheet: bytes) -> None:
    def change(book: Workbook) -> None:
        page = book["回执"]
        page.delete_rows(5)  # 12
        page.insert_rows(1, 2)
        page.insert_cols(1)
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=6, max_row=8)]
        for row, values in zip(page.iter_rows(min_row=6, max_row=8), reversed(rows), strict=True):
            for cell, value in zip(row, values, strict=True):
                cell.value = value

    found = read(changed(filled(sheet, {11: FIXED, 14: FIXED}), change))
    assert [row.finding for row in found.rows] == [14, 11]
    assert found.blank == (13,)


def test_numbers_and_words_as_people_write_them(sheet: bytes) -> None:
    def change(book: Workbook) -> None:
        page = book["回执"]
        page["A4"], page["A5"], page["A6"] = "１１", " 12 ", 13.0
        for row, said in ((4, " 已 整改"), (5, "整改完成"), (6, "正在整改"), (7, "改好了吧")):
            page.cell(row, 5).value = said

    found = read(changed(sheet, change))
    kinds = [(row.finding, row.kind) for row in found.rows]
    assert kinds == [(11, AnswerKind.FIXED), (12, AnswerKind.FIXED), (13, AnswerKind.WORKING)]
    assert found.troubles == ("第 7 行（编号 14）“改好了吧”不是可选的整改情况，没有记入",)


def test_what_cannot_be_taken_is_told_by_its_row(sheet: bytes) -> None:
    def change(book: Workbook) -> None:
        page = book["回执"]
        page["G4"] = "只写了措施"  # 11 without a kind
        page["E5"] = "申诉"  # 12 without a reason
        page["A6"], page["E6"] = None, "已整改"  # 13 lost its number
        page["E7"], page["H7"] = "整改中", "下周"

    found = read(changed(sheet, change))
    assert found.troubles == (
        "第 4 行（编号 11）没有选整改情况，没有记入",
        "第 5 行（编号 12）申诉没有写理由，没有记入",
        "第 6 行没有编号，没有记入",
    )
    (row,) = found.rows
    assert (row.finding, row.done_on, row.note) == (14, None, "完成时间“下周”不是日期")


def test_of_a_number_written_twice_the_last_counts(sheet: bytes) -> None:
    def change(book: Workbook) -> None:
        book["回执"]["A5"] = 11

    found = read(changed(filled(sheet, {11: FIXED, 12: {"整改情况": "整改中"}}), change))
    assert [(row.finding, row.kind) for row in found.rows] == [(11, AnswerKind.WORKING)]
    assert found.troubles == ("编号 11 写了两行，以第 5 行为准",)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (datetime.fromisoformat("2026-12-02T00:00"), date(2026, 12, 2)),
        (date(2026, 12, 2), date(2026, 12, 2)),
        (46358, date(2026, 12, 2)),  # Excel: 1 is 1900-01-01, and it counts a 29 February 1900
        ("46358", date(2026, 12, 2)),
        ("2026-12-2", date(2026, 12, 2)),
        ("2026/12/02", date(2026, 12, 2)),
        ("2026.12.2", date(2026, 12, 2)),
        ("2026年12月2日", date(2026, 12, 2)),
        ("2026 年 12 月 2 日", date(2026, 12, 2)),
        ("２０２６年１２月２日", date(2026, 12, 2)),
        ("20261202", date(2026, 12, 2)),
        ("2026-12-02 15:30", date(2026, 12, 2)),
        ("2026年12月2日 15:30:01", date(2026, 12, 2)),
        ("12月2日", None),
        ("下周", None),
        ("2026-13-01", None),
        ("", None),
        (None, None),
    ],
)
def test_days_as_people_write_them(written: object, day: date | None) -> None:
    assert day_in(written) == day


def test_a_long_cell_is_cut_and_its_signs_are_harmless(sheet: bytes) -> None:
    found = read(filled(sheet, {11: FIXED | {"整改措施": "长\u202e" * 10_000, "原因": "a\nb_x0007_"}}))
    assert len(found.rows[0].measure) == 2_000
    assert found.rows[0].measure.isprintable()
    assert found.rows[0].cause.startswith("a b")


def test_of_a_formula_its_last_value_is_read(sheet: bytes) -> None:
    # written by a program that keeps no values there is none, and the row has no kind
    found = read(filled(sheet, {11: {"整改情况": '="已整改"', "整改措施": "x"}}))
    assert found.rows == ()
    assert found.troubles == ("第 4 行（编号 11）没有选整改情况，没有记入",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "另存为 .xlsx"),
        (b"%PDF-1.4", "不是可读的 .xlsx 文件"),
        (b"PK\x03\x04broken", "不是可读的 .xlsx 文件"),
        (b"PK" + b"\0" * 30_000_001, "超过 30 MB"),
    ],
)
def test_what_is_no_form_is_said(data: bytes, words: str) -> None:
    found = read_receipt(data)
    assert isinstance(found, NoReceipt)
    assert words in found.why


def test_another_workbook_is_no_form() -> None:
    book, out = Workbook(), BytesIO()
    book.save(out)
    found = read_receipt(out.getvalue())
    assert found == NoReceipt("不是回执表：没有“编号”和“整改情况”两列", form=False)


def _with_part(data: bytes, name: str, part: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return out.getvalue()


def test_a_bomb_is_not_unpacked(sheet: bytes) -> None:
    bomb = _with_part(sheet, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    found = read_receipt(bomb)
    assert isinstance(found, NoReceipt)
    assert "展开后太大" in found.why


def test_entities_are_not_unfolded(sheet: bytes) -> None:
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(sheet)) as packed:
        page = packed.read(name)
    page = page.replace(b"<is><t>", b"<is><t>&l9;", 1)
    assert b"&l9;" in page
    page = b'<!DOCTYPE worksheet [<!ENTITY l0 "lol">' + lol + b"]>" + page.removeprefix(b'<?xml version="1.0"?>')
    assert isinstance(read_receipt(_with_part(sheet, name, page)), NoReceipt)


def test_a_row_far_below_is_not_walked_to(sheet: bytes) -> None:
    far = changed(sheet, lambda book: book["回执"].cell(1_048_576, 16_384, "x").coordinate and None)
    assert read(far).blank == (11, 12, 13, 14)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
@example(0)
def test_no_broken_file_breaks_the_reader(sheet: bytes, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(sheet)
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert isinstance(read_receipt(bytes(data)), Receipt | NoReceipt)
    names = [one for one in zipfile.ZipFile(BytesIO(sheet)).namelist() if one.endswith(".xml")]
    name = chance.choice(names)
    part = bytearray(zipfile.ZipFile(BytesIO(sheet)).read(name))
    for _ in range(chance.randint(1, 8)):
        part[chance.randrange(len(part))] = chance.randrange(256)
    assert isinstance(read_receipt(_with_part(sheet, name, bytes(part))), Receipt | NoReceipt)


def test_the_form_tells_only_what_was_given_and_no_formula(sheet: bytes, tmp_path: Path) -> None:
    lines = (ReceiptLine(7, "=1+1", "@SUM(A1)\x1b[31m", None),)
    out = write_receipt(ReceiptForm("+甲", "-乙", lines, "m"), tmp_path / "r.xlsx")
    book = load_workbook(out)
    page = book["回执"]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert [page.cell(4, n).value for n in (1, 2, 3, 4)] == [7, "=1+1", "@SUM(A1)", None]
    assert page["B4"].quotePrefix
    assert book["回执标记"].sheet_state == "veryHidden"
    assert page.protection.sheet
    assert [page.cell(4, n).protection.locked for n in (1, 4, 5, 10)] == [True, True, False, False]
    (choice,) = page.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"已整改,整改中,申诉"', "E4")


@pytest.mark.needs("libreoffice")
def test_the_form_survives_another_program(sheet: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "r.xlsx"
    path.write_bytes(filled(sheet, {11: FIXED | {"完成时间": "2026-12-02"}}, {"填报人": "李明"}))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = read((tmp_path / "r.xlsx").read_bytes())
    assert (found.mark, found.blank, found.foot["填报人"]) == ("m4rk", (12, 13, 14), "李明")
    (row,) = found.rows
    assert (row.finding, row.kind, row.measure, row.done_on) == (11, AnswerKind.FIXED, "已更换", date(2026, 12, 2))


def test_a_letters_form_has_its_own_problems_with_their_days(office: Office) -> None:
    page = load_workbook(BytesIO(office.sheet(2)))["回执"]
    told = [[cell.value for cell in row[:4]] for row in page.iter_rows(min_row=4, max_row=5)]
    assert told == [
        [4, "望舒民政网 链接 http://s2.example/4", "第4个链接打不开。", "2026年12月7日"],
        [5, "望舒民政网 链接 http://s2.example/5", "第5个链接打不开。", "2026年12月7日"],
    ]
    assert page["A1"].value == "2026年11月问题整改通知单整改情况回执（望舒区民政局）"
    assert office.sheet(1) != office.sheet(2)
