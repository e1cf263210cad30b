"""Pages that hang, that ask without end, that load without end: each visit ends in its bound, the next works."""

from time import monotonic
from typing import Any

import pytest

from ledger.vocabulary.reason import Reason
from tests.browser.loopback import BOUNDS, Said, answer, page

pytestmark = pytest.mark.needs("browser")
WORDS = "<p>各镇人民政府、街道办事处，区政府有关部门。</p>"


def _endless_body(said: Said) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>begun</p><!-- xuncha-stay -->"


ROUTES = {
    "/good": page(WORDS),
    "/silent": b"",
    "/body-without-end": _endless_body,
    "/script-without-end": page(WORDS + "<script>while(1);</script>"),
    "/script-later": page(WORDS + "<script>addEventListener('load',()=>setTimeout(()=>{while(1);},300))</script>"),
    "/alerts": page(WORDS + "<script>while(1)alert('x')</script>"),
    "/three-dialogs": page(WORDS + "<script>alert(1);confirm(2);prompt(3);document.title='过'</script>"),
    "/leaving": page(WORDS + "<script>onbeforeunload=e=>{e.preventDefault();return 'x'}</script>"),
    "/windows": page(WORDS + "<script>for(let i=0;i<30;i++)window.open('/good?'+i)</script>"),
    "/download": answer(b"x" * 1000, kind="application/octet-stream", extra="Content-Disposition: attachment\r\n"),
    "/word": answer(b"x" * 1000, kind="application/msword"),
    "/download-by-script": page(WORDS + "<script>location.href='/download'</script>"),
    "/polls": page(WORDS + "<script>setInterval(()=>fetch('/good?'+Math.random()),100)</script>"),
    "/asks-on": page(WORDS + "<script>for(let i=0;i<900;i++)fetch('/good?'+i)</script>"),
    "/heavy": page(WORDS + "<script>fetch('/picture').then(x=>x.blob())</script>"),
    "/picture": answer(b"x" * 9_000_000, kind="image/png"),
    "/reloads": page(WORDS + "<script>location.href='/reloads?'+Math.random()</script>"),
    "/hangs": page(WORDS + "<img src=/silent>"),
    "/memory": page(WORDS + "<script>a=[];for(;;)a.push(new Array(1e6).fill(a.length))</script>"),
    "/fork": page(
        WORDS + "<script>f=()=>{d.append(document.createElement('iframe'));setTimeout(f)};d=document.body;f()</script>"
    ),
}


@pytest.fixture(autouse=True)
def _routes(browser: Any) -> None:
    browser.sites.routes = dict(ROUTES)


@pytest.mark.parametrize(
    ("path", "statuses", "reason"),
    [
        ("/silent", {None}, {Reason.TIMEOUT}),
        ("/body-without-end", {200}, {Reason.PARTLY_READ}),
        ("/script-without-end", {200}, {Reason.TIMEOUT}),
        ("/script-later", {200}, {Reason.TIMEOUT, None}),
        ("/alerts", {200}, {Reason.TIMEOUT}),
        ("/three-dialogs", {200}, {None}),
        ("/leaving", {200}, {None}),
        ("/windows", {200}, {None}),
        ("/download", {200}, {Reason.UNSUPPORTED}),
        ("/word", {200}, {Reason.UNSUPPORTED}),
        ("/download-by-script", {200}, {Reason.UNSUPPORTED}),
        ("/polls", {200}, {Reason.PARTLY_READ, None}),  # a busy machine asks so seldom that it seems at rest
        ("/asks-on", {200}, {Reason.BUDGET}),
        ("/heavy", {200}, {Reason.TOO_LARGE}),
        # where the machine is busy, time runs out first: between two reloads, or with one just come
        ("/reloads", {None, 200}, {Reason.BUDGET, Reason.TIMEOUT}),
        ("/hangs", {200}, {Reason.PARTLY_READ}),
        ("/memory", {200}, {Reason.TIMEOUT, Reason.UNREADABLE}),
        ("/fork", {200}, {Reason.PARTLY_READ, Reason.TIMEOUT, None}),
    ],
)
def test_every_visit_ends(browser: Any, path: str, statuses: set[int | None], reason: set[Reason | None]) -> None:
    began = monotonic()
    seen = browser.visit(path)
    took = monotonic() - began
    assert took < BOUNDS.seconds + 2 * BOUNDS.restart + 5
    assert (seen.status in statuses, seen.reason in reason) == (True, True), seen
    after = browser.visit("/good")
    assert (after.status, after.reason) == (200, None), after


def test_a_page_that_cannot_rest_is_read_all_the_same(browser: Any) -> None:
    seen = browser.visit("/hangs")
    assert "区政府有关部门" in seen.html
    assert seen.picture is not None
    assert seen.detail == "网页在限定时间内没有停下来"


def test_requests_have_a_bound(browser: Any) -> None:
    before = browser.sites.asked("/good")
    browser.visit("/asks-on")
    assert browser.sites.asked("/good") - before <= BOUNDS.requests


def test_new_windows_bring_nothing(browser: Any) -> None:
    before = browser.sites.asked("/good")
    browser.visit("/windows")
    assert browser.sites.asked("/good") - before == 0


def test_what_is_offered_for_saving_is_not_saved(browser: Any) -> None:
    seen = browser.visit("/download")
    assert (seen.html, seen.picture, seen.content_type) == ("", None, "application/octet-stream")
    assert seen.detail == "该地址给的是文件，不是网页，没有下载"


def test_no_visit_knows_of_another(browser: Any) -> None:
    told = page("<script>document.title=document.cookie+localStorage.a;document.cookie='a=1';localStorage.a=2</script>")
    browser.sites.routes["/memory-of-visits"] = told
    assert [browser.visit("/memory-of-visits").title for _ in range(2)] == ["undefined", "undefined"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,x", "javascript:1", "chrome://version", "x", ""])
def test_only_web_addresses_are_opened(browser: Any, url: str) -> None:
    seen = browser.run(browser.visitor.visit(url))
    assert (seen.status, seen.reason, seen.html) == (None, Reason.UNSUPPORTED, "")


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http:///x", "http://site.example:99999/"])
def test_an_address_nobody_can_open_is_told(browser: Any, url: str) -> None:
    seen = browser.run(browser.visitor.visit(url))
    assert seen.status is None
    assert seen.reason in {Reason.BAD_ADDRESS, Reason.UNSUPPORTED}
