"""What a verdict does to a finding (立案, 核实, 销号). Pure: no database, no clock; the ledger keeps what comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ledger.calendar import day_of
from ledger.encoding.coding import FindingRecord
from ledger.findings.states import after
from ledger.holding import forgotten
from ledger.vocabulary import (
    Confirm,
    Criterion,
    DeadGrade,
    DismissalKind,
    Event,
    Evidence,
    Finding,
    Hold,
    Manner,
    Outcome,
    Reason,
    State,
    Verdict,
)


@dataclass(frozen=True)
class Settled:
    """How many findings a settling found, saw again, confirmed, closed and saw return.

    ``unknown`` counts all UNKNOWN verdicts, ``refused`` those of them that were a FAIL without evidence.
    """

    found: int = 0
    again: int = 0
    confirmed: int = 0
    closed: int = 0
    returned: int = 0
    unknown: int = 0
    refused: int = 0


@dataclass(frozen=True)
class FailContext:
    """What the ledger knows beside a FAIL: the unit that answers for the place, the criterion's rule, and over what a
    jump reaches that brought it."""

    unit: str
    rule: str | None
    held: Hold | None = None


@dataclass(frozen=True)
class Change:
    """One change: the event (None: a look that could not see the place) and what the finding is after it."""

    event: Event | None
    matter: FindingRecord


def admitted(verdict: Verdict) -> Verdict:
    """A FAIL that shows no evidence is not believed: it becomes UNKNOWN ``no_evidence``."""
    if verdict.outcome is Outcome.FAIL and (verdict.evidence is None or not verdict.evidence.address):
        return replace(verdict, outcome=Outcome.UNKNOWN, reason=Reason.NO_EVIDENCE)
    return verdict


def looks_of(evidence: Evidence) -> tuple[datetime, ...]:
    return evidence.looks or (evidence.seen,)


def our_looks(verdict: Verdict, evidence: Evidence) -> tuple[datetime, ...]:
    """The looks that count towards a confirmation by machine: a third party's do not."""
    return () if verdict.origin else looks_of(evidence)


def agreeing(chain: Sequence[datetime], gaps: Sequence[timedelta]) -> bool:
    """Whether looks can be picked from ``chain`` that lie at least ``gaps`` apart, in order.

    The earliest look that satisfies a gap leaves most room for the next one, so taking it is enough.
    """
    looks = iter(sorted(chain))
    last = next(looks, None)
    for gap in gaps:
        last = next((at for at in looks if last is not None and at - last >= gap), None)
    return last is not None


def found(number: int, verdict: Verdict, evidence: Evidence, beside: FailContext) -> Change:
    """A finding nobody knew of."""
    looks = looks_of(evidence)
    finding = Finding(
        id=number,
        criterion=verdict.criterion,
        subject=verdict.subject,
        place=verdict.place,
        column=verdict.column,
        unit=beside.unit,
        state=after(None, Event.FOUND),
        message=verdict.message,
        evidence=evidence,
        first_seen=min(looks),
        last_seen=max(looks),
        origin=verdict.origin,
        manner=_manner(verdict, evidence, beside.rule),
        held=beside.held,
    )
    return Change(Event.FOUND, FindingRecord(finding, our_looks(verdict, evidence)))


def _manner(verdict: Verdict, evidence: Evidence, rule: str | None) -> Manner | None:
    return Manner.of(rule, evidence) if rule and not verdict.origin else None


