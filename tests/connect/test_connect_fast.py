"""The fast way to ask: what it reads it reads as it was sent, what it cannot read it says, and the guard holds it."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, StopDownload
from scrapy.http import Response

from crawler.connect.aiohttp_client import FastClient, Unclean, suits
from crawler.connect.guard import AddressGuard, AddressRefused
from crawler.connect.limits import Limits
from crawler.connect.resolver import GuardedResolver
from crawler.connect.settings import scrapy_settings
from tests.looking.engine.hostile import GBK_DIR, PAGE, ROWS, Hostile
from tests.looking.engine.rows import EXPECTED

ROOT = Path(__file__).parents[2]

LIMITS = Limits(body=300_000, seconds=1.5)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


def _guard(server: Hostile) -> AddressGuard:
    return AddressGuard({"site.example": ("127.0.0.1", server.port)})


def _crawler(guard: AddressGuard) -> Crawler:
    return Crawler(Spider, scrapy_settings(contact="a@b", guard=guard, limits=LIMITS))


def _get(guard: AddressGuard, *urls: str, crawler: Crawler | None = None) -> list[Response | Exception]:
    """One after the other through one client; what it raises stands in the answer's place."""

    async def ask() -> list[Response | Exception]:
        client = FastClient(crawler or _crawler(guard), GuardedResolver(None, guard))
        found: list[Response | Exception] = []
        for url in urls:
            try:
                found.append(await client.get(Request(url), LIMITS.seconds))
            except (OSError, Unclean, DownloadTimeoutError, DownloadCancelledError) as error:
                found.append(error)
        await client.close()
        return found

    return asyncio.run(ask())


# path → status and flags of the answers that are read; the body is what stands behind the header
READ = {
    "/plain": (200, []),
    "/http10": (200, []),
    "/continue": (200, []),
    "/bare-lf": (200, []),
    "/no-length": (200, ["partial"]),
    "/short-gzip": (200, []),
    "/cookie-gbk": (200, []),
    "/location-gbk": (302, []),
    "/s404": (404, []),
    "/s403": (403, []),
    "/s503": (503, []),
    "/status-999": (999, []),
    "/empty-200": (200, []),
}
UNCLEAN = ("/no-colon", "/name-with-space", "/two-lengths", "/length-and-chunks", "/big-header", "/header-9k")
TORN = ("/garbage", "/longer-than-body")


@pytest.mark.parametrize("path", READ)
def test_what_is_read_is_what_was_sent(server: Hostile, path: str) -> None:
    before = server.asked[path]
    (answer,) = _get(_guard(server), f"http://site.example{path}")
    assert isinstance(answer, Response)
    assert (answer.status, answer.flags) == READ[path]
    assert answer.body == (
        PAGE if path == "/plain" else ROWS[path].rpartition(b"\n\r\n" if path != "/bare-lf" else b"\n\n")[2]
    )
    assert server.asked[path] == before + 1


def test_header_bytes_come_as_they_were_sent(server: Hostile) -> None:
    moved, cookie = _get(_guard(server), "http://site.example/location-gbk", "http://site.example/cookie-gbk")
    assert isinstance(moved, Response)
    assert isinstance(cookie, Response)
    assert moved.headers[b"Location"] == b"/" + GBK_DIR + b"/there"
    assert cookie.headers[b"Set-Cookie"] == b"n=" + GBK_DIR + b"; path=/"


@pytest.mark.parametrize("path", ["/a/../b//", "/%zz/%C4%BF", "/x;y=1/a%2Fb"])
def test_an_address_is_asked_for_as_it_is_written(server: Hostile, path: str) -> None:
    _get(_guard(server), f"http://site.example{path}?a=%zz&b=c+d")
    assert server.asked[path] == 1


@pytest.mark.parametrize("path", [*UNCLEAN, *TORN])
def test_what_it_cannot_read_is_left_to_the_patient_way(server: Hostile, path: str) -> None:
    assert isinstance(_get(_guard(server), f"http://site.example{path}")[0], Unclean)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/rst", ConnectionResetError),
        ("/empty-reply", ConnectionResetError),
        ("/silent", DownloadTimeoutError),
        ("/drip", DownloadTimeoutError),
        ("/endless", DownloadCancelledError),
    ],
)
def test_no_answer_is_told_by_its_own_name(server: Hostile, path: str, kind: type[Exception]) -> None:
    assert isinstance(_get(_guard(server), f"http://site.example{path}")[0], kind)


