"""Adds the outbox (发件箱): letters, their journal, the findings that each tells."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="outbox_0001_letters")
def _letters(db: Database) -> None:
    """``raw`` is the whole message, frozen; ``mark`` the hash of what it says, so that it is never queued twice."""
    letter = db.create_table(
        "letter",
        {
            "id": int,
            "kind": str,
            "unit": str,
            "unit_name": str,
            "period": str,
            "mark": str,
            "created": str,
            "message_id": str,
            "recipients": str,
            "subject": str,
            "raw": bytes,
            "sha256": str,
            "state": str,
            "attempts": int,
            "next_try": str,
            "answer": str,
            "left_out": str,
            "note": str,
        },
        pk="id",
    )
    letter.create_index(["kind", "unit", "period", "mark"], unique=True)
    letter.create_index(["message_id"], unique=True)
    letter.create_index(["state"])
    change = db.create_table(
        "letter_change",
        {"id": int, "letter": int, "at": str, "event": str, "before": str, "after": str, "by": str, "why": str},
        pk="id",
    )
    change.create_index(["letter", "id"])


@migrations(name="outbox_0002_matters")
def _matters(db: Database) -> None:
    """Which findings a letter tells, each with the day by which it wants it put right."""
    matter = db.create_table("letter_matter", {"letter": int, "finding": int, "due": str}, pk=("letter", "finding"))
    matter.create_index(["finding"])


@migrations(name="outbox_0003_rests_on")
def _rests_on(db: Database) -> None:
    """How the letter tells it (``told``), and what deadline it had when the letter was written (``was``): of older
    letters the one it has now is taken for that."""
    matter = db.table("letter_matter")
    matter.add_column("told", str, not_null_default="")
    matter.add_column("was", str)
    db.execute(
        "UPDATE letter_matter SET was = (SELECT json_extract(f.doc, '$.due') FROM finding f"
        " WHERE f.id = letter_matter.finding)"
    )
