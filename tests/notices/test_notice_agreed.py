"""What `notice issue` says and asks before it does it; and what of a draft is not told because it is no longer so."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from desk.cli.main import cli
from desk.notices.drafts import write_draft
from desk.notices.issuing import prepared
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Column, ColumnState, Outcome, Register, State

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
DRAFTED, SIGNED = datetime(2026, 9, 28, 16, tzinfo=SHANGHAI), datetime(2026, 9, 29, 17, tzinfo=SHANGHAI)


@pytest.fixture
def drafted(book: Any) -> Path:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    return write_draft(book.desk, book.ledger, "2026-09", book.out, DRAFTED)[0]


def made(book: Any, signed: Path) -> Any:
    return prepared(book.desk, book.ledger, "2026-09", "望府办〔2026〕9号", date(2026, 9, 29), signed, "张三", SIGNED)


def test_to_prepare_does_nothing(book: Any, drafted: Path) -> None:
    plan = made(book, drafted)
    assert (len(plan.matters), plan.units, plan.cut) == (2, ("望舒区教育局", "望舒区清水镇人民政府"), ())
    assert book.ledger.notices.issued("2026-09") is None
    assert {f.state for f in book.ledger.findings.find()} == {State.CONFIRMED}


def test_what_was_fixed_after_the_draft_is_not_told(book: Any, drafted: Path) -> None:
    book.seen("2026-09-29T08:30", "link-other", "a", OLD, Outcome.PASS)
    ((number, why),) = made(book, drafted).withheld
    assert (book.ledger.findings.get(number).place, why) == (OLD, "写送签稿以后已复查销号")


def test_what_was_fixed_before_the_draft_is_told_as_fixed(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-25T08:30", "link-other", "a", OLD, Outcome.PASS)
    draft = write_draft(book.desk, book.ledger, "2026-09", book.out, DRAFTED)[0]
    text = "\n".join(p.text for p in docx.Document(str(draft)).paragraphs)
    assert "本期核实问题1个，涉及1个单位，没有单项否决；1个经提醒后已完成整改。" in text
    assert made(book, draft).withheld == ()


def test_a_place_that_is_no_longer_inspected_is_not_told(book: Any) -> None:
    """The column was archived, and the site closed, between draft and signature."""
    column = Column("dt", "a", "动态", "http://jy.wangshu.gov.cn/dt/")
    book.desk = replace(book.desk, register=replace(book.desk.register, columns={"dt": column}))
    when = "2026-09-20T08:30"
    book.seen(when, "link-other", "b", GONE)
    book.seen(when, "column-news-stale", "a", "dt")
    with_column = [f for f in book.ledger.findings.find() if f.place == "dt"]
    assert len(with_column) == 1
    draft = write_draft(book.desk, book.ledger, "2026-09", book.out, DRAFTED)[0]
    assert made(book, draft).withheld == ()
    sites = dict(book.desk.register.sites)
    sites["b"] = replace(sites["b"], closed=date(2026, 9, 29))
    book.desk = replace(
        book.desk,
        register=Register(book.desk.register.units, sites, {"dt": replace(column, state=ColumnState.ARCHIVED)}, {}),
    )
    why = {book.ledger.findings.get(n).place: told for n, told in made(book, draft).withheld}
    assert why[GONE] == "写送签稿以后网站已关停"


def test_a_line_cut_from_the_text_that_the_list_still_has_is_asked_about(book: Any, drafted: Path) -> None:
    document: Any = docx.Document(str(drafted))
    (line,) = [p for p in document.paragraphs if GONE in p.text]
    line._p.getparent().remove(line._p)
    document.save(str(drafted))
    plan = made(book, drafted)
    assert plan.withheld == ()
    assert [book.ledger.findings.get(n).place for n in plan.cut] == [GONE]


@pytest.mark.parametrize(("answer", "issued"), [("y\n", True), ("n\n", False), ("", False)])
def test_the_person_at_the_terminal_is_asked(book: Any, drafted: Path, answer: str, issued: bool) -> None:
    root = book.desk.workspace.root
    book.close()
    words = ["--workspace", str(root), "notice", "issue", "--month", "2026-09", "--number", "〔2026〕9号"]
    words += ["--date", "2026-09-29", "--signed-file", str(drafted), "--by", "张三", "--now", "2026-09-29T17:00"]
    done = CliRunner().invoke(cli, words, input=answer)
    assert (
        "登记后：2 个问题记为已通报，涉及 2 个单位（望舒区教育局、望舒区清水镇人民政府），各写一封信。" in done.output
    )
    assert "这样做吗？" in done.output
    with Ledger.open_for_reading(book.desk.workspace.ledger) as ledger:
        assert (ledger.notices.issued("2026-09") is not None) is issued
