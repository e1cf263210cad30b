"""The spreadsheet: read back the same, read right after Excel has been at it, safe to open."""

import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from desk.imports.read import read_grids
from desk.register import save_register
from desk.register.cells import clean
from desk.register.tables import TABLES
from desk.register.workbook import export_workbook
from desk.register_import.plan import make_plan
from desk.register_import.words import load_words
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.workspace import Workspace
from ledger.vocabulary import Account, Column, ColumnKind, Duty, FormerName, Register, Site, Unit
from tests.register.taking import take_in


def register(name: str = "望舒区民政局") -> Register:
    return Register(
        {
            "u1": Unit("u1", name, "部门", "某甲", "020-0", former_names=(FormerName("旧名", date(2024, 3, 31)),)),
            "u2": Unit("u2", "望舒区城建局", closed=date(2025, 6, 1), successor="u1"),
        },
        {
            "s1": Site(
                "s1", "望舒区政府网", "http://www.wangshu.example/", "u1", site_code="9900010001", rate=0.5,
                former_sponsors=(Duty("u2", None, date(2025, 5, 31)),),
            )
        },
        {
            "c1": Column("c1", "s1", "要闻", "http://www.wangshu.example/yw/", ColumnKind.NEWS, True, 14),
            "c2": Column(
                "c2", "s1", "公告", "http://www.wangshu.example/gg/",
                duties=(Duty("u2", None, date(2025, 5, 31)), Duty("u1", date(2025, 6, 1))),
            ),
        },
        {"a1": Account("a1", "u1", "微信", "望舒民政")},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (made := tmp_path / "register").mkdir()
    save_register(register(), made)
    return made


def test_round_trip(folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    export_workbook(folder, tmp_path / "名册.xlsx")
    for path in folder.iterdir():
        path.unlink()
    assert take_in(tmp_path / "名册.xlsx", folder) == register()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


names = st.text(min_size=1, max_size=20).map(clean).filter(lambda n: n and ";" not in n and ";" not in n)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(names.filter(lambda n: n != "望舒区城建局"))
def test_any_name_goes_there_and_back(name: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        save_register(register(name), folder)
        export_workbook(folder, folder / "a.xlsx")
        assert take_in(folder / "a.xlsx", folder) == register(name)


def test_formula_like_text_is_text_and_headings_are_frozen(tmp_path: Path) -> None:
    save_register(register("=1+1"), tmp_path)
    export_workbook(tmp_path, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["单位"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("=1+1", "s", True)
    assert sheet.freeze_panes == "A2"
    with ZipFile(tmp_path / "a.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_closed_words_are_offered(folder: Path, tmp_path: Path) -> None:
    export_workbook(folder, tmp_path / "a.xlsx")
    lists = {v.formula1 for v in load_workbook(tmp_path / "a.xlsx")["栏目"].data_validations.dataValidation}
    assert lists == {f'"{",".join(ColumnKind)}"', '"是,否"', '"在用,归档,免检"'}


def test_duty_sheet_has_every_column_by_unit_with_dates(folder: Path, tmp_path: Path) -> None:
    export_workbook(folder, tmp_path / "a.xlsx")
    rows = load_workbook(tmp_path / "a.xlsx")["内容保障责任表"].iter_rows(min_row=2, values_only=True)
    assert [(r[0], r[2], r[6], r[7]) for r in rows] == [
        ("望舒区城建局", "公告", None, "2025-05-31"),
        ("望舒区城建局", "要闻", None, "2025-05-31"),  # no duty of its own: the site's sponsor of the time
        ("望舒区民政局", "公告", "2025-06-01", None),
        ("望舒区民政局", "要闻", "2025-06-01", None),
    ]


def book(**cells: str | float | date) -> Workbook:
    """A clerk's workbook: the good register with single cells replaced, e.g. 单位_B2=…"""
    made = Workbook()
    made.remove(made.worksheets[0])
    rows = {
        "单位": ["u1", "望舒区民政局"],
        "网站": ["s1", "望舒区政府网", "http://www.wangshu.example/", "u1"],
        "栏目": ["c1", "s1", "要闻", "http://www.wangshu.example/yw/"],
    }
    for table in TABLES:
        sheet = made.create_sheet(table.sheet)
        sheet.append(table.titles)
        if table.sheet in rows:
            sheet.append(rows[table.sheet])
    for place, value in cells.items():
        name, cell = place.split("_")
        made[name][cell] = value
    return made


@pytest.mark.parametrize("day", [datetime(2026, 3, 1), date(2026, 3, 1), 46082, "2026年3月1日"])  # noqa: DTZ001  Excel's own
def test_what_excel_made_of_dates_and_numbers(tmp_path: Path, day: str | int | date) -> None:
    made = book(
        单位_E2=13800000000, 网站_H2=9900010001, 网站_K2=2.0, 栏目_F2=True, 栏目_G2=14.0, 栏目_K2="u1", 栏目_L2=day
    )
    made.save(tmp_path / "a.xlsx")
    found = take_in(tmp_path / "a.xlsx", tmp_path)
    assert (found.units["u1"].phone, found.sites["s1"].site_code) == ("13800000000", "9900010001")
    assert (found.columns["c1"].first_level, found.columns["c1"].allowed_days) == (True, 14)
    assert found.columns["c1"].duties == (Duty("u1", date(2026, 3, 1)),)


def test_what_a_formula_left_is_asked_and_not_taken_for_a_name(folder: Path, tmp_path: Path) -> None:
    book(单位_B2="=A1", 网站_H2="#REF!").save(tmp_path / "名册.xlsx")
    plan = make_plan(read_grids(tmp_path / "名册.xlsx"), register(), load_words(Workspace(folder)), {})
    assert [(d.place.sheet, d.place.row, d.said) for d in plan.doubts] == [
        ("单位", 2, "“名称”这一格是公式，没有读到数值"),
        ("网站", 2, "“网站标识码”这一格是公式，没有读到数值"),
    ]
    assert (plan.register.units["u1"].name, plan.register.sites["s1"].site_code) == ("望舒区民政局", "9900010001")


def test_what_is_no_workbook(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 an old .xls")
    for path in (tmp_path / "a.xlsx", tmp_path / "absent.xlsx"):
        with pytest.raises(ConfigError):
            take_in(path, folder)
    with pytest.raises(CannotLook, match="写不进去"):
        export_workbook(folder, tmp_path / "absent" / "a.xlsx")


@pytest.mark.needs("libreoffice")
def test_saved_again_by_an_office_program(folder: Path, tmp_path: Path) -> None:
    export_workbook(folder, tmp_path / "a.xlsx")
    (saved := tmp_path / "saved").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(tmp_path / "a.xlsx")]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    assert take_in(saved / "a.xlsx", folder) == register()
