"""What pages use comes back as it was, whoever asks, also from an archive that kept each use as a row."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from ledger.archive.schema import address_id, migrations
from ledger.archive.uses import PackedUse, counts, pack, unpack
from ledger.archive.writer import Archive, ArchiveError, ArchiveReader, Use
from ledger.vocabulary import Look, Page, PageKind, Reason, Standing

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOT = "http://a.example/"
GONE = "http://b.example/gone"
IDS = st.integers(-(2**63), 2**63 - 1)
USES = st.tuples(IDS, IDS, st.sampled_from(["a", "img[hidden]", "政", ""]), st.sampled_from(["page", "image"]))


@given(st.lists(USES, max_size=40, unique_by=lambda use: use[0]))
def test_packed_uses_come_back_in_their_order(uses: list[tuple[int, int, str, str]]) -> None:
    assert unpack(pack(uses)) == [PackedUse(*use, 1) for use in uses]
    assert counts(pack(uses)) == (tuple(use[0] for use in uses), (1,) * len(uses))


def test_uses_of_one_target_in_one_way_are_counted_and_the_first_words_stand() -> None:
    link, words = (7, 0, "a", "page"), (7, 3, "a", "page")
    back = unpack(pack([link, words, (7, 0, "img", "image"), (7, 4, "a", "page"), (-8, 5, "a", "page")]))
    assert back == [(7, 3, "a", "page", 3), (7, 0, "img", "image", 1), (-8, 5, "a", "page", 1)]


def test_a_page_of_strange_tags_and_many_uses_is_packed() -> None:
    strange = [(n, 0, f"x{n}" * 60, "image") for n in range(70_000)]
    back = unpack(pack([*strange, *[(-1, 5, "a", "page")] * 70_000]))
    assert [use.target for use in back] == [*range(70_000), -1]
    assert back[1].tag == ("x1" * 60)[:80]
    assert back[-1].uses == 65_535


def test_nothing_kept_is_no_use() -> None:
    assert unpack(b"") == unpack(pack([])) == []
    assert counts(b"") == ((), ())


@pytest.mark.parametrize("data", [b"\x01", b"\xff\xff\xff\xff", pack([(1, 0, "a", "page")])[:-1], "words"])
def test_damaged_uses_are_told_as_a_damaged_file(data: object) -> None:
    for read in (unpack, counts):
        with pytest.raises(sqlite3.DatabaseError) as told:
            read(data)
        assert told.value.sqlite_errorcode == sqlite3.SQLITE_CORRUPT


def _page(name: str) -> Page:
    return Page(f"{ROOT}{name}", NOW, PageKind.ARTICLE, 1, name, name)


def _link(url: str, text: str = "", tag: str = "a") -> Use:
    return Use(url, tag, text, "image" if tag == "img" else "page")


def _store(archive: Archive, pages: dict[str, list[Use]], run: str = "r1") -> None:
    archive.start_run(run, NOW)
    for name, uses in pages.items():
        archive.want(f"{ROOT}{name}", 1, "page", outside=False)
        archive.record_look(f"{ROOT}{name}", Look(NOW, Standing.OK))
        for use in uses:
            if archive.want(use.url, 2, use.role, outside=True):
                archive.record_look(use.url, Look(NOW, Standing.DEAD, Reason.NOT_FOUND, 404))
        archive.record_page(_page(name), uses)


# by hand: 3 uses on x (two as a link, the first without words, one as a picture), 1 on y, none on z
PAGES = {
    "x": [_link(GONE), _link(GONE, "旧站"), _link(GONE, tag="img"), _link(f"{GONE}2", "二")],
    "y": [_link(GONE, "看这里")],
    "z": [],
}


def _told(reader: ArchiveReader) -> None:
    link = next(link for link in reader.links("r1") if link.target == GONE)
    assert (link.uses, link.pages) == (4, 2)
    wanted = [(f"{ROOT}x", "a", "旧站", 2), (f"{ROOT}x", "img", "", 1), (f"{ROOT}y", "a", "看这里", 1)]
    assert [(r.page, r.tag, r.text, r.uses) for r in link.referrers] == wanted
    assert [(r.page, r.tag, r.text, r.uses) for r in reader.users("r1", GONE)] == wanted
    assert list(reader.users("r1", f"{GONE}3")) == []


def test_uses_are_counted_by_target_and_page(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        _store(archive, PAGES)
        archive.finish_run(NOW)
        _told(archive)
        assert {one.wanted.url: one.user for one in archive.candidates(9)} == {GONE: f"{ROOT}x", f"{GONE}2": f"{ROOT}x"}


def test_of_a_link_on_every_page_the_pages_with_most_uses_are_told(tmp_path: Path) -> None:
    """1,500 pages use it once, three of the last twice: these come first, then by their addresses."""
    often = {"p1400", "p1450", "p1499"}
    pages = {f"p{n:04}": [_link(GONE)] * (2 if f"p{n}" in often else 1) for n in range(1500)}
    with Archive(tmp_path / "a.db") as archive:
        _store(archive, pages)
        archive.finish_run(NOW)
        link = next(link for link in archive.links("r1") if link.target == GONE)
    first = ["p1400", "p1450", "p1499", *(f"p{n:04}" for n in range(47))]
    assert [r.page for r in link.referrers] == [f"{ROOT}{name}" for name in first]
    assert (link.uses, link.pages) == (1503, 1500)


def test_an_unchanged_page_tells_what_it_uses_and_what_of_it_is_new(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        _store(archive, PAGES)
        archive.finish_run(NOW)
    with Archive(tmp_path / "a.db") as archive:
        archive.start_run("r2", NOW)
        archive.want(GONE, 1, "page", outside=True)
        known = archive.known(f"{ROOT}x")
        assert known is not None
        assert archive.uses_of(known) == [_link(GONE, "旧站"), _link(GONE, tag="img"), _link(f"{GONE}2", "二")]
        assert archive.uses_of(known, new=True) == [_link(f"{GONE}2", "二")]


def _as_before(path: Path, pages: dict[str, list[Use]]) -> None:
    """An archive as it was when each use was a row."""
    with Archive(path) as archive:
        _store(archive, pages)
        archive.finish_run(NOW)
    db = sqlite3.connect(path)
    db.executescript(
        "ALTER TABLE capture DROP COLUMN uses; DELETE FROM _sqlite_migrations WHERE name = 'm004_packed_uses';"
        "CREATE TABLE usage (capture INTEGER NOT NULL, target INTEGER NOT NULL, tag TEXT NOT NULL, role TEXT NOT NULL,"
        " word INTEGER NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (capture, target, tag, role)) WITHOUT ROWID;"
        "CREATE INDEX usage_target ON usage (target)"
    )
    for number, uses in enumerate(pages.values(), start=1):
        db.executemany("INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?)", _rows(number, uses))
    db.commit()
    db.close()


def _rows(capture: int, uses: Iterable[Use]) -> list[tuple[object, ...]]:
    counted = Counter((use.url, use.tag, use.role) for use in uses)
    words = {(use.url, use.tag, use.role): address_id(use.text) for use in uses if use.text}
    return [(capture, address_id(k[0]), k[1], k[2], words.get(k, 0), n) for k, n in counted.items()]


def test_an_archive_of_before_is_read_on(tmp_path: Path) -> None:
    _as_before(tmp_path / "a.db", PAGES)
    with ArchiveReader(tmp_path / "a.db") as reader:
        _told(reader)
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'usage'").fetchall()


def test_a_migration_that_is_refused_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    _as_before(tmp_path / "a.db", PAGES)
    db = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    db.execute("CREATE TRIGGER refuses BEFORE UPDATE ON capture BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.Error):
        migrations.apply(Database(db))
    assert db.execute("SELECT SUM(uses) FROM usage").fetchone() == (5,)
    db.execute("DROP TRIGGER refuses")
    db.close()
    with ArchiveReader(tmp_path / "a.db") as reader:
        _told(reader)


def test_uses_that_are_damaged_in_the_file_are_told_in_one_sentence(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        _store(archive, PAGES)
        archive.finish_run(NOW)
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("UPDATE capture SET uses = substr(uses, 1, 9)")
    with ArchiveReader(tmp_path / "a.db") as reader, pytest.raises(ArchiveError, match="请从备份恢复"):
        list(reader.links("r1"))
