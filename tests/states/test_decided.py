"""What a person says of a site that is not itself, and what follows: waiting, a new baseline, an incident."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.program import Done, typed
from tests.states.bureau import Findings, host_of, inspect, office
from tests.states.stand_in import BARE, TEXT, District, healthy, of_its_own, page, serving
from tests.states.states_table import CASINO, LONG

TUESDAY, WEDNESDAY, THURSDAY, MONDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-30"
NAMES = ("newlook", "hijacked", "silent")
DECIDED = {"newlook": "moved", "hijacked": "taken-over"}
OWN = ("site-not-itself", "网站")
NEW_LOOK = page(
    "全新门户",
    "".join(f'<a href="/portal/{n}.html">新版要闻第{n}条</a>' for n in range(30))
    + '<a href="/dead.html">旧</a>'
    + TEXT,
    foot=BARE,
)


class World:
    """One bureau, its district, and what each inspection told."""

    def __init__(self, at: Path, district: District) -> None:
        self.at, self.district = at, district
        self.told: dict[str, Findings] = {}
        self.said: dict[str, Any] = {}

    def inspect(self, day: str) -> None:
        self.told[day] = inspect(self.at, f"{day}T08:30", "--daily")

    def say(self, *words: str, day: str, hour: int = 10) -> Done:
        return typed(self.at, *words, "--now", f"{day}T{hour}:00")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Tuesday well, Wednesday in three states, decided on two of them; the third waits until Monday."""
    at = tmp_path_factory.mktemp("decided")
    with serving() as district:
        office(at / "office", district.port, NAMES)
        for name in NAMES:
            district.pages[host_of(name)] = of_its_own(healthy(), name)
        made = World(at / "office", district)
        made.inspect(TUESDAY)
        article = page("新版要闻", "<h1>新版要闻</h1>" + TEXT, foot=BARE)
        portal = {f"/portal/{n}.html": article for n in range(30)}
        district.pages[host_of("newlook")] |= {"/": NEW_LOOK, **portal}
        district.pages[host_of("hijacked")]["/"] = CASINO
        district.states[host_of("silent")] = lambda path, count: page("公告", f"<p>{LONG}</p>")
        made.inspect(WEDNESDAY)
        made.said = {site: _decide(made, site, word) for site, word in DECIDED.items()}
        yield made


def _decide(world: World, site: str, word: str, day: str = WEDNESDAY) -> Any:
    return world.say("site", "decide", site, word, "--why", "电话问过", "--by", "甲", day=day)


def test_all_three_are_told_the_same_day(world: World) -> None:
    told = world.told[WEDNESDAY]
    states = {name: told[name][OWN]["evidence"]["figures"]["state"] for name in NAMES}
    assert states == {"newlook": "CHANGED", "hijacked": "CHANGED", "silent": "MAINTENANCE"}
    for name in NAMES:
        assert set(world.told[TUESDAY][name]) == set(told[name]) - {OWN}


def test_a_redesign_that_a_person_accepts_is_judged_by_from_the_next_run_on(world: World) -> None:
    done = world.said["newlook"]
    assert done.returncode == 0, done.stderr
    assert "新的基准" in done.stdout
    world.inspect(THURSDAY)
    found = world.told[THURSDAY]["newlook"]
    assert OWN not in found
    assert ("link-home", f"http://{host_of('newlook')}/dead.html") in found  # its new fault
    assert ("link-home", f"http://{host_of('newlook')}/gone.html") not in found  # the new home page leads there no more


def test_a_site_that_was_taken_over_is_an_incident_at_once(world: World) -> None:
    done = world.said["hijacked"]
    assert done.returncode == 0, done.stderr
    words = ("findings", "--site", "hijacked", "--criterion", "security-incident")
    listed = typed(world.at, *words, "--now", f"{WEDNESDAY}T11:00").stdout
    assert re.search(r"^ +\d+  已核实  .*安全事件", listed)


def test_nobody_decided_for_three_working_days(world: World, tmp_path: Path) -> None:
    """From Wednesday on: Thursday, Friday and Monday are the three; on Tuesday it is named."""
    for day, named in ((MONDAY, False), ("2026-12-01", True)):
        done = world.say("daily", "--date", day, "--out", str(tmp_path), day=day, hour=18)
        assert ("xuncha site decide silent" in done.stderr) is named, (day, done.stderr)
    assert "newlook" not in done.stderr
    assert "hijacked" not in done.stderr


def test_who_says_wait_is_reminded_again_later_and_it_closes_when_the_site_is_back(
    world: World, tmp_path: Path
) -> None:
    assert _decide(world, "silent", "outage", "2026-12-01").returncode == 0
    done = world.say("daily", "--out", str(tmp_path), day="2026-12-02", hour=18)
    assert "decide silent" not in done.stderr
    done = world.say("daily", "--out", str(tmp_path), day="2026-12-07", hour=18)
    assert "decide silent" in done.stderr
    world.district.states.clear()
    world.inspect("2026-12-08")
    back = world.told["2026-12-08"]["silent"]
    assert set(back) >= set(world.told[TUESDAY]["silent"])
    assert OWN not in back


def test_a_site_in_order_has_nothing_to_decide(world: World) -> None:
    refused = _decide(world, "nobody", "down")
    assert refused.returncode == 2
    assert "登记册里没有网站" in refused.stderr
