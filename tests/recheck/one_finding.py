"""One finding of a small office, brought into any state."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.config.criteria import load_criteria
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    Register,
    Unit,
    Verdict,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = "2026-11-25T09:00"
BY_PEOPLE, BY_MACHINE = "severe-wording", "column-news-stale"


Run = Callable[..., tuple[int, str, str]]


def fail(ledger: Ledger, root: Path, at: datetime, criterion: str) -> None:
    run = f"{at:%Y%m%dT%H%M%S}"
    ledger.runs.start(run, "inspect", at, {"sites": "jia"})
    evidence = Evidence("http://www.jia.gov.cn/", at, quote="原文")
    verdict = Verdict(criterion, "jia", "首页", Outcome.FAIL, "首页有错误", evidence)
    register = Register({"u1": Unit("u1", "甲区办公室")}, {}, {}, {})
    ledger.verdicts.settle(run, at, [verdict], load_criteria(root / "config" / "criteria"), register)
    ledger.runs.finish(run, at)


def bring(root: Path, letter: str, criterion: str = BY_PEOPLE) -> None:
    """One finding, number 1, in the state of that letter."""
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:

        def decide(event: Event) -> None:
            ledger.decisions.decide(1, Decision(event, NOW, "张三", "理由"))

        fail(ledger, root, NOW, criterion)
        if letter != "S" and criterion == BY_PEOPLE:  # the machine's own is confirmed by its look
            decide(Event.CONFIRM)
        if letter == "N":
            ledger.findings.notify([1], "2026-11", NOW, {})
        if letter == "F":
            decide(Event.URGE)
        if letter == "R":
            decide(Event.REPORT_FIXED)
        if letter in "XBb":
            ledger.decisions.pass_by_person(1, NOW, "张三", "看过")
        if letter in "Bb":
            fail(ledger, root, NOW + timedelta(hours=1), criterion)
        if letter == "b":
            ledger.decisions.decide(1, Decision(Event.CONFIRM, NOW + timedelta(hours=1), "张三", "理由"))


def finding(root: Path) -> Finding:
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        return ledger.findings.get(1)
