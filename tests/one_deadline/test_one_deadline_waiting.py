"""A letter that waits, or was released and has not left, and meanwhile no longer says the truth: it does not leave, it
says why, and one command draws it up anew or drops it."""

import email
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email.policy import SMTP

import pytest

from desk.register.closing import Closing, closing
from desk.register.reorganise import Merge, Rename, Takeover, changed
from ledger.vocabulary import Event, Outcome
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from tests.one_deadline.estate import LINK, PROMPT, REMIND, SUPERVISE, VETO, Estate, at

HELD, READY, GONE, SENT = LetterState.HELD, LetterState.READY, LetterState.WITHDRAWN, LetterState.SENT
NOON = at(9, 28, 12)


def passed(estate: Estate, number: int) -> None:
    estate.good(NOON)


def false(estate: Estate, number: int) -> None:
    estate.say(NOON, number, Event.DISMISS)


def reported(estate: Estate, number: int) -> None:
    estate.say(NOON, number, Event.REPORT_FIXED)


def appealed(estate: Estate, number: int) -> None:
    estate.say(NOON, number, Event.APPEAL)


def prolonged(estate: Estate, number: int) -> None:
    estate.say(NOON, number, Event.URGE, date(2026, 10, 15))


def back_again(estate: Estate, number: int) -> None:
    estate.good(NOON)
    estate.bad(NOON + timedelta(minutes=1))


def suspected_again(estate: Estate, number: int) -> None:
    estate.good(NOON)
    estate.look(NOON + timedelta(minutes=1), VETO, "jy", Outcome.FAIL)


MEANWHILE = [
    (passed, "已经销号"),
    (false, "已判为误报"),
    (reported, "单位已反馈整改，待复查"),
    (appealed, "单位已申诉，尚未裁定"),
    (prolonged, "整改时限现在是 2026-10-15，信上是 2026-10-10"),
    (back_again, "写信以后销号过，又再次出现"),
    (suspected_again, "等待核实"),
]


@pytest.mark.parametrize(("meanwhile", "why"), MEANWHILE)
def test_a_letter_that_waits(estate: Estate, meanwhile: Callable[[Estate, int], None], why: str) -> None:
    number = estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    meanwhile(estate, number)
    (told,) = estate.release(at(9, 28, 13), letter)
    assert told == f"信件 {letter} 所说的问题 {number} {why}，不能放行；请运行 xuncha letters prompt 重新写。"
    assert estate.ledger.letters.get(letter).state is HELD
    estate.urge(at(9, 28, 14))
    assert estate.ledger.letters.get(letter).state is GONE


@pytest.mark.parametrize(("meanwhile", "why"), MEANWHILE)
def test_a_letter_that_was_released_and_has_not_left(
    estate: Estate, meanwhile: Callable[[Estate, int], None], why: str
) -> None:
    number = estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    assert estate.release(at(9, 28, 11), letter) == []
    meanwhile(estate, number)
    assert estate.send(at(9, 28, 13), letter) == [HELD]
    kept = estate.ledger.letters.get(letter)
    assert why in kept.answer, "the list shows it"
    assert "xuncha letters prompt" in kept.answer
    estate.urge(at(9, 28, 14))
    assert estate.ledger.letters.get(letter).state is GONE


def test_what_else_it_told_is_told_by_the_one_drawn_up_anew(estate: Estate) -> None:
    """One of two was put right; the other is told with the deadline that the release had set, though the first letter
    never left."""
    estate.bad(at(9, 28))
    other = estate.bad(at(9, 28), place="http://jy.wangshu.example/b")
    (letter,), _ = estate.urge(at(9, 28, 10))
    estate.release(at(9, 28, 11), letter)
    estate.good(NOON)
    assert estate.send(at(9, 29, 9), letter) == [HELD]
    (anew,), _ = estate.urge(at(9, 29, 10))
    assert [(m.finding, m.due) for m in estate.ledger.letters.matters(anew)] == [(other, date(2026, 10, 10))]
    assert estate.release(at(9, 29, 11), anew) == []
    assert estate.send(at(9, 29, 12), anew) == [SENT]
    assert estate.ledger.letters.get(letter).state is GONE


def test_a_deadline_that_passed_before_the_mail_left(estate: Estate) -> None:
    """Released on its last day, 23:59; the server takes it after midnight."""
    estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    assert estate.release(at(10, 10, 23, 59), letter) == []
    assert estate.send(at(10, 11, 0, 1), letter) == [HELD]
    assert "要求的时限 2026-10-10 已过" in estate.ledger.letters.get(letter).answer


