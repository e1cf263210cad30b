"""The journal of the findings: what happened to them, and how they stood at a moment. Writes nothing."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ledger.encoding.coding import Doc, load_matter, moment, patched, stamp
from ledger.encoding.packing import unpack
from ledger.errors import whole_row
from ledger.findings.rows import unpacked
from ledger.store import Store
from ledger.vocabulary import Event, Finding, FindingEvent, Ruling, State
from ledger.vocabulary.post.outbox import LetterId

# as the partial index has it: neither a look that saw it again nor one that could not see it
DEEDS = "event NOT IN ('', 'still_there')"
AMONG = "IN (SELECT value FROM json_each({}))"  # a list of any length, given as ``json_list``


def json_list(values: Iterable[object]) -> str:
    """What ``AMONG`` is given."""
    return json.dumps(list(values), ensure_ascii=False)


class Journal:
    """One row a change, with what it put over the finding as it was."""

    def __init__(self, store: Store) -> None:
        self._db = store.db

    def events_where(self, where: str, values: list[str] | list[int]) -> list[FindingEvent]:
        """Events by an SQL condition on the journal, in order."""
        # "+": sorted when they are found, or SQLite would read the whole journal to find them in order
        rows = self._db.query(f"SELECT * FROM change WHERE event <> '' AND {where} ORDER BY +id", values)
        return [_event(r) for r in rows]

    def newest(self, number: int) -> int:
        """The last row of one finding."""
        return int(self._db.execute("SELECT MAX(id) FROM change WHERE finding = ?", [number]).fetchone()[0])

    def doc_at(self, number: int, at: datetime) -> Doc:
        """One finding as it stood at that moment; empty where there was none."""
        return self._replayed("finding = ? AND at <= ?", [number, stamp(at)])

    def finding_after(self, number: int, row: int) -> Finding:
        """One finding as that row of its journal left it."""
        return load_matter(self._replayed("finding = ? AND id <= ?", [number, row])).finding

    def _replayed(self, where: str, values: list[object]) -> Doc:
        doc: Doc = {}
        for r in self._db.query(f"SELECT patch FROM change WHERE {where} ORDER BY id", values):
            doc = patched(doc, _patch(r["patch"]))
        return doc

    def find_at(
        self, at: datetime, states: Collection[State] | None = None, numbers: Collection[int] | None = None
    ) -> list[Finding]:
        """Findings as they stood then, by id. What did not change since is read as it is now; only the others are put
        together again from their journal."""
        given: dict[str, str] = {"at": stamp(at)}
        among = then = ""
        if numbers is not None:
            given["numbers"] = json_list(numbers)
            among = f" AND id {AMONG.format(':numbers')}"
        if states is not None:
            given["states"] = json_list(state.value for state in states)
            then = AMONG.format(":states")
        same = f"SELECT id, doc, pages FROM finding WHERE changed <= :at{among}{then and f' AND state {then}'}"
        docs = {r["id"]: unpacked(r["doc"], r["pages"]) for r in self._db.query(same, given)}
        last = "(SELECT after FROM change WHERE finding = f.id AND at <= :at ORDER BY change.id DESC LIMIT 1)"
        since = f"SELECT id FROM finding f WHERE changed > :at{among} AND {last} {then or 'IS NOT NULL'}"
        docs |= {r["id"]: self.doc_at(r["id"], at) for r in list(self._db.query(since, given))}
        return [load_matter(docs[number]).finding for number in sorted(docs)]


@whole_row
def _patch(packed: bytes) -> Doc:
    doc: Doc = unpack(packed)
    return doc


@whole_row
def _event(row: Mapping[str, Any]) -> FindingEvent:
    return FindingEvent(
        finding=row["finding"],
        at=moment(row["at"]),
        event=Event(row["event"]),
        before=State(row["before"]) if row["before"] else None,
        after=State(row["after"]),
        by=row["by"],
        why=row["why"],
        run=row["run"],
        letter=LetterId(row["letter"]) if row["letter"] is not None else None,
        period=row["period"],
        ruling=Ruling(row["ruling"]) if row["ruling"] else None,
        until=date.fromisoformat(row["until"]) if row["until"] else None,
    )
