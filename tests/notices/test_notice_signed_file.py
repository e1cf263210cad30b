"""What was done to the letter on its way to be signed (Word, WPS), and what is made of it."""

import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from desk.notices.drafts import as_signed, write_draft
from desk.notices.issuing import Issuing, issue
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.vocabulary import State

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
NOW = datetime(2026, 9, 28, 16, tzinfo=SHANGHAI)
DAY = date(2026, 9, 28)


@pytest.fixture
def drafted(book: Any) -> Path:
    """Three problems, in the letter's order: home page of b, dead link of a, dead link of b."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    book.seen("2026-09-22T08:30", "home-not-updated", "b", "首页")
    return write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)[0]


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    document = docx.Document(str(path))
    change(document)
    signed = path.with_name("signed.docx")
    document.save(str(signed))
    return signed


def sign(book: Any, signed: Path, day: date = DAY) -> Issuing:
    now = datetime(day.year, day.month, day.day, 17, tzinfo=SHANGHAI)
    return issue(book.desk, book.ledger, "2026-09", "望府办〔2026〕9号", day, signed, "张三", now)


def rows(document: Any, words: str) -> list[Any]:
    return [row for table in document.tables for row in table.rows if any(words in cell.text for cell in row.cells)]


def paragraphs(document: Any, words: str) -> list[Any]:
    return [paragraph for paragraph in document.paragraphs if words in paragraph.text]


def write(paragraph: Any, text: str) -> None:
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run.text = ""


def told(book: Any) -> set[str]:
    return {f.place for f in book.ledger.findings.find() if f.state is State.NOTIFIED}


def strike(document: Any, place: str) -> None:
    for one in (*paragraphs(document, place), *rows(document, place)):
        element = one._p if hasattr(one, "_p") else one._tr
        element.getparent().remove(element)


def number_again(document: Any, place: str, number: str) -> None:
    for paragraph in paragraphs(document, place):
        write(paragraph, f"{number}.{paragraph.text.partition('.')[2]}")
    for row in rows(document, place):
        write(row.cells[0].paragraphs[0], number)


def test_the_one_struck_out_is_found_though_the_others_were_numbered_again(book: Any, drafted: Path) -> None:
    """The second of three goes, the third becomes the second: it is a line much like the one that went."""

    def change(document: Any) -> None:
        strike(document, OLD)
        number_again(document, GONE, "2")

    made = sign(book, edited(drafted, change))
    assert [book.ledger.findings.get(n).place for n, _ in made.withheld] == [OLD]
    assert told(book) == {GONE, "首页"}
    assert not [d for d in made.comparison.differences if GONE in d.drafted]


def test_a_table_sorted_and_numbered_again_strikes_nothing(book: Any, drafted: Path) -> None:
    def change(document: Any) -> None:
        (first,), (second,) = rows(document, OLD), rows(document, GONE)
        first._tr.addprevious(second._tr)
        number_again(document, GONE, "1")
        number_again(document, OLD, "3")

    made = sign(book, edited(drafted, change))
    assert (made.withheld, made.comparison.differences) == ((), ())
    assert told(book) == {OLD, GONE, "首页"}


def test_paragraphs_joined_and_words_changed_strike_nothing(book: Any, drafted: Path) -> None:
    def change(document: Any) -> None:
        (first,), (second,) = paragraphs(document, OLD), paragraphs(document, GONE)
        first.add_run(second.text)
        second._p.getparent().remove(second._p)
        for row in rows(document, "首页"):
            for cell in row.cells:
                if "没有更新" in cell.text:
                    write(cell.paragraphs[0], "首页更新不及时")

    assert sign(book, edited(drafted, change)).withheld == ()
    assert told(book) == {OLD, GONE, "首页"}


def test_a_text_box_is_read(book: Any, drafted: Path) -> None:
    """A clerk's drawing program put a sentence with a figure into a box."""
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>另有8个问题另行通知。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    made = sign(book, edited(drafted, lambda d: d.paragraphs[4]._p.append(parse_xml(box))))
    assert [d.signed for d in made.comparison.differences] == ["另有8个问题另行通知。"]


@pytest.mark.parametrize(("tag", "word"), [("w:ins", "没有接受的修订"), ("w:commentReference", "批注")])
def test_what_is_still_being_worked_on_is_not_signed(book: Any, drafted: Path, tag: str, word: str) -> None:
    def change(document: Any) -> None:
        document.paragraphs[4]._p.append(OxmlElement(tag))

    with pytest.raises(ConfigError, match=rf"signed.docx 里还有{word}"):
        sign(book, edited(drafted, change))
    assert book.ledger.notices.issued("2026-09") is None


