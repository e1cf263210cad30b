"""A picture shows a page with all its frames at one moment: none as it stood before its numbers were covered."""

from typing import Any

import pytest

from crawler.browser import launch
from tests.browser.loopback import HOSTS, Loop, Sites, page, visitor
from tests.browser.png import pixels

NUMBER, COVERED = "13812345678", "138****5678"
# each would be drawn by a process of its own
APART = {
    "another site's": "<iframe src='http://other.example/inner'></iframe>",
    "sandboxed": "<iframe sandbox='allow-scripts' src='/inner'></iframe>",
    "sandboxed without an address": "<iframe sandbox srcdoc='<p>{}</p>'></iframe>",
    "asking for its own process": "<iframe src='http://other.example/own'></iframe>",
    "inside a frame": "<iframe src='/outer'></iframe>",
    "put in by a script": "<div id=d></div><script>d.innerHTML=`<iframe src='http://other.example/inner'></iframe>`</script>",
}

pytestmark = pytest.mark.needs("browser")


def _routes(body: str, number: str) -> dict[str, Any]:
    inner = f"<p>{number}</p>"
    return {
        "/p": page(body.format(number)),
        "/inner": page(inner),
        "/own": page(inner, extra="Origin-Agent-Cluster: ?1\r\n"),
        "/outer": page("<iframe src='http://other.example/inner'></iframe>"),
    }


@pytest.mark.parametrize("kind", APART)
def test_the_numbers_of_every_frame_are_covered(browser: Any, kind: str) -> None:
    shown = []
    for number in (NUMBER, COVERED):
        browser.sites.routes = _routes(APART[kind], number)
        shown.append(browser.visit("/p").picture)
    assert shown[0] is not None
    assert pixels(shown[0]).dark(0, 0, 300, 150) > 50
    assert pixels(shown[0]).unlike(pixels(shown[1])) == []


def test_a_page_whose_frame_is_drawn_apart_has_no_picture(
    loop: Loop, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "SWITCHES", [one for one in launch.SWITCHES if "isolation" not in one])
    made = visitor(sites, *HOSTS)
    loop.run(made.__aenter__())
    try:
        seen = {}
        for kind, body in {"none": "<p>{}</p>", **APART}.items():
            sites.routes = _routes(body, NUMBER)
            seen[kind] = loop.run(made.visit("http://site.example/p"))
    finally:
        loop.run(made.__aexit__())
    assert {(one.status, one.reason) for one in seen.values()} == {(200, None)}
    assert [kind for kind, one in seen.items() if one.picture] == ["none"]
