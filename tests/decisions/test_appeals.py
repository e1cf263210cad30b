"""An appeal and its ruling cover what the letter told: a fact with all that says the same, or a whole line of it.

甲区网 (jia, u1) was told in November of three dead links (1, 2, 3), and of one column that is stale and overdue:
that is one fact (4 tells it, 5 says the same). 6 is a dead link of 甲区网 that nobody was told of. 教育网 (jiao, u2)
was told of a dead link (7).
"""

import io
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from desk.context import Desk
from desk.correspondence.answers import AnswerOwner, answers_of
from desk.correspondence.receipts import Receipt, ReceiptRow
from desk.findings.appeals import line_of
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import AnswerKind, AnswerSource, Decision, DismissalKind, Event, Evidence, Outcome, Verdict
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import Draft, LetterKind, Matter
from tests.decisions.decided_looks import MONDAY, dead, stale

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
LINKS = [f"http://www.jia.gov.cn/{name}" for name in "abc"]
APPEALED = ("--why", "链接已改到新地址", "--now", TUESDAY.isoformat())
TOLD = (1, 2, 3, 4, 5, 7)
RULED = ("--why", "已打开核对", "--now", WEDNESDAY.isoformat())
Open = Callable[[], Ledger]


def overdue() -> Verdict:
    evidence = Evidence("http://www.jia.gov.cn/yw/", MONDAY, quote="稿件 2026-10-01", looks=(MONDAY,))
    return Verdict("column-overdue", "jia", "c1", Outcome.FAIL, "栏目逾期未更新", evidence, column="c1")


def notice(period: str, told: tuple[int, ...], at: datetime) -> IssuedNotice:
    return IssuedNotice(period, f"{period}号", at.date(), at, "王某", at, "x.docx", "0" * 64, 0, told)


@pytest.fixture
def told(desk: Desk, seen) -> Open:
    """The office on the day of the notice; what it gives opens the ledger as it is then."""
    found = seen([*map(dead, LINKS), stale(), overdue(), dead(LINKS[0] + "x"), dead("http://jyj.jia.gov.cn/a", "jiao")])
    assert [(f.id, f.unit) for f in found] == [*((n, "u1") for n in range(1, 7)), (7, "u2")]
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        for f in found:
            if f.waits:
                ledger.decisions.decide(f.id, Decision(Event.CONFIRM, MONDAY, "王某", "看过"))
        ledger.notices.issue(notice("2026-11", TOLD, MONDAY), b"x", [Matter(n) for n in TOLD])
    return lambda: Ledger.open_for_writing(desk.workspace.ledger)


def appealed(told: Open) -> set[int]:
    with told() as ledger:
        return {f.id for f in ledger.findings.find() if f.appeal}


def dismissed(told: Open) -> set[int]:
    with told() as ledger:
        return {f.id for f in ledger.findings.find() if f.dismissed_until}


def fixed(told: Open, number: int, at: datetime) -> None:
    with told() as ledger:
        ledger.decisions.pass_by_person(number, at, "王某", "看到已改好")


def test_an_appeal_is_against_the_whole_fact(told: Open, typed) -> None:
    code, out, _ = typed("finding", "appeal", "4", *APPEALED)
    assert (code, out.count("【申诉待裁定】")) == (0, 2)
    assert appealed(told) == {4, 5}


def test_an_appeal_on_a_part_is_against_that_alone(told: Open, typed) -> None:
    assert typed("finding", "appeal", "5", *APPEALED)[0] == 0
    assert appealed(told) == {5}


def test_a_line_is_what_one_notice_told_of_one_site_and_class(told: Open, typed) -> None:
    """Not the column, not the other unit's link, not the link that the notice did not tell."""
    assert typed("finding", "appeal", "2", "--line", *APPEALED)[0] == 0
    assert appealed(told) == {1, 2, 3}


def test_the_ruling_takes_the_whole_fact_in_one_act(told: Open, typed) -> None:
    typed("finding", "appeal", "4", *APPEALED)
    code, out, _ = typed("finding", "rule", "4", "--accept", "--yes", *RULED)
    assert code == 0
    assert out.startswith("将裁定 2 个问题：申诉成立，按误报处理至 2027-11-25：\n")
    assert out.endswith("已裁定 2 个问题：申诉成立（决定第 1 号）。\n")
    assert (appealed(told), dismissed(told)) == (set(), {4, 5})
    with told() as ledger:
        (act,) = ledger.acts.all()
        assert (act.numbers, act.decision.by, act.chosen) == ((4, 5), "王某", "4")
        assert {f.dismissed_until for f in ledger.findings.find() if f.id in (4, 5)} == {date(2027, 11, 25)}


