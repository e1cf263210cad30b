"""What the tests of a file taken in share: a dead link as a contractor reports it, and looks of our own."""

from datetime import datetime, timedelta
from typing import Any

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Evidence, Finding, Verdict
from ledger.vocabulary import Outcome as Said

NOW = datetime(2026, 11, 6, 10, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
HOME = "http://www.jia.gov.cn/"
GONE = HOME + "gone.html"
JIA = "甲区人民政府网"
DEAD = (1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "2026-11-03 09:05")


def reading(office: Any) -> Ledger:
    return Ledger.open_for_reading(office.workspace.ledger)


def findings_of(office: Any) -> list[Finding]:
    with reading(office) as ledger:
        return ledger.findings.find()


def look(office: Any, at: datetime, said: Said, *, place: str = GONE, code: str = "link-other") -> None:
    """A look of our own at the place."""
    evidence = Evidence(place, at, quote="404", looks=(at,)) if said is Said.FAIL else None
    desk = office.desk()
    desk.workspace.prepare()
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.runs.start(f"{at:%m%dT%H%M}", "inspect", at, {})
        verdict = Verdict(code, "jia", place, said, "其他页面链接无法打开", evidence)
        ledger.verdicts.settle(f"{at:%m%dT%H%M}", at, [verdict], desk.criteria, desk.register)
