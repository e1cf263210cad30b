"""账号名称: former names, with and without the area, and the names of units that were merged in."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.vocabulary import FormerName, Outcome, Unit
from tests.checks.accounts.account_bench import ACCOUNT, ago, judged, state

CODE = "account-name"
UNIT = Unit("jyj", "望舒区文化广电旅游局", former_names=(FormerName("望舒区文化体育局", date(2019, 3, 31)),))


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("望舒区文化体育局", "FAIL"),
        ("望舒文化体育局发布", "FAIL"),
        ("望舒区文化广电旅游局", "PASS"),
        ("望舒文旅", "PASS"),
        ("望舒体育", "PASS"),
    ],
)
def test_names(name: str, outcome: str) -> None:
    assert judged(CODE, state(1), replace(ACCOUNT, name=name), (UNIT,)).outcome == outcome


def test_a_name_that_is_still_borne_today() -> None:
    renamed_tomorrow = replace(UNIT, former_names=(FormerName("望舒区文化体育局", ago(0)),))
    assert (
        judged(CODE, state(1), replace(ACCOUNT, name="望舒区文化体育局"), (renamed_tomorrow,)).outcome is Outcome.PASS
    )


def test_a_former_name_that_the_new_one_contains_says_nothing() -> None:
    grown = Unit("jyj", "望舒区教育局（体育局）", former_names=(FormerName("望舒区教育局", date(2024, 1, 1)),))
    assert judged(CODE, state(1), replace(ACCOUNT, name="望舒区教育局"), (grown,)).outcome is Outcome.PASS


def test_the_name_of_a_unit_that_was_merged_in() -> None:
    merged = Unit("old", "望舒区旅游发展局", closed=date(2025, 6, 30), successor="jyj")
    said = judged(CODE, state(1), replace(ACCOUNT, name="望舒旅游发展局"), (UNIT, merged))
    assert said.outcome is Outcome.FAIL
    assert said.message == (
        "账号名称“望舒旅游发展局”仍用机构改革前的名称“望舒区旅游发展局”，现责任单位为望舒区文化广电旅游局"
    )
    standing = replace(merged, closed=None, successor="")
    assert judged(CODE, state(1), replace(ACCOUNT, name="望舒旅游发展局"), (UNIT, standing)).outcome is Outcome.PASS


def test_without_a_unit_there_is_no_name_to_bear() -> None:
    assert judged(CODE, state(1), units=()).outcome is Outcome.NOT_APPLICABLE
