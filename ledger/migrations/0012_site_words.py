"""Adds what people said of sites that were not themselves."""

from sqlite_utils import Database

from ledger.migrations import migrations


@migrations(name="site_words_0001_first")
def _site_words(db: Database) -> None:
    """One row a decision; none is ever changed."""
    db.create_table(
        "site_word",
        {"id": int, "site": str, "at": str, "word": str, "by": str, "why": str},
        pk="id",
    ).create_index(["site"])
