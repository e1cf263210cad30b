"""Forty sites for sixty days, made by a seed: what is truly wrong each day, and what the readers say of it.

Wrong: columns that go silent (some come back), links that die (some are mended), a move after which 500 links are dead,
a holiday of nine days in which nobody publishes. Not wrong, though the readers say so: sites whose layout nobody has
seen (all their columns look stale from the first day on), a firewall that begins to answer 404 to everything.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ledger.calendar import SHANGHAI
from ledger.vocabulary import (
    Column,
    ColumnKind,
    DeadGrade,
    Evidence,
    Outcome,
    Provenance,
    Reason,
    Register,
    Site,
    Unit,
    Verdict,
)

SITES, COLUMNS, DAYS, LIMIT = 40, 6, 60, 14
BEGIN = date(2026, 9, 1)
HOLIDAY = (date(2026, 10, 1), date(2026, 10, 9))
UNSEEN = tuple(f"s{n}" for n in range(20, 24))  # layouts that nobody has seen
BLOCKED, BLOCKING = "s7", (18, 24)  # a firewall, and the days on which it answers
MOVED, MOVING, DEAD = "s15", 40, 500
LINK, LIST = "link-other", "column-news-stale"
Place = tuple[str, str, str]  # criterion, site, place


@dataclass
class World:
    """``silent``: by column the days of its publications that never come; ``dead``: by link, when it died and when it
    was mended."""

    seed: int
    published: dict[str, list[date]] = field(default_factory=dict)
    dead: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        for site in range(SITES):
            for column in range(COLUMNS):
                self.published[f"s{site}-c{column}"] = list(_published(chance, f"s{site}" in UNSEEN))
            for n in range(chance.randrange(4)):  # dead on the first day
                self.dead[f"s{site}", f"http://s{site}.gov.cn/{n % 3}/old{n}.html"] = (0, chance.randrange(10, 80))
        for day in range(1, DAYS):
            for n in range(chance.randrange(7)):
                site = chance.randrange(SITES)
                link = f"http://s{site}.gov.cn/{n % 4}/{day}-{n}.html"
                self.dead[f"s{site}", link] = (day, day + chance.randrange(3, 60))
        for n in range(DEAD):
            self.dead[MOVED, f"http://{MOVED}.gov.cn/{n % 30}/moved{n}.html"] = (MOVING, DAYS + 1)

    def newest(self, column: str, day: date) -> date:
        return max(d for d in self.published[column] if d <= day)

    def wrong(self, day: int) -> Iterator[Place]:
        """What is truly wrong on that day."""
        today = BEGIN + timedelta(days=day)
        for column in self.published:
            if (today - self.newest(column, today)).days > LIMIT:
                yield LIST, column.partition("-")[0], column
        for (site, link), (died, mended) in self.dead.items():
            if died <= day < mended:
                yield LINK, site, link

    def said(self, day: int) -> Iterator[Verdict]:
        """What the readers say: of every place that is or ever was wrong, or looks so."""
        at = moment(day)
        wrong = set(self.wrong(day))
        for column in self.published:
            site = column.partition("-")[0]
            newest = date(2026, 5, 1) if site in UNSEEN else self.newest(column, at.date())
            yield _list(column, site, newest, at)
        for (site, link), (died, _) in self.dead.items():
            if died <= day:
                yield _link(site, link, at, dead=(LINK, site, link) in wrong)
        for n in range(44):
            yield _link(BLOCKED, f"http://{BLOCKED}.gov.cn/{n % 5}/live{n}.html", at, dead=blocking(day))


def blocking(day: int) -> bool:
    return BLOCKING[0] <= day < BLOCKING[1]


def moment(day: int) -> datetime:
    return datetime.combine(BEGIN + timedelta(days=day), time(7), SHANGHAI)


def _published(chance: random.Random, always: bool) -> Iterator[date]:
    """A publication every few days; of one column in eight none from some day on, and of half of these again later."""
    day = BEGIN - timedelta(days=chance.randrange(1, 6))
    stops = BEGIN + timedelta(days=chance.randrange(-20, DAYS)) if not always and chance.random() < 0.125 else date.max
    back = stops + timedelta(days=chance.randrange(18, 40)) if stops < date.max and chance.random() < 0.5 else date.max
    yield day - timedelta(days=30)
    while day < BEGIN + timedelta(days=DAYS):
        if not stops <= day < back and (always or not HOLIDAY[0] <= day <= HOLIDAY[1]):
            yield day
        day += timedelta(days=chance.randrange(1, 6))


def _looks(at: datetime) -> tuple[datetime, ...]:
    return tuple(at - timedelta(seconds=n) for n in (2, 1, 0))


def _list(column: str, site: str, newest: date, at: datetime) -> Verdict:
    if (at.date() - newest).days <= LIMIT:
        return Verdict(LIST, site, column, Outcome.PASS, "好", column=column)
    evidence = Evidence(
        f"http://{site}.gov.cn/{column}/", at, quote=f"稿件 {newest}", looks=_looks(at),
        provenance=Provenance.OWN_PLACE, figures=(("newest", newest.isoformat()),),
    )  # fmt: skip
    return Verdict(LIST, site, column, Outcome.FAIL, "栏目不更新", evidence, column=column)


def _link(site: str, link: str, at: datetime, *, dead: bool) -> Verdict:
    if not dead:
        return Verdict(LINK, site, link, Outcome.PASS, "能打开")
    evidence = Evidence(
        link, at, quote="404", looks=_looks(at), reason=Reason.NOT_FOUND, grade=DeadGrade.HARD, status=404
    )
    return Verdict(LINK, site, link, Outcome.FAIL, "打不开", evidence)


def register() -> Register:
    names = [f"s{n}" for n in range(SITES)]
    columns = {
        f"{s}-c{n}": Column(f"{s}-c{n}", s, f"栏目{n}", f"http://{s}.gov.cn/c{n}/", ColumnKind.NEWS, first_level=True)
        for s in names
        for n in range(COLUMNS)
    }
    return Register(
        units={f"u{n}": Unit(f"u{n}", f"单位{n}") for n in range(25)},
        sites={s: Site(s, f"网站{s}", f"http://{s}.gov.cn/", sponsor=f"u{n % 25}") for n, s in enumerate(names)},
        columns=columns,
        accounts={},
    )
