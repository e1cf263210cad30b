"""Two hundred offices by chance: whatever happens in whatever order, nothing untrue leaves, no matter is pressed twice
on a day, and a paper says one deadline."""

import random
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import pytest

from ledger.calendar import day_of
from ledger.ledger import Ledger
from ledger.vocabulary import Event
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterState
from tests.one_deadline.estate import LINK, VETO, Estate, at, made
from tests.one_deadline.seeds import Week, kept_as_fields, read

OFFICES, ACTS = 200, 16
LEFT = (LetterEvent.RELEASE, LetterEvent.HAND_OVER)


def played(seed: int, estate: Estate, signed: Path) -> Week:
    week = Week(estate, random.Random(seed), signed, at(9, 21))
    for criterion, site in ((VETO, "jy"), (LINK, "mz"), (LINK, "jy")):
        estate.bad(at(9, 20), criterion, site)
    while len(week.done) < ACTS:
        week.act()
    return week


def left_on(ledger: Ledger, letter: Letter) -> set[date]:
    """The days on which it told the unit: handed over; or released, and on its way at the day's end."""
    days: dict[date, bool] = {}
    for change in ledger.letters.history(letter.id):
        if change.event is LetterEvent.HAND_OVER:
            days[day_of(change.at)] = True
        elif change.event in (LetterEvent.REFUSE, LetterEvent.BOUNCE, LetterEvent.SETTLE_NOT_SENT):
            days = {}
    return set(days)


def twice(ledger: Ledger) -> list[str]:
    """Matters for which two papers left for one unit on one day, but for one that came back in between."""
    told: dict[tuple[int, date], list[Letter]] = {}
    for letter in ledger.letters.find():
        if letter.kind.presses:
            for matter in ledger.letters.matters(letter.id):
                for day in left_on(ledger, letter):
                    told.setdefault((matter.finding, day), []).append(letter)
    wrong = []
    for (finding, day), letters in told.items():
        last = max(letter.created for letter in letters)
        back = [e for e in ledger.findings.history(finding) if e.event is Event.RETURNED and e.at <= last]
        anew = any(letter.created < e.at for letter in letters for e in back)
        if len(letters) > 1 and not anew:
            wrong.append(f"{day} 问题 {finding}: {[letter.id for letter in letters]}")
    return wrong


@pytest.mark.timeout(600)
def test_two_hundred_offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made(tmp_path / "office")
    kept_as_fields(monkeypatch)
    document, signed = docx.Document(), tmp_path / "signed.docx"
    document.add_paragraph("通报")
    document.save(str(signed))
    seen: Counter[str] = Counter()
    empty = tmp_path / "empty.sqlite"
    with Ledger.open_for_writing(empty):
        pass
    for seed in range(OFFICES):
        shutil.copy(empty, tmp_path / f"{seed}.sqlite")
        with Ledger.open_for_writing(tmp_path / f"{seed}.sqlite") as ledger:
            week = played(seed, Estate(desk, ledger, tmp_path / "out"), signed)
            story = "\n".join(week.done)
            assert week.wrong == [], f"seed {seed}\n{story}"
            assert twice(ledger) == [], f"seed {seed}\n{story}"
            for letter in ledger.letters.find():
                if letter.kind.presses:
                    said = read(week, letter.id)
                    assert all(len(days) == 1 for days in said.values()), f"seed {seed}, {letter.id}: {said}\n{story}"
                    due = {m.finding: m.due for m in ledger.letters.matters(letter.id)}
                    assert all(f"{due[n]}" in days for n, days in said.items() if n in due), (
                        f"seed {seed}: {said} {due}"
                    )
                    seen[letter.kind.word] += letter.state is LetterState.SENT
                    seen["held again"] += any(c.event is LetterEvent.HOLD for c in ledger.letters.history(letter.id))
            seen["refused"] += week.refused
    # it is no test where nothing happens: each kind left many times, and much was held
    assert min(seen[word] for word in ("紧急整改通知", "整改到期提醒", "督办单", "整改通知单")) >= 5, seen
    assert seen["held again"] >= 5, seen
