"""Adds drafts of notices, signed ones, and those that were taken back."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="notices_0001_issued")
def _issued(db: Database) -> None:
    """``draft.doc`` is the whole draft but its figures; ``issued.signed`` the signed file, byte for byte."""
    draft = db.create_table(
        "notice_draft", {"id": int, "period": str, "made": str, "figures": str, "doc": str}, pk="id"
    )
    draft.create_index(["period"])
    issued = db.create_table(
        "issued",
        {
            "period": str,
            "number": str,
            "day": str,
            "at": str,
            "by": str,
            "cutoff": str,
            "name": str,
            "sha256": str,
            "draft": int,
            "told": str,
            "differences": str,
            "signed": bytes,
        },
        pk="period",
    )
    issued.create_index(["number"], unique=True)
    # what it kept is kept by these two now; nothing ever wrote it
    db["notice"].drop()


@migrations(name="notices_0002_why")
def _why(db: Database) -> None:
    """Why a notice was signed though a veto waited for a person."""
    db.table("issued").add_column("why", str, not_null_default="")


@migrations(name="notices_0003_withdrawn")
def _withdrawn(db: Database) -> None:
    """Files that had been entered as a month's notice by mistake and were taken back, with who did and why."""
    db.create_table(
        "withdrawn_notice",
        {"id": int, "period": str, "number": str, "at": str, "by": str, "why": str, "doc": str, "signed": bytes},
        pk="id",
    )
