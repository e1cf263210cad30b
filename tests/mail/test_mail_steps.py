"""The outbox step by step: what each step keeps of a letter, which of several ones gives way, and what is listed."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bench.mail_kill import NOW, draft
from ledger.correspondence.letter_states import ForbiddenStep, after, next_try, withdrawable
from ledger.ledger import Ledger, NoSuchLetter
from ledger.vocabulary.post.outbox import Draft, LetterChange, LetterEvent, LetterId, LetterKind, LetterState, Matter

LATER = NOW + timedelta(hours=1)
E, S = LetterEvent, LetterState
HANDED = (E.RELEASE, E.START, E.HAND_OVER)


def steps(outbox: Ledger, number: int, *events: LetterEvent, **more: object) -> LetterState:
    """The last event with ``more``; the state after it."""
    for event in events[:-1]:
        outbox.letters.step(number, event, NOW)
    return outbox.letters.step(number, events[-1], NOW, **more).state  # type: ignore[arg-type]


def queue(outbox: Ledger, *drafts: Draft, kind: LetterKind = LetterKind.RECTIFY, period: str = "2026-11") -> list[int]:
    return list(outbox.letters.queue(kind, period, drafts, LATER, "李四"))


def test_what_is_kept_of_a_letter(outbox: Ledger) -> None:
    written = replace(draft(8, 200), note="抄送办公室")
    (number,) = queue(outbox, written)
    kept = outbox.letters.get(number)
    assert (kept.kind, kept.unit, kept.unit_name, kept.period) == (LetterKind.RECTIFY, "u008", "第8单位", "2026-11")
    assert (kept.created, kept.message_id, kept.recipients) == (LATER, written.message_id, written.recipients)
    assert (kept.subject, kept.sha256) == ("新增", hashlib.sha256(written.raw).hexdigest())
    assert (kept.state, kept.attempts, kept.next_try, kept.answer) == (S.HELD, 0, None, "")
    assert (kept.left_out, kept.note) == ((), "抄送办公室")
    assert outbox.letters.raw(number) == written.raw
    assert outbox.letters.history(number) == [LetterChange(LetterId(number), LATER, E.QUEUE, None, S.HELD, "李四")]
    with pytest.raises(NoSuchLetter, match="发件箱里没有编号为 99 的信件。"):
        outbox.letters.history(99)


def test_written_again_before_its_release_the_newest_counts(outbox: Ledger) -> None:
    changed = replace(draft(0, 200), subject="改过", raw=b"new", matters=(Matter(5),))
    rest = [draft(n, 200) for n in range(1, 6)]
    assert queue(outbox, changed, *rest) == [1, 2, 3, 4, 5, 6]
    kept = outbox.letters.get(1)
    assert (kept.created, kept.subject, kept.sha256) == (LATER, "改过", hashlib.sha256(b"new").hexdigest())
    assert (outbox.letters.raw(1), outbox.letters.matters(1)) == (b"new", [Matter(5)])
    queue(outbox, replace(changed, matters=(Matter(7, date(2026, 12, 4)), Matter(6))), *rest)
    assert outbox.letters.matters(1) == [Matter(6), Matter(7, date(2026, 12, 4))]
    assert [(one.event, one.before, one.after, one.by) for one in outbox.letters.history(1)][1:] == [
        (E.QUEUE, S.HELD, S.HELD, "李四"),
        (E.QUEUE, S.HELD, S.HELD, "李四"),
    ]
    outbox.letters.step(1, E.RELEASE, LATER)
    queue(outbox, replace(changed, raw=b"newer", matters=()), *rest)
    assert (outbox.letters.raw(1), outbox.letters.matters(1)) == (b"new", [Matter(6), Matter(7, date(2026, 12, 4))])


@pytest.mark.parametrize(
    ("events", "after_it", "gives_way"),
    [
        ((), S.HELD, True),
        ((E.RELEASE,), S.READY, True),
        ((E.RELEASE, E.START, E.BREAK), S.RETRY, True),
        ((*HANDED, E.ACCEPT), S.SENT, False),
        ((*HANDED, E.BREAK), S.MAYBE, False),
        ((*HANDED, E.REFUSE), S.RETURNED, False),
    ],
)
@pytest.mark.parametrize("kind", [LetterKind.RECTIFY, LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE])
def test_which_letters_give_way_to_new_ones(
    outbox: Ledger, kind: LetterKind, events: tuple[LetterEvent, ...], after_it: LetterState, gives_way: bool
) -> None:
    old = replace(draft(8, 200), kind=kind)
    (number,) = queue(outbox, old, kind=kind)
    if events:
        assert steps(outbox, number, *events) is after_it
    told = kind.urges and after_it in (S.READY, S.RETRY)  # its release has urged the unit: that cannot be unsaid
    (new,) = queue(outbox, replace(old, mark="neu", message_id="<neu@wangshu.example>"), kind=kind)
    assert outbox.letters.get(number).state is (S.WITHDRAWN if gives_way and not told else after_it)
    assert outbox.letters.get(new).state is S.HELD
    went = after_it in (S.SENT, S.MAYBE)
    assert outbox.letters.get(new).note == (f"本期已有一封“{after_it}”（编号 {number}）" if went else "")
    if gives_way and not told:
        last = outbox.letters.history(number)[-1]
        assert (last.event, last.by, last.why) == (E.WITHDRAW, "李四", "本期信件已重新写过")


def test_letters_of_another_period_kind_or_unit_are_left_alone(outbox: Ledger) -> None:
    steps(outbox, 1, *HANDED, E.ACCEPT)
    (next_month,) = queue(outbox, replace(draft(0), period="2026-12", message_id="<a@b.example>"), period="2026-12")
    (prompt,) = queue(
        outbox, replace(draft(0), kind=LetterKind.PROMPT, message_id="<c@b.example>"), kind=LetterKind.PROMPT
    )
    assert [one.state for one in outbox.letters.find()] == [S.SENT, *[S.HELD] * 7]
    assert outbox.letters.get(next_month).note == outbox.letters.get(prompt).note == ""
    noted = replace(draft(0), mark="neu", message_id="<d@b.example>", note="请核对")
    (again,) = queue(outbox, noted)
    assert outbox.letters.get(again).note == "请核对；本期已有一封“已发”（编号 1）"


def test_which_letters_are_listed(outbox: Ledger) -> None:
    outbox.letters.step(2, E.RELEASE, NOW)
    queue(outbox, replace(draft(9), kind=LetterKind.SCORE, period="2026"), kind=LetterKind.SCORE, period="2026")

    def numbers(**asked: object) -> list[int]:
        return [one.id for one in outbox.letters.find(**asked)]  # type: ignore[arg-type]

    assert numbers() == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(states=(S.READY,)) == [2]
    assert numbers(states=(S.READY, S.HELD), kind=LetterKind.RECTIFY) == [1, 2, 3, 4, 5, 6]
    assert numbers(states=(S.SENT,)) == []
    assert numbers(kind=LetterKind.SCORE) == numbers(period="2026") == [7]
    assert numbers(kind=LetterKind.SCORE, period="2026-11") == []


@pytest.mark.parametrize(
    ("event", "state", "answer", "again"),
    [
        (E.ACCEPT, S.SENT, "250 OK", None),
        (E.DEFER, S.RETRY, "250 OK", LATER),
        (E.REFUSE, S.RETURNED, "250 OK", None),
        (E.BREAK, S.MAYBE, "250 OK", None),
    ],
)
def test_what_a_server_said_is_kept(
    outbox: Ledger, event: LetterEvent, state: LetterState, answer: str, again: object
) -> None:
    assert steps(outbox, 1, *HANDED, event, why="250 OK", again=LATER, left_out=["a@b.example"]) is state
    kept = outbox.letters.get(1)
    assert (kept.answer, kept.next_try, kept.left_out, kept.attempts) == (answer, again, ("a@b.example",), 1)
    assert outbox.letters.history(1)[-1].why == "250 OK"


def test_a_step_of_ours_is_no_answer(outbox: Ledger) -> None:
    steps(outbox, 1, *HANDED, E.DEFER, why="稍后", again=LATER, left_out=["a@b.example"])
    assert steps(outbox, 1, E.START, why="x", again=LATER, left_out=["c@d.example"]) is S.SENDING
    kept = outbox.letters.get(1)
    assert (kept.answer, kept.next_try, kept.left_out, kept.attempts) == ("稍后", None, ("a@b.example",), 2)
    steps(outbox, 1, E.DEFER, why="")
    assert (outbox.letters.get(1).answer, outbox.letters.get(1).next_try, outbox.letters.get(1).left_out) == (
        "",
        None,
        (),
    )
    assert outbox.letters.get(1).due(NOW), "no time was set: at once"


@pytest.mark.parametrize(
    ("events", "attempts"),
    [
        ((E.RELEASE,), 0),
        ((E.RELEASE, E.START), 1),
        ((E.RELEASE, E.START, E.DEFER, E.START), 2),
        ((*HANDED, E.REFUSE), 1),
        ((*HANDED, E.REFUSE, E.RELEASE), 0),  # counted anew
        ((*HANDED, E.BREAK, E.SETTLE_NOT_SENT), 0),
        ((*HANDED, E.BREAK, E.SETTLE_SENT), 1),
    ],
)
def test_attempts_are_counted_from_the_release(outbox: Ledger, events: tuple[LetterEvent, ...], attempts: int) -> None:
    steps(outbox, 1, *events)
    assert outbox.letters.get(1).attempts == attempts


def test_every_step_is_written_down(outbox: Ledger) -> None:
    steps(outbox, 1, *HANDED, E.ACCEPT, by="张三", why="250")
    assert [(one.event, one.before, one.after) for one in outbox.letters.history(1)] == [
        (E.QUEUE, None, S.HELD),
        (E.RELEASE, S.HELD, S.READY),
        (E.START, S.READY, S.SENDING),
        (E.HAND_OVER, S.SENDING, S.HANDED),
        (E.ACCEPT, S.HANDED, S.SENT),
    ]
    assert [(one.letter, one.by, one.why) for one in outbox.letters.history(1)][-1] == (1, "张三", "250")


def test_a_step_is_on_the_disk_before_anything_goes_on(outbox: Ledger) -> None:
    """SQLite's 2 is FULL: a power cut undoes no step that a server has acted on, whatever the build begins with."""
    outbox._store.db.execute("PRAGMA synchronous = NORMAL")
    steps(outbox, 1, E.RELEASE)
    assert outbox._store.db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_what_was_interrupted_is_told(outbox: Ledger) -> None:
    steps(outbox, 1, E.RELEASE, E.START)
    (one,) = outbox.letters.recover(LATER)
    assert (one.state, one.answer) == (S.RETRY, "发信程序中断，没有收到对方的答复")


@pytest.mark.parametrize("state", LetterState)
def test_what_has_not_left_may_be_taken_back(state: LetterState) -> None:
    assert withdrawable(state) is (state in (S.NO_ADDRESS, S.HELD, S.READY, S.RETRY))


def test_a_forbidden_step_names_state_and_event() -> None:
    for before, number, told in (
        (S.SENT, 0, "信件处于“已发”状态，不能做“开始发送”。"),
        (None, 0, "信件处于“尚未写入”状态，不能做“开始发送”。"),
        (S.SENT, 3, "信件 3 处于“已发”状态，不能做“开始发送”。"),
    ):
        with pytest.raises(ForbiddenStep) as refused:
            after(before, E.START, number)
        assert str(refused.value) == told


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 5), (1, 5), (2, 15)])
def test_the_first_gap(attempts: int, minutes: int) -> None:
    assert next_try(NOW, attempts) == NOW + timedelta(minutes=minutes)
