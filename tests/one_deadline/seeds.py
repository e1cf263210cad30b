"""Weeks of an office by chance: acts in any order, each a use case, and what every paper of them says.

The words of a paper are kept as the fields that would be filled into its template: how a template is filled is tested
elsewhere, and takes most of the time.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk.notices.withdrawing import withdraw
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import day_of
from ledger.correspondence.letter_states import ForbiddenStep
from ledger.errors import LedgerError
from ledger.findings.states import ForbiddenChange
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, State
from ledger.vocabulary.post.outbox import LetterEvent, LetterState
from tests.one_deadline.estate import COLUMN, HOMES, LINK, PROMPT, REMIND, SEVERE, SUPERVISE, VETO, Estate

REFUSED = (ConfigError, ForbiddenChange, ForbiddenStep, LedgerError)
PLACES = [(VETO, "jy"), (SEVERE, "jy"), (LINK, "jy"), (LINK, "mz"), (COLUMN, "jy")]
HELD, READY, RETRY, SENT, MAYBE = (
    *(LetterState.HELD, LetterState.READY, LetterState.RETRY),
    *(LetterState.SENT, LetterState.MAYBE),
)


def kept_as_fields(patch: pytest.MonkeyPatch) -> None:
    """Papers are written as their fields."""

    def fill(template: Path, fields: Mapping[str, object], out: Path) -> Path:
        rows = fields.get("问题清单", fields.get("问题", []))
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([{k: str(v) for k, v in row.items()} for row in rows]))  # type: ignore[attr-defined]
        return out

    def book(sheets: object, out: Path) -> Path:
        rows = [dict(zip((head for head, _ in s.heads), map(str, row), strict=True)) for s in sheets for row in s.rows]  # type: ignore[attr-defined]
        out.write_text(json.dumps(rows))
        return out

    def form(made: object, out: Path) -> Path:
        lines = made.lines  # type: ignore[attr-defined]
        out.write_text(json.dumps([{"编号": str(one.finding), "整改时限": str(one.due)} for one in lines]))
        return out

    for name in ("urging", "sheet", "notice"):
        patch.setattr(f"reports.letters.{name}.fill", fill)
    patch.setattr("desk.correspondence.urging.write_sheets", book)
    patch.setattr("reports.mail.unit_mail.write_sheets", book)
    patch.setattr("desk.notices.drafts.write_workbook", lambda lines, unknown, out, more: _empty(out))
    patch.setattr("desk.correspondence.receipts.write_receipt", form)
    patch.setattr("reports.mail.unit_mail.mail_parts", lambda folder, name, fields: ("", ""))
    patch.setattr("desk.correspondence.drafting.mail_parts", lambda folder, name, fields: ("", ""))
    patch.setattr("desk.notices.drafts.docx_lines", lambda data: ())


def _empty(out: Path) -> Path:
    out.write_bytes(b"")
    return out


@dataclass
class Week:
    """One office's weeks. ``wrong``: what was let go and was not so; ``done``: what happened, for who reads it."""

    estate: Estate
    chance: random.Random
    signed: Path
    now: datetime
    wrong: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    refused: int = 0

    def act(self) -> None:
        """Something happens, a while later."""
        self.now += timedelta(minutes=self.chance.choice((1, 60, 180, 600, 600, 1440, 1440, 4320)))
        act = self.chance.choice(ACTS)
        self.done.append(f"{self.now:%m-%d %H:%M} {act.__name__}")
        try:
            act(self)
        except REFUSED:
            self.refused += 1

    def some(self, *states: State) -> int:
        found = [f.id for f in self.estate.ledger.findings.find() if not states or f.state in states]
        if not found:
            raise ForbiddenChange(None, Event.CONFIRM)
        return self.chance.choice(found)


def bad(week: Week) -> None:
    criterion, site = week.chance.choice(PLACES)
    week.estate.bad(week.now, criterion, site, **_of_column(criterion))


def good(week: Week) -> None:
    criterion, site = week.chance.choice(PLACES)
    week.estate.good(week.now, criterion, site, **_of_column(criterion))


def _of_column(criterion: str) -> dict[str, str]:
    return {"place": "gg", "column": "gg"} if criterion == COLUMN else {}


def decide(week: Week) -> None:
    events = (Event.DISMISS, Event.RESTORE, Event.REPORT_FIXED, Event.APPEAL)
    event, kind = week.chance.choice(events), week.chance.choice(list(DismissalKind))
    until = week.now.date() + timedelta(days=week.chance.choice((1, 5, 90)))
    more = {"until": until, "kind": kind} if event is Event.DISMISS else {}
    week.estate.say(week.now, week.some(), event, **more)  # type: ignore[arg-type]


def rule(week: Week) -> None:
    said = Decision(Event.RULE_ON_APPEAL, week.now, "张三", "裁定")
    week.estate.ledger.decisions.rule_on_appeal(week.some(), said, accept=week.chance.random() < 0.5)


def prolong(week: Week) -> None:
    until = week.now.date() + timedelta(days=week.chance.choice((0, 1, 3, 20)))
    week.estate.say(week.now, week.some(), Event.URGE, until)


def urge(week: Week) -> None:
    for kind in week.chance.sample((PROMPT, REMIND, SUPERVISE), 2):
        week.estate.urge(week.now, kind)


def press(week: Week) -> None:
    """A working day of the office: what is due is written, most of it released, and sent an hour later."""
    for kind in week.chance.sample((PROMPT, REMIND, SUPERVISE), 3):
        week.estate.urge(week.now, kind)
    let_out(week)
    week.now += timedelta(hours=1)
    send(week)


