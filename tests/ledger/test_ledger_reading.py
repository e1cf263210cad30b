"""What is asked of the findings is all that is read of them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    Evidence,
    Outcome,
    ProblemClass,
    Referrer,
    Register,
    Site,
    State,
    Verdict,
)

AT = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
CRITERIA = {code: Criterion(code, code, "s", "c", "w", "r", ProblemClass.LINK, "请整改。") for code in ("a", "b")}
SITES = {name: Site(name, "站", f"http://{name}.example/", sponsor=f"u{name}") for name in ("s", "t")}


def fail(criterion: str, site: str) -> Verdict:
    used = (Referrer("http://s.example/", "a", "链接"),)
    evidence = Evidence("http://s.example/x", AT, "原文", referrers=used, uses=1)
    return Verdict(criterion, site, "x", Outcome.FAIL, "坏", evidence)


def test_states_subjects_and_criteria_are_asked_of_the_file(tmp_path: Path) -> None:
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as ledger:
        ledger.runs.start("r", "inspect", AT, {})
        said = [fail(criterion, site) for criterion in "ab" for site in "st"]
        ledger.verdicts.settle("r", AT, said, CRITERIA, Register({}, SITES, {}, {}))
        ledger.decisions.pass_by_person(1, AT, "张", "看过")
        found = {f.id: f for f in ledger.findings.find()}
        assert [(f.criterion, f.subject) for f in found.values()] == [("a", "s"), ("b", "s"), ("a", "t"), ("b", "t")]

        def asked(**wanted: object) -> list[int]:
            return [f.id for f in ledger.findings.find(**wanted)]  # type: ignore[arg-type]

        assert asked(subject="s") == [1, 2]
        assert asked(criterion="b", unit="ut") == [4]
        assert asked(states=[State.CLOSED]) == [1]
        assert asked(states=[State.CONFIRMED, State.REOPENED], criterion="a") == [3]
        assert asked(states=[]) == []
        bare = ledger.findings.find(pages=False)
        assert [f.evidence.referrers for f in bare] == [()] * 4
        assert [replace(f, evidence=found[f.id].evidence) for f in bare] == list(found.values()), "all else is there"
        assert {f.evidence.uses for f in bare} == {1}
