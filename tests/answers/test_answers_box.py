"""Answers by mail, from a real IMAP server (dovecot) into the ledger: once each, only the unit's own, nothing lost."""

from datetime import date
from email.message import EmailMessage

import pytest

from bench.imap_box import BadLine, ImapBox
from ledger.vocabulary import AnswerKind, AnswerSource, State
from ledger.vocabulary.post.incoming import MailKind, MailState
from tests.answers.replies import FIXED, Office, fetch, filled, mails, put, reply, run, states

pytestmark = pytest.mark.needs("dovecot")


def test_a_form_sent_in_reply_is_the_units_answer(office: Office, box: ImapBox) -> None:
    foot = {"填报人": "李明", "电话": "13812345678", "审核人": "王主任", "举一反三情况": "已自查全站"}
    waits = {"整改情况": "整改中", "原因": "等待改版", "完成时间": "2026/12/20"}
    sheet = filled(office.sheet(1), {1: FIXED, 2: waits}, foot)
    box.put(reply(sheet, answers=office.message_id(1)))
    result = fetch(office)
    assert result.exit_code == 0, result.output
    assert "新读邮件 1 封：回执 1 封；记入答复 2 条。" in result.output
    assert "还没有答复的问题：编号 3" in result.output
    with office.read() as ledger:
        first, second = ledger.answers.find(unit="u1")
        letter = ledger.letters.find()[0].id
    assert (first.finding, first.kind, first.source) == (1, AnswerKind.FIXED, AnswerSource.MAIL)
    assert (first.measure, first.done_on, first.letter) == ("已更换链接", date(2026, 12, 1), letter)
    assert (first.by, first.reviewer, first.likewise) == ("李明（138****5678）", "王主任", "已自查全站")
    assert (second.kind, second.cause, second.done_on) == (AnswerKind.WORKING, "等待改版", date(2026, 12, 20))
    assert states(office, 1, 2, 3) == [State.RECHECK, State.NOTIFIED, State.NOTIFIED]


def test_the_mails_are_left_as_they_were(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(1), {1: FIXED})))
    before = [path.read_bytes() for path in box.files()]
    fetch(office)
    assert [path.read_bytes() for path in box.files()] == before
    assert not any(path.name.partition(":2,")[2] for path in box.files()), "no flag, \\Seen neither, was set"


def test_without_references_the_form_is_known_by_its_mark(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(2), {4: FIXED}), sender="minzheng@wangshu.example"))
    assert "记入答复 1 条" in fetch(office).output
    assert states(office, 4, 5) == [State.RECHECK, State.NOTIFIED]


def test_without_its_mark_it_is_known_by_the_letter_it_answers(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(1), {1: FIXED}, mark=False), answers=office.message_id(1)))
    assert "记入答复 1 条" in fetch(office).output


def test_without_either_it_waits_for_a_clerk_who_takes_it(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(1), {1: FIXED}, mark=False)))
    result = fetch(office)
    assert result.exit_code == 1
    assert "认不出是哪封信的回执" in result.output
    assert "待认领：请核实" in result.output
    (mail,) = mails(office)
    assert (mail.kind, mail.state, mail.unit) == (MailKind.RECEIPT, MailState.CLAIM, "")
    shown = run(office, "show", str(mail.id))
    kept = [line.removeprefix("【文件】") for line in shown.output.splitlines() if line.startswith("【文件】")]
    assert [name.rpartition(".")[2] for name in kept] == ["eml", "xlsx"]
    words = ("take", kept[1], "--mail", str(mail.id), "--unit", "u1", "--by", "张三", "--no-recheck")
    assert run(office, *words).exit_code == 0
    assert states(office, 1) == [State.RECHECK]
    assert mails(office)[0].state is MailState.DONE
    assert run(office, "list").exit_code == 0


def test_a_stranger_with_the_units_form_only_waits(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(1), {1: FIXED}), sender="boss@evil.example", answers=office.message_id(1)))
    result = fetch(office)
    assert result.exit_code == 1
    (mail,) = mails(office)
    assert mail.state is MailState.CLAIM
    assert mail.note == "发信地址“boss@evil.example”不是该单位登记的邮箱"
    assert states(office, 1) == [State.NOTIFIED]
    with office.read() as ledger:
        assert ledger.answers.find() == []


