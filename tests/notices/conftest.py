"""An office of two units whose ledger is written by hand: what was found, when, and nothing looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.config.settings import OfficeSettings
from desk.context import Desk, open_desk
from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Confirm, Decision, Event, Evidence, Outcome, Register, Site, State, Unit, Verdict

UNITS = {
    "jy": Unit("jy", "望舒区教育局", "部门", email="jy@wangshu.example"),
    "qs": Unit("qs", "望舒区清水镇人民政府", "镇街", email="qs@wangshu.example"),
}
SITES = {
    "a": Site("a", "望舒教育网", "http://jy.wangshu.gov.cn/", "jy"),
    "b": Site("b", "清水镇门户", "http://qs.wangshu.gov.cn/", "qs"),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Book:
    """A desk and its open ledger."""

    desk: Desk
    ledger: Ledger
    out: Path
    shut: bool = False

    def close(self) -> None:
        """Leave the ledger to another writer."""
        if not self.shut:
            self.ledger.close()
        self.shut = True

    def seen(self, now: str, criterion: str, site: str, place: str, outcome: Outcome = Outcome.FAIL) -> None:
        """One look at one place."""
        when = at(now)
        run = f"r{when:%Y%m%d%H%M}-{criterion}-{place[-12:]}"
        self.ledger.runs.start(run, "inspect", when, {"sites": "a b", "scope": "whole"})
        message = f"链接 {place} 打不开，共被引用3次。" if "://" in place else f"{place}在检查时点前2周内没有更新。"
        looks = tuple(when - timedelta(seconds=n) for n in (2, 1, 0))
        evidence = Evidence(place if "://" in place else SITES[site].home, when, "原文", "ab" * 32, looks=looks)
        verdict = Verdict(criterion, site, place, outcome, message, evidence)
        self.ledger.verdicts.settle(run, when, [verdict], self.desk.criteria, self.desk.register)
        self.ledger.runs.finish(run, when)
        self.sure(criterion, site, place, when)

    def sure(self, criterion: str, site: str, place: str, when: datetime) -> None:
        """A clerk confirms at once what a machine would have, were it no veto."""
        one = self.desk.criteria[criterion]
        for f in self.ledger.findings.find(subject=site, criterion=criterion):
            waits = f.place == place and f.confirmed_at is None and f.state is not State.CLOSED
            if waits and one.veto and one.confirm is Confirm.MACHINE:
                self.ledger.decisions.decide(f.id, Decision(Event.CONFIRM, when, "某甲", "属实"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    workspace = Workspace.init(tmp_path / "office")
    desk = open_desk(workspace.root).at_once()
    settings = replace(
        desk.settings, office=OfficeSettings("望舒区人民政府办公室", "各有关单位", "网站管理岗", "020-00000001")
    )
    desk = replace(desk, settings=settings, register=Register(UNITS, SITES, {}, {}))
    made = Book(desk, Ledger.open_for_writing(workspace.ledger), tmp_path / "out")
    yield made
    made.close()
