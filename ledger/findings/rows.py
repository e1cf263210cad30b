"""A finding as its row keeps it: packed, and apart the pages that use a dead link, which are most of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.encoding.coding import Doc, FindingRecord, load_matter
from ledger.encoding.packing import pack, unpack
from ledger.errors import whole_row

COLUMNS = "id, criterion, subject, place, unit, state, doc, pages, held, changed, run, looked, outcome"


@dataclass(frozen=True)
class Kept:
    """A finding as its row has it: ``changed`` is the time of its last journal row."""

    matter: FindingRecord
    doc: Doc
    changed: str
    run: str
    looked: str
    outcome: str


def packed(doc: Doc) -> tuple[bytes, bytes | None]:
    """The document without its pages, and these."""
    evidence = dict(doc["evidence"])
    pages = evidence.pop("referrers", None)
    return pack(doc | {"evidence": evidence}), pack(pages) if pages else None


@whole_row
def unpacked(doc: bytes, pages: bytes | None) -> Doc:
    """The document with its pages."""
    found: Doc = unpack(doc)
    found["evidence"]["referrers"] = unpack(pages) if pages else []
    return found


def kept_of(row: Mapping[str, Any]) -> Kept:
    """A whole row."""
    doc = unpacked(row["doc"], row["pages"])
    return Kept(load_matter(doc), doc, row["changed"], row["run"], row["looked"], row["outcome"])


def row_of(kept: Kept) -> list[object]:
    """What its ``COLUMNS`` hold."""
    f = kept.matter.finding
    return [
        *(f.id, f.criterion, f.subject, f.place, f.unit, f.state, *packed(kept.doc), f.held),
        *(kept.changed, kept.run, kept.looked, kept.outcome),
    ]
