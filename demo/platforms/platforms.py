"""The stand-ins over real HTTP on loopback: WeChat's interface, article pages, feeds. Only 127.0.0.1 is bound."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from crawler.accounts.asking.sources import Endpoints
from demo.loopback import LoopbackServer, QuietHandler, running
from demo.platforms.platform_wechat import Reply, WechatStandIn

_MISSING = Reply(b"<html><body>not here</body></html>", "text/html", 404)


class Platforms:
    """``pages``: path (with its query) → what is there; feeds and articles alike. ``asked`` counts every path."""

    def __init__(self, wechat: WechatStandIn, pages: Mapping[str, Reply]) -> None:
        self.wechat = wechat
        self.pages = dict(pages)
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.server = LoopbackServer(_handler(self))
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

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


def _handler(served: Platforms) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self._send(served.answer(self.path, None))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._send(served.answer(self.path, self.rfile.read(length)))

        def _send(self, reply: Reply) -> None:
            where = [("Location", reply.location)] if reply.location else []
            self.reply(reply.status, reply.mime, reply.body, where)

    return Handler


@contextmanager
def serve_platforms(wechat: WechatStandIn, pages: Mapping[str, Reply]) -> Iterator[Platforms]:
    """The stand-ins until the block ends."""
    served = Platforms(wechat, pages)
    with running(served.server):
        yield served
