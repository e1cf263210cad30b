"""Adds acts, what was counted of them, restored trust, and the terms under which was judged."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="decisions_0001_acts")
def _acts(db: Database) -> None:
    """One row an act, one a finding it covered (``shown``: it was looked at), one a decision that counts for a manner
    of reading, one a manner that a person restored on a subject. None is ever changed."""
    db.table("passes").create_index(["criterion", "subject"])  # when was it last judged?
    db.create_table(
        "act",
        {"id": int, "at": str, "by": str, "event": str, "kind": str, "why": str, "until": str, "chosen": str},
        pk="id",
    )
    db.create_table("act_finding", {"act": int, "finding": int, "shown": int}, pk=("act", "finding"))
    db.create_table(
        "counted", {"id": int, "at": str, "finding": int, "manner": str, "subject": str, "word": str}, pk="id"
    ).create_index(["finding"])
    db.create_table("restored", {"id": int, "at": str, "manner": str, "subject": str, "by": str, "why": str}, pk="id")


@migrations(name="decisions_0002_terms")
def _terms(db: Database) -> None:
    """What a subject was judged under, a row where it changed. ``since``: the start of the run that first judged so;
    ``criterion`` or ``column`` is "", both are for the site or account itself."""
    db.create_table(
        "terms",
        {"subject": str, "criterion": str, "column": str, "since": str, "terms": str},
        pk=("subject", "criterion", "column", "since"),
    )
