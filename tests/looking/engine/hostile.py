"""The hostile web: one raw-socket server for every row of what servers really send. Loopback only, bounded."""

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
from collections import Counter

PAGE = (
    "<!DOCTYPE html><html><head><title>某区人民政府</title></head><body>" + "<p>今日要闻，工作动态，通知公告。</p>" * 60
).encode() + b"</body></html>"
GBK_DIR = "目录".encode("gbk")


def ok(body: bytes = PAGE, *, status: str = "200 OK", extra: bytes = b"", kind: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode()
    return head + extra + b"Connection: close\r\n\r\n" + body


def html(title: str, body: str, **more: object) -> bytes:
    return ok(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), **more)  # type: ignore[arg-type]


_SAME = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
_CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
_ZIPPED = gzip.compress(PAGE)
_GZIP = b"Content-Encoding: gzip\r\n"
_FOUND = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n"

_WIDE = "\ufeff<html><head><meta charset=utf-8><title>某区</title></head><body>工作动态</body></html>".encode(
    "utf-16-le"
)


def _in_gbk(title: str, body: str, header: str, meta: str = "") -> bytes:
    """A page in GBK under a header and a meta that may say something else."""
    text = f"<html><head>{meta}<title>{title}</title></head><body>{body}</body></html>"
    return ok(text.encode("gb18030"), kind=header)


_NEWS = "<p>镕喆囍€，今日要闻，工作动态。</p>" * 60
_META = "<meta http-equiv='Content-Type' content='text/html; charset={}'>"
_GONE = "对不起，您访问的页面不存在或已删除"

ROWS: dict[str, bytes] = {
    # wire 8.5
    "/gbk-as-gb2312": _in_gbk("某区", _NEWS, "text/html", _META.format("gb2312")),
    "/gbk-under-utf8": _in_gbk("某区", _NEWS, "text/html; charset=utf-8"),
    "/gbk-under-latin": _in_gbk("某区", _NEWS, "text/html; charset=ISO-8859-1", _META.format("gb2312")),
    "/gbk-untold": _in_gbk("某区", _NEWS, "text/html"),
    "/utf8-as-gb2312": ok((_META.format("gb2312") + _NEWS).encode(), kind="text/html; charset=gb2312"),
    "/utf16": ok(_WIDE),
    "/soft-gbk-under-utf8": _in_gbk("页面不存在", _GONE, "text/html; charset=utf-8"),
    # wire 8.4
    "/no-colon": _SAME + b"Server nginx\r\n" + _LENGTH + b"\r\n" + PAGE,
    "/name-with-space": _SAME + b"X Powered: a\r\n" + _LENGTH + b"\r\n" + PAGE,
    "/two-lengths": _SAME + _LENGTH + _LENGTH + b"\r\n" + PAGE,
    "/length-and-chunks": _SAME + _LENGTH + b"Transfer-Encoding: chunked\r\n\r\n" + _CHUNKED,
    "/bare-lf": (_SAME + _LENGTH).replace(b"\r\n", b"\n") + b"\n" + PAGE,
    "/http10": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n" + _LENGTH + b"\r\n" + PAGE,
    "/continue": b"HTTP/1.1 100 Continue\r\n\r\n" + ok(),
    "/longer-than-body": _SAME + b"Content-Length: %d\r\n\r\n" % (len(PAGE) + 500) + PAGE,
    "/no-length": _SAME + b"\r\n" + PAGE,
    "/empty-reply": b"",
    "/location-utf8": _FOUND + "Location: /目录/there\r\n\r\n".encode(),
    "/location-gbk": _FOUND + b"Location: /" + GBK_DIR + b"/there\r\n\r\n",
    "/location-no-host": _FOUND + b"Location: http:///plain\r\n\r\n",
    "/no-location": _FOUND + b"\r\n",
    "/bad-gzip": _SAME + _GZIP + _LENGTH + b"\r\n" + PAGE,
    "/short-gzip": _SAME + _GZIP + b"Content-Length: %d\r\n\r\n" % (len(_ZIPPED) - 40) + _ZIPPED[:-40],
    "/status-999": ok(status="999 No"),
    "/status-000": ok(status="000 No"),
    "/status-400": ok(status="400 Bad Request"),
    "/big-header": ok(extra=b"X-Big: " + b"a" * 120_000 + b"\r\n"),
    "/header-9k": ok(extra=b"X-Big: " + b"a" * 9_000 + b"\r\n"),
    "/cookie-gbk": ok(extra=b"Set-Cookie: n=" + GBK_DIR + b"; path=/\r\n"),
    "/garbage": b"\x15\x03\x01\x00\x02\x02\x50\r\n\r\n",
    "/empty-200": ok(b""),
    # S9
    "/rs412": ok(
        b"<html><head><meta id='x' content='y' r='m'><script r='m'>$_ts=window['$_ts'];</script></head></html>",
        status="412 Precondition Failed",
    ),
    "/jsl521": ok(
        b"<script>document.cookie='a=1';location.href=location.pathname+location.search</script>",
        status="521 x",
        extra=b"Set-Cookie: __jsluid_s=1; path=/\r\n",
    ),
    "/c3vk": ok(b"<html><script>document.cookie=\"C3VK=ab12; max-age=300\";location.reload()</script></html>"),
    "/wzws": ok(b"<html><script>var wzwsquestion='x';location='/WZWSRELw=='</script></html>"),
    "/g01": html("访问异常页面", "您的访问行为异常"),
    "/soft": html("页面不存在", "对不起，您访问的页面不存在或已删除"),
    "/mentions": html("关于网站安全的说明", "<p>如见“页面不存在”或安全验证，请稍后。</p>" + "<p>正文内容。</p>" * 150),
    "/404-js-home": html("", "<script>location.href='/'</script>", status="404 Not Found"),
    "/deep/old.html": _FOUND + b"Location: /\r\n\r\n",
    "/to-login": _FOUND + b"Location: /sso/login?next=1\r\n\r\n",
    "/octet.pdf": ok(b"%PDF-1.4 x", kind="application/octet-stream"),
    "/html.pdf": html("某公司", "<p>公司简介</p>" * 50),
    "/loop": _FOUND + b"Location: /loop\r\n\r\n",
    "/loop-cookie": _FOUND + b"Set-Cookie: c=1\r\nLocation: /loop-cookie\r\n\r\n",
    "/to-private": _FOUND + b"Location: http://169.254.169.254/latest\r\n\r\n",
    "/to-loopback": _FOUND + b"Location: http://127.0.0.1:9/x\r\n\r\n",
    "/bomb": _SAME + _GZIP + b"\r\n" + gzip.compress(b"0" * 8_000_000),
    "/short-202": ok(b"<html></html>", status="202 Accepted"),
    **{f"/s{code}": ok(b"<p>x</p>", status=f"{code} x") for code in (401, 403, 404, 410, 429, 500, 502, 503, 504)},
}  # fmt: skip
_SIMPLE = {"/", "/plain", "/sso/login", "/%C4%BF%C2%BC/there", "/%E7%9B%AE%E5%BD%95/there"}


