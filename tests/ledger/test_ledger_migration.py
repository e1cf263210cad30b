"""A ledger whose journal meant by its words is read once more, and believed only where another row bears it out."""

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger import migrations as steps
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    Decision,
    Event,
    Evidence,
    Outcome,
    ProblemClass,
    Register,
    Ruling,
    Site,
    Verdict,
)
from ledger.vocabulary.post.outbox import Draft, LetterKind, Matter
from tests.ledger_before import before_packing

CRITERIA = {"c": Criterion("c", "c", "s", "c", "w", "r", ProblemClass.LINK, "请整改。")}
REGISTER = Register({}, {"s": Site("s", "站", "http://s.example/", sponsor="u1")}, {}, {})


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def made_old(path: Path) -> None:
    """As the version before kept it: no columns, no ``dismissed_from``, a deadline that a 误报 did not move."""
    before_packing(path)
    with closing(sqlite3.connect(path)) as db:
        for name in ("letter", "period", "ruling", "until"):
            db.execute(f"ALTER TABLE change DROP COLUMN {name}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'typed_0001_changes'")
        for number, text in db.execute("SELECT id, patch FROM change").fetchall():
            patch = {k: v for k, v in json.loads(text).items() if k not in ("dismissed_from", "due_told")}
            if "dismissed_until" in patch:
                patch.pop("due", None)
            db.execute("UPDATE change SET patch = ? WHERE id = ?", [json.dumps(patch), number])
        for number, text in db.execute("SELECT id, doc FROM finding").fetchall():
            doc = json.loads(text)
            doc["due"] = doc.pop("due_told") or doc["due"]
            doc.pop("dismissed_from")
            db.execute("UPDATE finding SET doc = ? WHERE id = ?", [json.dumps(doc), number])
        db.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """1 was urged by a letter, 2 by a clerk who wrote the like, 3 was dismissed by an appeal, 4 by a clerk."""
    path = tmp_path / "ledger.db"
    with Ledger.open_for_writing(path) as ledger:
        ledger.runs.start("r", "inspect", at(2), {})
        evidence = Evidence("http://s.example/p", at(2), "原文")
        bad = [Verdict("c", "s", place, Outcome.FAIL, "坏", evidence) for place in "abcd"]
        ledger.verdicts.settle("r", at(2), bad, CRITERIA, REGISTER)
        ledger.findings.notify([1, 2, 3, 4], "2026-10", at(3), dict.fromkeys((1, 2, 3, 4), date(2026, 11, 13)))
        matter = Matter(1, date(2026, 11, 20), was=date(2026, 11, 13))
        draft = Draft(
            LetterKind.SUPERVISE, "u1", "甲局", "2026-11-05", "m", "<1@x>", ("a@x",), "督办", b"", "", (matter,)
        )
        (letter,) = ledger.letters.queue(LetterKind.SUPERVISE, "2026-11-05", [draft], at(5))
        ledger.letters.release(letter, at(5, 10), "甲")
        ledger.decisions.decide(
            2, Decision(Event.URGE, at(5, 11), "甲", f"督办单（信件 {letter}）", date(2026, 11, 18))
        )
        ledger.decisions.decide(3, Decision(Event.APPEAL, at(6), "乙", "不属实"))
        ruling = Decision(Event.RULE_ON_APPEAL, at(9), "甲", "属实", date(2026, 11, 18))
        ledger.decisions.rule_on_appeal(3, ruling, accept=True)
        ledger.decisions.decide(4, Decision(Event.DISMISS, at(9), "甲", "申诉成立：照此办理", date(2026, 11, 18)))
        ledger.decisions.decide(4, Decision(Event.APPEAL, at(9, 10), "乙", "不属实"))
        ledger.decisions.rule_on_appeal(4, Decision(Event.RULE_ON_APPEAL, at(9, 11), "甲", "不成立"), accept=False)
        ledger.decisions.decide(4, Decision(Event.RESTORE, at(12), "甲", "属实"))
        # no appeal any more: the clerk copied the words of the ruling
        ledger.decisions.decide(3, Decision(Event.DISMISS, at(20), "甲", "申诉成立：属实", date(2026, 11, 24)))
    return path


def meaning(path: Path) -> list[tuple[object, ...]]:
    with Ledger.open_for_writing(path) as ledger:
        events = [e for n in (1, 2, 3, 4) for e in ledger.findings.history(n)]
        found = [ledger.findings.get(n) for n in (1, 2, 3, 4)]
        past = ledger.findings.find_at(at(10))
    return [
        *((e.finding, e.event, e.letter, e.period, e.ruling, e.until, e.why) for e in events),
        *((f.id, f.due, f.due_told, f.dismissed_from, f.dismissed_until) for f in (*found, *past)),
    ]


def test_an_old_ledger_means_after_it_what_a_new_one_says(path: Path) -> None:
    new = meaning(path)
    made_old(path)
    assert meaning(path) == new
    assert meaning(path) == new, "it is done once"


def test_the_like_in_a_clerks_words_is_not_believed(path: Path) -> None:
    made_old(path)
    with Ledger.open_for_writing(path) as ledger:
        urged = {n: [e.letter for e in ledger.findings.history(n) if e.event is Event.URGE] for n in (1, 2)}
        ruled = {n: [e.ruling for e in ledger.findings.history(n) if e.event is Event.DISMISS] for n in (3, 4)}
        rulings = [e.ruling for e in ledger.findings.history(4) if e.event is Event.RULE_ON_APPEAL]
        assert (ledger.findings.get(3).due, ledger.findings.get(4).due) == (date(2026, 11, 30), date(2026, 11, 18))
        assert {e.period for n in (1, 2, 3, 4) for e in ledger.findings.history(n) if e.event is Event.NOTIFY} == {
            "2026-10"
        }
    assert urged == {1: [1], 2: [None]}
    assert ruled == {3: [Ruling.ACCEPTED, None], 4: [None]}
    assert rulings == [Ruling.REJECTED]


def test_the_steps_run_in_the_order_of_their_files_and_keep_the_names_that_are_out() -> None:
    files = sorted(path.stem for path in Path(steps.__path__[0]).glob("[0-9]*.py"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    assert [step.name for step in steps.migrations._migrations][:17] == [
        *("0001_first", "alerts_0001_first", "outbox_0001_letters", "outbox_0002_matters", "outbox_0003_rests_on"),
        *("decisions_0001_acts", "decisions_0002_terms", "typed_0001_changes", "answer_0001_answers"),
        *("messages_0001_first", "notices_0001_issued", "notices_0002_why", "notices_0003_withdrawn"),
        *("reported_0001_reports", "slots_0001_first", "inspecting_0001_first", "site_words_0001_first"),
    ]
