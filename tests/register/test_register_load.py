"""The register's files: what is read out of them, and every mistake with its file, row and column."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.register import load_register, save_register
from desk.register.cells import clean, parse_day
from ledger.vocabulary import ColumnKind, ColumnState, Duty, FormerName, RobotsPolicy
from tests.register.files import ACCOUNTS, COLUMNS, GOOD, SITES, UNITS, mistakes, write

SHIPPED = Path(__file__).parents[2] / "config" / "register"


def test_everything_a_clerk_writes_is_read(tmp_path: Path) -> None:
    register = load_register(write(tmp_path))
    unit, site, column = register.units["u1"], register.sites["s1"], register.columns["c1"]
    assert unit.former_names == (
        FormerName("望舒区福利科", date(2019, 1, 5)),
        FormerName("望舒区社会局", date(2024, 3, 31)),
    )
    assert register.units["u2"].closed == date(2025, 6, 1)
    assert (site.operator, site.rate, site.robots, site.kind) == ("u1", 0.5, RobotsPolicy.AUTHORISED, "部门网站")
    assert (site.police, site.connect) == ("粤公网安备99000102000005号", "127.0.0.1:8080")
    assert (column.kind, column.first_level, column.allowed_days) == (ColumnKind.NEWS, True, 14)
    assert column.duties == (Duty("u2", None, date(2025, 5, 31)), Duty("u1", date(2025, 6, 1), None))
    assert register.columns["c2"].state is ColumnState.ARCHIVED
    assert register.accounts["a1"].address == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, encoding: str, newline: str) -> None:
    (plain := tmp_path / "a").mkdir()
    (other := tmp_path / "b").mkdir()
    write(plain)
    for name, text in GOOD.items():
        (other / name).write_bytes(text.replace("\n", newline).encode(encoding))
    assert load_register(other) == load_register(plain)


def test_full_width_is_read_as_plain(tmp_path: Path) -> None:
    sites = SITES + "s1, 望舒区 政府网\u3000,http://www.wangshu.example/,u1,,9900010001,,,2,,\n"
    site = load_register(write(tmp_path, sites=sites)).sites["s1"]
    assert (site.id, site.name, site.sponsor) == ("s1", "望舒区 政府网", "u1")
    assert (site.home, site.site_code, site.rate) == ("http://www.wangshu.example/", "9900010001", 2.0)


def _unit(row: str) -> dict[str, str]:
    return {"units": GOOD["units.csv"] + row}


def _site(row: str) -> dict[str, str]:
    return {"sites": GOOD["sites.csv"] + row}


def _column(row: str) -> dict[str, str]:
    return {"columns": GOOD["columns.csv"] + row}


HOST = "http://www.wangshu.example"
# rows as the spreadsheet shows them: units ends at row 4 (row 3 is blank), sites at 2, columns at 4, accounts at 2
MISTAKES = [
    (_unit("u1,别的局,,,,,,,\n"), [("units.csv", 5, "编号")]),
    # the site that names its unit by that name does not say which
    (_unit("u3,望舒区民政局,,,,,,,\n"), [("units.csv", 5, "名称"), ("sites.csv", 2, "承办单位")]),
    (_unit(",无编号局,,,,,,,\n"), [("units.csv", 5, "编号")]),
    (_unit("u/3,斜杠局,,,,,,,\n"), [("units.csv", 5, "编号")]),
    (_unit("u3,,,,,,,,\n"), [("units.csv", 5, "名称")]),
    (_unit("u3,某局,,,,,旧名,,\n"), [("units.csv", 5, "曾用名")]),
    (_unit("u3,某局,,,,,,2026-02-30,\n"), [("units.csv", 5, "撤并日期")]),
    (_unit("u3,某局,,,,,,2026-02-01,u3\n"), [("units.csv", 5, "承接单位")]),
    (_unit("u3,某局,,,,,,2026-02-01,u9\n"), [("units.csv", 5, "承接单位")]),
    (_unit("u3,某局,,,,,,,u1\n"), [("units.csv", 5, "撤并日期")]),
    (_unit("u3,某局,,,,不是邮箱,,,\n"), [("units.csv", 5, "邮箱")]),
    (_unit("u3,某局,,,,,,,,多一格\n"), [("units.csv", 5, "")]),
    (_unit('u3,"某局\n'), [("units.csv", 5, "")]),
    (_site("s2,乙网,http://WWW.wangshu.example,u1,,,,,,,\n"), [("sites.csv", 3, "首页地址")]),
    (_site("s2,乙网,www.b.example,u1,,,,,,,\n"), [("sites.csv", 3, "首页地址")]),
    (_site("s2,乙网,http://b.example,u9,u8,,,,,,\n"), [("sites.csv", 3, "主办单位"), ("sites.csv", 3, "承办单位")]),
    (_site("s2,乙网,http://b.example,u2,,,,,,,\n"), [("sites.csv", 3, "主办单位")]),  # u2 is closed
    (_site("s2,乙网,http://b.example,u1,,123456789,,,,,\n"), [("sites.csv", 3, "网站标识码")]),
    (_site("s2,乙网,http://b.example,u1,,9900010001,,,,,\n"), [("sites.csv", 3, "网站标识码")]),
    (_site("s2,乙网,http://b.example,u1,,,望ICP备19092744号,,,,\n"), [("sites.csv", 3, "ICP备案号")]),
    (_site("s2,乙网,http://b.example,u1,,,,粤公网安备123号,,,\n"), [("sites.csv", 3, "公安备案号")]),
    (_site("s2,乙网,http://b.example,u1,,,,,0,也许,\n"), [("sites.csv", 3, "每秒页数"), ("sites.csv", 3, "robots")]),
    (_site("s2,乙网,http://b.example,u1,,,,,,,http://x\n"), [("sites.csv", 3, "指定连接")]),
    (_column(f"c3,s9,甲,{HOST}/3/,,,,,,,,,\n"), [("columns.csv", 5, "网站")]),
    (_column("c3,s1,甲,http://b.example/3/,,,,,,,,,\n"), [("columns.csv", 5, "地址")]),
    (_column(f"c3,s1,甲,{HOST}/yw/,,,,,,,,,\n"), [("columns.csv", 5, "地址")]),
    (_column(f"c3,s1,甲,{HOST}/3/,新闻,对,一周,停用,,,,,\n"),
     [("columns.csv", 5, c) for c in ("允许间隔天数", "状态", "类别", "一级栏目")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,免检,,,,,\n"), [("columns.csv", 5, "状态原因")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,,2026-1-1,\n"), [("columns.csv", 5, "责任单位")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,u1,2026-1-2,2026-1-1\n"), [("columns.csv", 5, "责任至")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,u1,,2026-1-1\nc3,,,,,,,,,,u1,2026-1-1,\n"), [("columns.csv", 6, "责任自")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,u1,,2026-1-1\nc3,,乙,,,,,,,,u1,2026-1-2,\n"), [("columns.csv", 6, "名称")]),
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,u2,,\n"), [("columns.csv", 5, "责任至")]),  # u2 closed 2025-06-01
    # a date that cannot be read is one mistake, not an overlap as well
    (_column(f"c3,s1,甲,{HOST}/3/,,,,,,,u1,,2026-1-1\nc3,,,,,,,,,,u1,明天,\n"), [("columns.csv", 6, "责任自")]),
    # an unknown heading does not hide the other mistakes
    ({"sites": "编号,名称,首页地址,主办单位,颜色\ns1,甲,http://b.example,u1,红\n"},
     [("sites.csv", 1, "颜色"), ("columns.csv", 2, "地址"), ("columns.csv", 4, "地址")]),
    (_column("c1,,,,,,,,,,u1,,\n"), [("columns.csv", 5, "编号")]),  # not next to the other rows of c1
    ({"accounts": ACCOUNTS + "a1,u9,,甲,,,,,,,\n"}, [("accounts.csv", 2, "单位"), ("accounts.csv", 2, "平台")]),
    ({"accounts": GOOD["accounts.csv"] + "a2,u1,微信,望舒民政,,,,,,,\n"}, [("accounts.csv", 3, "名称")]),
    ({"accounts": ACCOUNTS.replace("平台", "平台名")},
     [("accounts.csv", 1, "平台名"), ("accounts.csv", 1, "平台")]),
    ({"accounts": ""}, [("accounts.csv", 1, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), MISTAKES)
def test_each_mistake_is_told_with_its_place(
    tmp_path: Path, tables: dict[str, str], expected: list[tuple[str, int, str]]
) -> None:
    assert sorted(mistakes(write(tmp_path, **tables))) == sorted(expected)


def test_mistakes_of_all_files_come_together_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        units=GOOD["units.csv"] + "u1,重号局,,,,,,,\n",
        sites=GOOD["sites.csv"] + "s2,乙网,http://b.example,u9,,1,,,,,\n",
        columns=GOOD["columns.csv"] + f"c3,s2,甲,{HOST}/3/,,,,,,2026-13-1,,,\n",
    )
    (tmp_path / "accounts.csv").unlink()
    assert mistakes(tmp_path) == [
        ("units.csv", 5, "编号"),
        ("sites.csv", 3, "主办单位"),
        ("sites.csv", 3, "网站标识码"),
        ("columns.csv", 5, "地址"),
        ("columns.csv", 5, "状态截止"),
        ("accounts.csv", None, ""),
    ]


def test_a_broken_units_file_does_not_make_every_site_wrong(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "units.csv").write_bytes(b"\xff\xfe\x00\x81")
    assert mistakes(tmp_path) == [("units.csv", None, "")]


def test_circle_of_successors(tmp_path: Path) -> None:
    units = UNITS + "u1,甲,,,,,,,\nu3,丙,,,,,,2026-1-1,u4\nu4,丁,,,,,,2026-1-1,u3\nu2,乙,,,,,,2025-6-1,u1\n"
    sites = GOOD["sites.csv"].replace("望舒区民政局", "u1")
    assert mistakes(write(tmp_path, units=units, sites=sites)) == [
        ("units.csv", 3, "承接单位"),
        ("units.csv", 4, "承接单位"),
    ]


def test_saved_register_is_read_back_the_same(tmp_path: Path) -> None:
    register = load_register(write(tmp_path))
    (again := tmp_path / "again").mkdir()
    save_register(register, again)
    assert load_register(again) == register
    assert (again / "units.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_shipped_register_is_empty_with_every_heading(tmp_path: Path) -> None:
    assert load_register(SHIPPED).units == {}
    save_register(load_register(SHIPPED), tmp_path)
    for name in GOOD:
        assert (SHIPPED / name).read_text("utf-8-sig") == (tmp_path / name).read_text("utf-8-sig")


@pytest.mark.parametrize(
    "text",
    ["2026-11-03", "2026/11/3", "2026.11.03", "2026年11月3日", "20261103", "2026-11-3", "2026/11/3 0:00"],
)
def test_dates_as_people_write_them(text: str) -> None:
    assert parse_day(text) == date(2026, 11, 3)


@pytest.mark.parametrize("text", ["", "11-03", "2026-11", "2026-13-01", "2026/11-03", "26-11-03", "9999-01-01"])
def test_what_is_no_date(text: str) -> None:
    assert parse_day(text) is None


@given(st.text(max_size=40))
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert not set(clean(text)) & set("\u3000\u00a0\u200b\ufeff\r\n\t\0")


@pytest.mark.parametrize(
    ("icp", "police"),
    [
        ("蜀ICP备06004659号-1", "川公网安备44019902001034号"),
        ("陇ICP备：06004659号", "甘公网安备：44019902001034号"),
        ("京ICP备05032222-1号", "44019902001034"),
        ("黔 ICP 备 06004659 号－1", "贵公网安备 44019902001034"),
    ],
)
def test_numbers_are_taken_as_feet_write_them(tmp_path: Path, icp: str, police: str) -> None:
    sites = SITES + f"s1,甲网,http://a.example/,u1,,,{icp},{police},,,\n"
    site = load_register(write(tmp_path, sites=sites, columns=COLUMNS)).sites["s1"]
    assert (site.icp[1:4], site.police[-15:].strip("号")[-14:]) == ("ICP", "44019902001034")


@pytest.mark.parametrize(
    ("icp", "police"),
    [("某ICP备06004659号", ""), ("粤ICP备号", ""), ("粤ICP备06004659", ""), ("", "粤公网安备4401990200103号")],
)
def test_a_malformed_number_is_a_mistake(tmp_path: Path, icp: str, police: str) -> None:
    sites = SITES + f"s1,甲网,http://a.example/,u1,,,{icp},{police},,,\n"
    assert mistakes(write(tmp_path, sites=sites, columns=COLUMNS)) == [
        ("sites.csv", 2, "ICP备案号" if icp else "公安备案号")
    ]


def test_a_site_is_bound_unless_the_register_says_no(tmp_path: Path) -> None:
    """A register from before the heading reads on."""
    assert load_register(write(tmp_path)).sites["s1"].bound
    sites = SITES.replace("\n", ",适用检查指标\n")
    row = "s1,甲网,http://a.example/,u1,,,,,,,"
    for word, bound in (("", True), ("是", True), ("否", False)):
        register = load_register(write(tmp_path, sites=f"{sites}{row},{word}\n", columns=COLUMNS))
        assert register.sites["s1"].bound is bound
        save_register(register, tmp_path)
        assert load_register(tmp_path) == register
    assert mistakes(write(tmp_path, sites=f"{sites}{row},不\n", columns=COLUMNS)) == [("sites.csv", 2, "适用检查指标")]
