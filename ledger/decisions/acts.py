"""The part of the ledger that keeps acts: one decision on many findings, all or none, and what counts of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger.calendar import Calendar
from ledger.decisions.deciding import NATIONAL, DecidingPart
from ledger.decisions.trust import Counted, Restored, Word
from ledger.ledger_coding import moment, stamp
from ledger.masking import mask
from ledger.vocabulary import Decision, DismissalKind, Event, Manner

__all__ = ["Act", "ActsPart"]


@dataclass(frozen=True)
class Act:
    """One decision of a person. ``chosen``: how the findings were picked, in words; ``shown``: those looked at."""

    id: int
    decision: Decision
    numbers: tuple[int, ...]
    shown: tuple[int, ...]
    chosen: str = ""

    @property
    def at(self) -> datetime:
        return self.decision.at


class ActsPart(DecidingPart):
    def act(
        self,
        numbers: Sequence[int],
        decision: Decision,
        *,
        shown: Collection[int] | None = None,
        chosen: str = "",
        calendar: Calendar = NATIONAL,
    ) -> Act:
        """Decide the same of all of them, or of none. Only those ``shown`` (None: all) were looked at, and count."""
        looked = set(numbers if shown is None else shown)
        with self._writing() as db:
            for number in numbers:
                self.decide(number, decision, calendar=calendar, looked=number in looked)
            until = decision.until.isoformat() if decision.until else None
            row = [stamp(decision.at), mask(decision.by), decision.event, decision.kind, mask(decision.why), until]
            db.execute(
                'INSERT INTO act (at, "by", event, kind, why, until, chosen) VALUES (?,?,?,?,?,?,?)', [*row, chosen]
            )
            (last,) = db.execute("SELECT max(id) FROM act").fetchone()
            rows = [[last, number, number in looked] for number in numbers]
            db.conn.executemany("INSERT INTO act_finding VALUES (?,?,?)", rows)
        return Act(last, decision, tuple(numbers), tuple(n for n in numbers if n in looked), chosen)

    def acts(self) -> list[Act]:
        """All of them, in order."""
        covered: dict[int, list[tuple[int, bool]]] = {}
        for r in self._db.query("SELECT * FROM act_finding ORDER BY act, finding"):
            covered.setdefault(r["act"], []).append((r["finding"], bool(r["shown"])))
        found = []
        for r in self._db.query("SELECT * FROM act ORDER BY id"):
            of = covered.get(r["id"], [])
            until = date.fromisoformat(r["until"]) if r["until"] else None
            kind = DismissalKind(r["kind"]) if r["kind"] else None
            said = Decision(Event(r["event"]), moment(r["at"]), r["by"], r["why"], until, kind)
            found.append(Act(r["id"], said, tuple(n for n, _ in of), tuple(n for n, s in of if s), r["chosen"]))
        return found

    def counted(self) -> list[Counted]:
        """What counts of people's decisions, in the order of time."""
        said = self._db.query("SELECT * FROM counted ORDER BY at, id")
        return [
            Counted(moment(r["at"]), r["finding"], Manner.parse(r["manner"]), r["subject"], Word(r["word"]))
            for r in said
        ]

    def restore_trust(self, manner: Manner, subject: str, at: datetime, by: str, why: str) -> None:
        """A person lets the machine confirm that manner on that subject again."""
        row = [stamp(at), str(manner), subject, mask(by), mask(why)]
        with self._writing() as db:
            db.execute('INSERT INTO restored (at, manner, subject, "by", why) VALUES (?,?,?,?,?)', row)

    def restored(self) -> list[Restored]:
        rows = self._db.query("SELECT * FROM restored ORDER BY at, id")
        return [Restored(moment(r["at"]), Manner.parse(r["manner"]), r["subject"]) for r in rows]
