"""The mails that were read of the office's box (来件; `ledger.inbox`), each once, with what became of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from ledger.correspondence.answers import Answers, insert
from ledger.encoding.coding import dump, moment, stamp
from ledger.encoding.masking import mask
from ledger.errors import LedgerError, whole_row
from ledger.store import Store
from ledger.vocabulary import Answer
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState


class NoSuchMail(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"没有编号为 {number} 的来件；请先用 xuncha answers list --all 查看编号。")

    __str__ = LedgerError.__str__


class NotWaiting(ValueError):
    """The mail does not wait for anybody."""

    def __init__(self, mail: Incoming) -> None:
        super().__init__(f"来件 {mail.id} 是“{mail.state}”，不需要再处理。")


class Inbox:
    """Mails by number; one brings its answers in the same step."""

    def __init__(self, store: Store, answers: Answers) -> None:
        self._db, self._writing, self._answers = store.db, store.writing, answers

    def keep(self, mail: Incoming, answers: Sequence[Answer] = ()) -> tuple[Incoming, list[Answer]]:
        """The mail and the answers it brought, all or nothing: a mail read twice brings them once."""
        with self._writing() as db:
            if known := self.by_mark(mail.mark):
                where = [mail.validity, mail.uid, known.id]
                db.execute("UPDATE incoming SET validity = ?, uid = ? WHERE id = ?", where)
                return replace(known, validity=mail.validity, uid=mail.uid), []
            kept = [self._answers.record(one) for one in answers]
            mail = replace(mail, sender=mask(mail.sender), subject=mask(mail.subject), note=mask(mail.note))
            row = asdict(mail) | {"received": stamp(mail.received), "files": dump(list(mail.files))}
            row.pop("id")
            return replace(mail, id=insert(db, "incoming", row)), kept

    def by_mark(self, mark: str) -> Incoming | None:
        for row in self._db.query("SELECT * FROM incoming WHERE mark = ?", [mark]):
            return _incoming(row)
        return None

    def find(self, since: datetime | None = None) -> list[Incoming]:
        """Mails in the order they were read."""
        at = stamp(since) if since else ""
        return [
            _incoming(row) for row in self._db.query("SELECT * FROM incoming WHERE received >= ? ORDER BY id", [at])
        ]

    def get(self, number: int) -> Incoming:
        for row in self._db.query("SELECT * FROM incoming WHERE id = ?", [number]):
            return _incoming(row)
        raise NoSuchMail(number)

    def last_uid(self, validity: int) -> int:
        """The highest number that was read of the box as it is now, or 0."""
        row = self._db.execute("SELECT max(uid) FROM incoming WHERE validity = ?", [validity]).fetchone()
        return int(row[0] or 0)

    def settle(self, number: int, by: str, why: str, now: datetime) -> Incoming:
        """A person saw to a mail that waited. ``NotWaiting`` where it did not wait."""
        with self._writing() as db:
            mail = self.get(number)
            if not mail.state.waits:
                raise NotWaiting(mail)
            note = mask("；".join(filter(None, (mail.note, f"{now:%Y-%m-%d %H:%M} {by}：{why}"))))
            db.execute("UPDATE incoming SET state = ?, note = ? WHERE id = ?", [MailState.DONE, note, number])
        return self.get(number)


@whole_row
def _incoming(row: dict[str, Any]) -> Incoming:
    known = dict(row)
    known["received"] = moment(known["received"])
    known["kind"], known["state"] = MailKind(known["kind"]), MailState(known["state"])
    known["files"] = tuple(json.loads(known["files"]))
    return Incoming(**known)
