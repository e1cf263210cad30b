"""Adds third parties' reports (线索)."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="reported_0001_reports")
def _reports(db: Database) -> None:
    report = db.create_table(
        "report",
        {
            "id": int,
            "source": str,
            "kind": str,
            "mark": str,
            "external": str,
            "received": str,
            "reported_at": str,
            "named": str,
            "subject": str,
            "criterion": str,
            "place": str,
            "page": str,
            "text": str,
            "reader": str,
            "finding": int,
            "state": str,
            "due": str,
            "note": str,
            "row": str,
            "answered_at": str,
            "answered_by": str,
            "answer": str,
        },
        pk="id",
    )
    report.create_index(["source", "mark"], unique=True)
    report.create_index(["finding"])
    report.create_index(["received"])
