"""A walk over a small planted site: every planted dead link is found, and nothing else is called dead."""

import json
import os
import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from crawler.spiders.shard import CrawlSettings, CrawlTask, ShardReport, crawl_shard
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Column, Reason, RobotsPolicy, Standing
from tests.crawlers import context

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 9000
PDF = b"%PDF-1.4\n" + b"\0" * 9000
WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12


def _page(inner: str, status: int = 200, **headers: str) -> tuple[int, dict[str, str], bytes]:
    text = f"<!DOCTYPE html><html><head><title>页</title></head><body>{inner}<p>{WORDS}</p></body></html>"
    return status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode()


def _file(body: bytes, kind: str) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": kind}, body


def _plant(site: Any, dead_port: int) -> dict[str, Reason]:
    """Fill the site; returns what is dead, by a person's reading of this function."""
    flaps = lambda n, _: _page("短暂", 500) if n == 1 else _page("好了")  # noqa: E731
    cookie = lambda n, _: (302, {"Location": "/cookie", "Set-Cookie": f"a={n}"}, b"") if n == 1 else _page("进来了")  # noqa: E731
    site.pages |= {
        "/": _page(
            "<a href=/p1>一</a><a href=/p2>二</a><img src=/gone.png><link rel=stylesheet href=/no.css>"
            "<script src=/no.js></script><!-- <a href=/decoy1>x</a> --><script>var a='<a href=/decoy2>x</a>'</script>"
            f"<a href='http://127.0.0.1:{dead_port}/x'>拒绝</a><a href='http://nothing.invalid/'>无此域名</a>"
        ),
        "/p1": _page(
            "<a href=/404>a</a><a href=/410>b</a><a href=/500>c</a><a href=/loop>d</a><a href=/soft>e</a>"
            "<a href='file:///C:/x.doc'>f</a><a href=/wrong.pdf>g</a><a href=/ok.pdf>h</a><img src=/ok.png>"
            "<div style='background:url(/no-bg.png)'></div><img srcset='/no-2x.png 2x'><area href=/no-area>"
            "<iframe src=/no-frame></iframe><video src=/no.mp4></video><input type=image src=/no-button.png>"
        ),
        "/p2": _page(
            "<a href=/404>再用</a><a href=/403>a</a><a href=/412>b</a><a href=/521>c</a><a href=/503>d</a>"
            "<a href=/flap>e</a><a href=/chain>f</a><a href=/cookie>g</a><a href=/p1>一</a>"
        ),
        "/ok.pdf": _file(PDF, "application/octet-stream"),
        "/ok.png": _file(PNG, "image/png"),
        "/wrong.pdf": _page("这里没有附件"),
        "/410": (410, {"Content-Type": "text/html; charset=utf-8"}, "该页面已删除".encode()),
        "/500": _page("error", 500),
        "/loop": (302, {"Location": "/loop2"}, b""),
        "/loop2": (302, {"Location": "/loop"}, b""),
        "/soft": (200, {"Content-Type": "text/html"}, "<title>404 页面不存在</title>您访问的页面不存在".encode()),
        "/flap": flaps,
        "/cookie": cookie,
        "/chain": (302, {"Location": "/chain2"}, b""),
        "/chain2": (301, {"Location": "/p2"}, b""),
    }
    site.pages |= {f"/{status}": _page("x", status) for status in (403, 412, 521, 503)}
    missing = ("404", "gone.png", "no.css", "no.js", "no-bg.png", "no-2x.png", "no-area", "no-frame", "no.mp4")
    dead = {f"{site.root}/{name}": Reason.NOT_FOUND for name in (*missing, "no-button.png")}
    return dead | {
        f"{site.root}/410": Reason.GONE,
        f"{site.root}/loop": Reason.REDIRECT_LOOP,
        f"{site.root}/soft": Reason.SOFT_404,
        f"{site.root}/wrong.pdf": Reason.WRONG_TYPE,
        "file:///C:/x.doc": Reason.BAD_ADDRESS,
        f"http://127.0.0.1:{dead_port}/x": Reason.REFUSED,
        "http://nothing.invalid/": Reason.DNS_NOT_FOUND,
    }


def _task(planted: Any, folder: Path, **changes: Any) -> CrawlTask:
    values = {"site": planted.site(), "columns": (), "outside_rate": 1000.0, "run": "r1", **changes}
    return CrawlTask(archive=folder / "s.db", **values)


def _dead(archive: Path, run: str = "r1") -> dict[str, Reason | None]:
    with ArchiveReader(archive) as reader:
        return {
            link.target: link.looks[-1].reason
            for link in reader.links(run)
            if all(look.standing is Standing.DEAD for look in link.looks)
        }


Crawl = Callable[..., ShardReport]


