"""One unit as it stands: what it runs, what is wrong there, what it was told and whether it answered."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.context import Desk
from desk.presenters.place_names import unit_name
from ledger.ledger import Ledger
from ledger.vocabulary import Account, Answer, Finding, Site, State
from ledger.vocabulary.post.outbox import Letter

LETTERS = 12  # that are shown, the newest


@dataclass(frozen=True)
class UnitOverview:
    """``overdue``, ``appealed``: of ``problems``. ``answers``: of the last weeks, newest first."""

    id: str
    name: str
    sites: tuple[Site, ...]
    accounts: tuple[Account, ...]
    problems: tuple[Finding, ...]
    overdue: int
    appealed: int
    letters: tuple[Letter, ...]
    answers: tuple[Answer, ...]


def unit_overview(desk: Desk, ledger: Ledger, unit: str, now: datetime) -> UnitOverview:
    """What is known of it at ``now``."""
    day = now.date()
    found = ledger.findings.find(unit=unit, states=[s for s in State if s is not State.CLOSED], pages=False)
    problems = tuple(f for f in found if not f.dismissed_on(day))
    return UnitOverview(
        id=unit,
        name=unit_name(desk, unit, day),
        sites=tuple(s for s in desk.register.sites.values() if unit in (s.sponsor_on(day), s.operator)),
        accounts=tuple(a for a in desk.register.accounts.values() if _answers(a, unit, day)),
        problems=problems,
        overdue=sum(f.overdue_on(day) for f in problems),
        appealed=sum(bool(f.appeal) for f in problems),
        letters=tuple(reversed([one for one in ledger.letters.find() if one.unit == unit]))[:LETTERS],
        answers=tuple(reversed(ledger.answers.find(unit=unit)))[:LETTERS],
    )


def _answers(account: Account, unit: str, day: date) -> bool:
    return account.unit_on(day) == unit
