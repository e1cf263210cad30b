"""The part of the ledger that settles a run's verdicts (settle.py says what each does) and keeps them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from ledger.calendar import day_of
from ledger.decisions.holds import HoldsPart
from ledger.errors import LedgerError
from ledger.ledger_coding import dump, load_verdict, masked, stamp
from ledger.ledger_findings import Kept, Note
from ledger.ledger_runs import RunsPart
from ledger.settle import (
    Beside,
    Settled,
    Step,
    Trusted,
    admitted,
    always,
    confirmed,
    failed,
    found,
    looks_of,
    never,
    passed,
    renewed,
    unseen,
)
from ledger.vocabulary import Criterion, Event, Hold, Key, Outcome, Register, State, Verdict

# two verdicts on one place in one run: the worse one counts
_WEIGHT = {Outcome.NOT_APPLICABLE: 0, Outcome.PASS: 1, Outcome.UNKNOWN: 2, Outcome.FAIL: 3}
_COUNTED_AS = {
    Event.FOUND: "found",
    Event.STILL_THERE: "again",
    Event.CONFIRM: "confirmed",
    Event.PASSED: "closed",
    Event.RETURNED: "returned",
}


# asked about FAILs that are about to be confirmed: the verdict in place of each, None: nobody knows yet
LastWord = Callable[[Sequence[Verdict]], Mapping[Key, Verdict | None]]


def no_word(about: Sequence[Verdict]) -> Mapping[Key, Verdict | None]:
    """Nobody has a last word: all are confirmed."""
    return {}


class UnknownCriterion(LedgerError):
    """A verdict on a criterion that is not among those given."""


@dataclass(frozen=True)
class PassCount:
    criterion: str
    subject: str
    passed: int
    not_applicable: int


@dataclass
class _Sheaf:
    """A run's verdicts sorted: the FAILs and UNKNOWNs whole, of the PASSes only those on a known finding."""

    chosen: dict[Key, Verdict] = field(default_factory=dict)
    counts: dict[tuple[str, str], Counter[Outcome]] = field(default_factory=dict)
    refused: set[Key] = field(default_factory=set)
    known: dict[str, dict[Key, Kept]] = field(default_factory=dict)


@dataclass(frozen=True)
class _With:
    """What a verdict is settled with."""

    criterion: Criterion
    register: Register
    now: datetime
    trusted: Trusted
    held: Hold | None = None


