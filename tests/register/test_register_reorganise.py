"""机构调整: who answered before the day still does for what lies before it; a mistake changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.taking_in.register import register as command
from desk.register import load_register, save_register
from desk.register.reorganise import Change, Merge, Rename, Summary, Takeover, reorganise
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.vocabulary import Account, Column, Duty, FormerName, Register, Site, Unit

DAY = date(2026, 6, 1)
EVE = date(2026, 5, 31)
HOST = "http://www.wangshu.example"
REGISTER = Register(
    {i: Unit(i, name, "部门") for i, name in (("a", "甲局"), ("b", "乙局"), ("c", "丙局"))},
    {"s1": Site("s1", "甲网", f"{HOST}/", "a", "b")},
    {
        "c1": Column("c1", "s1", "要闻", f"{HOST}/1/"),
        "c2": Column("c2", "s1", "公告", f"{HOST}/2/", duties=(Duty("b", date(2025, 1, 1)),)),
        "c3": Column("c3", "s1", "政策", f"{HOST}/3/", duties=(Duty("a", None, date(2025, 1, 1)),)),
    },
    {"w1": Account("w1", "a", "微信", "甲号"), "w2": Account("w2", "c", "微信", "丙号")},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_register(REGISTER, tmp_path)
    return tmp_path


def test_rename_keeps_the_former_name(folder: Path) -> None:
    assert reorganise(folder, Rename("a", "甲乙局"), DAY) == Summary(("a",), (), (), ())
    unit = load_register(folder).units["a"]
    assert unit.former_names == (FormerName("甲局", EVE),)
    assert (unit.name_on(EVE), unit.name_on(DAY)) == ("甲局", "甲乙局")


def test_merge_into_a_new_unit(folder: Path) -> None:
    done = reorganise(folder, Merge(("a", "b"), "d", "丁局"), DAY)
    assert done == Summary(("a", "b", "d"), ("s1",), ("c2",), ("w1",))
    after = load_register(folder)
    assert after.units["d"] == Unit("d", "丁局", "部门")
    assert (after.units["a"].closed, after.units["a"].successor) == (DAY, "d")
    assert after.sites["s1"].operator == "d"
    assert after.columns["c2"].duties == (Duty("b", date(2025, 1, 1), EVE), Duty("d", DAY))
    assert after.columns["c3"].duties == (Duty("a", None, date(2025, 1, 1)),)
    assert after.accounts["w1"].duties == (Duty("a", None, EVE), Duty("d", DAY))
    assert [after.answerable("s1", column, EVE) for column in (None, "c1", "c2")] == ["a", "a", "b"]
    assert [after.answerable("s1", column, DAY) for column in (None, "c1", "c2")] == ["d", "d", "d"]


def test_merge_into_one_that_stands(folder: Path) -> None:
    reorganise(folder, Merge(("a",), "b"), DAY)
    after = load_register(folder)
    assert (after.sites["s1"].sponsor, after.sites["s1"].sponsor_on(EVE)) == ("b", "a")
    assert after.columns["c2"] == REGISTER.columns["c2"]


def test_move_of_each_kind(folder: Path) -> None:
    assert reorganise(folder, Takeover("c", ("s1",), ("c2", "c3"), ("w1", "w2")), DAY) == Summary(
        (), ("s1",), ("c2", "c3"), ("w1",)
    )
    after = load_register(folder)
    assert (after.sites["s1"].sponsor_on(EVE), after.sites["s1"].sponsor_on(DAY)) == ("a", "c")
    assert after.columns["c2"].duties == (Duty("b", date(2025, 1, 1), EVE), Duty("c", DAY))
    assert after.columns["c3"].duties == (Duty("a", None, date(2025, 1, 1)), Duty("c", DAY))
    assert (after.accounts["w1"].unit, after.accounts["w1"].duties) == ("c", (Duty("a", None, EVE), Duty("c", DAY)))


def test_a_site_moved_twice_remembers_both(folder: Path) -> None:
    reorganise(folder, Takeover("b", ("s1",)), date(2025, 3, 1))
    reorganise(folder, Takeover("c", ("s1",)), DAY)
    site = load_register(folder).sites["s1"]
    days = (date(2025, 2, 28), date(2025, 3, 1), EVE, DAY)
    assert [site.sponsor_on(day) for day in days] == ["a", "b", "b", "c"]


@pytest.mark.parametrize(
    ("change", "mistakes"),
    [
        (Rename("x", "新名"), 1),
        (Rename("a", "甲局"), 1),
        (Rename("a", "乙局"), 1),  # another unit bears it
        (Rename("a", ""), 1),
        (Merge(("a", "x"), "d"), 2),  # x is unknown; d is new and has no name
        (Merge(("a", "b"), "b"), 1),
        (Merge(("a",), "b", "新名"), 1),
        (Merge(("a",), "d", "丙局"), 1),
        (Takeover("x", ("y",), ("z",), ("v",)), 4),
        (Takeover("b"), 1),
    ],
)
def test_a_mistake_changes_nothing(folder: Path, change: Change, mistakes: int) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ConfigError) as caught:
        reorganise(folder, change, DAY)
    assert len(caught.value.problems) == mistakes
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_closed_unit_takes_nothing_and_history_is_not_overtaken(folder: Path) -> None:
    reorganise(folder, Merge(("a",), "b"), DAY)
    for change, day in ((Takeover("a", ("s1",)), DAY), (Rename("a", "新名"), DAY), (Takeover("c", ("s1",)), EVE)):
        with pytest.raises(ConfigError):
            reorganise(folder, change, day)


def test_the_commands(tmp_path: Path) -> None:
    space = Workspace.init(tmp_path / "w")
    save_register(REGISTER, space.register)
    xlsx = str(tmp_path / "a.xlsx")

    def run(*words: str) -> str:
        result = CliRunner().invoke(command, words, obj=space.root, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    assert "单位 3 个，网站 1 个，栏目 3 个，账号 2 个" in run("check")
    run("export", xlsx)
    assert "栏目 c1" not in run("reorganise", "merge", "a", "--into", "b", "--day", "2026年6月1日")
    run("reorganise", "rename", "b", "甲乙局", "--day", "2026-06-01")
    run("reorganise", "move", "--column", "c1", "--to", "c", "--day", "2026-07-01")
    after = load_register(space.register)
    assert (after.units["b"].name, after.answerable("s1", "c1", date(2026, 7, 1))) == ("甲乙局", "c")
    run("import", xlsx)
    assert load_register(space.register) == REGISTER


def test_a_wrong_day_is_wrong_use(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["reorganise", "rename", "a", "新名", "--day", "明天"])
    assert result.exit_code == 2
    assert "明天" in result.output
