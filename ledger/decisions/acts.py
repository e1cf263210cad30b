"""Acts (`ledger.acts`): one decision on many findings, all or none, and which of them were looked at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger.calendar import Calendar
from ledger.decisions.changed_since import changed
from ledger.decisions.clerk import NATIONAL, Decisions
from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.findings.repository import Findings
from ledger.findings.states import ForbiddenChange
from ledger.store import Store
from ledger.vocabulary import Decision, DismissalKind, Event, Finding


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


class Acts:
    """Decisions on many findings at once, and the record of them."""

    def __init__(self, store: Store, findings: Findings, decisions: Decisions) -> None:
        self._db, self._writing, self._findings, self._decisions = store.db, store.writing, findings, decisions

    def decide(
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
            decided = [self._decisions.put(number, decision, calendar, looked=number in looked) for number in numbers]
            self._decisions.take_back([finding for finding in decided if finding], decision.at)
            return self._entered(numbers, decision, looked, chosen)

    def rule_on_appeals(
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
        the number of the one that says the same fact: that one's appeal is its own. The rest as of ``decide``."""
        looked = set(numbers if shown is None else shown)
        with self._writing():
            self._unchanged(saw, Event.RULE_ON_APPEAL)
            for number, head in (along or {}).items():
                why = f"与问题 {head} 是同一件事，一并申诉：{self._findings.get(head).appeal}"
                self._decisions.decide(number, Decision(Event.APPEAL, ruling.at, ruling.by, why))
            for number in numbers:
                self._decisions.rule_on_appeal(
                    number, ruling, accept=accept, calendar=calendar, looked=number in looked
                )
            return self._entered(numbers, ruling, looked, chosen)

    def _unchanged(self, saw: Iterable[Finding], event: Event) -> None:
        for was in saw:
            now = self._findings.get(was.id)
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

    def all(self) -> list[Act]:
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
