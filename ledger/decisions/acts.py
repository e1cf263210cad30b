"""The part of the ledger that keeps acts: one decision on many findings, all or none, and what counts of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger.calendar import Calendar
from ledger.decisions.deciding import NATIONAL, DecidingPart
from ledger.decisions.seen import changed
from ledger.decisions.trust import Counted, Restored, Word
from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.findings.states import ForbiddenChange
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, Manner

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
        saw: Iterable[Finding] = (),
        calendar: Calendar = NATIONAL,
    ) -> Act:
        """Decide the same of all of them, or of none. Only those ``shown`` (None: all) were looked at, and count.
        ``saw``: the findings as the person saw them; ``ForbiddenChange`` where one has become another matter since."""
        looked = set(numbers if shown is None else shown)
        with self._writing():
            self._unchanged(saw, decision.event)
            decided = [self._decide(number, decision, calendar, looked=number in looked) for number in numbers]
            self._take_back([finding for finding in decided if finding], decision.at)
            return self._entered(numbers, decision, looked, chosen)

    def rule(
        self,
        numbers: Sequence[int],
        ruling: Decision,
        *,
        accept: bool,
        along: Mapping[int, int] | None = None,
        shown: Collection[int] | None = None,
        chosen: str = "",
        saw: Iterable[Finding] = (),
        calendar: Calendar = NATIONAL,
    ) -> Act:
        """Rule the same on all these appeals, or on none. ``along``: of each that nobody appealed against by itself,
        the number of the one that says the same fact: that one's appeal is its own. The rest as of ``act``."""
        looked = set(numbers if shown is None else shown)
        with self._writing():
            self._unchanged(saw, Event.RULE_ON_APPEAL)
            for number, head in (along or {}).items():
                why = f"与问题 {head} 是同一件事，一并申诉：{self.finding(head).appeal}"
                self.decide(number, Decision(Event.APPEAL, ruling.at, ruling.by, why))
            for number in numbers:
                self.rule_on_appeal(number, ruling, accept=accept, calendar=calendar, looked=number in looked)
            return self._entered(numbers, ruling, looked, chosen)

    def _unchanged(self, saw: Iterable[Finding], event: Event) -> None:
        for was in saw:
            now = self.finding(was.id)
            if what := changed(was, now):
                told = f"问题 {was.id} 在查看以后有变化：{what}；没有作出这项决定，请重新查看。"
                raise ForbiddenChange(now.state, event, told)

    def _entered(self, numbers: Sequence[int], decision: Decision, looked: Collection[int], chosen: str) -> Act:
        with self._writing() as db:
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

    def words_said(self) -> int:
        """How many words on readings there are, of both kinds: it grows with each."""
        newest = "(SELECT COALESCE(MAX(id), 0) FROM {})"
        query = f"SELECT {newest.format('counted')} + {newest.format('restored')}"
        return int(self._db.execute(query).fetchone()[0])

    def restore_trust(self, manner: Manner, subject: str, at: datetime, by: str, why: str) -> None:
        """A person lets the machine confirm that manner on that subject again."""
        row = [stamp(at), str(manner), subject, mask(by), mask(why)]
        with self._writing() as db:
            db.execute('INSERT INTO restored (at, manner, subject, "by", why) VALUES (?,?,?,?,?)', row)

    def restored(self) -> list[Restored]:
        rows = self._db.query("SELECT * FROM restored ORDER BY at, id")
        return [Restored(moment(r["at"]), Manner.parse(r["manner"]), r["subject"]) for r in rows]
