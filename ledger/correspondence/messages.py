"""What message boxes received (网民留言), file by file (`ledger.messages`). It opens no finding."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ledger.encoding.coding import stamp
from ledger.encoding.masking import mask
from ledger.errors import LedgerError, whole_row
from ledger.store import Store
from ledger.vocabulary.post.message import MessageFile, WebMessage


class NoSuchMessageFile(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"没有编号为 {number} 的留言文件；请先用 xuncha reports messages 查看编号。")

    __str__ = LedgerError.__str__


class Messages:
    """Files of messages that were taken in; one taken in by mistake is withdrawn."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def record(self, file: MessageFile, at: datetime) -> MessageFile:
        """Keep a file with all its messages, or nothing of it; the file, numbered."""
        head = [mask(file.source), *(day.isoformat() for day in (file.since, file.until, file.as_of)), stamp(at)]
        with self._writing() as db:
            done = db.execute(
                "INSERT INTO message_file (source, since, until, as_of, kept_at) VALUES (?, ?, ?, ?, ?)", head
            )
            number = int(done.lastrowid or 0)
            for one in file.messages:
                db.execute("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)", [number, *_row(one)])
        return replace(file, id=number)

    def withdraw(self, number: int, at: datetime) -> None:
        """A file that was taken in by mistake counts no more."""
        with self._writing() as db:
            done = db.execute(
                "UPDATE message_file SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", [stamp(at), number]
            )
            if not done.rowcount:
                raise NoSuchMessageFile(number)

    def files(self) -> list[MessageFile]:
        """Those that count, by number."""
        rows = list(self._db.query("SELECT * FROM message_file WHERE withdrawn_at IS NULL ORDER BY id"))
        return [self._file(row) for row in rows]

    def between(self, since: date, until: date) -> tuple[MessageFile, ...]:
        """Of each box that is known for the whole time its newest list, with the messages received in that time only.
        A list that covers a part of it says nothing of the whole."""
        newest: dict[str, MessageFile] = {}
        for file in sorted(self.files(), key=lambda one: (one.as_of, one.id)):
            if file.since <= since and file.until >= until:
                newest[file.source] = file
        return tuple(
            replace(file, messages=tuple(m for m in file.messages if since <= m.received <= until))
            for file in sorted(newest.values(), key=lambda one: one.id)
        )

    def _file(self, row: Mapping[str, Any]) -> MessageFile:
        rows = self._db.query("SELECT * FROM message WHERE file = ? ORDER BY rowid", [row["id"]])
        return _read(row, tuple(map(_message, rows)))


@whole_row
def _read(row: Mapping[str, Any], messages: tuple[WebMessage, ...]) -> MessageFile:
    since, until, as_of = (date.fromisoformat(row[name]) for name in ("since", "until", "as_of"))
    return MessageFile(row["source"], since, until, as_of, messages, row["id"])


def _row(one: WebMessage) -> list[object]:
    answered = None if one.answered is None else int(one.answered)
    answered_on = one.answered_on.isoformat() if one.answered_on else None
    return [one.received.isoformat(), answered, answered_on, one.site, one.unit, mask(one.row)]


@whole_row
def _message(row: Mapping[str, Any]) -> WebMessage:
    return WebMessage(
        date.fromisoformat(row["received"]),
        None if row["answered"] is None else bool(row["answered"]),
        date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
        row["site"],
        row["unit"],
        row["row"],
    )
