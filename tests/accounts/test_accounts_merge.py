"""Many readings, one state: fresh by any honest source, stale only by a complete one."""

import dataclasses
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.accounts.merge import LAG, merge
from ledger.vocabulary import AccountReading, AccountState, Freshness, Post, Reason, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
DAYS = 14


def day(back: int) -> datetime:
    return datetime.combine(NOW.date() - timedelta(days=back), time(), SHANGHAI)


def posts(*back: int) -> tuple[Post, ...]:
    return tuple(Post("A", day(n), f"第{n}天前", f"https://a.test/{n}", day_only=True) for n in back)


def whole(*back: int, since: int = 40, until: int = 0, source: Source = Source.WECHAT_OWNER) -> AccountReading:
    """A complete reading; it names exactly the posts ``back`` days ago."""
    end = min(datetime.combine(day(until).date(), time.max, SHANGHAI), NOW)
    return AccountReading("A", source, NOW, posts(*back), True, day(since).date(), end)


def part(*back: int, reason: Reason = Reason.SOURCE_PARTIAL) -> AccountReading:
    return AccountReading("A", Source.FEED, NOW, posts(*back), reason=reason)


def freshness(*readings: AccountReading) -> Freshness:
    return merge("A", readings, NOW).freshness(DAYS)


def test_fresh_if_any_honest_source_says_so() -> None:
    assert freshness(whole(20), part(3)) is Freshness.FRESH
    assert freshness(part(14)) is Freshness.FRESH  # the fourteenth day still counts


def test_stale_only_where_a_complete_source_covers_the_whole_window() -> None:
    assert freshness(whole(15)) is Freshness.STALE
    assert freshness(whole()) is Freshness.STALE
    assert freshness(part(15)) is Freshness.UNKNOWN
    assert freshness(whole(since=10)) is Freshness.UNKNOWN
    assert freshness() is Freshness.UNKNOWN


@pytest.mark.parametrize(
    ("source", "stale"),
    [
        (Source.PERSON, True),
        (Source.WECHAT_OWNER, True),
        (Source.WEIBO_OWNER, True),
        (Source.DOUYIN_OWNER, True),
        (Source.KUAISHOU_OWNER, True),
        (Source.WECHAT_PUBLISHED, False),  # knows no 群发
        (Source.WECHAT_PAGE, False),
        (Source.FEED, False),  # it says when it asked, not that it was answered
        (Source.APP_STORE, False),
    ],
)
def test_whose_silence_proves_anything(source: Source, stale: bool) -> None:
    """Also where an older version kept the reading as complete."""
    state = merge("A", [whole(20, source=source)], NOW)
    assert state.freshness(DAYS) is (Freshness.STALE if stale else Freshness.UNKNOWN)
    assert (state.known_until is not None, state.known_from) == (stale, source if stale else None)
    assert state.newest == day(20), "what it lists is a fact all the same"
    assert freshness(whole(14, source=source)) is Freshness.FRESH
    lengthened = merge("A", [whole(30, since=60, until=10, source=source), whole(since=12)], NOW)
    assert lengthened.known_since == day(60 if stale else 12).date()


def test_every_source_is_decided() -> None:
    assert {s for s in Source if s.proves_silence} == {
        *(Source.PERSON, Source.WECHAT_OWNER, Source.WEIBO_OWNER, Source.DOUYIN_OWNER, Source.KUAISHOU_OWNER)
    }


def test_a_list_that_ends_yesterday_is_judged_as_of_yesterday() -> None:
    # silent for 14 days yesterday: that is allowed, and of today nobody knows yet
    state = merge("A", [whole(15, until=1)], NOW)
    assert state.freshness(DAYS) is Freshness.UNKNOWN
    assert state.why_unknown is Reason.NOT_READY
    assert freshness(whole(16, until=1)) is Freshness.STALE


