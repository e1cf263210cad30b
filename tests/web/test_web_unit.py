"""A unit at its own page: what it was told and no more; what it answers; a link that opens nothing of another's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.web.here import Here
from desk.web.roles import Role
from ledger.vocabulary import AnswerKind, Decision, Event, Finding, State
from tests.served import html, serving
from tests.web.conftest import Clock
from tests.web.world import NOW

TEXT = "本页介绍办事流程和有关政策，供群众查阅。" * 12
OWN = f"<title>甲区网</title><h1>甲区网</h1><p>{TEXT}</p><a href='/gone.html'>旧专题</a>"
GONE = "<title>404 Not Found</title><h1>404 Not Found</h1>"
LARGE = b"\x89PNG" * 2_600_000
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def told(home: Here) -> Here:
    """Problems 1 and 6 of 甲区办公室 and 8 of 甲区教育局 were told in a notice; 2 to 5 and 7 wait."""
    with home.writing() as ledger:
        for number in (1, 6):
            ledger.decisions.decide(number, Decision(Event.CONFIRM, NOW, "王某", "看过"))
        ledger.findings.notify((1, 6, 8), "2026-11", NOW, dict.fromkeys((1, 6, 8), NOW.date() + timedelta(days=5)))
    return home


def _finding(home: Here, number: int) -> Finding:
    with home.reading() as ledger:
        return ledger.findings.get(number)


def _all(home: Here) -> list[Finding]:
    with home.reading() as ledger:
        return ledger.findings.find()


def _link(unit: str, clock: Clock, days: int = 30) -> str:
    from desk.web.people import links

    return links.make(unit, days, "王某", clock())[1]


def _numbers(answer: Any) -> list[str]:
    return re.findall(r"<h2>问题 (\d+)", answer.content.decode())


def test_it_sees_what_it_was_told_and_no_more(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    for unit, numbers in (("u1", ["1", "6"]), ("u2", ["8"])):
        assert _numbers(signed_in(Role.UNIT, unit).get("/u")) == numbers
        assert _numbers(signed_in(None).get(f"/u/{_link(unit, clock)}")) == numbers
    with told.writing() as ledger:
        ledger.decisions.decide(1, Decision(Event.DISMISS, clock(), "王某", "读错"))
    assert _numbers(signed_in(Role.UNIT, "u1").get("/u")) == ["6"]


def test_a_unit_reaches_nothing_of_another(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    """By every address with a number in it: another's problem, one that waits, one that is not there."""
    body = next(f.evidence.body for f in _all(told) if f.column)
    form = {"kind": "申诉", "cause": "没有", "by": "李某"}
    for base, client in (("/u", signed_in(Role.UNIT, "u2")), (f"/u/{_link('u2', clock)}", signed_in(None))):
        for number in (1, 2, 6, 7, 99):
            assert client.get(f"{base}/pages/{number}/{body}").status_code == 404, number
            assert client.get(f"{base}/pictures/{number}").status_code == 404, number
            told_back = client.post(f"{base}/problems/{number}/answer", form, follow=True).content.decode()
            assert f"没有编号为 {number} 的问题" in told_back, number
    with told.reading() as ledger:
        assert ledger.answers.find() == []


