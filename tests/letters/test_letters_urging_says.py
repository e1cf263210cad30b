"""Prompt letter, reminder, supervision as they are read: every word back out of the .docx and its list."""

import subprocess
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.context import Desk
from desk.correspondence.urging import queue_urging, urging_figures
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Outcome
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import Matter
from reports.documents.layout import new_letter
from reports.letters.urging import FIELDS, UrgingFigures, urging_fields
from reports.templates.blank_urging import LETTERS
from tests.letters.urging_office import (
    CIV,
    EDU,
    LINK,
    MONDAY,
    PROMPT,
    REMIND,
    SUPERVISE,
    TODAY,
    VETO,
    at,
    listed,
    look,
    mail,
    problem,
    says,
    told,
    words,
    write,
)


def test_supervision_names_the_notice_the_delay_and_the_new_day(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    matters = (Matter(link, date(2026, 9, 30)),)
    issued = IssuedNotice(
        period="2026-09",
        number="〔2026〕12号",
        day=date(2026, 9, 22),
        at=at(9, 22),
        by="李四",
        cutoff=at(9, 21, 18),
        name="通报.docx",
        sha256="0" * 64,
        draft=0,
        told=(link,),
    )
    ledger.notices.issue(issued, b"signed", matters)
    look(desk, ledger, at(10, 9), replace(says(LINK, "jy", at(10, 9), Outcome.UNKNOWN), evidence=None))
    assert told(desk, ledger, SUPERVISE, at(10, 9)) == {}, "8 and 9 October: two working days"
    written, _ = write(desk, ledger, SUPERVISE, at(10, 10))
    text = words(written.document.data)
    for said in (
        "政府网站问题整改督办单",
        "你单位有1个问题超过整改时限仍未复查销号，现予督办。",
        "〔2026〕12号（2026年9月22日）",
        "逾期1个，最长10天（3个工作日）",
        "原定2026年9月30日，逾期10天（3个工作日）",
        "2026年10月14日前",  # 12, 13, 14: three working days after Saturday 10
        "分管领导批示",
        "（2026年10月9日起未能复查）",
    ):
        assert said in text, said
    assert ledger.letters.matters(written.number) == [Matter(link, date(2026, 10, 14))]
    ledger.letters.release(written.number, at(10, 10, 10), "李四")
    again, choice = queue_urging(desk, ledger, SUPERVISE, at(10, 20))
    assert again == []
    assert choice.left_out == [(ledger.findings.get(link), "已发过督办单，再次逾期，请报分管领导")]


def test_a_problem_first_told_by_a_prompt_letter_says_so(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    ledger.letters.release(write(desk, ledger, PROMPT, MONDAY)[0].number, at(9, 21, 10), "李四")
    written, _ = write(desk, ledger, SUPERVISE, at(9, 24))
    assert "紧急整改通知（2026年9月21日）" in words(written.document.data)
    assert ledger.letters.matters(written.number) == [Matter(1, date(2026, 9, 28))], (
        "the same day will not do a second time"
    )


def test_each_unit_reads_of_its_own_problems_only(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY, "教育网的问题。")
    problem(desk, ledger, VETO, "mz", at(9, 21, 10), "民政网的问题。")
    written, _ = queue_urging(desk, ledger, PROMPT, at(9, 21, 11))
    assert [one.unit for one in written] == [EDU, CIV]
    for one, own, other in zip(written, ("教育", "民政"), (("民政网", "民政局"), ("教育网", "教育局")), strict=True):
        body = mail(ledger, one.number).get_body(("plain",))
        assert body is not None
        told_it = "\n".join([words(one.document.data), *listed(ledger, one.number), body.get_content()])
        assert f"{own}网的问题" in told_it
        assert not any(name in told_it for name in other)
    with pytest.raises(ValueError, match=f"{EDU}的紧急整改通知混入了其他单位的问题：{CIV}"):
        urging_figures(desk, ledger, PROMPT, "edu", ledger.findings.find(), at(9, 21, 11))


HOSTILE = {
    "{{7*7}}{% raw %}": "{{7*7}}{% raw %}",
    "=cmd|'/c calc'!A1": "=cmd|'/c calc'!A1",
    "a\x00b\x0bc\x1b[31m红\x1b[0m\u202e": "ab c红",
    "</w:t><script>x</script>": "</w:t><script>x</script>",
    "题" * 10_000: "题" * 299 + "…",
    "x\r\nBcc: all@wangshu.example": "x Bcc: all@wangshu.example",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_crawled_text_is_only_text(desk: Desk, ledger: Ledger, hostile: str) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY, hostile)
    written, _ = write(desk, ledger, PROMPT, MONDAY)
    assert HOSTILE[hostile] in words(written.document.data)
    message = mail(ledger, written.number)
    assert message["Bcc"] is None
    for part in message.iter_attachments():
        if str(part.get_filename()).endswith(".xlsx"):
            cells = [
                c for sheet in load_workbook(BytesIO(part.get_content())) for row in sheet.iter_rows() for c in row
            ]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "nothing is a formula"
            assert not any("\x1b" in str(cell.value) for cell in cells)


def test_a_hundred_rows_and_the_rest_in_the_list(desk: Desk, ledger: Ledger) -> None:
    places = [f"http://jy.wangshu.example/p{n}" for n in range(103)]
    look(desk, ledger, MONDAY, *(says(LINK, "jy", MONDAY, Outcome.FAIL, place=place) for place in places))
    numbers = [f.id for f in ledger.findings.find()]
    ledger.findings.notify(numbers, "2026-09", at(9, 22), dict.fromkeys(numbers, date(2026, 9, 24)))
    written, _ = write(desk, ledger, REMIND, at(9, 23))
    text = words(written.document.data)
    assert text.count("首页链接打不开") == 100
    assert "你单位有103个问题" in text
    assert "以上列出100个，其余3个见所附问题清单。" in text
    assert listed(ledger, written.number).count("首页链接打不开。") == 103
    assert len(ledger.letters.matters(written.number)) == 103


def test_a_year_without_known_holidays_says_so(desk: Desk, ledger: Ledger) -> None:
    now = datetime(2099, 9, 30, 9, tzinfo=SHANGHAI)
    problem(desk, ledger, VETO, "jy", now)
    written, _ = write(desk, ledger, PROMPT, now)
    assert (
        "（2099年节假日安排尚未公布或尚未载入，期限仅扣除周末和元旦、劳动节、国庆节的法定假日，遇其他节假日顺延，调休以公布的安排为准。）"
        in words(written.document.data)
    )


def test_the_fields_are_the_ones_that_are_told_of(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY)
    figures = urging_figures(desk, ledger, PROMPT, "edu", ledger.findings.find(), MONDAY)
    fields = urging_fields(figures)
    rows = fields["问题"]
    assert isinstance(rows, list)
    assert {*fields, *(f"问题.{name}" for name in rows[0])} == set(FIELDS)
    assert isinstance(figures, UrgingFigures)


@pytest.mark.parametrize("name", LETTERS)
def test_the_shipped_templates_are_the_ones_composed(name: str) -> None:
    title, compose = LETTERS[name]
    blank, composed = new_letter(title), BytesIO()
    compose(blank)
    blank.save(composed)
    shipped = Path(__file__).parents[2] / "config" / "letters" / f"{name}.docx"
    assert words(shipped.read_bytes()) == words(composed.getvalue())


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_what_was_written(desk: Desk, ledger: Ledger, tmp_path: Path) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    ledger.letters.release(write(desk, ledger, PROMPT, MONDAY)[0].number, at(9, 21, 10), "李四")
    written, _ = write(desk, ledger, SUPERVISE, at(9, 24))
    path = tmp_path / "supervise.docx"
    path.write_bytes(written.document.data)
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "政府网站问题整改督办单" in shown
    assert "分管领导批示" in shown
    receipt = shown.split("\f")[-2]
    assert "整改情况回执" in receipt, "the form stands on a page of its own"
