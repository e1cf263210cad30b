"""A clerk's morning by keys: what waits is decided by cause, and no page asks for anything outside."""

from typing import Any

import pytest

from desk.web.here import Here
from desk.web.roles import Role
from ledger.vocabulary import DeadGrade, Verdict
from tests.decisions.decided_looks import MONDAY, dead
from tests.web.browser.conftest import Opened
from tests.web.conftest import Clock

pytestmark = [pytest.mark.needs("browser")]


def _settle(home: Here, verdicts: list[Verdict]) -> None:
    desk = home.desk()
    with home.writing() as ledger:
        ledger.runs.start("r2", "inspect", MONDAY, {"sites": "jia jiao"})
        ledger.verdicts.settle("r2", MONDAY, verdicts, desk.criteria, desk.register, trusted=desk.trust(ledger))
        ledger.runs.finish("r2", MONDAY)


@pytest.fixture
def sixty(home: Here) -> Here:
    """67 that wait: 30 new ones on each of two sites, held as a jump, and the seven that were there in three causes."""
    folders = [(site, host, n) for n in range(5) for site, host in (("jia", "www"), ("jiao", "jyj"))]
    _settle(
        home,
        [
            dead(f"http://{host}.jia.gov.cn/f{n}/{k}.html", site, grade=DeadGrade.SOFT)
            for site, host, n in folders
            for k in range(6)
        ],
    )
    return home


def _states(home: Here) -> dict[str, int]:
    with home.reading() as ledger:
        found = [f.state.value for f in ledger.findings.find()]
    return {state: found.count(state) for state in dict.fromkeys(found)}


def test_a_morning_by_keys(sixty: Here, opened: Opened, served: str, clock: Clock) -> None:
    """Each cause is opened, its members looked at, and decided with one key."""
    page = opened(Role.CLERK)
    page.goto("/causes")
    causes = page.locator("#list a.row").count()
    waits = _states(sixty)["待核实"]
    assert (causes, waits) == (5, 67)
    presses = 0
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    presses += 2
    for _ in range(causes):
        page.wait_for_selector(".drawn")
        before = page.url
        with page.expect_navigation():
            page.keyboard.press("y")
        presses += 1
        page.wait_for_url(lambda url, before=before: url != before)
    assert page.url == f"{served}/causes"
    assert _states(sixty) == {"已核实": 68}
    assert presses <= 3 * causes
    assert page.wrong == []
    assert {url for url in page.asked if not url.startswith(served)} == set()


def test_a_misreading_by_keys(sixty: Here, opened: Opened) -> None:
    page = opened(Role.CLERK)
    page.goto("/causes")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".drawn")
    page.keyboard.press("n")  # stands on the kind
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(".message.success")
    with sixty.reading() as ledger:
        (act,) = ledger.acts.all()
    assert (act.decision.kind, len(act.numbers)) == ("misread", 30)


def test_keys_do_nothing_while_words_are_typed(sixty: Here, opened: Opened) -> None:
    page = opened(Role.CLERK)
    page.goto("/causes")
    page.locator("#list a.row").first.click()
    page.locator("[name=why]").first.press_sequentially("yes nothing jk")
    assert page.locator("[name=why]").first.input_value() == "yes nothing jk"
    assert _states(sixty)["待核实"] == 67


def test_ticking_and_the_next_problem(sixty: Here, opened: Opened) -> None:
    page = opened(Role.ADMIN)
    page.goto("/problems?site=jiao&state=待核实&sort=-number")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("input[name=number]:checked").count() == 2
    with page.expect_navigation():
        page.keyboard.press("y")
    assert "sort=-number" in page.url
    assert _states(sixty)["待核实"] == 65
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lead")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    assert "site=jiao" in page.url


def test_the_acts_of_a_day_without_script(sixty: Here, opened: Opened) -> None:
    page = opened(Role.CLERK, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="待核实").first.click()
    page.locator("#list a.row").first.click()
    page.get_by_role("button", name="核实，属实").click()
    assert page.locator(".message.success").inner_text().startswith("已核实 30 个问题")
    page.goto("/problems?state=待核实")
    page.locator("input[name=number]").first.check()
    page.locator("input[name=number]").nth(1).check()
    page.locator("select[name=kind]").select_option("excused")
    page.get_by_role("button", name="判为误报").click()
    assert "已判为误报 2 个问题" in page.locator(".message.success").inner_text()
    assert "state=" in page.url
    page.goto("/problems/8")
    page.locator("form[action$='/rule'] [name=why]").fill("新地址打不开")
    page.get_by_role("button", name="不成立").click()
    assert "申诉不成立" in page.locator(".message.success").inner_text()
    waits: dict[str, Any] = _states(sixty)
    assert waits["待核实"] == 67 - 30  # a 误报 keeps its state
