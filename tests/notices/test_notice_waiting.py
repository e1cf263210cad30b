"""A notice while something waits: the note beside the draft, and the reason that signing without a veto wants."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Evidence, Outcome, State, Verdict

NUMBER, DAY = "望府办〔2026〕9号", date(2026, 9, 28)
NOW = datetime(2026, 9, 28, 16, 0, tzinfo=SHANGHAI)


def waiting_veto(book: Any) -> None:
    """A home page not updated, which nobody has confirmed."""
    when = NOW.replace(day=22)
    looks = tuple(when.replace(second=n) for n in (0, 1, 2))
    evidence = Evidence("http://jy.wangshu.gov.cn/", when, "原文", "ab" * 32, looks=looks)
    book.ledger.runs.start("veto", "inspect", when, {"sites": "a b", "scope": "whole"})
    verdict = Verdict("home-not-updated", "a", "首页", Outcome.FAIL, "首页在检查时点前2周内没有更新。", evidence)
    book.ledger.verdicts.settle("veto", when, [verdict], book.desk.criteria, book.desk.register)
    book.ledger.runs.finish("veto", when)


def test_the_note_says_what_waits_and_the_letter_does_not(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", "http://jy.wangshu.gov.cn/old.html")
    waiting_veto(book)
    files = write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)
    (note,) = [f for f in files if f.suffix == ".txt"]
    lines = note.read_text("utf-8-sig").splitlines()
    assert lines[0] == "2026-09 通报送签说明（不随通报发出）"
    assert "有1处（1个成因）还没有人核实，最早的已等6天" in lines[2]
    assert any("单项否决" in line for line in lines)
    letter = "\n".join(p.text for p in docx.Document(str(files[0])).paragraphs)
    assert "还没有人核实" not in letter
    assert note.name not in {one for draft in book.ledger.notices.drafts("2026-09") for one in draft.files}


def test_without_anything_waiting_there_is_no_note(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", "http://jy.wangshu.gov.cn/old.html")
    assert not [f for f in write_draft(book.desk, book.ledger, "2026-09", book.out, NOW) if f.suffix == ".txt"]


@pytest.mark.parametrize("why", ["", "  "])
def test_signing_while_a_veto_waits_wants_a_reason(book: Any, why: str) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", "http://jy.wangshu.gov.cn/old.html")
    waiting_veto(book)
    signed: Path = write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)[0]
    with pytest.raises(ConfigError, match="还有1处单项否决没有人核实"):
        issue(book.desk, book.ledger, "2026-09", NUMBER, DAY, signed, "张三", NOW, why)
    assert book.ledger.notices.issued("2026-09") is None
    issue(book.desk, book.ledger, "2026-09", NUMBER, DAY, signed, "张三", NOW, "省厅要求今日印发")
    kept = book.ledger.notices.issued("2026-09")
    assert kept.why == "省厅要求今日印发"
    assert [f.state for f in book.ledger.findings.find()] == [State.NOTIFIED, State.SUSPECTED]


def test_a_reason_that_was_not_needed_is_not_kept(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", "http://jy.wangshu.gov.cn/old.html")
    signed: Path = write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)[0]
    issue(book.desk, book.ledger, "2026-09", NUMBER, DAY, signed, "张三", NOW, "没有必要")
    assert book.ledger.notices.issued("2026-09").why == ""
