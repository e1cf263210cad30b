"""A page may ask for what it likes: nothing inside the office's network is reached through the browser, by any way."""

from collections.abc import Iterable
from typing import Any

import pytest

from crawler.browser import launch
from tests.browser.loopback import Loop, Sentinel, Sites, page, serving, visitor, watching

pytestmark = pytest.mark.needs("browser")
# tests/connect's notations of loopback
NOTATIONS = (
    *("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "localhost.", "2130706433", "0x7f.1", "0177.0.0.1"),
    *("127.1", "0", "[::ffff:7f00:1]", "a.localhost", "127。0。0。1"),
)
# {at}: host and port
WAYS = {
    "iframe": "<iframe src='http://{at}/'></iframe>",
    "img": "<img src='http://{at}/'>",
    "secure img": "<img src='https://{at}/'>",
    "script": "<script src='http://{at}/'></script>",
    "style": "<link rel=stylesheet href='http://{at}/'><style>@import 'http://{at}/2';</style>",
    "hints": "<link rel=preconnect href='http://{at}'><link rel=dns-prefetch href='//{at}'>"
    "<link rel=prefetch href='http://{at}/3'><link rel=preload as=fetch href='http://{at}/4'>",
    "prerender": '<script type=speculationrules>{{"prefetch":[{{"urls":["http://{at}/5"]}}],'
    '"prerender":[{{"urls":["http://{at}/6"]}}]}}</script>',
    "video": "<video src='http://{at}/' autoplay></video><embed src='http://{at}/'><object data='http://{at}/'></object>",
    "fetch": "<script>fetch('http://{at}/',{{mode:'no-cors'}});fetch('http://{at}/',{{method:'POST',body:'x'}})</script>",
    "beacon": "<script>navigator.sendBeacon('http://{at}/','x');new EventSource('http://{at}/')</script>",
    "ping": "<a href='#x' ping='http://{at}/'>x</a><script>document.querySelectorAll('a').forEach(a=>a.click())</script>",
    "websocket": "<script>new WebSocket('ws://{at}/');new WebSocket('wss://{at}/')</script>",
    "webtransport": "<script>try{{new WebTransport('https://{at}/')}}catch(e){{}}</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://{at}/',{{mode:'no-cors'}});"
    "new WebSocket('ws://{at}/')\"])))</script>",
    "webrtc": "<script>for(const kind of ['stun:{at}','turn:{at}?transport=udp','turn:{at}?transport=tcp']){{"
    "const c=new RTCPeerConnection({{iceServers:[{{urls:kind,username:'a',credential:'b'}}]}});"
    "c.createDataChannel('x');c.createOffer().then(o=>c.setLocalDescription(o))}}</script>",
    "form": "<form id=f method=post action='http://{at}/'></form><script>f.submit()</script>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://{at}/'>",
    "location": "<script>location.href='http://{at}/'</script>",
    "window": "<script>window.open('http://{at}/')</script>",
    "nested": "<iframe srcdoc=\"<img src='http://{at}/'><script>fetch('http://{at}/')</script>\"></iframe>",
}


@pytest.fixture(scope="module")
def sentinel(loop: Loop) -> Any:
    with watching(loop, Sentinel()) as inside:
        yield inside


GOES_AWAY = frozenset({"form", "refresh", "location"})


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_inside(browser: Any, sentinel: Sentinel, way: str) -> None:
    told = [WAYS[way].format(at=f"{host}:{sentinel.port}") for host in ("127.0.0.1", "[::1]", "localhost")]
    for body in told if way in GOES_AWAY else ["".join(told)]:
        browser.sites.routes = {"/p": page(body)}
        seen = browser.visit("/p", frames=())
        assert sentinel.came == [], (way, seen)
        assert (seen.status is None) is (way in GOES_AWAY)


@pytest.mark.parametrize("host", NOTATIONS)
def test_no_notation_leads_inside(browser: Any, sentinel: Sentinel, host: str) -> None:
    every = "".join(WAYS[way] for way in ("iframe", "img", "fetch", "websocket", "hints"))
    browser.sites.routes = {"/p": page(every.format(at=f"{host}:{sentinel.port}"))}
    refused = browser.visit("/p", frames=()).refused_hosts
    straight = browser.visit(f"http://{host}:{sentinel.port}/", frames=())
    assert sentinel.came == []
    assert refused or host == "a.localhost"  # which not every system's name service knows
    assert straight.status is None


@pytest.mark.parametrize("host", NOTATIONS)
def test_no_redirect_leads_inside(browser: Any, sentinel: Sentinel, host: str) -> None:
    to = f"http://{host.encode('idna').decode() if host.isascii() else '127.0.0.1'}:{sentinel.port}/"
    browser.sites.routes = {"/r": page("", status="302 Found", extra=f"Location: {to}\r\n")}
    assert browser.visit("/r").status is None
    assert sentinel.came == []


def test_what_the_page_is_told_is_nothing(browser: Any, sentinel: Sentinel) -> None:
    script = (
        "<script>fetch('http://127.0.0.1:%d/').then(()=>document.title='inside',()=>document.title='nothing')</script>"
    )
    browser.sites.routes = {"/p": page(script % sentinel.port)}
    assert browser.visit("/p").title == "nothing"


def test_the_proxy_itself_is_out_of_reach(browser: Any) -> None:
    address = browser.visitor._proxy.address
    browser.sites.routes = {"/p": page(f"<img src='{address}/'><iframe src='{address}/'></iframe>")}
    assert browser.visit("/p").refused_hosts == {"127.0.0.1"}


def _heard(loop: Loop, ways: Iterable[str]) -> dict[str, set[bytes]]:
    """By which protocols the sentinel is reached where private addresses are allowed."""
    heard = {}
    with serving(loop, Sites()) as sites, watching(loop, Sentinel()) as inside:
        made = visitor(sites, "site.example", allow_private=True)
        loop.run(made.__aenter__())
        try:
            for way in ways:
                inside.came.clear()
                sites.routes = {"/p": page(WAYS[way].format(at=f"127.0.0.1:{inside.port}"))}
                loop.run(made.visit("http://site.example/p", frames=()))
                heard[way] = {came[:3] for came in inside.came if came[:3] in {b"tcp", b"udp"}}
        finally:
            loop.run(made.__aexit__())
    return heard


def test_the_sentinel_hears_where_private_is_allowed(loop: Loop) -> None:
    """The ways that are closed above lead through the proxy, or nothing would have been shown."""
    heard = _heard(loop, WAYS)
    never = {"webtransport", "ping", "prerender", "window"}  # switched off, or not done without a click
    assert {way for way, came in heard.items() if not came} <= never
    assert not any(b"udp" in came for came in heard.values())


def test_without_the_switches_a_page_would_go_round_the_proxy(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "SWITCHES", ())
    assert b"udp" in _heard(loop, ["webrtc"])["webrtc"]


def test_websockets_work_through_the_proxy(browser: Any) -> None:
    script = "<script>new WebSocket('ws://other.example/w').onmessage=e=>document.title=e.data</script>"
    browser.sites.routes = {"/p": page(script)}
    assert browser.visit("/p").title == "hello"


def test_statistics_are_not_asked(browser: Any) -> None:
    ways = "".join(WAYS[way] for way in ("img", "secure img", "script", "fetch", "beacon", "websocket", "iframe"))
    both = (
        ways.format(at="counter.example") + ways.format(at="a.counter.example") + WAYS["img"].format(at="other.example")
    )
    browser.sites.routes = {"/p": page(both)}
    before = len(browser.sites.said)
    seen = browser.visit("/p")
    hosts = {one.host for one in browser.sites.said[before:]}
    assert hosts == {"site.example", "other.example"}
    assert seen.blocked_hosts == {"counter.example", "a.counter.example"}
    assert (seen.status, seen.reason) == (200, None)


def test_the_browser_asks_nobody_of_its_own_accord(browser: Any) -> None:
    browser.sites.routes = {"/p": page("<p>各镇人民政府</p>")}
    assert browser.visit("/p").asked_hosts == {"site.example"}
