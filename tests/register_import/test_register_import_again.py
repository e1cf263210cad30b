"""The second import: what is the same, changed, gone, moved; numbers that are never given twice; undo."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.register import load_register, save_register
from desk.register.tables import TABLES
from desk.register_import.model import Fate
from desk.register_import.take import Import
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import ConfigError
from tests.register_import.sheets import book

NOW = datetime(2026, 12, 1, 8, 30, tzinfo=SHANGHAI)
UNITS = (("单位名称", "邮箱"), ("望舒区水务局", "a@ws.example"), ("望舒区林业局", "b@ws.example"))
SITES = (
    ("网站名称", "网址", "主办单位", "标识码"),
    ("望舒水务", "http://sw.ws.example/", "望舒区水务局", "5200010001"),
    ("望舒林业", "http://ly.ws.example/", "望舒区林业局", "5200010002"),
)
COLUMNS = (
    ("网站", "栏目名称", "栏目网址", "更新频率"),
    ("望舒水务", "水务要闻", "http://sw.ws.example/yw/", "两周"),
    ("望舒林业", "林业要闻", "http://ly.ws.example/yw/", "两周"),
)


@pytest.fixture
def first(clerk, tmp_path: Path) -> Path:
    """The register as the first import made it."""
    path = book(tmp_path / "台账.xlsx", ("单位", UNITS, ()), ("网站", SITES, ()), ("栏目", COLUMNS, ()))
    clerk.imports(path)
    return path


def files(clerk) -> dict[str, bytes]:
    return {table.file: (clerk.workspace.register / table.file).read_bytes() for table in TABLES}


def test_the_same_again_changes_nothing(clerk, first: Path) -> None:
    before = files(clerk)
    plan = clerk.plan(first)
    assert (plan.count(Fate.SAME), plan.changes, plan.gone) == (6, (), ())
    assert "没有要改的" in clerk.imports(first)
    assert files(clerk) == before


def test_what_changed_is_told_and_blank_cells_take_nothing_away(clerk, first: Path, tmp_path: Path) -> None:
    units = (UNITS[0], ("望舒区水务局", "new@ws.example"), ("望舒区林业局", ""))
    columns = (COLUMNS[0], (*COLUMNS[1][:3], "每月"), COLUMNS[2])
    told = clerk.imports(book(tmp_path / "改.xlsx", ("单位", units, ()), ("网站", SITES, ()), ("栏目", columns, ())))
    assert "dw001 望舒区水务局：邮箱“a@ws.example”→“new@ws.example”" in told
    assert "lm001 水务要闻：允许间隔天数“14”→“31”" in told
    assert "共 6 行：改动 2，相同 4。" in told
    assert clerk.register.units["dw002"].email == "b@ws.example"


def test_nothing_is_gone_without_being_told_to(clerk, first: Path, tmp_path: Path) -> None:
    """A list without one site: it stays; with --remove it and its columns go, its unit with the unit's row."""
    path = book(tmp_path / "少.xlsx", ("单位", UNITS[:2], ()), ("网站", SITES[:2], ()))
    told = clerk.imports(path)
    assert "登记册里有、表里没有，不动（要删去请加 --remove）：网站 1 个：wz002 望舒林业" in told
    assert (len(clerk.register.sites), len(clerk.register.units)) == (2, 2)
    clerk.imports(path, "--remove")
    left = clerk.register
    assert (list(left.units), list(left.sites), list(left.columns)) == (["dw001"], ["wz001"], ["lm001"])


def test_a_unit_that_still_answers_is_not_removed(clerk, first: Path, tmp_path: Path) -> None:
    told = clerk.imports(book(tmp_path / "单位.xlsx", ("单位", UNITS[:2], ())), "--remove")
    assert "删不了，还有网站、账号或责任记录是它的：单位 1 个：dw002 望舒区林业局" in told
    assert list(clerk.register.units) == ["dw001", "dw002"]


def test_a_number_is_never_given_twice(clerk, first: Path, tmp_path: Path) -> None:
    """wz002 was removed: the next site is wz003, for findings and an archive may bear the old number."""
    clerk.imports(book(tmp_path / "少.xlsx", ("网站", SITES[:2], ())), "--remove")
    more = (SITES[0], ("望舒气象", "http://qx.ws.example/", "望舒区水务局", ""))
    clerk.imports(book(tmp_path / "多.xlsx", ("网站", more, ())))
    assert {site.id: site.name for site in clerk.register.sites.values()} == {"wz001": "望舒水务", "wz003": "望舒气象"}


def test_another_address_of_a_known_site_is_asked(clerk, first: Path, tmp_path: Path) -> None:
    moved = (SITES[0], ("望舒水务", "http://new.ws.example/", "望舒区水务局", "5200010001"))
    path = book(tmp_path / "迁.xlsx", ("网站", moved, ()))
    (doubt,) = clerk.plan(path).doubts
    assert "wz001）是 http://sw.ws.example/，表里是 http://new.ws.example/" in doubt.said
    assert "readdress --site wz001" in doubt.advice
    opened = Import.open(clerk.workspace, path)
    (column,) = opened.plan({doubt.key: "y"}).doubts
    assert "登记册里的栏目“水务要闻”就不对了" in column.said, "its columns stand at the old address"
    assert len(opened.plan({doubt.key: "n"}).doubts) == 1, "another site may not bear its 标识码"
    done = clerk.run("register", "import", str(path))
    assert (done.returncode, clerk.register.sites["wz001"].home) == (1, "http://sw.ws.example/")


