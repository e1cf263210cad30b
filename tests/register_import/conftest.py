"""An office with an empty register, and its spreadsheet taken in as by a clerk whom nobody can ask."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.failures import EXPECTED, told
from desk.cli.main import cli
from desk.imports.read import read_grids
from desk.register import load_register
from desk.register_import.model import Fate
from desk.register_import.plan import ImportPlan
from desk.register_import.take import Import
from desk.workspace.workspace import Workspace
from ledger.vocabulary import Register


@dataclass
class Said:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Clerk:
    """A workspace, and the commands typed in it where nobody can be asked."""

    workspace: Workspace

    def run(self, *words: str) -> Said:
        done = CliRunner().invoke(cli, ["--workspace", str(self.workspace.root), *words], standalone_mode=False)
        if isinstance(done.exception, EXPECTED):
            text, code = told(done.exception)
            return Said(code, done.stdout, done.stderr + text)
        assert done.exception is None, done.exception
        return Said(done.return_value or 0, done.stdout, done.stderr)

    def imports(self, file: Path, *options: str) -> str:
        """What an import that leaves nothing out tells."""
        done = self.run("register", "import", str(file), *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def plan(self, file: Path) -> ImportPlan:
        """What would be done; every row that is not blank has one fate."""
        plan = Import.open(self.workspace, file).plan({})
        rows = sum(len(grid.rows) for grid in read_grids(file))
        assert len(plan.fates) == rows == sum(plan.count(fate) for fate in Fate)
        return plan

    @property
    def register(self) -> Register:
        return load_register(self.workspace.register)


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return Clerk(Workspace.init(tmp_path / "office"))