def test_a_download_stops_where_a_signal_says(server: Hostile) -> None:
    guard = _guard(server)
    crawler = _crawler(guard)

    def enough(data: bytes) -> None:
        raise StopDownload(fail=False)

    crawler.signals.connect(enough, signals.bytes_received)
    (answer,) = _get(guard, "http://site.example/endless", crawler=crawler)
    assert isinstance(answer, Response)
    assert answer.flags == ["download_stopped"]
    assert answer.body.strip(b"x") == b""
    assert 0 < len(answer.body) < LIMITS.body


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433", "0x7f.1", "127.1"]
)
def test_no_form_of_loopback_is_dialled(server: Hostile, host: str) -> None:
    before = sum(server.asked.values())
    (found,) = _get(_guard(server), f"http://{host}:{server.port}/plain")
    assert isinstance(found, AddressRefused)
    assert sum(server.asked.values()) == before


def test_a_pin_opens_its_address_to_its_own_name_only(server: Hostile) -> None:
    own, number = _get(_guard(server), "http://site.example/plain", f"http://127.0.0.1:{server.port}/plain")
    assert isinstance(own, Response)
    assert isinstance(number, AddressRefused)


def test_a_pinned_number_is_never_dialled_as_it_is_written(server: Hostile) -> None:
    """aiohttp resolves no number, so it would go past the pin; the patient way keeps to it."""
    guard = AddressGuard({"127.0.0.1": ("127.0.0.1", 1)})
    before = sum(server.asked.values())
    assert isinstance(_get(guard, f"http://127.0.0.1:{server.port}/plain")[0], Unclean)
    assert sum(server.asked.values()) == before


def test_refused_and_unknown_names_keep_their_errors() -> None:
    guard = AddressGuard({"closed.example": ("127.0.0.1", 1)})
    closed, nowhere = _get(guard, "http://closed.example/", "http://nowhere.invalid/")
    assert isinstance(closed, ConnectionRefusedError)
    assert type(nowhere).__name__ == "gaierror"


@pytest.mark.parametrize(
    ("request_", "fast"),
    [
        (Request("http://a.cn/x?y=%C4%BF#z"), True),
        (Request("http:///x"), False),
        (Request("http://u:p@a.cn/x"), False),
        (Request("http://a.cn/x", method="POST", body=b"a=1"), False),
    ],
)
def test_forms_and_passwords_go_the_patient_way(request_: Request, fast: bool) -> None:
    assert suits(request_) is fast


def _crawl(server: Hostile, paths: Iterable[str]) -> dict[str, list[list[Any]]]:
    """Every path through the whole engine, on a host of its own, so that each begins the fast way."""
    hosts = {path: f"row{number}.example" for number, path in enumerate(paths)}
    pins = dict.fromkeys(hosts.values(), ("127.0.0.1", server.port))
    wanted = {f"http://{host}{path}": "attachment" if path.endswith(".pdf") else "page" for path, host in hosts.items()}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "looking" / "engine" / "engine_child.py")],
        input=json.dumps({"pins": pins, "urls": wanted, "controls": [f"127.0.0.1:{server.port}"]}),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    looks = json.loads(done.stdout)
    return {path: looks[f"http://{host}{path}"] for path, host in hosts.items()}


def test_every_row_keeps_its_answer_on_a_host_asked_for_the_first_time(server: Hostile) -> None:
    looks = _crawl(server, EXPECTED)
    assert {path: tuple(seen[-1][:2]) for path, seen in looks.items()} == EXPECTED
    assert looks["/location-gbk"][-1][3].endswith("/%C4%BF%C2%BC/there")


def test_only_a_malformed_answer_is_asked_for_twice(server: Hostile) -> None:
    paths = ("/s404", "/s403", "/silent", "/endless", "/no-colon")
    before = server.asked.copy()
    looks = _crawl(server, paths)
    assert looks["/no-colon"][-1][0] == "ok"
    assert {path: server.asked[path] - before[path] for path in paths} == dict.fromkeys(paths, 1) | {"/no-colon": 2}