def let_out(week: Week) -> None:
    for one in week.estate.letters(HELD):
        if week.chance.random() < 0.8:
            week.estate.release(week.now, one.id)
            if week.estate.ledger.letters.get(one.id).state is READY:
                week.wrong += untrue(week, one.id, "放行")


def send(week: Week) -> None:
    ledger = week.estate.ledger
    for one in week.estate.letters(READY, RETRY):
        if ledger.letters.start(one.id, week.now).state is HELD:
            continue
        week.wrong += untrue(week, one.id, "发出")
        end = week.chance.choice(("sent", "sent", "dies", "dies late", "bounces"))
        if end != "dies":
            ledger.letters.step(one.id, LetterEvent.HAND_OVER, week.now)
        if end in ("sent", "bounces"):
            ledger.letters.step(one.id, LetterEvent.ACCEPT, week.now)
        if end == "bounces":
            ledger.letters.step(one.id, LetterEvent.BOUNCE, week.now)
    ledger.letters.recover(week.now)


def settle(week: Week) -> None:
    for one in week.estate.letters(MAYBE):
        event = week.chance.choice((LetterEvent.SETTLE_SENT, LetterEvent.SETTLE_NOT_SENT))
        week.estate.ledger.letters.step(one.id, event, week.now, by="张三", why="电话")


def again(week: Week) -> None:
    for one in week.estate.letters(LetterState.RETURNED):
        week.estate.release(week.now, one.id)
        if week.estate.ledger.letters.get(one.id).state is READY:
            week.wrong += untrue(week, one.id, "再次放行")


def draft(week: Week) -> None:
    dated = week.now.date() + timedelta(days=week.chance.choice((0, 0, 2)))
    week.estate.draft(week.now, _month(week), dated)


def sign(week: Week) -> None:
    week.estate.sign(week.now, week.signed, _month(week))
    sheets(week)


def sheets(week: Week) -> None:
    week.estate.sheets(week.now, _month(week))


def unsign(week: Week) -> None:
    withdraw(week.estate.ledger, _month(week), week.now, "张三", "登记错了")


def _month(week: Week) -> str:
    return f"{week.now:%Y-%m}"


def reorganised(week: Week) -> None:
    register = week.estate.desk.register
    what = week.chance.choice(("name", "closed", "home", "column"))
    units, sites, columns = dict(register.units), dict(register.sites), dict(register.columns)
    if what == "name":
        units["edu"] = replace(units["edu"], name=f"望舒区教育局{len(week.done)}")
    elif what == "closed":
        sites["mz"] = replace(sites["mz"], closed=week.now.date())
    elif what == "home":
        sites["mz"] = replace(sites["mz"], home=f"{HOMES['mz']}{len(week.done)}/")
    else:
        columns["gg"] = replace(columns["gg"], url=f"{HOMES['jy']}{len(week.done)}/")
    changed = replace(register, units=units, sites=sites, columns=columns)
    week.estate.desk = replace(week.estate.desk, register=changed)


def month(week: Week) -> None:
    """Drafted, and signed then, or the day after."""
    draft(week)
    week.now += timedelta(hours=week.chance.choice((1, 24)))
    sign(week)


ACTS: list[Callable[[Week], None]] = [
    *(bad, bad, good, decide, rule, prolong, prolong, urge, press, press, press, press, press, let_out, let_out, send),
    *(settle, again, draft, sign, month, month, sheets, unsign, reorganised),
]


# ---- what must be true, said again by hand --------------------------------------------------------------------------


def untrue(week: Week, number: int, when: str) -> list[str]:
    """What the letter that is let go says and is not so: asked of the ledger's findings, not of the code under test."""
    letter, day = week.estate.ledger.letters.get(number), day_of(week.now)
    if not letter.kind.presses:
        return []
    return [
        f"{when} {letter.kind.word} {number} 问题 {matter.finding}: {why}"
        for matter in week.estate.ledger.letters.matters(number)
        for why in _against(week, week.estate.ledger.findings.get(matter.finding), day, when, urges=letter.kind.urges)
    ]


def _against(week: Week, f: Finding, day: date, when: str, *, urges: bool) -> Iterator[str]:
    site = week.estate.desk.register.sites[f.subject]
    if f.state is State.CLOSED:
        yield "fixed"
    if f.dismissed_until is not None and day <= f.dismissed_until:
        yield "false"
    if f.confirmed_at is None:
        yield "nobody is sure"
    if urges and (f.state is State.RECHECK or f.appeal):
        yield "reported or appealed"
    if urges and f.due is not None and f.due < day:
        yield "its day has passed"
    if site.closed and day >= site.closed and when != "发出":
        yield "the site is closed"


def read(week: Week, number: int) -> dict[int, set[str]]:
    """By finding, the days that the letter's own parts say."""
    import email
    from email.policy import SMTP

    message = email.message_from_bytes(week.estate.ledger.letters.raw(number), policy=SMTP)
    found: dict[int, set[str]] = {}
    for part in message.iter_attachments():  # type: ignore[attr-defined]
        with suppress(ValueError):
            for row in json.loads(part.get_content()):
                day = next((row[name] for name in ("整改时限", "时限") if name in row), "")
                mark = row.get("编号") or row.get("序号")
                if mark and day and row.get("状态") != State.CLOSED and "已整改" not in day:
                    found.setdefault(int(mark), set()).add(_iso(day))
    return found


def _iso(day: str) -> str:
    plain = day.split("（")[0].replace("年", "-").replace("月", "-").replace("日", "").replace(" 00:00:00", "")
    return f"{date(*map(int, plain.split('-')))}"
