"""Adds what goes on beside a running inspection."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="inspecting_0001_first")
def _inspecting(db: Database) -> None:
    """``unsettled``: the sites and accounts of which a run's verdicts are not in the ledger yet (``lease`` says who
    inspects); ``cutoff``: the last moment as of which a notice was drafted, in one row."""
    db.create_table("unsettled", {"run": str, "subject": str}, pk=("run", "subject"))
    db.create_table("cutoff", {"id": int, "at": str}, pk="id")
