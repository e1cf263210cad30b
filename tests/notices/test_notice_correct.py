"""更正: what a signed notice told and is called wrong since, and nothing else."""

from datetime import date, datetime
from typing import Any

import docx
import pytest

from desk.notices.correcting import write_correcting
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.ledger import NoSuchNotice
from ledger.vocabulary import Decision, DismissalKind, Event
from ledger.vocabulary.post.notice import IssuedNotice


def words(path: Any) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_what_was_told_and_is_doubted_stands_in_it(book: Any) -> None:
    for place in ("http://a.example/1.html", "http://a.example/2.html", "http://a.example/3.html"):
        book.seen("2026-11-10T09:00", "link-other", "a", place)
    with pytest.raises(NoSuchNotice):
        write_correcting(book.desk, book.ledger, "2026-11", book.out, at("2026-11-30T09:00"))
    cut, day = at("2026-11-20T18:00"), date(2026, 11, 21)
    issued = IssuedNotice(
        "2026-11",
        "〔2026〕12号",
        day,
        at("2026-11-21T09:00"),
        "王",
        cut,
        "通报.pdf",
        "ab" * 32,
        1,
        (1, 2),
    )
    book.ledger.notices.issue(issued, b"signed", [])
    book.ledger.findings.notify([1, 2], "2026-11", at("2026-11-21T09:00"), {})
    with pytest.raises(ConfigError, match="没有需要更正的内容"):
        write_correcting(book.desk, book.ledger, "2026-11", book.out, at("2026-11-30T09:00"))
    for number, kind in ((1, DismissalKind.MISREAD), (2, DismissalKind.EXCUSED), (3, DismissalKind.MISREAD)):
        said = Decision(Event.DISMISS, at("2026-11-30T08:00"), "张", f"第{number}个能打开", date(2027, 1, 1), kind)
        book.ledger.decisions.decide(number, said)
    made = write_correcting(book.desk, book.ledger, "2026-11", book.out, at("2026-11-30T09:00"))
    text = words(made)
    assert "关于更正2026年11月通报有关内容的通知" in text
    assert "2026年11月21日印发的2026年11月通报（〔2026〕12号）所列的1个问题经复核" in text
    assert "http://a.example/1.html" in text
    assert "第1个能打开" in text
    assert not {"http://a.example/2.html", "http://a.example/3.html", "第2个", "第3个"} & set(text.split())
    assert "望舒区人民政府办公室" in text
