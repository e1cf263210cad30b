"""Jumps: more new problems at once than anything explains. They wait for a person (突增暂扣). Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ledger.vocabulary import Finding, Hold, Key, Manner, Place

LINKS = 10  # new places of one manner on one site that are addresses
OTHERS = 4  # and that are not
SITES_OF_HOST = 3  # sites on which one outside host is newly dead
SITES_OF_MANNER = 5  # sites on which one manner newly fails


@dataclass(frozen=True)
class NewFail:
    """A FAIL of which no open finding is known. ``explained``: foretold by the last look, or the first look. ``weeks``
    since that look, at least one: what gathers in a month is no jump of a day."""

    key: Key
    manner: Manner
    explained: bool = False
    weeks: int = 1

    @property
    def subject(self) -> str:
        return self.key[1]

    @property
    def host(self) -> str:
        """Of a place that is an address; "" of others."""
        return host_of(Place.read(self.key[2]).address)


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


Through = frozenset[tuple[Hold, str, Manner]]  # what a person has let through: reach, subject or host, manner


def jumped(
    new: Collection[NewFail], homes: Collection[str], national: Collection[str], through: Through
) -> dict[Key, Hold]:
    """What is held, and over what. ``homes``: the hosts of the register's own sites, which die alone; ``national``:
    hosts that every footer links."""
    found: dict[Key, Hold] = {}
    unexplained = [one for one in new if not one.explained]
    for one in _of_estate(unexplained):
        if (Hold.ESTATE, "", one.manner) not in through:
            found[one.key] = Hold.ESTATE
    for one in _of_site(unexplained):
        if (Hold.SITE, one.subject, one.manner) not in through:
            found[one.key] = Hold.SITE
    for one in _of_host(new, frozenset(homes), frozenset(national)):
        if (Hold.HOST, one.host, one.manner) not in through:
            found[one.key] = Hold.HOST
    return found


def _of_site(new: Iterable[NewFail]) -> Iterator[NewFail]:
    grouped: dict[tuple[str, Manner, bool], list[NewFail]] = defaultdict(list)
    for one in new:
        grouped[one.subject, one.manner, bool(one.host)].append(one)
    for (_, _, links), members in grouped.items():
        if len(members) >= (LINKS if links else OTHERS) * min(one.weeks for one in members):
            yield from members


def _of_host(new: Iterable[NewFail], homes: frozenset[str], national: frozenset[str]) -> Iterator[NewFail]:
    grouped: dict[str, list[NewFail]] = defaultdict(list)
    for one in new:
        if one.host and one.host not in homes:
            grouped[one.host].append(one)
    for host, members in grouped.items():
        fresh = {one.subject for one in members if not one.explained}
        if host in national or len(fresh) >= SITES_OF_HOST:
            yield from members


def _of_estate(new: Collection[NewFail]) -> Iterator[NewFail]:
    at_once = [one for one in new if not one.host and one.weeks == 1]
    sites = Counter(manner for manner, _ in {(one.manner, one.subject) for one in at_once})
    yield from (one for one in at_once if sites[one.manner] >= SITES_OF_MANNER)


def let_through(findings: Iterable[Finding]) -> Through:
    """What a person has let through: a held one that was confirmed."""
    return frozenset(
        (f.held, {Hold.SITE: f.subject, Hold.HOST: host_of(f.where.address), Hold.ESTATE: ""}[f.held], f.manner)
        for f in findings
        if f.held is not None and f.manner is not None and f.confirmed_at is not None
    )
