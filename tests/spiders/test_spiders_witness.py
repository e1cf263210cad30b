"""When a dead look is believed, over whole crawls: what the host says of any address, whether it opens at that time,
how a visitor asks, how long a host is waited for, what robots.txt refuses, and that a stop is obeyed."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from crawler.spiders.shard import CrawlSettings, CrawlTask, ShardReport, crawl_shard
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Link, Reason, RobotsPolicy, Site, Standing
from tests.crawlers import context
from tests.served import HTML, Answer, serving

Say = Callable[[str, Any], tuple[int, dict[str, str], str]]
WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
MISSING = 404, {}, "<title>404</title><p>页面不存在</p>"


def page(inner: str, title: str = "页") -> tuple[int, dict[str, str], str]:
    return 200, {}, f"<html><head><title>{title}</title></head><body>{inner}<p>{WORDS}</p></body></html>"


@contextmanager
def host(say: Say) -> Iterator[tuple[str, list[tuple[float, str, Any]]]]:
    """A host that answers as ``say`` does of a path and the headers; what it was asked, and when."""
    asked: list[tuple[float, str, Any]] = []

    def answer(request: BaseHTTPRequestHandler) -> Answer | None:
        asked.append((monotonic(), request.path, request.headers))
        status, headers, text = say(request.path, request.headers)
        return (status, {"Content-Type": HTML, **headers}, text.encode()) if status else None

    with serving(answer) as port:
        yield f"http://127.0.0.1:{port}", asked


def task(root: str, folder: Path, robots: RobotsPolicy = RobotsPolicy.AUTHORISED, **changes: Any) -> CrawlTask:
    site = Site(id="s", name="测试站", home=root + "/", sponsor="u", rate=1000.0, robots=robots)
    values = {"site": site, "columns": (), "outside_rate": 1000.0, "run": "r1", "archive": folder / "s.db", **changes}
    return CrawlTask(**values)


Walked = Callable[..., dict[str, Link]]


@pytest.fixture
def walked(crawl: Callable[..., ShardReport], tmp_path: Path) -> Walked:
    def run(root: str, **changes: Any) -> dict[str, Link]:
        crawl(task(root, tmp_path, **changes))
        with ArchiveReader(tmp_path / "s.db") as reader:
            return {link.target.removeprefix(root): link for link in reader.links("r1")}

    return run


def last(links: dict[str, Link], path: str) -> tuple[Standing, Reason | None]:
    look = links[path].looks[-1]
    return look.standing, look.reason


DEAD, UNKNOWN, FINE = (Standing.DEAD, Reason.NOT_FOUND), Standing.UNKNOWN, (Standing.OK, None)


def test_whose_not_found_it_is(walked: Walked) -> None:
    """Beside the host's own 404: a page that comes with one, a gate's page, and a bare one of the server beneath."""
    pages = {
        "/": page("".join(f"<a href=/{p}>{p}</a>" for p in ("own", "page", "gate", "bare"))),
        "/page": (404, {}, page("<h1>区里召开会议</h1>")[2]),
        "/gate": (
            404,
            {"Server": "gate"},
            "<title>提示</title><p>Denied by policy 7, ticket 19-a8, see your officer.</p>",
        ),
        "/bare": (404, {}, "<title>404 Not Found</title><h1>404 Not Found</h1><hr>nginx"),
    }
    with host(lambda path, _: pages.get(path, MISSING)) as (root, _):
        links = walked(root)
    assert last(links, "/own") == DEAD
    assert last(links, "/bare") == DEAD
    assert last(links, "/page")[0] is UNKNOWN
    assert last(links, "/gate")[0] is UNKNOWN


@pytest.mark.parametrize("other", [(403, {}, "禁止"), (200, {}, page("欢迎")[2]), (302, {"Location": "/"}, "")])
def test_a_404_of_a_host_that_says_otherwise_to_any_address(walked: Walked, other: Any) -> None:
    pages = {"/": page("<a href=/x.html>x</a>"), "/x.html": MISSING}
    with host(lambda path, _: pages.get(path, other)) as (root, _):
        assert last(walked(root), "/x.html")[0] is UNKNOWN


def test_a_gate_that_begins_to_say_404_to_all_is_no_proof(walked: Walked) -> None:
    """The real 404 is asked for while the site is itself; then the gate shuts, for pages that are there too."""
    seen = {"pages": 0}
    names = [f"/n{n}" for n in range(6)]

    def say(path: str, _: Any) -> tuple[int, dict[str, str], str]:
        seen["pages"] += path in names
        if seen["pages"] > 2:
            return MISSING
        return page("".join(f"<a href={n}>{n}</a>" for n in names)) if path == "/" else page("页", path)

    with host(say) as (root, _):
        links = walked(root, workers=1)
    assert not [path for path, link in links.items() if link.looks[-1].standing is Standing.DEAD]


def test_an_outside_host_is_asked_what_its_404_means(walked: Walked) -> None:
    """One host says 404 to everything, its home page too; the other to what is not there."""
    with (
        host(lambda path, _: page("首页") if path == "/" else MISSING) as (good, _),
        host(lambda *_: MISSING) as (mute, _),
    ):
        pages = {"/": page(f"<a href={good}/a/1.html>甲</a><a href={mute}/a/1.html>乙</a>")}
        with host(lambda path, _: pages.get(path, MISSING)) as (root, _):
            links = walked(root)
    assert last(links, f"{good}/a/1.html") == DEAD
    assert last(links, f"{mute}/a/1.html")[0] is UNKNOWN


def test_sent_home_counts_where_every_unknown_address_is(walked: Walked) -> None:
    pages = {"/": page("<a href=/a/b/c.html>c</a>"), "/a/b/c.html": (302, {"Location": "/"}, "")}
    with host(lambda path, _: pages.get(path, MISSING)) as (root, _):
        assert last(walked(root), "/a/b/c.html")[0] is UNKNOWN


def test_sent_home_with_every_unknown_address(walked: Walked) -> None:
    pages = {"/": page("<a href=/a/b/c.html>c</a>")}
    with host(lambda path, _: pages.get(path, (302, {"Location": "/"}, ""))) as (root, _):
        assert last(walked(root), "/a/b/c.html") == (Standing.DEAD, Reason.SENT_HOME)


def test_both_clients_ask_as_a_visitor_does(walked: Walked) -> None:
    def say(path: str, headers: Any) -> tuple[int, dict[str, str], str]:
        if path == "/":
            return page("<a href=/p/>p</a>")
        if path == "/p/":
            return page("<img src=/i.jpg><a href=/gone>g</a>") if "text/html" in headers["Accept"] else MISSING
        fine = path == "/i.jpg" and "image/" in headers["Accept"] and "Referer" in headers
        return (200, {"Content-Type": "image/jpeg"}, "jpeg") if fine else MISSING

    with host(say) as (root, asked):
        links = walked(root)
        first, second = [headers for _, path, headers in asked if path == "/gone"]
    assert last(links, "/p/") == FINE
    assert last(links, "/i.jpg") == FINE
    assert last(links, "/gone") == DEAD
    assert [said["Accept"].startswith("text/html") for said in (first, second)] == [True, True]
    assert [said["Accept-Language"][:5] for said in (first, second)] == ["zh-CN", "zh-CN"]
    assert (first["Referer"], second["Referer"]) == (f"{root}/", f"{root}/p/")  # at last the page that uses it


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_is_waited_for_as_long_as_it_asks(walked: Walked, status: int) -> None:
    times: list[float] = []

    def say(path: str, _: Any) -> tuple[int, dict[str, str], str]:
        if path != "/busy":
            return page("<a href=/busy>b</a>") if path == "/" else MISSING
        times.append(monotonic())
        return (status, {"Retry-After": "3"}, "忙") if len(times) == 1 else page("好")

    with host(say) as (root, _):
        links = walked(root)
    assert last(links, "/busy") == FINE
    assert times[1] - times[0] >= 3


def test_a_host_that_asks_for_an_hour_is_not_waited_for(walked: Walked) -> None:
    pages = {"/": page("<a href=/busy>b</a>"), "/busy": (429, {"Retry-After": "3600"}, "忙")}
    with host(lambda path, _: pages.get(path, MISSING)) as (root, asked):
        links = walked(root)
        assert [path for _, path, _ in asked].count("/busy") == 1
    assert last(links, "/busy") == (UNKNOWN, Reason.BLOCKED)


@pytest.mark.parametrize(
    ("robots", "read", "told"),
    [
        ((200, {}, "User-agent: xuncha/1.0\nDisallow: /red/\n\nUser-agent: *\nDisallow: /blue"), {"/", "/blue"}, ""),
        ((404, {}, ""), {"/", "/blue", "/red/1"}, ""),
        ((403, {}, ""), {"/", "/blue", "/red/1"}, ""),
        ((500, {}, ""), set(), "500"),
        ((0, {}, ""), set(), "中断"),
    ],
)
def test_what_robots_txt_refuses(
    crawl: Callable[..., ShardReport], tmp_path: Path, robots: Any, read: set[str], told: str
) -> None:
    pages = {"/": page("<a href=/blue>b</a><a href=/red/1>r</a>"), "/blue": page("b"), "/red/1": page("r")}
    pages["/robots.txt"] = robots
    with host(lambda path, _: pages.get(path, MISSING)) as (root, asked):
        crawl(task(root, tmp_path, RobotsPolicy.OBEY))
        assert {path for _, path, _ in asked} & {"/", "/blue", "/red/1"} == read
    with ArchiveReader(tmp_path / "s.db") as reader:
        details = [f.detail for f in reader.failures("r1") if f.reason is Reason.ROBOTS]
    assert bool(details) == bool(told)
    assert all(told in detail for detail in details)


def _alone(one: CrawlTask) -> None:
    crawl_shard((one,), CrawlSettings("test@localhost", allow_private=True, timeout=30.0))


@pytest.mark.parametrize("kind", ["delay", "silent", "wait"])
def test_a_stop_waits_for_nobody(tmp_path: Path, kind: str) -> None:
    """While it waits for its turn under a long crawl-delay, for a host that says nothing, or to look again."""
    reached = threading.Event()

    def say(path: str, _: Any) -> tuple[int, dict[str, str], str]:
        if path == "/robots.txt":
            if kind == "delay":  # the home page waits a minute after it
                reached.set()
            return 200, {}, "User-agent: *\nCrawl-delay: 86400" if kind == "delay" else ""
        if path == "/":
            return page("<a href=/x>x</a><a href=/y>y</a>")
        if kind == "silent":
            reached.set()
            sleep(20)
        if kind == "wait" and path == "/y":
            reached.set()
        return MISSING

    with host(say) as (root, _):
        one = task(root, tmp_path, RobotsPolicy.OBEY, gaps=(timedelta(minutes=5),))
        child = context().Process(target=_alone, args=(one,))
        child.start()
        try:
            assert reached.wait(60)
            sleep(1.5)
            began = monotonic()
            assert child.pid is not None
            os.kill(child.pid, signal.SIGINT)
            child.join(40)
            # three seconds on an idle machine; the host would hold it up for 20 s, a minute, five minutes
            assert monotonic() - began < 15
            assert child.exitcode == 0
        finally:
            child.kill()
            child.join()
