"""Points: per place, capped, never from an unverified figure; a veto is 不合格."""

from dataclasses import replace

import pytest

from checks.scoring import UNVERIFIED, score
from ledger.vocabulary import Grade, Outcome, Verdict


def fails(code, *places, outcome=Outcome.FAIL):
    return [Verdict(code, "s1", place, outcome, "") for place in places]


@pytest.fixture
def priced(criteria):
    """link-other at a verified 0.1 a place, at most 5."""
    link = replace(criteria["link-other"], points_grade=Grade.A, points=0.1, params={"where": "other", "cap": 5})
    return {**criteria, "link-other": link}


def test_each_place_counts_once(priced):
    verdicts = fails("link-other", "a", "b", "c", "a") + fails("link-other", "d", outcome=Outcome.UNKNOWN)
    result = score(verdicts, priced)
    assert (result.points, result.taken[0].places) == (99.7, 3)
    assert result.label == "合格"


def test_the_cap_holds(priced):
    assert score(fails("link-other", *map(str, range(80))), priced).points == 95.0


def test_unverified_points_take_nothing_and_say_so(criteria):
    result = score(fails("link-home", "a", "b"), criteria)
    assert result.points == 100.0
    assert (result.taken[0].places, result.taken[0].note) == (2, UNVERIFIED)


def test_a_veto_is_not_qualified(criteria):
    result = score(fails("home-not-updated", "首页"), criteria)
    assert (result.vetoes, result.label) == (("home-not-updated",), "不合格")


@pytest.mark.parametrize(("places", "label"), [(8, "合格"), (9, "不合格")])
def test_below_sixty_is_not_qualified(criteria, places, label):
    news = replace(criteria["column-news-stale"], points=5.0, points_grade=Grade.A)
    verdicts = fails("column-news-stale", *map(str, range(places)))
    assert score(verdicts, {"column-news-stale": news}).label == label
