"""The part of the ledger that knows what explains a new FAIL, and holds the jumps that nothing explains (突增暂扣)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ledger.decisions.jumps import SITES_OF_HOST, NewFail, host_of, jumped, let_through
from ledger.ledger_coding import moment
from ledger.ledger_findings import FindingsPart
from ledger.vocabulary import Criterion, Evidence, Finding, Hold, Key, Manner, Register, Verdict

WEEK = 7


class HoldsPart(FindingsPart):
    def _holds(
        self,
        run: str,
        now: datetime,
        fails: Sequence[Verdict],
        criteria: Mapping[str, Criterion],
        register: Register,
        national: Collection[str],
    ) -> Mapping[Key, Hold]:
        """Over what a jump reaches, of those of the new ``fails`` that one brought."""
        new = []
        for verdict in fails:
            rule, evidence = criteria[verdict.criterion].rule, verdict.evidence
            if evidence and rule:
                before = self._looked_before(run, verdict)
                explained = before is None or self._foretold(verdict, evidence)
                weeks = max(1, (now - before).days // WEEK) if before else 1
                new.append(NewFail(verdict.key, Manner.of(rule, evidence), explained, weeks))
        if len(new) < SITES_OF_HOST and not any(one.host in national for one in new):
            return {}
        homes = {host_of(site.home) for site in register.sites.values()}
        return jumped(new, homes, national, let_through(self._ever_held()))

    def _ever_held(self) -> list[Finding]:
        return [k.matter.finding for k in self._kept_where("json_extract(doc, '$.held') IS NOT NULL", [])]

    def _looked_before(self, run: str, verdict: Verdict) -> datetime | None:
        """When that criterion was last judged of that subject, before this run."""
        query = (
            "SELECT max(r.started) AS at FROM passes p JOIN run r ON r.run = p.run"
            " WHERE p.criterion = ? AND p.subject = ? AND p.run <> ?"
        )
        found = next(iter(self._db.query(query, [verdict.criterion, verdict.subject, run])))["at"]
        return moment(found) if found else None

    def _foretold(self, verdict: Verdict, evidence: Evidence) -> bool:
        """Whether the newest day that was known and the limit foretold it."""
        newest = dict(evidence.figures).get("newest")
        if newest is None or verdict.column is None:
            return newest is not None
        days = self._db.query("SELECT max(day) AS day FROM item WHERE column = ?", [verdict.column])
        return all(r["day"] is None or r["day"] <= newest for r in days)