def half_a_word_file() -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("word/document.xml", "<w:document")
    return whole.getvalue()


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj\n<<", half_a_word_file()], ids=["pdf", "docx"])
def test_half_a_download_is_refused(book: Any, drafted: Path, data: bytes) -> None:
    signed = drafted.with_name("half.docx")
    signed.write_bytes(data)
    with pytest.raises(ConfigError, match="打不开"):
        sign(book, signed)
    assert book.ledger.notices.issued("2026-09") is None


def test_another_months_letter_is_refused(book: Any, drafted: Path) -> None:
    def change(document: Any) -> None:
        for paragraph in paragraphs(document, "2026年9月"):
            write(paragraph, paragraph.text.replace("2026年9月", "2026年8月"))

    with pytest.raises(ConfigError, match="标题写的是 2026-08，不是 2026-09"):
        sign(book, edited(drafted, change))


def test_a_due_date_changed_on_the_way_is_the_units_due_date(book: Any, drafted: Path) -> None:
    """The leader gives the dead link until 15 October instead of the 8th."""

    def change(document: Any) -> None:
        (row,) = rows(document, OLD)
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                if "2026年10月8日" in paragraph.text:
                    write(paragraph, paragraph.text.replace("2026年10月8日", "2026年10月15日"))

    made = sign(book, edited(drafted, change))
    due = {f.place: f.due for f in book.ledger.findings.find()}
    assert due == {OLD: date(2026, 10, 15), GONE: date(2026, 10, 8), "首页": date(2026, 10, 10)}
    assert "有 1 个问题的整改期限按签发稿上改过的日期记入台账" in made.notes
    sheet = {p.address: p.due for p in as_signed(book.desk, book.ledger, "2026-09").problems}
    assert sheet[OLD] == date(2026, 10, 15)


def test_a_deadline_that_passed_before_the_signing_gives_the_same_working_days(book: Any, drafted: Path) -> None:
    """Drafted on 28 September, signed on Friday 9 October: 3 working days from there are 10 (worked), 12 and 13
    October. The home page's 10 October had not passed."""
    made = sign(book, drafted, date(2026, 10, 9))
    due = {f.place: f.due for f in book.ledger.findings.find()}
    assert due == {OLD: date(2026, 10, 13), GONE: date(2026, 10, 13), "首页": date(2026, 10, 10)}
    assert any(note.startswith("有 2 个问题送签稿上的整改期限早于签发日期") for note in made.notes)
    assert not [f for f in book.ledger.findings.find() if f.overdue_on(date(2026, 10, 10))]


@pytest.mark.needs("libreoffice")
def test_what_was_struck_out_of_a_signed_pdf_is_found(book: Any, drafted: Path, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        strike(document, OLD)
        number_again(document, GONE, "2")

    own = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    words = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, str(edited(drafted, change))], check=True, capture_output=True, timeout=120)
    made = sign(book, tmp_path / "signed.pdf")
    assert [book.ledger.findings.get(n).place for n, _ in made.withheld] == [OLD]
    assert told(book) == {GONE, "首页"}


def test_of_two_drafts_the_one_that_was_signed_counts(book: Any, drafted: Path) -> None:
    """A new problem and a second draft while the first one was with the leader, who signed the first."""
    first = drafted.read_bytes()
    late = "http://jy.wangshu.gov.cn/late.html"
    book.seen("2026-09-29T08:30", "link-other", "a", late)
    write_draft(book.desk, book.ledger, "2026-09", book.out, NOW.replace(day=29))
    signed = drafted.with_name("first.docx")
    signed.write_bytes(first)
    made = sign(book, signed, date(2026, 9, 29))
    assert (made.withheld, made.notice.cutoff) == ((), NOW)
    assert told(book) == {OLD, GONE, "首页"}
    assert len(as_signed(book.desk, book.ledger, "2026-09").problems) == 3
    october = write_draft(book.desk, book.ledger, "2026-10", book.out, NOW.replace(month=10))[0]
    text = "\n".join(p.text for p in docx.Document(str(october)).paragraphs)
    assert "本期核实问题1个" in text
    assert late in text


def test_the_units_sheet_after_signing_is_without_what_was_struck_out(book: Any, drafted: Path) -> None:
    sign(book, edited(drafted, lambda document: strike(document, GONE)))
    write_draft(book.desk, book.ledger, "2026-09", book.out, NOW.replace(day=30))
    sheet = docx.Document(str(book.out / "整改通知-2026-09-望舒区清水镇人民政府.docx"))
    words = "\n".join(cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    assert "没有更新" in words
    assert GONE not in words
