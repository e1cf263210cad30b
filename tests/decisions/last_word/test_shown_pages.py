"""The last word on what is concluded from pages of ours: a visitor may be shown what was not fetched. Each beside its
twin of the same layout, of which the visitor is shown just what was."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from desk.config.trust_start import Beginning
from desk.context import Desk
from desk.inspections.inspection import inspect_desk, plan_run
from desk.inspections.last_word import looked_at
from desk.inspections.recheck import recheck
from ledger.decisions.trust import Start
from ledger.ledger import Ledger
from ledger.vocabulary import Column, ColumnKind, Confirm, Finding, Outcome, Reason, RobotsPolicy, State, Verdict
from tests.browser.png import RED, pixels
from tests.decisions.decided_looks import MONDAY
from tests.decisions.last_word.decided_host import serving
from tests.decisions.last_word.shown_sites import COLUMNS, answers

TUESDAY = MONDAY.replace(day=24)
NAME, ICP = "home:SiteName", "ICP备案号"


@pytest.fixture
def office(desk: Desk) -> Iterator[Desk]:
    """The desk with both sites, which leaves to the machine all that it found on Monday without a browser."""
    with serving(partial(answers, scripted=False)) as plain, serving(partial(answers, scripted=True)) as scripted:
        places = {"www.jia.gov.cn": f"127.0.0.1:{plain}", "jyj.jia.gov.cn": f"127.0.0.1:{scripted}"}
        sites = {
            key: replace(site, rate=50.0, robots=RobotsPolicy.AUTHORISED) for key, site in desk.register.sites.items()
        }
        columns = {
            k: Column(k, "jia", k, f"http://www.jia.gov.cn/{k}/", ColumnKind.OTHER, allowed_days=30) for k in COLUMNS
        }
        wanted = {"column-overdue", "column-blank", "home-not-updated", "page-tags", "site-identity"}
        criteria = {
            code: replace(c, enabled=code in wanted, veto=False, confirm=Confirm.MACHINE)
            for code, c in desk.criteria.items()
        }
        made = replace(
            desk,
            register=replace(desk.register, sites=sites, columns=columns),
            settings=replace(desk.settings, controls=tuple(places.values())),
            criteria=criteria,
            pins=places,
        )
        inspect_desk(made, plan_run(made, ("jia", "jiao"), MONDAY, allow_private=True))
        manners = {f.manner for f in found(made).values() if f.manner}
        yield replace(made, beginning=Beginning(dict.fromkeys(manners, Start(100))))


Key = tuple[str, str]


def found(desk: Desk) -> dict[Key, Finding]:
    """By site and place."""
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return {(f.subject, f.place): f for f in ledger.findings.find()}


def inspect(desk: Desk) -> tuple[dict[Key, Finding], dict[Key, Verdict]]:
    """Tuesday's run: the findings after it, and what could not be told."""
    run = inspect_desk(desk, plan_run(desk, ("jia", "jiao"), TUESDAY, allow_private=True)).run
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return found(desk), {(v.subject, v.place): v for v in ledger.verdicts.unknowns(run)}


def test_fetched_alone_all_of_them_are_wrong_and_without_a_browser_they_are_confirmed(office: Desk) -> None:
    alike = [("jia", name) for name in COLUMNS] + [(site, p) for site in ("jia", "jiao") for p in ("首页", NAME, ICP)]
    before = found(office)
    assert {key: before[key].state for key in alike} == dict.fromkeys(alike, State.SUSPECTED)
    after, _ = inspect(office)
    assert {key: after[key].state for key in alike} == dict.fromkeys(alike, State.CONFIRMED)


@pytest.mark.needs("browser")
def test_what_a_visitor_is_shown_decides(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_BROWSER")
    after, unknown = inspect(office)
    framed = {
        ("jia", "silent"): (175, 1145),  # the newest row, from 5 left of it
        ("jia", "blank"): (135, 1145),  # the whole list
        ("jia", "首页"): (175, 1145),
        ("jia", ICP): (135, 1145),  # the foot
        ("jia", NAME): None,
    }
    for key, sides in framed.items():
        assert after[key].state is State.CONFIRMED, key
        picture = office.workspace.answers / dict(after[key].evidence.figures)["picture"]
        across = [x for x, _ in pixels(picture.read_bytes()).of(RED)]
        assert ((min(across), max(across) + 1) if across else None) == sides, key
    waits = [("jia", name) for name in ("framed", "restless", "walled")]
    assert {key: after[key].state for key in waits} == dict.fromkeys(waits, State.SUSPECTED)
    told = {
        ("jia", "fed"): "浏览器显示：栏目“fed”最近一条信息发布于2026年11月20日",
        ("jia", "filled"): "浏览器显示：栏目“filled”有信息1条",
        ("jia", "for-chrome"): "在30天内更新，只因本程序的访问标识不同，未能核查",
        ("jiao", "首页"): "浏览器显示：首页最近一条信息发布于2026年11月20日",
        ("jiao", NAME): "程序读到：首页未设置SiteName；浏览器显示：检查的1个首页均设置了页面标签SiteName，未能核查",
        ("jiao", ICP): "浏览器显示：首页标明了ICP备案编号，未能核查",
    }
    for key, words in told.items():
        assert after[key].state is State.SUSPECTED, key
        assert unknown[key].reason is Reason.BROWSER_DIFFERS, key
        assert words in unknown[key].message, key
        assert ("访问标识" in unknown[key].message) == (key == ("jia", "for-chrome"))


@pytest.mark.needs("browser")
def test_a_person_may_ask_for_it(
    office: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNCHA_BROWSER")
    before = found(office)
    wanted = {name: before["jia", name].id for name in ("silent", "fed", "walled")}
    result = recheck(office, wanted.values(), TUESDAY, allow_private=True, browser=True)
    assert {line.finding: (line.outcome, line.after) for line in result.lines} == {
        wanted["silent"]: (Outcome.FAIL, State.CONFIRMED),
        wanted["fed"]: (Outcome.UNKNOWN, State.SUSPECTED),
        wanted["walled"]: (Outcome.FAIL, State.SUSPECTED),
    }
    told = "\n".join(looked_at(office, found(office)["jia", "fed"], TUESDAY, allow_private=True))
    assert "显示：栏目“fed”最近一条信息发布于2026年11月20日，在30天内更新" in told
    assert "截图：" in told
    told = "\n".join(looked_at(office, found(office)["jia", "walled"], TUESDAY, allow_private=True))
    assert "看不出能不能打开，状态码 403" in told
    assert "显示：" not in told


@pytest.mark.needs("browser")
def test_a_run_that_confirms_nothing_starts_no_browser(office: Desk, tmp_path: Path) -> None:
    """In a process of its own, for here others have loaded it."""
    script = tmp_path / "run.py"
    script.write_text(NOTHING.format(pins=dict(office.pins)), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "XUNCHA_BROWSER"}
    done = subprocess.run(
        [sys.executable, script, office.workspace.root],
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"findings": True, "browser": []}


NOTHING = """
import json, sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from desk.inspections.inspection import inspect_desk, plan_run
from desk.context import open_desk

if __name__ == "__main__":
    desk = replace(open_desk(Path(sys.argv[1])).at_once(), pins={pins})
    now = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    result = inspect_desk(desk, plan_run(desk, ("jia",), now, allow_private=True))
    loaded = [name for name in sys.modules if name.startswith(("playwright", "crawler.browser"))]
    print(json.dumps(dict(findings=bool(result.findings), browser=loaded)))
"""