def test_finds_all_dead_links_and_only_those(planted: Any, dead_port: int, crawl: Crawl, tmp_path: Path) -> None:
    dead = _plant(planted, dead_port)
    progress = tmp_path / "progress.json"
    report = crawl(_task(planted, tmp_path), progress=progress)
    assert [(s.finished, s.error) for s in report.sites] == [(True, "")]
    assert _dead(tmp_path / "s.db") == dead
    assert not [path for path in planted.asked if "decoy" in path]
    assert planted.asked["/ok.png"] == 1  # one look a run, whatever the number of uses
    assert json.loads(progress.read_text())["done"] == 1
    with ArchiveReader(tmp_path / "s.db") as reader:
        links = {link.target: link for link in reader.links("r1")}
        twice = links[f"{planted.root}/404"]
        assert (twice.uses, twice.pages, len(twice.looks)) == (2, 2, 2)
        assert {r.page for r in twice.referrers} == {f"{planted.root}/p1", f"{planted.root}/p2"}
        assert links[f"{planted.root}/gone.png"].on_home
        assert not links[f"{planted.root}/404"].on_home
        assert {page.url for page in reader.pages("r1")} >= {f"{planted.root}/{p}" for p in ("", "p1", "p2")}
        assert reader.coverage("r1", "s").bad == len(dead) + 5  # and the four that block us, and the one in error


