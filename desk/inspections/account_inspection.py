"""One round of the accounts (政务新媒体): look, keep, judge, settle in the ledger. Safe to start again after a kill."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.accounts.asking.pace import Clock
from crawler.accounts.asking.sources import AccountTask, LookSettings, SourceSetting, feed_pins
from crawler.accounts.credentials import CredentialError, read_credentials
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.accounts.merge import LAG
from crawler.connect.guard import AddressGuard
from crawler.connect.transport import guarded_client
from desk.context import Desk
from desk.facts.account_judging import KEPT, KIND, archive_path, settle
from desk.facts.run_result import Result
from desk.inspections.crawling import pins
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.archive.accounts import AccountArchive
from ledger.ledger import Ledger
from ledger.vocabulary import AccountState, ColumnState, Coverage, Register

Sources = Mapping[str, tuple[SourceSetting, ...]]


@dataclass(frozen=True)
class Surroundings:
    """What a round may be given in place of the office's own: the demo's and the tests' stand-ins."""

    sources: Sources | None = None  # else the credentials file or the environment
    settings: LookSettings = field(default_factory=LookSettings)
    allow_private: bool = False
    told: Callable[[AccountState], None] | None = None


def inspect_accounts(
    desk: Desk, now: datetime, *, accounts: Sequence[str] = (), given: Surroundings | None = None
) -> Result:
    """Look at these accounts, or all; a stopped round of the same accounts goes on where it was."""
    given = given or Surroundings()
    sources = _sources(desk, given)
    chosen = _chosen(desk.register, accounts)
    desk.workspace.prepare()
    with (
        Ledger.open_for_writing(desk.workspace.ledger) as ledger,
        AccountArchive(archive_path(desk)) as archive,
    ):
        if not accounts:
            seen = {*sources, *archive.accounts(now - KEPT)}
            chosen = (*chosen, *sorted(seen - desk.register.accounts.keys()))
        run, settings = _run(ledger, now, accounts)
        with ledger.inspection.running(run, now, chosen):
            ledger.runs.start(run, KIND, now, settings)
            tasks = [_task(desk, subject, sources, now) for subject in chosen]
            for state in asyncio.run(_look(desk, tasks, given, archive, Clock(now))):
                ledger.runs.record_coverage(_coverage(run, state, now))
            result = settle(desk, ledger, archive, run, now)
            ledger.runs.finish(run, now)
    return result


def look_now(desk: Desk, accounts: Sequence[str], now: datetime, given: Surroundings) -> list[AccountState]:
    """Look at these accounts and keep what was read; judges nothing."""
    sources = _sources(desk, given)
    with AccountArchive(archive_path(desk)) as archive:
        tasks = [_task(desk, subject, sources, now) for subject in accounts]
        return asyncio.run(_look(desk, tasks, given, archive, Clock(now)))


def _sources(desk: Desk, given: Surroundings) -> Sources:
    """As given, else as the credentials say."""
    if given.sources is not None:
        return given.sources
    try:
        return read_credentials(desk.workspace.root, os.environ)
    except CredentialError as error:
        text, _, advice = str(error).partition("；")
        raise ConfigError(ConfigMistake("账号凭据", text, advice)) from None


def _chosen(register: Register, accounts: Sequence[str]) -> tuple[str, ...]:
    if wrong := [one for one in accounts if one not in register.accounts]:
        advice = "请核对 accounts.csv 的编号"
        raise ConfigError(*(ConfigMistake("--account", f"登记册里没有账号“{one}”", advice) for one in wrong))
    if not register.accounts:
        raise ConfigError(ConfigMistake("accounts.csv", "还没有登记账号", "请先填写这张表"))
    return tuple(dict.fromkeys(accounts)) or tuple(register.accounts)


def _run(ledger: Ledger, now: datetime, accounts: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The run's key, that of the stopped round of the same accounts or a new one, and its settings."""
    settings = {"accounts": " ".join(accounts)}
    stopped = ledger.runs.unfinished(KIND)
    run = f"{now:%Y%m%dT%H%M%S}-{KIND}"
    if stopped and dict(stopped.settings) == settings:
        run = stopped.run
    return run, settings


def _task(desk: Desk, subject: str, sources: Sources, now: datetime) -> AccountTask:
    """An exempt account is not asked for; a closed one is: it may still post."""
    known = desk.register.accounts.get(subject)
    exempt = known is not None and known.state is ColumnState.EXEMPT and not known.inspected_on(now.date())
    return AccountTask(subject, () if exempt else sources.get(subject, ()))


async def _look(
    desk: Desk, tasks: Sequence[AccountTask], given: Surroundings, archive: AccountArchive, clock: Clock
) -> list[AccountState]:
    feeds = feed_pins(source for task in tasks for source in task.sources)
    guard = AddressGuard(pins={**feeds, **pins(desk)}, allow_private=given.allow_private)
    async with guarded_client(contact=desk.settings.office.phone, guard=guard) as client:
        return await look_at_accounts(tasks, given.settings, archive, client, clock, given.told)


def _coverage(run: str, state: AccountState, started: datetime) -> Coverage:
    """``pages``: sources that said something in this round or shortly before; ``bad``: those that did not."""
    young = [r for r in state.readings if r.seen >= started - LAG]
    good = sum(bool(r.posts) or r.complete for r in young)
    return Coverage(state.account, run, started, state.at, pages=good, targets=0, fine=good, bad=len(young) - good)
