"""开通时间 and 注销时间 of an office's own list of accounts: the day where one stands, none made up where not."""

from datetime import date
from pathlib import Path

import pytest

from desk.register_import.plan import ImportPlan
from ledger.vocabulary import Account, ColumnState
from tests.register_import.sheets import book

UNIT = "望舒区水务局"
HEAD = ("单位", "平台", "账号名称")


def plan_of(clerk, path: Path, heads: tuple[str, ...], *rows: tuple[object, ...]) -> ImportPlan:
    lines = [(UNIT, "微信", f"号{n}", *row) for n, row in enumerate(rows)]
    return clerk.plan(book(path / "a.xlsx", ("账号", ((*HEAD, *heads), *lines), ())))


def accounts(plan: ImportPlan) -> list[Account]:
    return list(plan.register.accounts.values())


@pytest.mark.parametrize("title", ["开通时间", "开设日期", "开设时间", "账号开通时间", "注册时间", "开通时间*"])
def test_the_day_of_opening_under_its_usual_names(clerk, tmp_path: Path, title: str) -> None:
    days = ("2019-05-06", "2019年5月6日", "2019.5.6", date(2019, 5, 6), "43591", "2019/5/6 10:30", "20190506")
    plan = plan_of(clerk, tmp_path, (title,), *((day,) for day in days))
    assert plan.doubts == ()
    assert [one.opened for one in accounts(plan)] == [date(2019, 5, 6)] * len(days)


@pytest.mark.parametrize("title", ["备案时间", "备案日期", "账号备案时间"])
def test_the_day_of_filing_under_its_usual_names(clerk, tmp_path: Path, title: str) -> None:
    plan = plan_of(clerk, tmp_path, (title,), ("2019年5月6日",), ("2019年5月",), ("",))
    assert plan.doubts == ()
    assert [one.filed for one in accounts(plan)] == [date(2019, 5, 6), None, None]


def test_of_a_year_or_a_month_no_day_is_made_and_nobody_is_asked(clerk, tmp_path: Path) -> None:
    plan = plan_of(clerk, tmp_path, ("开通时间",), ("2019年5月",), ("2019",), ("不详",), ("",))
    assert plan.doubts == ()
    assert [one.opened for one in accounts(plan)] == [None] * 4
    assert [note.said for note in plan.notes if "没有写到哪一天" in note.sort] == ["2019年5月", "2019", "不详"]


@pytest.mark.parametrize("title", ["注销时间", "注销日期", "关停时间", "关停日期", "停用日期", "注销（关停）时间"])
def test_a_day_of_closing_says_all(clerk, tmp_path: Path, title: str) -> None:
    """One that has no day but a word is archived, as before."""
    plan = plan_of(clerk, tmp_path, (title,), ("2026-10-09",), ("",), ("2025年3月",))
    found = [(one.closed, one.state) for one in accounts(plan)]
    active, archived = ColumnState.ACTIVE, ColumnState.ARCHIVED
    assert found == [(date(2026, 10, 9), active), (None, active), (None, archived)]
    assert plan.doubts == ()


def test_a_state_beside_the_day(clerk, tmp_path: Path) -> None:
    day = "2026-10-09"
    plan = plan_of(clerk, tmp_path, ("状态", "注销时间"), ("已注销", day), ("正常", day), ("免检", day), ("注销", ""))
    active, archived = ColumnState.ACTIVE, ColumnState.ARCHIVED
    assert [(one.closed, one.state) for one in accounts(plan)] == [
        (date(2026, 10, 9), active),
        (None, active),  # two words against each other: it stays in use, and that is told
        (date(2026, 10, 9), ColumnState.EXEMPT),
        (None, archived),
    ]
    assert any("状态写着在用" in note.sort for note in plan.notes)
    assert plan.doubts == ()


def test_a_day_of_closing_to_come_leaves_it_in_use_until_then(clerk, tmp_path: Path) -> None:
    (one,) = accounts(plan_of(clerk, tmp_path, ("注销日期",), ("2027-01-01",)))
    assert one.inspected_on(date(2026, 12, 31))
    assert not one.inspected_on(date(2027, 1, 1))


def test_imported_again_with_the_day_it_becomes_a_closed_one(clerk, tmp_path: Path) -> None:
    rows = (HEAD, (UNIT, "微信", "号"))
    clerk.imports(book(tmp_path / "a.xlsx", ("账号", rows, ())))
    with_day = ((*HEAD, "开通时间", "注销时间"), (UNIT, "微信", "号", "2019-05-06", "2026-10-09"))
    told = clerk.imports(book(tmp_path / "b.xlsx", ("账号", with_day, ())), "--yes")
    (one,) = clerk.register.accounts.values()
    assert (one.opened, one.closed) == (date(2019, 5, 6), date(2026, 10, 9)), told


def test_a_table_of_sites_still_has_no_use_for_its_day_of_opening(clerk, tmp_path: Path) -> None:
    rows = (("网站名称", "首页网址", "主办单位", "开通时间"), ("水务网", "http://sw.ws.example/", UNIT, "2019-05-06"))
    plan = clerk.plan(book(tmp_path / "a.xlsx", ("网站", rows, ())))
    assert plan.doubts == ()
    assert [site.name for site in plan.register.sites.values()] == ["水务网"]
