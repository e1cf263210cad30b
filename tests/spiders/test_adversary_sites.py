"""Whole sites that once made the walk say something false, or miss what a person would find."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.spiders.shard import CrawlTask, ShardReport
from crawler.spiders.traps import MAX_QUERIES, Traps
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Link, PageKind, Reason, RobotsPolicy, Standing

WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
TODAY = date(2026, 11, 2)
HTML = {"Content-Type": "text/html; charset=utf-8"}
Answer = tuple[int, dict[str, str], bytes]


def _page(inner: str) -> Answer:
    return 200, HTML, f"<html><head><title>页</title></head><body>{inner}<p>{WORDS}</p></body></html>".encode()


@pytest.fixture
def walked(planted: Any, crawl: Callable[..., ShardReport], tmp_path: Path) -> Callable[[], ArchiveReader]:
    def run() -> ArchiveReader:
        site = planted.site(robots=RobotsPolicy.AUTHORISED)
        crawl(CrawlTask(site=site, columns=(), outside_rate=1000.0, run="r1", archive=tmp_path / "s.db"))
        return ArchiveReader(tmp_path / "s.db")

    return run


def _links(reader: ArchiveReader) -> dict[str, Link]:
    return {"/" + link.target.split("/", 3)[3]: link for link in reader.links("r1")}


def test_a_large_download_behind_a_script_opens_and_is_not_fetched_whole(planted: Any, walked: Any) -> None:
    planted.pages["/"] = _page('<a href="/download.jsp?id=5">附件</a>')
    whole = b"PK\x03\x04" + b"x" * (21 * 1024 * 1024)
    planted.pages["/download.jsp?id=5"] = 200, {"Content-Type": "application/octet-stream"}, whole
    with walked() as reader:
        (look,) = _links(reader)["/download.jsp?id=5"].looks
    assert look.standing is Standing.OK


def test_ten_redirects_arrive(planted: Any, walked: Any) -> None:
    planted.pages["/"] = _page('<a href="/h0">甲</a><a href="/l0">乙</a>')
    planted.pages |= {f"/h{n}": (302, {"Location": f"/h{n + 1}"}, b"") for n in range(10)}
    planted.pages |= {
        "/h10": _page("到了"),
        "/l0": (302, {"Location": "/l0?"}, b""),
        "/l0?": (302, {"Location": "/l0"}, b""),
    }
    with walked() as reader:
        links = _links(reader)
    assert links["/h0"].looks[-1].standing is Standing.OK
    assert links["/l0"].looks[-1].reason is Reason.REDIRECT_LOOP


@pytest.mark.parametrize(
    ("home", "reason"),
    [
        ('<frameset rows="100,*"><frame src="/top.html"><frame src="/main.html"></frameset>', Reason.SCRIPT_DRAWN),
        ("<body>望舒</body>", Reason.SITE_NOT_ITSELF),  # a word or two, and nothing that could bring more
        ("<body><script>var u='/portal/';setTimeout(function(){location=u},10)</script></body>", Reason.SCRIPT_DRAWN),
    ],
)
def test_a_home_page_that_shows_next_to_nothing_is_not_read_as_one(
    planted: Any, walked: Any, home: str, reason: Reason
) -> None:
    planted.pages["/"] = 200, HTML, f"<html><head><title>某区</title></head>{home}</html>".encode()
    with walked() as reader:
        assert not list(reader.home_pages("r1"))
        assert [f.reason for f in reader.failures("r1")] == [reason]
        assert PageKind.HOME not in {page.kind for page in reader.pages("r1")}


def test_stubs_are_followed_to_the_home_page(planted: Any, walked: Any) -> None:
    planted.pages["/"] = 200, HTML, b"<html><body><script>location.href='/a/'</script></body></html>"
    planted.pages["/a/"] = 200, HTML, b'<html><head><meta http-equiv="refresh" content="0;url=/portal/"></head></html>'
    planted.pages["/portal/"] = _page("<p>ICP备</p>")
    with walked() as reader:
        assert [home.url for home in reader.home_pages("r1")] == [f"{planted.root}/portal/"]


def test_pages_with_a_number_of_their_own_are_no_explosion_of_queries() -> None:
    articles, filters = Traps(TODAY), Traps(TODAY)
    shown = [articles.springs(f"http://h/show.asp?type=3&id={n}") for n in range(2 * MAX_QUERIES)]
    combined = [filters.springs(f"http://h/f?a={n % 10}&b={n // 10 % 10}&c={n // 100}") for n in range(2 * MAX_QUERIES)]
    assert not any(shown)
    assert combined == [False] * MAX_QUERIES + [True] * MAX_QUERIES
