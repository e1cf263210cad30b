"""A site at its new address (迁址; `ledger.relocation`): places move, states and evidence stay."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.encoding.coding import FindingRecord
from ledger.findings.repository import ChangeNote, Findings
from ledger.findings.states import after
from ledger.store import Store
from ledger.vocabulary import Event, Finding

NewAddress = Callable[[str], str | None]


@dataclass(frozen=True)
class Move:
    """A finding as it is, and its place after the move. ``taken``: the finding that stands there already, or 0."""

    finding: Finding
    place: str
    taken: int = 0


class Relocation:
    """Moves what was found and published of a site to its new address."""

    def __init__(self, store: Store, findings: Findings) -> None:
        self._db, self._writing, self._findings = store.db, store.writing, findings

    def plan(self, subject: str, new_address: NewAddress) -> list[Move]:
        """What would become of the findings of ``subject``, by id; those whose place stays are not in it."""
        found = self._findings.find(subject=subject)
        standing = {(f.criterion, f.place): f.id for f in found}
        moves = []
        for finding in found:
            place = new_address(finding.place) if finding.where.address else None
            if place is not None and place != finding.place:
                # two old places that become one: the first has it
                holder = standing.setdefault((finding.criterion, place), finding.id)
                moves.append(Move(finding, place, 0 if holder == finding.id else holder))
        return moves

    def move(self, subject: str, new_address: NewAddress, at: datetime, by: str, why: str) -> list[Move]:
        """Move the places of the findings and of the published items of ``subject``, all or none.

        A finding whose new place is taken stays where it is: a person has to say which of the two is right.
        """
        with self._writing():
            moves = self.plan(subject, new_address)
            for move in moves:
                if not move.taken:
                    kept = self._findings.kept(move.finding.id)
                    state = after(move.finding.state, Event.MOVED)
                    moved = replace(move.finding, place=move.place, state=state)
                    self._findings.keep(
                        Event.MOVED, kept, FindingRecord(moved, kept.matter.chain), ChangeNote(at, by, why)
                    )
            self._move_items(subject, new_address)
        return moves

    def _move_items(self, site: str, new_address: NewAddress) -> None:
        """An article counts once in what was published, whichever address it was seen under."""
        rows = list(self._db.query('SELECT "column", url FROM item WHERE site = ?', [site]))
        pairs = [(new, site, r["column"], r["url"]) for r in rows if (new := new_address(r["url"]))]
        db = self._db.conn
        db.executemany('UPDATE OR IGNORE item SET url = ? WHERE site = ? AND "column" = ? AND url = ?', pairs)
        db.executemany('DELETE FROM item WHERE site = ? AND "column" = ? AND url = ?', [p[1:] for p in pairs])
