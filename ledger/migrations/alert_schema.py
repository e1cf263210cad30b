"""Table of the urgent messages to groups, a further step of the ledger's migrations: one that is out is not edited."""

from sqlite_utils import Database

from ledger.migrations.ledger_schema import migrations


@migrations(name="alerts_0001_first")
def _alerts(db: Database) -> None:
    """The last try to tell a robot of a finding."""
    db.create_table(
        "alert",
        {"finding": int, "robot": str, "at": str, "state": str, "said": str},
        pk=("finding", "robot"),
    )
