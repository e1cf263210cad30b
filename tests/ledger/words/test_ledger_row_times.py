"""What rows of a list tell of time: orders, years, first sights; what of them is undecided."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.row_times import near_day, order_of, settled_day, undecided, with_years
from ledger.vocabulary import Item, ListOrder, Provenance

SEEN = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2026, 11, 9)


def day(text: str) -> date:
    return date.fromisoformat(text)


def row(told: str = "", **more: object) -> Item:
    return Item("标题", "/a.html", day(told) if told else None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2026-11-20", "2026-11-20", "2026-10-01"], ListOrder.NEWEST_FIRST),
        (["2019-01-01", "2026-11-20", "2026-10-01", "2026-09-01"], ListOrder.NEWEST_FIRST),  # one pinned on top
        (["2024-01-01", "2025-01-01", "2026-01-01"], ListOrder.OLDEST_FIRST),
        (["2024-01-01", "2026-01-01", "2025-01-01", "2026-02-01", "2023-01-01"], ListOrder.MIXED),
        (["2026-01-01", "2026-01-01"], ListOrder.UNTOLD),
        ([], ListOrder.UNTOLD),
    ],
)
def test_order(days: list[str], order: ListOrder) -> None:
    assert order_of([day(d) for d in days]) is order


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ("11-20", "2026-11-20"),
        ("11-24", "2026-11-24"),  # tomorrow
        ("11-25", "2025-11-25"),
        ("12月31日", "2025-12-31"),
        ("02/29", "2024-02-29"),
        ("今天", "2026-11-23"),
        ("昨天 10:20", "2026-11-22"),
        ("3天前", "2026-11-20"),
        ("5小时前", "2026-11-23"),
    ],
)
def test_the_latest_day_it_may_mean(near: str, found: str) -> None:
    assert near_day(near, SEEN) == day(found)


def test_only_publish_days_up_to_tomorrow_settle_a_row() -> None:
    assert settled_day(row("2026-11-24"), SEEN) == day("2026-11-24")
    assert settled_day(row("2026-11-25"), SEEN) is None
    assert settled_day(row("2026-11-01", provenance=Provenance.PROSE), SEEN) is None
    assert settled_day(row("2026-11-01", provenance=Provenance.BRACKETS), SEEN) == day("2026-11-01")


def test_a_year_is_taken_from_the_rows_beside_where_only_one_fits() -> None:
    rows = (row(near="11-20"), row("2026-10-01"), row("2026-09-01"))
    assert with_years(rows, SEEN, ListOrder.NEWEST_FIRST)[0].day == day("2026-11-20")
    dead = (row(near="11-20"), row("2019-10-01"), row("2019-09-01"))
    assert with_years(dead, SEEN, ListOrder.NEWEST_FIRST)[0].day is None
    between = (row("2020-01-02"), row(near="11-20"), row("2019-09-01"))
    assert with_years(between, SEEN, ListOrder.NEWEST_FIRST)[1].day == day("2019-11-20")


def test_no_year_without_an_order_or_a_row_below_or_from_days_told_from_today() -> None:
    mixed = (row(near="11-20"), row("2026-05-01"), row("2026-10-01"), row("2026-02-01"), row("2026-11-01"))
    assert with_years(mixed, SEEN, ListOrder.UNTOLD)[0].day is None
    last = (row("2026-10-01"), row("2026-09-01"), row(near="08-20"))
    assert with_years(last, SEEN, ListOrder.NEWEST_FIRST)[2].day is None
    ago = (row(near="3天前"), row("2026-10-01"), row("2026-09-01"))
    assert with_years(ago, SEEN, ListOrder.NEWEST_FIRST)[0].day is None


def unsure(*rows: Item, order: ListOrder = ListOrder.NEWEST_FIRST) -> tuple[int, ...]:
    return undecided(rows, order, SINCE, SEEN)


def test_a_row_without_a_day_is_undecided_unless_it_stands_beneath_an_old_one() -> None:
    old, older = row("2026-06-01"), row("2026-05-01")
    assert unsure(row(), old, older) == (0,)
    assert unsure(old, row(), older) == ()
    assert unsure(old, older, row()) == ()
    assert unsure(old, row(), older, order=ListOrder.MIXED) == (1,)
    assert unsure(row("2026-11-10"), row(), older) == (1,)  # beneath one within the window


def test_what_is_pinned_on_top_says_nothing_of_the_rows_beneath() -> None:
    assert unsure(row("2019-01-01"), row(), row("2026-06-01"), row("2026-05-01")) == (1,)
    assert unsure(row("2019-01-01"), row()) == (1,)


def test_first_seen_before_the_window_a_row_is_old() -> None:
    assert unsure(row(first_seen=day("2026-11-08"))) == ()
    assert unsure(row(first_seen=SINCE)) == (0,)


def test_a_day_without_a_year_that_is_old_in_every_year_is_old() -> None:
    assert unsure(row(near="11-08")) == ()
    assert unsure(row(near="11-09")) == (0,)
    assert unsure(row(near="90天前")) == ()
    assert unsure(row(near="01-15", provenance=Provenance.OTHER_LABEL)) == (0,)  # 截止 01-15


def test_dated_ahead_it_is_undecided_until_its_article_says_so_too() -> None:
    assert unsure(row("2027-01-01")) == (0,)
    assert unsure(row("2027-01-01", opened=True)) == ()
    assert unsure(row(opened=True)) == (0,)  # read, and no day: it may be of yesterday
