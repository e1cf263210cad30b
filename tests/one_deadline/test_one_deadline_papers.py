"""All papers of one day give one deadline for one problem, read out of the papers themselves."""

import email
from dataclasses import replace
from datetime import date
from email.policy import SMTP
from io import BytesIO

import docx
from openpyxl import Workbook

from ledger.vocabulary import Event
from ledger.vocabulary.post.outbox import LetterState
from tests.one_deadline.estate import LINK, PROMPT, REMIND, SEVERE, SUPERVISE, VETO, Estate, at
from tests.one_deadline.papers import Said, file_says, letter, notice, signed

OCT_8, OCT_9, OCT_10 = date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10)


def dues(said: list[Said], number: int) -> set[date | None]:
    found = {one.due for one in said if one.finding == number and not one.done}
    assert found, f"no paper tells {number}"
    return found


def everything(estate: Estate, *numbers: int) -> list[Said]:
    return [said for n in numbers for said in letter(estate.ledger, estate.ledger.letters.get(n))]


def test_letter_list_and_receipt_say_the_same_day(estate: Estate) -> None:
    """28 September and five working days: 29, 30, 8, 9, and Saturday the 10th. Then late, and again three."""
    veto = estate.bad(at(9, 28))
    link = estate.bad(at(9, 28), LINK)
    estate.say(at(9, 28, 10), link, Event.URGE, date(2026, 9, 22))
    (prompt,), (supervise,) = estate.urge(at(9, 28, 11))[0], estate.urge(at(9, 28, 11), SUPERVISE)[0]
    said = everything(estate, prompt)
    assert dues(said, veto) == {OCT_10}
    assert {one.paper.split(" ")[-1].partition("2026")[0] for one in said} == {"紧急整改通知", "问题清单", "整改回执"}
    assert dues(everything(estate, supervise), link) == {OCT_8}


def test_the_signed_notice_and_its_sheet_say_the_same_day(estate: Estate) -> None:
    """Drafted for the 30th. A prompt of the 28th, after the draft, gave the veto two working days less; the signed
    letter is the newer word, and what the unit reads with it says the same."""
    veto, link = estate.bad(at(9, 21)), estate.bad(at(9, 21), LINK)
    draft = estate.draft(at(9, 28), dated=date(2026, 9, 30))
    estate.out_of(at(9, 28, 11))
    assert estate.ledger.findings.get(veto).due == OCT_10
    made = estate.sign(at(9, 30), draft)
    assert any(note.startswith(f"问题 {veto}（2026-10-10）写送签稿以后定过别的整改期限") for note in made.notes)
    (sheet,) = estate.sheets(at(9, 30, 10))
    said = everything(estate, sheet) + notice(signed(estate.ledger, estate.ledger.letters.get(sheet)), estate.rows())
    # after 30 September: 8, 9, 10, 12, 13 October; a link on the home page has three
    assert dues(said, veto) == {date(2026, 10, 13)} == {estate.ledger.findings.get(veto).due}
    assert dues(said, link) == {OCT_10}


def test_the_sheets_own_date_is_that_of_the_receipt(estate: Estate) -> None:
    """A link has three working days and the veto five: no sentence gives all of them one date."""
    estate.bad(at(9, 21), LINK)
    estate.bad(at(9, 21))
    estate.sign(at(9, 28), estate.draft(at(9, 28)))
    (sheet,) = estate.sheets(at(9, 28, 10))
    message = email.message_from_bytes(estate.ledger.letters.raw(sheet), policy=SMTP)
    parts = message.iter_attachments()  # type: ignore[attr-defined]
    data = next(part.get_content() for part in parts if "整改通知单" in str(part.get_filename()))
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)
    assert "请按表中所列时限完成整改" in text
    assert "日前完成整改" not in text


def test_a_prompt_gives_no_more_time_than_the_notice_about_to_be_signed(estate: Estate) -> None:
    """The draft of the 28th says 10 October; a prompt of the 29th alone would say the 12th."""
    veto = estate.bad(at(9, 21))
    draft = estate.draft(at(9, 28))
    (prompt,) = estate.out_of(at(9, 29))
    assert dues(everything(estate, prompt), veto) == {OCT_10}
    assert not any("定过别的" in note for note in estate.sign(at(9, 30), draft).notes)
    (sheet,) = estate.sheets(at(9, 30, 10))
    assert dues(everything(estate, sheet), veto) == {OCT_10}


def test_a_draft_written_after_a_prompt_says_what_the_unit_was_told(estate: Estate) -> None:
    """Also where it is written after the month whose findings it tells: on 8 October, of September."""
    veto = estate.bad(at(9, 29))
    estate.out_of(at(10, 8))  # 9, 10, 12, 13, 14
    for day in (8, 9):
        draft = estate.draft(at(10, day, 16))
        assert dues(notice(draft, estate.rows()), veto) == {date(2026, 10, 14)}


def test_signed_too_late_for_its_own_dates_the_sheet_says_that_it_counts(estate: Estate) -> None:
    """Drafted on 21 September: a link's three working days end on the 24th. Signed on the 29th."""
    link = estate.bad(at(9, 20), LINK)
    draft = estate.draft(at(9, 21))
    estate.sign(at(9, 29), draft)
    (sheet,) = estate.sheets(at(9, 29, 10))
    assert dues(everything(estate, sheet), link) == {OCT_9}
    words = estate.ledger.letters.raw(sheet)
    assert "以本通知单所列时限为准" in text_of(words)


