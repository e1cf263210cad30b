"""Bodies of pages come back byte for byte, whatever packed them, and pages of one site take little space together."""

import random
import sqlite3
import zlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ledger.archive.writer import Archive, ArchiveError, ArchiveReader

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ENOUGH = 64
DRAW = random.Random(20261102)
MENU = "".join(f'<li><a href="/{DRAW.getrandbits(64):x}/">{DRAW.getrandbits(64):x}</a></li>' for _ in range(200))


def _pages(count: int, first: int = 0) -> list[bytes]:
    """Pages of one site: the same menu, a text of its own each."""
    drawn = [random.Random(n) for n in range(first, first + count)]
    return [f"<ul>{MENU}</ul><p>{one.getrandbits(2000):x}</p>".encode() for one in drawn]


def _stored(path: Path, bodies: list[bytes], run: str = "r1") -> list[str]:
    with Archive(path) as archive:
        archive.start_run(run, NOW)
        kept = []
        for body in bodies:
            kept.append(archive.store_body(body))
            archive.commit()
    return kept


def _sizes(path: Path, kept: list[str]) -> list[int]:
    with sqlite3.connect(path) as db:
        return [db.execute("SELECT length(data) FROM body WHERE sha = ?", (sha,)).fetchone()[0] for sha in kept]


def test_bodies_come_back_before_and_after_the_dictionary(tmp_path: Path) -> None:
    bodies = [*_pages(ENOUGH + 40), b"", b"\x28\xb5\x2f\xfd no frame", bytes(range(256)) * 3000]
    kept = _stored(tmp_path / "a.db", bodies)
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert [reader.body(sha) for sha in kept] == bodies


def test_pages_alike_take_half_the_space_once_enough_are_known(tmp_path: Path) -> None:
    sizes = _sizes(tmp_path / "a.db", _stored(tmp_path / "a.db", _pages(ENOUGH + 40)))
    first, then = sizes[:ENOUGH], sizes[ENOUGH:]
    assert max(then) * 2 < min(first)


def test_the_next_run_packs_with_the_same_dictionary(tmp_path: Path) -> None:
    _stored(tmp_path / "a.db", _pages(ENOUGH + 1))
    kept = _stored(tmp_path / "a.db", _pages(1, first=500), "r2")
    before = _sizes(tmp_path / "b.db", _stored(tmp_path / "b.db", _pages(1, first=500)))
    assert _sizes(tmp_path / "a.db", kept)[0] * 2 < before[0]
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("SELECT COUNT(*) FROM dictionary").fetchone() == (1,)


def test_pages_that_have_nothing_in_common_come_back_too(tmp_path: Path) -> None:
    bodies = [random.Random(n).randbytes(n * 40) for n in range(ENOUGH + 5)]
    kept = _stored(tmp_path / "a.db", bodies)
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert [reader.body(sha) for sha in kept] == bodies


def test_archives_of_before_are_read_and_go_on(tmp_path: Path) -> None:
    old = _pages(ENOUGH)
    kept = _stored(tmp_path / "a.db", old)
    with sqlite3.connect(tmp_path / "a.db") as db:  # as they were: zlib, and no dictionary
        for sha, body in zip(kept, old, strict=True):
            db.execute("UPDATE body SET data = ? WHERE sha = ?", (zlib.compress(body, 1), sha))
        db.execute("DROP TABLE dictionary")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_dictionary'")
    more = _pages(2, first=ENOUGH)
    kept += _stored(tmp_path / "a.db", more, "r2")
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert [reader.body(sha) for sha in kept] == old + more


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM dictionary", "UPDATE body SET data = substr(data, 1, 40)", "UPDATE body SET data = x'789c00'"],
)
def test_damage_is_one_sentence(tmp_path: Path, damage: str) -> None:
    kept = _stored(tmp_path / "a.db", _pages(ENOUGH + 1))
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute(damage)
    with (
        ArchiveReader(tmp_path / "a.db") as reader,
        pytest.raises(ArchiveError, match="文件已损坏"),
    ):
        reader.body(kept[-1])


def test_a_dictionary_that_was_not_put_down_packs_nothing(tmp_path: Path) -> None:
    """A refusal (disk full, locked) while it is written: what is stored later must not want it."""
    bodies = _pages(ENOUGH + 3)
    with Archive(tmp_path / "a.db") as archive, sqlite3.connect(tmp_path / "a.db") as db:
        archive.start_run("r1", NOW)
        kept = [archive.store_body(body) for body in bodies[:ENOUGH]]
        db.execute("CREATE TRIGGER full BEFORE INSERT ON dictionary BEGIN SELECT RAISE(ABORT, 'full'); END")
        db.commit()
        with pytest.raises(ArchiveError):
            archive.commit()
        db.execute("DROP TRIGGER full")
        db.commit()
        kept += [archive.store_body(body) for body in bodies[ENOUGH:]]
        archive.commit()
    with ArchiveReader(tmp_path / "a.db") as reader:
        assert [reader.body(sha) for sha in kept] == bodies
