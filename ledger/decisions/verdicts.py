"""A run's verdicts (`ledger.verdicts`): put to the findings (settle.py says what each does), and kept."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ledger.calendar import day_of
from ledger.decisions.holds import Holds
from ledger.decisions.terms import Terms, Under
from ledger.decisions.verdict_record import FINE, PassCount, VerdictRecord
from ledger.encoding.coding import masked, moment, stamp
from ledger.errors import LedgerError
from ledger.findings.repository import NEXT, ChangeNote, Findings
from ledger.findings.rows import Kept
from ledger.findings.runs import Runs
from ledger.findings.settle import (
    Change,
    FailContext,
    Settled,
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
from ledger.store import Store
from ledger.vocabulary import Criterion, Event, Hold, Key, Outcome, Register, State, Verdict

# two verdicts on one place in one run: the worse one counts
_WEIGHT = {Outcome.NOT_APPLICABLE: 0, Outcome.PASS: 1, Outcome.UNKNOWN: 2, Outcome.FAIL: 3}
_COUNTED_AS = {
    Event.FOUND: "found",
    Event.STILL_THERE: "again",
    Event.UNCONFIRM: "again",
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


@dataclass
class _Sheaf:
    """A run's verdicts sorted: the FAILs and UNKNOWNs whole, of the PASSes only those on a known finding."""

    chosen: dict[Key, Verdict] = field(default_factory=dict)
    counts: dict[str, dict[str, Counter[Outcome]]] = field(default_factory=dict)  # by subject, then criterion
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