def test_a_mail_tried_again_the_next_day_still_leaves_where_it_is_true(estate: Estate) -> None:
    estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    estate.release(at(9, 28, 11), letter)
    assert estate.ledger.letters.start(letter, at(9, 28, 12)).state is LetterState.SENDING
    assert [one.state for one in estate.ledger.letters.recover(at(9, 28, 13))] == [LetterState.RETRY]
    assert estate.send(at(9, 29, 9), letter) == [SENT]


# ---- what the register says ------------------------------------------------------------------------------------------


def renamed(estate: Estate) -> None:
    estate.reregister(changed(estate.desk.register, Rename("edu", "望舒区教育体育局"), date(2026, 9, 28)))


def merged(estate: Estate) -> None:
    estate.reregister(changed(estate.desk.register, Merge(("edu",), "new"), date(2026, 9, 29)))


def closed(estate: Estate) -> None:
    told = Closing("jy", date(2026, 8, 20), date(2026, 9, 28), "函〔2026〕1号")
    estate.reregister(closing(estate.desk.register, told))


def put_right(estate: Estate) -> None:
    """The home page had been entered wrongly."""
    register = estate.desk.register
    site = replace(register.sites["jy"], home="http://jy.wangshu.example/xin/")
    estate.reregister(replace(register, sites={**register.sites, "jy": site}))


REGISTER = [
    (renamed, "收件单位现在叫“望舒区教育体育局”", True),
    (merged, "收件单位已于 2026-09-29 撤并", True),
    (closed, "网站已关停", False),
    (put_right, "登记的地址有误，已经更正", False),
]


@pytest.mark.parametrize(("meanwhile", "why", "written"), REGISTER)
def test_the_register_changes_while_it_waits(
    estate: Estate, meanwhile: Callable[[Estate], None], why: str, written: bool
) -> None:
    number = estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    meanwhile(estate)
    (told,) = estate.release(at(9, 29), letter)
    assert why in told
    assert "请运行 xuncha letters prompt 重新写" in told
    numbers, choice = estate.urge(at(9, 29, 10))
    assert estate.ledger.letters.get(letter).state is GONE
    if written:
        assert estate.release(at(9, 29, 11), *numbers) == []
    else:
        assert (numbers, [(f.id, left) for f, left in choice.left_out]) == ([], [(number, why)])


def test_a_site_that_another_unit_took_over_keeps_its_old_problems_with_the_old_one(estate: Estate) -> None:
    """A problem is charged to the unit that answered for the place when it was found; back again, to the new one."""
    estate.bad(at(9, 28))
    (letter,), _ = estate.urge(at(9, 28, 10))
    estate.reregister(changed(estate.desk.register, Takeover("civ", sites=("jy",)), date(2026, 9, 29)))
    assert estate.release(at(9, 29), letter) == []
    estate.good(at(9, 29, 9))
    estate.bad(at(9, 29, 10))
    (anew,), _ = estate.urge(at(9, 29, 11))
    assert (estate.ledger.letters.get(letter).unit, estate.ledger.letters.get(anew).unit) == ("edu", "civ")
    assert estate.send(at(9, 29, 12), letter) == [HELD]


# ---- one paper a day -------------------------------------------------------------------------------------------------


def test_notice_prompt_and_reminder_of_one_day(estate: Estate) -> None:
    """The veto is told by the notice of the 28th. Whoever presses today, the sheet does."""
    veto = estate.bad(at(9, 21))
    (early,), _ = estate.urge(at(9, 28, 8))
    estate.sign(at(9, 28, 10), estate.draft(at(9, 28, 9)))
    (sheet,) = estate.sheets(at(9, 28, 10))
    (told,) = estate.release(at(9, 28, 11), early)
    assert f"问题 {veto} " in told
    numbers, choice = estate.urge(at(9, 28, 12))
    assert (numbers, [why for _, why in choice.left_out]) == ([], [f"今天已由整改通知单（信件 {sheet}）告知"])
    assert estate.release(at(9, 28, 13), sheet) == []
    assert estate.urge(at(9, 28, 14))[0] == []
    (prompt,), _ = estate.urge(at(9, 29, 8))
    assert estate.release(at(9, 29, 9), prompt) == []
    assert estate.ledger.findings.get(veto).due == date(2026, 10, 10)


