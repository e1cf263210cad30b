"""What is decided on a page is what the commands decide: the same rows in the ledger, by the same name and reason."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from desk.findings.causes import causes
from desk.web.here import Here
from desk.web.roles import Role
from ledger.ledger import Ledger
from ledger.vocabulary import DeadGrade, FindingEvent, State
from tests.decisions.decided_looks import dead
from tests.program import typed
from tests.web.conftest import Clock
from tests.web.world import NOW

AT = NOW.isoformat()


def _journal(path: Path) -> list[FindingEvent]:
    with Ledger.open_for_reading(path / "data" / "ledger.sqlite") as ledger:
        return [e for f in ledger.findings.find() for e in ledger.findings.history(f.id)]


def _states(home: Here) -> dict[int, str]:
    with home.reading() as ledger:
        return {f.id: f"{f.state}{'，误报' if f.dismissed_until else ''}" for f in ledger.findings.find()}


def _row(home: Here) -> int:
    """What a page made now would bear."""
    with home.reading() as ledger:
        return ledger.findings.newest_row()


def _deeds() -> list[tuple[str, str, str, str, str]]:
    from desk.web.people.models import Deed

    return [(d.name, d.act, d.target, d.before, d.after) for d in Deed.objects.order_by("id")]


@pytest.fixture
def beside(template: Path, tmp_path: Path) -> Path:
    """The same office once more, for the commands."""
    shutil.copytree(template, tmp_path / "beside")
    return tmp_path / "beside"


CASES = [
    ({"decision": "confirm", "why": "看过"}, "confirm 1 --why 看过"),
    ({"decision": "dismiss", "kind": "misread", "why": "能打开"}, "dismiss 1 --kind 读错 --why 能打开"),
    (
        {"decision": "dismiss", "kind": "excused", "why": "已说明", "until": "2027-03-01"},
        "dismiss 1 --kind 属实但不计 --why 已说明 --until 2027-03-01",
    ),
]


@pytest.mark.parametrize(("form", "words"), CASES)
def test_a_decision_is_that_of_the_command(
    home: Here, signed_in: Callable[..., Any], beside: Path, form: dict[str, str], words: str
) -> None:
    client = signed_in(Role.CLERK)
    answer = client.post("/problems/1/decide", {**form, "seen": _row(home), "next": "/problems/1?unit=u1"})
    assert answer["Location"] == "/problems/1?unit=u1"
    done = typed(beside, "finding", *words.split(), "--by", "经办人某", "--yes", "--now", AT)
    assert done.returncode == 0, done.stderr
    assert _journal(home.workspace.root) == _journal(beside)


def test_told_ones_are_urged_reported_fixed_and_ruled_on_as_by_command(
    home: Here, signed_in: Callable[..., Any], beside: Path, clock: Clock
) -> None:
    client = signed_in(Role.CLERK)
    steps: list[tuple[str, dict[str, str], str]] = [
        ("decide", {"decision": "urge", "why": "电话", "until": "2026-11-30"}, "urge 8 --why 电话 --until 2026-11-30"),
        ("decide", {"decision": "fixed", "why": "来电"}, "fixed 8 --why 来电"),
        ("rule", {"accept": "yes", "why": "新地址", "kind": "misread"}, "rule 8 --accept --why 新地址 --kind 读错"),
        ("decide", {"decision": "restore", "why": "看错了"}, "restore 8 --why 看错了"),
    ]  # fmt: skip
    for act, form, words in steps:
        clock.goes(minutes=5)
        now = clock().isoformat()
        client.post(f"/problems/8/{act}", {**form, "seen": _row(home)})
        done = typed(beside, "finding", *words.split(), "--by", "经办人某", "--now", now)
        assert done.returncode == 0, done.stderr
        assert _journal(home.workspace.root) == _journal(beside), words


def test_a_cause_is_decided_whole_and_the_next_one_follows(home: Here, signed_in: Callable[..., Any]) -> None:
    with home.reading() as ledger:
        found = causes(home.desk(), ledger.findings.find(), home.clock())
    five = next(one for one in found if len(one.members) == 5)
    names = [one.id for one in found]
    client = signed_in(Role.CLERK)
    page = client.get(f"/causes/{five.id}").content.decode()
    assert page.count('class="drawn"') == 3  # drawn to be looked at, the two others listed
    after = re.findall(r'name="after" value="([^"]+)"', page)
    follows = names[names.index(five.id) + 1 :]
    assert after == [f"/causes/{follows[0]}" if follows else "/causes"]
    answer = client.post(f"/causes/{five.id}/decide", {"decision": "confirm", "seen": _row(home), "after": after[0]})
    assert answer["Location"] == after[0]
    states = _states(home)
    assert [states[f.id] for f in five.members] == ["已核实"] * 5
    assert sorted(states.values()).count("待核实") == 7 - 5
    with home.reading() as ledger:
        act = ledger.acts.all()[-1]
    assert act.shown == tuple(f.id for f in five.shown)  # only they count for the manner of reading


def test_what_is_ticked_is_decided_and_the_filter_stays(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    where = "/problems?site=jia&words=old&sort=-number"
    assert client.get(where).content.decode().count('name="number"') == 5
    form = {"number": ["1", "3"], "decision": "dismiss", "kind": "register", "seen": _row(home), "next": where}
    assert client.post("/problems/decide", form)["Location"] == where
    states = _states(home)
    assert [n for n, state in states.items() if "误报" in state] == [1, 3]
    assert client.get(where).content.decode().count('name="number"') == 3
    assert _deeds() == [("管理员某", "批量决定", "问题 1、3", "待核实", "待核实")]


def test_none_of_many_is_decided_where_one_cannot_be(home: Here, signed_in: Callable[..., Any]) -> None:
    before = _states(home)
    client = signed_in(Role.CLERK)
    form = {"number": ["1", "999"], "decision": "confirm", "seen": _row(home)}
    told = client.post("/problems/decide", form, follow=True).content.decode()
    assert "没有编号为 999 的问题" in told
    assert _states(home) == before


def test_what_has_changed_since_it_was_shown_is_not_decided(home: Here, signed_in: Callable[..., Any]) -> None:
    """In the same second, too: what counts is the row that the page was made of."""
    client, shown = signed_in(Role.CLERK), _row(home)
    done = typed(home.workspace.root, "finding", "dismiss", "1", "--kind", "读错", "--why", "甲", "--now", AT)
    assert done.returncode == 0
    for address, form in (
        ("/problems/1/decide", {"decision": "confirm"}),
        ("/problems/decide", {"decision": "confirm", "number": ["1", "2"]}),
    ):
        told = client.post(address, {**form, "seen": shown, "next": "/"}, follow=True).content.decode()
        assert "打开页面以后有变化（问题 1 判为误报）" in told
    assert _states(home)[1] == "待核实，误报"
    assert _states(home)[2] == "待核实"


def test_a_cause_that_has_grown_since_it_was_shown_is_not_decided(home: Here, signed_in: Callable[..., Any]) -> None:
    desk = home.desk()
    with home.reading() as ledger:
        one = next(c for c in causes(desk, ledger.findings.find(), home.clock()) if len(c.members) == 5)
    client, shown = signed_in(Role.CLERK), _row(home)
    with home.writing() as ledger:
        new = dead("http://www.jia.gov.cn/old/9.html", grade=DeadGrade.SOFT, at=NOW)
        ledger.runs.start("r9", "inspect", NOW, {"sites": "jia"})
        ledger.verdicts.settle("r9", NOW, [new], desk.criteria, desk.register, trusted=desk.trust(ledger))
        ledger.runs.finish("r9", NOW)
    client.post(f"/causes/{one.id}/decide", {"decision": "confirm", "seen": shown})
    assert list(_states(home).values()).count("待核实") == 8
    client.post(f"/causes/{one.id}/decide", {"decision": "confirm", "seen": _row(home)})
    assert list(_states(home).values()).count("待核实") == 2


def test_a_decision_wants_what_the_command_wants(home: Here, signed_in: Callable[..., Any]) -> None:
    before = _states(home)
    client = signed_in(Role.CLERK)
    for form, said in (
        ({"decision": "dismiss", "seen": _row(home)}, "判为误报要选种类"),
        ({"decision": "dismiss", "kind": "misread", "until": "2026-11-01", "seen": _row(home)}, "要晚于今天"),
        ({"decision": "urge", "seen": _row(home)}, "请写理由"),
        ({"decision": "confirm"}, "页面"),
        ({"decision": "confirm", "seen": "-1"}, "页面"),
        ({"seen": _row(home)}, "决定"),
    ):
        told = client.post("/problems/1/decide", form, follow=True).content.decode()
        assert said in told, form
    assert _states(home) == before
    assert _deeds() == []


def test_a_refusal_is_in_the_trail(home: Here, signed_in: Callable[..., Any]) -> None:
    from desk.web.people.models import Deed

    client = signed_in(Role.CLERK)
    client.post("/problems/1/passed", {"seen": "http://www.jia.gov.cn/", "why": "好了"})
    deed = Deed.objects.get()
    assert "可以由机器复查" in deed.refused
    assert _states(home)[1] == State.SUSPECTED


def test_nothing_leads_to_another_host(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.CLERK)
    for wanted in ("http://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil"):
        answer = client.post("/problems/1/decide", {"decision": "confirm", "seen": _row(home), "next": wanted})
        assert answer["Location"] == "/", wanted


def test_the_workspace_is_read_as_its_files_are_now(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.READER)
    units = home.workspace.register / "units.csv"
    units.write_text(units.read_text("utf-8").replace("甲区教育局", "甲区教育和体育局"), encoding="utf-8")
    assert "甲区教育和体育局" in client.get("/problems").content.decode()
    units.write_text("编号\n", encoding="utf-8")
    told = client.get("/problems")
    assert told.status_code == 400
    assert "units.csv" in told.content.decode()


def test_what_the_browser_shows_now(home: Here, signed_in: Callable[..., Any]) -> None:
    """Without one the page says so; with one its picture stands beside the stored page."""
    from desk.web import later
    from desk.web.people.models import Deed

    client = signed_in(Role.CLERK)
    client.post("/problems/1/look")
    later.wait()
    assert "不使用浏览器" in client.get("/problems/1").content.decode()
    name = "a" * 64 + ".png"
    Deed.objects.update(refused="", after=f"浏览器打开：能打开；    截图：data/answers/{name}")
    assert f'<img class="shot" src="/pictures/{name}"' in client.get("/problems/1").content.decode()


def _words(answer: Any) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_trail_of_a_problem_and_of_a_day(home: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    client = signed_in(Role.CLERK)
    client.post("/problems/1/decide", {"decision": "confirm", "why": "打开看过", "seen": _row(home)})
    client.post("/problems/1/passed", {"seen": "http://www.jia.gov.cn/", "why": "好了"})
    told = _words(client.get("/problems/1/trail.docx"))
    for said in (
        "问题1的处理经过",
        "打开看过",
        "经办人某",
        "待核实→已核实",
        "没有做：问题 1 可以由机器复查",
        "甲区办公室",
    ):
        assert said in told, said
    client.post("/problems/decide", {"number": ["2", "3"], "decision": "confirm", "seen": _row(home)})
    assert "批量决定" in _words(client.get("/problems/3/trail.docx"))
    assert "批量决定" not in _words(client.get("/problems/4/trail.docx"))
    told = _words(client.get("/audit/trail.docx?day=2026-11-24"))
    assert "当日由人作出的决定 3 项，工作台上的操作 3 项" in told
    assert "问题 1 核实 经办人某 打开看过" in " ".join(told.split())
    told = _words(client.get("/audit/trail.docx?day=2026-11-25"))
    assert "当日由人作出的决定 0 项，工作台上的操作 0 项" in told