class SettlePart(RunsPart, HoldsPart):
    def settle(
        self,
        run: str,
        now: datetime,
        verdicts: Iterable[Verdict],
        criteria: Mapping[str, Criterion],
        register: Register,
        *,
        trusted: Trusted = always,
        national: Collection[str] = (),
        last_word: LastWord = no_word,
    ) -> Settled:
        """Put a run's verdicts to the findings, all or none. ``trusted``: the manners that the machine may confirm;
        ``national``: hosts that every footer links; ``last_word`` is asked about what the machine is about to confirm.

        Twice is harmless: a look that a finding already has from this run, or that is older than its last one,
        does nothing. All verdicts of one subject under one criterion come in one call.
        """
        started = stamp(self.run(run).started)
        sheaf = self._sorted(verdicts, criteria)
        holds = self._holds(run, now, self._new(sheaf), criteria, register, national)
        given = {
            key: _With(criteria[verdict.criterion], register, now, trusted, holds.get(key))
            for key, verdict in sheaf.chosen.items()
        }
        if last_word is not no_word:
            self._ask(last_word, run, started, sheaf, given)
        tally: Counter[str] = Counter(refused=len(sheaf.refused))
        with self._writing():
            self._keep_verdicts(run, sheaf)
            for key, verdict in sheaf.chosen.items():
                tally["unknown"] += verdict.outcome is Outcome.UNKNOWN
                kept = sheaf.known[verdict.subject].get(key)
                if kept is None or _is_news(kept, run, started, verdict.outcome):
                    tally.update(self._put(kept, verdict, given[key], run, started))
        return Settled(**tally)

    def _put(self, kept: Kept | None, verdict: Verdict, given: _With, run: str, started: str) -> list[str]:
        """One verdict into the ledger, in the transaction of the caller; what it is counted as."""
        steps = self._steps(kept, verdict, given)
        for step in steps:
            kept = self._keep(step.event, kept, step.matter, Note(given.now, run=run))
        if kept is not None and (steps or verdict.outcome is Outcome.UNKNOWN):
            self._db.execute(
                "UPDATE finding SET run = ?, looked = ?, outcome = ? WHERE id = ?",
                [run, started, verdict.outcome, kept.matter.finding.id],
            )
        return [_COUNTED_AS[step.event] for step in steps if step.event is not None]

    def _ask(self, last_word: LastWord, run: str, started: str, sheaf: _Sheaf, given: dict[Key, _With]) -> None:
        """Put its answers into ``sheaf``; what it leaves open is not confirmed at this look."""
        about = []
        for key, verdict in sheaf.chosen.items():
            kept = sheaf.known[verdict.subject].get(key)
            news = kept is None or _is_news(kept, run, started, verdict.outcome)
            if news and any(s.event is Event.CONFIRM for s in self._steps(kept, verdict, given[key])):
                about.append(verdict)
        for key, answer in (last_word(about) if about else {}).items():
            if answer is None:
                given[key] = replace(given[key], trusted=never)
            else:
                sheaf.chosen[key] = masked(answer)

    def _new(self, sheaf: _Sheaf) -> list[Verdict]:
        """The FAILs of ours of which no open finding is known."""
        known = (sheaf.known[v.subject].get(v.key) for v in sheaf.chosen.values())
        closed = (kept is None or kept.matter.finding.state is State.CLOSED for kept in known)
        both = zip(sheaf.chosen.values(), closed, strict=True)
        return [v for v, new in both if new and v.outcome is Outcome.FAIL and not v.origin]

    def _sorted(self, verdicts: Iterable[Verdict], criteria: Mapping[str, Criterion]) -> _Sheaf:
        sheaf = _Sheaf()
        for raw in verdicts:
            if raw.criterion not in criteria:
                raise UnknownCriterion(f"判定引用了没有的指标 {raw.criterion}；请检查 config/criteria。")
            verdict = admitted(raw)
            key = verdict.key
            if verdict is not raw:
                sheaf.refused.add(key)
            sheaf.counts.setdefault(key[:2], Counter())[verdict.outcome] += 1
            if verdict.subject not in sheaf.known:
                sheaf.known[verdict.subject] = self._of_subject(verdict.subject)
            weight = _WEIGHT[verdict.outcome]
            if weight <= 1 and key not in sheaf.known[verdict.subject]:
                continue
            rival = sheaf.chosen.get(key)
            if rival is None or _WEIGHT[rival.outcome] < weight:
                sheaf.chosen[key] = masked(verdict)
        return sheaf

    def _of_subject(self, subject: str) -> dict[Key, Kept]:
        kept = self._kept_where("subject = ?", [subject])
        return {k.matter.finding.key: k for k in kept}

    def _steps(self, kept: Kept | None, verdict: Verdict, given: "_With") -> list[Step]:
        matter = kept.matter if kept else None
        step: Step | None = None
        if verdict.outcome is Outcome.FAIL and verdict.evidence is not None:
            looks = looks_of(verdict.evidence)
            day = day_of(min(looks) if matter is None else max(looks))
            unit = given.register.answerable(verdict.subject, verdict.column, day)
            beside = Beside(unit, given.criterion.rule, given.held)
            if matter is None:
                step = found(self._next_number(), verdict, verdict.evidence, beside)
            else:
                step = renewed(failed(matter, verdict, verdict.evidence, beside), given.now)
            sure = confirmed(step.matter, given.criterion, given.now, given.trusted)
            return [step, sure] if sure else [step]
        if matter is not None and verdict.outcome is Outcome.PASS:
            step = passed(matter, given.now)
        elif matter is not None and verdict.outcome is Outcome.UNKNOWN:
            step = unseen(matter, given.now)
        return [step] if step else []

    def _next_number(self) -> int:
        row = self._db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM finding").fetchone()
        return int(row[0])

    def _keep_verdicts(self, run: str, sheaf: _Sheaf) -> None:
        """What an earlier settling of this run kept of the same criterion and subject gives way."""
        db = self._db.conn
        pairs = [(run, *pair) for pair in sheaf.counts]
        db.executemany("DELETE FROM verdict WHERE run = ? AND criterion = ? AND subject = ?", pairs)
        db.executemany(
            "INSERT OR REPLACE INTO passes VALUES (?, ?, ?, ?, ?)",
            [(run, *pair, n[Outcome.PASS], n[Outcome.NOT_APPLICABLE]) for pair, n in sheaf.counts.items()],
        )
        db.executemany(
            "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?)",
            [
                (run, *key, verdict.outcome, dump(asdict(verdict)))
                for key, verdict in sheaf.chosen.items()
                if _WEIGHT[verdict.outcome] > 1
            ],
        )

    def verdicts(self, run: str) -> list[Verdict]:
        """The FAILs and UNKNOWNs of the run, whole; PASS and NOT_APPLICABLE are only counted (``passes``)."""
        rows = self._db.query("SELECT doc FROM verdict WHERE run = ? ORDER BY rowid", [run])
        return [load_verdict(r["doc"]) for r in rows]

    def unknowns(self, run: str) -> list[Verdict]:
        rows = self._db.query(
            "SELECT doc FROM verdict WHERE run = ? AND outcome = ? ORDER BY rowid", [run, Outcome.UNKNOWN]
        )
        return [load_verdict(r["doc"]) for r in rows]

    def passes(self, run: str) -> list[PassCount]:
        rows = self._db.query("SELECT * FROM passes WHERE run = ? ORDER BY criterion, subject", [run])
        return [PassCount(r["criterion"], r["subject"], r["passed"], r["not_applicable"]) for r in rows]


def _is_news(kept: Kept, run: str, started: str, outcome: Outcome) -> bool:
    if kept.run == run:
        return kept.outcome != outcome
    return started >= kept.looked
