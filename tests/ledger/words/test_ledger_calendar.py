"""Working days counted on the 2024 and 2025 holiday notices by a person."""

from datetime import UTC, date, datetime

import pytest

from ledger.calendar import Calendar, Deadline, Holiday, OwnYear, day_of


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 11, 3), 5, date(2025, 11, 10)),  # over a plain weekend
        (date(2024, 9, 27), 1, date(2024, 9, 29)),  # a Sunday worked before National Day
        (date(2024, 9, 30), 1, date(2024, 10, 8)),  # all of National Day
        (date(2024, 9, 30), 5, date(2024, 10, 12)),  # 8, 9, 10, 11 and the worked Saturday 12
        (date(2025, 1, 24), 2, date(2025, 1, 27)),  # the worked Sunday 26, Monday 27
        (date(2025, 11, 8), 0, date(2025, 11, 8)),  # same day, even a Saturday
    ],
)
def test_known_years(day: date, n: int, expected: date) -> None:
    assert Calendar().add(day, n) == Deadline(expected, known=True)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2098, 12, 31), 1, date(2099, 1, 2)),  # Wednesday; Thursday 1 January is free, Friday is worked
        (date(2098, 12, 30), 3, date(2099, 1, 5)),  # Wednesday 31, Friday 2, Monday 5
        (date(2099, 4, 30), 1, date(2099, 5, 4)),  # Thursday; Friday 1 May, then a weekend (2 May is its Saturday)
        (date(2098, 4, 30), 1, date(2098, 5, 5)),  # Wednesday; 1 and 2 May, a weekend, Monday
        (date(2099, 9, 30), 3, date(2099, 10, 7)),  # Wednesday; 1 and 2 October, a weekend from the 3rd; 5, 6, 7
        (date(2097, 9, 30), 1, date(2097, 10, 4)),  # Monday; 1, 2, 3 October are free, no more is
        (date(2099, 1, 5), -1, date(2099, 1, 2)),  # back over the weekend
        (date(2099, 1, 2), -1, date(2098, 12, 31)),  # back over 1 January
        (date(2099, 3, 2), 5, date(2099, 3, 9)),  # no fixed day on the way: weekends only
    ],
)
def test_an_unknown_year_has_weekends_and_the_laws_fixed_days_and_says_so(day: date, n: int, expected: date) -> None:
    assert Calendar().add(day, n) == Deadline(expected, known=False)


def test_the_fixed_days_are_named_and_the_offices_own_list_outranks_them() -> None:
    assert [(h.name, h.first, h.last) for h in Calendar().holidays(date(2096, 12, 20), date(2097, 6, 30))] == [
        ("元旦", date(2097, 1, 1), date(2097, 1, 1)),  # a Tuesday: nobody knows yet what is put beside it
        ("劳动节", date(2097, 5, 1), date(2097, 5, 2)),  # Wednesday and Thursday
    ]
    worked = Calendar({2097: OwnYear({}, frozenset())})
    assert worked.working_day(date(2097, 1, 1)) == (True, True)


def test_days_are_days_in_shanghai() -> None:
    assert day_of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == date(2026, 11, 1)
    with pytest.raises(ValueError, match="without zone"):
        day_of(datetime(2026, 10, 31))  # noqa: DTZ001


def test_going_back_counts_working_days_too() -> None:
    assert Calendar().add(date(2026, 10, 8), -1) == Deadline(date(2026, 9, 30), known=True)
    assert Calendar().add(date(2026, 10, 12), -2) == Deadline(date(2026, 10, 9), known=True)  # the worked Saturday 10


def test_working_days_between() -> None:
    assert Calendar().between(date(2026, 9, 30), date(2026, 10, 10)) == 3  # 8, 9 and the worked Saturday 10
    assert Calendar().between(date(2026, 10, 10), date(2026, 10, 10)) == 0
    assert Calendar().between(date(2026, 10, 10), date(2026, 10, 8)) == 0


def test_the_holidays_of_2026_in_autumn() -> None:
    found = list(Calendar().holidays(date(2026, 8, 1), date(2026, 12, 1)))
    assert found == [
        Holiday("中秋", date(2026, 9, 25), date(2026, 9, 27)),
        Holiday("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ]


def test_an_office_writes_a_year_down_itself() -> None:
    """2027 as if 元旦 were 1 to 3 January with Monday 4 worked as ever and Saturday 9 made up for."""
    free = {date(2027, 1, day): "元旦" for day in (1, 2, 3)}
    own = Calendar({2027: OwnYear(free, frozenset({date(2027, 1, 9)}))})
    assert own.add(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 4), known=True)
    assert own.add(date(2027, 1, 8), 1) == Deadline(date(2027, 1, 9), known=True)
    assert own.working_day(date(2028, 1, 3)) == (True, False)
    assert [h.name for h in own.holidays(date(2026, 12, 1), date(2027, 1, 31))] == ["元旦"]
