"""Forty sites for sixty days with one clerk: how many acts it takes, and whether anything false is told."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk.context import Desk, open_desk
from desk.findings.causes import Cause, causes
from desk.workspace.workspace import Workspace
from ledger.calendar import Calendar
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, State
from tests.decisions.jumps.forty_sites import (
    BEGIN,
    BLOCKED,
    DAYS,
    DEAD,
    LIMIT,
    MOVED,
    MOVING,
    Place,
    World,
    moment,
    register,
)

MONTH = 30
FIRST_MONTH, LATER = 150, 10  # acts of a person: in the first month, and on each day after it


@dataclass
class Played:
    """``acts``: by day; ``told``: places with the day on which a monthly notice told them, ``false`` those of them
    that were not wrong when they were confirmed; ``unnamed``: what was wrong for ten working days and stood nowhere."""

    acts: Counter[int] = field(default_factory=Counter)
    told: dict[Place, int] = field(default_factory=dict)
    false: set[Place] = field(default_factory=set)
    unnamed: set[Place] = field(default_factory=set)
    rows: dict[int, list[Cause]] = field(default_factory=dict)
    confirmed: dict[Place, int] = field(default_factory=dict)


Decides = Callable[[Finding, bool], bool]  # what a clerk says of a finding, and whether it is true


def key(finding: Finding) -> Place:
    return finding.criterion, finding.subject, finding.place


def morning(desk: Desk, ledger: Ledger, day: int, wrong: set[Place], decides: Decides, played: Played) -> None:
    """The clerk opens the drawn members of each cause; where they differ, all of them."""
    now = moment(day) + timedelta(hours=2)
    played.rows[day] = list(causes(desk, ledger.findings.find(), now))
    for cause in played.rows[day]:
        said = {f.id: decides(f, key(f) in wrong) for f in cause.shown}
        if len(set(said.values())) == 2:
            said = {f.id: decides(f, key(f) in wrong) for f in cause.members}
        else:
            said = dict.fromkeys([f.id for f in cause.members], next(iter(said.values())))
        shown = {f.id for f in cause.shown} if len(set(said.values())) == 1 else set(said)
        for true in set(said.values()):
            event, kind = (Event.CONFIRM, None) if true else (Event.DISMISS, DismissalKind.MISREAD)
            numbers = [n for n, it in said.items() if it is true]
            decision = Decision(event, now, "张", "打开看过", None if true else date(2027, 9, 1), kind)
            ledger.acts.decide(numbers, decision, shown=shown, chosen=cause.id)
            played.acts[day] += 1


def notice(ledger: Ledger, day: int, played: Played, ever: dict[Place, int]) -> None:
    """What a notice of that day tells: what is confirmed, by whomever, and not dismissed, and was not told before."""
    for f in ledger.findings.find():
        if f.confirmed_at is None or f.dismissed_on(moment(day).date()) or key(f) in played.told:
            continue
        played.told[key(f)] = day
        if key(f) not in ever:
            played.false.add(key(f))


def play(root: Path, seed: int, decides: Decides) -> Played:
    opened = open_desk(Workspace.init(root).root).at_once()
    desk = replace(opened, register=register())
    desk.workspace.prepare()
    world, played, ever = World(seed), Played(), {}
    since: dict[Place, int] = {}
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        for day in range(DAYS):
            at, wrong = moment(day), set(world.wrong(day))
            ever |= dict.fromkeys(wrong, day)
            since = {place: since.get(place, day) for place in wrong}
            ledger.runs.start(f"r{day}", "inspect", at, {})
            desk.settle(ledger, f"r{day}", at, world.said(day))
            for site in desk.register.sites:
                newest = {c.id: world.newest(c.id, at.date()) for c in desk.register.columns_of(site)}
                ledger.published.record(site, [(c, f"{c}/{shown}", "稿", shown) for c, shown in newest.items()], at)
            ledger.runs.finish(f"r{day}", at)
            morning(desk, ledger, day, wrong, decides, played)
            if day % MONTH == MONTH - 1:
                notice(ledger, day, played, ever)
            named = {key(f) for f in ledger.findings.find() if f.state is not State.CLOSED and not f.dismissed_until}
            long = {b for b in set(since.values()) if desk.calendar.between(moment(b).date(), at.date()) >= 10}
            played.unnamed |= {place for place, begun in since.items() if begun in long and place not in named}
    return played


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("forty") / "office", 20261130, lambda _, true: true)


def test_the_world_is_the_one_that_is_told_of() -> None:
    """By arithmetic: silent columns and dead links of the first day, the move, the end of the holiday."""
    world = World(20261130)
    moved = [
        place for place in world.wrong(MOVING) if place[2].startswith(f"http://{MOVED}.gov.cn/") and "moved" in place[2]
    ]
    assert len(moved) == DEAD
    for criterion, _, place in world.wrong(20):
        if criterion == "column-news-stale":
            newest = max(d for d in world.published[place] if d <= BEGIN + timedelta(days=20))
            assert (BEGIN + timedelta(days=20) - newest).days > LIMIT
    assert Calendar().between(date(2026, 9, 1), date(2026, 9, 15)) == 10


def test_few_acts(played: Played) -> None:
    first = sum(n for day, n in played.acts.items() if day < MONTH)
    later = max((n for day, n in played.acts.items() if day >= MONTH), default=0)
    assert first <= FIRST_MONTH, played.acts
    assert later <= LATER, played.acts


def test_nothing_false_is_told_and_nothing_true_is_lost(played: Played) -> None:
    assert played.told
    assert played.false == set()
    assert played.unnamed == set()


def test_the_move_is_one_row_and_one_act(played: Played) -> None:
    rows = [row for row in played.rows[MOVING] if row.subject == MOVED and row.held]
    assert [len(row.members) for row in rows] == [DEAD]
    assert not any(row.subject == MOVED and row.held for day in range(MOVING + 1, DAYS) for row in played.rows[day])


def test_the_firewall_is_one_row_and_nothing_of_it_is_told(played: Played) -> None:
    rows = [row for rows in played.rows.values() for row in rows if row.subject == BLOCKED and row.held]
    assert [len(row.members) for row in rows] == [44]
    assert not any("live" in place for _, _, place in played.told)


def test_a_clerk_who_dismisses_wrongly_one_time_in_twenty_tells_nothing_false(tmp_path: Path) -> None:
    chance = random.Random(5)
    sloppy = play(tmp_path / "office", 20261130, lambda _, true: true and chance.random() >= 0.05)
    assert sloppy.false == set()
    assert sum(sloppy.acts.values()) > 0
