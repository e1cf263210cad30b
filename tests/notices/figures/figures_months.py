"""Two months of a made-up district, played by hand into a ledger: what the test of the notice's figures counts in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk.context import Desk
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    Column,
    ColumnKind,
    ColumnState,
    Confirm,
    Coverage,
    Decision,
    Event,
    Evidence,
    Outcome,
    Reason,
    Register,
    Site,
    State,
    Unit,
    Verdict,
)
from ledger.vocabulary.post.message import MessageFile, WebMessage

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACCOUNT = "账号"
SITES, ACCOUNTS = "inspect", "accounts"


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


SEPTEMBER_CUTOFF, OCTOBER_END, NOW = at(9, 30, 17), datetime(2026, 10, 31, 23, 59, 59, tzinfo=SHANGHAI), at(11, 2)
REGISTER = Register(
    {u: Unit(u, name) for u, name in (("u1", "教育局"), ("u2", "水务局"), ("u3", "银钩镇"), ("u4", "民政局"))},
    {f"s{n}": Site(f"s{n}", f"网{n}", f"https://s{n}.example/", f"u{min(n, 4)}") for n in (1, 2, 3, 4, 5)},
    {f"c{n}": Column(f"c{n}", f"s{n}", f"栏{n}", f"https://s{n}.example/c/", ColumnKind.POLICY) for n in (1, 2, 3, 4)},
    {
        "a1": Account("a1", "u1", "微信", "教育"),
        "a2": Account("a2", "u2", "微信", "水务"),
        "a3": Account("a3", "u3", "微博", "银钩"),
        "a4": Account("a4", "u3", "微博", "旧号", state=ColumnState.ARCHIVED, state_reason="已关停"),
        "a5": Account("a5", "u4", "抖音", "民政", opened=date(2026, 10, 12)),
        "a6": Account("a6", "u2", "微博", "水务", opened=date(2019, 5, 6), closed=date(2026, 10, 9)),
        "a7": Account("a7", "u2", "抖音", "水务", closed=date(2026, 9, 30)),  # before the period
        "a8": Account("a8", "u1", "抖音", "教育", opened=date(2026, 11, 1)),  # and after it
    },
)
LINKS = {name: f"https://s{site}.example/{name}.doc" for name, site in zip("ABDEFGILM", "123121144", strict=True)}


def message(unit: str, received: date, answered: date | None = None) -> WebMessage:
    return WebMessage(received, answered is not None, answered, unit=unit)


# 12 October was a Monday
LETTERS = (
    message("u4", date(2026, 9, 30), date(2026, 10, 12)),  # September's
    message("u1", date(2026, 10, 12), date(2026, 10, 14)),  # in 2 working days
    message("u1", date(2026, 10, 13), date(2026, 10, 20)),  # in 5, the last that is in time
    message("u2", date(2026, 10, 13), date(2026, 10, 21)),  # in 6
    message("u3", date(2026, 10, 29), date(2026, 11, 2)),  # not by the end of October
    message("u1", date(2026, 10, 30)),
)
BOXES = (
    MessageFile("区长信箱", date(2026, 9, 25), date(2026, 11, 1), date(2026, 11, 2), LETTERS),
    MessageFile("留言板", date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 16), LETTERS[1:4]),  # of half a month
)


def verdict(code: str, subject: str, place: str, outcome: Outcome, seen: datetime, looks: int = 3) -> Verdict:
    times = tuple(seen.replace(minute=minute) for minute in range(looks))
    evidence = Evidence(f"https://{subject}.example/", seen, looks=times) if outcome is Outcome.FAIL else None
    column = place if place.startswith("c") else None
    if outcome is Outcome.UNKNOWN:
        return Verdict(code, subject, place, outcome, "看不到", reason=Reason.SCRIPT_DRAWN, column=column)
    return Verdict(
        code, subject, place, outcome, "不合要求", evidence if outcome is Outcome.FAIL else None, column=column
    )


class Story:
    """Plays runs and decisions into the ledger."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self.desk, self.ledger = desk, ledger
        self.runs = 0

    def run(self, kind: str, when: datetime, covered: dict[str, int], *verdicts: Verdict, scope: str = "") -> None:
        """``covered``: pages by subject; other counts of the coverage follow from them."""
        self.runs += 1
        run = f"r{self.runs}"
        self.ledger.runs.start(run, kind, when, {"scope": scope} if scope else {})
        for subject, pages in covered.items():
            more = (pages * 10, pages * 9, pages, (), pages // 10, 1)
            self.ledger.runs.record_coverage(Coverage(subject, run, when, when.replace(hour=20), pages, *more))
        self.ledger.verdicts.settle(run, when.replace(hour=20), verdicts, self.desk.criteria, REGISTER)
        self._sure(when.replace(hour=20))
        self.ledger.runs.finish(run, when.replace(hour=20))

    def _sure(self, when: datetime) -> None:
        """A clerk confirms at once what a machine would have, were it no veto."""
        for f in self.ledger.findings.find(states=[State.SUSPECTED, State.REOPENED]):
            one = self.desk.criteria[f.criterion]
            if f.confirmed_at is None and one.veto and one.confirm is Confirm.MACHINE:
                self.ledger.decisions.decide(f.id, Decision(Event.CONFIRM, when, "某甲", "属实"))

    def fails(self, when: datetime, names: str, looks: int = 3) -> Iterator[Verdict]:
        for name in names:
            code = "link-home" if name in "EF" else "link-other"
            site = LINKS[name][8:10]
            yield verdict(code, site, LINKS[name], Outcome.FAIL, when, looks)

    def passes(self, when: datetime, names: str) -> Iterator[Verdict]:
        for one in self.fails(when, names):
            yield replace(one, outcome=Outcome.PASS, evidence=None)

    def decide(self, event: Event, place: str, when: datetime, why: str = "理由") -> None:
        number = next(f.id for f in self.ledger.findings.find() if f.place == place)
        self.ledger.decisions.decide(number, Decision(event, when, "某某", why))


def september(story: Story) -> None:
    when = at(9, 10)
    stale = verdict("column-policy-stale", "s3", "c3", Outcome.FAIL, when)
    story.run(SITES, when, {"s1": 100, "s2": 90, "s3": 80}, *story.fails(when, "ABDEFG"), stale)
    story.run(SITES, at(9, 20), {"s2": 90}, *story.passes(at(9, 20), "F"))


def october(story: Story) -> None:
    story.decide(Event.DISMISS, LINKS["E"], at(10, 11))
    story.decide(Event.REPORT_FIXED, LINKS["B"], at(10, 13))
    story.decide(Event.APPEAL, LINKS["G"], at(10, 13))
    when = at(10, 14)
    good = verdict("column-policy-stale", "s3", "c3", Outcome.PASS, when)
    story.run(SITES, when, {"s1": 120, "s2": 95, "s3": 85, "s4": 40}, *story.passes(when, "AD"), good)
    when = at(10, 20)
    story.run(
        SITES,
        when,
        {"s1": 110, "s2": 95, "s3": 85, "s4": 40, "s5": 0},
        *story.fails(when, "BGILM"),
        *story.fails(when, "D", looks=1),
        verdict("column-policy-stale", "s3", "c3", Outcome.FAIL, when),
        verdict("home-not-updated", "s1", "首页", Outcome.FAIL, when),
        verdict("site-unreachable", "s3", "首页", Outcome.FAIL, when),
        verdict("column-blank", "s2", "c2", Outcome.FAIL, when),
        verdict("column-blank", "s1", "c1", Outcome.FAIL, when),
        verdict("column-policy-stale", "s4", "c4", Outcome.UNKNOWN, when),
        verdict("column-blank", "s4", "c4", Outcome.UNKNOWN, when),
        verdict("column-policy-stale", "s2", "c2", Outcome.UNKNOWN, when),
    )
    story.decide(Event.CONFIRM, "c2", at(10, 21))
    when = at(10, 22)
    silent = verdict("account-stale", "a2", ACCOUNT, Outcome.FAIL, when)
    unread = verdict("account-stale", "a3", ACCOUNT, Outcome.UNKNOWN, when)
    story.run(ACCOUNTS, when, {"a1": 1, "a2": 1, "a3": 0}, silent, unread)
    when = at(10, 25)
    up = verdict("site-unreachable", "s3", "首页", Outcome.PASS, when)
    story.run(SITES, when, {"s1": 30, "s3": 20}, up, scope="daily")
    story.decide(Event.DISMISS, LINKS["L"], at(10, 26))
    story.ledger.published.record(
        "s1", [("c1", f"https://s1.example/{n}", "题", date(2026, 10, n)) for n in range(1, 8)], at(10, 20)
    )
    old_and_undated = [
        ("c2", "https://s2.example/1", "题", date(2026, 9, 30)),
        ("c2", "https://s2.example/2", "题", None),
    ]
    story.ledger.published.record(
        "s2", [*old_and_undated, ("c2", "https://s2.example/3", "题", date(2026, 10, 31))], at(10, 20)
    )
    story.decide(Event.DISMISS, LINKS["M"], at(11, 1))
    for file in BOXES:
        story.ledger.messages.record(file, at(11, 2))
