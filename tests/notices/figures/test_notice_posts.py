"""How many items an account published in the period, and for how long it is silent: only where all of it is known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.notices.notice_period import Period
from ledger.vocabulary import AccountState, Source
from tests.notices.figures.account_posts import START, at, posted, state


@pytest.mark.parametrize(
    ("known", "posts", "silent"),
    [
        pytest.param(state(at(11, 1), at(11, 20), at(11, 30)), 3, None, id="three of the period"),
        pytest.param(state(at(10, 31), at(11, 20)), 1, None, id="one of them before it"),
        pytest.param(state(at(10, 31)), 0, 1, id="silent for the month: 30 days"),
        pytest.param(state(at(9, 30)), 0, 2, id="two whole months to the 30th"),
        pytest.param(
            state(at(9, 30), until=at(11, 29)), 0, 2, id="what came since the last look is not known, nor said"
        ),
        pytest.param(state(), 0, 0, id="since when is not known"),
        pytest.param(state(at(11, 20), since=None), None, None, id="no source knows all"),
        pytest.param(state(at(11, 20), since=date(2026, 11, 5)), None, None, id="not from the first day on"),
        pytest.param(state(at(10, 2), until=at(10, 30)), None, None, id="last looked at before the period"),
        pytest.param(state(at(11, 20), by=Source.PERSON), None, None, id="a person names the last one alone"),
        pytest.param(
            replace(state(at(9, 30), until=at(11, 28)), newest=at(11, 29)),
            None,
            None,
            id="another source shows a newer",
        ),
        pytest.param(state(at(8, 20), by=Source.PERSON), 0, 3, id="and where it is older, there was none"),
    ],
)
def test_posts_of_the_period(known: AccountState, posts: int | None, silent: int | None) -> None:
    assert posted(known) == (posts, silent)


def test_of_nineteen_days_nobody_is_called_silent() -> None:
    short = Period("2026-11", START, START + timedelta(days=19), START)
    assert posted(state(at(9, 30)), short) == (0, None)
    assert posted(state(at(9, 30)), Period("2026-11", START, START + timedelta(days=20), START)) == (0, 1)


def test_one_that_is_not_inspected_is_not_called_silent() -> None:
    assert posted(state(at(9, 30)), result="不检查") == (0, None)
