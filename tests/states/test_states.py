"""A whole site in more than forty states, from the start and after 15 answers, with findings of each kind from the day
before: nothing opens, nothing closes, and what stands there is told as one finding for a person."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.states.bureau import Findings, host_of, inspect, office
from tests.states.stand_in import CODE, District, code_of, healthy, of_its_own, page, serving
from tests.states.states_table import STATES

DAY_1, DAY_2 = "2026-11-24T08:30", "2026-11-25T08:30"
KINDS = {"link-home", "link-other", "column-news-stale", "column-blank", "site-identity", "page-tags"}
OWN = "site-not-itself"
CONTROLS = ("well", "repaired", "new-fault")
NAMES = (*STATES, *CONTROLS)
FIRST_SEEN = (
    "maintenance-long",
    "nginx",
    "parked",
    "json",
    "login-page",
    "s404",
    "unregistered",
    "captcha",
    "loop",
    "own-error-wordless",
)


def _mend(district: District) -> None:
    """The controls: one puts its faults right, one gets a new one."""
    pages = healthy()
    pages["/gone.html"] = page("旧专题", "<p>专题内容仍可查阅。</p>" * 30)
    pages["/files/lost.html"] = page("附件页", "<p>附件内容仍可查阅。</p>" * 30)
    pages["/xw/"] = 200, pages["/tz/"][1], pages["/tz/"][2].replace("通知".encode(), "要闻".encode())
    district.pages[host_of("repaired")] = of_its_own(pages, "repaired")
    more = '<a href="/gone.html">旧专题</a><a href="/newly-dead.html">新专题</a>'
    district.pages[host_of("new-fault")] = of_its_own(healthy(more), "new-fault")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Findings]]:
    """Day 1 with all sites well; day 2 twice from there: bad from the start, and after 15 answers."""
    at = tmp_path_factory.mktemp("states")
    with serving() as district:
        office(at / "day1", district.port, [*NAMES, *(f"new-{name}" for name in FIRST_SEEN)])
        for name in (*NAMES, *(f"new-{one}" for one in FIRST_SEEN)):
            district.pages[host_of(name)] = of_its_own(healthy(), name)
        district.pages["localhost"] = {"/": page("另一个网站", "<p>商城首页</p>" * 40)}
        only = [word for name in NAMES for word in ("--site", name)]
        found = {"before": inspect(at / "day1", DAY_1, *only)}
        _mend(district)
        for phase, after in (("start", 0), ("after", 15)):
            shutil.copytree(at / "day1", at / phase)
            district.asked.clear()
            district.after = after
            district.states = {host_of(n): _for(n, state, district.port) for n, (state, _, _) in STATES.items()}
            if phase == "start":
                district.states |= {host_of(f"new-{n}"): _for(n, STATES[n][0], district.port) for n in FIRST_SEEN}
            found[phase] = inspect(at / phase, DAY_2, *(() if phase == "start" else only))
        yield found


def _for(name: str, state: Any, port: int) -> Any:
    """The state with the site's own code and our port in its words."""

    def say(path: str, count: int) -> Any:
        answer = state(path, count)
        if answer is None:
            return answer
        status, headers, body = answer
        headers = {key: value.replace("{port}", str(port)) for key, value in headers.items()}
        return status, headers, body.replace(CODE.encode(), code_of(name).encode())

    return say


def test_the_day_before_holds_findings_of_each_kind(runs: dict[str, Findings]) -> None:
    for name in NAMES:
        assert {criterion for criterion, _ in runs["before"][name]} == KINDS, name


@pytest.mark.parametrize("phase", ["start", "after"])
@pytest.mark.parametrize("name", STATES)
def test_nothing_opens_and_nothing_closes(runs: dict[str, Findings], name: str, phase: str) -> None:
    before, now = set(runs["before"][name]), {key for key in runs[phase][name] if key[0] != OWN}
    if name == "redesign-marked":  # its new home page was read: what that settles is settled
        assert now <= before
        return
    assert now == before


@pytest.mark.parametrize("phase", ["start", "after"])
@pytest.mark.parametrize("name", STATES)
def test_what_stands_there_is_told(runs: dict[str, Findings], name: str, phase: str) -> None:
    wanted = STATES[name][1 if phase == "start" else 2]
    told = runs[phase][name].get((OWN, "网站"))
    if wanted == "?":
        return
    if wanted == "":
        assert told is None, told["evidence"]
        return
    assert told is not None
    assert told["status"] == "待核实"  # for a person, whatever it is
    if wanted != "?told":
        assert told["evidence"]["figures"]["state"] == wanted


def test_controls(runs: dict[str, Findings]) -> None:
    """What is mended closes, what is new is found, and a site that is well keeps what it has."""
    for phase in ("start", "after"):
        found = runs[phase]
        assert set(found["well"]) == set(runs["before"]["well"])
        closed = {criterion for criterion, _ in set(runs["before"]["repaired"]) - set(found["repaired"])}
        assert closed == {"link-home", "link-other", "column-news-stale"}
        new = set(found["new-fault"]) - set(runs["before"]["new-fault"])
        assert new == {("link-home", f"http://{host_of('new-fault')}/newly-dead.html")}


@pytest.mark.parametrize("name", FIRST_SEEN)
def test_a_first_look_at_a_site_in_a_foreign_state(runs: dict[str, Findings], name: str) -> None:
    found = runs["start"][f"new-{name}"]
    assert set(found) == {(OWN, "网站")}
    assert found[OWN, "网站"]["evidence"]["figures"]["state"] == STATES[name][1]
