"""A notice's month, what the notices before it told, and what became of that (上期问题整改情况). Writes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from desk.context import Desk
from desk.presenters.one_fact import as_told, folded
from desk.presenters.place_names import month_bounds, problem_lines, unit_name
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING, Event, Finding, State
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from reports.figures.models import FollowUp

_NOT_GONE = (LetterState.NO_ADDRESS, LetterState.HELD, LetterState.RETRY, LetterState.RETURNED)
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Period:
    """A notice's month: its first moment, the cut-off (at most its last second), and from when on it tells (本期).

    ``since``: the month's first moment, or the cut-off of the notice told last: what came after it is told by none.
    """

    month: str
    start: datetime
    cutoff: datetime
    since: datetime

    @classmethod
    def of(cls, month: str, now: datetime) -> "Period":
        # in one way only: 2026-9 beside 2026-09 would be a second notice of the same month
        if not _MONTH.fullmatch(month):
            raise ConfigError(ConfigMistake("--month", f"“{month}”不是年月", "请写成 2026-11 这样的年月"))
        first, last = month_bounds(month)
        start = datetime.combine(first, time.min, SHANGHAI)
        if now < start:
            raise ConfigError(ConfigMistake("--month", f"{month} 还没有到", "请核对年月"))
        return cls(month, start, min(now, datetime.combine(last, time.max.replace(microsecond=0), SHANGHAI)), start)

    @property
    def end(self) -> datetime:
        """The first moment after the cut-off: the ledger's periods leave their end out."""
        return self.cutoff + timedelta(seconds=1)

    def after(self, ledger: Ledger) -> "Period":
        """The same, with ``since`` as the ledger's earlier notices have it."""
        earlier = told_before(ledger, self.month).values()
        signed = (one.cutoff for one in ledger.notices.all_issued() if one.period < self.month)
        last = max((*earlier, *signed), default=None)
        return replace(self, since=last + timedelta(microseconds=1)) if last else self


def told_before(ledger: Ledger, month: str) -> dict[int, datetime]:
    """What a notice of an earlier month told, and the cut-off of the last one that did.

    Of notices from before signing was kept here the ledger knows only their months.
    """
    told: dict[int, datetime] = {}
    unsigned = [
        (e.finding, Period.of(e.period, e.at).cutoff)
        for e in ledger.notices.told_unsigned()
        if e.period is not None and e.period < month
    ]
    signed = [(n, one.cutoff) for one in ledger.notices.all_issued() if one.period < month for n in one.told]
    for number, cutoff in (*unsigned, *signed):
        told[number] = max(cutoff, told.get(number, cutoff))
    return told


def to_tell(standing: list[Finding], period: Period, before: Mapping[int, datetime]) -> list[Finding]:
    """本期问题: confirmed since the last notice, or before it but told by none and still open (struck out of a
    draft, a 误报 taken back, a month without notice). An expired 误报 waits until it is seen again."""

    def belongs(f: Finding) -> bool:
        if f.confirmed_at is None or f.confirmed_at > period.cutoff or f.dismissed_on(period.cutoff.date()):
            return False
        untold = f.id not in before or before[f.id] < f.confirmed_at
        left = untold and f.state is not State.CLOSED and f.dismissed_until is None
        return f.confirmed_at >= period.since or left

    return [f for f in standing if belongs(f)]