class Hostile:
    """``port``: the server's; ``asked``: how often each path was asked. Use as a context."""

    def __init__(self, context: ssl.SSLContext | None = None, *, instead: bytes = b"") -> None:
        """``instead``: sent in place of any handshake or answer."""
        self._context = context
        self._instead = instead
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.2)
        self.port: int = self._listener.getsockname()[1]
        self.asked: Counter[str] = Counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "Hostile":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        workers = []
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                sock, _ = self._listener.accept()
                worker = threading.Thread(target=self._serve, args=(sock,), daemon=True)
                worker.start()
                workers.append(worker)
        for worker in workers:
            worker.join(10)

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            try:
                sock.settimeout(5)
                if self._context:
                    sock = self._context.wrap_socket(sock, server_side=True)
                self._answer(sock)
            finally:
                sock.close()

    def _answer(self, sock: socket.socket) -> None:
        if self._instead:
            sock.recv(4096)
            sock.sendall(self._instead)
            return
        asked = b""
        while b"\r\n\r\n" not in asked:
            chunk = sock.recv(4096)
            if not chunk:
                return
            asked += chunk
        path = asked.split()[1].decode().partition("?")[0]
        self.asked[path] += 1
        self._special(sock, path, asked)

    def _special(self, sock: socket.socket, path: str, asked: bytes) -> None:
        if path == "/rst":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif path == "/ct6t":
            sock.sendall(
                ok() if b"CT6T=" in asked else _FOUND + b"Set-Cookie: CT6T=1; path=/\r\nLocation: /ct6t\r\n\r\n"
            )
        elif path == "/slow":
            time.sleep(1.0)
            sock.sendall(ok())
        elif path in {"/drip", "/endless", "/silent"}:
            self._forever(sock, path)
        else:
            sock.sendall(
                ROWS.get(path) or (ok() if path in _SIMPLE else b"" if path in ROWS else ok(b"no", status="404 x"))
            )

    def _forever(self, sock: socket.socket, path: str) -> None:
        sock.sendall(_SAME + b"\r\n" if path != "/silent" else b"")
        until = time.monotonic() + 8
        while time.monotonic() < until and not self._stop.is_set():
            if path == "/endless":
                sock.sendall(b"x" * 65536)
            else:
                sock.sendall(b"x" if path == "/drip" else b"")
                time.sleep(0.2)
