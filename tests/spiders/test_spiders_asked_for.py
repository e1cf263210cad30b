"""What a visitor asks for, and is shown: a search with its word typed in, a link that stands in nothing hidden, an
article that leads home while its host says 404 to what is not there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.spiders.shard import CrawlTask, ShardReport
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Link, Reason, Standing

WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
DEAD, UNKNOWN, FINE = (Standing.DEAD, Reason.NOT_FOUND), (Standing.UNKNOWN, Reason.ODD_STATUS), (Standing.OK, None)
TYPED = "%E9%80%9A%E7%9F%A5"  # 通知
GBK = "%CD%A8%D6%AA"


def page(inner: str, status: int = 200, charset: str = "utf-8") -> tuple[int, dict[str, str], bytes]:
    text = f"<html><head><meta charset={charset}><title>页</title></head><body>{inner}<p>{WORDS}</p></body></html>"
    return status, {"Content-Type": "text/html"}, text.encode(charset)


Walked = Callable[[dict[str, Any]], dict[str, Link]]


@pytest.fixture
def walked(planted: Any, crawl: Callable[..., ShardReport], tmp_path: Path) -> Walked:
    def run(pages: dict[str, Any]) -> dict[str, Link]:
        planted.pages |= pages
        crawl(CrawlTask(site=planted.site(), columns=(), outside_rate=1000.0, run="r1", archive=tmp_path / "s.db"))
        with ArchiveReader(tmp_path / "s.db") as reader:
            return {link.target.removeprefix(planted.root): link for link in reader.links("r1")}

    return run


def last(links: dict[str, Link], path: str) -> tuple[Standing, Reason | None]:
    look = links[path].looks[-1]
    return look.standing, look.reason


NO_HIT = 200, {"Content-Type": "text/html"}, "<title>提示</title>没有找到相关信息".encode()
FIELDS = "<input type=hidden name=site value=7><input name=q><select name=c><option value=all>全部<option>本站</select>"


@pytest.mark.parametrize(
    ("form", "asked", "charset"),
    [
        ("<form action=/s><input name=q><input type=submit name=go value=搜></form>", f"/s?q={TYPED}", "utf-8"),
        (f"<form action=/s>{FIELDS}<input type=checkbox name=x></form>", f"/s?site=7&q={TYPED}&c=all", "utf-8"),
        ("<form method=GET action=/s><input type=search name=wd></form>", f"/s?wd={GBK}", "gbk"),
        ("<form action=/s><textarea name=q></textarea></form>", "/s?q=a", "utf-8"),
        ("<form action='/s?old=1'><input name=q></form>", f"/s?q={TYPED}", "utf-8"),
    ],
)
def test_a_search_is_there_where_it_answers_what_is_typed(walked: Walked, form: str, asked: str, charset: str) -> None:
    bare = "/s?old=1" if "old" in form else "/s"
    assert last(walked({"/": page(form, charset=charset), asked: page("搜索结果")}), bare) == FINE


def test_a_search_that_is_gone_is_gone_whatever_is_typed(walked: Walked, planted: Any) -> None:
    links = walked({"/": page("<form action=/s.html><input name=q></form>")})
    assert last(links, "/s.html") == DEAD
    assert planted.asked[f"/s.html?q={TYPED}"]


@pytest.mark.parametrize(
    ("form", "answers", "said"),
    [
        ("<form action=/s><input type=submit></form>", {}, UNKNOWN),  # nothing is known of what it sends
        ("<form action=/s><input name=q></form>", {f"/s?q={TYPED}": page("", 403)}, UNKNOWN),
        ("<form action=/s><input name=q></form>", dict.fromkeys((f"/s?q={TYPED}", "/s?q=a"), NO_HIT), UNKNOWN),
    ],
)
def test_a_search_of_which_nobody_knows(walked: Walked, form: str, answers: Any, said: Any) -> None:
    assert last(walked({"/": page(form), **answers}), "/s") == said


@pytest.mark.parametrize(
    "bare",
    [
        NO_HIT,
        (302, {"Location": "/"}, b""),
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_a_search_may_say_anything_to_nothing_typed(walked: Walked, bare: Any, typed: bool) -> None:
    pages = {"/": page("<form action=/a/s/9.jsp><input name=q></form>"), "/a/s/9.jsp": bare}
    there = {f"/a/s/9.jsp?q={TYPED}": page("结果")} if typed else {}
    standing, reason = last(walked(pages | there), "/a/s/9.jsp")
    assert (standing is Standing.OK) == typed
    assert typed or (standing is Standing.DEAD and reason in (Reason.SOFT_404, Reason.SENT_HOME))


@pytest.mark.parametrize("form", ["<form method=post action=/s>", "<form action=/s onsubmit='return false;'>"])
def test_a_form_that_asks_nothing_by_its_address_is_no_link(walked: Walked, form: str) -> None:
    assert "/s" not in walked({"/": page(f"{form}<input name=q></form>")})


def test_a_use_that_no_visitor_is_shown_is_marked(walked: Walked) -> None:
    links = walked({"/": page("<p style='display:none'><a href=/x.html>甲</a></p><a href=/y.html>乙</a>")})
    assert [referrer.tag for referrer in links["/x.html"].referrers] == ["a[hidden]"]
    assert [referrer.tag for referrer in links["/y.html"].referrers] == ["a"]
    assert last(links, "/x.html") == DEAD


@pytest.mark.parametrize("path", ["/a/b/c.html", "/a/b/list.jsp"])
def test_an_address_that_may_be_a_way_home_proves_nothing(walked: Walked, path: str) -> None:
    links = walked({"/": page(f"<a href={path}>甲</a>"), path: (301, {"Location": "/"}, b"")})
    assert last(links, path)[0] is Standing.UNKNOWN


@pytest.mark.parametrize("path", ["/a/b/117.html", "/art/2019/3/4/art_12_3456.html", "/xw/t20190304_88.shtml"])
def test_an_article_that_leads_home_is_gone(walked: Walked, path: str) -> None:
    links = walked({"/": page(f"<a href={path}>区里召开会议</a>"), path: (301, {"Location": "/"}, b"")})
    assert last(links, path) == (Standing.DEAD, Reason.SENT_HOME)
