"""A box of another column beside a column's own list: fresh rows of it prove nothing of the column, however alike its
make. Rows of 2026-06 stand for a silent column, rows of 2026-11 for a box that is kept."""

import pytest

from crawler.reading import ColumnReading, read_column

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
FOOT = "<div><p>主办单位：望舒区人民政府办公室 粤ICP备06004659号</p></div>"
OLD = ("2026-06-25", "2026-06-20", "2026-06-12", "2026-06-02")
NEW = ("2026-11-25", "2026-11-20", "2026-11-12", "2026-11-02")


def rows(folder: str, days: tuple[str, ...], title: str) -> str:
    return "".join(
        f"<li><a href={folder}{n}.html>{title}（第{n}号）</a><span>{d}</span></li>" for n, d in enumerate(days)
    )


def own(days: tuple[str, ...], folder: str = "/zwgk/tzgg/") -> str:
    return f"<ul>{rows(folder, days, '关于加强校园周边治理的通知')}</ul>"


def box(heading: str, days: tuple[str, ...], folder: str = "/xw/ywdt/") -> str:
    return f"<h3>{heading}</h3><ul>{rows(folder, days, '区领导调研重点项目建设情况')}</ul>"


def read(inner: str) -> ColumnReading:
    head = "<!doctype html><title>通知公告-望舒区人民政府</title>"
    return read_column(f"{head}<body>{CRUMB}<div class=main>{inner}</div>{FOOT}</body>", AT)


def told(inner: str) -> tuple[str, list[str]]:
    column = read(inner)
    assert column.reach is not None
    return str(column.newest), [str(one.day) for one in column.reach.later]


SIDES = [("left", "right"), ("fl", "fr"), ("col-md-8", "col-md-4"), ("box1", "box2"), ("list", "list")]


@pytest.mark.parametrize(("one", "other"), SIDES)
@pytest.mark.parametrize("heading", ["要闻动态", "本区新闻", "政务要闻", "政策文件"])
@pytest.mark.parametrize("over", ["", "<h3>通知公告</h3>"])
def test_a_fresh_box_of_another_column_is_no_row_of_a_silent_one(one: str, other: str, heading: str, over: str) -> None:
    for parts in ((over + own(OLD), box(heading, NEW)), (box(heading, NEW), over + own(OLD))):
        inner = f"<div class={one}>{parts[0]}</div><div class={other}>{parts[1]}</div>"
        newest, later = told(inner)
        assert newest == "2026-06-25"
        assert later in ([], ["2026-11-25"])  # told as seen, so that nobody says "not updated" of it unread


@pytest.mark.parametrize(("one", "other"), SIDES)
def test_a_silent_box_beside_a_kept_column_changes_nothing(one: str, other: str) -> None:
    inner = f"<div class={one}>{own(NEW)}</div><div class={other}>{box('要闻动态', OLD)}</div>"
    assert told(inner) == ("2026-11-25", [])


def test_a_box_of_articles_that_bear_no_day_is_no_part_of_the_column() -> None:
    bare = "".join(f"<li><a href=/xw/ywdt/{n}.html>区领导调研重点项目建设情况之{n}</a></li>" for n in range(4))
    column = read(f"<div class=left>{own(OLD)}</div><div class=right><h3>要闻动态</h3><ul>{bare}</ul></div>")
    assert len(column.items) == 4


def test_the_columns_own_folder_is_known_by_its_rows_where_the_address_does_not_say_it() -> None:
    inner = (
        f"<div class=left>{own(OLD, '/info/1053/')}</div><div class=right>{box('要闻动态', NEW, '/info/1010/')}</div>"
    )
    assert told(inner) == ("2026-06-25", ["2026-11-25"])


@pytest.mark.parametrize("heads", [("区政府文件", "部门文件"), ("通知", "公告")])
def test_a_column_of_several_headed_lists_is_read_whole(heads: tuple[str, str]) -> None:
    one, other = (f"<h3>{head}</h3>" for head in heads)
    inner = f"<div class=b>{one}{own(OLD)}</div><div class=b>{other}{own(NEW)}</div>"
    assert told(inner) == ("2026-11-25", [])
    far = f"<div class=b>{one}{own(OLD)}</div><div class=b>{other}{own(NEW, '/bm/fgj/')}</div>"
    assert told(far) == ("2026-11-25", [])
    assert told(inner.replace("2026-11", "2026-05"))[0] == "2026-06-25"


def test_a_box_headed_otherwise_that_leads_into_the_columns_folder_is_its_own() -> None:
    inner = f"<div class=b>{own(OLD)}</div><div class=b>{box('部门公告', NEW, '/zwgk/tzgg/bm/')}</div>"
    assert told(inner) == ("2026-11-25", [])


def test_a_second_list_under_the_columns_own_name_is_its_own() -> None:
    inner = f"<div class=b>{own(OLD)}</div><div class=b><h3>通知公告</h3>{own(NEW, '/bm/fgj/')}</div>"
    assert told(inner) == ("2026-11-25", [])


def test_words_that_open_a_tab_are_no_rows() -> None:
    tabs = "<div><a href='javascript:tab(1)'>区直部门</a><a href='javascript:tab(2)'>镇街</a></div>"
    assert len(read(f"{tabs}<div id=t1>{own(OLD)}</div>").items) == 4


def test_words_that_load_more_are_no_row() -> None:
    assert len(read(f"{own(OLD)}<a onclick='more()'>加载更多</a>").items) == 4
