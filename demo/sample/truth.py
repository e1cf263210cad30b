"""The two files a person wrote, as typed values: what is expected, and what the clerk decided. Judges nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from demo.sample.plan import Phase
from ledger.vocabulary import Decision, DismissalKind, Event, Reason

_FOLDER = Path(__file__).parent
Place = tuple[str, str, str]  # criterion, site or account, place


@dataclass(frozen=True)
class Expected:
    """One finding that must be there in its phases, and how this month's notice tells it."""

    criterion: str
    site: str
    place: str
    unit: str
    phases: frozenset[Phase]
    fate: str
    reason: Reason | None = None

    @property
    def key(self) -> Place:
        return self.criterion, self.site, self.place


@dataclass(frozen=True)
class AccountTruth:
    """This month's figures of the accounts. ``platforms``: in use, inspected, qualified; ``census``: by account."""

    registered: int
    inspected: int
    qualified: int
    problems: Mapping[str, int]
    warned: tuple[str, ...]
    platforms: Mapping[str, tuple[int, int, int]]
    census: Mapping[str, str]


@dataclass(frozen=True)
class Truth:
    findings: tuple[Expected, ...]
    unknown: Mapping[Place, frozenset[Reason]]
    innocent: Mapping[Place, str]  # and why
    figures: Mapping[str, int]
    told_by_unit: Mapping[str, int]
    accounts: AccountTruth

    def expected(self, phase: Phase) -> tuple[Expected, ...]:
        return tuple(finding for finding in self.findings if phase in finding.phases)


def truth() -> Truth:
    raw = tomllib.loads((_FOLDER / "truth.toml").read_text("utf-8"))
    told = raw["figures"].pop("told_this_by_unit")
    findings = tuple(
        Expected(
            f["criterion"],
            _subject(f),
            f["place"],
            f["unit"],
            frozenset(map(Phase, f["phases"])),
            f["fate"],
            Reason(f["reason"]) if "reason" in f else None,
        )
        for f in raw["finding"]
    )
    unknown = {(u["criterion"], _subject(u), u["place"]): frozenset(map(Reason, u["reasons"])) for u in raw["unknown"]}
    innocent = {(i["criterion"], _subject(i), i["place"]): i["why"] for i in raw["innocent"]}
    accounts = AccountTruth(**{**raw["accounts"], "warned": tuple(raw["accounts"]["warned"])})
    return Truth(findings, unknown, innocent, raw["figures"], told, accounts)


def _subject(row: Mapping[str, str]) -> str:
    return row["site"] if "site" in row else row["account"]


def decisions(now: datetime) -> dict[Place, Decision]:
    """The clerk's decisions, as taken at ``now``."""
    raw = tomllib.loads((_FOLDER / "decisions.toml").read_text("utf-8"))
    return {
        (d["criterion"], _subject(d), d["place"]): Decision(
            Event(d["event"]),
            now,
            d["by"],
            d["why"],
            now.date() + timedelta(days=d["until_days"]) if "until_days" in d else None,
            DismissalKind(d["kind"]) if "kind" in d else None,
        )
        for d in raw["decision"]
    }