def test_what_was_overdue_before_the_draft_is_not_given_time_by_it(estate: Estate) -> None:
    """Told by telephone for the 23rd; the draft of the 28th says so, signed on the 29th."""
    link = estate.bad(at(9, 21), LINK)
    estate.say(at(9, 21, 10), link, Event.URGE, date(2026, 9, 23))
    draft = estate.draft(at(9, 28))
    made = estate.sign(at(9, 29), draft)
    assert not any("同样的工作日" in note for note in made.notes), "nobody was given any"
    (sheet,) = estate.sheets(at(9, 29, 10))
    said = everything(estate, sheet) + notice(draft, estate.rows())
    assert dues(said, link) == {date(2026, 9, 23)} == {estate.ledger.findings.get(link).due}


def test_an_extension_is_said_by_every_later_paper(estate: Estate) -> None:
    """Told for 8 October, prolonged to the 15th: the prompt does not take it back, nor does the notice."""
    veto = estate.bad(at(9, 21))
    estate.say(at(9, 21, 10), veto, Event.URGE, OCT_8)
    estate.say(at(9, 24), veto, Event.URGE, date(2026, 10, 15))
    (prompt,) = estate.out_of(at(9, 28))
    draft = estate.draft(at(9, 28, 16))
    said = everything(estate, prompt) + notice(draft, estate.rows())
    assert dues(said, veto) == {date(2026, 10, 15)}


def test_one_fact_has_one_deadline(estate: Estate) -> None:
    """The veto stands for the link, by this office's criteria. What the unit was told of the part does not run beside
    what it is told of the whole."""
    criteria = dict(estate.desk.criteria)
    head, part = estate.bad(at(9, 21), VETO, place="首页"), estate.bad(at(9, 21), LINK, place="首页")
    criteria[VETO] = replace(criteria[VETO], stands_for=(LINK,))
    estate.desk = replace(estate.desk, criteria=criteria)
    estate.say(at(9, 21, 10), part, Event.URGE, date(2026, 9, 29))
    (prompt,) = estate.out_of(at(9, 28, 8))  # tells the veto, and with it the link
    said = everything(estate, prompt)
    assert dues(said, head) == {OCT_10}
    assert estate.ledger.findings.get(part).due == OCT_10
    assert estate.urge(at(9, 28, 9), REMIND)[0] == [], "the link was due on the 29th"
    assert estate.urge(at(9, 30), SUPERVISE)[0] == []
    (remind,) = estate.out_of(at(10, 9), REMIND)
    assert dues(everything(estate, remind), head) == {OCT_10}


def test_a_dismissal_that_is_taken_back_moves_every_paper(estate: Estate) -> None:
    """Due on 8 October; a 误报 of 28 September, taken back on the 30th, held two working days: the 10th."""
    link = estate.bad(at(9, 21), LINK)
    estate.say(at(9, 21, 10), link, Event.URGE, OCT_8)
    estate.say(at(9, 28), link, Event.DISMISS, date(2026, 10, 20))
    estate.say(at(9, 30), link, Event.RESTORE)
    draft = estate.draft(at(9, 30, 16))
    assert dues(notice(draft, estate.rows()), link) == {OCT_10}
    (remind,) = estate.out_of(at(10, 9), REMIND)
    assert dues(everything(estate, remind), link) == {OCT_10}


def test_the_same_day_may_not_be_given_twice(estate: Estate) -> None:
    """What must be right today is told today, and is no reminder of today."""
    severe = estate.bad(at(9, 28), SEVERE)
    (prompt,) = estate.out_of(at(9, 28, 10))
    assert dues(everything(estate, prompt), severe) == {date(2026, 9, 28)}
    numbers, choice = estate.urge(at(9, 28, 15), REMIND)
    assert (numbers, [why for _, why in choice.left_out]) == ([], ["今天已由紧急整改通知（信件 1）告知"])
    assert estate.ledger.letters.get(prompt).state is LetterState.SENT
    assert estate.urge(at(9, 28, 16), PROMPT)[0] == []


def text_of(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=SMTP)
    return str(message.get_body(("plain",)).get_content())  # type: ignore[attr-defined]


def test_the_extractor_sees_a_second_deadline(estate: Estate) -> None:
    """The test of the tests: the list of a 督办单 with the old day in its column is caught."""
    link = estate.bad(at(9, 28), LINK)
    estate.say(at(9, 28, 10), link, Event.URGE, date(2026, 9, 22))
    (number,), _ = estate.urge(at(9, 28, 11), SUPERVISE)
    kinds = {one.paper.rpartition(".")[2] for one in everything(estate, number)}
    assert kinds == {"docx", "xlsx"}
    assert file_says("x", "x.txt.xlsx", _list([["序号", "整改时限"], [link, "2026年9月22日"]])) == [
        Said("x", link, date(2026, 9, 22))
    ]


def _list(rows: list[list[object]]) -> bytes:
    book, whole = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(whole)
    return whole.getvalue()
