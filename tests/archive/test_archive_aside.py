"""What was seen while a site was not itself stays on record and counts for nothing; an old archive reads on."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ledger.archive.schema import TABLES
from ledger.archive.writer import Archive, ArchiveReader, Use
from ledger.vocabulary import HomePage, Identity, Look, Page, PageKind, Reason, Standing
from ledger.vocabulary.site_check import SiteCheck, SiteState

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME, ONE, TWO = "http://a.example/", "http://a.example/1", "http://a.example/2"


def _see(archive: Archive, url: str, at: datetime, words: str = "正文") -> None:
    archive.want(url, 1, "page", outside=False)
    archive.record_look(url, Look(at, Standing.OK, status=200))
    sha = archive.store_body(words.encode())
    archive.record_page(Page(url, at, PageKind.OTHER, 1, words, sha), [Use(TWO, "a", "", "page")])


def _check(minutes: int, *, itself: bool) -> SiteCheck:
    state = None if itself else SiteState.MAINTENANCE
    return SiteCheck(NOW + timedelta(minutes=minutes), HOME, itself, state)


def test_what_was_seen_after_the_last_good_word_is_set_aside(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        archive.record_check(_check(0, itself=True))
        _see(archive, ONE, NOW - timedelta(seconds=1))
        _see(archive, TWO, NOW + timedelta(minutes=5), "维护")
        late = NOW + timedelta(minutes=6)
        archive.record_home(HomePage(HOME, late, "ab", "维护", Identity()))
        archive.record_check(_check(9, itself=False))
        archive.set_aside(NOW)
        assert [page.url for page in archive.pages("r1")] == [ONE]
        assert [link.target for link in archive.links("r1")] == [ONE]
        assert list(archive.home_pages("r1")) == []
        assert archive.known(TWO) is None
        assert archive.looks_at(TWO) == ()
        coverage = archive.coverage("r1", "a")
        assert [(s.reason, s.count) for s in coverage.skipped] == [(Reason.SITE_NOT_ITSELF, 1)]
        assert [check.itself for check in archive.run_checks("r1")] == [True, False]


def test_where_the_run_goes_on_its_addresses_wait_again(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        _see(archive, ONE, NOW)
        _see(archive, TWO, NOW + timedelta(minutes=5))
        archive.set_aside(NOW, again=True)
        assert [wanted.url for wanted in archive.waiting(0, 10)] == [TWO]


def test_what_a_site_is_known_by_is_nothing_that_waits_for_the_next_word(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        _see(archive, ONE, NOW, "正文")
        archive.finish_run(NOW)
        archive.start_run("r2", NOW + timedelta(days=1))
        _see(archive, ONE, NOW + timedelta(days=1, minutes=5), "维护")
        archive.commit()
        good = archive.last_good(ONE, archive.run, (NOW + timedelta(days=1)).timestamp())
        assert good is not None
        assert archive.body(good[1]) == "正文".encode()


def test_since_when_it_is_not_itself_is_told_over_runs(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for n, itself in enumerate([False, True, False, False]):
            archive.start_run(f"r{n}", NOW + timedelta(days=n))
            archive.record_check(_check(n * 1440, itself=itself))
            archive.commit()
        assert [c.at for c in archive.checks("r3")] == [NOW + timedelta(days=2), NOW + timedelta(days=3)]
        assert [c.itself for c in archive.checks("r1")] == [False, True]


def test_an_accepted_page_belongs_to_no_run(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        archive.record_check(_check(0, itself=False))
        archive.accept(SiteCheck(NOW, HOME, itself=True, body="ab"))
        archive.commit()
        accepted = archive.accepted()
        assert accepted is not None
        assert accepted.body == "ab"
        assert [c.itself for c in archive.checks("r1")] == [False]


def test_an_archive_from_before_reads_on(tmp_path: Path) -> None:
    """Its tables as they were, a page and a look in them; nothing of it is aside."""
    path = tmp_path / "old.db"
    with Archive(path) as archive:
        archive.start_run("r1", NOW)
        _see(archive, ONE, NOW)
        archive.finish_run(NOW)
    before = sqlite3.connect(path)
    for table in ("look", "capture", "note"):
        before.execute(f"ALTER TABLE {table} DROP COLUMN aside")
        assert "aside" not in TABLES
    before.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_aside'")
    before.commit()
    before.close()
    with ArchiveReader(path) as reader:
        assert [page.url for page in reader.pages("r1")] == [ONE]
        assert reader.last_check("r1") is None
        assert reader.last_good(ONE) is not None
