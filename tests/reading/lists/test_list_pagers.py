"""Where the further pages of a list are: the next first, the last one last."""

import pytest

from crawler.reading import read_column

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
ROW = "<li><a href=/zwgk/tzgg/1.html>关于开展检查的通知</a><i>2026-11-20</i></li>"
HERE = "http://www.wangshu.gov.cn/zwgk/tzgg/"
NUMBERS = "<a href=index_2.html>2</a><a href=index_3.html>3</a>"
PAGERS = {
    "TRS": ("<script>createPageHTML(4, 0, 'index', 'html')</script>", [f"index_{n}.html" for n in (1, 2, 3)], 4),
    "TRS of another name": ("<script>createPageHTML(3,1,'list','shtml');</script>", ["list_2.shtml"], 3),
    "TRS of one page": ("<script>createPageHTML(1, 0, 'index', 'html')</script>", [], 1),
    "numbers and words": (
        f"<a href=index.html>1</a>{NUMBERS}<a href=index_2.html>下一页</a><a href=index_9.html>尾页</a>共9页",
        ["index_2.html", "index_3.html", "index_9.html"], 9,
    ),
    "the last by its number": (f"{NUMBERS} 共9页", ["index_2.html", "index_3.html", "index_9.html"], 9),
    "numbers only": (NUMBERS, ["index_2.html", "index_3.html"], None),
    "a query": (
        "<a href='?page=2'>2</a><a href='?page=3'>3</a><a href='?page=2'>下一页</a> 共20页",
        ["index.html?page=2", "index.html?page=3", "index.html?page=20"], 20,
    ),
    "numbers that run downward": (
        "<a href=tzgg/12.htm>2</a><a href=tzgg/11.htm>3</a><a href=tzgg/12.htm>下页</a>"
        "<a href=tzgg/1.htm>尾页</a>共13页",
        ["tzgg/12.htm", "tzgg/11.htm", "tzgg/1.htm"], 13,
    ),
    "downward, the last by its number": (
        "<a href=tzgg/12.htm>2</a><a href=tzgg/11.htm>3</a>共13页", ["tzgg/12.htm", "tzgg/11.htm", "tzgg/1.htm"], 13
    ),
    "a script only": ("<a href='javascript:go(2)'>2</a><a href='javascript:go(2)'>下一页</a>共9页", [], 9),
    "none": ("", [], None),
}  # fmt: skip


@pytest.mark.parametrize(("pager", "onward", "pages"), PAGERS.values(), ids=PAGERS.keys())
def test_further_pages(pager: str, onward: list[str], pages: int | None) -> None:
    column = read_column(f"<title>通知公告</title><body><ul>{ROW}</ul><div>{pager}</div></body>", AT)
    assert column.onward == tuple(HERE + name for name in onward)
    assert column.pages == pages
    assert column.reach is not None
    assert (column.reach.pages, column.reach.pages_read) == (pages, 1)
    assert len(column.items) == 1


def test_of_a_very_long_list_the_next_pages_and_the_last() -> None:
    column = read_column(f"<ul>{ROW}</ul><script>createPageHTML(500, 0, 'index', 'html')</script>", AT)
    assert column.onward[:2] == (f"{HERE}index_1.html", f"{HERE}index_2.html")
    assert column.onward[-1] == f"{HERE}index_499.html"
    assert len(column.onward) <= 30