def test_nothing_is_ruled_on_before_a_person_has_said_yes(told: Open, typed, monkeypatch) -> None:
    typed("finding", "appeal", "4", *APPEALED)
    for said in ("", "n\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(said))
        code, out, _ = typed("finding", "rule", "4", "--accept", *RULED)
        assert code == 2
        assert "将裁定 2 个问题" in out
        assert (appealed(told), dismissed(told)) == ({4, 5}, set())
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert typed("finding", "rule", "4", "--accept", *RULED)[0] == 0
    assert dismissed(told) == {4, 5}


def test_an_appeal_from_before_takes_along_what_says_the_same(told: Open, typed) -> None:
    """The ledger of an earlier version knows the appeal of the fact's teller only. What went along nobody looked at."""
    with told() as ledger:
        ledger.decisions.decide(4, Decision(Event.APPEAL, TUESDAY, "李某", "栏目已备案"))
    assert typed("finding", "rule", "4", "--accept", "--kind", "读错", "--yes", *RULED)[0] == 0
    assert dismissed(told) == {4, 5}
    with told() as ledger:
        events = [(e.event, e.by) for e in ledger.findings.history(5)][-3:]
        assert events == [(Event.APPEAL, "王某"), (Event.RULE_ON_APPEAL, "王某"), (Event.DISMISS, "王某")]
        assert "与问题 4 是同一件事，一并申诉：栏目已备案" in [e.why for e in ledger.findings.history(5)]
        (act,) = ledger.acts.all()
        assert (act.numbers, act.shown) == ((4, 5), (4,))
        assert [one.finding for one in ledger.trust.counted() if one.at == WEDNESDAY] == [4]


def test_a_rejected_line_stands_and_what_is_gone_is_named(told: Open, typed) -> None:
    typed("finding", "appeal", "2", "--line", *APPEALED)
    fixed(told, 1, TUESDAY)
    typed("finding", "rule", "3", "--accept", "--why", "看过", "--now", TUESDAY.isoformat())
    code, out, _ = typed("finding", "rule", "2", "--line", "--reject", *RULED)
    assert code == 0
    assert "不在其内：问题 1，已销号。" in out
    assert "不在其内：问题 3，已判为误报。" in out
    assert (appealed(told), dismissed(told)) == ({1}, {3})


def test_what_was_fixed_after_its_appeal_is_ruled_on_by_its_own_number(told: Open, typed) -> None:
    typed("finding", "appeal", "1", *APPEALED)
    fixed(told, 1, TUESDAY)
    assert typed("finding", "rule", "1", "--accept", *RULED)[0] == 0
    assert (appealed(told), dismissed(told)) == (set(), {1})


def test_a_range_names_those_that_nobody_appealed_against(told: Open, typed) -> None:
    for number in ("1", "3"):
        typed("finding", "appeal", number, *APPEALED)
    code, out, _ = typed("finding", "rule", "1-4", "--accept", "--yes", *RULED)
    assert code == 0
    assert out.count("没有待裁定的申诉") == 2
    assert "问题 2，没有" in out
    assert "问题 4，没有" in out
    assert dismissed(told) == {1, 3}


def test_a_unit_and_a_criterion_pick_appeals_only(told: Open, typed) -> None:
    for number in ("1", "4", "7"):
        typed("finding", "appeal", number, *APPEALED)
    assert typed("finding", "rule", "--unit", "u1", "--criterion", "link-other", "--accept", *RULED)[0] == 0
    assert dismissed(told) == {1}
    code, _, err = typed("finding", "rule", "--unit", "u1", "--criterion", "link-other", "--accept", *RULED)
    assert (code, "没有符合条件的申诉" in err) == (2, True)
    assert typed("finding", "rule", "--accept", *RULED)[0] == 2


def test_a_part_that_is_fixed_or_ruled_on_since_is_left(told: Open, typed) -> None:
    with told() as ledger:
        ledger.decisions.decide(4, Decision(Event.APPEAL, TUESDAY, "李某", "栏目已备案"))
    fixed(told, 5, TUESDAY + timedelta(hours=1))
    out = typed("finding", "rule", "4", "--accept", *RULED)[1]
    assert "不在其内：问题 5，已销号。" in out
    assert dismissed(told) == {4}


def test_a_part_whose_own_appeal_was_rejected_stays_as_it_was_ruled(told: Open, typed) -> None:
    typed("finding", "appeal", "4", *APPEALED)
    typed("finding", "rule", "5", "--reject", "--why", "逾期属实", "--now", TUESDAY.isoformat())
    out = typed("finding", "rule", "4", "--accept", *RULED)[1]
    assert "不在其内：问题 5，已经裁定过。" in out
    assert dismissed(told) == {4}


def test_what_was_fixed_before_the_appeal_is_not_even_named(told: Open, typed) -> None:
    fixed(told, 5, MONDAY + timedelta(hours=1))
    typed("finding", "appeal", "4", *APPEALED)
    assert appealed(told) == {4}
    out = typed("finding", "rule", "4", "--accept", *RULED)[1]
    assert "问题 5" not in out


def test_a_ruling_on_what_changed_meanwhile_is_entered_for_none(told: Open) -> None:
    with told() as ledger:
        for number in (1, 2):
            ledger.decisions.decide(number, Decision(Event.APPEAL, TUESDAY, "李某", "已改"))
        saw = [ledger.findings.get(1), ledger.findings.get(2)]
        ledger.decisions.decide(2, Decision(Event.DISMISS, TUESDAY, "赵某", "看错", kind=DismissalKind.EXCUSED))
        ruling = Decision(Event.RULE_ON_APPEAL, WEDNESDAY, "王某", "属实")
        with pytest.raises(ForbiddenChange, match="问题 2 在查看以后有变化"):
            ledger.acts.rule_on_appeals((1, 2), ruling, accept=True, saw=saw)
        assert (ledger.findings.get(1).appeal, ledger.acts.all()) == ("已改", [])


def test_one_that_cannot_be_ruled_on_undoes_the_others(told: Open) -> None:
    with told() as ledger:
        ledger.decisions.decide(1, Decision(Event.APPEAL, TUESDAY, "李某", "已改"))
        with pytest.raises(ForbiddenChange, match="问题 2 没有待裁定的申诉"):
            ledger.acts.rule_on_appeals((1, 2), Decision(Event.RULE_ON_APPEAL, WEDNESDAY, "王某", "属实"), accept=True)
        assert (ledger.findings.get(1).appeal, ledger.acts.all()) == ("已改", [])


def test_a_receipts_appeal_is_for_all_that_its_row_stands_for(told: Open, desk: Desk) -> None:
    receipt = Receipt(rows=(ReceiptRow(1, 4, AnswerKind.APPEAL, cause="已备案"),))
    with told() as ledger:
        said, refused = answers_of(desk, ledger, receipt, AnswerOwner("u1"), TUESDAY, AnswerSource.MAIL)
        assert ([(a.finding, a.cause) for a in said], refused) == ([(4, "已备案"), (5, "已备案")], [])
        for one in said:
            assert ledger.answers.record(one).note == ""
    assert appealed(told) == {4, 5}


def test_what_a_clerk_enters_of_an_appeal_takes_the_fact_or_the_line(told: Open, typed) -> None:
    words = ("--appeal", "--cause", "已备案", "--now", TUESDAY.isoformat())
    assert typed("answers", "enter", "4", *words)[0] == 0
    assert appealed(told) == {4, 5}
    assert typed("answers", "enter", "1", "--line", *words)[0] == 0
    assert appealed(told) == {1, 2, 3, 4, 5}
    code, _, err = typed("answers", "enter", "7", "--line", "--working", "--now", TUESDAY.isoformat())
    assert (code, "--line 只和 --appeal 一起写" in err) == (2, True)
    with told() as ledger:
        assert [a.finding for a in ledger.answers.find()] == [4, 5, 1, 2, 3]


def test_the_line_is_that_of_the_last_notice_that_told_it(told: Open, desk: Desk) -> None:
    later = MONDAY + timedelta(days=30)
    with told() as ledger:
        ledger.decisions.decide(1, Decision(Event.URGE, later, "王某", "电话"))  # as one that a notice tells again
        ledger.notices.issue(notice("2026-12", (1, 6), later), b"y", [Matter(1), Matter(6)])
        kept = ledger.findings.find()
        lines = {n: {f.id for f in line_of(desk, ledger, kept, n)} for n in range(1, 8)}
    assert lines == {1: {1, 6}, 2: {1, 2, 3}, 3: {1, 2, 3}, 4: {4, 5}, 5: {4, 5}, 6: {1, 6}, 7: {7}}


def test_where_no_notice_told_it_the_line_is_a_letters_that_left(desk: Desk, seen) -> None:
    seen([*map(dead, LINKS)])
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:

        def line() -> set[int]:
            return {f.id for f in line_of(desk, ledger, ledger.findings.find(), 1)}

        matters = (Matter(1), Matter(2))
        to = ("<a@b>", ("a@b.example",), "s", b"x", "", matters)
        draft = Draft(LetterKind.PROMPT, "u1", "甲区办公室", "2026-11-23", "m", *to)
        (number,) = ledger.letters.queue(LetterKind.PROMPT, "2026-11-23", [draft], MONDAY)
        assert line() == {1}, "nobody has got the letter yet"
        ledger.letters.release(number, MONDAY, "王某")
        assert line() == {1, 2}
