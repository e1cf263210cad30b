"""Adds what message boxes received (网民留言)."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="messages_0001_first")
def _messages(db: Database) -> None:
    """A file is never changed but for ``withdrawn_at``; a message never."""
    file = {"id": int, "source": str, "since": str, "until": str, "as_of": str, "kept_at": str, "withdrawn_at": str}
    db.create_table("message_file", file, pk="id")
    message = {"file": int, "received": str, "answered": int, "answered_on": str, "site": str, "unit": str, "row": str}
    db.create_table("message", message).create_index(["file"])
