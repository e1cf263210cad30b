"""Working days counted on the 2024 and 2025 holiday notices by a person."""

from datetime import UTC, date, datetime

import pytest

from ledger.calendar import Deadline, add_working_days, day_of


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
    assert add_working_days(day, n) == Deadline(expected, known=True)


def test_an_unknown_year_has_weekends_only_and_says_so() -> None:
    assert add_working_days(date(2099, 9, 30), 3) == Deadline(date(2099, 10, 5), known=False)  # Wed → Thu Fri Mon


def test_days_are_days_in_shanghai() -> None:
    assert day_of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == date(2026, 11, 1)
    with pytest.raises(ValueError, match="without zone"):
        day_of(datetime(2026, 10, 31))  # noqa: DTZ001


def test_going_back_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2025, 1, 1), -1)
