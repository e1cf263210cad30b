"""From the archive of accounts to verdicts and the ledger: what each round left, judged. Asks no platform."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from checks.runner import judge
from crawler.accounts.merge import merge
from desk.context import Desk
from desk.facts.run_result import Result
from ledger.archive.accounts import AccountArchive
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING, Account, AccountState, ColumnState, Register, Unit, Verdict, open_findings

KIND = "accounts"
KEPT = timedelta(days=120)  # older readings say nothing about three months
_BETWEEN = "·"  # platform·name: the id of an account that nobody registered


def archive_path(desk: Desk) -> Path:
    return desk.workspace.data / "accounts.sqlite"


def is_unregistered(subject: str) -> bool:
    """Whether it is the id of an account that was seen and stands in no register."""
    return _BETWEEN in subject


def unregistered(subject: str) -> Account:
    """What stands for an account that was seen and is not registered: only whether it ought to be is judged."""
    platform, between, name = subject.partition(_BETWEEN)
    state, why = ColumnState.EXEMPT, "没有登记"
    return Account(subject, "", platform if between else "", name if between else subject, "", state, why)


def unregistered_id(platform: str, name: str) -> str:
    return f"{platform}{_BETWEEN}{name}"


def account(register: Register, subject: str) -> Account:
    return register.accounts.get(subject) or unregistered(subject)


def state_of(archive: AccountArchive, subject: str, at: datetime) -> AccountState:
    return merge(subject, archive.readings(subject, at - KEPT), at)


def settle(desk: Desk, ledger: Ledger, archive: AccountArchive, run: str, now: datetime) -> Result:
    """Judge each account on what was known when the round ended. No network."""
    covered = tuple(ledger.runs.coverages(run))

    def verdicts() -> Iterator[Verdict]:
        for one in covered:
            state = state_of(archive, one.site, one.finished or now)
            yield from judge_account(desk, account(desk.register, one.site), state, now)

    desk.settle(ledger, run, now, verdicts())
    subjects = {one.site for one in covered}
    found = [f for f in ledger.findings.find(states=STANDING) if f.subject in subjects]
    return Result(run, covered, open_findings(found, now), tuple(ledger.verdicts.unknowns(run)))


def judge_account(desk: Desk, subject: Account, state: AccountState, now: datetime) -> Iterator[Verdict]:
    """Every verdict on one account."""
    register = desk.register
    sources: Mapping[type, Callable[[], Iterator[object]]] = {
        AccountState: lambda: iter((state,)),
        Unit: lambda: iter(register.units.values()),
        Account: lambda: iter(register.accounts.values()),
    }
    return judge(subject, (), now, sources, desk.criteria)


def settle_again(desk: Desk, ledger: Ledger, run: str, now: datetime) -> Result:
    """A round judged again under today's criteria and register: nothing is asked."""
    with AccountArchive(archive_path(desk)) as archive:
        return settle(desk, ledger, archive, run, now)


def account_states(desk: Desk, ledger: Ledger, at: datetime, since: datetime | None = None) -> dict[str, AccountState]:
    """Each account as its last round before ``at`` left it; those not looked at (since then) are not in it."""
    ended: dict[str, datetime] = {}
    for run in ledger.runs.find(since or at - KEPT, at + timedelta(seconds=1)):
        if run.kind == KIND and run.finished:
            ended |= {one.site: one.finished or run.started for one in ledger.runs.coverages(run.run)}
    if not ended:
        return {}
    with AccountArchive(archive_path(desk)) as archive:
        return {subject: state_of(archive, subject, when) for subject, when in ended.items()}
