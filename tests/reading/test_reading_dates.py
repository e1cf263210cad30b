"""Days in every hand they are written in, and what is no day though it looks like one."""

from datetime import date, datetime

import pytest

from crawler.reading.dates import SHANGHAI, day_at, either_order, first_moment, in_zone, is_default, lone_day, show

DAY = "2026-11-25"


@pytest.mark.parametrize(
    "text",
    [
        "二〇二六年十一月二十五日",
        "二○二六年十一月廿五日",
        "二零二六年十一月二十五号",
        "2026–11–25",
        "2026—11—25",
        "2026－１１－２５",
        "2026.11.25",
        "2026年11月25号",
        "25 Nov 2026",
        "Nov 25, 2026",
        "November 25, 2026",
        "25th November 2026",
        "11/25/2026",
        "25.11.2026",
    ],
)
def test_a_whole_day_in_any_hand(text: str) -> None:
    assert show(first_moment(text)) == DAY
    assert show(first_moment(f"发布时间：{text} 来源：区政府办")) == DAY
    assert show(lone_day(f"[{text}]")) == DAY


@pytest.mark.parametrize("text", ["26-11-25", "26/11/25", "26年11月25日", "20261125"])
def test_a_short_day_is_one_only_alone_or_where_a_label_says_so(text: str) -> None:
    assert show(lone_day(f"[{text}]")) == DAY
    found = day_at(f"发布时间：{text} 来源：", 5)
    assert found is not None
    assert show(found.value) == DAY
    assert first_moment(f"电话：020-{text}转8 办公室") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-2509:12:33", "2026-11-25 09:12:33"),
        ("2026年11月25日09:12", "2026-11-25 09:12"),
        ("2026-11-25T09:12", "2026-11-25 09:12"),
        ("2026年11月25日 09时12分", "2026-11-25 09:12"),
        ("2026年11月25日 下午 3:12", "2026-11-25 15:12"),
        ("2026/11/25 3:12:08 PM", "2026-11-25 15:12:08"),
        ("2026年11月25日（星期三）", DAY),
        ("Wed Nov 25 09:12:00 CST 2026", DAY),
        ("20261125091233", "2026-11-25 09:12:33"),
    ],
)
def test_the_time_of_day(text: str, expected: str) -> None:
    assert show(lone_day(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "二〇二六年十三月一日", "26-13-25", "2026-11", "第26-11-2501号", "2026-11-25号文件", "12345678"],
)
def test_no_day(text: str) -> None:
    assert lone_day(text) is None


def test_two_orders_are_told_as_two() -> None:
    assert first_moment("11/02/2026") is None
    assert either_order("11/02/2026") == (date(2026, 11, 2), date(2026, 2, 11))
    assert either_order("11/25/2026") == (date(2026, 11, 25),)
    assert either_order("2026/11/02") == ()


def test_a_zone_moves_the_day() -> None:
    assert show(in_zone("2026-11-24T17:20:00Z")) == "2026-11-25 01:20"
    assert show(in_zone("2026-11-25T09:20:00")) == "2026-11-25 09:20"


@pytest.mark.parametrize(
    "day", [date(1970, 1, 1), date(1900, 1, 1), date(1, 1, 1), date(1899, 12, 30), date(2000, 1, 1), date(2062, 11, 27)]
)
def test_what_nobody_wrote(day: date) -> None:
    assert is_default(day)
    assert is_default(datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI))
    assert not is_default(date(2026, 11, 25))
