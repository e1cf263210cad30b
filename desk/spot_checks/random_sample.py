"""Draws subjects by lot (抽签): fair within each group of units, repeatable from seed and register."""

import hashlib
import json
import random
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from checks.accounts import why_left_out
from desk.register.save import register_rows
from desk.register.tables import ACCOUNTS
from ledger.vocabulary import Register

NO_GROUP = "未分组"


@dataclass(frozen=True)
class Share:
    """How many to draw: a part of all ("20%"), or a number ("5"). ``text`` as the clerk wrote it."""

    text: str
    amount: Fraction
    percent: bool

    @classmethod
    def read(cls, text: str) -> "Share":
        """Raises ValueError with the advice."""
        found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)(%?)", unicodedata.normalize("NFKC", text).strip())
        amount = Fraction(found[1]) if found else Fraction(0)
        if not found or amount <= 0 or (found[2] and amount > 100) or (not found[2] and amount.denominator != 1):
            raise ValueError("请写成 20% 这样的比例，或 5 这样的个数")
        return cls(found[0], amount, bool(found[2]))

    def of(self, total: int) -> int:
        """The number drawn out of ``total``: a part is rounded up."""
        return min(total, ceil(self.amount * total / 100) if self.percent else int(self.amount))


@dataclass(frozen=True)
class Stratum:
    """One group of units: all of its subjects, by id, and those drawn."""

    group: str
    subjects: tuple[str, ...]
    drawn: tuple[str, ...]


@dataclass(frozen=True)
class Lot:
    """One draw. ``left_out``: (id, why) of what was not among those drawn from."""

    what: str
    asked: str
    strata: tuple[Stratum, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def drawn(self) -> tuple[str, ...]:
        return tuple(subject for stratum in self.strata for subject in stratum.drawn)

    @property
    def total(self) -> int:
        return sum(len(stratum.subjects) for stratum in self.strata)


def seed_of(day: date) -> int:
    """The seed where the clerk names none: the day as a number (20261123), so that nobody has chosen it."""
    return int(f"{day:%Y%m%d}")


def fingerprint(register: Register) -> str:
    """SHA-256 of the register's rows, in any order and however its files are written.

    An account without days has the fingerprint it had before there were columns for them.
    """
    rows = {table.file: sorted(map(list, rows)) for table, rows in register_rows(register).items()}
    accounts = rows[ACCOUNTS.file]
    rows[ACCOUNTS.file] = [row if any(row[-3:]) else row[:-3] for row in accounts]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def draw_sites(register: Register, share: Share, seed: int, day: date) -> Lot:
    """Sites, in the groups of the units that run them on ``day``; those closed by then are left out."""
    closed = {i: f"已于{site.closed}关停" for i, site in register.sites.items() if site.closed_on(day)}
    groups = {i: _group(register, s.sponsor_on(day)) for i, s in register.sites.items() if i not in closed}
    return _lot("网站", groups, share, seed, closed)


def draw_accounts(register: Register, share: Share, seed: int, day: date) -> Lot:
    """Accounts, in the groups of the units that answer for them on ``day``; closed and exempt ones are left out."""
    out = {
        i: f"登记为{account.state}：{account.state_reason}"
        if account.exists_on(day)
        else why_left_out(account, day).removeprefix("账号")
        for i, account in register.accounts.items()
        if not account.inspected_on(day)
    }
    groups = {i: _group(register, a.unit_on(day)) for i, a in register.accounts.items() if i not in out}
    return _lot("账号", groups, share, seed, out)


def _group(register: Register, unit: str) -> str:
    known = register.units.get(unit)
    return (known.group if known else "") or NO_GROUP


def _lot(what: str, groups: Mapping[str, str], share: Share, seed: int, left_out: Mapping[str, str]) -> Lot:
    """Each kind has its own run of chance, so that the sites drawn do not depend on whether accounts are."""
    chance = random.Random(f"{seed} {what}")
    strata: dict[str, list[str]] = {}
    for subject, group in sorted(groups.items()):
        strata.setdefault(group, []).append(subject)
    shares = allocate({g: len(members) for g, members in strata.items()}, share.of(len(groups)), chance)
    drawn = tuple(
        Stratum(group, tuple(members), tuple(sorted(chance.sample(members, shares[group]))))
        for group, members in sorted(strata.items())
    )
    return Lot(what, share.text, drawn, tuple(sorted(left_out.items())))


def allocate(sizes: Mapping[str, int], total: int, chance: random.Random) -> dict[str, int]:
    """Places by group: in proportion, the largest remainders rounded up; a group that would have none gets one from
    the group that has most above its due, while there are places enough. Equal claims are settled by lot."""
    order = sorted(sizes)
    chance.shuffle(order)
    due = {g: Fraction(total * sizes[g], sum(sizes.values())) for g in order}
    places = {g: int(due[g]) for g in order}
    for group in _most(order, {g: due[g] - places[g] for g in order})[: total - sum(places.values())]:
        places[group] += 1
    while total >= len(order) and (empty := [g for g in order if not places[g]]):
        giver = _most([g for g in order if places[g] > 1], {g: places[g] - due[g] for g in order})[0]
        places[giver] -= 1
        places[empty[0]] += 1
    return places


def _most(groups: Iterable[str], claims: Mapping[str, Fraction]) -> list[str]:
    return sorted(groups, key=lambda group: -claims[group])
