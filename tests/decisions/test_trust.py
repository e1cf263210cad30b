"""Which manners the machine may confirm: twenty decisions by hand, with and without a misreading among them."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from ledger.calendar import SHANGHAI
from ledger.decisions.trust import Counted, Restored, Start, Word, trust_of, wilson, word_of
from ledger.encoding.coding import dump, load_evidence
from ledger.vocabulary import (
    DeadGrade,
    Decision,
    DismissalKind,
    Event,
    Evidence,
    Manner,
    Provenance,
    Reader,
    Reason,
    Source,
)

AT = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
LINK = Manner("dead_link", "hard:not_found")
LIST = Manner("column_not_updated", "own_place")


def said(words: str, manner: Manner = LINK, site: str = "s") -> list[Counted]:
    """r right, m misread, e excused; one finding each, a minute apart."""
    known = {"r": Word.RIGHT, "m": Word.MISREAD, "e": Word.EXCUSED}
    return [Counted(AT + timedelta(minutes=n), n, manner, site, known[w]) for n, w in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "trusted"),
    [
        ("r" * 19, False),
        ("r" * 20, True),
        ("r" * 19 + "e", False),  # what is excused counts neither way
        ("r" * 19 + "er", True),
        ("m" + "r" * 20, True),
        ("m" + "r" * 19, False),
        ("r" * 40 + "m", False),
        ("r" * 40 + "m" + "r" * 19, False),
        ("r" * 40 + "m" + "r" * 20, True),
    ],
)
def test_twenty_decisions_and_no_misreading_among_the_last_twenty(words: str, trusted: bool) -> None:
    assert trust_of({}, said(words), [])(LINK, "elsewhere") is trusted
    assert not trust_of({}, said(words), [])(LIST, "elsewhere")


def test_a_misreading_takes_the_trust_away_there_until_a_person_restores_it() -> None:
    counted = said("m", site="s") + [
        Counted(AT + timedelta(hours=1, minutes=n), 100 + n, LINK, "t", Word.RIGHT) for n in range(20)
    ]
    assert trust_of({}, counted, [])(LINK, "t")
    assert not trust_of({}, counted, [])(LINK, "s")
    assert trust_of({}, counted, [])  # by_manner tells where
    assert trust_of({}, counted, []).by_manner[LINK].revoked == ("s",)
    before = Restored(AT - timedelta(minutes=1), LINK, "s")
    after = Restored(AT + timedelta(minutes=1), LINK, "s")
    assert not trust_of({}, counted, [before])(LINK, "s")
    assert trust_of({}, counted, [after])(LINK, "s")
    assert not trust_of({}, counted, [Restored(after.at, LIST, "s")])(LINK, "s")


def test_the_last_word_on_a_finding_counts() -> None:
    wrong = [Counted(AT, 1, LINK, "s", Word.MISREAD)]
    taken_back = [*wrong, Counted(AT + timedelta(days=1), 1, LINK, "s", Word.RIGHT)]
    start = {LINK: Start(20)}
    assert not trust_of(start, wrong, [])(LINK, "s")
    assert trust_of(start, taken_back, [])(LINK, "s")


def test_an_office_begins_with_the_programs_own_record_and_with_nothing_else() -> None:
    assert trust_of({LINK: Start(20)}, [], [])(LINK, "s")
    assert not trust_of({LINK: Start(19)}, [], [])(LINK, "s")
    assert trust_of({LINK: Start(19)}, said("r"), [])(LINK, "s")
    assert not trust_of({LINK: Start(20)}, [], [])(LIST, "s")


def test_a_manner_that_is_wrong_too_often_is_left_to_persons() -> None:
    """8 misread of 40, then 20 right: 52 of 60, whose interval ends at 93 % (Wilson's formula by hand: 0.931)."""
    told = trust_of({}, said("r" * 32 + "m" * 8 + "r" * 20), []).by_manner[LINK]
    assert (told.right, told.misread, told.excused, told.decided) == (52, 8, 0, 60)
    assert told.high == pytest.approx(0.931, abs=0.001)
    assert told.low == pytest.approx(0.758, abs=0.001)
    assert told.left_to_persons
    assert not told.trusted
    better = trust_of({}, said("m" + "r" * 20), []).by_manner[LINK]
    assert not better.left_to_persons
    assert better.trusted


def test_the_interval_of_wilson() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(20, 20)  # z²/(n+z²) = 3.8416/23.8416
    assert low == pytest.approx(1 - 3.8416 / 23.8416)
    assert high == pytest.approx(1)
    assert wilson(5, 10) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))


