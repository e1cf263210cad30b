"""Adds the slots of the clock (定时)."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="slots_0001_first")
def _slots(db: Database) -> None:
    """``clock`` has one row: who keeps the slots, since when, and up to which moment they have been entered."""
    slot = db.create_table(
        "slot",
        {
            "job": str,
            "due_at": str,
            "state": str,
            "started": str,
            "finished": str,
            "attempt": int,
            "detail": str,
        },
        pk=("job", "due_at"),
    )
    slot.create_index(["state"])
    slot.create_index(["due_at"])
    db.create_table("clock", {"id": int, "pid": int, "since": str, "upto": str}, pk="id")
