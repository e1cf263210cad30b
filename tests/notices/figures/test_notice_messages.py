"""What a notice says of 网民留言: only of boxes known for the whole period, and only what is known of every message."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from desk.config.settings import MessageSettings
from desk.context import Desk, open_desk
from desk.notices.message_figures import message_figures
from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Register, Unit
from ledger.vocabulary.post.message import MessageFile, WebMessage
from reports.figures.messages import MessageFigures
from reports.figures.models import SiteFigures
from reports.letters.notice_words import messages

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
LATER = date(2026, 12, 2)


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


def box(
    *given: WebMessage, source: str = "信箱", since: date = FIRST, until: date = LAST, as_of: date = LATER
) -> MessageFile:
    return MessageFile(source, since, until, as_of, given)


def answered(came: date, on: date | None, unit: str = "u1") -> WebMessage:
    return WebMessage(came, True, on, unit=unit)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = open_desk(Workspace.init(tmp_path / "w").root)
    units = {"u1": Unit("u1", "教育局"), "u2": Unit("u2", "水务局")}
    settings = replace(made.settings, messages=MessageSettings(answer_days=5))
    return replace(made, register=Register(units, {}, {}, {}), settings=settings)


def counted(desk: Desk, *files: MessageFile, since: date = FIRST, until: date = LAST) -> MessageFigures | None:
    at = datetime(2026, 12, 3, 9, tzinfo=SHANGHAI)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        for file in files:
            ledger.messages.record(file, at)
        return message_figures(desk, ledger, since, until)


def said(figures: MessageFigures | None) -> str:
    return messages(replace(SiteFigures(1, 1, 1), messages=figures))


def test_where_nothing_was_entered_nothing_is_said(desk: Desk) -> None:
    assert counted(desk) is None
    assert said(None) == ""


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [(FIRST, LAST, True), (day(2), LAST, False), (FIRST, day(29), False), (day(1, 10), LATER, True)],
)
def test_a_list_of_a_part_says_nothing_of_the_whole(desk: Desk, since: date, until: date, told: bool) -> None:
    assert (counted(desk, box(answered(day(10), day(11)), since=since, until=until)) is not None) is told


def test_two_halves_are_not_put_together(desk: Desk) -> None:
    """The first was drawn up in the middle of the month: what was answered later of it nobody knows."""
    halves = (box(until=day(15), as_of=day(16)), box(since=day(16)))
    assert counted(desk, *halves) is None


def test_the_newest_list_of_a_box_counts_and_boxes_are_added(desk: Desk) -> None:
    old = box(WebMessage(day(10), False, unit="u1"))
    new = box(answered(day(10), day(12)), answered(day(11), day(12)), as_of=day(3, 12))
    other = box(WebMessage(day(20), False, unit="u2"), source="留言板")
    found = counted(desk, new, old, other)
    assert found is not None
    assert (found.sources, found.received, found.answered) == (("信箱", "留言板"), 3, 2)
    assert found.by_unit == (("教育局", 2), ("水务局", 1))


def test_only_what_came_in_the_period_and_was_answered_in_it(desk: Desk) -> None:
    wide = box(
        answered(day(31, 10), day(3)),
        answered(day(27), day(30)),
        answered(day(30), day(1, 12)),
        answered(day(1, 12), day(1, 12)),
        since=day(1, 10),
        until=LATER,
    )
    found = counted(desk, wide)
    assert found is not None
    assert (found.received, found.answered, found.mean_days) == (2, 1, 1.0)  # Friday the 27th to Monday the 30th


@pytest.mark.parametrize(
    ("on", "in_time"),
    [
        (day(13), 1),  # from Friday the 6th: the 9th to the 13th are five working days
        (day(14), 0),  # a Saturday, and yet a day too late
        (day(16), 0),
    ],
)
def test_in_time_to_the_last_working_day(desk: Desk, on: date, in_time: int) -> None:
    found = counted(desk, box(answered(day(6), on)))
    assert found is not None
    assert found.in_time == in_time


def test_where_the_office_has_set_no_limit_nothing_is_in_time_or_late(desk: Desk) -> None:
    free = replace(desk, settings=replace(desk.settings, messages=MessageSettings()))
    found = counted(free, box(answered(day(6), day(9))))
    assert said(found) == "网站互动栏目（信箱）收到留言1条，已答复1条，平均办理1.0个工作日。"


def test_one_answer_without_its_day_leaves_no_mean(desk: Desk) -> None:
    """And, where the list was drawn up later, nobody knows whether it came by the end of the period."""
    pair = (answered(day(6), day(9)), answered(day(6), None))
    assert said(counted(desk, box(*pair, as_of=LAST))) == "网站互动栏目（信箱）收到留言2条，已答复2条。"


def test_an_answer_of_nobody_knows_when_may_be_after_the_end(desk: Desk) -> None:
    assert (
        said(counted(desk, box(answered(day(6), day(9)), answered(day(6), None))))
        == "网站互动栏目（信箱）收到留言2条。"
    )


def test_a_list_that_does_not_say_whether_leaves_the_answers_out(desk: Desk) -> None:
    files = (box(WebMessage(day(6), unit="u1")), box(answered(day(6), day(9)), source="留言板"))
    assert said(counted(desk, *files)) == "网站互动栏目（信箱、留言板）收到留言2条。"


def test_one_message_of_nobody_known_and_no_unit_is_told(desk: Desk) -> None:
    found = counted(desk, box(WebMessage(day(6), False, unit="u1"), WebMessage(day(6), False, unit="gone")))
    assert found is not None
    assert found.by_unit == ()
    assert said(found) == "网站互动栏目（信箱）收到留言2条，已答复0条。"


def test_nothing_came(desk: Desk) -> None:
    assert said(counted(desk, box())) == "网站互动栏目（信箱）没有收到留言。"


def test_a_year_whose_holidays_nobody_knows_leaves_working_days_out(desk: Desk) -> None:
    first, last = date(2040, 11, 1), date(2040, 11, 30)
    file = box(answered(date(2040, 11, 6), date(2040, 11, 7)), since=first, until=last, as_of=last)
    assert said(counted(desk, file, since=first, until=last)) == "网站互动栏目（信箱）收到留言1条，已答复1条。"


def test_both_kinds_stand_in_one_section() -> None:
    both = replace(SiteFigures(1, 1, 1), messages=MessageFigures(("信箱",), 0), reported=0)
    assert messages(both) == "网站互动栏目（信箱）没有收到留言。收到“我为政府网站找错”留言0条。"
