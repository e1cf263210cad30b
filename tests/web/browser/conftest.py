"""Chromium at the pages: they are served on loopback as the program serves them."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from desk.web.here import Here
from desk.web.roles import Role
from tests.served import serving


@pytest.fixture(scope="module")
def outside() -> Iterator[tuple[list[str], int]]:
    """Everything outside, on loopback: whatever a page asks of another host is written down there."""
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(f"{request.headers.get('Host')}{request.path}")

    with serving(answer) as port:
        yield asked, port


@pytest.fixture(scope="module")
def chromium(outside: tuple[list[str], int]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from crawler.browser.find import find_browser

    # playwright's loop runs in this thread; what Django is asked for here blocks nobody
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        rule = f"--host-resolver-rules=MAP *.example 127.0.0.1:{outside[1]}"
        browser = play.chromium.launch(executable_path=str(find_browser()), args=["--no-sandbox", rule])
        yield browser
        browser.close()


@pytest.fixture
def served(home: Here) -> Iterator[str]:
    """The address of the pages."""
    import waitress
    from django.core.wsgi import get_wsgi_application

    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(10)


Opened = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any, served: str, signed_in: Callable[..., Any]) -> Iterator[Opened]:
    """A page of the browser in which somebody of that role is signed in; what it asks for is noted."""
    contexts = []

    def open_page(role: Role | None = None, unit: str = "", **options: Any) -> Any:
        wanted = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", **options}
        context = chromium.new_context(base_url=served, **wanted)
        contexts.append(context)
        if role is not None:
            cookie = signed_in(role, unit).cookies["xuncha_session"].value
            context.add_cookies([{"name": "xuncha_session", "value": cookie, "url": served}])
        page = context.new_page()
        page.asked = []
        page.wrong = []
        context.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