def test_a_former_name_means_the_unit(clerk, first: Path, tmp_path: Path) -> None:
    clerk.run("register", "reorganise", "rename", "dw001", "望舒区水利局", "--day", "2026-01-01")
    path = book(tmp_path / "旧名.xlsx", ("网站", SITES, ()))
    plan = clerk.plan(path)
    assert (plan.changes, [note.said for note in plan.notes]) == ((), ["望舒区水务局＝望舒区水利局"])


def test_the_exported_form_comes_back_with_rows_added_by_hand(clerk, first: Path, tmp_path: Path) -> None:
    """New rows need no number and may name their unit; what is cleared there is cleared."""
    path = tmp_path / "登记册.xlsx"
    assert clerk.run("register", "export", str(path)).returncode == 0
    assert clerk.plan(path).changes == ()
    form = load_workbook(path)
    form["网站"].append([None, "望舒气象", "http://qx.ws.example/", "望舒区气象局"])
    form["单位"].append([None, "望舒区气象局"])
    titles = [cell.value for cell in form["网站"][1]]
    form["网站"].cell(2, titles.index("网站标识码") + 1).value = None
    form.save(path)
    told = clerk.imports(path)
    assert "wz001 望舒水务：网站标识码“5200010001”→“”" in told
    site = clerk.register.sites["wz003"]
    assert (site.name, clerk.register.units[site.sponsor].name) == ("望舒气象", "望舒区气象局")


def test_export_writes_over_nothing(clerk, tmp_path: Path) -> None:
    path = tmp_path / "登记册.xlsx"
    path.write_text("mine")
    done = clerk.run("register", "export", str(path))
    assert (done.returncode, path.read_text()) == (2, "mine")
    assert "没有覆盖" in done.stderr
    assert clerk.run("register", "export", str(path), "--yes").returncode == 0
    assert load_workbook(path).sheetnames[0] == "单位"


def test_undo_brings_the_bytes_back_step_by_step(clerk, tmp_path: Path) -> None:
    empty = files(clerk)
    clerk.imports(book(tmp_path / "一.xlsx", ("单位", UNITS, ())))
    one = files(clerk)
    clerk.imports(book(tmp_path / "二.xlsx", ("网站", SITES, ())))
    assert "网站 2 个" in clerk.run("register", "check").stdout
    for before in (one, empty):
        assert clerk.run("register", "undo").returncode == 0
        assert files(clerk) == before
    nothing = clerk.run("register", "undo")
    assert (nothing.returncode, files(clerk)) == (2, empty)
    assert "没有可以撤销的导入" in nothing.stderr


def test_undo_does_not_take_later_work_with_it_unasked(clerk, first: Path) -> None:
    clerk.run("register", "reorganise", "rename", "dw001", "望舒区水利局", "--day", "2026-01-01")
    before = files(clerk)
    done = clerk.run("register", "undo")
    assert (done.returncode, files(clerk)) == (2, before)
    assert "导入以后又改过" in done.stderr
    assert clerk.run("register", "undo", "--yes").returncode == 0
    assert clerk.register.units == {}


def test_a_register_changed_while_a_person_thought_is_left_alone(clerk, first: Path, tmp_path: Path) -> None:
    opened = Import.open(clerk.workspace, book(tmp_path / "改.xlsx", ("单位", (UNITS[0], ("望舒区甲局", "")), ())))
    plan = opened.plan({})
    register = load_register(clerk.workspace.register)
    save_register(type(register)({}, {}, {}, {}), clerk.workspace.register)
    before = files(clerk)
    with pytest.raises(ConfigError, match="刚才被别人改过"):
        opened.apply(plan, NOW, remove=False)
    assert files(clerk) == before


def test_what_is_not_sure_is_left_out_and_the_exit_code_says_so(clerk, tmp_path: Path) -> None:
    """One wrong number costs its own cell; a site without an address costs its row, and its columns are told once."""
    sites = (SITES[0], (*SITES[1][:3], "12"), ("望舒林业", "", "望舒区林业局", ""))
    path = book(tmp_path / "台账.xlsx", ("网站", sites, ()), ("栏目", COLUMNS, ()))
    done = clerk.run("register", "import", str(path), "--dry-run")
    assert (done.returncode, clerk.register.sites) == (1, {})
    done = clerk.run("register", "import", str(path))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    doubts = lines[lines.index("存疑，请改好后再导入一次：") + 1 :]
    assert [line.partition("：")[0].strip() for line in doubts[:3]] == ["“网站”第2行", "“网站”第3行", "“栏目”第3行"]
    assert "“12”写法不对（这一格先空着，其余已导入）" in doubts[0]
    assert "所属的单位或网站没有导入" in doubts[2]
    assert [site.site_code for site in clerk.register.sites.values()] == [""]
    assert "没有错误" in clerk.run("register", "check").stdout


@pytest.mark.parametrize(
    ("rows", "said"),
    [((), "是空的"), ((("表", "填什么"), ("甲", "乙")), "没有认出列标题（看到的第一格是“表”）")],
)
def test_a_file_without_headings_is_told(clerk, tmp_path: Path, rows: tuple[tuple[str, ...], ...], said: str) -> None:
    done = clerk.run("register", "import", str(book(tmp_path / "空.xlsx", ("Sheet1", rows, ()))))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "列标题请写成" in done.stderr
