"""The browser itself: secure sites through the tunnel, a browser that died, visits side by side, nothing left over."""

import asyncio
import os
import signal
import ssl
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import trustme

from tests.browser.loopback import Loop, Sites, page, serving, visitor

pytestmark = pytest.mark.needs("browser")
PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not PROC.is_dir(), reason="left out: a system without /proc")


def _of(word: str) -> list[int]:
    """Processes whose command names ``word``, oldest first."""
    found = []
    for folder in PROC.iterdir():
        try:
            told = (folder / "cmdline").read_bytes() if folder.name.isdigit() else b""
        except OSError:
            continue
        if word.encode() in told:
            found.append(int(folder.name))
    return sorted(found)


def test_a_secure_site_whose_certificate_nobody_knows_opens(loop: Loop) -> None:
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("secure.example").configure_cert(secured)
    routes: Any = {"/p": page("<p>各镇人民政府</p><img src=/i>", title="安全")}
    with serving(loop, Sites(routes=routes), secured) as sites:
        made = visitor(sites, "secure.example")
        loop.run(made.__aenter__())
        seen = loop.run(made.visit("https://secure.example/p"))
        loop.run(made.__aexit__())
    assert (seen.status, seen.title, seen.reason) == (200, "安全", None)
    assert sites.asked("/i") == 1


def test_visits_wait_for_one_another(browser: Any) -> None:
    browser.sites.routes = {"/a": page("<p>一</p>", title="一"), "/b": page("<p>二</p>", title="二")}

    async def both() -> list[str]:
        visits = (browser.visitor.visit(f"http://site.example/{name}") for name in "ab")
        return [seen.title for seen in await asyncio.gather(*visits)]

    assert browser.run(both()) == ["一", "二"]


@needs_proc
@pytest.mark.parametrize("which", ["browser", "driver"])
def test_one_that_died_is_started_anew(browser: Any, which: str) -> None:
    browser.sites.routes = {"/p": page("<p>各镇人民政府</p>")}
    assert browser.visit("/p").status == 200
    ours = f"--proxy-server={browser.visitor._proxy.address}"
    main = _of(ours)[0]
    parent = int((PROC / str(main) / "stat").read_text().rpartition(")")[2].split()[1])
    os.kill(main if which == "browser" else parent, signal.SIGKILL)
    sleep(1)
    seen = [browser.visit("/p").status for _ in range(2)]
    assert seen[1] == 200


@needs_proc
def test_nothing_is_left_behind(loop: Loop) -> None:
    with serving(loop, Sites(routes={"/loop": page("<script>while(1);</script>")})) as sites:
        made = visitor(sites, "site.example")
        loop.run(made.__aenter__())
        ours = f"--proxy-server={made._proxy.address}"
        assert _of(ours)
        loop.run(made.visit("http://site.example/loop"))
        loop.run(made.__aexit__())
        end = monotonic() + 10
        while _of(ours) and monotonic() < end:
            sleep(0.2)
        assert _of(ours) == []
