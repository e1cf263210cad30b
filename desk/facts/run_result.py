"""What check, inspect and findings answer: the --json object and the exit code. A contract; keep it stable."""

from dataclasses import dataclass

from ledger.vocabulary import Coverage, Evidence, Finding, Outcome, Verdict

NOTHING_WRONG = 0
PROBLEMS = 1
WRONG_USE = 2
COULD_NOT_LOOK = 3


@dataclass(frozen=True)
class Result:
    """One run's answer: findings that stand open, and what could not be judged."""

    run: str
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """1 wins over 3."""
        if self.findings:
            return PROBLEMS
        return COULD_NOT_LOOK if self.unknown or not any(c.pages for c in self.coverage) else NOTHING_WRONG

    def as_json(self) -> dict[str, object]:
        return {
            "run": self.run,
            "coverage": [_coverage(c) for c in self.coverage],
            "findings": [_finding(f) for f in self.findings],
            "unknown": [_unknown(v) for v in self.unknown],
        }


def _coverage(c: Coverage) -> dict[str, object]:
    return {
        "site": c.site,
        "started": c.started.isoformat(),
        "finished": c.finished.isoformat() if c.finished else None,
        "pages": c.pages,
        "targets": c.targets,
        "fine": c.fine,
        "bad": c.bad,
        "columns_read": c.columns_read,
        "columns_total": c.columns_total,
        "skipped": [{"reason": s.reason, "count": s.count, "examples": list(s.examples)} for s in c.skipped],
    }


def _evidence(e: Evidence | None) -> dict[str, object]:
    if e is None:
        return {}
    return {
        "address": e.address,
        "seen": e.seen.isoformat(),
        "quote": e.quote,
        "body": e.body,
        "reason": e.reason,
        "status": e.status,
        "looks": [look.isoformat() for look in e.looks],
        "uses": e.uses,
        "referrers": [{"page": r.page, "tag": r.tag, "text": r.text, "uses": r.uses} for r in e.referrers],
        "figures": dict(e.figures),
    }


def _finding(f: Finding) -> dict[str, object]:
    return {
        "id": f.id,
        "criterion": f.criterion,
        "subject": f.subject,
        "place": f.place,
        "outcome": Outcome.FAIL,
        "message": f.message,
        "evidence": _evidence(f.evidence),
        "first_seen": f.first_seen.isoformat(),
        "last_seen": f.last_seen.isoformat(),
        "status": f.state,
        "unit": f.unit,
        "due": f.due.isoformat() if f.due else None,
        "dismissed_until": f.dismissed_until.isoformat() if f.dismissed_until else None,
        "dismissed_why": f.dismissed_why,
        "appeal": f.appeal,
    }


def _unknown(v: Verdict) -> dict[str, object]:
    return {
        "criterion": v.criterion,
        "subject": v.subject,
        "place": v.place,
        "outcome": v.outcome,
        "message": v.message,
        "evidence": _evidence(v.evidence),
        "reason": v.reason,
    }