def test_a_record_of_last_week_says_nothing_of_today() -> None:
    state = merge("A", [whole(30, until=7, source=Source.PERSON)], NOW)
    assert state.freshness(DAYS) is Freshness.UNKNOWN
    assert state.reason is Reason.SOURCE_STALE
    assert "2026-11-16" in state.detail


def test_pieces_without_a_gap_are_one_time() -> None:
    old, new = whole(30, since=60, until=10), whole(since=12)
    state = merge("A", [old, new], NOW)
    assert state.known_since == day(60).date()
    gap = merge("A", [whole(30, since=60, until=13), new], NOW)
    assert gap.known_since == day(12).date()


def test_what_a_clerk_can_do_is_said_first() -> None:
    state = merge("A", [part(40), part(reason=Reason.UNREADABLE)], NOW)
    assert state.reason is Reason.UNREADABLE  # the later reading of one feed
    other = dataclasses.replace(part(reason=Reason.IP_NOT_ALLOWED), source=Source.WECHAT_OWNER, detail="203.0.113.9")
    state = merge("A", [part(40), other], NOW)
    assert (state.reason, state.detail) == (Reason.IP_NOT_ALLOWED, "203.0.113.9")
    assert merge("A", [], NOW).reason is Reason.NO_SOURCE


def test_the_same_article_from_two_sources_is_one_post_at_its_exact_time() -> None:
    exact = Post("A", day(3) + timedelta(hours=18), "第3天前", "https://a.test/3")
    page = AccountReading("A", Source.WECHAT_PAGE, NOW, (exact,), reason=Reason.SOURCE_PARTIAL)
    assert merge("A", [whole(3), page], NOW).posts == (exact,)


READINGS = st.builds(
    lambda back, complete, since, until, source: (
        dataclasses.replace(whole(*back, since=max(since, until, *back, 0), until=until), source=source)
        if complete
        else part(*back)
    ),
    st.lists(st.integers(0, 50), max_size=4),
    st.booleans(),
    st.integers(0, 60),
    st.integers(0, 20),
    st.sampled_from([Source.PERSON, Source.WECHAT_OWNER]),
)
INCOMPLETE = st.lists(st.integers(0, 50), max_size=4).map(lambda back: part(*back))
WINDOW = st.integers(1, 92)


@given(st.lists(READINGS, max_size=5), INCOMPLETE, WINDOW)
def test_an_incomplete_source_never_makes_an_account_stale(
    readings: list[AccountReading], more: AccountReading, days: int
) -> None:
    before = merge("A", readings, NOW).freshness(days)
    after = merge("A", [*readings, more], NOW).freshness(days)
    assert after is before or after is Freshness.FRESH or before is Freshness.STALE
    if before is not Freshness.STALE:
        assert after is not Freshness.STALE


@given(st.lists(READINGS, max_size=5), WINDOW)
def test_stale_is_said_only_of_days_that_complete_sources_cover(readings: list[AccountReading], days: int) -> None:
    state = merge("A", readings, NOW)
    known = [(r.since, r.until) for r in readings if r.complete and r.since and r.until]
    seen = {p.at.date() for r in readings for p in r.posts if p.at}
    if state.freshness(days) is Freshness.STALE:
        assert state.known_until is not None
        last = state.known_until.date()
        assert state.known_until >= NOW - LAG
        for back in range(days + 1):
            one: date = last - timedelta(days=back)
            assert any(since <= one <= until.date() for since, until in known)
            assert one not in seen


@given(st.permutations([whole(20, since=40, until=1), part(3), whole(30, since=60, until=15), part(50)]))
def test_the_order_of_the_readings_does_not_matter(readings: list[AccountReading]) -> None:
    expected = AccountState("A", NOW, (), day(3), Source.FEED, day(60).date())
    state = merge("A", readings, NOW)
    assert (state.newest, state.newest_from) == (expected.newest, expected.newest_from)
    assert state.known_since in {expected.known_since, day(40).date()}
