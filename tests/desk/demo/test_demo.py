"""The demo's notice equals the truth that a person wrote down: no line missing, none too many."""

import email
import re
from collections import Counter
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from demo.run import moments
from demo.sample.accounts import ACCOUNTS, registered
from demo.sample.district import UNITS
from demo.sample.plan import Phase
from demo.sample.truth import Truth
from ledger.ledger import Ledger
from ledger.vocabulary import Outcome
from tests.desk.demo.left import NOW, cells, open_ledger


def days_of(ledger: Ledger) -> list[date]:
    """The days up to the notice: on each the accounts were looked at, then the sites."""
    runs = ledger.runs.find(until=NOW + timedelta(minutes=1))
    assert [run.kind for run in runs] == ["accounts", "inspect"] * 3
    return sorted({run.started.date() for run in runs})


def test_every_planted_fault_is_found_and_nothing_else(demo: Path, expected: Truth) -> None:
    with open_ledger(demo) as ledger:
        for day, phase in zip(days_of(ledger), Phase, strict=True):
            seen = [
                v for run in ledger.runs.find() if run.started.date() == day for v in ledger.verdicts.of_run(run.run)
            ]
            failed = {(v.criterion, v.subject, v.place) for v in seen if v.outcome is Outcome.FAIL}
            assert failed == {e.key for e in expected.expected(phase)}, phase


def test_what_could_not_be_looked_at_is_said_with_its_reason(demo: Path, expected: Truth) -> None:
    with open_ledger(demo) as ledger:
        last = [run.run for run in ledger.runs.find() if run.started.date() == NOW.date()]
        unknown = {(v.criterion, v.subject, v.place): v.reason for run in last for v in ledger.verdicts.unknowns(run)}
    assert unknown.keys() == expected.unknown.keys()
    for place, reasons in expected.unknown.items():
        assert unknown[place] in reasons, place


def test_the_notice_tells_this_months_findings(demo: Path, expected: Truth) -> None:
    """Figures of the follow-up and the problems by unit, read back out of the .docx and .xlsx."""
    text = "\n".join(p.text for p in Document(str(demo / "2026-11" / "通报-2026-11.docx")).paragraphs)
    figures = expected.figures
    assert f"上期通报问题{figures['told_last_facts']}个" in text
    assert f"已整改销号{figures['fixed_facts']}个" in text
    back = f"（其中{figures['fixed_and_back']}个重新出现，列入本期）" if figures["fixed_and_back"] else ""
    assert f"未完成整改{figures['still_open_facts'] + figures['fixed_and_back']}个{back}；" in text
    # of five sites one is not bound by the 检查指标, and no other has a 单项否决
    assert "政府网站4个（不含不适用检查指标的1个），本期检查4个，检查率100%" in text
    assert "未出现“单项否决”的4个，合格率100%" in text
    book = load_workbook(demo / "2026-11" / "问题台账-2026-11.xlsx")["问题台账"]
    heads = [cell.value for cell in book[1]]
    unit = heads.index("责任单位")
    with open_ledger(demo) as ledger:
        start = moments(NOW)[Phase.THIS].replace(day=1, hour=0, minute=0)
        told = [f for f in ledger.findings.find() if f.confirmed_at and start <= f.confirmed_at <= NOW]
    assert len(told) == figures["told_this"]
    assert Counter(f.unit for f in told) == Counter(expected.told_by_unit)
    rows = [str(row[unit].value) for row in book.iter_rows(min_row=2)]
    assert len(rows) == figures["told_this"] + figures["still_open"]  # what is the same fact has a row of its own
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


def test_a_unit_finds_a_problem_by_one_number_in_all_it_gets(demo: Path, expected: Truth) -> None:
    """Both lists of a notice begin at 1: what the unit answers by is the ledger's number, everywhere."""
    with open_ledger(demo) as ledger:
        found = {(f.criterion, f.subject, f.place): str(f.id) for f in ledger.findings.find()}
        letter = next(one for one in ledger.letters.find(period="2026-11") if one.unit == "qsz")
        mail = email.message_from_bytes(ledger.letters.raw(letter.id), policy=SMTP)
    standing = [f for f in expected.findings if f.unit == "qsz" and f.fate in ("新发现", "仍存在", "重新出现")]
    # that the account is asleep is told with that it is silent
    numbers = {found[f.key] for f in standing} - {found["account-dormant", "wb-qsz", "账号"]}
    assert len(numbers) == 7
    sheet = Document(str(demo / "2026-11" / "整改通知-2026-11-望舒区清水镇人民政府.docx"))
    form = next(t for t in sheet.tables if t.rows[0].cells[0].text == "问题编号")
    assert {row.cells[0].text for row in form.rows[1:]} == numbers
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body is not None
    assert set(re.findall(r"^编号 (\d+)  ", body.get_content(), re.M)) == numbers
    page = load_workbook(demo / "回执" / "整改回执-望舒区清水镇人民政府.xlsx")["回执"]
    assert {str(row[0].value) for row in page.iter_rows() if str(row[0].value).isdecimal()} == numbers


