"""A small estate of 望舒区 and what may happen to it in a week: two units, a site each, two columns, a calendar of
National Day 2026 (25 to 27 September and 1 to 7 October are free; Saturday 10 October is worked)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from desk.context import Desk, open_desk
from desk.correspondence.letters import queue_month
from desk.correspondence.sending import release
from desk.correspondence.urging import Choice, queue_urging
from desk.notices.drafts import frozen, write_draft
from desk.notices.issuing import Issuing, issue
from desk.register import save_register
from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Column, Decision, Event, Evidence, Outcome, Register, Site, State, Unit, Verdict
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterKind, LetterState

EDU, CIV = "望舒区教育局", "望舒区民政局"
VETO, SEVERE, LINK, COLUMN = "home-not-updated", "severe-wording", "link-home", "column-overdue"
HOMES = {"jy": "http://jy.wangshu.example/", "mz": "http://mz.wangshu.example/"}
SENT = (LetterEvent.HAND_OVER, LetterEvent.ACCEPT)
PROMPT, REMIND, SUPERVISE = LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def register() -> Register:
    units = {
        "edu": Unit("edu", EDU, email="jy@wangshu.example"),
        "civ": Unit("civ", CIV, email="mz@wangshu.example"),
        "new": Unit("new", "望舒区教育和民政局", email="xin@wangshu.example"),
    }
    sites = {
        "jy": Site("jy", "望舒教育网", HOMES["jy"], "edu", rate=0.5),
        "mz": Site("mz", "望舒民政网", HOMES["mz"], "civ"),
    }
    columns = {"gg": Column("gg", "jy", "通知公告", f"{HOMES['jy']}gg/")}
    return Register(units, sites, columns, {})


def made(folder: Path) -> Desk:
    workspace = Workspace.init(folder)
    for file, empty, filled in (
        (workspace.settings_file, 'name = "" ', 'name = "望舒区人民政府办公室" '),
        (workspace.config / "mail.toml", 'sender = "" ', 'sender = "bgs@wangshu.example" '),
    ):
        file.write_text(file.read_text(encoding="utf-8").replace(empty, filled, 1), encoding="utf-8")
    save_register(register(), workspace.register)
    return open_desk(workspace.root).at_once()


@dataclass
class Estate:
    """The office at work: each act is a use case, at a moment that it is told."""

    desk: Desk
    ledger: Ledger
    out: Path
    runs: int = 0

    def look(
        self, when: datetime, criterion: str, site: str, outcome: Outcome, place: str = "", column: str | None = None
    ) -> int:
        """A finished round; the number of the finding it speaks of, 0 where there is none."""
        self.runs += 1
        run, place = f"r{self.runs}", place or f"{HOMES[site]}{criterion}"
        self.ledger.runs.start(run, "inspect", when, {"scope": "whole"})
        message = f"第{self.runs}次查看，这里不符合要求。"
        evidence = Evidence(HOMES[site], when, "原文", "ab" * 32, looks=(when,) * 3)
        verdict = Verdict(criterion, site, place, outcome, message, evidence, column=column)
        self.ledger.verdicts.settle(run, when, [verdict], self.desk.criteria, self.desk.register)
        self.ledger.runs.finish(run, when)
        found = self.ledger.findings.find(subject=site, criterion=criterion)
        return next((f.id for f in found if f.place == place), 0)

    def bad(
        self, when: datetime, criterion: str = VETO, site: str = "jy", place: str = "", column: str | None = None
    ) -> int:
        """Seen, and sure."""
        number = self.look(when, criterion, site, Outcome.FAIL, place, column)
        if self.ledger.findings.get(number).waits:
            self.say(when, number, Event.CONFIRM)
        return number

    def good(
        self, when: datetime, criterion: str = VETO, site: str = "jy", place: str = "", column: str | None = None
    ) -> None:
        self.look(when, criterion, site, Outcome.PASS, place, column)

    def say(self, when: datetime, number: int, event: Event, until: date | None = None, **more: object) -> None:
        self.ledger.decisions.decide(number, Decision(event, when, "张三", "电话", until, **more))  # type: ignore[arg-type]

    def urge(self, when: datetime, kind: LetterKind = PROMPT) -> tuple[list[int], Choice]:
        written, choice = queue_urging(self.desk, self.ledger, kind, when, "李四")
        return [int(one.number) for one in written], choice

    def release(self, when: datetime, *numbers: int) -> list[str]:
        letters = [self.ledger.letters.get(n) for n in numbers]
        return release(self.ledger, letters, "李四", when, self.desk)

    def send(self, when: datetime, *numbers: int) -> list[LetterState]:
        """As a sender does it, but for the server."""
        for number in numbers:
            if self.ledger.letters.start(number, when).state is LetterState.SENDING:
                for event in SENT:
                    self.ledger.letters.step(number, event, when)
        return [self.ledger.letters.get(n).state for n in numbers]

    def out_of(self, when: datetime, kind: LetterKind = PROMPT) -> list[int]:
        """Written, released and sent."""
        numbers, _ = self.urge(when, kind)
        assert self.release(when, *numbers) == []
        assert set(self.send(when, *numbers)) <= {LetterState.SENT}
        return numbers

    def draft(self, when: datetime, month: str = "2026-09", dated: date | None = None) -> Path:
        return write_draft(self.desk, self.ledger, month, self.out, when, dated)[0]

    def sign(self, when: datetime, file: Path, month: str = "2026-09", day: date | None = None) -> Issuing:
        number = f"望府办〔2026〕{int(month[-2:])}号"
        return issue(self.desk, self.ledger, month, number, day or when.date(), file, "张三", when, "领导已签发")

    def sheets(self, when: datetime, month: str = "2026-09") -> list[int]:
        return [int(n) for n in queue_month(self.desk, self.ledger, month, when)]

    def letters(self, *states: LetterState) -> list[Letter]:
        return self.ledger.letters.find(states=states)

    def rows(self, month: str = "2026-09") -> dict[int, tuple[int, ...]]:
        """The findings of each row of the month's notice."""
        return {p.no: p.findings for p in frozen(self.ledger, month).problems}

    def reregister(self, changed: Register) -> None:
        save_register(changed, self.desk.workspace.register)
        self.desk = replace(self.desk, register=changed)


@contextmanager
def opened(folder: Path) -> Iterator[Estate]:
    desk = made(folder / "office")
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        yield Estate(desk, ledger, folder / "out")


def state(estate: Estate, number: int) -> State:
    return estate.ledger.findings.get(number).state
