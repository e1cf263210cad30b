"""What explains a new FAIL, and the jumps that nothing explains, which are held (突增暂扣)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ledger.decisions.jumps import SITES_OF_HOST, NewFail, host_of, jumped, let_through
from ledger.decisions.terms import Terms, Under
from ledger.decisions.verdict_record import VerdictRecord
from ledger.findings.repository import Findings
from ledger.store import Store
from ledger.vocabulary import Evidence, Finding, Hold, Key, Manner, Verdict

WEEK = 7


class Holds:
    """Which new FAILs are held, by what the ledger knows of the looks before."""

    def __init__(self, store: Store, findings: Findings, terms: Terms, record: VerdictRecord) -> None:
        self._db, self._findings, self._terms, self._record = store.db, findings, terms, record

    def of(
        self, run: str, now: datetime, fails: Sequence[Verdict], under: Under, national: Collection[str]
    ) -> Mapping[Key, Hold]:
        """Over what a jump reaches, of those of the new ``fails`` that one brought."""
        new = []
        for verdict in fails:
            rule, evidence = under.criteria[verdict.criterion].rule, verdict.evidence
            if evidence and rule:
                before = self._record.judged_before(run, verdict.criterion, verdict.subject)
                explained = before is None or self._explained(verdict, evidence, before, under)
                weeks = max(1, (now - before).days // WEEK) if before else 1
                new.append(NewFail(verdict.key, Manner.of(rule, evidence), explained, weeks))
        if len(new) < SITES_OF_HOST and not any(one.host in national for one in new):
            return {}
        homes = {host_of(site.home) for site in under.register.sites.values()}
        return jumped(new, homes, national, let_through(self._ever_held()))

    def _ever_held(self) -> list[Finding]:
        return [k.matter.finding for k in self._findings.kept_where("held IS NOT NULL", [])]

    def _explained(self, verdict: Verdict, evidence: Evidence, before: datetime, under: Under) -> bool:
        """Whether it was to be expected after the look ``before``: the newest day that was known and the limit foretold
        it; or an accepted move, a new address, or another criterion or limit makes this a first look.

        A newest day that went back is read otherwise than before, which no limit explains. What is explained is only
        no jump: the machine confirms it as it confirms all else.
        """
        subject, column = verdict.subject, verdict.column or ""
        if any(self._terms.changed(subject, ("", place), before, under, address=True) for place in {"", column}):
            return True
        newest = dict(evidence.figures).get("newest")
        if newest is not None:
            return self._foretold(verdict, newest)
        of = under.criteria[verdict.criterion].params.get("of", ())  # a counting criterion reads others' verdicts
        counted = [code for code in of if code in under.criteria] if isinstance(of, list | tuple) else []
        keys = (("", column), *((code, "") for code in (verdict.criterion, *counted)))
        return any(self._terms.changed(subject, key, before, under) for key in keys)

    def _foretold(self, verdict: Verdict, newest: str) -> bool:
        """Whether no later day was known. Of an account the newest day is that of all that was ever read."""
        if verdict.column is None:
            return True
        days = self._db.query("SELECT max(day) AS day FROM item WHERE column = ?", [verdict.column])
        return all(r["day"] is None or r["day"] <= newest for r in days)
