"""A spreadsheet taken into the register of a folder, where nothing in it is doubtful."""

from pathlib import Path

from desk.imports.read import read_grids
from desk.register import load_register, save_register
from desk.register_import.plan import make_plan
from desk.register_import.words import load_words
from desk.workspace.workspace import Workspace
from ledger.vocabulary import Register


def take_in(path: Path, folder: Path) -> Register:
    there = (folder / "units.csv").is_file()
    before = load_register(folder) if there else Register({}, {}, {}, {})
    plan = make_plan(read_grids(path), before, load_words(Workspace(folder)), {})
    assert plan.doubts == ()
    save_register(plan.register, folder)
    return plan.register
