"""Every row of what servers send, through the engine in use (in a child process) and the second look."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.looking.engine.hostile import Hostile
from tests.looking.engine.rows import EXPECTED, TLS, WIRE
from tests.looking.engine.secure import Authority, odd_server

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

LITERALS = ("http://2130706433/", "http://0x7f.1/", "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/")
Looks = dict[str, list[list[Any]]]


def _crawl(task: dict[str, Any]) -> Looks:
    done = subprocess.run(
        [sys.executable, str(HERE / "engine_child.py")],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    looks: Looks = json.loads(done.stdout)
    return looks


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looks]:
    closed = socket.create_server(("127.0.0.1", 0))
    free = closed.getsockname()[1]
    closed.close()
    with contextlib.ExitStack() as stack, Hostile() as plain:
        pins: dict[str, tuple[str, int]] = {
            "site.example": ("127.0.0.1", plain.port),
            "closed.example": ("127.0.0.1", free),
        }
        urls = {f"http://site.example{path}": _wanted(path) for path in EXPECTED}
        urls |= dict.fromkeys((*LITERALS, "http://closed.example/", "http://nowhere.invalid/"), "page")
        authority = Authority(tmp_path_factory.mktemp("tls"))
        for make in TLS:
            server = stack.enter_context(odd_server(make, authority))
            pins[f"{make}.example"] = ("127.0.0.1", server.port)
            urls[f"https://{make}.example/plain"] = "page"
        yield _crawl({"pins": pins, "urls": urls, "controls": [f"127.0.0.1:{plain.port}"]})


def _wanted(path: str) -> str:
    return "attachment" if path.endswith(".pdf") else "page"


@pytest.mark.parametrize("path", EXPECTED)
def test_row(looks: Looks, path: str) -> None:
    standing, reason, *_ = looks[f"http://site.example{path}"][-1]
    assert (standing, reason) == EXPECTED[path]
    # No look at a row that is not dead may ever have said dead, the engine's own included.
    if EXPECTED[path][0] != "dead":
        assert all(look[0] != "dead" for look in looks[f"http://site.example{path}"])


@pytest.mark.parametrize("make", TLS)
def test_tls_row(looks: Looks, make: str) -> None:
    """The engine reads most of them without verifying; which rung was needed is the lenient client's to tell."""
    standing, reason, *_ = looks[f"https://{make}.example/plain"][-1]
    assert (standing, reason) == TLS[make][0]
    assert all(look[0] != "dead" for look in looks[f"https://{make}.example/plain"])


def test_every_row_of_the_wire_facts_is_played() -> None:
    played = {case for cases in WIRE.values() for case in cases}
    assert played <= EXPECTED.keys() | TLS.keys()
    assert TLS.keys() <= played
    assert [sum(row.startswith(part) for row in WIRE) for part in ("8.3 a", "8.3 b", "8.4 +")] == [4, 5, 5]
    assert sum(row.startswith("8.4 ") for row in WIRE) == 16 + 5


@pytest.mark.parametrize("url", LITERALS)
def test_literal_of_the_inner_network_is_refused(looks: Looks, url: str) -> None:
    assert looks[url][-1][:2] == ["unknown", "private_address"]


def test_refused_at_a_pinned_inner_address_is_dead(looks: Looks) -> None:
    assert looks["http://closed.example/"][-1][:2] == ["dead", "refused"]


def test_reserved_name_does_not_exist(looks: Looks) -> None:
    assert looks["http://nowhere.invalid/"][-1][:2] == ["dead", "dns_not_found"]


def test_gbk_redirect_goes_where_the_bytes_say(looks: Looks) -> None:
    assert looks["http://site.example/location-gbk"][-1][3].endswith("/%C4%BF%C2%BC/there")


def test_elapsed_counts_to_the_last_byte(looks: Looks) -> None:
    assert looks["http://site.example/slow"][0][5] >= 1.0