def test_two_senders_in_one_head_are_nobody(office: Office, box: ImapBox) -> None:
    raw = reply(filled(office.sheet(1), {1: FIXED})).replace(b"<jiaoyu@", b"<boss@evil.example>, x <jiaoyu@", 1)
    box.put(raw)
    assert fetch(office).exit_code == 1
    assert states(office, 1) == [State.NOTIFIED]


def test_problems_of_another_unit_are_refused_and_told(office: Office, box: ImapBox) -> None:
    sheet = filled(office.sheet(1), {1: FIXED})
    other = filled(office.sheet(2), {4: FIXED, 5: FIXED})
    box.put(reply(sheet, number="a1"))
    # 民政局's problems written into 教育局's reply
    box.put(reply(filled(other, {}, mark=False), answers=office.message_id(1), number="a2"))
    result = fetch(office)
    assert result.exit_code == 1
    assert "第 4 行编号 4 不是该单位的问题，没有记入" in result.output
    assert "第 5 行编号 5 不是该单位的问题，没有记入" in result.output
    assert states(office, 1, 4, 5) == [State.RECHECK, State.NOTIFIED, State.NOTIFIED]


def test_a_form_of_one_unit_in_reply_to_anothers_letter_waits(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(2), {4: FIXED}), answers=office.message_id(1)))
    assert "回执表与所回复的信件不是同一个单位的" in fetch(office).output
    assert states(office, 4) == [State.NOTIFIED]


def test_read_twice_it_does_nothing(office: Office, box: ImapBox) -> None:
    raw = reply(filled(office.sheet(1), {1: FIXED}))
    put(box, [raw, raw])  # delivered twice, as by two aliases
    assert "新读邮件 1 封" in fetch(office).output
    assert "新读邮件 0 封" in fetch(office).output
    box.number_anew()
    assert "新读邮件 0 封" in fetch(office).output
    with office.read() as ledger:
        assert len(ledger.answers.find()) == 1
        assert len(ledger.inbox.find()) == 1


def test_of_two_forms_of_a_unit_the_later_counts(office: Office, box: ImapBox) -> None:
    put(
        box,
        [
            reply(filled(office.sheet(1), {1: {"整改情况": "整改中", "原因": "等待改版"}}), number="a1"),
            reply(filled(office.sheet(1), {1: FIXED}), number="a2"),
        ],
    )
    fetch(office)
    with office.read() as ledger:
        assert [one.kind for one in ledger.answers.find(finding=1)] == [AnswerKind.WORKING, AnswerKind.FIXED]
    assert states(office, 1) == [State.RECHECK]


def test_an_appeal_with_its_proof_stands_open_and_the_file_is_kept(office: Office, box: ImapBox) -> None:
    proof = b"%PDF-1.4 proof"
    sheet = filled(office.sheet(1), {3: {"整改情况": "申诉", "申诉理由": "该链接一直能打开"}})
    box.put(reply(sheet, more={"截图证明.pdf": proof}))
    assert fetch(office).exit_code == 0
    with office.read() as ledger:
        (answer,) = ledger.answers.find(finding=3)
        finding = ledger.findings.get(3)
    assert (finding.state, finding.appeal) == (State.NOTIFIED, "该链接一直能打开")
    assert len(answer.evidence) == 2, "the form itself and the proof"
    kept = {path.read_bytes() for path in office.workspace.answers.iterdir()}
    assert proof in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in office.workspace.answers.iterdir())
    listed = run(office, "list")
    assert listed.exit_code == 1
    assert "该链接一直能打开" in listed.output


def test_what_a_person_wrote_without_a_form_waits(office: Office, box: ImapBox) -> None:
    box.put(reply(None, subject="关于\x1b[31m整改的问题" + "长" * 500))
    result = fetch(office)
    assert result.exit_code == 1
    assert all(line.isprintable() for line in result.output.splitlines())
    (mail,) = mails(office)
    assert (mail.kind, mail.state, len(mail.subject)) == (MailKind.OTHER, MailState.BY_HAND, 200)
    assert run(office, "done", str(mail.id), "--why", "已电话答复", "--by", "张三").exit_code == 0
    again = run(office, "done", str(mail.id), "--why", "又一次")
    assert "不需要再处理" in str(again.exception)


