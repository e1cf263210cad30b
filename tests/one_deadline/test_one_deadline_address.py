"""A place whose entry in the register was wrong is withdrawn: not pressed, not told, and never called fixed."""

import email
from dataclasses import replace
from datetime import date
from email.policy import SMTP
from pathlib import Path

import docx
import pytest

from desk.notices.drafts import frozen
from desk.register.readdress import Readdress, readdressed
from ledger.vocabulary import Event, State
from tests.one_deadline.estate import COLUMN, LINK, REMIND, Estate, at


def stale(estate: Estate) -> int:
    """The column gg, seen stale on 21 September at the address that is registered for it."""
    return estate.bad(at(9, 21), COLUMN, place="gg", column="gg")


def mend(estate: Estate, url: str = "http://jy.wangshu.example/tzgg/") -> None:
    register = estate.desk.register
    columns = {**register.columns, "gg": replace(register.columns["gg"], url=url)}
    estate.reregister(replace(register, columns=columns))


def in_order(estate: Estate, day: int, month: int = 9) -> None:
    estate.good(at(month, day), COLUMN, place="gg", column="gg")


def paper(file: Path) -> str:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("looked", [False, True])
def test_before_the_draft_it_is_not_told_at_all(estate: Estate, looked: bool) -> None:
    """Whether the right address has been looked at or not: not as a problem, and not as 经提醒已整改."""
    number, link = stale(estate), estate.bad(at(9, 21), LINK)
    mend(estate)
    if looked:
        in_order(estate, 25)
    draft = estate.draft(at(9, 28))
    assert [p.finding for p in frozen(estate.ledger, "2026-09").problems] == [link]
    assert "通知公告" not in paper(draft)
    assert "已整改" not in paper(draft)
    assert estate.ledger.findings.get(number).state is (State.CLOSED if looked else State.CONFIRMED)


def test_its_twin_that_was_truly_put_right_is_told_as_fixed(estate: Estate) -> None:
    stale(estate)
    in_order(estate, 25)
    estate.draft(at(9, 28))
    (line,) = frozen(estate.ledger, "2026-09").problems
    assert line.state is State.CLOSED


def test_its_twin_that_is_stale_at_the_right_address_too_stands(estate: Estate) -> None:
    number = stale(estate)
    mend(estate)
    estate.bad(at(9, 25), COLUMN, place="gg", column="gg")
    estate.draft(at(9, 28))
    assert [p.finding for p in frozen(estate.ledger, "2026-09").problems] == [number]


@pytest.mark.parametrize("url", ["https://jy.wangshu.example/gg/", "http://jy.wangshu.example/gg"])
def test_the_same_address_written_otherwise_was_not_wrong(estate: Estate, url: str) -> None:
    stale(estate)
    mend(estate, url)
    in_order(estate, 25)
    estate.draft(at(9, 28))
    assert [p.state for p in frozen(estate.ledger, "2026-09").problems] == [State.CLOSED]


def test_a_move_of_the_site_is_no_mistake_of_the_register(estate: Estate) -> None:
    stale(estate)
    move = Readdress("jy", "http://www.wangshu.example/jy/")
    estate.reregister(readdressed(estate.desk.register, move, date(2026, 9, 24)))
    in_order(estate, 25)
    estate.draft(at(9, 28))
    assert [p.state for p in frozen(estate.ledger, "2026-09").problems] == [State.CLOSED]


@pytest.mark.parametrize("looked", [False, True])
def test_between_draft_and_signature_it_is_withheld_and_said_to_be_the_registers_fault(
    estate: Estate, looked: bool
) -> None:
    number, link = stale(estate), estate.bad(at(9, 21), LINK)
    draft = estate.draft(at(9, 28))
    mend(estate)
    if looked:
        in_order(estate, 29)
    made = estate.sign(at(9, 30), draft)
    assert made.withheld == ((number, "写送签稿以后登记的地址有误，已经更正"),)
    assert made.notice.told == (link,)


@pytest.mark.parametrize("looked", [False, True])
def test_after_the_signature_the_sheet_leaves_it_out_and_october_does_not_count_it(
    estate: Estate, looked: bool
) -> None:
    number, link = stale(estate), estate.bad(at(9, 21), LINK)
    estate.sign(at(9, 28, 10), estate.draft(at(9, 28)))
    (before,) = estate.sheets(at(9, 28, 10))
    mend(estate)
    if looked:
        in_order(estate, 29)
    (told,) = estate.release(at(9, 29, 10), before)
    assert f"问题 {number} " in told
    (sheet,) = estate.sheets(at(9, 29, 11))
    assert [m.finding for m in estate.ledger.letters.matters(sheet)] == [link]
    message = email.message_from_bytes(estate.ledger.letters.raw(sheet), policy=SMTP)
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "通知公告" not in text
    estate.good(at(10, 9), LINK)
    estate.draft(at(10, 28), "2026-10")
    follow = frozen(estate.ledger, "2026-10").follow_up
    assert (follow.told, follow.done, follow.not_done) == (1, 1, 0)


def test_nobody_is_reminded_of_it(estate: Estate) -> None:
    number = stale(estate)
    estate.say(at(9, 21, 10), number, Event.URGE, date(2026, 9, 29))
    mend(estate)
    numbers, choice = estate.urge(at(9, 28), REMIND)
    assert (numbers, [why for _, why in choice.left_out]) == ([], ["登记的地址有误，已经更正"])
