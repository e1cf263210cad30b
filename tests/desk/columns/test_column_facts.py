"""What the archive knows of columns and home pages, gathered for the rules."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.config.criteria import load_criteria
from desk.facts.column_facts import column_lists, home_pages, since_days
from desk.workspace.workspace import shipped_config
from ledger.archive.writer import Archive
from ledger.vocabulary import (
    Column,
    ColumnKind,
    ColumnList,
    ColumnRecord,
    DayReading,
    HomePage,
    Identity,
    Item,
    ListOrder,
    ListReach,
    Page,
    PageKind,
    Provenance,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = "http://www.jia.gov.cn/"
WORDS = "现将有关事项通知如下，请各单位认真贯彻落实，确保各项工作按时完成。" * 6
OLD, FRESH = date(2026, 6, 1), date(2026, 11, 20)
WHOLE = ListReach(ListOrder.NEWEST_FIRST)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "jia.sqlite")
    made.start_run("r1", NOW)
    return made


def _store(archive: Archive, path: str, body: str, kind: PageKind, **more: object) -> None:
    html = f"<html><head><title>页</title></head><body>{body}</body></html>"
    sha = archive.store_body(html.encode())
    archive.want(HOME + path, 1, "page", outside=False)
    archive.record_page(Page(HOME + path, NOW, kind, 1, "页", sha, **more), ())  # type: ignore[arg-type]
    archive.commit()


def _article(archive: Archive, path: str, day: str) -> None:
    bar = f"<div class=info>发布时间：{day} 来源：办公室</div>" if day else ""
    _store(archive, path, f"<h1>通知</h1>{bar}<p>{WORDS}</p>", PageKind.ARTICLE)


def _list(*items: Item, reach: ListReach | None = WHOLE, column: str = "c1", body: str = "") -> ColumnList:
    return ColumnList(column, f"{HOME}{column}/", NOW, body, items, reach=reach)


def _row(path: str, day: date | None = None, **more: object) -> Item:
    return Item(f"关于{path}的通知", HOME + path, day, **more)  # type: ignore[arg-type]


def _gathered(archive: Archive, *lists: ColumnList, until: datetime = NOW) -> dict[str, ColumnList]:
    for one in lists:
        archive.record_column(one)
    archive.commit()
    return {one.column: one for one in column_lists(archive, "r1", until) if not one.by}


def test_undated_rows_take_the_day_of_their_articles_and_what_it_rests_on(archive: Archive) -> None:
    _article(archive, "a.html", "2026-11-20")
    _article(archive, "b.html", "")
    found = _gathered(archive, _list(_row("a.html"), _row("b.html"), _row("none.html"), _row("c.pdf")))["c1"]
    assert [(i.day, i.opened) for i in found.items] == [(FRESH, True), (None, True), (None, False), (None, False)]
    assert found.items[0].provenance is Provenance.LABELLED
    assert found.opened_read == 2


def test_a_list_without_any_day_is_not_called_read_by_the_few_that_the_walk_came_by(archive: Archive) -> None:
    _article(archive, "b.html", "")
    found = _gathered(archive, _list(_row("b.html"), _row("x.html"), _row("y.html")))["c1"]
    assert (found.opened_read, found.opened_total) == (1, 3)


def test_a_list_of_an_older_version_is_read_again_from_its_bytes(archive: Archive) -> None:
    row = '<li><a href="/a/1.html">关于做好秋冬季森林防火工作的通知</a><span>2026-06-01</span></li>'
    rows = row + row.replace("1.html", "2.html").replace("06-01", "05-01").replace("做好", "加强")
    sha = archive.store_body(f"<html><body><div class=list><ul>{rows}</ul></div></body></html>".encode())
    wrong = _list(Item("旧读法", f"{HOME}z.html"), reach=None, body=sha)
    found = _gathered(archive, wrong, _list(_row("q.html"), reach=None, column="lost", body="00"))
    assert [i.day for i in found["c1"].items] == [OLD, date(2026, 5, 1)]
    assert found["c1"].reach is not None
    assert found["lost"].reach is None  # its bytes are kept no more


def test_later_days_of_a_block_that_other_pages_share_are_not_the_column_s_own(archive: Archive) -> None:
    shared = DayReading(FRESH, Provenance.OWN_PLACE, "全站要闻 2026-11-20")
    on_home = DayReading(FRESH, Provenance.OWN_PLACE, "关于n.html的通知 2026-11-20")
    own = DayReading(FRESH, Provenance.OWN_PLACE, "本栏头条 2026-11-20")
    archive.record_home(HomePage(HOME, NOW, "", "首页", Identity(), (_row("n.html", FRESH),)))
    one = _list(_row("a.html", OLD), reach=replace(WHOLE, later=(shared, on_home, own)))
    two = _list(_row("b.html", OLD), reach=replace(WHOLE, later=(shared,)), column="c2")
    found = _gathered(archive, one, two)
    assert found["c1"].reach is not None
    assert found["c1"].reach.later == (own,)
    assert found["c2"].reach is not None
    assert found["c2"].reach.later == ()


def test_what_a_person_saw_stands_beside_the_list_and_bounds_what_stood_there(archive: Archive) -> None:
    looked = NOW - timedelta(days=2)
    archive.record_column_look(ColumnRecord("c1", f"{HOME}c1/", looked, OLD, "某通知", "张三", "看过"))
    before, since = looked.date(), NOW.date()
    rows = (_row("a.html", first_seen=before), _row("b.html", first_seen=since))
    found = _gathered(archive, _list(*rows))["c1"]
    assert [i.first_seen for i in found.items[:2]] == [OLD, since]
    assert (found.items[2].day, found.items[2].words) == (OLD, "人工核看（张三）")
    (person,) = [one for one in column_lists(archive, "r1", NOW) if one.by]
    assert (person.newest, person.by, person.seen) == (OLD, "张三", looked)
    assert not [one for one in column_lists(archive, "r1", looked - timedelta(hours=1)) if one.by]


def test_home_rows_that_lead_to_lists_are_no_news(archive: Archive) -> None:
    rows = "".join(f"<li><a href='/a/2024{n}.html'>关于第{n}号工作的通知公告</a></li>" for n in range(101, 106))
    _store(archive, "zt/", f"<div class=list><ul>{rows}</ul></div>", PageKind.COLUMN)
    _article(archive, "a.html", "2026-11-20")
    archive.record_home(HomePage(HOME, NOW, "", "首页", Identity(), (_row("zt/"), _row("a.html"), _row("none.html"))))
    archive.commit()
    (home,) = home_pages(archive, "r1")
    assert [(i.url.removeprefix(HOME), i.day) for i in home.items] == [("a.html", FRESH), ("none.html", None)]


@pytest.mark.parametrize(
    ("column", "since"),
    [
        ({"kind": ColumnKind.NEWS, "allowed_days": 30}, "2026-11-09"),
        ({"kind": ColumnKind.OTHER, "allowed_days": 30}, "2026-10-24"),
        ({"kind": ColumnKind.OTHER}, "2026-11-09"),  # the home page's, which may be judged by its columns
    ],
)
def test_how_far_back_it_matters(column: dict[str, object], since: str) -> None:
    criteria = load_criteria(shipped_config() / "criteria")
    one = Column("c1", "jia", "栏目", f"{HOME}c1/", **column)  # type: ignore[arg-type]
    assert since_days(criteria, (one,), NOW) == {"c1": date.fromisoformat(since)}
