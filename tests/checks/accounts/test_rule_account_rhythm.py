"""发布频次: off as shipped; on, against the office's own figures."""

from dataclasses import replace

from ledger.vocabulary import Criterion, Outcome, Reason, Source, Verdict
from tests.checks.accounts.account_bench import CRITERIA, judged, state

CODE = "account-rhythm"


def ruled(seen: object, **params: object) -> Verdict:
    on: Criterion = replace(CRITERIA[CODE], enabled=True, params={"weeks": 4, **params})
    return judged(CODE, seen, criterion=on)  # type: ignore[arg-type]


def test_it_ships_off() -> None:
    assert not CRITERIA[CODE].enabled


def test_figures_of_four_weeks() -> None:
    """Posts 2, 9, 16 and 23 days ago and one older: 4 in 28 days; gaps 5, 7, 7, 7 and 2 days."""
    said = ruled(state(2, 9, 16, 23, 40))
    assert said.outcome is Outcome.PASS
    assert said.message == "账号近4周发布4条，平均每周1条，最长间隔7天"


def test_too_seldom_and_too_long_silent() -> None:
    said = ruled(state(2, 20), per_week=1, gap_days=10)
    assert said.outcome is Outcome.FAIL
    assert said.message == "账号近4周发布2条，平均每周0.5条，最长间隔18天（要求每周不少于1条、间隔不超过10天）"
    assert ruled(state(2, 20), gap_days=18).outcome is Outcome.PASS


def test_two_posts_of_one_day_are_two_and_one_address_is_one() -> None:
    """Seen by two sources; one of them knows another post of the same day."""
    once = state(1)
    (reading,) = once.readings
    other = replace(reading.posts[0], url="https://a.test/other", title="另一期")
    both = replace(once, readings=(reading, replace(reading, posts=(*reading.posts, other))))
    assert ruled(once).message.startswith("账号近4周发布1条")
    assert ruled(both).message.startswith("账号近4周发布2条")


def test_less_than_four_weeks_known() -> None:
    assert ruled(state(2, since=27)).reason is Reason.NOT_READY


def test_a_person_tells_of_the_last_post_only() -> None:
    assert ruled(state(30, since=30, source=Source.PERSON)).outcome is Outcome.UNKNOWN
