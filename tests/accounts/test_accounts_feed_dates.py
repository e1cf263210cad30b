"""Dates of feeds: every way of writing one moment gives that moment; anything else gives none, never a wrong one."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.accounts.feeds.dates import feed_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
WAYS = {
    "mail, own zone": lambda at: format_datetime(at),
    "mail, GMT": lambda at: format_datetime(at.astimezone(UTC), usegmt=True),
    "mail, no zone": lambda at: f"{at:%a, %d %b %Y %H:%M:%S} ",
    "mail, no weekday": lambda at: f"{at:%d %b %Y %H:%M:%S} +0800",
    "ISO": lambda at: at.isoformat(),
    "ISO, Z": lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    "ISO, other zone": lambda at: at.astimezone(timezone(timedelta(hours=-5, minutes=-30))).isoformat(),
    "ISO, no zone": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "ISO, fraction": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.123",
    "seconds": lambda at: f"{at.timestamp():010.0f}",
    "milliseconds": lambda at: f"{at.timestamp() * 1000:013.0f}",
    "Chinese": lambda at: f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}",
}


@pytest.mark.parametrize("way", sorted(WAYS))
@given(moment=MOMENTS)
def test_one_moment_written_in_many_ways(way: str, moment: datetime) -> None:
    at = moment.replace(tzinfo=SHANGHAI)
    if way in {"seconds", "milliseconds"} and at.timestamp() < 1_000_000_000:
        return  # nine figures: no feed of this century's posts
    assert feed_time(WAYS[way](at), SHANGHAI) == (at, False)


@given(moment=MOMENTS)
def test_a_day_alone_is_a_day(moment: datetime) -> None:
    midnight = moment.replace(hour=0, minute=0, second=0, tzinfo=SHANGHAI)
    for words in (f"{moment:%Y-%m-%d}", f"{moment:%d %b %Y}", f"{moment.year}年{moment.month}月{moment.day}日"):
        assert feed_time(words, SHANGHAI) == (midnight, True)


NONE = ("", "昨天 18:00", "3小时前", "刚刚", "09-10", "n/a", "2026年9月10日发布", "1789034400.5", "178903440")
WRONG = ("2026-13-01", "2026-09-31", "2026-09-10 25:00", "Thu, 10 Set 2026 18:00:00 +0800")
OLD = ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01")


@pytest.mark.parametrize("words", [*NONE, *WRONG, *OLD])
def test_no_date_rather_than_a_wrong_one(words: str) -> None:
    assert feed_time(words, SHANGHAI) is None


@given(words=st.text(max_size=40))
def test_any_text_is_read_without_an_exception(words: str) -> None:
    found = feed_time(words, SHANGHAI)
    assert found is None or 2000 <= found[0].year <= 9999