class Verdicts:
    """What rules said of each run, put to the findings."""

    def __init__(self, store: Store, findings: Findings, runs: Runs, terms: Terms) -> None:
        self._db, self._writing = store.db, store.writing
        self._findings, self._runs, self._terms = findings, runs, terms
        self._record = VerdictRecord(store, findings)
        self._holds = Holds(store, findings, terms, self._record)

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
        """Put a run's verdicts to the findings, of each subject all or none, as these stand then. ``trusted``: the
        manners that the machine may confirm; ``national``: hosts that every footer links; ``last_word`` is asked about
        what the machine is about to confirm, before anything is written.

        Twice is harmless, and goes on where the first broke off: a look that a finding already has from this run, or
        that is older than its last one, does nothing. All verdicts of one subject under one criterion come in one
        call.
        """
        started = stamp(self._runs.get(run).started)
        sheaf = self._sorted(verdicts, criteria)
        under = Under(started, criteria, register)
        holds = self._holds.of(run, now, self._new(sheaf, run), under, national)
        given = {
            key: _With(criteria[verdict.criterion], register, now, trusted, holds.get(key))
            for key, verdict in sheaf.chosen.items()
        }
        if last_word is not no_word:
            self._ask(last_word, run, started, sheaf, given)
        tally: Counter[str] = Counter(refused=len(sheaf.refused))
        chosen: dict[str, list[Verdict]] = {subject: [] for subject in sheaf.known}
        for verdict in sheaf.chosen.values():
            chosen[verdict.subject].append(verdict)
        for subject, said in chosen.items():
            with self._writing():  # others decide between two subjects, and nothing is looked at or asked meanwhile
                self._terms.keep(((criterion, subject) for criterion in sheaf.counts[subject]), under)
                tally.update(self._put_subject(run, started, subject, said, sheaf, given))
        return Settled(**tally)

    def _put_subject(
        self, run: str, started: str, subject: str, said: Sequence[Verdict], sheaf: _Sheaf, given: Mapping[Key, _With]
    ) -> Counter[str]:
        """A subject's verdicts into the ledger, as it stands in the transaction of the caller."""
        tally: Counter[str] = Counter()
        known, cutoff = self._standing(subject), self._cutoff()
        for verdict in said:
            tally["unknown"] += verdict.outcome is Outcome.UNKNOWN
            kept, with_it = known.get(verdict.key) or self._findings.kept_at(verdict.key), given[verdict.key]
            if kept is None or _is_news(kept, run, started, verdict.outcome):
                now = max(with_it.now, cutoff + NEXT) if cutoff else with_it.now
                now = self._findings.entered_at(kept, now, self._runs.begun) if kept else now
                kept, counted = self._put(kept, verdict, replace(with_it, now=now), run, started)
                tally.update(counted)
            if kept is not None:
                known[verdict.key] = kept
        self._record.keep(run, subject, said, sheaf.counts[subject], known)
        self._db.execute("DELETE FROM unsettled WHERE run = ? AND subject = ?", [run, subject])
        return tally

    def _cutoff(self) -> datetime | None:
        """As of when a notice was drafted last. What is settled since is entered after it: the draft's figures stay
        what the ledger says of that moment, and the next notice has the rest."""
        row = self._db.execute("SELECT at FROM cutoff").fetchone()
        return moment(row[0]) if row else None

    def _put(
        self, kept: Kept | None, verdict: Verdict, given: _With, run: str, started: str
    ) -> tuple[Kept | None, list[str]]:
        """One verdict into the ledger, in the transaction of the caller; its finding then, and what it is counted
        as."""
        steps = self._steps(kept, verdict, given)
        for step in steps:
            kept = self._findings.keep(step.event, kept, step.matter, ChangeNote(given.now, run=run))
        if kept is not None and (steps or verdict.outcome is Outcome.UNKNOWN):
            self._db.execute(
                "UPDATE finding SET run = ?, looked = ?, outcome = ? WHERE id = ?",
                [run, started, verdict.outcome, kept.matter.finding.id],
            )
        return kept, [_COUNTED_AS[step.event] for step in steps if step.event is not None]

    def _ask(self, last_word: LastWord, run: str, started: str, sheaf: _Sheaf, given: dict[Key, _With]) -> None:
        """Put its answers into ``sheaf``; what it leaves open, and what it was not asked of, is not confirmed at this
        look, whatever others do to it meanwhile."""
        about = []
        for key, verdict in sheaf.chosen.items():
            kept = sheaf.known[verdict.subject].get(key)
            news = kept is None or _is_news(kept, run, started, verdict.outcome)
            if news and any(s.event is Event.CONFIRM for s in self._steps(kept, verdict, given[key])):
                about.append(verdict)
        answers = last_word(about) if about else {}
        for key, answer in answers.items():
            if answer is not None:
                sheaf.chosen[key] = masked(answer)
        for key in given.keys() - {v.key for v in about if answers.get(v.key, v) is not None}:
            given[key] = replace(given[key], trusted=never)

    def _new(self, sheaf: _Sheaf, run: str) -> list[Verdict]:
        """The FAILs of ours of which no open finding is known, or one that this run's earlier settling made."""
        both = ((v, sheaf.known[v.subject].get(v.key)) for v in sheaf.chosen.values())
        fails = ((v, kept) for v, kept in both if v.outcome is Outcome.FAIL and not v.origin)
        return [v for v, kept in fails if kept is None or self._is_new(kept, run)]

    def _is_new(self, kept: Kept, run: str) -> bool:
        """Whether it was closed before this run, however far an earlier settling of the run came."""
        if kept.matter.finding.state is State.CLOSED:
            return True
        made = (Event.FOUND, Event.RETURNED)
        events = self._findings.events_of(kept.matter.finding.id) if kept.run == run else []
        return any(e.run == run and e.event in made for e in events)

    def _sorted(self, verdicts: Iterable[Verdict], criteria: Mapping[str, Criterion]) -> _Sheaf:
        sheaf = _Sheaf()
        for raw in verdicts:
            if raw.criterion not in criteria:
                raise UnknownCriterion(f"判定引用了没有的指标 {raw.criterion}；请检查 config/criteria。")
            verdict = admitted(raw)
            key = verdict.key
            if verdict is not raw:
                sheaf.refused.add(key)
            counts = sheaf.counts.setdefault(verdict.subject, {})
            counts.setdefault(verdict.criterion, Counter())[verdict.outcome] += 1
            if verdict.subject not in sheaf.known:
                sheaf.known[verdict.subject] = self._standing(verdict.subject)
            known = sheaf.known[verdict.subject]
            if key not in known:
                if verdict.outcome in FINE:
                    continue
                if closed := self._findings.kept_at(key):
                    known[key] = closed
            rival = sheaf.chosen.get(key)
            if rival is None or _WEIGHT[rival.outcome] < _WEIGHT[verdict.outcome]:
                sheaf.chosen[key] = masked(verdict)
        return sheaf

    def _standing(self, subject: str) -> dict[Key, Kept]:
        """What is not closed; of what is, nobody needs more than what is seen bad there, or not seen, again."""
        kept = self._findings.kept_where("subject = ? AND state <> ?", [subject, State.CLOSED.value])
        return {k.matter.finding.key: k for k in kept}

    def _steps(self, kept: Kept | None, verdict: Verdict, given: "_With") -> list[Change]:
        matter = kept.matter if kept else None
        step: Change | None = None
        if verdict.outcome is Outcome.FAIL and verdict.evidence is not None:
            looks = looks_of(verdict.evidence)
            day = day_of(min(looks) if matter is None else max(looks))
            unit = given.register.answerable(verdict.subject, verdict.column, day)
            beside = FailContext(unit, given.criterion.rule, given.held)
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

    def of_run(self, run: str) -> list[Verdict]:
        """The FAILs and UNKNOWNs of the run, whole; PASS and NOT_APPLICABLE are only counted (``passes``)."""
        return self._record.of_run(run)

    def unknowns(self, run: str) -> list[Verdict]:
        """Only the UNKNOWNs of the run."""
        return self._record.unknowns(run)

    def keys(self, run: str) -> frozenset[Key]:
        """Of what the run gave a FAIL or UNKNOWN."""
        return self._record.keys(run)

    def passes(self, run: str) -> list[PassCount]:
        """How often the run said PASS and NOT_APPLICABLE, by criterion and subject."""
        return self._record.passes(run)


def _is_news(kept: Kept, run: str, started: str, outcome: Outcome) -> bool:
    if kept.run == run:
        return kept.outcome != outcome
    return started >= kept.looked
