"""The last word about what is about to be confirmed: what opens is UNKNOWN, what nobody can tell waits. And the program
with a browser, against a host that answers programs otherwise than visitors."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.context import Desk
from desk.scheduler.doctor_kept import Severity
from ledger.ledger import Ledger
from ledger.vocabulary import DeadGrade, Evidence, Outcome, Reason, State, Verdict
from tests.decisions.decided_looks import MONDAY, dead, stale
from tests.decisions.last_word.decided_host import HTML, serving

DAY = timedelta(days=1)
A, B, C = (f"http://www.jia.gov.cn/{name}.html" for name in "abc")
Answers = Mapping[tuple[str, str, str], Verdict | None]


def settle(desk: Desk, verdicts: Sequence[Verdict], answers: dict[str, Any], at: Any = MONDAY) -> list[list[str]]:
    """One look; the places that the last word was asked about, call by call."""
    asked: list[list[str]] = []

    def word(about: Sequence[Verdict]) -> Answers:
        asked.append([v.place for v in about])
        return {(v.criterion, v.subject, v.place): answers[v.place] for v in about if v.place in answers}

    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.runs.start(f"{at:%d}", "inspect", at, {})
        desk.settle(ledger, f"{at:%d}", at, verdicts, word)
    return asked


def states(desk: Desk) -> dict[str, State]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return {f.place: f.state for f in ledger.findings.find()}


def opens(place: str) -> Verdict:
    return replace(dead(place), outcome=Outcome.UNKNOWN, reason=Reason.BROWSER_DIFFERS)


def test_only_what_is_about_to_be_confirmed_is_asked_about(desk: Desk) -> None:
    said = [dead(A), dead(B, grade=DeadGrade.SOFT), stale()]  # soft ones and untrusted manners wait for a person anyway
    assert settle(desk, said, {}) == [[A]]
    assert states(desk)[A] is State.CONFIRMED
    assert settle(desk, [dead(A, at=MONDAY + DAY)], {}, MONDAY + DAY) == [], "confirmed already"


def test_what_opens_is_no_problem_and_what_nobody_can_tell_waits(desk: Desk) -> None:
    settle(desk, [dead(A), dead(B), dead(C)], {A: opens(A), B: None})
    assert states(desk) == {B: State.SUSPECTED, C: State.CONFIRMED}
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert [(v.place, v.reason) for v in ledger.verdicts.unknowns(f"{MONDAY:%d}")] == [(A, Reason.BROWSER_DIFFERS)]
    settle(desk, [dead(B, at=MONDAY + DAY)], {}, MONDAY + DAY)
    assert states(desk)[B] is State.CONFIRMED, "at a look at which it can be told"


def for_visitors(path: str, agent: str) -> tuple[int, str, str]:
    """404 to everything, but for /opens.html to a visitor with Chrome's agent."""
    if "Chrome/" in agent and "/opens.html" in path:
        return 200, HTML, "<title>公告</title><h1>公告</h1><p>请各单位遵照执行。</p>"
    return 404, HTML, "<h1>404</h1>"


@pytest.fixture
def host() -> Iterator[int]:
    with serving(for_visitors) as port:
        yield port


