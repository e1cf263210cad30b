"""Probes of home pages against a loopback server: what opens, what does not, and what could not be looked at."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.guard import AddressGuard
from crawler.likeness.judge import KnownSite
from crawler.looking.controls import Controls
from crawler.probes.home import probe_home_pages
from ledger.vocabulary import FAILED_VISITS, Site
from ledger.vocabulary.observation import Probe
from ledger.vocabulary.reason import Reason

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = b"<html><head><title>x</title></head><body>" + b"<p>news</p>" * 50 + b"</body></html>"


def page(title: str, words: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>{words}</p></body></html>".encode()


ANSWERS = {
    "ok.example": b"HTTP/1.1 200 OK\r\nServer nginx\r\nContent-Type: text/html\r\n\r\n" + HOME,
    "forbidden.example": b"HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n",
    "broken.example": b"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n",
    "busy.example": b"HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n",
    "gone.example": b"HTTP/1.1 404 x\r\nContent-Length: 16\r\n\r\n<html>404</html>",
    "barred.example": b"HTTP/1.1 404 x\r\nContent-Type: text/html\r\n\r\n" + page("提示", "您的访问被拦截"),
    "parked.example": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page("域名出售", "欢迎出价"),
    "resting.example": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page("公告", "网站维护中"),
}


@pytest.fixture
def port() -> Iterator[int]:
    """Answers by the Host header; a host not in the table is left waiting."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                asked = sock.recv(4096)
                answer = next((a for host, a in ANSWERS.items() if b"Host: " + host.encode() in asked), None)
                if answer is None:
                    held.append(sock)
                    continue
                sock.sendall(answer)
                sock.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for sock in held:
        sock.close()


def _probe(port: int, hosts: list[str], control: int) -> list[Probe]:
    guard = AddressGuard({host: ("127.0.0.1", port) for host in hosts if host != "inner.example"})

    async def run() -> list[Probe]:
        controls = Controls([f"127.0.0.1:{control}"], guard=AddressGuard(allow_private=True))
        urls = [f"http://{host}/" for host in hosts]
        return await probe_home_pages(
            urls,
            controls=controls,
            guard=guard,
            contact="a@b",
            now_fn=lambda: NOW,
            known=[KnownSite(Site("s", "某站", url, "u")) for url in urls],
            timeout=1.0,
        )

    return asyncio.run(run())


def test_what_opens_and_what_does_not(port: int) -> None:
    fine, forbidden, broken, silent = _probe(
        port, ["ok.example", "forbidden.example", "broken.example", "silent.example"], port
    )
    assert (fine.opened, fine.status, fine.reason, fine.controls_ok) == (True, 200, None, True)
    assert (forbidden.opened, forbidden.reason) == (False, Reason.BLOCKED)
    assert (broken.opened, broken.reason) == (False, Reason.SERVER_ERROR)
    assert (silent.opened, silent.reason) == (False, Reason.TIMEOUT)
    assert silent.elapsed >= 1.0


def test_the_state_of_our_own_network_is_kept(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        free = closed.getsockname()[1]
    (fine,) = _probe(port, ["ok.example"], free)
    assert (fine.opened, fine.controls_ok) == (True, False)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("busy.example", Reason.SERVER_ERROR),  # any 5xx of the server's own is a failed visit
        ("gone.example", Reason.NOT_FOUND),  # as is the host's own 404
        ("barred.example", None),  # a firewall's counts neither way
        ("parked.example", Reason.SITE_NOT_ITSELF),
        ("resting.example", None),
    ],
)
def test_a_page_that_is_not_the_sites_own_is_no_visit(port: int, host: str, reason: Reason | None) -> None:
    (seen,) = _probe(port, [host], port)
    assert not seen.opened
    assert (
        seen.reason not in FAILED_VISITS if reason in (None, Reason.SITE_NOT_ITSELF) else seen.reason in FAILED_VISITS
    )
    assert reason in (None, seen.reason)
