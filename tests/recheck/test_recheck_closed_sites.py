"""A link to a closed site (关停域名) is looked at again like any other: taken off, it is put right."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from desk.inspections.inspection import inspect_desk, plan_run
from ledger.vocabulary import Outcome, Site, State

OLD = "http://old.wangshu.example/"


def test_a_link_to_a_closed_site_is_seen_taken_off(world: Any) -> None:
    """The closed site still opens, so the link is no dead one."""
    place = f"127.0.0.1:{world.served.port}"
    closed = Site("old", "旧网", OLD, "u1", connect=place, closed=date(2026, 5, 1))
    register = replace(world.desk.register, sites={**world.desk.register.sites, "old": closed})
    there = replace(world, desk=replace(world.desk, register=register))
    blank = there.served.pages["/p3.html"]
    there.served.pages["/p3.html"] = blank + f'<a href="{OLD}">旧网</a>'
    at = there.finding("link-other", "/gone.html").last_seen + timedelta(hours=3)
    inspect_desk(there.desk, plan_run(there.desk, ("jia",), at, allow_private=True))
    link = next(key for key in there.findings() if key[1] == OLD)
    assert there.one(*link, now=at + timedelta(hours=1)).outcome is Outcome.FAIL
    there.served.pages["/p3.html"] = blank
    line = there.one(*link, now=at + timedelta(hours=2))
    assert (line.outcome, line.after) == (Outcome.PASS, State.CLOSED)
