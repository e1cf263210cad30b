"""A hostile stored page opened through the desk in Chromium: no request leaves, no script runs, nothing leads away."""

import pytest

from desk.web.here import Here
from desk.web.roles import Role
from tests.web.browser.conftest import Opened
from tests.web.world import HOSTILE

pytestmark = [pytest.mark.needs("browser")]


@pytest.fixture
def stale(home: Here) -> tuple[int, str]:
    """The problem whose stored page is the hostile one."""
    with home.reading() as ledger:
        finding = next(f for f in ledger.findings.find() if f.column)
    return finding.id, finding.evidence.body


@pytest.mark.parametrize("alone", [False, True])
def test_nothing_leaves_and_nothing_runs(
    opened: Opened, served: str, stale: tuple[int, str], outside: tuple[list[str], int], alone: bool
) -> None:
    number, body = stale
    page = opened(Role.CLERK)
    address = f"/pages/{number}/{body}" if alone else f"/problems/{number}"
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)  # a refresh or a late script would have gone by now
    assert {url for url in page.asked if not url.startswith(served)} == set()
    shown = page if alone else page.frame_locator("iframe.stored")
    assert "稿件" in shown.locator("mark").inner_text()
    assert page.url == served + address
    if alone:
        shown.get_by_text("稿件").click()
        shown.get_by_text("联系人").click()
        page.wait_for_timeout(300)
        assert page.url == served + address
        assert page.title() != "ran"
    else:
        assert page.frames[1].url.endswith(body)
    assert {url for url in page.asked if not url.startswith(served)} == set()
    assert outside[0] == []


def test_what_is_written_down_outside_is_what_a_page_asks_for(opened: Opened, outside: tuple[list[str], int]) -> None:
    """The tests above could fail: the same page without fence and headers asks for all of it."""
    page = opened()
    page.set_content(HOSTILE)
    page.wait_for_timeout(700)
    assert {"evil.example/f.png", "evil.example/a.css", "evil.example/d.js"} <= set(outside[0])
    outside[0].clear()


def test_were_it_not_made_inert_the_headers_would_hold_it(
    opened: Opened,
    served: str,
    stale: tuple[int, str],
    outside: tuple[list[str], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second fence alone: the page as it was stored, under the headers that it is served with."""
    from desk.web.views.findings import stored

    monkeypatch.setattr(stored, "inert", lambda body, *_, **__: body.decode())
    number, body = stale
    page = opened(Role.CLERK)
    page.goto(f"/pages/{number}/{body}")
    page.wait_for_timeout(700)
    assert page.title() == "要闻"  # no script ran
    assert outside[0] == []
    assert page.url.startswith(served)
