"""When a column's rows were published is found behind them: in their articles, on further pages, by first sights."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler.spiders.shard import CrawlTask
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Column, ColumnList, Provenance

Crawl = Callable[..., Any]
SINCE = date(2024, 6, 1)
WORDS = "现将有关事项通知如下，请各单位认真贯彻落实，确保各项工作按时完成。" * 6


def _page(body: str, title: str = "栏目") -> tuple[int, dict[str, str], bytes]:
    crumbs = '<div class="pos">当前位置：<a href="/">首页</a>&gt;栏目</div>'
    text = f"<html><head><title>{title}</title></head><body>{crumbs}{body}</body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def _article(day: str) -> tuple[int, dict[str, str], bytes]:
    return _page(f"<h1>通知</h1><div class=info>发布时间：{day} 来源：办公室</div><p>{WORDS}</p>", "通知")


def _rows(names: list[str], days: list[str] | None = None) -> str:
    shown = [f"<span>{day}</span>" for day in days] if days else [""] * len(names)
    rows = zip(names, shown, strict=True)
    return "".join(f"<li><a href='{name}'>关于第{name[-8:-5]}号工作的通知公告</a>{day}</li>" for name, day in rows)


def _column(planted: Any, name: str, rows: str, more: str = "") -> Column:
    planted.pages[f"/{name}/"] = _page(f"<div class=list><ul>{rows}</ul>{more}</div>")
    return Column(name, "s", "栏目", f"{planted.root}/{name}/")


def _task(planted: Any, folder: Path, *columns: Column, run: str = "r1") -> CrawlTask:
    planted.pages.setdefault("/", _page(f"<p>{WORDS}</p>" + "".join(f"<a href='{c.url}'>{c.id}</a>" for c in columns)))
    since = dict.fromkeys((c.id for c in columns), SINCE)
    return CrawlTask(
        site=planted.site(), columns=columns, run=run, archive=folder / "s.db", since=since,
        lists=frozenset(c.id for c in columns),
    )  # fmt: skip


def _lists(folder: Path, run: str = "r1") -> dict[str, ColumnList]:
    with ArchiveReader(folder / "s.db") as reader:
        return {one.column: one for one in reader.column_lists(run)}


def test_articles_are_opened_until_one_lies_in_the_window_and_all_where_none_does(
    planted: Any, crawl: Crawl, tmp_path: Path
) -> None:
    names = [f"/a/20240{n}.html" for n in range(101, 109)]
    fresh = _column(planted, "fresh", _rows(names))
    stale = _column(planted, "stale", _rows([n.replace("/a/", "/b/") for n in names]))
    dated = _column(planted, "dated", _rows(["/c/2024101.html", "/c/2024102.html"], ["2024-06-01", "2024-05-02"]))
    for n, name in enumerate(names):
        planted.pages[name] = _article("2024-07-01" if n == 2 else "2024-03-01")
        planted.pages[name.replace("/a/", "/b/")] = _article(f"2024-03-{20 - n}")
    crawl(_task(planted, tmp_path, fresh, stale, dated))
    lists = _lists(tmp_path)
    assert [i.day for i in lists["fresh"].items[:4]] == [date(2024, 3, 1), date(2024, 3, 1), date(2024, 7, 1), None]
    assert planted.asked[names[3]] == 0
    assert [i.day for i in lists["stale"].items] == [date(2024, 3, 20 - n) for n in range(8)]
    assert {i.provenance for i in lists["stale"].items} == {Provenance.LABELLED}
    assert (lists["stale"].opened_read, lists["stale"].opened_total) == (8, 8)
    assert lists["dated"].opened_total == planted.asked["/c/2024102.html"] == 0


def test_the_last_page_of_a_list_that_begins_with_its_oldest_rows(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    names, days = [f"/a/2024{n}.html" for n in range(101, 105)], [f"2023-0{n}-01" for n in range(1, 5)]
    more = "<div>共3页 <a href='index_2.html'>下一页</a> <a href='index_3.html'>尾页</a></div>"
    column = _column(planted, "up", _rows(names, days), more)
    last = [n.replace("/a/", "/b/") for n in names]
    planted.pages["/up/index_3.html"] = _page(f"<div class=list><ul>{_rows(last, ['2024-06-02'] * 4)}</ul></div>")
    crawl(_task(planted, tmp_path, column))
    found = _lists(tmp_path)["up"]
    assert found.newest == date(2024, 6, 2)
    assert found.reach is not None
    assert (found.reach.pages, found.reach.pages_read) == (3, 2)
    assert planted.asked["/up/index_2.html"] == 0


def test_an_unchanged_list_keeps_what_its_articles_said_and_tries_what_did_not_open(
    planted: Any, crawl: Crawl, tmp_path: Path
) -> None:
    names = [f"/a/2024{n}.html" for n in range(101, 104)]
    column = _column(planted, "kept", _rows(names))
    planted.pages |= {names[0]: _article("2024-03-03"), names[1]: _article("2024-03-02")}
    task = _task(planted, tmp_path, column)
    crawl(task)
    assert [i.day for i in _lists(tmp_path)["kept"].items] == [date(2024, 3, 3), date(2024, 3, 2), None]
    planted.pages[names[2]] = _article("2024-03-01")
    crawl(replace(task, run="r2"))
    assert [i.day for i in _lists(tmp_path, "r2")["kept"].items] == [date(2024, 3, n) for n in (3, 2, 1)]
    assert planted.asked[names[0]] == 1


def test_a_row_that_came_since_the_last_reading_and_one_that_came_up_from_below(
    planted: Any, crawl: Crawl, tmp_path: Path
) -> None:
    names = [f"/a/2024{n}.html" for n in range(101, 107)]
    column = _column(planted, "seen", _rows(names[1:5]))
    task = _task(planted, tmp_path, column)
    crawl(task)
    today = _lists(tmp_path)["seen"].seen.date()
    _column(planted, "seen", _rows([names[0], *names[2:]]))  # a new one on top; one taken off, one more at the end
    crawl(replace(task, run="r2"))
    items = _lists(tmp_path, "r2")["seen"].items
    assert [i.appeared for i in items] == [today, None, None, None, None]
    assert items[0].absent == today
    assert {i.first_seen for i in items} == {today}


def test_the_newest_rows_day_is_the_one_on_its_article(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    """以稿件发布页为准: each list shows 2024-07-01 and 2024-06-20 on top; what the articles say decides."""
    shown, said = ["2024-07-01", "2024-06-20", "2024-01-05"], {
        "agree": ["2024-07-01", "2024-06-20", "2024-01-05"],
        "older": ["2024-03-01", "2024-02-20", "2024-01-05"],
        "first": ["2024-03-01", "2024-06-20", "2024-01-05"],
        "later": ["2024-07-02", "2024-06-20", "2024-01-05"],
    }  # fmt: skip
    columns = []
    for name, days in said.items():
        rows = [f"/{name[0]}/202407{n}.html" for n in range(3)]
        columns.append(_column(planted, name, _rows(rows, shown)))
        planted.pages |= {row: _article(day) for row, day in zip(rows, days, strict=True)}
    rows = [f"/x/202407{n}.html" for n in range(3)]
    columns.append(_column(planted, "unread", _rows(rows, shown)))
    crawl(_task(planted, tmp_path, *columns))
    told = {name: [(i.day.isoformat(), i.opened) for i in one.items if i.day] for name, one in _lists(tmp_path).items()}
    as_listed = [(day, False) for day in shown]
    assert told["agree"] == told["unread"] == as_listed
    assert told["older"] == [("2024-03-01", True), ("2024-02-20", True), as_listed[2]]
    assert told["first"] == [("2024-03-01", True), *as_listed[1:]]
    assert told["later"] == [("2024-07-02", True), *as_listed[1:]]
    assert [i.listed for i in _lists(tmp_path)["older"].items] == [date(2024, 7, 1), date(2024, 6, 20), None]