def test_a_prompt_that_left_in_the_morning_keeps_the_sheet_till_tomorrow(estate: Estate) -> None:
    veto = estate.bad(at(9, 21))
    draft = estate.draft(at(9, 28, 7))
    (prompt,) = estate.out_of(at(9, 28, 8))
    estate.sign(at(9, 28, 10), draft)
    (sheet,) = estate.sheets(at(9, 28, 10))
    (told,) = estate.release(at(9, 28, 11), sheet)
    assert f"所说的问题 {veto} 今天已由紧急整改通知（信件 {prompt}）告知，同一问题一天只催一次" in told
    assert estate.release(at(9, 29, 0, 1), sheet) == []


@pytest.mark.parametrize(("meanwhile", "how"), [(passed, "已整改"), (false, "没有需整改"), (reported, "待复查")])
def test_the_sheet_says_what_has_become_of_it(
    estate: Estate, meanwhile: Callable[[Estate, int], None], how: str
) -> None:
    number = estate.bad(at(9, 21))
    link = estate.bad(at(9, 21), LINK, "mz")
    estate.sign(at(9, 28, 10), estate.draft(at(9, 28, 9)))
    before = estate.sheets(at(9, 28, 10))
    meanwhile(estate, number)
    told = estate.release(at(9, 28, 13), *before)
    assert [f"问题 {number} " in one and "xuncha letters queue --month 2026-09" in one for one in told] == [True]
    after = estate.sheets(at(9, 28, 14))
    assert len(after) == 2
    assert estate.release(at(9, 28, 15), *(one.id for one in estate.letters(HELD))) == []
    (edu,) = [one for one in estate.letters(READY) if one.unit == "edu"]
    text = estate.ledger.letters.raw(edu.id)
    assert how in subject_and_text(text)
    assert [m.finding for m in estate.ledger.letters.matters(edu.id) if m.finding != number and m.finding != link] == []


def subject_and_text(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=SMTP)
    return f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"  # type: ignore[attr-defined]


def test_a_unit_that_has_the_notice_is_not_sent_it_again(estate: Estate) -> None:
    estate.bad(at(9, 21))
    estate.sign(at(9, 28, 10), estate.draft(at(9, 28, 9)))
    (sheet,) = estate.sheets(at(9, 28, 10))
    estate.release(at(9, 28, 11), sheet)
    estate.send(at(9, 28, 12), sheet)
    estate.good(at(9, 29))
    assert estate.sheets(at(9, 29, 10)) == [sheet]
    assert estate.letters(HELD) == []


def test_an_older_problem_fixed_between_draft_and_signature_is_told_as_done(estate: Estate) -> None:
    """September told it; October's draft says that it still stands; then it is seen fixed, and October is signed."""
    old = estate.bad(at(9, 21))
    estate.sign(at(9, 28, 10), estate.draft(at(9, 28, 9)))
    fresh = estate.bad(at(10, 20), LINK)
    draft = estate.draft(at(10, 28), "2026-10")
    estate.good(at(10, 29))
    estate.sign(at(10, 30), draft, "2026-10")
    (sheet,) = estate.sheets(at(10, 30, 10), "2026-10")
    assert [m.finding for m in estate.ledger.letters.matters(sheet)] == [fresh]
    assert "已整改，复查通过（1项" in subject_and_text(estate.ledger.letters.raw(sheet))
    assert old not in {m.finding for m in estate.ledger.letters.matters(sheet)}


@pytest.mark.parametrize("kind", [REMIND, SUPERVISE])
def test_nothing_presses_for_a_closed_site(estate: Estate, kind: LetterKind) -> None:
    number = estate.bad(at(9, 21), LINK)
    estate.say(at(9, 21, 10), number, Event.URGE, date(2026, 9, 29) if kind is REMIND else date(2026, 9, 22))
    closed(estate)
    numbers, choice = estate.urge(at(9, 28), kind)
    assert (numbers, [why for _, why in choice.left_out]) == ([], ["网站已关停"])


def test_only_the_day_decides_and_the_day_ends_at_midnight_in_shanghai(estate: Estate) -> None:
    """15:59 and 16:01 UTC are two days here."""
    number = estate.bad(at(9, 28), LINK)
    estate.say(at(9, 28, 10), number, Event.URGE, date(2026, 9, 29))
    (remind,), _ = estate.urge(at(9, 28, 23, 59), REMIND)
    assert estate.release(at(9, 28, 23, 59), remind) == []
    assert estate.urge(at(9, 28, 23, 59), SUPERVISE)[0] == []
    assert estate.urge(at(9, 29, 0, 1), PROMPT)[0] == []
    assert estate.send(at(9, 29, 0, 1), remind) == [SENT]