def failed(matter: FindingRecord, verdict: Verdict, evidence: Evidence, beside: FailContext) -> Change:
    """The place was seen bad again. A closed finding returns: it is the unit's that answers for the place now, and
    needs its looks (or its clerk) anew."""
    was = matter.finding
    looks = looks_of(evidence)
    seen = replace(
        was,
        message=verdict.message,
        evidence=evidence,
        last_seen=max(was.last_seen, *looks),
        unknown_since=None,
        manner=_manner(verdict, evidence, beside.rule) or was.manner,
    )
    if was.state is State.CLOSED:
        state = after(was.state, Event.RETURNED)
        back = replace(
            seen, state=state, unit=beside.unit, confirmed_at=None, closed_at=None, due=None, due_told=None,
            held=beside.held,
        )  # fmt: skip
        # what was seen before it was closed says nothing of its return
        ours = our_looks(verdict, evidence)
        anew = tuple(at for at in ours if was.closed_at is None or at > was.closed_at)
        if was.dismissed_kind is DismissalKind.MISREAD:  # it was read rightly since: this is another reading
            back = forgotten(back)
        return Change(Event.RETURNED, FindingRecord(back, anew or ours[-1:]))
    chain = matter.chain
    if was.confirmed_at is None:  # looks are only gathered until it is confirmed
        chain = (*chain, *(at for at in our_looks(verdict, evidence) if at not in chain))
    return Change(Event.STILL_THERE, FindingRecord(replace(seen, state=after(was.state, Event.STILL_THERE)), chain))


def renewed(step: Change, now: datetime) -> Change:
    """A 误报 that ran out before the problem was told of: seen again, it counts as confirmed today, so that this
    month's notice tells it. What was misread, whoever had confirmed it, is confirmed anew."""
    finding = step.matter.finding
    until, sure = finding.dismissed_until, finding.confirmed_at
    untold = finding.state in (State.CONFIRMED, State.REOPENED) and sure is not None
    if not untold or until is None or sure is None or finding.dismissed_on(day_of(now)):
        return step
    if day_of(sure) > until:  # a clerk has confirmed it since
        return step
    if finding.dismissed_kind is DismissalKind.MISREAD:
        return unconfirmed(FindingRecord(forgotten(finding)))
    again = replace(forgotten(finding), confirmed_at=now)
    return Change(step.event, FindingRecord(again, step.matter.chain))


def unconfirmed(matter: FindingRecord) -> Change:
    """The confirmation is taken back; looks are gathered anew."""
    finding = matter.finding
    state = after(finding.state, Event.UNCONFIRM)
    return Change(Event.UNCONFIRM, FindingRecord(replace(finding, state=state, confirmed_at=None)))


Trusted = Callable[[Manner, str], bool]  # whether the machine may confirm what is read in that manner on that subject


def always(manner: Manner, subject: str) -> bool:
    """Every manner is trusted: where nobody keeps a record of what proved right."""
    return True


def never(manner: Manner, subject: str) -> bool:
    """No manner is trusted: what is seen now waits."""
    return False


def confirmed(matter: FindingRecord, criterion: Criterion, now: datetime, trusted: Trusted = always) -> Change | None:
    """The confirmation by machine, where the looks gathered allow it, the manner is trusted and no clerk holds it for a
    误报. A veto, and what is concluded from content (soft), wait for a person, whatever the criterion's ``confirm``
    says; what a person looked at has been confirmed by that."""
    finding = matter.finding
    manner = finding.manner
    if manner is not None and not manner.by_person and not trusted(manner, finding.subject):
        return None
    if criterion.veto or finding.held is not None or finding.evidence.grade is DeadGrade.SOFT:
        return None
    if not finding.waits or criterion.confirm is not Confirm.MACHINE or finding.dismissed_on(day_of(now)):
        return None
    if not agreeing(matter.chain, criterion.looks):
        return None
    sure = replace(finding, state=after(finding.state, Event.CONFIRM), confirmed_at=now)
    return Change(Event.CONFIRM, FindingRecord(sure))


def passed(matter: FindingRecord, now: datetime) -> Change | None:
    """Seen good in that place: closed, told or not. A closed one stays as it is."""
    finding = matter.finding
    if finding.state is State.CLOSED:
        return None
    done = replace(finding, state=after(finding.state, Event.PASSED), closed_at=now, unknown_since=None)
    return Change(Event.PASSED, FindingRecord(done))


def unseen(matter: FindingRecord, now: datetime) -> Change | None:
    """Could not look: neither opens nor closes, only says since when nobody knows."""
    finding = matter.finding
    if finding.state is State.CLOSED or finding.unknown_since is not None:
        return None
    return Change(None, FindingRecord(replace(finding, unknown_since=now), matter.chain))
