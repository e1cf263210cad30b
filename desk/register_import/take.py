"""Takes an office's own spreadsheet into the register: opened, planned as often as a person answers, then written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.config.settings import load_settings
from desk.imports.read import Grid, read_grids
from desk.register import load_register, save_register
from desk.register_import.keeping import changed_since, keep, last_kept, numbers_ever, put_back, stamp_of, written
from desk.register_import.layout import lay_out
from desk.register_import.model import SKIP, Doubt, Key
from desk.register_import.plan import Change, ImportPlan, make_plan, without_gone
from desk.register_import.words import HeadingWords, load_words
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger, no_inspection
from ledger.vocabulary import Register

Ask = Callable[[Doubt, int, int], str]  # a doubt, its place among how many → the answer


@dataclass(frozen=True)
class Done:
    """What was written: ``kept`` is where the former register lies, ``None`` where nothing changed."""

    register: Register
    removed: tuple[Change, ...]
    kept: Path | None


@dataclass(frozen=True)
class Import:
    """A spreadsheet and the register it goes into."""

    workspace: Workspace
    grids: tuple[Grid, ...]
    register: Register
    words: HeadingWords
    taken: frozenset[str]
    region: str
    stamp: str

    @classmethod
    def open(cls, workspace: Workspace, file: Path) -> "Import":
        """ConfigError where the file, the register or the words cannot be read, or nothing is understood."""
        grids = read_grids(file)
        with no_inspection(workspace.ledger):
            register, stamp = load_register(workspace.register), stamp_of(workspace)
        made = cls(
            workspace,
            grids,
            register,
            load_words(workspace),
            numbers_ever(workspace) | _told_of(workspace),
            load_settings(workspace.settings_file).office.region,
            stamp,
        )
        if not lay_out(grids, made.words).rows:
            seen = next((c.text for g in grids for r in g.rows for c in r.cells if c.text), "")
            what = f"没有认出列标题（看到的第一格是“{seen[:40]}”）" if seen else "是空的"
            advice = "列标题请写成 单位名称、网址、栏目名称、账号名称 这样；别的写法可加进 config/imports/register.toml"
            raise ConfigError(ConfigMistake(file.name, what, advice))
        return made

    def plan(self, answers: Mapping[Key, str]) -> ImportPlan:
        return make_plan(self.grids, self.register, self.words, answers, self.taken, self.region)

    def asked(self, ask: Ask) -> dict[Key, str]:
        """Every doubt asked until none is open that the person has not left."""
        answers: dict[Key, str] = {}
        while True:
            left = [d for d in self.plan(answers).doubts if not d.follows and answers.get(d.key) != SKIP]
            each = list({doubt.key: doubt for doubt in left}.values())
            if not each:
                return answers
            for number, doubt in enumerate(each, 1):
                answers[doubt.key] = ask(doubt, number, len(each))

    def apply(self, plan: ImportPlan, now: datetime, *, remove: bool) -> Done:
        """Write what was planned, all or nothing; the former register is kept first."""
        register, removed, _ = without_gone(plan) if remove else (plan.register, (), ())
        with no_inspection(self.workspace.ledger):
            if stamp_of(self.workspace) != self.stamp:
                raise ConfigError(ConfigMistake("登记册", "刚才被别人改过，没有导入", "请再导入一次"))
            if not plan.changes and not removed:
                return Done(register, (), None)
            self.workspace.prepare()
            folder = keep(self.workspace, now)
            save_register(register, self.workspace.register)
            written(self.workspace, folder)
        return Done(register, removed, folder)


def undo(workspace: Workspace, *, anyway: Callable[[Path], bool]) -> Path:
    """Put the register back as it was before the last import; where it was changed since, if ``anyway``."""
    with no_inspection(workspace.ledger):
        folder = last_kept(workspace)
        if changed_since(workspace, folder) and not anyway(folder):
            advice = "确要放弃以后的改动，请加 --yes"
            raise ConfigError(ConfigMistake("登记册", "导入以后又改过，没有撤销", advice))
        put_back(workspace, folder)
    return folder


def _told_of(workspace: Workspace) -> frozenset[str]:
    """Numbers that findings bear: of sites, accounts and columns."""
    if not workspace.ledger.is_file():
        return frozenset()
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        return frozenset(text for finding in ledger.findings.find() for text in (finding.subject, finding.place))
