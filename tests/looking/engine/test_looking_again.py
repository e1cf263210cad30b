"""The lenient client alone: every row of the hostile web, and the rungs of TLS."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.looking.controls import Controls
from crawler.looking.second_opinion import look_again
from ledger.vocabulary.observation import Look
from ledger.vocabulary.reason import Reason
from tests.looking.engine.hostile import Hostile
from tests.looking.engine.rows import EXPECTED, TLS
from tests.looking.engine.secure import Authority, odd_server

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
LIMITS = Limits(body=2_000_000, seconds=1.6)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


def _look(url: str, port: int, limits: Limits = LIMITS) -> Look:
    async def run() -> Look:
        controls = Controls([f"127.0.0.1:{port}"], guard=AddressGuard(allow_private=True))
        guard = AddressGuard({urlsplit(url).hostname or "": ("127.0.0.1", port)})
        wanted = "attachment" if url.endswith(".pdf") else "page"
        look, _ = await look_again(
            url, guard=guard, contact="a@b", now_fn=lambda: NOW, controls=controls, limits=limits, wanted=wanted
        )
        return look

    return asyncio.run(run())


@pytest.mark.parametrize("path", EXPECTED)
def test_row_by_the_lenient_client(server: Hostile, path: str) -> None:
    look = _look(f"http://site.example{path}", server.port)
    assert (look.standing.value, look.reason and look.reason.value) == EXPECTED[path]


@pytest.mark.parametrize("make", TLS)
def test_rungs_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: str) -> None:
    (standing, reason), rung, told = TLS[make]
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))  # the root is trusted: only the fault itself remains
    with odd_server(make, authority) as secure:
        assert told in _strict(f"{make}.example", secure.port)
        look = _look(f"https://{make}.example/plain", secure.port)
    assert (look.standing.value, look.reason and look.reason.value) == (standing, reason)
    assert rung in look.detail
    assert bool(rung) == ("tls_" in look.detail)


def _strict(host: str, port: int) -> str:
    """What a client that verifies everything says of the server: the row is what its name says."""
    with socket.create_connection(("127.0.0.1", port), 5) as sock:
        try:
            ssl.create_default_context().wrap_socket(sock, server_hostname=host).close()
        except ssl.SSLError as error:
            return str(error)
    return ""


def test_a_header_over_the_limit_is_not_read(server: Hostile) -> None:
    look = _look("http://site.example/big-header", server.port, replace(LIMITS, header=50_000))
    assert look.reason is Reason.MALFORMED


def test_a_drip_ends_at_the_deadline(server: Hostile) -> None:
    look = _look("http://site.example/drip", server.port)
    assert look.reason is Reason.TIMEOUT
    assert look.elapsed < 4  # the server drips for eight seconds
