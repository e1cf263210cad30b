"""Looks of two sites put straight into a ledger, and what a person then decides."""

from datetime import date, datetime, timedelta

from ledger.calendar import SHANGHAI
from ledger.decisions.trust import Start, Trust, trust_of
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Confirm,
    Criterion,
    DeadGrade,
    Decision,
    DismissalKind,
    Event,
    Evidence,
    Manner,
    Outcome,
    ProblemClass,
    Reason,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
CRITERIA = {
    code: Criterion(code, code, "s", "c", "w", rule, ProblemClass.LINK, "请整改。", confirm=Confirm.MACHINE)
    for code, rule in (("link", "dead_link"), ("list", "column_not_updated"))
}
SITES = {name: Site(name, "站", f"http://{name}.example/", sponsor="u") for name in ("s", "t")}
REGISTER = Register({}, SITES, {}, {})
HARD = Manner("dead_link", "hard:not_found")


def fail(place: str, at: datetime, site: str = "s", code: str = "link") -> Verdict:
    evidence = Evidence(f"http://{site}.example/", at, quote="坏", grade=DeadGrade.HARD, reason=Reason.NOT_FOUND)
    return Verdict(code, site, place, Outcome.FAIL, "坏", evidence)


def look(ledger: Ledger, at: datetime, verdicts: list[Verdict], **more: object) -> None:
    run = f"{at:%d%H%M%S}"
    ledger.runs.start(run, "inspect", at, {})
    ledger.verdicts.settle(run, at, verdicts, CRITERIA, REGISTER, **more)  # type: ignore[arg-type]
    ledger.runs.finish(run, at)


def trust(ledger: Ledger, start: int = 0) -> Trust:
    return trust_of({HARD: Start(start)}, ledger.trust.counted(), ledger.trust.restored())


def confirm(at: datetime) -> Decision:
    return Decision(Event.CONFIRM, at, "张", "打开看过")


def dismiss(at: datetime, kind: DismissalKind) -> Decision:
    return Decision(Event.DISMISS, at, "张", "看过", date(2027, 1, 1), kind)


def states(ledger: Ledger) -> list[State]:
    return [f.state for f in ledger.findings.find()]
