"""The part of the ledger where a letter's release urges a unit (督促整改): both are kept, or neither."""

from datetime import date, datetime

from ledger.calendar import day_of
from ledger.decisions.deciding import DecidingPart
from ledger.outbox import OutboxPart
from ledger.states import ForbiddenChange
from ledger.vocabulary import Decision, Event, Finding, State
from ledger.vocabulary.outbox import Letter, LetterEvent, LetterState, Matter


class UrgingPart(DecidingPart, OutboxPart):
    def release_letter(self, number: int, now: datetime, by: str) -> Letter:
        """A person's word that the letter may leave. One that urges is an urging of each finding it tells.

        ``ForbiddenChange`` where what it says of a problem is no longer true, or its deadline has passed.
        """
        with self._writing() as db:
            letter = self.letter(number)
            if letter.kind.urges and letter.state in (LetterState.HELD, LetterState.RETURNED):
                for matter in self.matters(number):
                    finding = self.finding(matter.finding)
                    if stale := _stale(finding, matter, day_of(now)):
                        advice = f"请运行 xuncha letters {letter.kind} 重新写"
                        told = f"信件 {number} 所说的问题 {finding.id} {stale}，不能放行；{advice}。"
                        raise ForbiddenChange(finding.state, Event.URGE, told)
                    why = f"{letter.kind.word}（信件 {number}）"
                    if letter.state is LetterState.RETURNED:
                        continue  # it urged when it was first released
                    self.decide(finding.id, Decision(Event.URGE, now, by, why, matter.due), letter=letter.id)
            self._step(db, letter, LetterEvent.RELEASE, now, by=by)
        return self.letter(number)


def _stale(finding: Finding, matter: Matter, day: date) -> str:
    """Why a letter may no longer say it, or ""."""
    if finding.state is State.CLOSED or finding.dismissed_on(day):
        return "已经销号或判为误报"
    if finding.state is State.RECHECK:
        return "单位已反馈整改，待复查"
    if finding.appeal:
        return "单位已申诉，尚未裁定"
    return f"要求的时限 {matter.due} 已过" if matter.due is not None and matter.due < day else ""
