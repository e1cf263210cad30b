"""What the ledger keeps of an answer, and what an answer may do to a problem: never close it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.ledger import NoSuchFinding, NotWaiting
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Decision, Event, State
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState
from tests.answers.replies import SENT, Office

NOW = SENT + timedelta(days=1)
FIXED = Answer(1, "u1", NOW, AnswerKind.FIXED, AnswerSource.CLERK, by="李明", measure="已更换链接")
MAIL = Incoming("m1", "<a@b.cn>", 7, 3, "a@b.cn", "回执", NOW, MailKind.RECEIPT, MailState.DONE)


@pytest.mark.parametrize(
    ("kind", "state", "event"),
    [
        (AnswerKind.FIXED, State.RECHECK, Event.REPORT_FIXED),
        (AnswerKind.WORKING, State.NOTIFIED, Event.NOTIFY),
        (AnswerKind.APPEAL, State.NOTIFIED, Event.APPEAL),
    ],
)
def test_what_each_kind_of_answer_does(office: Office, kind: AnswerKind, state: State, event: Event) -> None:
    with office.write() as ledger:
        kept = ledger.answers.record(replace(FIXED, kind=kind, cause="一直能打开"))
        assert (kept.note, ledger.findings.get(1).state, ledger.findings.history(1)[-1].event) == ("", state, event)
        assert ledger.answers.find(finding=1) == [kept]
        assert ledger.findings.get(1).appeal == ("一直能打开" if kind is AnswerKind.APPEAL else "")


def test_an_answer_that_can_do_nothing_is_kept_with_the_reason(office: Office) -> None:
    with office.write() as ledger:
        ledger.decisions.pass_by_person(1, NOW, "张三", "看过")
        kept = ledger.answers.record(FIXED)
        assert kept.note == "问题处于“已销号”状态，没有记入“反馈已整改”"
        assert ledger.answers.find(finding=1) == [kept]
        assert ledger.findings.get(1).state is State.CLOSED


def test_put_right_said_twice_waits_for_the_same_look(office: Office) -> None:
    with office.write() as ledger:
        ledger.answers.record(FIXED)
        assert ledger.answers.record(FIXED).note == ""
        assert len(ledger.answers.find(finding=1)) == 2
        assert ledger.findings.get(1).state is State.RECHECK
        assert [e.event for e in ledger.findings.history(1)].count(Event.REPORT_FIXED) == 1


@pytest.mark.parametrize("kind", AnswerKind)
def test_no_answer_closes_anything(office: Office, kind: AnswerKind) -> None:
    with office.write() as ledger:
        for number in range(1, 6):
            unit = ledger.findings.get(number).unit
            ledger.answers.record(replace(FIXED, finding=number, unit=unit, kind=kind, cause="已改"))
            assert ledger.findings.get(number).state is not State.CLOSED


def test_free_text_is_masked_and_addresses_are_not(office: Office) -> None:
    phone = "联系13812345678"
    told = replace(FIXED, cause=phone, measure=phone, by=phone, reviewer=phone, likewise=phone, note=phone)
    with office.write() as ledger:
        kept = ledger.answers.record(replace(told, new_address="http://a.cn/13812345678"))
        texts = (kept.cause, kept.measure, kept.by, kept.reviewer, kept.likewise, kept.note)
        assert set(texts) == {"联系138****5678"}
        assert kept.new_address == "http://a.cn/13812345678"
        assert ledger.answers.find() == [kept]
        assert ledger.findings.history(1)[-1].why == "联系138****5678"
    assert b"13812345678" not in office.workspace.ledger.read_bytes().replace(b"http://a.cn/13812345678", b"")


def test_answers_are_asked_for_by_problem_unit_and_time(office: Office) -> None:
    later = replace(FIXED, finding=4, unit="u2", at=NOW + timedelta(hours=1))
    with office.write() as ledger:
        ledger.answers.record(FIXED)
        ledger.answers.record(later)
        assert [one.finding for one in ledger.answers.find()] == [1, 4]
        assert [one.finding for one in ledger.answers.find(unit="u2")] == [4]
        assert [one.finding for one in ledger.answers.find(since=later.at)] == [4]
        assert ledger.answers.find(finding=2) == []


def test_a_mail_brings_its_answers_once_and_all_or_none(office: Office) -> None:
    with office.write() as ledger:
        first, brought = ledger.inbox.keep(MAIL, [FIXED])
        assert (first.id, len(brought)) == (1, 1)
        again, none = ledger.inbox.keep(replace(MAIL, validity=8, uid=99), [FIXED])
        assert (again.id, again.uid, none, len(ledger.answers.find())) == (1, 99, [], 1)
        assert (ledger.inbox.last_uid(7), ledger.inbox.last_uid(8)) == (0, 99)
        with pytest.raises(NoSuchFinding):
            ledger.inbox.keep(replace(MAIL, mark="m2"), [replace(FIXED, finding=2), replace(FIXED, finding=99)])
        assert len(ledger.answers.find()) == 1
        assert ledger.findings.get(2).state is State.NOTIFIED
        assert len(ledger.inbox.find()) == 1


def test_only_a_mail_that_waits_is_settled(office: Office) -> None:
    with office.write() as ledger:
        ledger.inbox.keep(replace(MAIL, state=MailState.CLAIM))
        done = ledger.inbox.settle(1, "张三", "电话核实", NOW)
        assert (done.state, done.note) == (MailState.DONE, "2026-12-01 09:00 张三：电话核实")
        with pytest.raises(NotWaiting):
            ledger.inbox.settle(1, "张三", "又一次", NOW)


def test_a_forms_mark_is_one_for_a_unit_and_a_period(office: Office) -> None:
    with office.write() as ledger:
        one = ledger.answers.receipt_token("u1", "2026-11")
        assert one == ledger.answers.receipt_token("u1", "2026-11")
        assert ledger.answers.receipt_of(one) == ("u1", "2026-11")
        assert (
            len({one, ledger.answers.receipt_token("u2", "2026-11"), ledger.answers.receipt_token("u1", "2026-12")})
            == 3
        )
        assert ledger.answers.receipt_of("made-up") is None


def test_an_appeal_after_its_ruling_can_be_made_again(office: Office) -> None:
    appeal = replace(FIXED, kind=AnswerKind.APPEAL, cause="一直能打开")
    with office.write() as ledger:
        ledger.answers.record(appeal)
        ledger.decisions.decide(1, Decision(Event.RULE_ON_APPEAL, NOW, "张三", "当时确实打不开"))
        assert ledger.findings.get(1).appeal == ""
        ledger.answers.record(replace(appeal, cause="另有证明"))
        assert ledger.findings.get(1).appeal == "另有证明"
