"""`/` 今日: what waits for a person, gravest first; what has changed; what could not be looked at, by what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from desk.context import Desk
from desk.facts.account_judging import KIND as ACCOUNTS
from desk.findings.causes import Cause, causes
from desk.findings.site_decisions import Undecided, undecided
from desk.findings.unsettled import unsettled
from desk.inspections.inspection import KIND as SITES
from desk.overview.weeks import weeks
from desk.presenters.place_names import latest_unknowns, site_name
from desk.web import pictures
from desk.web.here import here
from desk.web.views.findings.causes import CauseRow, cause_row
from ledger.findings.states import WORDS
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, Reason, State
from ledger.vocabulary.post.outbox import LetterState

SHOWN = 8  # rows of a box; the rest is a number with a link
DAY = timedelta(days=1)
WITHIN = timedelta(days=35)  # runs that what could not be looked at is asked of
TOLD = (Event.FOUND, Event.RETURNED, Event.CONFIRM, Event.PASSED, Event.DISMISS, Event.APPEAL, Event.REPORT_FIXED)


@dataclass(frozen=True)
class Remedy:
    """What could not be looked at for one reason, and what a clerk can do about it."""

    label: str
    advice: str
    places: int
    sites: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for a person."""

    sites: Sequence[tuple[str, Undecided]]
    held: Sequence[CauseRow]
    causes: Sequence[CauseRow]
    appeals: Sequence[Finding]
    fixed: int
    overdue: int
    letters: int
    mails: int


@require_safe
def today_page(request: HttpRequest) -> HttpResponse:
    """What waits, what changed since yesterday, what was not looked at."""
    desk, now = here().desk(), here().clock()
    if not here().workspace.ledger.is_file():
        return render(request, "desk/today.html", {"office": desk.settings.office.name, "empty": True})
    with here().reading() as ledger:
        found = here().stand(ledger).found
        kept, runs = here().standing.kept, _rounds(ledger, now)
        told_weeks = kept("weeks", f"{now:%Y-%m-%d %H:%M}", lambda: weeks(ledger, now))  # once a minute
        shown = {
            "office": desk.settings.office.name,
            "waiting": _waiting(desk, ledger, found, now),
            "changed": list(_changed(ledger, now)),
            "remedies": kept("remedies", tuple(runs), lambda: list(_remedies(desk, ledger, runs))),
            "weeks": told_weeks,
            "bars": mark_safe(pictures.bars(told_weeks)),
            "round": unsettled(desk, ledger),
            "shown": SHOWN,
        }
    return render(request, "desk/today.html", shown)


def _waiting(desk: Desk, ledger: Ledger, found: Sequence[Finding], now: datetime) -> Waiting:
    rows: tuple[Cause, ...] = causes(desk, found, now)
    day = now.date()
    open_now = [f for f in found if f.state is not State.CLOSED and not f.dismissed_on(day)]
    return Waiting(
        sites=[(site_name(desk, one.site), one) for one in undecided(desk, ledger, now)],
        held=[cause_row(desk, one, now) for one in rows if one.held],
        causes=[cause_row(desk, one, now) for one in rows if not one.held],
        appeals=[f for f in found if f.appeal],
        fixed=sum(f.state is State.RECHECK for f in open_now),
        overdue=sum(f.overdue_on(day) for f in open_now),
        letters=len(ledger.letters.find(states=[LetterState.HELD])),
        mails=sum(mail.state.waits for mail in ledger.inbox.find()),
    )


def _changed(ledger: Ledger, now: datetime) -> Iterator[tuple[str, int]]:
    """How many findings each kind of thing happened to in the last 24 hours."""
    events = ledger.findings.events(now - DAY, now + timedelta(seconds=1))
    counts = Counter((e.event, e.finding) for e in events)
    of = Counter(event for event, _ in counts)
    yield from ((WORDS[event], of[event]) for event in TOLD if of[event])


def _rounds(ledger: Ledger, now: datetime) -> list[str]:
    runs = ledger.runs.find(now - WITHIN, now + timedelta(seconds=1))
    return [r.run for r in runs if r.kind in (SITES, ACCOUNTS) and r.finished]


def _remedies(desk: Desk, ledger: Ledger, rounds: Sequence[str]) -> Iterator[Remedy]:
    """未能核查 of the last rounds, by reason, most first."""
    by_reason: dict[Reason, list[str]] = {}
    for verdict in latest_unknowns(ledger, rounds):
        by_reason.setdefault(verdict.reason or Reason.NO_VERDICT, []).append(verdict.subject)
    for reason, subjects in sorted(by_reason.items(), key=lambda one: -len(one[1])):
        names = tuple(site_name(desk, subject) for subject in dict.fromkeys(subjects))
        words = desk.words[reason]
        yield Remedy(words.label, words.advice, len(subjects), names)
