"""The lists of message boxes in the ledger: which one counts for a time, and a ledger from before there were any."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger, LedgerBroken, NoSuchMessageFile
from ledger.vocabulary.post.message import MessageFile, WebMessage

AT = datetime(2026, 12, 3, 9, tzinfo=SHANGHAI)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
ALL = (
    WebMessage(date(2026, 11, 2), True, date(2026, 11, 4), "s", "u", "第2行"),
    WebMessage(date(2026, 11, 3), True),
    WebMessage(date(2026, 11, 4), False),
    WebMessage(date(2026, 11, 5)),
)


def box(as_of: date, *messages: WebMessage, source: str = "信箱") -> MessageFile:
    return MessageFile(source, FIRST, LAST, as_of, messages)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_every_word_comes_back(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        kept = ledger.messages.record(box(LAST, *ALL), AT)
        assert kept.id == 1
        assert ledger.messages.files() == [kept]


def test_the_list_drawn_up_last_counts_whenever_it_was_taken_in(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        newer = ledger.messages.record(box(date(2026, 12, 2), *ALL[:1]), AT)
        ledger.messages.record(box(LAST, *ALL), AT)
        assert ledger.messages.between(FIRST, LAST) == (newer,)
        corrected = ledger.messages.record(box(date(2026, 12, 2)), AT)
        assert ledger.messages.between(FIRST, LAST) == (corrected,)
        ledger.messages.withdraw(corrected.id, AT)
        assert ledger.messages.between(FIRST, LAST) == (newer,)


def test_one_is_taken_back_once(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        ledger.messages.record(box(LAST), AT)
        ledger.messages.withdraw(1, AT)
        for number in (1, 2):
            with pytest.raises(NoSuchMessageFile):
                ledger.messages.withdraw(number, AT)


def test_a_ledger_from_before_is_moved_on(path: Path) -> None:
    with Ledger.open_for_writing(path):
        pass
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "DROP TABLE message; DROP TABLE message_file;"
            "DELETE FROM _sqlite_migrations WHERE name = 'messages_0001_first'"
        )
    with Ledger.open_for_writing(path) as ledger:
        assert ledger.messages.between(FIRST, LAST) == ()
        ledger.messages.record(box(LAST, *ALL), AT)
        assert len(ledger.messages.between(FIRST, LAST)[0].messages) == 4


def test_a_personal_number_in_a_name_is_masked(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        ledger.messages.record(box(LAST, source="信箱13800138000"), AT)
        assert "13800138000" not in ledger.messages.files()[0].source


def test_a_damaged_day_is_told(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        ledger.messages.record(box(LAST, *ALL), AT)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE message SET received = 'x'")
        db.commit()
    with Ledger.open_for_reading(path) as ledger, pytest.raises(LedgerBroken):
        ledger.messages.files()
