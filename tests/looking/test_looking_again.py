"""The lenient client alone: every row of the hostile web, and the rungs of TLS."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hostile import Hostile, server_context
from rows import EXPECTED

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.looking.again import look_again
from crawler.looking.controls import Controls
from ledger.vocabulary.observation import Look
from ledger.vocabulary.reason import Reason

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
LIMITS = Limits(body=2_000_000, seconds=1.6)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


def _look(url: str, port: int, limits: Limits = LIMITS) -> Look:
    async def run() -> Look:
        controls = Controls([f"127.0.0.1:{port}"], guard=AddressGuard(allow_private=True))
        guard = AddressGuard({"site.example": ("127.0.0.1", port)})
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


@pytest.mark.parametrize(("make", "rung"), [("self-signed", "tls_unverified"), ("tls10", "tls_legacy")])
def test_rungs_are_told(tmp_path: Path, make: str, rung: str) -> None:
    with Hostile(server_context(tmp_path, make)) as secure:
        look = _look("https://site.example/plain", secure.port)
    assert look.reason is None
    assert rung in look.detail


def test_plain_http_on_the_secure_port_is_tls_trouble() -> None:
    with Hostile(plain_on_tls=True) as odd:
        assert _look("https://site.example/plain", odd.port).reason is Reason.TLS


def test_a_header_over_the_limit_is_not_read(server: Hostile) -> None:
    look = _look("http://site.example/big-header", server.port, replace(LIMITS, header=50_000))
    assert look.reason is Reason.MALFORMED


def test_a_drip_ends_at_the_deadline(server: Hostile) -> None:
    look = _look("http://site.example/drip", server.port)
    assert look.reason is Reason.TIMEOUT
    assert look.elapsed < 4  # the server drips for eight seconds
