"""A criterion is data: under codes of the office's own the sample district is judged as under ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from demo.platforms.account_stage import AccountStage, serve_accounts
from demo.run import BEFORE, furnish, moments, sample_desk
from demo.sample.experience import give_experience
from demo.sample.plan import Phase
from demo.sample.probes import probes
from demo.sample.server import serve
from demo.sample.truth import Place, decisions, truth
from desk.config.criteria import load_criteria
from desk.context import Desk
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.inspections.account_records import take_record
from desk.inspections.inspection import inspect_desk, plan_run
from desk.workspace.workspace import Workspace, shipped_config
from ledger.archive.writer import Archive
from ledger.ledger import Ledger
from ledger.vocabulary import Outcome, State

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
OURS = "own-"  # before every code
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What a run said, by place, under the codes that we ship."""

    failed: frozenset[Place]
    unknown: frozenset[Place]


@dataclass(frozen=True)
class Played:
    """The last full round, and the daily one on the morning after it, with the findings' states before and after."""

    whole: Told
    before: dict[Place, State]
    after: dict[Place, State]
    codes: frozenset[str]


def renamed(workspace: Workspace) -> None:
    """Every code of every criterion, in each file of the workspace that names one."""
    codes = load_criteria(shipped_config() / "criteria").keys()
    named = re.compile(rf'(?<=["\'])({"|".join(sorted(codes, key=len, reverse=True))})(?=["\'])')
    for file in workspace.config.rglob("*.toml"):
        text = file.read_text("utf-8")
        file.write_text(named.sub(rf"{OURS}\1", text), "utf-8")


def ours(place: tuple[str, str, str]) -> Place:
    assert place[0].startswith(OURS)
    return place[0].removeprefix(OURS), place[1], place[2]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    root = tmp_path_factory.mktemp("renamed")
    workspace = Workspace.init(root / "office")
    give_experience(workspace.config)
    renamed(workspace)
    last = moments(NOW)[Phase.LAST]
    with serve(last, Phase.LAST) as district, serve_accounts(NOW) as stage:
        desk = sample_desk(workspace, district)
        furnish(desk)
        for phase, day in ((Phase.LAST, last), (Phase.THIS, NOW)):
            district.set(day, phase)
            runs = look(desk, stage, phase, day, root / "records")
            decide(desk, day)
        whole, before = told(desk, runs), states(desk)
        inspect_desk(desk, plan_run(desk, tuple(desk.register.sites), NOW + DAY, allow_private=True, daily=True))
        yield Played(whole, before, states(desk), frozenset(desk.criteria))


def look(desk: Desk, stage: AccountStage, phase: Phase, day: datetime, records: Path) -> tuple[str, ...]:
    desk.workspace.prepare()
    stage.set(day - BEFORE)
    take_record(desk, stage.write_record(records, phase), stage.day, with_strangers=True)
    accounts = inspect_accounts(
        desk, stage.day, given=Surroundings(stage.sources(), stage.settings(), allow_private=True)
    )
    for site, seen in probes(day).items():
        with Archive(desk.workspace.archive(site)) as archive:
            for one in seen:
                archive.record_probe(one)
            archive.commit()
    sites = inspect_desk(desk, plan_run(desk, tuple(desk.register.sites), day, allow_private=True))
    return accounts.run, sites.run


def decide(desk: Desk, day: datetime) -> None:
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        waiting = {
            ours((f.criterion, f.subject, f.place)): f.id
            for f in ledger.findings.find(states=[State.SUSPECTED])
            if not f.dismissed_on(day.date())
        }
        for place, decision in decisions(day).items():
            if place in waiting:
                ledger.decisions.decide(waiting[place], decision)


def told(desk: Desk, runs: tuple[str, ...]) -> Told:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        seen = [v for run in runs for v in ledger.verdicts.of_run(run)]
    by = {
        outcome: frozenset(ours((v.criterion, v.subject, v.place)) for v in seen if v.outcome is outcome)
        for outcome in (Outcome.FAIL, Outcome.UNKNOWN)
    }
    return Told(by[Outcome.FAIL], by[Outcome.UNKNOWN])


def states(desk: Desk) -> dict[Place, State]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return {ours((f.criterion, f.subject, f.place)): f.state for f in ledger.findings.find()}


def test_every_code_is_the_offices_own(played: Played) -> None:
    assert played.codes
    assert all(code.startswith(OURS) for code in played.codes)


def test_the_truth_is_found_under_other_names(played: Played) -> None:
    assert played.whole.failed == {finding.key for finding in truth().expected(Phase.THIS)}
    assert played.whole.unknown == truth().unknown.keys()


def test_what_was_dead_the_day_before_is_not_closed_by_a_short_look(played: Played) -> None:
    standing = {place for place, state in played.before.items() if state is not State.CLOSED}
    assert {place for place in standing if "://" in place[2]}, "dead links among them"
    assert {place for place, state in played.after.items() if state is not State.CLOSED} >= standing