def test_a_link_expires_and_is_taken_back(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    office, unit = signed_in(Role.CLERK), signed_in(None)
    said = office.post(
        "/links/add", {"unit": "甲区教育局", "days": "2", "next": "/links"}, follow=True
    ).content.decode()
    address = re.search(r"http://127.0.0.1(/u/[\w-]{40,})", said)
    assert address is not None
    assert unit.get(address[1]).status_code == 200
    assert address[1] not in office.get("/links").content.decode()  # told once
    clock.goes(hours=47, minutes=59)
    assert unit.get(address[1]).status_code == 200
    clock.goes(minutes=1)
    assert unit.get(address[1]).status_code == 404
    token = _link("u2", clock)
    office.post("/links/2/revoke")
    for base in (f"/u/{token}", f"/u/{token[:-1]}x", f"/u/{'0' * 43}"):
        assert unit.get(base).status_code == 404
        assert unit.post(f"{base}/problems/8/answer", {"kind": "已整改", "by": "李某"}).status_code == 404
    assert _finding(told, 8).state is State.NOTIFIED


def test_opening_a_link_changes_nothing(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    """A mail scanner opens every address that it finds."""
    base = f"/u/{_link('u1', clock)}"
    client = signed_in(None)
    page = client.get(base).content.decode()
    with told.reading() as ledger:
        before = ledger.findings.find()
    for address in {base, *re.findall(r'(?:href|src|action)="(/u[^"]*)"', page)}:
        client.get(address)
        client.head(address)
    with told.reading() as ledger:
        assert ledger.findings.find() == before
        assert ledger.answers.find() == []


def test_an_appeal_waits_for_its_ruling(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    client = signed_in(None)
    form = {"kind": "申诉", "cause": "该链接能打开", "by": "李某", "reviewer": "张某"}
    files = [SimpleUploadedFile("截图.png", PNG), SimpleUploadedFile("说明.pdf", b"%PDF-1.7")]
    client.post(f"/u/{_link('u1', clock)}/problems/1/answer", {**form, "files": files})
    assert _finding(told, 1).appeal == "该链接能打开"
    with told.reading() as ledger:
        (answer,) = ledger.answers.find(finding=1)
    assert (answer.kind, answer.source, answer.by, answer.reviewer) == (AnswerKind.APPEAL, "网页填报", "李某", "张某")
    kept = [next(told.workspace.answers.glob(f"{sha}.*")) for sha in answer.evidence]
    assert [path.suffix for path in kept] == [".png", ".pdf"]
    assert kept[0].read_bytes() == PNG
    assert "该链接能打开" in signed_in(Role.READER).get("/").content.decode()


def test_comply_or_explain(told: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.UNIT, "u1")
    day = (NOW.date() + timedelta(days=10)).isoformat()
    for form, said in (
        ({"kind": "整改中", "by": "李某"}, "原因和预计完成的日期"),
        ({"kind": "整改中", "cause": "等拨款", "by": "李某"}, "原因和预计完成的日期"),
        ({"kind": "整改中", "cause": "等拨款", "done_on": "2026-11-01", "by": "李某"}, "日期已经过了"),
        ({"kind": "申诉", "by": "李某"}, "申诉要写明理由"),
        ({"kind": "已整改"}, "填报人"),
        ({"kind": "好了", "by": "李某"}, "答复"),
        ({"kind": "申诉", "cause": "无", "by": "李某", "files": SimpleUploadedFile("a.png", b"<svg>")}, "不是图片"),
        (
            {"kind": "申诉", "cause": "无", "by": "李", "files": [SimpleUploadedFile("a.png", PNG) for _ in range(6)]},
            "最多 5 个文件",
        ),
        (
            {"kind": "申诉", "cause": "无", "by": "李", "files": SimpleUploadedFile("a.png", PNG * 400_000)},
            "超过 10 MB",
        ),
    ):
        told_back = client.post("/u/problems/1/answer", {**form, "next": "/u"}, follow=True).content.decode()
        assert said in told_back, form
    with told.reading() as ledger:
        assert ledger.answers.find() == []
    client.post("/u/problems/1/answer", {"kind": "整改中", "cause": "等拨款", "done_on": day, "by": "李某"})
    with told.reading() as ledger:
        (answer,) = ledger.answers.find()
    assert (answer.kind, answer.cause, str(answer.done_on)) == (AnswerKind.WORKING, "等拨款", day)
    assert "等拨款" in client.get("/u").content.decode()


@pytest.mark.parametrize(("mended", "state"), [(True, State.CLOSED), (False, State.RECHECK)])
def test_from_the_units_word_to_the_re_look(
    told: Here, signed_in: Callable[..., Any], clock: Clock, mended: bool, state: State
) -> None:
    """What is seen put right is closed at once; what is not waits on."""
    from desk.web import later
    from desk.web.people.models import Deed

    with told.writing() as ledger:
        ledger.decisions.decide(7, Decision(Event.CONFIRM, clock(), "王某", "看过"))
        ledger.findings.notify((7,), "2026-11", clock(), {})
    paths = {"/": OWN, "/yw/": OWN, **({"/gone.html": OWN} if mended else {})}
    with serving(lambda request: html(paths.get(request.path, GONE), 200 if request.path in paths else 404)) as port:
        sites = told.workspace.register / "sites.csv"
        head, *rows = sites.read_text("utf-8").splitlines()
        sites.write_text("\n".join([f"{head},指定连接", *(f"{r},127.0.0.1:{port}" for r in rows)]), encoding="utf-8")
        settings = told.workspace.settings_file
        text = re.sub("(?m)^controls = .*$", f'controls = ["127.0.0.1:{port}"]', settings.read_text("utf-8"))
        settings.write_text(text, encoding="utf-8")
        told.allow_private = True
        clock.goes(minutes=5)
        form = {"kind": "已整改", "measure": "已恢复页面", "by": "李某"}
        signed_in(None).post(f"/u/{_link('u1', clock)}/problems/7/answer", form)
        later.wait()
    assert _finding(told, 7).state is state, Deed.objects.first().after
    look = Deed.objects.order_by("id").last()
    assert (look.before, look.after[:3]) == ("待复查", state.value)


def test_what_is_said_to_be_put_right_is_looked_at_before_it_closes(
    told: Here, signed_in: Callable[..., Any], clock: Clock
) -> None:
    """The site cannot be reached here: it is not closed on the unit's word, and the trail says what was seen."""
    from desk.web import later
    from desk.web.people.models import Deed

    client = signed_in(None)
    clock.goes(minutes=5)
    client.post(f"/u/{_link('u1', clock)}/problems/1/answer", {"kind": "已整改", "by": "李某"})
    later.wait()
    assert _finding(told, 1).state is State.RECHECK
    answer, look = Deed.objects.order_by("id")
    assert (answer.act, answer.role, answer.before, answer.after) == (
        "单位答复",
        "单位联系人",
        "已通报",
        "已整改 待复查",
    )
    assert look.act == "立即复查"
    assert look.ended is not None
    assert "未能核查" in look.after


def test_a_problem_of_the_unit_shows_its_stored_page(told: Here, signed_in: Callable[..., Any], clock: Clock) -> None:
    stale = next(f for f in _all(told) if f.column)
    client, base = signed_in(None), f"/u/{_link('u1', clock)}"
    assert f'href="{base}/pages/{stale.id}/{stale.evidence.body}"' in client.get(base).content.decode()
    answer = client.get(f"{base}/pages/{stale.id}/{stale.evidence.body}")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("sandbox;")
