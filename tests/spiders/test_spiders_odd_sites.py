"""Sites that misbehave as whole: they flap, ban, drip, fall silent, break off. None of it may ever read as dead."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from crawler.spiders.shard import CrawlTask, ShardReport
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Column, Link, Reason, RobotsPolicy, Standing

BREAK_OFF, DRIP = -1, 298
WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 900
Crawl = Callable[..., ShardReport]
Answer = tuple[int, dict[str, str], bytes]


def _page(inner: str, status: int = 200, **headers: str) -> Answer:
    text = f"<!DOCTYPE html><html><head><title>页</title></head><body>{inner}<p>{WORDS}</p></body></html>"
    return status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode()


def _task(planted: Any, folder: Path, **changes: Any) -> CrawlTask:
    site = planted.site(robots=RobotsPolicy.AUTHORISED)
    values = {"site": site, "columns": (), "outside_rate": 1000.0, "run": "r1", "archive": folder / "s.db", **changes}
    return CrawlTask(**values)


def _links(archive: Path) -> dict[str, Link]:
    with ArchiveReader(archive) as reader:
        return {"/" + link.target.split("/", 3)[3]: link for link in reader.links("r1")}


def _dead(links: dict[str, Link]) -> set[str]:
    return {path for path, link in links.items() if all(look.standing is Standing.DEAD for look in link.looks)}


NOTHING = 200, {"Content-Type": "text/html; charset=utf-8"}, "没有".encode()  # as the planted site says with its 404


@pytest.mark.parametrize("status", [404, 410])
def test_dead_on_the_first_look_and_alive_on_the_second(
    planted: Any, crawl: Crawl, tmp_path: Path, status: int
) -> None:
    # not on the home page: what that leads to is asked whether the site is itself
    planted.pages["/"] = _page("<a href=/list>x</a>")
    planted.pages["/list"] = _page("<a href=/flap>x</a><a href=/late>y</a><a href=/gone>z</a>")
    bad = (status, *NOTHING[1:])
    planted.pages["/flap"] = lambda n, _: bad if n == 1 else _page("好")
    planted.pages["/late"] = lambda n, _: bad if n <= 2 else _page("好")
    planted.pages["/gone"] = bad
    crawl(_task(planted, tmp_path, gaps=(timedelta(0), timedelta(0))))
    links = _links(tmp_path / "s.db")
    assert _dead(links) == {"/gone"}
    assert [len(links[path].looks) for path in ("/flap", "/late", "/gone")] == [2, 3, 3]
    assert {links[path].looks[-1].standing for path in ("/flap", "/late")} == {Standing.OK}


def test_a_ban_is_blocked_never_dead(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    """After twenty visits the site's guard shuts us out for a while, with each of the usual answers."""
    asked = 0

    def guarded(status: int) -> Callable[[int, str], Answer]:
        def say(_: int, __: str) -> Answer:
            nonlocal asked
            asked += 1
            told = {"Retry-After": "3600"} if status == 429 else {}  # longer than a run waits
            return _page("页") if asked <= 10 or asked > 40 else _page("访问过于频繁", status, **told)

        return say

    planted.pages["/"] = _page("".join(f"<a href=/n{i}>{i}</a>" for i in range(60)) + "<a href=/wait>w</a>")
    planted.pages |= {f"/n{i}": guarded(403 if i % 2 else 429) for i in range(60)}
    planted.pages["/wait"] = lambda n, _: _page("等", 429, **{"Retry-After": "1"}) if n == 1 else _page("好")
    crawl(_task(planted, tmp_path, workers=2))
    links = _links(tmp_path / "s.db")
    assert not _dead(links)
    looks = [links[f"/n{i}"].looks[-1] for i in range(60)]
    assert {(look.standing, look.reason) for look in looks} == {
        (Standing.OK, None),
        (Standing.UNKNOWN, Reason.BLOCKED),
    }
    assert sum(look.reason is Reason.BLOCKED for look in looks) == 30
    assert links["/wait"].looks[-1].standing is Standing.OK