@pytest.mark.parametrize(
    ("event", "kind", "sure", "word"),
    [
        (Event.CONFIRM, None, False, Word.RIGHT),
        (Event.RESTORE, None, False, Word.RIGHT),
        (Event.REPORT_FIXED, None, True, Word.RIGHT),
        (Event.REPORT_FIXED, None, False, None),
        (Event.DISMISS, DismissalKind.MISREAD, True, Word.MISREAD),
        (Event.DISMISS, DismissalKind.EXCUSED, True, Word.EXCUSED),
        (Event.DISMISS, DismissalKind.REGISTER, True, Word.EXCUSED),
        (Event.DISMISS, None, True, None),  # from before there were kinds
        (Event.APPEAL, None, True, None),
        (Event.URGE, None, True, None),
    ],
)
def test_what_a_decision_says_of_the_reading(
    event: Event, kind: DismissalKind | None, sure: bool, word: Word | None
) -> None:
    assert word_of(Decision(event, AT, "张", "看过", kind=kind), sure=sure) is word


@pytest.mark.parametrize(
    ("more", "basis"),
    [
        ({}, ""),
        ({"grade": DeadGrade.HARD, "reason": Reason.NOT_FOUND}, "hard:not_found"),
        ({"grade": DeadGrade.SOFT}, "soft"),
        ({"provenance": Provenance.LABELLED}, "labelled"),
        ({"grade": DeadGrade.SOFT, "provenance": Provenance.LABELLED}, "soft:labelled"),
        ({"provenance": Provenance.LABELLED, "reader": Reader.HTML}, "labelled"),
        ({"provenance": Provenance.LABELLED, "reader": Reader.JPAGE}, "jpage:labelled"),
        ({"grade": DeadGrade.SOFT, "reader": Reader.BROWSER}, "browser:soft"),
        ({"reader": Source.WECHAT_OWNER}, "wechat_owner"),
        ({"figures": (("source", "wechat_owner"),)}, "wechat_owner"),  # evidence from before readers were typed
        ({"figures": (("by", "张"),), "provenance": Provenance.LABELLED}, "person"),
        ({"figures": (("by", "张"),), "reader": Reader.JPAGE}, "person"),
        ({"figures": (("source", "person"),)}, "person"),
        ({"reader": Source.PERSON, "provenance": Provenance.LABELLED}, "person"),
    ],
)
def test_a_manner_is_a_rule_with_its_reader_and_what_it_rests_on(more: dict[str, object], basis: str) -> None:
    manner = Manner.of("r", Evidence("http://s.example/", AT, **more))  # type: ignore[arg-type]
    assert str(manner) == ":".join(filter(None, ("r", basis)))
    assert Manner.parse(str(manner)) == manner
    assert manner.by_person is (basis == "person")


def test_what_one_reader_earned_is_no_other_readers() -> None:
    """Twenty lists read rightly as pages say nothing of the lists that a script asks for."""
    earned = trust_of({}, said("r" * 20, LIST), [])
    assert earned(LIST, "s")
    assert not earned(Manner.parse("column_not_updated:jpage:own_place"), "s")


def test_a_manner_written_before_readers_were_told_apart_is_the_plain_readers() -> None:
    kept = json.loads(dump(asdict(Evidence("http://s.example/", AT, reader=Reader.JPAGE))))
    assert load_evidence(kept).reader is Reader.JPAGE
    del kept["reader"]
    assert load_evidence(kept).reader is None
    assert Manner.parse("column_not_updated:own_place").reader is Reader.HTML
    assert Manner.parse("account_not_updated:wechat_owner").reader is Source.WECHAT_OWNER


def test_a_reader_and_a_basis_are_never_the_same_word() -> None:
    readers, bases = {*Reader, *Source}, {*Provenance, *DeadGrade, *Reason}
    assert not {str(one) for one in readers} & {str(one) for one in bases}
