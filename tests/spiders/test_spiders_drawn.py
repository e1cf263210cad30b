"""Columns whose list a script draws, and columns that only lead away, through a real crawl."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.spiders.shard import CrawlTask, ShardReport
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Column, ColumnList, Failure, Reader, Reason

Crawl = Callable[..., ShardReport]
TEXT = "本页介绍办事流程和有关政策，供群众查阅。" * 12


def _page(inner: str, status: int = 200, kind: str = "text/html; charset=utf-8") -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": kind}, f"<html><title>栏目</title><body>{inner}<p>{TEXT}</p></body></html>".encode()


def _json(value: object) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(value, ensure_ascii=False).encode()


def _seen(planted: Any, crawl: Crawl, tmp_path: Path, path: str) -> ColumnList | Failure:
    column = Column("c1", "s", "栏目", planted.root + path)
    planted.pages.setdefault("/", _page("<a href=/a>a</a>"))
    crawl(CrawlTask(planted.site(), (column,), "r1", tmp_path / "s.db"))
    with ArchiveReader(tmp_path / "s.db") as reader:
        lists = list(reader.column_lists("r1"))
        return lists[0] if lists else next(f for f in reader.failures("r1") if f.place == "c1")


def test_gkmlpt_is_read_from_its_own_interface(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/jyj/gkmlpt/index"] = _page("<script>window._CONFIG = {SID: '755041'}</script><div id=app></div>")
    day = 1781712000  # 2026-06-18 00:00 in Shanghai
    rows = [
        {
            "title": "关于开展检查的通知",
            "url": f"{planted.root}/gkmlpt/content/post_9.html",
            "display_publish_time": day,
        }
    ]
    planted.pages["/jyj/gkmlpt/api/all/721?page=1&sid=755041"] = _json({"articles": rows, "total": 1})
    seen = _seen(planted, crawl, tmp_path, "/jyj/gkmlpt/index#721")
    assert isinstance(seen, ColumnList)
    assert [(item.title, item.day) for item in seen.items] == [("关于开展检查的通知", date(2026, 6, 18))]
    assert not seen.script_drawn
    assert seen.reader is Reader.GKMLPT
    with ArchiveReader(tmp_path / "s.db") as reader:
        kept = reader.body(seen.body) or b""
    assert "关于开展检查的通知" in kept.decode()  # the evidence is what was answered, not the empty page


PARAMS = (
    "<div id=29></div><script>jpage({totalRecord:1,proxyUrl:'/module/web/jpage/dataproxy.jsp',"
    "ajaxParam:{col:1,webid:2,path:'/',columnid:7,unitid:'29',webname:'松溪',permissiontype:0}})</script>"
)
ASKED = "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15"


def test_jpage_is_asked_by_the_form_the_page_would_post(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/col/col7/index.html"] = _page(PARAMS)
    row = "<li><a href='/art/2026/6/18/art_7_1.html'>关于开展检查的通知</a><span>2026-06-18</span></li>"
    island = f"<datastore><recordset><record><![CDATA[{row}]]></record></recordset></datastore>"
    planted.pages[ASKED] = 200, {"Content-Type": "text/xml; charset=utf-8"}, island.encode()
    seen = _seen(planted, crawl, tmp_path, "/col/col7/index.html")
    assert isinstance(seen, ColumnList)
    assert seen.newest == date(2026, 6, 18)
    assert "columnid=7" in planted.posted[ASKED]


@pytest.mark.parametrize(
    "answered",
    [_page("出错了", 500), (200, {"Content-Type": "text/xml"}, b"<datastore><recordset><record><![CDATA[<li>")],
    ids=["error", "cut short"],
)
def test_an_answer_that_cannot_be_read_is_no_blank_column(
    planted: Any, crawl: Crawl, tmp_path: Path, answered: Any
) -> None:
    planted.pages |= {"/col/col7/index.html": _page(PARAMS), ASKED: answered}
    seen = _seen(planted, crawl, tmp_path, "/col/col7/index.html")
    assert isinstance(seen, ColumnList)
    assert (seen.items, seen.script_drawn) == ((), True)


def test_a_column_that_leads_to_another_site_was_not_looked_at(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    stub = '<html><head><meta http-equiv="refresh" content="0;url=http://other.invalid/list/"></head></html>'
    planted.pages["/away/"] = 200, {"Content-Type": "text/html"}, stub.encode()
    seen = _seen(planted, crawl, tmp_path, "/away/")
    assert isinstance(seen, Failure)
    assert (seen.reason, "other.invalid" in seen.detail) == (Reason.NOT_LOOKED, True)