def test_the_notice_has_its_accounts_part(demo: Path, expected: Truth) -> None:
    told, names = expected.accounts, {unit.id: unit.name for unit in UNITS}
    document = Document(str(demo / "2026-11" / "通报-2026-11.docx"))
    text = [p.text for p in document.paragraphs]
    (part,) = [words for words in text if words.startswith("（三）政务新媒体。")]
    assert "全区政府网站和政务新媒体检查情况的通报" in text
    apps = told.platforms["移动客户端"][0]
    assert f"登记政务新媒体账号{told.registered - apps}个（" in part
    assert f"移动客户端{apps}个；本期检查{told.inspected}个，合格{told.qualified}个，合格率77.8%" in part  # 7 of 9
    assert f"{told.registered - told.inspected}个未能核查" in part
    table = next(t for t in document.tables if t.rows[0].cells[2].text == "新媒体名称")
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    results = Counter((row[3], row[6]) for row in rows)
    # of each platform those that are registered, and 望舒随手拍, which is not
    for platform, (accounts, inspected, qualified) in told.platforms.items():
        of = {kind: n for (name, kind), n in results.items() if name == platform}
        assert of.get("未能核查", 0) == accounts - inspected, platform
        assert of.get("不合格", 0) == inspected - qualified, platform
    named = Counter(names[unit] for unit in told.problems)
    assert set(named) <= {row[1] for row in rows}


def test_a_unit_is_told_its_accounts_in_its_own_sheet(demo: Path, expected: Truth) -> None:
    names, known = {unit.id: unit.name for unit in UNITS}, registered()
    for found in expected.findings:
        if found.site not in known or found.fate not in ("新发现", "仍存在"):
            continue
        path = demo / "2026-11" / f"整改通知-2026-11-{names[found.unit]}.docx"
        document = Document(str(path))
        text = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])
        assert f"“{known[found.site].name}”" in text, found
        assert "政务新媒体" in document.paragraphs[0].text
    assert not list((demo / "2026-11").glob("*未登记*"))


def test_the_day_tells_who_is_warned_and_what_a_person_must_look_at(demo: Path, expected: Truth) -> None:
    known = registered()
    path = demo / "日志" / "巡查日志-2026-11-23.xlsx"
    warned = [(row["平台"], row["账号名称"], row["未更新天数"]) for row in cells(path, "账号预警")]
    assert warned == [(known[key].platform, known[key].name, 11) for key in expected.accounts.warned]
    looked = [row["账号名称"] for row in cells(path, "今日账号")]
    assert sorted(map(str, looked)) == sorted(plan.account.name for plan in ACCOUNTS)
    to_read = {str(row["网站"]) for row in cells(path, "今日读网") if str(row["位置"]).endswith("账号")}
    assert to_read == {known[subject].name for _, subject, _ in expected.unknown if subject in known}
    notice = "\n".join(p.text for p in Document(str(demo / "2026-11" / "通报-2026-11.docx")).paragraphs)
    assert "望舒住建”微信账号" not in notice  # a warning is no problem


def test_the_census_proposes_what_a_person_would(demo: Path, expected: Truth) -> None:
    shown = {(row["平台"], row["账号名称"]): row["处置建议"] for row in cells(demo / "账号普查.xlsx", "账号普查")}
    names = {key: (one.platform, one.name) for key, one in registered().items()}
    wanted = {names.get(key, tuple(key.split("·"))): what for key, what in expected.accounts.census.items()}
    assert shown == wanted


def test_no_secret_of_the_platforms_is_kept(demo: Path) -> None:
    for path in (demo / "工作区").rglob("*"):
        if path.is_file():
            assert b"sample-secret-of" not in path.read_bytes(), path


def test_the_story_never_falls_into_one_month() -> None:
    for day in ("2026-12-31", "2026-03-01", "2026-03-31", "2026-01-15"):
        days = moments(datetime.fromisoformat(day + "T08:30+08:00"))
        assert days[Phase.LAST].month != days[Phase.THIS].month
        assert days[Phase.LAST] < days[Phase.MIDDLE] < days[Phase.THIS]
