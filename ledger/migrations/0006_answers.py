"""Adds the units' answers (回执), the mails they come by, and the marks inside receipts."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="answer_0001_answers")
def _answers(db: Database) -> None:
    """``receipt_token``: the mark a 回执 carries inside, so that it is known whatever mail brings it back."""
    text = ("unit", "at", "kind", "source", "by", "reviewer", "cause", "measure", "done_on", "new_address")
    more = ("likewise", "received", "evidence", "message_id", "note")
    columns = {"id": int, "finding": int, "letter": int} | dict.fromkeys((*text, *more), str)
    answer = db.create_table("answer", columns, pk="id")
    answer.create_index(["finding", "id"])
    answer.create_index(["unit", "at"])
    told = ("mark", "message_id", "sender", "subject", "received", "kind", "state", "unit", "sha256", "files", "note")
    columns = {"id": int, "validity": int, "uid": int, "letter": int} | dict.fromkeys(told, str)
    incoming = db.create_table("incoming", columns, pk="id")
    incoming.create_index(["mark"], unique=True)
    incoming.create_index(["validity", "uid"])
    incoming.create_index(["state"])
    token = db.create_table("receipt_token", {"token": str, "unit": str, "period": str}, pk="token")
    token.create_index(["unit", "period"], unique=True)
