"""A column whose rows a script fetches: 未能核查 without a browser, judged with one. Its truly silent twin is found."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk.context import Desk
from desk.inspections.inspection import inspect_desk, plan_run
from ledger.ledger import Ledger
from ledger.vocabulary import Column, ColumnKind, Outcome, Reason, RobotsPolicy
from tests.decisions.decided_looks import MONDAY
from tests.decisions.last_word.decided_host import HTML, serving

OLD = ("2026-09-20", "2026-09-02", "2026-08-20")
DAYS = {"fresh": ("2026-11-20", "2026-11-02", "2026-10-20"), "stale": OLD, "framed": OLD}
FETCHES = (
    "<script>fetch('/rows/{0}').then(r => r.json()).then(rows => document.getElementById('list').innerHTML ="
    " rows.map(r => '<li><a href=\"' + r[0] + '\">' + r[1] + '</a><span>' + r[2] + '</span></li>').join(''))</script>"
)
FRAME = "<!doctype html><meta charset=utf-8><title>{0}-甲区网</title><body><h1>甲区网</h1><a href=/>首页</a>{1}"


def rows(kind: str) -> list[tuple[str, str, str]]:
    return [(f"/{kind}/{n}.html", f"关于第{n}号工作安排的通知公告", day) for n, day in enumerate(DAYS[kind])]


def answers(path: str, agent: str) -> tuple[int, str, str]:
    kind = next((k for k in DAYS if k in path), "")
    if path.startswith("/rows/"):
        return 200, "application/json", json.dumps(rows(kind))
    if path == "/robots.txt":
        return 404, HTML, ""
    if path == f"/{kind}/":
        frame = "<iframe src=/other/></iframe>" if kind == "framed" else ""
        listed = f"<div>当前位置：首页 &gt; {kind}</div>{frame}<ul id=list></ul>{FETCHES.format(kind)}"
        return 200, HTML, FRAME.format(kind, listed)
    if kind:
        body = f"<h1>通知</h1><div>发布时间：{DAYS[kind][int(path[-6])]}</div><p>{'请遵照执行。' * 30}"
        return 200, HTML, FRAME.format("通知", body)
    return 200, HTML, FRAME.format("首页", "<p>" + "甲区人民政府网站。" * 20)


@pytest.fixture
def drawn(desk: Desk) -> Iterator[Desk]:
    """The desk with one site at a loopback host, and its columns."""
    with serving(answers) as port:
        place = f"127.0.0.1:{port}"
        site = replace(desk.register.sites["jia"], rate=50.0, robots=RobotsPolicy.AUTHORISED)
        columns = {
            k: Column(k, "jia", k, f"http://www.jia.gov.cn/{k}/", ColumnKind.OTHER, allowed_days=30) for k in DAYS
        }
        settings = replace(desk.settings, controls=(place,))
        register = replace(desk.register, sites={"jia": site}, columns=columns)
        yield replace(desk, register=register, settings=settings, pins={"www.jia.gov.cn": place})


def said(desk: Desk, day: int) -> dict[str, tuple[Outcome, Reason | None]]:
    now = MONDAY.replace(day=day)
    run = inspect_desk(desk, plan_run(desk, ("jia",), now, allow_private=True)).run
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        told = ledger.verdicts.of_run(run)
    return {v.place: (v.outcome, v.reason) for v in told if v.criterion == "column-overdue"}


def test_without_a_browser_nobody_knows(drawn: Desk) -> None:
    assert said(drawn, 23) == dict.fromkeys(DAYS, (Outcome.UNKNOWN, Reason.SCRIPT_DRAWN))


@pytest.mark.needs("browser")
def test_with_a_browser_all_but_frames_is_read(drawn: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_BROWSER")
    assert said(drawn, 24) == {
        "stale": (Outcome.FAIL, None),
        "framed": (Outcome.UNKNOWN, Reason.PARTLY_READ),  # what the frame shows was not read
    }
