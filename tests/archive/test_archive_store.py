"""The archive gives back what was put in, survives a refused write, and goes on after a stop."""

import sqlite3
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.archive.writer import Archive, ArchiveError, ArchiveReader, Use
from ledger.codec import dump, load
from ledger.vocabulary import ColumnList, Item, Look, Page, PageKind, Probe, Reason, Standing

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
URL = "http://a.example/x"


def _page(url: str, body: str, seen: datetime = NOW) -> Page:
    return Page(url, seen, PageKind.ARTICLE, 1, "题", body, published=datetime(2026, 10, 1, 8, 30, tzinfo=ZONE))


def _dead(at: datetime, reason: Reason = Reason.NOT_FOUND) -> Look:
    return Look(at, Standing.DEAD, reason, 404, URL, 0.1)


def test_page_and_its_uses_come_back(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        assert not archive.start_run("r1", NOW)
        assert archive.want(URL, 1, "page", outside=False)
        assert not archive.want(URL, 2, "page", outside=False)
        archive.want("http://b.example/", 2, "page", outside=True)
        sha = archive.store_body("正文".encode() * 100)
        page = _page(URL, sha)
        uses = [Use("http://b.example/", "a", "友情链接", "page")] * 3
        archive.record_look(URL, Look(NOW, Standing.OK, status=200))
        archive.record_look("http://b.example/", _dead(NOW))
        archive.record_page(page, uses, etag='"1"')
        archive.finish_run(NOW + timedelta(minutes=1))
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert list(reader.pages("r1")) == [page]
        assert reader.body(sha) == "正文".encode() * 100
        assert reader.published(URL) == date(2026, 10, 1)
        _, link = reader.links("r1")
        assert (link.target, link.outside, link.uses, link.pages) == ("http://b.example/", True, 3, 1)
        assert [(r.page, r.text, r.uses) for r in link.referrers] == [(URL, "友情链接", 3)]
        coverage = reader.coverage("r1", "s")
        assert (coverage.pages, coverage.targets, coverage.fine, coverage.bad) == (1, 2, 1, 1)
    assert stat.S_IMODE((tmp_path / "a.db").stat().st_mode) == 0o600


def test_what_was_committed_is_the_frontier_of_the_next_start(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        for n in range(3):
            archive.want(f"{URL}{n}", 1, "page", outside=False)
        archive.record_look(f"{URL}0", Look(NOW, Standing.OK))
        archive.commit()
        archive.want(f"{URL}9", 1, "page", outside=False)  # never committed: lost with the process
    with Archive(tmp_path / "a.db") as archive:
        assert archive.start_run("r1", NOW)
        assert [w.url for w in archive.waiting(0, 10)] == [f"{URL}1", f"{URL}2"]
        assert [w.url for w in archive.waiting(2, 10)] == [f"{URL}2"]
        assert archive.want(f"{URL}9", 1, "page", outside=False)
        archive.record_skip(f"{URL}1", Reason.BUDGET)
        archive.commit()
        assert {s.reason: s.count for s in archive.coverage("r1", "s").skipped} == {
            Reason.BUDGET: 1,
            Reason.INTERRUPTED: 2,
        }


def test_an_unchanged_page_extends_its_interval(tmp_path: Path) -> None:
    later = NOW + timedelta(days=1)
    with Archive(tmp_path / "a.db") as archive:
        for key, at in (("r1", NOW), ("r2", later)):
            archive.start_run(key, at)
            archive._wanted.clear()
            archive.want(URL, 1, "page", outside=False)
            archive.record_look(URL, Look(at, Standing.OK))
            known = archive.known(URL)
            if known is None:
                archive.record_page(_page(URL, archive.store_body(b"x")), [], etag="e")
            else:
                archive.record_unchanged(known, at)
            archive.finish_run(at)
        assert [p.seen for p in archive.pages("r2")] == [later]
        assert [p.seen for p in archive.pages("r1")] == [NOW]


def test_earlier_agreeing_looks_come_with_a_dead_link(tmp_path: Path) -> None:
    days = [NOW + timedelta(days=n) for n in range(4)]
    looks = [_dead(days[0], Reason.GONE), _dead(days[1]), _dead(days[2]), _dead(days[3])]
    for n, look in enumerate(looks):
        with Archive(tmp_path / "a.db") as archive:
            archive.start_run(f"r{n}", look.at)
            archive.want(URL, 1, "page", outside=False)
            archive.record_look(URL, look)
            archive.finish_run(look.at)
    with ArchiveReader(tmp_path / "a.db") as reader:
        (link,) = reader.links("r3")
        assert [look.at for look in link.looks] == days[1:]
        (link,) = reader.links("r1")
        assert [look.at for look in link.looks] == days[1:2]


def test_candidates_are_those_no_look_found_alive(tmp_path: Path) -> None:
    looks = {
        "dead": ("d",),
        "flaps": ("d", "o"),
        "risen": ("o", "d"),
        "blocked": ("d", "u"),
        "twice": ("d", "d"),
        "fine": ("o",),
        "unknown": ("u",),
    }
    standing = {"d": _dead(NOW), "o": Look(NOW, Standing.OK), "u": Look(NOW, Standing.UNKNOWN, Reason.BLOCKED)}
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r0", NOW)
        archive.want("of yesterday", 1, "page", outside=False)
        archive.record_look("of yesterday", _dead(NOW))
        archive.finish_run(NOW)
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        for name, seen in looks.items():
            archive.want(name, 1, "page", outside=False)
            for one in seen:
                archive.record_look(name, standing[one])
        assert [one.wanted.url for one in archive.candidates(2)] == ["dead"]
        assert [one.wanted.url for one in archive.candidates(3)] == ["dead", "twice"]
        archive.record_look("dead", _dead(NOW))
        assert archive.candidates(2) == []


def test_errors_of_earlier_days_come_where_the_hosts_other_pages_opened(tmp_path: Path) -> None:
    days = [NOW + timedelta(days=n) for n in range(4)]
    others = [False, True, True, True]  # on the first day nothing of the host opened
    for n, (day, opens) in enumerate(zip(days, others, strict=True)):
        with Archive(tmp_path / "a.db") as archive:
            archive.start_run(f"r{n}", day)
            for path in ("bad", "other"):
                archive.want(f"{URL}/{path}", 1, "page", outside=False)
            archive.record_look(f"{URL}/bad", Look(day, Standing.UNKNOWN, Reason.SERVER_ERROR, 500))
            archive.record_look(f"{URL}/other", Look(day, Standing.OK if opens else Standing.UNKNOWN))
            archive.finish_run(day)
    with ArchiveReader(tmp_path / "a.db") as reader:
        (link, _) = reader.links("r3")
        assert [look.at for look in link.looks] == days[1:]
        (link, _) = reader.links("r0")
        assert [look.at for look in link.looks] == days[:1]


def test_a_locked_file_is_one_typed_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        archive.start_run("r1", NOW)
        archive._db.execute("PRAGMA busy_timeout = 50")
        archive.want(URL, 1, "page", outside=False)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="另一个程序正在使用"):
            archive.commit()
        other.execute("ROLLBACK")
        other.close()
        archive.commit()
        assert [w.url for w in archive.waiting(0, 5)] == [URL]


def test_a_full_disk_leaves_the_file_usable(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        pages = archive._db.execute("PRAGMA page_count").fetchone()[0]
        archive._db.execute(f"PRAGMA max_page_count = {pages}")
        for n in range(5000):
            archive.want(f"{URL}{n}", 1, "page", outside=False)
        with pytest.raises(ArchiveError, match="磁盘已满"):
            archive.commit()
        archive._db.execute("PRAGMA max_page_count = 100000")
        assert len(archive.waiting(0, 9000)) == 5000


def test_a_folder_that_is_not_there_is_the_same_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        Archive(tmp_path / "none" / "a.db")


def test_probes_by_time(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for hour in (1, 2, 3):
            archive.record_probe(Probe(NOW + timedelta(hours=hour), URL, True, 0.5, True))
        archive.commit()
        found = list(archive.probes(NOW + timedelta(hours=2), NOW + timedelta(hours=3)))
        assert [p.at.hour for p in found] == [11, 12]


@given(
    st.lists(st.builds(Item, st.text(), st.text(), st.none() | st.dates(), st.booleans()), max_size=4),
    st.text(),
)
def test_json_gives_back_the_same_list(items: list[Item], name: str) -> None:
    column = ColumnList(name, URL, NOW, "", tuple(items))
    assert load(ColumnList, dump(column)) == column


@given(st.none() | st.dates() | st.datetimes().map(lambda d: d.replace(tzinfo=ZONE, microsecond=0)))
def test_json_keeps_a_date_a_date_and_a_time_a_time(shown: date | None) -> None:
    page = Page(URL, NOW, PageKind.HOME, 0, "", "", published=shown, tags=(("a", "b"),))
    back = load(Page, dump(page))
    assert type(back.published) is type(shown)
    assert (back.tags, back.kind) == (page.tags, page.kind)


@pytest.mark.parametrize("final", [URL, "http://a.example/y", "", f"{URL}/"])
def test_where_a_look_ended_comes_back(tmp_path: Path, final: str) -> None:
    look = Look(NOW, Standing.DEAD, Reason.NOT_FOUND, 404, final, 0.25, "sha", "说明")
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        archive.want(URL, 1, "page", outside=False)
        archive.record_look(URL, look)
        archive.finish_run(NOW)
        assert archive.looks_at(URL) == (look,)
        assert [link.looks for link in archive.links("r1")] == [(look,)]


def test_a_look_of_an_archive_that_repeated_the_address_is_read(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r1", NOW)
        archive.want(URL, 1, "page", outside=False)
        archive.record_look(URL, _dead(NOW))
        archive.finish_run(NOW)
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("UPDATE look SET final_url = ? WHERE length(final_url) < 2", (URL,)).rowcount == 1
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert reader.looks_at(URL) == (_dead(NOW),)
