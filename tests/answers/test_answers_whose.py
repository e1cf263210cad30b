"""Whose a receipt is taken to be, from the mail's bytes into the ledger, without a mail server."""

from datetime import timedelta

import pytest

from desk.correspondence.answers import take_file, take_mail
from desk.mail.forgery import forged
from desk.mail.mailbox import Received
from ledger.vocabulary import AnswerKind
from ledger.vocabulary.post.incoming import Incoming, MailState
from tests.answers.replies import SENT, Office, filled, reply

NOW = SENT + timedelta(days=1)
APPEAL = {"整改情况": "申诉", "申诉理由": "链接一直能打开"}
FAILED = "Authentication-Results: mx.office.example; spf=fail smtp.mailfrom=evil.example; dmarc=fail"
PASSED = "Authentication-Results: mx.office.example; spf=pass smtp.mailfrom=wangshu.example; dmarc=pass"


def came(office: Office, raw: bytes, uid: int = 1, at: timedelta = timedelta()) -> tuple[Incoming, int]:
    with office.write() as ledger:
        taken = take_mail(office.desk(), ledger, Received(1, uid, raw), NOW + at)
        assert taken is not None
        return taken[0], len(taken[1])


def appeal(office: Office, *heads: str, **how: str) -> bytes:
    sheet = filled(office.sheet(1), dict.fromkeys((1, 2, 3), APPEAL))
    raw = reply(sheet, answers=office.message_id(1), **how)
    return "".join(f"{one}\r\n" for one in heads).encode() + raw


def test_the_units_own_receipt_is_its_answer(office: Office) -> None:
    mail, answers = came(office, appeal(office, PASSED))
    assert (mail.state, mail.unit, answers) == (MailState.DONE, "u1", 3)


@pytest.mark.parametrize(
    ("heads", "word"),
    [
        ((FAILED,), "SPF、DMARC"),
        ((FAILED, PASSED.replace("office", "evil")), "SPF、DMARC"),
        (("Authentication-Results: mx.office.example 1; dkim=none; dmarc=fail (p=NONE)",), "DMARC"),
        (("Received-SPF: Fail (mx.office.example: not permitted)",), "SPF"),
    ],
)
def test_a_forged_sender_waits_for_a_clerk_and_mutes_nothing(office: Office, heads: tuple[str, ...], word: str) -> None:
    mail, answers = came(office, appeal(office, *heads))
    assert (mail.state, mail.unit, answers) == (MailState.CLAIM, "u1", 0)
    assert f"查验 {word} 没有通过" in mail.note
    with office.read() as ledger:
        assert [ledger.findings.get(n).appeal for n in (1, 2, 3)] == ["", "", ""]


@pytest.mark.parametrize(
    ("results", "spf", "said"),
    [
        ([], [], ""),
        (["mx.a.cn; spf=pass; dmarc=pass", "evil.cn; spf=fail"], [], ""),
        (["mx.a.cn; spf=softfail; dkim=pass; dmarc=pass"], [], ""),
        (["mx.a.cn; dkim=pass (spf=fail is only said here); spf=pass"], [], ""),
        (['mx.a.cn; spf=pass smtp.mailfrom="x; dmarc=fail"'], [], ""),
        (["mx.a.cn; spf=pass", "mx.a.cn; dkim=fail; dmarc=fail"], [], "DMARC"),
        (["spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=a.cn; dkim=none; compauth=fail"], [], "SPF、DMARC"),
        ([], ["pass (mx.a.cn: domain of x)", "fail"], ""),
        ([], ["fail; client-ip=192.0.2.1"], "SPF"),
    ],
)
def test_only_what_the_receiving_server_wrote_on_top_counts(results: list[str], spf: list[str], said: str) -> None:
    assert forged(results, spf) == said


@pytest.mark.parametrize(
    ("sender", "doubt"),
    [
        ("jiaoyu2@wangshu.example", ""),
        ("minzheng@wangshu.example", "不是该单位登记的邮箱"),
        ("jiaoyu@wangshu.example.evil.example", "不是该单位登记的邮箱"),
    ],
)
def test_a_receipt_is_taken_from_the_units_own_addresses_only(office: Office, sender: str, doubt: str) -> None:
    mail, answers = came(office, appeal(office, sender=sender))
    assert (mail.state, answers) == ((MailState.CLAIM, 0) if doubt else (MailState.DONE, 3))
    assert doubt in mail.note


def test_the_form_of_one_unit_in_reply_to_anothers_letter_waits(office: Office) -> None:
    raw = reply(filled(office.sheet(1), {1: APPEAL}), answers=office.message_id(2))
    mail, answers = came(office, raw)
    assert (mail.state, answers) == (MailState.CLAIM, 0)


def test_the_same_receipt_under_a_new_number_changes_nothing(office: Office) -> None:
    sheet = filled(office.sheet(1), {1: {"整改情况": "整改中", "原因": "等待改版"}})
    came(office, reply(sheet, answers=office.message_id(1), number="a1"))
    mail, answers = came(office, reply(sheet, answers=office.message_id(1), number="a2"), 2, timedelta(days=1))
    assert (mail.state, answers) == (MailState.SKIPPED, 0)
    assert "已经收过" in mail.note
    with office.write() as ledger:
        assert len(ledger.answers.find()) == 1
        (office.workspace.root / "again.xlsx").write_bytes(sheet)
        again = take_file(office.desk(), ledger, office.workspace.root / "again.xlsx", "", "张三", NOW)
        assert (len(ledger.answers.find()), again.trouble) == (1, "这个文件已经收过，没有再记")


def test_a_receipt_filled_in_anew_is_a_new_answer(office: Office) -> None:
    for number, kind in enumerate(("整改中", "已整改"), 1):
        sheet = filled(office.sheet(1), {1: {"整改情况": kind, "整改措施": "已更换链接"}})
        mail, answers = came(office, reply(sheet, answers=office.message_id(1), number=f"a{number}"), number)
        assert (mail.state, answers) == (MailState.DONE, 1)
    with office.read() as ledger:
        assert [one.kind for one in ledger.answers.find()] == [AnswerKind.WORKING, AnswerKind.FIXED]


def test_a_receipt_that_waited_is_taken_when_it_comes_from_the_unit(office: Office) -> None:
    assert came(office, appeal(office, FAILED, number="a1"))[0].state is MailState.CLAIM
    mail, answers = came(office, appeal(office, PASSED, number="a2"), 2)
    assert (mail.state, answers) == (MailState.DONE, 3)
