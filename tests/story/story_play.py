"""Plays the two months: what the office does every day, and what the clerk does on some. Judges nothing."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo.signing import sign
from tests.story.story_days import CLERK, STEPS
from tests.story.story_office import Office
from tests.story.story_plan import DAYS, INSPECTED, SWEPT, WORKED, d
from tests.story.story_tables import HERE, ledger_end
from tests.story.story_world import World

NUMBER = "望府办〔2026〕18号"
ISSUED, DRAFTED = d("09-28"), d("10-31")
LETTERS = ("prompt", "remind", "supervise")


@dataclass(frozen=True)
class Played:
    """What the two months left: the workspace, and the folder of what was written."""

    office: Office
    out: Path


def play(office: Office, world: World, out: Path, days: tuple[date, ...] = DAYS) -> Played:
    for day in days:
        world.turn(day)
        steps = sorted(STEPS.get(f"{day:%m-%d}", ()))
        _do(office, day, steps, "07")
        if day in INSPECTED:
            scope = () if day in SWEPT else ("--daily",)
            office.at(day, "08:30", "inspect", "--allow-private", *scope, may=(0, 1, 3))
        _do(office, day, steps, "08")
        office.look_at_accounts(day, "09:00")
        _do(office, day, steps, "09")
        if day == ISSUED:
            _issue(office, day, out)
        _do(office, day, steps, "10")
        if day in WORKED:
            _press(office, day)
        world.turn(day, noon=True)
        _do(office, day, steps, "15")
        if day == DRAFTED:
            office.at(day, "17:00", "notice", "--month", f"{day:%Y-%m}", "--out", str(out))
    return Played(office, out)


def _do(office: Office, day: date, steps: list[tuple[str, tuple[str, ...]]], hour: str) -> None:
    """The clerk's own steps of that hour; a register's change knows its day by itself."""
    for time, words in steps:
        if time.startswith(hour):
            meant = [_meant(office, word) for word in words]
            if {"rename", "move"} & set(words):
                office.run(*meant)
            else:
                office.at(day, time, *meant, *_again(words), may=(0, 1, 3))


def _meant(office: Office, word: str) -> str:
    """A finding's number for its name, a path for a file's."""
    if word.startswith("{"):
        found = office.findings()
        row = next(row for row in ledger_end() if row.name == word[1:-1])
        return next(str(found[identity].id) for identity in row.identities if identity in found)
    return str(HERE / word[1:]) if word.startswith("@") else word


def _again(words: tuple[str, ...]) -> tuple[str, ...]:
    """已整改 is looked at again at once, on loopback."""
    return ("--allow-private",) if words[:2] == ("answers", "enter") else ()


def _issue(office: Office, day: date, out: Path) -> None:
    """Draft at ten, signed and entered within the minute; the letters that go with it leave."""
    month = f"{day:%Y-%m}"
    office.at(day, "10:00", "notice", "--month", month, "--out", str(out))
    signed = sign(out / f"通报-{month}.docx", NUMBER, out / "签发.docx")
    words = ("--month", month, "--number", NUMBER, "--date", f"{day}", "--signed-file", str(signed), "--by", CLERK)
    office.at(day, "10:00", "notice", "issue", "--yes", *words)
    office.at(day, "10:00", "letters", "release", "--month", month, "--by", CLERK)


def _press(office: Office, day: date) -> None:
    """The letters that press a unit: written, looked over, released."""
    for kind in LETTERS:
        office.at(day, "10:30", "letters", kind, "--by", CLERK)
    office.at(day, "11:00", "letters", "release", "--all", "--by", CLERK)