def follow_up(desk: Desk, ledger: Ledger, standing: list[Finding], mine: list[Finding], period: Period) -> FollowUp:
    """Told in an earlier notice: how many since fixed; those still open stand here only. ``mine``: 本期问题."""
    before = told_before(ledger, period.month)
    earlier = [f for f in standing if f.id in before and not f.dismissed_on(period.cutoff.date())]
    # what was closed by the last notice's cut-off has been told as done by it, whatever became of it since
    then = replace(period, cutoff=period.since)
    at_last = ledger.findings.find_at(period.since, numbers=[f.id for f in earlier])
    done_then = {f.id for f in at_last if _closed(ledger, f, then)}
    counted = [f for f in earlier if f.id not in done_then]
    standing_open = {f.id: f for f in counted if _closed(ledger, f, period) is None}
    # what was fixed and came back is told anew among this month's problems
    anew = {f.id for f in mine}
    older = [f for f in standing_open.values() if f.id not in anew]
    last = max(before.values(), default=None)
    # counted as they were told: a fact of which anything is left is not done
    facts = as_told(desk.criteria, counted)
    left = [[standing_open[f.id] for f in (head, *parts) if f.id in standing_open] for head, parts in facts]
    still = [[f for f in fact if f.id not in anew] for fact in left if fact]
    return FollowUp(
        told=len(facts),
        done=sum(not fact for fact in left),
        not_done=sum(bool(fact) for fact in left),
        unreported=_unreported(desk, ledger, period) if counted else (),
        open_older=tuple(
            replace(line, told=before[line.finding].date())
            for line in problem_lines(desk, ledger, older, period.cutoff)
        ),
        back=sum(not fact for fact in still),
        of_last={f.id for f in counted} == {number for number, cutoff in before.items() if cutoff == last},
        waiting=sum(bool(fact) and all(f.state is State.RECHECK for f in fact) for fact in still),
        unseen=sum(any(f.state is not State.RECHECK and f.unknown_since for f in fact) for fact in still),
        promptly=sum(head.state is State.CLOSED for head, _ in folded(desk.criteria, mine)),
    )


def _unreported(desk: Desk, ledger: Ledger, period: Period) -> tuple[str, ...] | None:
    """Units that the last notice told of a problem, and that sent nothing by its date. ``None`` (未统计) where that
    cannot be said: its date has not passed, no answer at all was entered (they are kept elsewhere), nobody had
    anything to answer, or the only silent ones were never reached."""
    signed = [one for one in ledger.notices.all_issued() if one.period < period.month]
    if not signed:
        return None
    last = max(signed, key=lambda one: one.period)
    day = period.cutoff.date()
    if day <= desk.calendar.add(last.day, desk.settings.rectify.answer_days).day:
        return None
    # as they were when it was signed: one that came back since may be another unit's
    told_then = [f for f in ledger.findings.find_at(last.at, states=STANDING, numbers=last.told) if f.unit]
    now = ledger.findings.find(numbers=[f.id for f in told_then], pages=False)
    false = {f.id for f in now if f.dismissed_on(day)}
    asked = {f.id: f for f in told_then if f.id not in false}
    units = {f.unit for f in asked.values()}
    silent = units - _answered(ledger, last, asked)
    named = silent - _unreached(ledger, last.period)
    if silent == units or (silent and not named):
        return None
    return tuple(unit_name(desk, unit, day) for unit in desk.register.units if unit in named)


def _answered(ledger: Ledger, last: IssuedNotice, asked: Mapping[int, Finding]) -> set[str]:
    """Units that sent anything: since its cut-off, for a notice is signed before it is entered here; on its problems
    since they were confirmed; however late it was entered; also by a mail that a clerk has still to read."""
    answered = {a.unit for a in ledger.answers.find(since=last.cutoff)}
    answered |= {mail.unit for mail in ledger.inbox.find(since=last.cutoff) if mail.unit and mail.state.waits}
    said = [(a.finding, a.at) for a in ledger.answers.find()]
    words = (Event.REPORT_FIXED, Event.APPEAL)
    said += [(e.finding, e.at) for e in ledger.findings.events_among(asked, words)]
    spoken = {n for n, at in said if n in asked and (sure := asked[n].confirmed_at) and at >= sure}
    return answered | {asked[n].unit for n in spoken}


def _unreached(ledger: Ledger, month: str) -> set[str]:
    """Units whose letter with the notice is known not to have left, or came back; where no letters were written the
    notice went another way."""
    letters = ledger.letters.find(kind=LetterKind.RECTIFY, period=month)
    gone = {one.unit for one in letters if one.state not in (*_NOT_GONE, LetterState.WITHDRAWN)}
    return {one.unit for one in letters if one.state in _NOT_GONE} - gone


def _closed(ledger: Ledger, finding: Finding, period: Period) -> datetime | None:
    """When it was seen fixed; one that is only suspected to be back was fixed all the same."""
    if finding.state is not State.REOPENED or finding.confirmed_at:
        return finding.closed_at if finding.state is State.CLOSED else None
    events = ledger.findings.history(finding.id)
    return max((e.at for e in events if e.event is Event.PASSED and e.at <= period.cutoff), default=None)
