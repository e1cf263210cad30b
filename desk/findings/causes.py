"""What waits for a person, by cause: site, rule, manner of reading, and the path or host that the places share.

A view over findings: nothing of it is stored, so a cause keeps its name as long as it has members.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from desk.context import Desk
from desk.presenters.place_names import place_name, site_name, unit_name
from desk.register.cells import host_of
from ledger.calendar import day_of
from ledger.vocabulary import Finding, Hold, Manner

WORDS = 120  # characters of what was seen
SHOWN = 3  # members that are opened before all of a cause are decided


@dataclass(frozen=True)
class Cause:
    """Findings that wait for the same reason. ``members`` by number; ``shown``: those drawn to be looked at.

    Of what a jump holds ``criterion`` is "", and where it reaches over many sites ``subject`` too.
    """

    id: str
    subject: str
    criterion: str
    manner: Manner | None
    where: str
    members: tuple[Finding, ...]
    shown: tuple[Finding, ...]

    @property
    def since(self) -> datetime:
        """When the oldest of them was first seen."""
        return min(f.first_seen for f in self.members)

    @property
    def held(self) -> bool:
        """Whether a jump holds it that nothing explains."""
        return any(f.held is not None for f in self.members)


def waiting(findings: Iterable[Finding], now: datetime) -> list[Finding]:
    """Those that nobody has confirmed or dismissed."""
    return [f for f in findings if f.waits and not f.dismissed_on(day_of(now))]


def causes(desk: Desk, findings: Iterable[Finding], now: datetime) -> tuple[Cause, ...]:
    """What waits among ``findings``: vetoes first, then what holds most."""
    grouped: dict[tuple[str, str, Manner | None, str], list[Finding]] = {}
    for finding in waiting(findings, now):
        key = _key(desk, finding)
        grouped.setdefault(key, []).append(finding)
    found = [_cause(key, tuple(members), now) for key, members in grouped.items()]
    veto = {code for code, c in desk.criteria.items() if c.veto}
    return tuple(
        sorted(found, key=lambda c: (not any(f.criterion in veto for f in c.members), -len(c.members), c.since, c.id))
    )


def _key(desk: Desk, finding: Finding) -> tuple[str, str, Manner | None, str]:
    """What is held by a jump is one row over all that the jump reaches."""
    match finding.held:
        case Hold.HOST:
            return "", "", finding.manner, host_of(finding.place)
        case Hold.ESTATE:
            return "", "", finding.manner, "*"
        case Hold.SITE:
            return finding.subject, "", finding.manner, "*"
    return finding.subject, finding.criterion, finding.manner, _where(desk, finding)


def _where(desk: Desk, finding: Finding) -> str:
    """The host of what lies outside the site, else the first folder of its path; "" where the place is no address."""
    if not finding.where.address:
        return ""
    site, host = desk.register.sites.get(finding.subject), host_of(finding.place)
    if site is None or host != host_of(site.home):
        return host
    folder, slash, _ = urlsplit(finding.place).path.lstrip("/").partition("/")
    return f"/{folder}/" if slash else "/"


def _cause(key: tuple[str, str, Manner | None, str], members: tuple[Finding, ...], now: datetime) -> Cause:
    subject, criterion, manner, where = key
    name = sha256("\n".join((subject, criterion, str(manner or ""), where)).encode()).hexdigest()[:6]
    # the same three all day, so that what is decided is what was shown
    chosen = random.Random(f"{name} {day_of(now)}").sample(members, min(SHOWN, len(members)))
    shown = tuple(sorted(chosen, key=lambda f: f.id))
    return Cause(f"C{name}", subject, criterion, manner, where, members, shown)


def told(desk: Desk, cause: Cause, now: datetime) -> list[str]:
    """The row of a cause and its drawn members, as a clerk reads them."""
    first, day = cause.members[0], now.date()
    title = "、".join(dict.fromkeys(_title(desk, f) for f in cause.members))
    where = f"，{cause.where}" if cause.where not in ("", "*") else ""
    days = (day - cause.since.date()).days
    held = "，突增暂扣" if cause.held else ""
    names = (site_name(desk, cause.subject), unit_name(desk, first.unit, day))
    site = names[0] if names[0] == names[1] else f"{names[0]}（{names[1]}）"
    if not cause.subject:
        site = f"{len({f.subject for f in cause.members})}个网站或账号"
    head = f"{cause.id}  {site}  {title}{where}  {len(cause.members)}处，已等{days}天{held}"
    shown = ((f, f.message if f.where.address else f.evidence.quote or f.message) for f in cause.shown)
    return [
        head,
        *(f"    {f.id:>5}  {'  '.join(filter(None, (_place(desk, f), words[:WORDS])))}" for f, words in shown),
    ]


def _title(desk: Desk, finding: Finding) -> str:
    criterion = desk.criteria.get(finding.criterion)
    return criterion.title if criterion else finding.criterion


def _place(desk: Desk, finding: Finding) -> str:
    if finding.where.address:
        return ""  # the message names it
    return f"{place_name(desk, finding.subject, finding.column, finding.place)} {finding.evidence.address}"
