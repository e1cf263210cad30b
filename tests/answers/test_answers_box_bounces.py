"""Bounces in the box: whose letter came back, in whatever form the server says so."""

from email.message import EmailMessage

import pytest

from bench.imap_box import ImapBox
from ledger.vocabulary.post.incoming import MailState
from ledger.vocabulary.post.outbox import LetterEvent, LetterState
from tests.answers.replies import Office, fetch, mails

pytestmark = pytest.mark.needs("dovecot")


def test_a_letter_that_bounced_is_returned_with_the_servers_words(office: Office, box: ImapBox) -> None:
    box.put(_report(office.message_id(2), "minzheng@wangshu.example"))
    result = fetch(office)
    assert result.exit_code == 0
    assert "望舒区民政局的信件 2 退信：minzheng@wangshu.example：550 5.1.1 user unknown" in result.output
    with office.read() as ledger:
        letter, last = ledger.letters.get(2), ledger.letters.history(2)[-1]
    assert (letter.state, letter.left_out) == (LetterState.RETURNED, ("minzheng@wangshu.example",))
    assert last.event is LetterEvent.BOUNCE


def test_one_of_two_readers_who_did_not_get_it_is_noted(office: Office, box: ImapBox) -> None:
    box.put(_report(office.message_id(1), "jiaoyu2@wangshu.example"))
    assert "部分收件人退信" in fetch(office).output
    with office.read() as ledger:
        letter = ledger.letters.get(1)
    assert (letter.state, letter.left_out) == (LetterState.SENT, ("jiaoyu2@wangshu.example",))
    box.put(_report(office.message_id(1), "jiaoyu@wangshu.example", number="d2"))
    fetch(office)
    with office.read() as ledger:
        assert ledger.letters.get(1).state is LetterState.RETURNED


def test_a_delayed_letter_has_not_bounced(office: Office, box: ImapBox) -> None:
    box.put(_report(office.message_id(2), "minzheng@wangshu.example", action="delayed"))
    assert "自动回复 1 封" in fetch(office).output
    with office.read() as ledger:
        assert ledger.letters.get(2).state is LetterState.SENT


def test_a_bounce_as_chinese_providers_write_it(office: Office, box: ImapBox) -> None:
    html = (
        "<html><body><b>抱歉，您的邮件被退回来了……</b><table><tr><td>原邮件信息：</td></tr><tr><td>收件人</td>"
        "<td>minzheng@wangshu.example</td></tr><tr><td>主 题</td><td>新增 2 项（2026年11月问题整改通知单，"
        "望舒区民政局）</td></tr><tr><td>退信原因</td><td>收件人邮件地址（minzheng@wangshu.example）不存在，邮件无法送达。"
        "host mx.wangshu.example said 550 Mailbox not found</td></tr></table></body></html>"
    )
    notice = EmailMessage()
    notice["From"], notice["Subject"] = "PostMaster@qq.com", "来自qq.com的退信"
    notice.set_content(html, subtype="html", charset="gb18030", cte="base64")
    raw = notice.as_bytes().replace(b"gb18030", b"gb2312")
    box.put(raw)
    result = fetch(office)
    assert "信件 2 退信：minzheng@wangshu.example：收件人邮件地址" in result.output
    with office.read() as ledger:
        assert ledger.letters.get(2).state is LetterState.RETURNED
        assert ledger.letters.get(1).state is LetterState.SENT


def test_a_bounce_of_a_mail_that_is_none_of_ours_waits(office: Office, box: ImapBox) -> None:
    box.put(_report("<other@wangshu.example>", "nobody@wangshu.example"))
    assert "退信，认不出是哪一封信" in fetch(office).output
    assert [one.state for one in mails(office)] == [MailState.BY_HAND]


def _report(about: str, reader: str, action: str = "failed", number: str = "d1") -> bytes:
    status = "5.1.1" if action == "failed" else "4.4.1"
    return (
        f"From: MAILER-DAEMON@mx.wangshu.example\nTo: wangzhan@wangshu.example\nSubject: report\n"
        f"Message-ID: <{number}@mx.wangshu.example>\nReturn-Path: <>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour mail\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.wangshu.example\n\n"
        f"Final-Recipient: rfc822; {reader}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n"
        f"\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {about}\nSubject: x\n\n--b--\n"
    ).encode()
