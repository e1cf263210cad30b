"""What judging knows of a site that moved: visits to the old home do not count, pages are known at the new address."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checks.rules.link_closed import closed_hosts
from desk.config.criteria import load_criteria
from desk.facts.judging import judge_site
from desk.facts.site_lifecycle import former_hosts, judge_closed, left_on, new_address, places
from ledger.archive.writer import Archive, ArchiveReader
from ledger.vocabulary import (
    Evidence,
    Finding,
    FormerHome,
    Outcome,
    Probe,
    Reason,
    Referrer,
    Site,
    State,
)

CRITERIA = load_criteria(Path(__file__).parents[3] / "config" / "criteria")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
A, B, C = "http://a.example/", "http://b.example/x/", "https://c.example/"
SITE = Site("s", "甲网", C, "u", former_homes=(FormerHome(A, date(2026, 1, 31)), FormerHome(B, date(2026, 11, 20))))


def found(place: str, *pages: str) -> Finding:
    evidence = Evidence(place, NOW, referrers=tuple(Referrer(page, "a") for page in pages), uses=len(pages))
    return Finding(1, "link-other", "s", place, None, "u", State.CONFIRMED, "打不开", evidence, NOW, NOW)


def test_addresses_are_followed_through_every_move() -> None:
    now_at = new_address(SITE)
    assert [now_at(u) for u in (f"{A}p/1.html", f"{B}2.html")] == [f"{C}p/1.html", f"{C}2.html"]
    assert [now_at(u) for u in (f"{C}3.html", "http://o.example/")] == [f"{C}3.html", "http://o.example/"]


def test_what_is_looked_at_again_are_places_and_the_pages_that_moved() -> None:
    standing = [found(f"{A}1.pdf"), found(f"{C}2.pdf", f"{B}x.html", f"{C}y.html"), found("http://o.example/3.pdf")]
    assert places(SITE, standing) == (f"{C}2.pdf", "http://o.example/3.pdf", f"{C}x.html")


def test_a_host_is_left_only_since_its_day() -> None:
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 11, 20), date(2026, 11, 21))
    assert [sorted(left_on(SITE, day)) for day in days] == [
        ["a.example", "b.example"],
        ["b.example"],
        ["b.example"],
        [],
    ]


def test_the_hosts_left_are_not_those_still_in_use() -> None:
    assert former_hosts(SITE) == {"a.example", "b.example"}
    secure = replace(SITE, home="https://a.example/", former_homes=(FormerHome("http://a.example/", date(2026, 1, 1)),))
    assert former_hosts(secure) == frozenset()
    assert closed_hosts([SITE, replace(SITE, closed=date(2026, 1, 1))]) == {"c.example"}


def test_visits_to_the_old_home_say_nothing_of_the_new(tmp_path: Path) -> None:
    """A week of 20 visits a day, all failed at the old home until it moved, then three days at the new one."""
    path = tmp_path / "s.sqlite"
    with Archive(path) as archive:
        for hour in range(7 * 20):
            at = NOW - timedelta(minutes=72 * hour + 5)
            new = at >= NOW - timedelta(days=3)
            reason = None if new else Reason.DNS_NOT_FOUND
            archive.record_probe(Probe(at, C if new else B, new, 0.2, True, None, reason))
        archive.commit()
    code = {"site-unreachable": CRITERIA["site-unreachable"]}
    with ArchiveReader(path) as archive:
        (moved,) = judge_site(archive, "r", SITE, (), code, NOW)
        (stayed,) = judge_site(archive, "r", replace(SITE, former_homes=()), (), code, NOW)
    assert (moved.outcome, moved.reason) == (Outcome.UNKNOWN, Reason.FEW_SAMPLES)
    assert "近7天有效访问60次" in moved.message
    assert stayed.outcome is Outcome.FAIL


@pytest.mark.parametrize("kept", [True, False])
def test_a_closed_site_is_judged_by_its_visits_alone(tmp_path: Path, kept: bool) -> None:
    path = tmp_path / "s.sqlite"
    if kept:
        with Archive(path) as archive:
            archive.record_probe(Probe(NOW, C, True, 0.2, True, 200))
            archive.commit()
    (verdict,) = judge_closed(replace(SITE, closed=date(2026, 11, 22)), path, CRITERIA, NOW)
    assert verdict.criterion == "site-closed-open"
    assert verdict.outcome is (Outcome.FAIL if kept else Outcome.UNKNOWN)
