"""Two months of a make-believe district, played day by day, end in exactly the ledger of the hand-written tables."""

from collections import Counter
from datetime import date, datetime, time

import pytest

from desk.context import open_desk
from desk.notices.escalation import rung
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, FindingEvent
from ledger.vocabulary.post.outbox import LetterState
from tests.story.story_plan import d
from tests.story.story_play import Played
from tests.story.story_tables import Happened, Row, events, ledger_end, letters, rungs

pytestmark = pytest.mark.timeout(1200)


def evening(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), SHANGHAI)


def test_the_ledger_is_the_one_of_the_table(played: Played, ledger: Ledger, names: dict[int, str]) -> None:
    desk = open_desk(played.office.root)

    def row(f: Finding) -> Row:
        history = ledger.findings.history(f.id)
        there = rung(f, d("10-31"), desk.calendar, desk.settings.rectify)
        return Row(
            *(names[f.id], f.criterion, f.subject, f.place, f.unit, f"{f.first_seen:%m-%d}", f.state.value),
            f"{f.confirmed_at:%m-%d}" if f.confirmed_at else "",
            f"{f.due:%m-%d}" if f.due else "",
            f"{f.closed_at:%m-%d}" if f.closed_at else "",
            f"{f.dismissed_until:%m-%d}" if f.dismissed_until else "",
            f.appeal,
            "、".join(e.period or "" for e in history if e.event is Event.NOTIFY),
            str(sum(e.event is Event.RETURNED for e in history)),
            there.value if there else "",
            "、".join(a.kind.value for a in ledger.answers.find(finding=f.id)),
        )

    assert sorted(map(row, ledger.findings.find()), key=str) == sorted(ledger_end(), key=str)


def _through(ledger: Ledger, event: FindingEvent) -> str:
    """The month whose notice told it, the kind of letter that urged, or what the clerk wrote who urged by himself."""
    if event.letter is not None:
        return ledger.letters.get(event.letter).kind.word
    return event.period or (event.why if event.event is Event.URGE else "")


def test_every_event_is_the_one_of_the_table(ledger: Ledger, names: dict[int, str]) -> None:
    found = [
        Happened(
            names[f.id],
            f"{e.at:%m-%d %H:%M}",
            e.event.value,
            e.before.value if e.before else "",
            e.after.value,
            e.by,
            _through(ledger, e),
        )
        for f in ledger.findings.find()
        for e in ledger.findings.history(f.id)
    ]
    known = events()
    assert Counter(found) - Counter(known) == Counter()
    assert Counter(known) - Counter(found) == Counter()
    for name in names.values():
        assert [e for e in found if e.name == name] == [e for e in known if e.name == name]


@pytest.mark.parametrize("day", sorted(rungs()), ids=str)
def test_the_ladder_stands_as_reckoned(played: Played, ledger: Ledger, names: dict[int, str], day: date) -> None:
    desk = open_desk(played.office.root)
    there = {
        names[f.id]: rung(f, day, desk.calendar, desk.settings.rectify) for f in ledger.findings.find_at(evening(day))
    }
    assert {name: one.value for name, one in there.items() if one} == rungs()[day]


def test_every_letter_is_the_one_of_the_table(ledger: Ledger, names: dict[int, str]) -> None:
    found = [
        (
            f"{one.created:%m-%d}",
            one.kind.word,
            one.unit,
            frozenset(names[m.finding] for m in ledger.letters.matters(one.id)),
        )
        for one in ledger.letters.find()
    ]
    assert sorted(found, key=str) == sorted(letters(), key=str)
    assert {one.state for one in ledger.letters.find()} == {LetterState.READY}


def test_what_the_firewall_hid_is_known_to_be_unseen(ledger: Ledger, names: dict[int, str]) -> None:
    """From 13 to 19 October nothing of 清水镇 could be looked at; it opened and closed nothing (see the events)."""
    hidden = {"便民服务", "政民互动", "公安备案", "清水通知"}
    before, during, after = (ledger.findings.find_at(evening(d(day))) for day in ("10-12", "10-19", "10-20"))
    assert {names[f.id] for f in during if f.unknown_since} == hidden
    assert {f.unknown_since.date() for f in during if f.unknown_since} == {d("10-13")}
    assert [f for f in (*before, *after) if f.unknown_since] == []
    assert not any(f.place == "qingshui-qsdt" for f in ledger.findings.find())
