"""Adds the urgent messages to groups."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="alerts_0001_first")
def _alerts(db: Database) -> None:
    """The last try to tell a robot of a finding."""
    db.create_table(
        "alert",
        {"finding": int, "robot": str, "at": str, "state": str, "said": str},
        pk=("finding", "robot"),
    )
