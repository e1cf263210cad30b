"""An outbox of the version before, which kept no more of a letter's problems than their days."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from ledger.ledger import Ledger
from ledger.vocabulary import Event
from ledger.vocabulary.post.outbox import LetterState
from tests.ledger_before import before_packing
from tests.one_deadline.estate import LINK, SUPERVISE, Estate, at, opened


def made_old(path: Path) -> None:
    before_packing(path)
    with closing(sqlite3.connect(path)) as db:
        for name in ("told", "was"):
            db.execute(f"ALTER TABLE letter_matter DROP COLUMN {name}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'outbox_0003_rests_on'")
        db.commit()


def test_what_waits_there_is_released_where_it_is_true_and_held_where_it_is_not(tmp_path: Path) -> None:
    """Two 督办单 wait; one unit's deadline is prolonged under the new version."""
    with opened(tmp_path) as estate:
        for site in ("jy", "mz"):
            number = estate.bad(at(9, 21), LINK, site)
            estate.say(at(9, 21, 10), number, Event.URGE, date(2026, 9, 22))
        (one, other), _ = estate.urge(at(9, 28), SUPERVISE)
        desk = estate.desk
    made_old(desk.workspace.ledger)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        estate = Estate(desk, ledger, tmp_path)
        assert [m.was for n in (one, other) for m in ledger.letters.matters(n)] == [date(2026, 9, 22)] * 2
        estate.say(at(9, 28, 11), number, Event.URGE, date(2026, 9, 30))
        (told,) = estate.release(at(9, 28, 12), one, other)
        assert f"信件 {other} 所说的问题 {number} 整改时限现在是 2026-09-30" in told
        assert [ledger.letters.get(n).state for n in (one, other)] == [LetterState.READY, LetterState.HELD]
