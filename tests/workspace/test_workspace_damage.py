"""Damaged files through the commands: one sentence, exit 3 (2 where it is the office's own file), never a traceback."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from desk.workspace.workspace import Workspace, shipped_config
from ledger.archive.writer import Archive
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from tests import program
from tests.damage import a_folder, empty, garbage, half

NOW = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
OF_THE_LEDGER = (
    ("findings",),
    ("findings", "--json", "--all"),
    ("finding", "show", "1"),
    ("finding", "confirm", "1", "--why", "属实"),
    ("finding", "dismiss", "1", "--kind", "读错", "--why", "误报"),
    ("recheck", "1"),
    ("daily", "--date", "2026-11-02", "--out", "out"),
    ("notice", "--month", "2026-11", "--out", "out"),
    ("notice", "show", "--month", "2026-11"),
    ("letters", "list"),
    ("letters", "prompt"),
    ("answers", "list", "--all"),
    ("reports", "list"),
    ("register", "check"),
    ("backup",),
)

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = Workspace.init(tmp_path / "office")
    text = made.settings_file.read_text("utf-8").replace('name = "" ', 'name = "望舒区人民政府办公室" ', 1)
    made.settings_file.write_text(text, "utf-8")
    mail = made.config / "mail.toml"
    mail.write_text(mail.read_text("utf-8").replace('sender = "" ', 'sender = "a@wangshu.example" ', 1), "utf-8")
    with Ledger.open_for_writing(made.ledger) as ledger:
        ledger.runs.start("r1", "inspect", NOW, {"sites": ""})
        ledger.runs.finish("r1", NOW)
    with Archive(made.archive("jia")) as archive:
        archive.start_run("r1", NOW)
        archive.store_body(b"seen" * 5000)
        archive.commit()
    return made


@pytest.fixture
def typed(office: Workspace) -> Typed:
    def run(*words: str) -> tuple[int, str]:
        done = program.typed(office.root, *words)
        return done.returncode, done.stderr.strip()

    return run


@pytest.mark.parametrize("befall", [empty, half, garbage, a_folder])
def test_a_damaged_ledger_is_said_by_every_command(
    office: Workspace, typed: Typed, befall: Callable[[Path], None]
) -> None:
    befall(office.ledger)
    before = b"" if befall is a_folder else office.ledger.read_bytes()
    for words in OF_THE_LEDGER:
        code, said = typed(*words)
        assert (code, len(said.splitlines())) == (3, 1), (words, code, said)
        assert "台账" in said or "ledger.sqlite" in said, (words, said)
    assert (b"" if befall is a_folder else office.ledger.read_bytes()) == before, "no new one was begun"


CONFIG = sorted(p.relative_to(shipped_config()) for p in shipped_config().rglob("*") if p.suffix in (".toml", ".csv"))


@pytest.mark.parametrize("name", CONFIG, ids=str)
def test_a_damaged_file_of_the_offices_own_is_named(office: Workspace, typed: Typed, name: Path) -> None:
    path = office.config / name
    whole = path.read_bytes()
    for befall in (garbage, a_folder, half):
        befall(path)
        for words in (
            ("finding", "show", "1"),
            ("timetable",),
            ("letters", "prompt"),
            ("letters", "score", "--year", "2026"),
        ):
            code, said = typed(*words)
            assert code in (0, 1, 2), (name, befall.__name__, words, said)
            assert code != 2 or said, (name, words)
        if path.is_dir():
            path.rmdir()
        path.write_bytes(whole)
