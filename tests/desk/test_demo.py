"""The demo's notice equals the truth that a person wrote down: no line missing, none too many."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from openpyxl import load_workbook

from desk.demo import moments, run_demo
from desk.sample.district import UNITS
from desk.sample.plan import Phase
from desk.sample.truth import Truth, truth
from ledger.ledger import Ledger
from ledger.vocabulary import Outcome

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BACK = "重新出现"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    run_demo(out, NOW)
    return out


@pytest.fixture(scope="module")
def expected() -> Truth:
    return truth()


def open_ledger(demo: Path) -> Ledger:
    return Ledger.open_for_reading(demo / "工作区" / "data" / "ledger.sqlite")


def test_every_planted_fault_is_found_and_nothing_else(demo: Path, expected: Truth) -> None:
    with open_ledger(demo) as ledger:
        for run, phase in zip(ledger.runs(), Phase, strict=True):
            seen = ledger.verdicts(run.run)
            failed = {(v.criterion, v.subject, v.place) for v in seen if v.outcome is Outcome.FAIL}
            assert failed == {e.key for e in expected.expected(phase)}, phase


def test_what_could_not_be_looked_at_is_said_with_its_reason(demo: Path, expected: Truth) -> None:
    with open_ledger(demo) as ledger:
        unknown = {(v.criterion, v.subject, v.place): v.reason for v in ledger.unknowns(ledger.runs()[-1].run)}
    assert unknown.keys() == expected.unknown.keys()
    for place, reasons in expected.unknown.items():
        assert unknown[place] in reasons, place


def test_the_notice_tells_this_months_findings(demo: Path, expected: Truth) -> None:
    """Figures of the follow-up and the problems by unit, read back out of the .docx and .xlsx."""
    text = "\n".join(p.text for p in Document(str(demo / "2026-11" / "通报-2026-11.docx")).paragraphs)
    figures = expected.figures
    assert f"上期通报问题{figures['told_last']}个" in text
    assert f"已整改销号{figures['fixed']}个" in text
    assert f"未完成整改{figures['still_open'] + figures['fixed_and_back']}个" in text
    book = load_workbook(demo / "2026-11" / "问题台账-2026-11.xlsx")["问题台账"]
    heads = [cell.value for cell in book[1]]
    unit = heads.index("责任单位")
    with open_ledger(demo) as ledger:
        start = moments(NOW)[Phase.THIS].replace(day=1, hour=0, minute=0)
        told = [f for f in ledger.findings() if f.confirmed_at and f.confirmed_at >= start]
    assert len(told) == figures["told_this"]
    assert Counter(f.unit for f in told) == Counter(expected.told_by_unit)
    rows = [str(row[unit].value) for row in book.iter_rows(min_row=2)]
    assert len(rows) == figures["told_this"] + figures["still_open"]
    assert set(rows) <= {u.name for u in UNITS}


def test_no_sheet_holds_another_units_line(demo: Path) -> None:
    sheets = sorted((demo / "2026-11").glob("整改通知-*.docx"))
    assert sheets
    for sheet in sheets:
        own = sheet.stem.rsplit("-", 1)[1]
        document = Document(str(sheet))
        text = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])
        assert own in text
        for unit in UNITS:
            if unit.name not in (own, "望舒区人民政府办公室"):
                assert unit.name not in text, (sheet.name, unit.name)


def test_the_story_never_falls_into_one_month() -> None:
    for day in ("2026-12-31", "2026-03-01", "2026-03-31", "2026-01-15"):
        days = moments(datetime.fromisoformat(day + "T08:30+08:00"))
        assert days[Phase.LAST].month != days[Phase.THIS].month
        assert days[Phase.LAST] < days[Phase.MIDDLE] < days[Phase.THIS]


def test_what_was_fixed_before_the_month_began_is_still_followed_up(tmp_path: Path, expected: Truth) -> None:
    """On the 2nd the look in between falls into last month, after last month's notice: its corrections count."""
    run_demo(tmp_path / "out", datetime(2026, 12, 2, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")))
    text = "\n".join(p.text for p in Document(str(tmp_path / "out" / "2026-12" / "通报-2026-12.docx")).paragraphs)
    figures = expected.figures
    assert f"上期通报问题{figures['told_last']}个" in text
    assert f"已整改销号{figures['fixed']}个" in text
