"""A dead link closes only where its target opens, or no page known to use it does so any more (rule 6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.config.criteria import load_criteria
from desk.facts.judging import judge_site
from ledger.archive.writer import Archive, Use
from ledger.vocabulary import (
    Criterion,
    Evidence,
    Finding,
    HomePage,
    Identity,
    Look,
    Outcome,
    Page,
    PageKind,
    Reason,
    Referrer,
    Site,
    Standing,
    State,
)
from ledger.vocabulary.site_check import SiteCheck, SiteState

NOW = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = "http://www.jia.gov.cn/"
PAGE, OTHER, GONE = f"{HOME}p.html", f"{HOME}q.html", f"{HOME}gone.html"
SITE = Site("jia", "甲区", HOME, "u1")
WORDS = "<p>" + "本页介绍办事流程和有关政策，供群众查阅。" * 12 + "</p>"
OK, NOT_FOUND = (Standing.OK, None, 200), (Standing.DEAD, Reason.NOT_FOUND, 404)
LATE = (Standing.UNKNOWN, Reason.TIMEOUT, None)


class Run:
    """One narrow run, recorded by hand."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.home_read = archive, False
        archive.start_run("r1", NOW, "narrow")

    def look(self, url: str, *looks: Any, role: str = "page") -> None:
        self.archive.want(url, 1, role, outside=False)
        for n, (standing, reason, status) in enumerate(looks):
            self.archive.record_look(url, Look(NOW + timedelta(seconds=n), standing, reason, status, url))

    def page(self, url: str, *uses: str, body: str = WORDS) -> None:
        self.look(url, OK)
        sha = self.archive.store_body(f"<html><body>{body}</body></html>".encode())
        kind = PageKind.HOME if url == HOME else PageKind.OTHER
        page = Page(url, NOW, kind, 1, "页", sha)
        self.archive.record_page(page, [Use(use, "a", "旧文", "page") for use in uses])
        if url == HOME:
            self.archive.mark_home(uses)
            self.archive.record_home(HomePage(HOME, NOW, sha, "甲区", Identity()))

    def judged(self, criteria: dict[str, Criterion], *standing: Finding) -> dict[tuple[str, str], Outcome]:
        self.archive.finish_run(NOW)
        said = judge_site(self.archive, "r1", SITE, (), criteria, NOW, standing)
        return {(v.criterion, v.place): v.outcome for v in said}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with Archive(tmp_path / "jia.sqlite") as archive:
        yield Run(archive)


@pytest.fixture(scope="module")
def criteria() -> dict[str, Criterion]:
    """The two criteria of dead links, under codes of an office's own."""
    known = load_criteria(Path(__file__).parents[3] / "config" / "criteria")
    names = {"link-home": "amt-a", "link-other": "amt-b"}
    return {names[code]: replace(known[code], code=names[code], looks=()) for code in names}


def finding(code: str, *users: tuple[str, int], uses: int | None = None, target: str = GONE) -> Finding:
    referrers = tuple(Referrer(page, "a", "旧文", n) for page, n in users)
    count = sum(n for _, n in users) if uses is None else uses
    evidence = Evidence(
        target, NOW - timedelta(days=1), reason=Reason.NOT_FOUND, referrers=referrers, uses=count,
        figures=(("pages", str(len(users))),),
    )  # fmt: skip
    then = NOW - timedelta(days=1)
    return Finding(1, code, "jia", target, None, "u1", State.CONFIRMED, "打不开", evidence, then, then, then)


def test_read_again_and_used_no_more_it_closes(run: Run, criteria: Any) -> None:
    run.page(PAGE)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1)))["amt-b", GONE] is Outcome.PASS


def test_one_of_its_pages_unread_it_stands(run: Run, criteria: Any) -> None:
    run.page(PAGE)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1), (OTHER, 1)))["amt-b", GONE] is Outcome.FAIL


def test_not_all_of_its_uses_known_it_stands(run: Run, criteria: Any) -> None:
    run.page(PAGE)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1), uses=60))["amt-b", GONE] is Outcome.FAIL


def test_it_opens(run: Run, criteria: Any) -> None:
    run.look(GONE, OK)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1)))["amt-b", GONE] is Outcome.PASS


def test_a_page_that_a_script_fills_says_nothing_of_what_it_used(run: Run, criteria: Any) -> None:
    run.page(PAGE, body="<div id=app></div><script src=/app.js></script>")
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1)))["amt-b", GONE] is Outcome.FAIL


@pytest.mark.parametrize(
    ("looks", "wanted"),
    [((NOT_FOUND, NOT_FOUND), Outcome.PASS), ((NOT_FOUND, LATE), Outcome.FAIL), ((LATE,), Outcome.FAIL)],
)
def test_its_page_is_gone_itself(run: Run, criteria: Any, looks: Any, wanted: Outcome) -> None:
    run.look(PAGE, *looks)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-b", (PAGE, 1)))["amt-b", GONE] is wanted


def test_a_home_page_that_answers_404_closes_nothing(run: Run, criteria: Any) -> None:
    run.look(HOME, NOT_FOUND, NOT_FOUND)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    assert run.judged(criteria, finding("amt-a", (HOME, 1)))["amt-a", GONE] is Outcome.FAIL


def test_the_home_page_dropped_it_and_another_page_has_it_yet(run: Run, criteria: Any) -> None:
    """It goes over to the criterion of the other pages: told there, it may close here."""
    run.page(HOME)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    said = run.judged(criteria, finding("amt-a", (HOME, 1), (PAGE, 1)))
    assert (said["amt-a", GONE], said["amt-b", GONE]) == (Outcome.PASS, Outcome.FAIL)


def test_as_long_as_nobody_can_tell_whether_it_is_dead_it_stays_where_it_is(run: Run, criteria: Any) -> None:
    run.page(HOME)
    run.look(GONE, LATE)
    said = run.judged(criteria, finding("amt-a", (HOME, 1), (PAGE, 1)))
    assert said.get(("amt-a", GONE)) is not Outcome.PASS


def test_a_link_of_the_home_page_that_a_person_told_closes_by_the_home_page(run: Run, criteria: Any) -> None:
    run.page(HOME)
    run.look(GONE, NOT_FOUND, NOT_FOUND)
    said = run.judged(criteria, finding("amt-a", uses=1))
    assert said["amt-a", GONE] is Outcome.PASS
    assert said.get(("amt-b", GONE)) is not Outcome.FAIL


def test_a_site_that_is_not_itself_opens_and_closes_nothing(run: Run, criteria: Any) -> None:
    run.page(HOME, f"{HOME}new.html")
    run.page(PAGE)
    run.look(f"{HOME}new.html", NOT_FOUND, NOT_FOUND)
    run.look(GONE, OK)
    run.archive.record_check(SiteCheck(NOW, HOME, itself=False, state=SiteState.SAME_PAGE))
    said = run.judged(criteria, finding("amt-b", (PAGE, 1)))
    assert set(said.values()) == {Outcome.UNKNOWN}
    assert said["amt-b", GONE] is Outcome.UNKNOWN