def test_an_old_workbook_is_told_how_to_be_sent(office: Office, box: ImapBox) -> None:
    box.put(reply(None, more={"回执.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600}))
    result = fetch(office)
    assert result.exit_code == 1
    assert "另存为 .xlsx" in result.output


def test_automatic_replies_are_counted_and_wait_for_nobody(office: Office, box: ImapBox) -> None:
    away = EmailMessage()
    away["From"], away["Subject"] = "jiaoyu@wangshu.example", "答复"
    away["Auto-Submitted"] = "auto-replied"
    away.set_content("本人外出。")
    read = (
        b"From: jiaoyu@wangshu.example\nSubject: ok\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nread\n--b\nContent-Type: message/disposition-notification\n\n"
        b"Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    qq = b"From: jiaoyu@wangshu.example\nSubject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOuaVtOaUuQ==?=\n\nhi\n"
    put(box, [away.as_bytes(), read, qq])
    result = fetch(office)
    assert (result.exit_code, "自动回复 3 封" in result.output) == (0, True), result.output
    assert {mail.state for mail in mails(office)} == {MailState.SKIPPED}


def test_of_five_hundred_mails_only_the_new_ones_are_read(office: Office, box: ImapBox) -> None:
    def mail(number: int) -> bytes:
        return reply(None, subject=f"第{number}封", number=f"n{number}")

    put(box, map(mail, range(500)))
    assert "新读邮件 500 封" in fetch(office).output
    put(box, map(mail, range(500, 503)))
    result = fetch(office)
    assert "新读邮件 3 封" in result.output
    assert [one.subject for one in mails(office)][-3:] == ["第500封", "第501封", "第502封"]


def test_more_than_a_rounds_worth_is_said_and_read_next_time(
    office: Office, box: ImapBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.mail.mailbox.MAILS", 3)
    put(box, (reply(None, subject=f"第{n}封", number=f"n{n}") for n in range(5)))
    assert "还有 2 封没有读，请再运行一次。" in fetch(office).output
    assert "新读邮件 2 封" in fetch(office).output


def test_a_line_that_breaks_in_the_middle_of_a_mail_loses_nothing(office: Office, box: ImapBox) -> None:
    told = [f"第{n}封" for n in range(6)]
    put(box, (reply(b"0" * 40_000, subject=words, number=f"n{n}") for n, words in enumerate(told)))
    settings = office.workspace.config / "mail.toml"
    right = settings.read_text(encoding="utf-8")
    with BadLine(box.port, after=200_000) as line:  # a mail is some 55 KB on the wire
        settings.write_text(right.replace(str(box.port), str(line.port)), encoding="utf-8")
        result = fetch(office)
    assert result.exit_code == 3
    assert "连接断开了；已读的都已记下" in result.output
    assert [one.subject for one in mails(office)] == told[:3]
    settings.write_text(right, encoding="utf-8")
    assert "新读邮件 3 封" in fetch(office).output
    assert [one.subject for one in mails(office)] == told


def test_a_wrong_password_is_one_sentence(office: Office, box: ImapBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_IMAP_PASSWORD", "wrong-Xq7")
    result = fetch(office)
    assert result.exit_code == 3
    (told,) = [line for line in result.output.splitlines() if "收信服务器" in line]
    assert "不接受用户名或密码" in told
    assert "Xq7" not in result.output


def test_said_to_be_fixed_it_is_looked_at_at_once(office: Office, box: ImapBox) -> None:
    box.put(reply(filled(office.sheet(1), {1: FIXED})))
    result = run(office, "fetch")
    # the criterion of these problems is none of the shipped ones: the look says so, and nothing is closed
    assert "复查 1  未能核查" in result.output
    assert result.exit_code == 1
    assert states(office, 1) == [State.RECHECK]