def test_a_ban_that_meets_the_second_look_confirms_nothing(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/"] = _page("<a href=/x>x</a>")
    planted.pages["/x"] = lambda n, _: _page("没有", 404) if n == 1 else _page("禁止访问", 403)
    crawl(_task(planted, tmp_path))
    look = _links(tmp_path / "s.db")["/x"].looks[-1]
    assert (look.standing, look.reason) == (Standing.UNKNOWN, Reason.BLOCKED)


def test_a_body_that_drips_beyond_the_limit_is_a_timeout(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/"] = _page("<a href=/drip>x</a><img src=/drip.png><a href=/ok>y</a>")
    planted.pages["/drip"] = (DRIP, {"Content-Type": "text/html"}, b"")
    planted.pages["/drip.png"] = (DRIP, {"Content-Type": "image/png"}, b"")
    planted.pages["/ok"] = _page("页")
    began = monotonic()
    crawl(_task(planted, tmp_path), timeout=1.5)
    assert monotonic() - began < 30  # a bound against hanging, not a measurement
    links = _links(tmp_path / "s.db")
    for path in ("/drip", "/drip.png"):
        assert {(look.standing, look.reason) for look in links[path].looks} == {(Standing.UNKNOWN, Reason.TIMEOUT)}
    assert links["/ok"].looks[-1].standing is Standing.OK


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes connections and never says a word."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    held.append(listener.accept()[0])

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        stop.set()
        thread.join()
        for sock in held:
            sock.close()


def test_one_shard_four_sites(plant: Callable[[], Any], silent_port: int, crawl: Crawl, tmp_path: Path) -> None:
    """One is well, one never answers, one breaks off after its home page, one has no place to write to."""
    well, mute, broken, homeless = (plant() for _ in range(4))
    mute.port = silent_port
    for site in (well, broken, homeless):
        site.pages["/"] = _page("".join(f"<a href=/n{i}>{i}</a>" for i in range(20)) + "<img src=/no.png>")
        site.pages |= {f"/n{i}": _page(f"页{i}") for i in range(20)}
    broken.pages |= {f"/n{i}": (BREAK_OFF, {}, b"") for i in range(5, 20)} | {"/no.png": (BREAK_OFF, {}, b"")}
    (tmp_path / "homeless.db").mkdir()
    sites = {"well": well, "mute": mute, "broken": broken, "homeless": homeless}
    tasks = []
    for name, site in sites.items():
        task = _task(site, tmp_path, archive=tmp_path / f"{name}.db")
        named = site.site(robots=RobotsPolicy.AUTHORISED)
        tasks.append(CrawlTask(**{**vars(task), "site": type(named)(**{**vars(named), "id": name})}))
    report = crawl(*tasks, timeout=2.0)
    told = {one.site: one for one in report.sites}
    assert {name: one.finished for name, one in told.items()} == {
        "well": True, "mute": True, "broken": True, "homeless": False,
    }  # fmt: skip
    assert told["homeless"].error
    assert told["well"].pages == 21
    assert _dead(_links(tmp_path / "well.db")) == {"/no.png"}
    cut = _links(tmp_path / "broken.db")
    assert _dead(cut) == set()
    assert {path for path, link in cut.items() if link.looks[-1].reason is Reason.RESET} == {
        "/no.png",
        *(f"/n{i}" for i in range(5, 20)),
    }
    with ArchiveReader(tmp_path / "mute.db") as reader:
        (failure,) = reader.failures("r1")
        assert (failure.place, failure.reason) == (f"http://127.0.0.1:{silent_port}/", Reason.TIMEOUT)


USES = {
    "form": "<form action='{}'><input name=q></form>",
    "object": "<object data='{}'></object>",
    "embed": "<embed src='{}'>",
    "video": "<video src='{}'></video>",
    "poster": "<video poster='{}'></video>",
    "audio": "<audio src='{}'></audio>",
    "source": "<audio><source src='{}'></audio>",
    "area": "<map><area href='{}'></map>",
    "srcset": "<img srcset='{} 2x'>",
    "picture": "<picture><source srcset='{} 800w'></picture>",
    "style": "<div style='background:url({})'>x</div>",
    "css": "<style>.a{{background:url({})}}</style>",
    "refresh": "<meta http-equiv=refresh content='30;url={}'>",
    "input": "<input type=image src='{}'>",
    "frame": "<iframe src='{}'></iframe>",
    "sheet": "<link rel=stylesheet href='{}'>",
}
DECOYS = "".join(
    (
        *(f"<!-- {use.format(f'/decoy-comment-{name}')} -->" for name, use in USES.items()),
        *(f'<script>var a = "{use.format(f"/decoy-script-{name}")}";</script>' for name, use in USES.items()),
        "<template><a href=/decoy-template>x</a></template>",
        "<style>/* .b{background:url(/decoy-css)} */</style>",
        "<textarea><a href=/decoy-area>x</a></textarea>",
    )
)


def test_uses_of_every_sort(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    """Each planted dead is found with its reason, each planted alive is not; decoys are never asked for."""
    inner = "".join(f"{use.format(f'/dead-{name}')}{use.format(f'/live-{name}')}" for name, use in USES.items())
    planted.pages["/"] = _page("<a href=/all>x</a>")
    planted.pages["/all"] = _page(inner + DECOYS)
    page = {"form", "area", "refresh", "frame"}
    planted.pages |= {
        f"/live-{name}": _page("页") if name in page else (200, {"Content-Type": "image/png"}, PNG) for name in USES
    }
    crawl(_task(planted, tmp_path))
    links = _links(tmp_path / "s.db")
    assert _dead(links) == {f"/dead-{name}" for name in USES}
    assert {look.reason for path in _dead(links) for look in links[path].looks} == {Reason.NOT_FOUND}
    assert {links[f"/live-{name}"].looks[-1].standing for name in USES} == {Standing.OK}
    assert {path for path in planted.asked if "decoy" in path} == set()
    assert {planted.asked[f"/dead-{name}"] for name in USES} == {2}  # two looks, each a GET


@pytest.mark.parametrize(("status", "reason"), [(BREAK_OFF, Reason.RESET), (502, Reason.SITE_NOT_ITSELF)])
def test_a_site_that_goes_down_in_the_middle_has_no_dead_pages(
    planted: Any, crawl: Crawl, tmp_path: Path, status: int, reason: Reason
) -> None:
    """The home page opened at first; before the looks are repeated it does not: all of them are set aside."""
    inner = "<a href=/a>a</a><a href=/b>b</a>"
    planted.pages["/"] = lambda n, _: _page(inner) if n <= 2 else _page("x", status)
    planted.pages |= {"/a": _page("x", 502), "/b": _page("x", 404)}
    crawl(_task(planted, tmp_path, second_ask=timedelta(0)))
    assert _links(tmp_path / "s.db") == {}
    with ArchiveReader(tmp_path / "s.db") as reader:
        assert [check.itself for check in reader.run_checks("r1")] == [True, False]
        assert [failure.reason for failure in reader.failures("r1")] == [reason]
        assert {s.reason for s in reader.coverage("r1", "s").skipped} == {Reason.SITE_NOT_ITSELF}


def test_a_home_page_that_fails_once_is_asked_again(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    planted.pages["/"] = lambda n, _: _page("x", 502) if n == 1 else _page("<a href=/a>a</a>")
    crawl(_task(planted, tmp_path, second_ask=timedelta(0)))
    assert _dead(_links(tmp_path / "s.db")) == {"/a"}


def test_a_healthy_site_pays_a_handful_of_requests(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    """Whether it is itself: the home page and a known one, at the start, before dead looks are repeated, at the end."""
    names = [f"/n{n}" for n in range(30)]
    planted.pages["/"] = _page("".join(f"<a href={name}>{name}</a>" for name in names) + "<a href=/gone>x</a>")
    planted.pages |= {name: _page(f"<h1>{name}</h1>") for name in names}
    crawl(_task(planted, tmp_path))
    planted.asked.clear()
    crawl(_task(planted, tmp_path, run="r2"))
    assert planted.asked["/"] <= 1 + 3 + 2  # the visit; ours; and whether the host opens when a dead link is believed
    assert sum(planted.asked[name] for name in names) <= len(names) + 3


def test_a_column_that_leads_to_the_home_page_shows_no_list(planted: Any, crawl: Crawl, tmp_path: Path) -> None:
    rows = "".join(
        f"<li><a href=/n{n}.html>第{n}次工作会议召开</a><span>2026-11-{n:02}</span></li>" for n in range(10, 20)
    )
    planted.pages["/"] = _page(f"<ul>{rows}</ul>")
    planted.pages["/lm/"] = (200, {"Content-Type": "text/html"}, b"<script>location.href='/'</script>")
    column = Column("c1", "s", "栏目", f"{planted.root}/lm/")
    crawl(_task(planted, tmp_path, columns=(column,)))
    with ArchiveReader(tmp_path / "s.db") as reader:
        assert list(reader.column_lists("r1")) == []
        assert [f.reason for f in reader.failures("r1") if f.place == "c1"] == [Reason.SENT_HOME]
