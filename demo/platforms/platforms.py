"""The stand-ins over real HTTP on loopback: WeChat's interface, article pages, feeds. Only 127.0.0.1 is bound."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from crawler.accounts.asking.sources import Endpoints
from demo.platforms.platform_wechat import Reply, WechatStandIn

_MISSING = Reply(b"<html><body>not here</body></html>", "text/html", 404)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed hangs up in the middle; that is its business. Anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Platforms:
    """``pages``: path (with its query) → what is there; feeds and articles alike. ``asked`` counts every path."""

    def __init__(self, wechat: WechatStandIn, pages: Mapping[str, Reply]) -> None:
        self.wechat = wechat
        self.pages = dict(pages)
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def places(self) -> Endpoints:
        """Where the product finds the stand-ins."""
        return Endpoints(wechat=f"{self.base}/wechat", wechat_page=self.base)

    def answer(self, address: str, body: bytes | None) -> Reply:
        parts = urlsplit(address)
        with self.lock:
            self.asked[parts.path] += 1
            if parts.path.startswith("/wechat/") and body is not None:
                return self.wechat.answer(parts.path.removeprefix("/wechat"), dict(parse_qsl(parts.query)), body)
            return self.pages.get(address, _MISSING)

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(served: Platforms) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            self._send(served.answer(self.path, None))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._send(served.answer(self.path, self.rfile.read(length)))

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.mime)
            self.send_header("Content-Length", str(len(reply.body)))
            if reply.location:
                self.send_header("Location", reply.location)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing: addresses hold tokens, and the terminal belongs to the command."""

    return Handler


@contextmanager
def serve_platforms(wechat: WechatStandIn, pages: Mapping[str, Reply]) -> Iterator[Platforms]:
    """The stand-ins until the block ends."""
    served = Platforms(wechat, pages)
    thread = served.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join()
