"""What the day's inspection says of a problem that was reported as put right and not looked at since (待复查)."""

from datetime import timedelta
from typing import Any

import pytest

from desk.inspections.inspection import inspect_desk, plan_run
from ledger.vocabulary import Event, State

DEEP = ("link-other", "/deep-gone.html")


@pytest.fixture
def deep(world: Any) -> Any:
    """A dead link three clicks down, which no daily walk comes to by itself; reported as put right."""
    pages, blank = world.served.pages, world.served.pages["/p7.html"]
    pages["/p3.html"] = blank + '<a href="/q.html">下一级</a>'
    pages["/q.html"] = blank + '<a href="/r.html">再下一级</a>'
    pages["/r.html"] = blank + '<a href="/deep-gone.html">旧</a>'
    at = world.finding("link-other", "/gone.html").last_seen + timedelta(hours=1)
    inspect_desk(world.desk, plan_run(world.desk, ("jia",), at, allow_private=True))
    return world


def day_after(world: Any) -> State:
    at = world.finding(*DEEP).last_seen + timedelta(hours=20)
    inspect_desk(world.desk, plan_run(world.desk, ("jia",), at, allow_private=True, daily=True))
    state: State = world.finding(*DEEP).state
    return state


def reported(world: Any) -> None:
    at = world.finding(*DEEP).last_seen + timedelta(hours=1)
    world.decide(*DEEP, Event.REPORT_FIXED, at=at)
    assert world.finding(*DEEP).state is State.RECHECK


def test_taken_off_its_page_it_is_closed(deep: Any) -> None:
    reported(deep)
    deep.served.pages["/r.html"] = deep.served.pages["/p7.html"]
    assert day_after(deep) is State.CLOSED


def test_still_on_its_page_it_stands(deep: Any) -> None:
    reported(deep)
    assert day_after(deep) is State.FIXING


def test_its_page_not_readable_it_waits_for_another_look(deep: Any) -> None:
    reported(deep)
    deep.served.status["/r.html"] = 503
    assert day_after(deep) is State.RECHECK
