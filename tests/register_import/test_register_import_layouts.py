"""An office's own spreadsheets: each layout in one try, every row accounted for, what is not sure asked."""

from pathlib import Path

import pytest

from desk.register_import.model import Fate, RowPlace
from desk.register_import.plan import ImportPlan
from ledger.vocabulary import ColumnKind, ColumnState, Register
from tests.register_import.sheets import (
    ACCOUNTS,
    ACCOUNTS_MERGED,
    APPS,
    FORM,
    LEVELS,
    PER_COLUMN,
    PER_COLUMN_MERGED,
    SEVERAL,
    TWO_LINES,
    UNITS,
    WIDE,
    WIDE_MERGED,
    book,
)


def doubts(plan: ImportPlan) -> list[tuple[int, str]]:
    return [(doubt.place.row, doubt.said) for doubt in plan.doubts]


def fates(plan: ImportPlan, sheet: str) -> dict[int, str]:
    return {place.row: str(fate) for place, (fate, _) in sorted(plan.fates.items()) if place.sheet == sheet}


def names(register: Register) -> list[list[str]]:
    tables = (register.units, register.sites, register.columns, register.accounts)
    return [[one.name for one in table.values()] for table in tables]


def test_all_in_one_table_with_merged_heads_and_a_foot(clerk, tmp_path: Path) -> None:
    """A unit over two sites; a unit without a site; three platforms a row; two of one platform in a cell."""
    plan = clerk.plan(book(tmp_path / "总表.xlsx", ("总表", WIDE, WIDE_MERGED)))
    used, ignored, new, doubtful = "不用", "不用", "新增", "存疑"
    assert fates(plan, "总表") == dict(enumerate((used, used, used, new, new, new, doubtful, ignored, ignored), 1))
    assert plan.fates[RowPlace("总表", 8)] == (Fate.IGNORED, "表尾（合计、填表人等）")
    assert names(plan.register) == [
        ["望舒区教育局", "望舒区卫健局", "望舒区城关街道办事处"],
        ["望舒教育网", "望舒招生考试网", "城关街道网"],
        [],
        ["望舒教育", "望舒教育", "健康望舒", "望舒疾控", "健康望舒", "健康望舒", "城关发布"],
    ]
    first, second, third = plan.register.sites.values()
    assert (first.home, first.site_code, first.icp) == ("http://www.wsjy.example", "5200010001", "黔ICP备20000001号-1")
    assert (first.police, first.sponsor, second.sponsor) == ("贵公网安备52000102000001号", "dw001", "dw001")
    assert (third.home, third.icp) == ("http://cg.ws.example", ""), "the rest of the row is not lost for a wrong number"
    unit = plan.register.units["dw001"]
    assert (unit.contact, unit.phone, unit.email) == ("王某", "0851-8888", "jyj@ws.example")
    assert [a.platform for a in plan.register.accounts.values()] == [
        "微信",
        "微博",
        "微信",
        "微信",
        "微博",
        "抖音",
        "微信",
    ]
    assert doubts(plan) == [
        (7, "只写了“√”，没有写微博账号的名称"),
        (7, "网站“城关街道网”的“ICP备案号”：“贵ICP备123”写法不对"),
    ]
    assert plan.layout.unused == ("序号", "备注")
    said = {(note.sort, note.said) for note in plan.notes}
    assert ("一格里写了几个网址，取第一个，其余没有登记", "http://old.ws.example") in said


