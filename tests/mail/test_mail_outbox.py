"""The outbox keeps a letter as it was written, never twice, and knows after any end what may have left."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bench.mail_kill import NOW, draft
from desk.correspondence.sending import release, settle
from ledger.ledger import ForbiddenStep, Ledger, LedgerBroken, NoSuchLetter
from ledger.vocabulary.post.outbox import LetterEvent, LetterKind, LetterState, Matter

LATER = NOW + timedelta(days=1)


def queue(ledger: Ledger, *drafts: object) -> list[int]:
    return list(ledger.letters.queue(LetterKind.RECTIFY, "2026-11", drafts, LATER))  # type: ignore[arg-type]


def test_the_same_letter_is_never_queued_twice_and_frozen_once_released(outbox: Ledger) -> None:
    release(outbox, [outbox.letters.get(2)], "张三", NOW)
    released = outbox.letters.raw(2)
    again = queue(outbox, *(replace(draft(n, 200), raw=b"another day, other bytes") for n in range(6)))
    assert again == [1, 2, 3, 4, 5, 6]
    assert [one.id for one in outbox.letters.find()] == again
    assert outbox.letters.get(2).state is LetterState.READY
    assert outbox.letters.raw(2) == released
    assert outbox.letters.get(1).state is LetterState.HELD
    assert outbox.letters.raw(1) == b"another day, other bytes"


def test_a_letter_written_anew_takes_the_place_of_one_that_has_not_left(released: Ledger) -> None:
    released.letters.step(2, LetterEvent.START, NOW)
    released.letters.step(2, LetterEvent.HAND_OVER, NOW)
    released.letters.step(2, LetterEvent.ACCEPT, NOW)
    changed = [replace(draft(n, 200), mark=f"new {n}", message_id=f"<new{n}@wangshu.example>") for n in (0, 1)]
    numbers = queue(released, *changed)
    assert numbers == [7, 8]
    states = {one.id: one.state for one in released.letters.find()}
    assert states[1] is LetterState.WITHDRAWN, "released, not sent: its words are no longer true"
    assert states[2] is LetterState.SENT
    assert {states[n] for n in (3, 4, 5, 6)} == {LetterState.WITHDRAWN}, "units that are told nothing any more"
    assert states[7] is states[8] is LetterState.HELD
    assert "已发" in released.letters.get(8).note
    assert released.letters.get(7).note == ""


def test_a_letter_taken_back_and_written_again_waits_for_a_new_release(released: Ledger) -> None:
    queue(released)
    assert {one.state for one in released.letters.find()} == {LetterState.WITHDRAWN}
    assert queue(released, draft(0, 200)) == [1]
    assert released.letters.get(1).state is LetterState.HELD


def test_without_address_it_cannot_be_released(outbox: Ledger) -> None:
    (number,) = queue(outbox, replace(draft(9), recipients=(), note="登记册里没有这个单位的邮箱"))
    assert outbox.letters.get(number).state is LetterState.NO_ADDRESS
    with pytest.raises(ForbiddenStep):
        outbox.letters.step(number, LetterEvent.RELEASE, NOW)


def test_what_a_dead_process_left_is_told_apart_by_the_handing_over(released: Ledger) -> None:
    for number in (1, 2):
        released.letters.step(number, LetterEvent.START, NOW)
    released.letters.step(2, LetterEvent.HAND_OVER, NOW)
    recovered = released.letters.recover(LATER)
    assert [one.state for one in recovered] == [LetterState.RETRY, LetterState.MAYBE]
    assert released.letters.get(1).due(LATER)
    assert not released.letters.get(2).due(LATER + timedelta(days=400))
    assert released.letters.recover(LATER) == []


def test_a_person_settles_what_may_have_been_sent(released: Ledger) -> None:
    for number in (1, 2):
        released.letters.step(number, LetterEvent.START, NOW)
        released.letters.step(number, LetterEvent.HAND_OVER, NOW)
    assert settle(released, 1, sent=True, by="张三", why="电话核实", now=LATER).state is LetterState.SENT
    again = settle(released, 2, sent=False, by="张三", why="电话核实", now=LATER)
    assert again.state is LetterState.READY
    assert again.attempts == 0
    last = released.letters.history(2)[-1]
    assert (last.event, last.by, last.why) == (LetterEvent.SETTLE_NOT_SENT, "张三", "电话核实")
    with pytest.raises(ForbiddenStep):
        settle(released, 3, sent=True, by="张三", why="", now=LATER)


def test_a_letter_that_is_not_what_was_queued_is_not_sent(outbox: Ledger, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("UPDATE letter SET raw = ? WHERE id = 3", [b"To: someone@else.example"])
    db.close()
    with pytest.raises(LedgerBroken, match="编号为 3 的信件与写好时不一致"):
        outbox.letters.raw(3)


def test_an_unknown_number_is_said(outbox: Ledger) -> None:
    with pytest.raises(NoSuchLetter, match="没有编号为 99 的信件"):
        outbox.letters.get(99)


def test_all_letters_of_a_period_are_queued_or_none(outbox: Ledger) -> None:
    twin = replace(draft(20), unit="other", message_id=draft(0).message_id)
    with pytest.raises(sqlite3.IntegrityError):
        queue(outbox, draft(21), twin)
    assert [one.state for one in outbox.letters.find()] == [LetterState.HELD] * 6


def test_an_older_ledger_gets_its_outbox(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open_for_writing(path) as ledger:
        ledger.runs.start("r1", "inspect", NOW, {})
    with sqlite3.connect(path) as db:
        db.executescript(
            "DROP TABLE letter; DROP TABLE letter_change; DROP TABLE letter_matter;"
            " DELETE FROM _sqlite_migrations WHERE name LIKE 'outbox%'"
        )
    db.close()
    with Ledger.open_for_writing(path) as ledger:
        assert ledger.letters.find() == []
        assert [one.run for one in ledger.runs.find()] == ["r1"]


def test_what_a_letter_tells_is_kept_with_the_day_it_is_due(outbox: Ledger) -> None:
    told = (Matter(9, date(2026, 12, 4)), Matter(3, None))
    (number,) = queue(outbox, replace(draft(7, 200), matters=told))
    assert outbox.letters.matters(number) == [Matter(3, None), Matter(9, date(2026, 12, 4))]
    assert outbox.letters.matters(outbox.letters.find()[0].id) == []


def test_what_a_dead_process_left_is_put_right_before_anything_is_queued(released: Ledger) -> None:
    released.letters.step(1, LetterEvent.START, NOW)
    queue(released, *(draft(n, 200) for n in range(6)))
    assert released.letters.get(1).state is LetterState.RETRY


def test_the_papers_of_a_day_are_told_by_finding_and_beside_one_only_those_of_its_own(outbox: Ledger) -> None:
    """By hand: 8 tells of 1 and 2, 9 of 2 and 3, 10 of 3; the letters of the day before tell of nothing."""
    told = {6: (1, 2), 7: (2, 3), 8: (3,)}
    drafts = [replace(draft(n, 200), matters=tuple(Matter(f) for f in found)) for n, found in told.items()]
    a, b, c = queue(outbox, *drafts)

    def on(day: date, beside: int | None = None) -> dict[int, list[int]]:
        return {
            finding: [one.id for one in letters] for finding, letters in outbox.letters.told_on(day, beside).items()
        }

    assert on(LATER.date()) == {1: [a], 2: [a, b], 3: [b, c]}
    assert on(LATER.date(), beside=a) == {2: [b]}
    assert on(LATER.date(), beside=b) == {2: [a], 3: [c]}
    assert on(LATER.date() + timedelta(days=1)) == {}
