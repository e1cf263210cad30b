"""What pages keep in memory is what the ledger says: whoever wrote it, whichever file it is."""

import shutil
from pathlib import Path

from desk.web.here import Here
from desk.web.standing import Standing
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event
from tests.program import typed
from tests.web.conftest import Clock
from tests.web.world import NOW


def _kept(home: Here) -> list[tuple[int, str]]:
    with home.reading() as ledger:
        return [(f.id, f"{f.state} {f.dismissed_until or ''}") for f in home.stand(ledger).found]


def _ledger(home: Here) -> list[tuple[int, str]]:
    with home.reading() as ledger:
        return [(f.id, f"{f.state} {f.dismissed_until or ''}") for f in ledger.findings.find()]


def test_what_another_process_enters_is_there_at_once(home: Here) -> None:
    assert _kept(home) == _ledger(home)
    done = typed(
        home.workspace.root, "finding", "dismiss", "2", "--kind", "读错", "--why", "甲", "--now", NOW.isoformat()
    )
    assert done.returncode == 0
    assert _kept(home) == _ledger(home)
    assert "2027" in dict(_kept(home))[2]


def test_a_reader_of_before_does_not_take_anything_back(home: Here, clock: Clock) -> None:
    """A page that began before a decision asks after one that began later."""
    with home.reading() as earlier:
        with home.writing() as ledger:
            ledger.decisions.decide(1, Decision(Event.CONFIRM, clock(), "王某", "看过"))
        with home.reading() as later:
            now = home.stand(later)
        assert home.stand(earlier) is now
    assert _kept(home) == _ledger(home)


def test_a_ledger_put_back_is_read_anew(home: Here, clock: Clock, tmp_path: Path) -> None:
    shutil.copy(home.workspace.ledger, tmp_path / "before")
    before = _kept(home)
    with home.writing() as ledger:
        ledger.decisions.decide(1, Decision(Event.CONFIRM, clock(), "王某", "看过"))
    assert _kept(home) != before
    for path in home.workspace.data.glob("ledger.sqlite*"):
        path.rename(tmp_path / path.name)
    shutil.copy(tmp_path / "before", home.workspace.ledger)
    assert _kept(home) == before


def test_while_another_reads_a_great_change_a_page_does_not_wait(home: Here, clock: Clock) -> None:
    standing = Standing()
    with Ledger.open_for_reading(home.workspace.ledger) as ledger:
        known = standing.now(ledger, home.workspace.ledger)
        with home.writing() as writing:
            writing.decisions.decide(1, Decision(Event.CONFIRM, clock(), "王某", "看过"))
        with standing._lock:
            assert standing.now(ledger, home.workspace.ledger) is known
        assert standing.now(ledger, home.workspace.ledger).row > known.row