def test_three_tables_on_one_sheet_and_units_on_another(clerk, tmp_path: Path) -> None:
    path = book(tmp_path / "台账.xlsx", ("台账", SEVERAL, ("A1:D1",)), ("单位", UNITS, ()))
    plan = clerk.plan(path)
    assert fates(plan, "台账") == {
        **dict.fromkeys((1, 2, 7, 8, 14, 15), "不用"),
        **dict.fromkeys((3, 4, 5, 9, 10, 11, 16), "新增"),
        **dict.fromkeys((12, 17, 18), "存疑"),
    }
    sites = {s.id: (s.name, s.home, plan.register.units[s.sponsor].name) for s in plan.register.sites.values()}
    office, social = "望舒区人民政府办公室", "望舒区人力资源和社会保障局"
    assert sites == {
        "wz001": ("望舒区政府网", "http://www.ws.example", office),
        "wz002": ("望舒人社网", "http://rs.ws.example/index.html", social),
        "wz003": ("望舒人社网", "http://rs2.ws.example/", social),
    }
    columns = [(c.name, c.site, c.url, c.kind, c.first_level, c.allowed_days) for c in plan.register.columns.values()]
    assert columns == [
        ("政务要闻", "wz001", "http://www.ws.example/yw/", ColumnKind.NEWS, True, 7),
        ("政策文件", "wz001", "http://www.ws.example/zc/", ColumnKind.POLICY, True, 184),
        ("通知公告", "wz002", "http://rs.ws.example/tz/", ColumnKind.NOTICE, False, 31),
        ("招聘信息", "wz003", "http://rs2.ws.example/zp/", ColumnKind.OTHER, False, None),
    ]
    assert [(a.platform, a.name, a.unit) for a in plan.register.accounts.values()] == [("微信", "望舒发布", "dw001")]
    assert doubts(plan) == [
        (12, "更新要求“每个工作日”不能换算成天数"),
        (17, "单位“望舒区人社保障局”是不是“望舒区人力资源和社会保障局”"),
        (18, "账号“望舒人社”没有写单位"),
    ]
    said = {(note.sort, note.said) for note in plan.notes}
    assert ("单位按简称认", "区人社局＝望舒区人力资源和社会保障局") in said
    assert ("栏目类别按名称推断为“动态要闻”", "政务要闻") in said
    assert ("网址写得不全，补上了", "/zc/→http://www.ws.example/zc/") in said
    assert ("不认识的平台，照原样登记", "知乎") in said


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_csv_with_a_head_of_two_lines(clerk, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(TWO_LINES.encode(encoding))
    plan = clerk.plan(path)
    assert fates(plan, "") == {
        **dict.fromkeys((1, 2, 3, 7, 12), "不用"),
        **dict.fromkeys((4, 5, 6, 9, 10), "新增"),
        **dict.fromkeys((8, 11), "存疑"),
    }
    homes = [(s.name, s.home, plan.register.units[s.sponsor].name) for s in plan.register.sites.values()]
    assert homes == [
        ("望舒水务", "http://www.sw.example", "望舒区水务局"),
        ("望舒林业网", "http://ly.ws.example/", "望舒区林业局"),
        ("望舒林业网", "http://ly2.ws.example/", "望舒区林业局"),
        ("望舒档案信息网", "http://da.ws.example/", "望舒区档案馆"),
        ("望舒气象", "http://qx.ws.example", "望舒区气象局"),
    ]
    assert plan.register.units["dw001"].email == "c@ws.example"
    assert doubts(plan) == [
        (8, "网站“望舒档案”的“首页地址”：没有填写"),
        (11, "与第10行是同一个网站，写得不同：名称“望舒气象”和“望舒区气象”"),
    ]


def test_a_row_a_column_beside_merged_units_and_sites(clerk, tmp_path: Path) -> None:
    plan = clerk.plan(book(tmp_path / "栏目.xlsx", ("栏目表", PER_COLUMN, PER_COLUMN_MERGED)))
    assert fates(plan, "栏目表") == {1: "不用", 2: "新增", 3: "新增", 4: "新增", 5: "不用", 6: "新增", 7: "存疑"}
    assert names(plan.register)[:2] == [["望舒区农业农村局", "望舒区商务局"], ["望舒农业", "望舒商务"]]
    columns = [(c.name, c.site, c.kind, c.allowed_days) for c in plan.register.columns.values()]
    assert columns == [
        ("农业要闻", "wz001", ColumnKind.NEWS, 14),
        ("通知公告", "wz001", ColumnKind.NOTICE, None),
        ("五年规划", "wz001", ColumnKind.PLAN, 1827),  # two of any five years may be leap years
        ("商务动态", "wz002", ColumnKind.NEWS, 15),
    ]
    (doubt,) = plan.doubts
    assert "域名 other.example 不是所属网站的域名 sw.ws.example" in doubt.said
    assert "把那个域名另登记为网站" in doubt.advice


def test_accounts_under_merged_units(clerk, tmp_path: Path) -> None:
    plan = clerk.plan(book(tmp_path / "账号.xlsx", ("Sheet1", ACCOUNTS, ACCOUNTS_MERGED)))
    assert fates(plan, "Sheet1") == {
        1: "不用",
        2: "不用",
        3: "新增",
        4: "新增",
        5: "新增",
        6: "新增",
        7: "不用",
        8: "不用",
    }
    assert plan.fates[RowPlace("Sheet1", 7)][1] == "与“Sheet1”第3行重复"
    accounts = [(a.unit, a.platform, a.name, a.address, a.state) for a in plan.register.accounts.values()]
    assert accounts == [
        ("dw001", "微信", "平安望舒", "", ColumnState.ACTIVE),
        ("dw001", "微博", "平安望舒", "http://weibo.example/pa", ColumnState.ACTIVE),
        ("dw001", "抖音", "平安望舒", "", ColumnState.ARCHIVED),
        ("dw002", "微信", "望舒司法", "", ColumnState.ACTIVE),
    ]
    assert plan.doubts == ()


def test_a_form_from_above_with_notes_around_it(clerk, tmp_path: Path) -> None:
    """What stands in front may be a short name: the unit is registered by its full one."""
    path = book(tmp_path / "附件1.xlsx", ("APP", APPS, ()), ("Sheet1", FORM, ("A1:G1", "A2:G2")), ("栏目", LEVELS, ()))
    plan = clerk.plan(path)
    assert fates(plan, "Sheet1") == {**dict.fromkeys((1, 2, 3, 4, 8, 9), "不用"), **dict.fromkeys((5, 6, 7), "新增")}
    assert fates(plan, "栏目") == {1: "不用", **dict.fromkeys((2, 3, 4, 5), "新增")}
    assert fates(plan, "APP") == {1: "不用", 2: "新增", 3: "存疑"}
    assert names(plan.register) == [
        ["望舒区人民政府办公室", "望舒区审核中心", "望舒区文旅局"],
        ["望舒区政府网", "审核中心网", "望舒区图书馆"],
        ["通知公告", "规划计划", "民意征集", "新闻中心"],
        ["望舒通"],
    ]
    columns = [(c.first_level, c.allowed_days, c.state) for c in plan.register.columns.values()]
    assert columns == [
        (False, 30, ColumnState.ACTIVE),
        (False, 365, ColumnState.ACTIVE),
        (False, None, ColumnState.ARCHIVED),
        (True, 7, ColumnState.ACTIVE),
    ]
    assert doubts(plan) == [(3, "账号“望舒小程序”没有写单位")]


@pytest.mark.needs("cases")
def test_the_clerks_own_spreadsheet_in_one_try(clerk, cases_dir: Path) -> None:
    """Read in place. Its sheets, read by a person: 5 units (one written twice), 4 sites, 9 columns, 4 accounts."""
    path = cases_dir / "我的台账.xlsx"
    plan = clerk.plan(path)
    assert plan.doubts == ()
    data = {fate: plan.count(fate) for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.DOUBTFUL)}
    assert data == {Fate.NEW: 22, Fate.CHANGED: 0, Fate.SAME: 0, Fate.DOUBTFUL: 0}
    assert plan.fates[RowPlace("单位信息", 10)] == (Fate.IGNORED, "与“单位信息”第5行重复")
    assert "已导入：单位 5 个，网站 4 个，栏目 9 个，账号 4 个" in clerk.imports(path)
    assert "没有错误" in clerk.run("register", "check").stdout
    register = clerk.register
    days = [column.allowed_days for column in register.columns.values()]
    assert days == [14, 14, 184, 60, 14, 184, 14, 366, 184]
    whose = [register.units[account.unit].name for account in register.accounts.values()]
    office, social = "临江区人民政府办公室", "临江区人力资源和社会保障局"
    assert whose == [office, social, "临江区住房和城乡建设局", social]
    assert "没有要改的" in clerk.imports(path), "the second time there is nothing to do"
