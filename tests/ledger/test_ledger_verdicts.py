"""What a run said, as the ledger keeps it: FAILs and UNKNOWNs whole, the rest counted."""

from datetime import datetime
from pathlib import Path

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Criterion, Evidence, Outcome, ProblemClass, Reason, Register, Verdict

T0 = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
CRITERIA = {c: Criterion(c, c, "s", "c", "w", "r", ProblemClass.LINK, "请整改。") for c in ("one", "other")}


def test_of_a_run_only_what_fails_or_is_unknown_is_kept_whole(tmp_path: Path) -> None:
    def said(code: str, outcome: Outcome) -> Verdict:
        evidence = Evidence("http://s.example/p", T0) if outcome is Outcome.FAIL else None
        return Verdict(code, "s", "p", outcome, "话", evidence, Reason.TIMEOUT if outcome is Outcome.UNKNOWN else None)

    runs = (
        [said("one", Outcome.FAIL)],
        [said("one", Outcome.PASS), said("other", Outcome.UNKNOWN)],
    )
    with Ledger.open_for_writing(tmp_path / "ledger.db") as ledger:
        for day, verdicts in enumerate(runs):
            at = T0.replace(day=2 + day)
            ledger.runs.start(f"r{day}", "inspect", at, {})
            ledger.verdicts.settle(f"r{day}", at, verdicts, CRITERIA, Register({}, {}, {}, {}))
        assert [v.outcome for v in ledger.verdicts.of_run("r0")] == [Outcome.FAIL]
        assert [v.outcome for v in ledger.verdicts.of_run("r1")] == [Outcome.UNKNOWN]
        assert [(p.criterion, p.passed) for p in ledger.verdicts.passes("r1")] == [("one", 1), ("other", 0)]
