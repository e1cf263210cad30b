"""Mails as they really come: sent back by machines, closed by signatures, told in between; nothing is made up."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner

from desk.cli.letters.answers import answers
from desk.correspondence.answers import take_mail
from desk.mail.mailbox import Box, Received
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Decision, Event, State
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState
from ledger.vocabulary.post.outbox import LetterState
from tests.answers.replies import SENT, Office, filled, reply

NOW = SENT + timedelta(days=1)
FIXED = {"整改情况": "已整改", "整改措施": "已更换链接"}


def take(office: Office, raw: bytes) -> tuple[Incoming, list[Answer]] | None:
    with office.write() as ledger:
        return take_mail(office.desk(), ledger, Received(1, 1, raw), NOW)


def from_machine(raw: bytes, *heads: bytes) -> bytes:
    return b"".join(head + b"\n" for head in heads) + raw


def test_a_holiday_reply_that_carries_our_empty_form_back_waits_for_nobody(office: Office) -> None:
    raw = reply(office.sheet(1), answers=office.message_id(1), subject="自动回复：整改通知单")
    taken = take(office, raw)
    assert taken is not None
    assert (taken[0].kind, taken[0].state, taken[1]) == (MailKind.AUTO, MailState.SKIPPED, [])


def test_an_empty_form_that_a_person_sends_waits(office: Office) -> None:
    taken = take(office, reply(office.sheet(1), answers=office.message_id(1)))
    assert taken is not None
    assert (taken[0].kind, taken[0].state, taken[1]) == (MailKind.RECEIPT, MailState.BY_HAND, [])


def test_a_filled_form_is_an_answer_though_a_machine_handed_it_over(office: Office) -> None:
    sheet = filled(office.sheet(1), {1: FIXED})
    raw = from_machine(reply(sheet, answers=office.message_id(1)), b"Auto-Submitted: auto-generated")
    taken = take(office, raw)
    assert taken is not None
    assert [one.finding for one in taken[1]] == [1]


def test_a_unit_whose_address_is_the_postmasters_answers_too(office: Office) -> None:
    units = office.workspace.register / "units.csv"
    units.write_text(units.read_text().replace("jiaoyu2@", "postmaster@"), encoding="utf-8")
    sheet = filled(office.sheet(1), {1: FIXED})
    taken = take(office, reply(sheet, sender="postmaster@wangshu.example", answers=office.message_id(1)))
    assert taken is not None
    assert (taken[0].kind, [one.finding for one in taken[1]]) == (MailKind.RECEIPT, [1])
    with office.read() as ledger:
        assert ledger.letters.get(1).state is LetterState.SENT


def test_a_closed_envelope_is_told_with_what_to_do(office: Office) -> None:
    taken = take(office, reply(None, more={"smime.p7m": b"\x30\x80\x06\x09"}))
    assert taken is not None
    assert (taken[0].kind, taken[0].state) == (MailKind.RECEIPT, MailState.BY_HAND)
    assert "不加密、不签名重新发送" in taken[0].note


def test_a_signed_mail_is_read(office: Office) -> None:
    inner = reply(filled(office.sheet(1), {1: FIXED}), answers=office.message_id(1))
    heads, _, body = inner.partition(b"Content-Type: multipart/mixed")
    raw = (
        heads + b'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary="S"\n\n'
        b"--S\nContent-Type: multipart/mixed" + body + b"\n--S\nContent-Type: application/pgp-signature;"
        b' name="signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n\n--S--\n'
    )
    taken = take(office, raw)
    assert taken is not None
    assert [one.finding for one in taken[1]] == [1]


def test_a_form_inside_a_forwarded_mail_waits_for_a_clerk(office: Office) -> None:
    forwarded = EmailMessage()
    forwarded["From"], forwarded["Subject"] = "jiaoyu@wangshu.example", "转发：回执"
    forwarded.set_content("见附件")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "x@wangshu.example", "回执"
    inner.add_attachment(filled(office.sheet(1), {1: FIXED}), maintype="application", subtype="x", filename="回执.xlsx")
    forwarded.add_attachment(inner)
    taken = take(office, forwarded.as_bytes())
    assert taken is not None
    assert (taken[0].state, taken[1]) == (MailState.BY_HAND, [])


class _Answering:
    """A client that answers each FETCH with the lines given."""

    def __init__(self, *lines: list[Any]) -> None:
        self.client, self._lines = self, list(lines)

    def uid(self, *_: str) -> tuple[str, list[Any]]:
        return "OK", self._lines.pop(0)


@pytest.mark.parametrize(
    "lines",
    [
        [(b"7 (UID 7 BODY[] {5}", b"Hello"), b")"],
        # another reader of the box opened a mail just then: the server says so in between
        [b"3 (FLAGS (\\Seen))", (b"7 (UID 7 BODY[] {5}", b"Hello"), b")", b"4 (FLAGS (\\Seen))"],
    ],
)
def test_what_the_server_tells_in_between_is_no_mail(lines: list[Any]) -> None:
    client: Any = _Answering([b"3 (FLAGS ())", b"7 (UID 7 RFC822.SIZE 5)"], lines)
    assert Box(client, 1)._mail(7) == Received(1, 7, b"Hello")


def listed(office: Office) -> str:
    words = ["list", "--now", "2026-12-02T09:00"]
    return CliRunner().invoke(answers, words, obj=office.workspace.root, catch_exceptions=False).output


def test_an_appeal_stays_on_the_list_until_it_is_ruled_on_whatever_came_after(office: Office) -> None:
    appeal = Answer(1, "u1", NOW, AnswerKind.APPEAL, AnswerSource.MAIL, "李明", cause="一直能打开")
    with office.write() as ledger:
        ledger.answers.record(appeal)
        ledger.answers.record(Answer(1, "u1", NOW, AnswerKind.WORKING, AnswerSource.MAIL, "李明", cause="等待改版"))
        ledger.decisions.decide(4, Decision(Event.APPEAL, NOW, "张三", "电话里说一直能打开"))
    told = listed(office)
    assert "问题 1  申诉" in told
    assert "问题 4  申诉" in told
    assert "电话里说一直能打开" in told
    with office.write() as ledger:
        for number in (1, 4):
            ledger.decisions.decide(number, Decision(Event.RULE_ON_APPEAL, NOW, "张三", "当时确实打不开"))
    assert "申诉" not in listed(office)


def test_an_appeal_outlives_the_closing_and_is_still_to_be_ruled_on(office: Office) -> None:
    with office.write() as ledger:
        ledger.answers.record(Answer(1, "u1", NOW, AnswerKind.APPEAL, AnswerSource.MAIL, cause="一直能打开"))
        ledger.decisions.pass_by_person(1, NOW, "张三", "看过")
        assert ledger.findings.get(1).state is State.CLOSED
    assert "问题 1  申诉" in listed(office)