def test_second_run_of_an_unchanged_site_keeps_one_capture(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    body = _page("<a href=/a>一</a>")
    planted.pages["/"] = lambda _, tag: (304, {}, b"") if tag == '"v1"' else (200, {**body[1], "ETag": '"v1"'}, body[2])
    planted.pages["/a"] = _page("<a href=/b>二</a>")
    crawl(_task(planted, tmp_path))
    crawl(_task(planted, tmp_path, run="r2"))
    with ArchiveReader(tmp_path / "s.db") as reader:
        assert [p.url for p in reader.pages("r1")] == [p.url for p in reader.pages("r2")]
        assert _dead(tmp_path / "s.db", "r2") == {f"{planted.root}/b": Reason.NOT_FOUND}
        assert [len(link.looks) for link in reader.links("r2") if link.target.endswith("/b")] == [4]
        assert len({p.body for p in reader.pages("r1")}) == 2
    asked = planted.asked.copy()
    crawl(_task(planted, tmp_path, run="r2"))  # a finished run is not walked again
    assert planted.asked == asked


def test_column_without_dates_opens_articles_and_follows_a_stub(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    rows = "".join(
        f"<li><a href='/a/202611/t20261101_{i}.html'>关于第{i}号工作的通知公告</a></li>" for i in range(1, 9)
    )
    planted.pages["/"] = _page("<a href=/col/>栏目</a>")
    stub = "<html><head><meta http-equiv=refresh content='0;url=/col/list.html'></head><body></body></html>"
    planted.pages["/col/"] = (200, {"Content-Type": "text/html"}, stub.encode())
    planted.pages["/col/list.html"] = _page(f"<ul class=list>{rows}</ul>")
    for i in range(1, 9):
        shown = f"<h1>通知</h1><div>发布时间：2026-10-0{i} 09:00 来源：办公室</div>"
        planted.pages[f"/a/202611/t20261101_{i}.html"] = _page(shown)
    column = Column("c1", "s", "栏目", f"{planted.root}/col/")
    broken = Column("c2", "s", "坏栏目", f"{planted.root}/none/")
    crawl(_task(planted, tmp_path, columns=(column, broken)))
    with ArchiveReader(tmp_path / "s.db") as reader:
        (found,) = reader.column_lists("r1")
        assert found.url.endswith("/col/list.html")
        assert (found.column, found.opened_read, found.opened_total) == ("c1", 5, 5)
        assert [i.day for i in found.items[:6]] == [*(date(2026, 10, n) for n in range(1, 6)), None]
        assert [(f.place, f.reason) for f in reader.failures("r1")] == [("c2", Reason.NOT_FOUND)]
        assert reader.coverage("r1", "s").columns_total == 2


@pytest.mark.parametrize(("policy", "asked"), [(RobotsPolicy.OBEY, 0), (RobotsPolicy.AUTHORISED, 1)])
def test_robots(planted: Any, crawl: Crawl, tmp_path: Path, policy: RobotsPolicy, asked: int) -> None:
    planted.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /inner/\n")
    planted.pages["/"] = _page("<a href=/inner/a>一</a>")
    planted.pages["/inner/a"] = _page("内页")
    crawl(_task(planted, tmp_path, site=planted.site(robots=policy)))
    assert planted.asked["/inner/a"] == asked
    with ArchiveReader(tmp_path / "s.db") as reader:
        skipped = {s.reason: s.count for s in reader.coverage("r1", "s").skipped}
    assert skipped == ({} if asked else {Reason.ROBOTS: 1})


def test_traps_and_budget(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/"] = _page(
        "<a href=/a/a/a/>重复</a><a href='/calendar?month=3'>月历</a><a href=/p1>1</a><a href=/p2>2</a>"
    )
    planted.pages["/p1"] = planted.pages["/p2"] = _page("页")
    crawl(_task(planted, tmp_path, max_pages=2))
    with ArchiveReader(tmp_path / "s.db") as reader:
        skipped = {s.reason: s.count for s in reader.coverage("r1", "s").skipped}
    assert skipped == {Reason.TRAP: 2, Reason.BUDGET: 1}


def test_deadline_and_retry_after(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    wait = lambda n, _: (503, {"Retry-After": "1"}, b"x") if n == 1 else _page("好了")  # noqa: E731
    planted.pages |= {"/": _page("<a href=/wait>等</a>"), "/wait": wait}
    crawl(_task(planted, tmp_path))
    with ArchiveReader(tmp_path / "s.db") as reader:
        (link,) = [k for k in reader.links("r1") if k.target.endswith("/wait")]
        assert [look.standing for look in link.looks] == [Standing.OK]
    planted.pages["/"] = _page("".join(f"<a href=/n{i}>{i}</a>" for i in range(50)))
    slow = planted.site(rate=4.0, robots=RobotsPolicy.AUTHORISED)
    crawl(_task(planted, tmp_path, run="r2", site=slow, deadline=timedelta(seconds=2)))
    with ArchiveReader(tmp_path / "s.db") as reader:
        (skipped,) = reader.coverage("r2", "s").skipped
    assert skipped.reason is Reason.DEADLINE
    assert skipped.count > 30


def test_a_redirect_into_the_private_network_is_refused(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    inner = f"http://localhost:{planted.port}/secret"
    planted.pages |= {"/": _page("<a href=/out>x</a>"), "/out": (302, {"Location": inner}, b""), "/secret": _page("密")}
    pinned = planted.site(connect=f"127.0.0.1:{planted.port}")
    crawl(_task(planted, tmp_path, site=pinned), allow_private=False)
    assert planted.asked["/secret"] == 0
    with ArchiveReader(tmp_path / "s.db") as reader:
        (link,) = [k for k in reader.links("r1") if k.target.endswith("/out")]
    assert (link.looks[0].standing, link.looks[0].reason) == (Standing.UNKNOWN, Reason.PRIVATE_ADDRESS)


def _run_apart(task: CrawlTask) -> None:
    crawl_shard((task,), CrawlSettings("test@localhost", allow_private=True, timeout=5.0))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_goes_on(planted: Any, crawl: Crawl, tmp_path: Path, number: int) -> None:
    planted.pages["/"] = _page("".join(f"<a href=/n{i}>{i}</a>" for i in range(120)))
    planted.pages |= {f"/n{i}": _page(f"页{i}") for i in range(120)}
    slow = planted.site(rate=30.0, robots=RobotsPolicy.AUTHORISED)
    child = context().Process(target=_run_apart, args=(_task(planted, tmp_path, site=slow),))
    child.start()
    until = monotonic() + 30
    while sum(planted.asked.values()) < 60 and monotonic() < until:
        sleep(0.05)
    assert child.pid is not None
    os.kill(child.pid, number)
    child.join(20)
    assert child.exitcode == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    with ArchiveReader(tmp_path / "s.db") as reader:
        seen = {page.url for page in reader.pages("r1")}
        assert reader.runs()[0].finished is None
    assert 5 < len(seen) < 110
    planted.asked.clear()
    report = crawl(_task(planted, tmp_path))
    assert report.sites[0].finished
    root = len(planted.root)
    # but for the one known page that tells whether the site is itself
    assert len([url for url in seen if url[root:] != "/" and planted.asked[url[root:]]]) <= 1
    with ArchiveReader(tmp_path / "s.db") as reader:
        assert len({page.url for page in reader.pages("r1")}) == 121


def test_the_daily_scope_opens_only_what_is_new(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages |= {f"/{name}": _page(f"<a href=/below-{name}>下层</a>") for name in ("near", "old", "new")}
    planted.pages |= {f"/below-{name}": _page("下") for name in ("near", "old", "new")}
    planted.pages |= {"/": _page("<a href=/near>近</a>"), "/col": _page("<a href=/old>旧</a>")}
    column = (Column("c1", "s", "栏目", f"{planted.root}/col"),)
    crawl(_task(planted, tmp_path, columns=column))
    planted.asked.clear()
    planted.pages["/col"] = _page("<a href=/old>旧</a><a href=/new>新</a>")
    crawl(_task(planted, tmp_path, columns=column, run="r2", whole_site=False))
    assert {path for path in planted.asked if path in {"/", "/col", "/near", "/old", "/new"}} == {
        "/",
        "/col",
        "/near",
        "/new",
    }
    assert not [path for path in planted.asked if "below" in path]
