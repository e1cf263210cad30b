"""axe: no serious finding on any page."""

from collections.abc import Iterator

import pytest

from desk.web.here import Here
from desk.web.roles import Role
from tests.web.browser.conftest import Opened

pytestmark = [pytest.mark.needs("browser")]
PAGES = ("/", "/problems", "/problems/1", "/problems/6", "/problems/8", "/causes", "/notices", "/notices/2026-11")
STATE = ("/sites/jia", "/units/u1", "/accounts", "/expiring", "/scores")
MORE = (
    "/letters",
    "/answers",
    "/runs",
    "/timetable",
    "/register",
    "/manual",
    "/links",
    "/audit",
    "/people",
    "/health",
)


def _addresses(home: Here) -> Iterator[str]:
    from desk.findings.causes import causes

    with home.reading() as ledger:
        found = causes(home.desk(), ledger.findings.find(), home.clock())
    yield from (*PAGES, *STATE, *MORE, "/password", f"/causes/{found[0].id}")


@pytest.mark.parametrize("width", [1366, 390])
def test_no_serious_finding(home: Here, opened: Opened, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(Role.ADMIN, viewport={"width": width, "height": 800}, bypass_csp=True)
    for address in _addresses(home):
        page.goto(address)
        found = axe.run(page).response["violations"]
        serious = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found
                   if one["impact"] in ("serious", "critical")]  # fmt: skip
        assert serious == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_log_in_and_a_units_page(home: Here, opened: Opened) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for role, unit, address in ((None, "", "/login"), (Role.UNIT, "u2", "/u")):
        page = opened(role, unit, bypass_csp=True)
        page.goto(address)
        found = axe.run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == [], address
