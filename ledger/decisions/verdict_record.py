"""What rules said of each run, kept: one row a run and subject. A FAIL that its finding tells is not told twice."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ledger.encoding.coding import Doc, dump, load_verdict, moment
from ledger.encoding.packing import pack, unpack
from ledger.errors import whole_row
from ledger.findings.journal import Journal
from ledger.findings.repository import Findings
from ledger.findings.rows import Kept
from ledger.store import Store
from ledger.vocabulary import Event, Finding, Key, Outcome, Verdict

FINE = frozenset({Outcome.NOT_APPLICABLE, Outcome.PASS})  # only counted


@dataclass(frozen=True)
class PassCount:
    criterion: str
    subject: str
    passed: int
    not_applicable: int


class VerdictRecord:
    """The FAILs and UNKNOWNs of runs, and how often they said PASS and NOT_APPLICABLE."""

    def __init__(self, store: Store, findings: Findings) -> None:
        self._db, self._findings, self._journal = store.db, findings, Journal(store)

    def keep(
        self,
        run: str,
        subject: str,
        said: Sequence[Verdict],
        counts: Mapping[str, Counter[Outcome]],
        known: Mapping[Key, Kept],
    ) -> None:
        """In the transaction of the caller, after the verdicts were put to the findings: ``known`` as they are then.
        What an earlier settling of this run kept of the same criterion and subject gives way."""
        tally = {code: [n[Outcome.PASS], n[Outcome.NOT_APPLICABLE]] for code, n in counts.items()}
        told = [(v.criterion, self._told(v, known.get(v.key))) for v in said if v.outcome not in FINE]
        for row in list(self._db.query("SELECT * FROM settled WHERE run = ? AND subject = ?", [run, subject])):
            tally = _unpacked(row["counts"]) | tally
            told = [*((code, doc) for code, doc in _unpacked(row["verdicts"]) if code not in counts), *told]
        self._db.execute(
            "INSERT OR REPLACE INTO settled (run, subject, counts, verdicts) VALUES (?, ?, ?, ?)",
            [run, subject, pack(tally), pack(told)],
        )

    def _told(self, verdict: Verdict, kept: Kept | None) -> list[int] | Doc:
        """The finding and the row of its journal where they say all that the verdict does; else the verdict."""
        finding = kept and kept.matter.finding
        if finding and _as_verdict(finding) == verdict:
            return [finding.id, self._journal.newest(finding.id)]
        doc: Doc = json.loads(dump(asdict(verdict)))
        return doc

    def of_run(self, run: str) -> list[Verdict]:
        """The FAILs and UNKNOWNs, whole."""
        return [
            _as_verdict(self._journal.finding_after(*told)) if isinstance(told, list) else load_verdict(told)
            for told in self._of_run(run)
        ]

    def unknowns(self, run: str) -> list[Verdict]:
        whole = (told for told in self._of_run(run) if not isinstance(told, list))
        return [load_verdict(doc) for doc in whole if doc["outcome"] == Outcome.UNKNOWN]

    def keys(self, run: str) -> frozenset[Key]:
        """Criterion, subject and place of all of them."""
        told = self._of_run(run)
        rows = {one[0]: one[1] for one in told if isinstance(one, list)}
        moved = {e.finding for e in self._findings.events_among(rows, [Event.MOVED])}
        here = {f.id: f.key for f in self._findings.find(numbers=rows, pages=False)}
        whole = ((doc["criterion"], doc["subject"], doc["place"]) for doc in told if not isinstance(doc, list))
        return frozenset(whole) | {
            self._journal.finding_after(n, row).key if n in moved else here[n] for n, row in rows.items()
        }

    @whole_row
    def _of_run(self, run: str) -> list[list[int] | Doc]:
        rows = self._db.query("SELECT verdicts FROM settled WHERE run = ? ORDER BY id", [run])
        return [told for row in rows for _, told in _unpacked(row["verdicts"])]

    def passes(self, run: str) -> list[PassCount]:
        """How often the run said PASS and NOT_APPLICABLE, by criterion and subject."""
        rows = self._db.query("SELECT subject, counts FROM settled WHERE run = ?", [run])
        counted = [(code, r["subject"], *n) for r in rows for code, n in _unpacked(r["counts"]).items()]
        return [PassCount(*one) for one in sorted(counted)]

    def judged_before(self, run: str, criterion: str, subject: str) -> datetime | None:
        """When the last run but this began that judged the subject by that criterion."""
        rows = self._db.query(
            "SELECT r.started, s.counts FROM settled s JOIN run r ON r.run = s.run"
            " WHERE s.subject = ? AND s.run <> ? ORDER BY r.started DESC",
            [subject, run],
        )
        return next((moment(r["started"]) for r in rows if criterion in _unpacked(r["counts"])), None)


@whole_row
def _unpacked(packed: bytes) -> Any:
    return unpack(packed)


def _as_verdict(f: Finding) -> Verdict:
    return Verdict(f.criterion, f.subject, f.place, Outcome.FAIL, f.message, f.evidence, column=f.column)
