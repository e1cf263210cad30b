"""Notices of mail servers in their own words, in the manner of those seen: put to one letter, or to none."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from desk.mail.bounces import is_bounce, is_notice, put_bounce
from desk.mail.mime import Mail, read_mail
from ledger.vocabulary.post.incoming import MailState
from ledger.vocabulary.post.outbox import Draft, Letter, LetterEvent, LetterKind, LetterState
from tests.answers.replies import SENT, Office

NOW = SENT + timedelta(days=1)
READER = "minzheng@wangshu.example"
SUBJECT = "新增 2 项（2026年11月问题整改通知单，望舒区民政局）"


def notice(text: str, *, sender: str = "postmaster@163.example", subject: str = "系统退信", **more: str) -> Mail:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return read_mail(message.as_bytes())


def letters(office: Office) -> list[Letter]:
    with office.read() as ledger:
        return ledger.letters.find()


@pytest.mark.parametrize(
    "text",
    [
        f"您的邮件《{SUBJECT}》未能送达以下收件人：\n{READER}\n退信原因：550 User not found: {READER}",
        f"Systems bounce: <{READER}> 主题：新增 2 项（2026年11月问题整改通知单，\n望舒区民政局） 550 5.7.1 rejected",
        f"Hi. This is the qmail-send program.\n<{READER}>:\nSorry, no mailbox here.\n--- Below this line is"
        " a copy of the message.\nMessage-ID: {number}\nSubject: x",
        f"发往 {READER} 的邮件被退回，信箱已满。",
    ],
)
def test_a_notice_is_put_to_its_letter(office: Office, text: str) -> None:
    mail = notice(text.replace("{number}", office.message_id(2)))
    assert is_bounce(mail)
    with office.write() as ledger:
        put = put_bounce(ledger, mail, NOW)
        assert (put.letter and put.letter.id, put.state) == (2, MailState.DONE)
    assert [one.state for one in letters(office)] == [LetterState.SENT, LetterState.RETURNED]


@pytest.mark.parametrize(
    "mail",
    [
        notice("贵办发来的邮件被退信了，请重发。" + READER, sender="li@wangshu.example", subject="退信"),
        notice(f"{READER} 暂未送达，系统将继续尝试。", subject="邮件延迟投递通知"),
        notice("Will be retried", subject="Delivery delayed"),
        notice(f"发往 {READER} 的邮件暂未送达，系统将继续尝试，48小时后仍失败将退信。", subject="邮件投递状态通知"),
        notice(f"{READER}: 贵单位邮箱空间已用 95%，请及时清理。", subject="邮箱容量提醒"),
    ],
)
def test_what_is_no_bounce(mail: Mail) -> None:
    assert not is_bounce(mail)


def test_a_notice_from_an_odd_sender_is_known_by_its_marks() -> None:
    mail = notice("x", sender="noreply@mail.example", subject="退信通知")
    assert not is_notice(mail)
    assert is_notice(notice("x", sender="noreply@mail.example", subject="退信通知", Return_Path="<>"))
    assert is_notice(notice("x", sender="noreply@mail.example", subject="退信通知", Auto_Submitted="auto-replied"))


def test_of_two_letters_to_one_reader_none_is_guessed(office: Office) -> None:
    with office.write() as ledger:
        old = ledger.letters.get(2)
        raw = ledger.letters.raw(2)
        again = Draft(LetterKind.PROMPT, "u2", old.unit_name, "2026-11-30", "m", "<p@x>", (READER,), "紧急", raw)
        (number,) = ledger.letters.queue(LetterKind.PROMPT, "2026-11-30", [again], SENT)
        ledger.letters.release(number, SENT, "张三")
        for event in (LetterEvent.START, LetterEvent.HAND_OVER, LetterEvent.ACCEPT):
            ledger.letters.step(number, event, SENT)
        put = put_bounce(ledger, notice(f"发往 {READER} 的邮件被退回"), NOW)
        assert (put.letter, put.state) == (None, MailState.BY_HAND)
        put = put_bounce(ledger, notice(f"发往 {READER} 的邮件《紧急》被退回"), NOW)
        assert put.letter is not None
        assert put.letter.id == number


def test_a_reader_whose_address_is_part_of_another_is_another(office: Office) -> None:
    with office.write() as ledger:
        put = put_bounce(ledger, notice(f"发往 x{READER} 的邮件被退回：{SUBJECT}"), NOW)
        assert put.letter is None


def test_a_letter_long_ago_is_not_guessed(office: Office) -> None:
    with office.write() as ledger:
        put = put_bounce(ledger, notice(f"发往 {READER} 的邮件被退回"), NOW + timedelta(days=60))
        assert put.letter is None


def test_the_same_bounce_twice_counts_once_and_a_later_release_sends_again(office: Office) -> None:
    mail = notice(f"{READER} 550 no such user {SUBJECT}")
    with office.write() as ledger:
        put_bounce(ledger, replace(mail, references=(office.message_id(2),)), NOW)
        again = put_bounce(ledger, replace(mail, references=(office.message_id(2),)), NOW)
        assert again.state is MailState.SKIPPED
        events = [one.event for one in ledger.letters.history(2)]
        assert events.count(LetterEvent.BOUNCE) == 1
        assert ledger.letters.release(2, NOW, "张三").state is LetterState.READY


def test_the_words_of_a_bounce_are_masked(office: Office) -> None:
    with office.write() as ledger:
        put = put_bounce(ledger, notice(f"{READER} 退信原因：号码13812345678停用 {SUBJECT}"), NOW)
        assert "138****5678" in put.note
        assert "13812345678" not in ledger.letters.get(2).answer + ledger.letters.history(2)[-1].why
