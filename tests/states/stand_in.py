"""A stand-in district: small sites told apart by their host, each with faults of every kind, and the states they can be
put in. An answer is (status, headers, body); CLOSE, CUT and DRIP in place of a status misbehave on the wire."""

import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from time import monotonic, sleep

from tests.served import Server

CLOSE, CUT, DRIP = -1, -2, -3
Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = "<p>" + "为做好当前工作，全区各单位按照部署认真落实各项任务，现将有关情况向社会公布，欢迎群众监督。" * 6 + "</p>"
TAGS = '<meta name="SiteName" content="{name}"><meta name="SiteIDCode" content="{code}">'
CODE = "4401990001"


def code_of(name: str) -> str:
    """Each site has a code of its own."""
    return f"44{zlib.crc32(name.encode()) % 10**8:08}"


def of_its_own(pages: "dict[str, Answer]", name: str) -> "dict[str, Answer]":
    return {path: (s, h, body.replace(CODE.encode(), code_of(name).encode())) for path, (s, h, body) in pages.items()}


def page(title: str, inner: str, *, foot: str = "", head: str = "", status: int = 200) -> Answer:
    top = f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
    return status, HTML, f"{top}<body>{inner}{foot}</body></html>".encode()


def moved(to: str) -> Answer:
    return 302, {"Location": to}, b""


NAME = "望舒区农业农村局"
SHEET = '<link rel="stylesheet" href="/css/site.css">'
NAV = '<div class="nav"><a href="/">首页</a><a href="/xw/">要闻</a><a href="/tz/">通知</a><a href="/kb/">统计</a></div>'
FOOT = (
    f'<div class="footer">主办单位：{NAME} 联系电话：020-12345678 网站标识码：{CODE} 粤ICP备12345678号'
    '<a href="/map.html">网站地图</a></div>'
)
BARE = '<div class="footer">版权所有</div>'
ROWS = "".join(
    f'<li><a href="/xw/a{n}.html">全区第{n}次春耕生产工作会议召开部署下步工作</a><span>2026-11-{24 - n:02}</span></li>'
    for n in range(1, 11)
)
OLD = "".join(
    f'<li><a href="/xw/b{n}.html">全区第{n}次秋收工作会议召开部署下步工作</a><span>2026-08-{24 - n:02}</span></li>'
    for n in range(1, 6)
)


def _column(title: str, rows: str) -> Answer:
    inner = f"{NAV}<div class=position>当前位置：首页 &gt; {title}</div><h1>{title}</h1><ul class=list>{rows}</ul>"
    return page(f"{title}-{NAME}", inner, foot=FOOT, head=SHEET + '<meta name="ColumnName" content="' + title + '">')


def _article(title: str, day: str, more: str = "") -> Answer:
    inner = f"{NAV}<h1>{title}</h1><div class=info>发布时间：{day} 来源：本局</div>{TEXT}{more}"
    return page(f"{title}-{NAME}", inner, foot=FOOT, head=SHEET)


def healthy(more: str = '<a href="/gone.html">旧专题</a>') -> dict[str, Answer]:
    """A site in order but for: a dead link on the home page and one on an article, a silent column, a blank one, a foot
    without 公安备案号, pages without their tags."""
    home = page(
        NAME,
        f"{NAV}<h2>工作动态</h2><ul>{ROWS}</ul><h2>专题</h2>{more}{TEXT}",
        foot=FOOT,
        head=SHEET + TAGS.format(name=NAME, code=CODE),
    )
    pages = {"/": home, "/xw/": _column("要闻", OLD), "/tz/": _column("通知", ROWS), "/kb/": _column("统计", "")}
    pages |= {f"/xw/a{n}.html": _article(f"第{n}次春耕生产工作会议召开", f"2026-11-{24 - n:02}") for n in range(2, 11)}
    pages |= {f"/xw/b{n}.html": _article(f"第{n}次秋收工作会议召开", f"2026-08-{24 - n:02}") for n in range(1, 6)}
    pages["/xw/a1.html"] = _article("第1次春耕生产工作会议召开", "2026-11-23", '<a href="/files/lost.html">附件页</a>')
    pages["/map.html"] = page(f"网站地图-{NAME}", f"{NAV}<h1>网站地图</h1>{TEXT}", foot=FOOT, head=SHEET)
    pages["/css/site.css"] = 200, {"Content-Type": "text/css"}, b"body{color:#000}"
    return pages


@dataclass
class District:
    """``states``: by host what answers (path, how many times the host was asked since) in place of the site; None lets
    the site answer. ``after``: answers that are the site's own before the state begins."""

    pages: dict[str, dict[str, Answer]] = field(default_factory=dict)
    states: dict[str, Callable[[str, int], Answer | None]] = field(default_factory=dict)
    after: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    def answer(self, host: str, path: str) -> Answer:
        with self.lock:
            count = self.asked[host] = self.asked.get(host, 0) + 1
        own = self.pages.get(host, {}).get(path) or page("404", "<h1>404 Not Found</h1>", status=404)
        state = self.states.get(host)
        if state is None or count <= self.after:
            return own
        return state(path, count) or own


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    district: District

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        status, headers, body = self.district.answer(host, self.path)
        if status == CLOSE:
            self.close_connection = True
            return
        self.send_response(200 if status < 0 else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + (0 if status > 0 else 50_000)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
            if status == DRIP:
                self._drip()
        self.close_connection = status < 0

    def _drip(self) -> None:
        until = monotonic() + 12
        while monotonic() < until:
            self.wfile.write(b" ")
            sleep(0.3)

    def do_HEAD(self) -> None:
        self.send_error(405)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def serving() -> Iterator[District]:
    district = District()
    handler = type("Handler", (_Handler,), {"district": district})
    server = Server(("127.0.0.1", 0), handler)
    district.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield district
    finally:
        server.shutdown()
        server.server_close()
