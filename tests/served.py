"""A server of the tests on loopback: one function says what is answered to a request."""

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, Mapping[str, str], bytes]
HTML = "text/html; charset=utf-8"


def html(text: str, status: int = 200) -> Answer:
    return status, {"Content-Type": HTML}, text.encode()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024  # with its own 5 a burst of connections is dropped, and a slow machine sees a time-out

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked and went away is no mistake; anything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], Answer | None]) -> Iterator[int]:
    """Its port, until the block ends. ``answer`` is asked in a thread of the request; at ``None`` the line is closed
    without a word."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            said = answer(self)
            if said is None:
                self.close_connection = True
                return
            status, headers, body = said
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
            """Silent."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
