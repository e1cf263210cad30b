"""Adds runs, coverage, published items, verdicts, findings and their journal."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="0001_first")
def _first(db: Database) -> None:
    db.create_table("lease", {"id": int, "pid": int, "since": str}, pk="id")
    db.create_table(
        "run", {"run": str, "kind": str, "started": str, "finished": str, "settings": str}, pk="run"
    ).create_index(["started"])
    db.create_table("coverage", {"run": str, "site": str, "doc": str}, pk=("run", "site"))
    db.create_table(
        "item",
        {"site": str, "column": str, "url": str, "title": str, "day": str, "first_seen": str},
        pk=("site", "column", "url"),
    ).create_index(["day"])
    db.create_table(
        "verdict",
        {"run": str, "criterion": str, "subject": str, "place": str, "outcome": str, "doc": str},
        pk=("run", "criterion", "subject", "place"),
    )
    db.create_table(
        "passes",
        {"run": str, "criterion": str, "subject": str, "passed": int, "not_applicable": int},
        pk=("run", "criterion", "subject"),
    )
    db.create_table(
        "notice",
        {"id": int, "month": str, "made_at": str, "figures": str, "files": str},
        pk="id",
    ).create_index(["month"])
    _finding_tables(db)


def _finding_tables(db: Database) -> None:
    """``finding.doc`` is the finding now; ``change`` is its journal, each row with what it changed in the doc."""
    finding = db.create_table(
        "finding",
        {
            "id": int,
            "criterion": str,
            "subject": str,
            "place": str,
            "unit": str,
            "state": str,
            "doc": str,
            "changed": str,  # time of its last journal row
            "run": str,  # run, start of that run and outcome of the last look
            "looked": str,
            "outcome": str,
        },
        pk="id",
    )
    finding.create_index(["criterion", "subject", "place"], unique=True)
    finding.create_index(["subject"])
    change = db.create_table(
        "change",
        {
            "id": int,
            "finding": int,
            "at": str,
            "event": str,  # empty: a look that could not see the place
            "before": str,
            "after": str,
            "by": str,
            "why": str,
            "run": str,
            "patch": str,
        },
        pk="id",
    )
    change.create_index(["finding", "id"])
    change.create_index(["at"])
