"""What must not slip in: closed sites as open ones, another unit's duty, a chief's telephone; each with its twin."""

from pathlib import Path

from desk.register_import.model import Fate
from ledger.vocabulary import ColumnState
from tests.register_import.sheets import book

HEAD = ("网站名称", "网址", "主办单位", "备注")
ONE = ("望舒水务", "http://sw.ws.example/", "望舒区水务局", "")
UNIT = "望舒区水务局"


def test_a_remark_that_says_closed_is_asked_and_another_remark_is_not(clerk, tmp_path: Path) -> None:
    rows = (HEAD, (*ONE[:3], "2025年已关停"), ("望舒林业", "http://ly.ws.example/", "望舒区林业局", "集约化平台"))
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("网站", rows, ())))
    (doubt,) = plan.doubts
    assert (doubt.place.row, doubt.default_said) == (2, "仍在用")
    assert "有“关停”" in doubt.said
    assert len(plan.register.sites) == 2


def test_a_sheet_of_closed_accounts_is_asked_and_a_state_of_their_own_is_taken(clerk, tmp_path: Path) -> None:
    head, name = ("单位", "平台", "账号名称"), "望舒水务"
    asked = clerk.plan(book(tmp_path / "a.xlsx", ("已注销账号", (head, (UNIT, "微信", name)), ())))
    assert [doubt.place.row for doubt in asked.doubts] == [2]
    told = ((*head, "状态", "注销时间"), (UNIT, "微信", name, "注销", ""), (UNIT, "微博", name, "", "2025年3月"))
    plan = clerk.plan(book(tmp_path / "b.xlsx", ("账号", (*told, (UNIT, "抖音", name, "正常", "")), ())))
    assert plan.doubts == ()
    archived, active = ColumnState.ARCHIVED, ColumnState.ACTIVE
    assert [account.state for account in plan.register.accounts.values()] == [archived, archived, active]


def test_a_site_whose_state_is_closed_stays_out(clerk, tmp_path: Path) -> None:
    rows = (
        (*HEAD[:3], "运行状态"),
        (*ONE[:3], "已关停"),
        ("望舒林业", "http://ly.ws.example/", "望舒区林业局", "正常"),
    )
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("网站", rows, ())))
    assert [site.name for site in plan.register.sites.values()] == ["望舒林业"]
    assert "close-site" in plan.doubts[0].advice


def test_another_unit_in_the_sheet_takes_no_duty_over(clerk, tmp_path: Path) -> None:
    clerk.imports(book(tmp_path / "a.xlsx", ("网站", (HEAD, ONE), ())))
    moved = (HEAD, (*ONE[:2], "望舒区林业局", ""))
    path = book(tmp_path / "b.xlsx", ("网站", moved, ()))
    (doubt,) = clerk.plan(path).doubts
    assert "登记的是“望舒区水务局”，表里是“望舒区林业局”" in doubt.said
    assert "reorganise move" in doubt.advice
    assert clerk.run("register", "import", str(path)).returncode == 1
    assert clerk.register.units[clerk.register.sites["wz001"].sponsor].name == UNIT


def test_the_chiefs_telephone_is_not_the_contacts(clerk, tmp_path: Path) -> None:
    rows = (
        ("单位名称", "分管领导", "", "网站联系人", "", "邮箱"),
        ("", "姓名", "电话", "姓名", "电话", ""),
        (UNIT, "甲局长", "0851-1", "乙", "0851-2", "b@ws.example"),
    )
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("单位", rows, ("B1:C1", "D1:E1"))))
    (unit,) = plan.register.units.values()
    assert (unit.contact, unit.phone, unit.email) == ("乙", "0851-2", "b@ws.example")


def test_other_names_of_a_unit_are_known_on_other_sheets(clerk, tmp_path: Path) -> None:
    units = (("单位全称", "单位简称", "曾用名"), ("望舒区水务和湖泊管理局", "区水湖局", "望舒区水利局"))
    sites = (HEAD, (*ONE[:2], "区水湖局", ""), ("望舒湖泊", "http://hp.ws.example/", "望舒区水利局", ""))
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("网站", sites, ()), ("单位", units, ())))
    assert [unit.name for unit in plan.register.units.values()] == ["望舒区水务和湖泊管理局"]
    assert {site.sponsor for site in plan.register.sites.values()} == {"dw001"}


def test_two_accounts_of_one_cell_by_a_line_break(clerk, tmp_path: Path) -> None:
    rows = (("单位", "微信", "微博"), (UNIT, "望舒水务\n望舒河长", "Water Ws"))
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("新媒体", rows, ())))
    assert [account.name for account in plan.register.accounts.values()] == ["望舒水务", "望舒河长", "Water Ws"]


def test_a_large_spreadsheet_loses_nothing(clerk, tmp_path: Path) -> None:
    """60 units, each with two sites of one name, ten columns and three accounts: 60 × (1 + 2 + 10 + 3) records."""
    size = 60
    units = [("单位名称", "邮箱"), *((f"望舒区第{n}局", f"u{n}@ws.example") for n in range(size))]
    sites, columns = [HEAD], [("所属网站", "栏目名称", "栏目网址", "更新频率")]
    accounts = [("单位", "微信", "微博", "抖音")]
    for n in range(size):
        for part in "ab":
            sites.append((f"{n}局网站", f"http://{part}{n}.example/", f"望舒区第{n}局", ""))
            columns += [(f"{n}局网站", f"栏目{c}", f"http://{part}{n}.example/{c}/", "每月") for c in range(5)]
        accounts.append((f"望舒区第{n}局", f"{n}局发布", f"{n}局发布", f"{n}局发布"))
    sheets = (("单位", units, ()), ("网站", sites, ()), ("栏目", columns, ()), ("账号", accounts, ()))
    plan = clerk.plan(book(tmp_path / "大.xlsx", *sheets))
    assert (plan.doubts, plan.count(Fate.NEW)) == ((), size * (1 + 2 + 10 + 1))
    tables = (plan.register.units, plan.register.sites, plan.register.columns, plan.register.accounts)
    assert [len(table) for table in tables] == [size, 2 * size, 10 * size, 3 * size]
    assert all(
        column.url.startswith(plan.register.sites[column.site].home) for column in plan.register.columns.values()
    )
