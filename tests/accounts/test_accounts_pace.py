"""Limits a minute and a Beijing day, and the archive that remembers them over a restart."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.pace import Limiter, Quota, next_midnight
from ledger.archive.accounts import AccountArchive
from ledger.archive.errors import ArchiveError
from ledger.vocabulary import AccountReading, Post, Reason, Source
from tests.accounts.lab import NOW, SHANGHAI, StillClock


@pytest.fixture
def archive(tmp_path: Path) -> AccountArchive:
    with AccountArchive(tmp_path / "archive" / "accounts.sqlite") as opened:
        yield opened


async def turns(limiter: Limiter, clock: StillClock, times: int) -> list[datetime]:
    taken = []
    for _ in range(times):
        async with limiter:
            limiter.count_one()
            taken.append(clock.now())
            clock.at += timedelta(seconds=1)  # the question takes a second
    return taken


def test_never_more_than_the_quota_in_any_minute(archive: AccountArchive) -> None:
    clock = StillClock(NOW)
    limiter = Limiter(Quota(3, 100), clock, lambda now: archive.count("k", now))
    taken = asyncio.run(turns(limiter, clock, 10))
    for start in taken:
        assert sum(start <= at < start + timedelta(minutes=1) for at in taken) <= 3
    # three at once, then each group 61 s after the one before: its first question ended one second in
    assert [round((at - NOW).total_seconds()) for at in taken] == [0, 1, 2, 61, 62, 63, 122, 123, 124, 183]


def test_the_day_is_counted_over_a_restart_and_ends_at_beijing_midnight(archive: AccountArchive) -> None:
    clock = StillClock(datetime(2026, 9, 20, 23, 59, tzinfo=SHANGHAI))
    asyncio.run(turns(Limiter(Quota(9, 3), clock, lambda now: archive.count("k", now)), clock, 2))
    again = Limiter(Quota(9, 3), clock, lambda now: archive.count("k", now))
    with pytest.raises(LookFailed) as refused:
        asyncio.run(turns(again, clock, 2))
    assert refused.value.reason is Reason.QUOTA
    clock.at = next_midnight(clock.at)
    assert clock.at == datetime(2026, 9, 21, tzinfo=SHANGHAI)
    assert len(asyncio.run(turns(again, clock, 3))) == 3


def test_a_restart_does_not_start_the_minute_anew(archive: AccountArchive) -> None:
    clock = StillClock(NOW)
    asyncio.run(turns(Limiter(Quota(3, 100), clock, lambda now: archive.count("k", now)), clock, 1))
    again = Limiter(Quota(3, 100), clock, lambda now: archive.count("k", now), archive.last("k"))
    assert asyncio.run(turns(again, clock, 1)) == [
        NOW + timedelta(seconds=60 + 30)
    ]  # 30 s: one may still be on its way
    assert archive.last("other") is None


def test_the_archive_gives_back_what_it_was_given(archive: AccountArchive) -> None:
    posts = (Post("A", NOW, "标题", "https://a.test/1", day_only=True), Post("A", None))
    reading = AccountReading("A", Source.FEED, NOW, posts, True, NOW.date(), NOW, address="https://a.test/")
    archive.save_reading(reading)
    archive.save_reading(reading)
    archive.save_day("A", NOW.date(), posts)
    assert archive.readings("A", NOW) == (reading,)
    assert archive.readings("A", NOW + timedelta(seconds=1)) == ()
    assert archive.readings("B", NOW) == ()
    assert archive.days("A") == {NOW.date(): posts}
    assert archive.body(archive.keep("正文".encode())) == "正文".encode()
    archive.stop("k", NOW)
    assert archive.stopped_until("k") == NOW
    assert archive.stopped_until("other") is None


def test_the_file_is_its_users_alone_and_damage_is_told(tmp_path: Path, archive: AccountArchive) -> None:
    file = tmp_path / "archive" / "accounts.sqlite"
    assert file.stat().st_mode & 0o077 == 0
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database at all, but long enough to be looked at" * 20)
    with pytest.raises(ArchiveError, match=r"broken\.sqlite"):
        AccountArchive(broken)
