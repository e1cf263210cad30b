"""A clerk's decisions on a finding (`ledger.decisions`): what each may do, and what it says of a reading."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ledger.calendar import Calendar, day_of
from ledger.decisions.trust import Word
from ledger.decisions.trust_record import TrustRecord
from ledger.encoding.coding import FindingRecord
from ledger.encoding.masking import mask
from ledger.findings.repository import ChangeNote, Findings
from ledger.findings.settle import unconfirmed
from ledger.findings.states import TABLE, ForbiddenChange, after
from ledger.holding import held, let_go
from ledger.store import Store
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, Manner, Ruling, State
from ledger.vocabulary.post.outbox import LetterId

NATIONAL = Calendar()
DISMISSED_FOR = timedelta(days=365)  # a 误报 whose clerk named no expiry
_MADE_BY_PEOPLE = frozenset(
    {
        Event.CONFIRM,
        Event.DISMISS,
        Event.RESTORE,
        Event.APPEAL,
        Event.RULE_ON_APPEAL,
        Event.URGE,
        Event.REPORT_FIXED,
    }
)
_VOUCHED = frozenset({Event.CONFIRM, Event.RESTORE, Event.RULE_ON_APPEAL})


class Decisions:
    """One decision of a clerk on one finding, and what follows from it."""

    def __init__(self, store: Store, findings: Findings, trust: TrustRecord) -> None:
        self._writing, self._findings, self._trust = store.writing, findings, trust

    def decide(
        self,
        number: int,
        decision: Decision,
        *,
        calendar: Calendar = NATIONAL,
        letter: LetterId | None = None,
        ruling: Ruling | None = None,
        looked: bool = True,
    ) -> Finding:
        """What a clerk decides. ``until`` is a dismissal's last day (a year if none), or the date an urging sets.

        ``letter``: the one whose release this urging is. ``calendar``: by whose working days a 误报 holds a deadline.
        ``looked``: somebody looked at this one, so that it counts for or against the manner in which it was read.
        Misread, it takes the machine's word back where it read the like.
        """
        with self._writing():
            misread = self.put(number, decision, calendar, letter=letter, ruling=ruling, looked=looked)
            self.take_back([misread] if misread else [], decision.at)
        return self._findings.get(number)

    def put(
        self,
        number: int,
        decision: Decision,
        calendar: Calendar,
        *,
        letter: LetterId | None = None,
        ruling: Ruling | None = None,
        looked: bool = True,
    ) -> Finding | None:
        """One decision, in the transaction of the caller; the finding as it was, where it counts as misread."""
        kept = self._findings.kept(number)
        decision = replace(decision, at=self._findings.entered_at(kept, decision.at))
        finding = _decided(kept.matter.finding, decision, calendar)
        if decision.event is Event.DISMISS and self._findings.ever_told(number):
            finding = replace(finding, doubted=decision.kind in (DismissalKind.MISREAD, DismissalKind.REGISTER))
        until = finding.dismissed_until if decision.event is Event.DISMISS else decision.until
        note = ChangeNote(decision.at, decision.by, decision.why, letter=letter, ruling=ruling, until=until)
        self._findings.keep(decision.event, kept, FindingRecord(finding, kept.matter.chain), note)
        word = self._trust.count(kept.matter.finding, decision) if looked else None
        return kept.matter.finding if word is Word.MISREAD else None

    def take_back(self, misread: Iterable[Finding], at: datetime) -> None:
        """What the machine confirmed of the same manner on the same subject, and no notice has told yet, waits for a
        person again."""
        for (subject, manner), one in {(f.subject, f.manner): f for f in misread}.items():
            for kept in self._findings.kept_where("subject = ?", [subject]):
                if manner and self._by_machine_alone(kept.matter.finding, manner, day_of(at)):
                    step = unconfirmed(kept.matter)
                    why = f"同一种读法在这里读错过（问题 {one.id}），由人核实"
                    self._findings.keep(
                        step.event, kept, step.matter, ChangeNote(self._findings.entered_at(kept, at), why=why)
                    )

    def _by_machine_alone(self, finding: Finding, manner: Manner, day: date) -> bool:
        """Whether the machine confirmed it as read in that manner, nobody vouched for it, and no notice told it."""
        sure = finding.confirmed_at
        if sure is None or (finding.state, Event.UNCONFIRM) not in TABLE or finding.dismissed_on(day):
            return False
        if manner not in (finding.manner, self._findings.get_at(finding.id, sure).manner):
            return False
        since = [e for e in self._findings.events_of(finding.id) if e.at >= sure]
        return not any(e.event is Event.NOTIFY or (e.by and e.event in _VOUCHED) for e in since)

    def rule_on_appeal(
        self, number: int, ruling: Decision, *, accept: bool, calendar: Calendar = NATIONAL, looked: bool = True
    ) -> Finding:
        """申诉裁定: upheld, the finding is a 误报 until ``ruling.until``; rejected, it stands. All of it or nothing.
        ``calendar`` and ``looked`` as of any decision."""
        word, how = ("申诉成立", Ruling.ACCEPTED) if accept else ("申诉不成立", Ruling.REJECTED)
        until = ruling.until or day_of(ruling.at) + DISMISSED_FOR if accept else None
        told = replace(ruling, event=Event.RULE_ON_APPEAL, why=f"{word}：{ruling.why}", until=until)
        with self._writing():
            ruled = self.decide(number, told, ruling=how)
            dismissal = replace(told, event=Event.DISMISS)
            if not accept:
                return ruled
            return self.decide(number, dismissal, calendar=calendar, ruling=how, looked=looked)

    def pass_by_person(self, number: int, at: datetime, by: str, why: str) -> Finding:
        """A PASS that a person saw, where no machine can look: whoever asks for it has made sure of that."""
        with self._writing():
            kept = self._findings.kept(number)
            at = self._findings.entered_at(kept, at)
            finding = kept.matter.finding
            state = after(finding.state, Event.PASSED)
            done = replace(finding, state=state, closed_at=at, unknown_since=None)
            self._findings.keep(Event.PASSED, kept, FindingRecord(done), ChangeNote(at, by, why))
        return self._findings.get(number)


def _decided(finding: Finding, decision: Decision, calendar: Calendar) -> Finding:
    """The finding after a clerk's decision; ``ForbiddenChange`` where it makes no sense."""
    event = decision.event
    if event not in _MADE_BY_PEOPLE:
        raise ForbiddenChange(finding.state, event)
    done = replace(finding, state=after(finding.state, event))
    unsure = finding.state is State.REOPENED and finding.confirmed_at is None
    match event:
        case Event.CONFIRM if finding.confirmed_at is not None:
            raise ForbiddenChange(finding.state, event, f"问题 {finding.id} 已经核实过。")
        case Event.CONFIRM:
            return replace(done, confirmed_at=decision.at)
        case Event.DISMISS:
            today = day_of(decision.at)
            until = decision.until or today + DISMISSED_FOR
            if until < today:
                raise ForbiddenChange(finding.state, event, f"误报的有效期 {until} 已经过去。")
            return held(done, today, until, mask(decision.why), calendar, decision.kind)
        case Event.RESTORE if finding.dismissed_until is None:
            raise ForbiddenChange(finding.state, event, f"问题 {finding.id} 没有判为误报。")
        case Event.RESTORE:
            return let_go(done, day_of(decision.at), calendar)
        case Event.APPEAL:
            return replace(done, appeal=mask(decision.why))
        case Event.RULE_ON_APPEAL if not finding.appeal:
            raise ForbiddenChange(finding.state, event, f"问题 {finding.id} 没有待裁定的申诉。")
        case Event.RULE_ON_APPEAL:
            return replace(done, appeal="")
        case _ if unsure:
            raise ForbiddenChange(finding.state, event, f"问题 {finding.id} 重新出现后尚未核实。")
        case Event.URGE:
            return replace(done, due=decision.until, due_told=None) if decision.until else done
    return done
