"""Whatever befalls the ledger's file, it is told in one typed sentence, and no new ledger is begun in its place."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.encoding.packing import pack, unpack
from ledger.ledger import Ledger, LedgerBroken, LedgerError
from ledger.vocabulary import Criterion, Evidence, Outcome, ProblemClass, Register, Site, Verdict
from tests.damage import a_folder, empty, garbage, half

NOW = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
CRITERIA = {"c": Criterion("c", "c", "s", "c", "w", "r", ProblemClass.LINK, "请整改。")}
REGISTER = Register({}, {"s": Site("s", "站", "http://s.example/", sponsor="u1")}, {}, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open_for_writing(path) as ledger:
        ledger.runs.start("r", "inspect", NOW, {})
        evidence = Evidence("http://s.example/p", NOW, "原文" * 50)
        bad = [Verdict("c", "s", f"p{n}", Outcome.FAIL, "坏" * 50, evidence) for n in range(60)]
        ledger.verdicts.settle("r", NOW, bad, CRITERIA, REGISTER)
    return path


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE song (name TEXT)")
        db.commit()


def without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE change")
        db.commit()


def with_a_torn_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE finding SET doc = substr(doc, 1, 80) WHERE id = 7")
        db.execute("UPDATE change SET patch = '[]' WHERE finding = 7")
        db.commit()


def with_a_word_that_is_none(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        (packed,) = db.execute("SELECT doc FROM finding WHERE id = 7").fetchone()
        doc = unpack(packed)
        db.execute("UPDATE finding SET doc = ? WHERE id = 7", [pack(doc | {"state": f"x{doc['state']}"})])
        db.execute("UPDATE change SET event = 'x' WHERE finding = 7")
        db.commit()


def with_bytes_that_are_no_text(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE finding SET doc = CAST(x'7b22ff' AS TEXT) WHERE id = 7")
        db.execute("UPDATE change SET patch = CAST(x'ff' AS TEXT) WHERE finding = 7")
        db.commit()


READS: dict[str, Callable[[Ledger], object]] = {
    "all": lambda ledger: ledger.findings.find(),
    "one": lambda ledger: ledger.findings.get(7),
    "journal": lambda ledger: ledger.findings.history(7),
    "past": lambda ledger: ledger.findings.find_at(NOW),
}
ALL = set(READS)


def refused(path: Path) -> set[str]:
    """Which reads find the damage; any other error is a bug."""
    found = set()
    for name, read in READS.items():
        try:
            with Ledger.open_for_reading(path) as ledger:
                read(ledger)
        except LedgerBroken as error:
            found.add(name if "\n" not in str(error) else str(error))
    return found


@pytest.mark.parametrize(
    ("befall", "found"),
    [
        (half, ALL),
        (garbage, ALL),
        (of_another_program, ALL),
        (without_a_table, {"journal", "past"}),
        (with_a_torn_row, ALL),
        (with_a_word_that_is_none, ALL),  # the past too: what did not change since is read as it is now
        (with_bytes_that_are_no_text, ALL),
    ],
)
def test_it_is_told_in_one_sentence(path: Path, befall: Callable[[Path], None], found: set[str]) -> None:
    befall(path)
    assert refused(path) == found


@pytest.mark.parametrize("befall", [empty, half, garbage, a_folder, of_another_program])
def test_no_new_ledger_is_begun_in_its_place(path: Path, befall: Callable[[Path], None]) -> None:
    befall(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(LedgerError):
        Ledger.open_for_writing(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_ledger_that_is_not_there_is_begun(tmp_path: Path) -> None:
    with Ledger.open_for_writing(tmp_path / "new.sqlite") as ledger:
        assert ledger.findings.find() == []