@pytest.mark.needs("browser")
def test_a_browser_opens_what_the_host_keeps_from_programs(
    desk: Desk, host: int, typed: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.inspections.last_word import last_word

    monkeypatch.delenv("XUNCHA_BROWSER")
    pinned = replace(desk, pins={"www.jia.gov.cn": f"127.0.0.1:{host}"})
    opened, gone = "http://www.jia.gov.cn/opens.html", "http://www.jia.gov.cn/gone.html"
    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.runs.start("r", "inspect", MONDAY, {})
        pinned.settle(ledger, "r", MONDAY, [dead(opened), dead(gone)], last_word(pinned, MONDAY))
        assert [(f.place, f.state) for f in ledger.findings.find()] == [(gone, State.CONFIRMED)]
        assert [v.reason for v in ledger.verdicts.unknowns("r")] == [Reason.BROWSER_DIFFERS]
        figures = dict(ledger.findings.find()[0].evidence.figures)
    assert datetime.fromisoformat(figures["pictured"]) == MONDAY
    assert (desk.workspace.answers / figures["picture"]).read_bytes().startswith(b"\x89PNG")


@pytest.mark.needs("browser")
def test_an_address_is_opened_once_and_not_more_of_them_than_may_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.browser import Area, Frame
    from desk.facts.shown import Spot
    from desk.inspections.last_word import look

    monkeypatch.delenv("XUNCHA_BROWSER")
    asked: list[str] = []

    def answers(path: str, agent: str) -> tuple[int, str, str]:
        asked.append(path)
        return for_visitors(path, agent)

    opened, gone = "http://www.jia.gov.cn/opens.html", "http://www.jia.gov.cn/gone.html"
    with serving(answers) as port:
        pinned = replace(desk, pins={"www.jia.gov.cn": f"127.0.0.1:{port}"})
        foot = Spot(opened, Frame(area=Area.FOOT))
        seen = look(pinned, [Spot(opened), foot, Spot(opened), Spot(gone)], MONDAY, most=1)
    assert list(seen) == [opened]
    assert (asked.count("/opens.html"), asked.count("/gone.html")) == (1, 0)
    assert len(seen[opened].visit.pictures) == 2


@pytest.mark.needs("browser")
def test_what_no_browser_can_say_is_not_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.inspections.last_word import by_browser

    monkeypatch.delenv("XUNCHA_BROWSER")
    open_ = Evidence(A, MONDAY, quote="旧专题")
    about = {
        1: Verdict("link-closed", "jia", A, Outcome.FAIL, "指向已关停的网站", open_),  # it is wrong because it opens
        2: dead("file:///C:/1.png"),
        3: Verdict("domain-name", "jia", "域名", Outcome.FAIL, "域名不以.gov.cn结尾", open_),
        4: stale(),  # of which no archive knows a list
    }
    assert by_browser(desk, about, MONDAY) == {}


def test_who_asks_for_a_browser_where_none_may_be_used_is_told(
    desk: Desk, typed: Callable[..., tuple[int, str, str]]
) -> None:
    settle(desk, [dead(A)], {})
    for words in (("recheck", "1", "--browser"), ("finding", "show", "1", "--look")):
        code, _, told = typed(*words, "--now", "2026-11-23T10:00")
        assert code == 3
        assert "XUNCHA_BROWSER" in told


def small_site(path: str, agent: str) -> tuple[int, str, str]:
    """A home page with one dead link; the host says 404 to everything else."""
    if path == "/":
        links = "".join(f"<a href=/c{n}.html>栏目{n}</a>" for n in range(3)) + "<a href=/gone.html>旧专题</a>"
        return 200, HTML, f"<title>甲区</title><h1>甲区</h1>{links}<p>{'甲区人民政府网站。' * 20}</p>"
    if re.fullmatch(r"/c\d\.html", path):  # and to no address that is made up to see how it says 404
        words = "".join(f"第{n}条说的是{path}里的第{n * n}件事。" for n in range(20))
        return 200, HTML, f"<title>{path}</title><h1>栏目{path}</h1><p>{words}</p>"
    return 404, HTML, "<h1>404</h1>"


def test_a_spot_check_begins_with_what_ships(typed: Callable[..., tuple[int, str, str]]) -> None:
    with serving(small_site) as port:
        code, out, said = typed("check", f"http://127.0.0.1:{port}/", "--allow-private", "--rate", "500", "--json")
    assert code == 1, said
    told = {f["place"].rpartition("/")[2]: f["status"] for f in json.loads(out)["findings"] if "://" in f["place"]}
    assert told == {"gone.html": "已核实"}


def test_the_doctor_says_whether_a_browser_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.scheduler.doctor import _browser

    assert "不用浏览器核看" in _browser().text
    monkeypatch.setenv("XUNCHA_BROWSER", "/nowhere/chromium")
    told = _browser()
    assert "不用浏览器核看" in told.text or (told.grade is Severity.LOOK and "/nowhere/chromium" in told.text)
