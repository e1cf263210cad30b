"""The part of the ledger where a letter's release urges a unit (督促整改): both are kept, or neither."""

from datetime import datetime

from ledger.ledger_findings import FindingsPart
from ledger.outbox import OutboxPart
from ledger.states import ForbiddenChange
from ledger.vocabulary import Decision, Event, State
from ledger.vocabulary.outbox import Letter, LetterEvent, LetterState


class UrgingPart(FindingsPart, OutboxPart):
    def release_letter(self, number: int, now: datetime, by: str) -> Letter:
        """A person's word that the letter may leave. One that urges is an urging of each finding it tells.

        ``ForbiddenChange`` where a problem it urges has since been seen fixed or called a 误报: it would be untrue.
        """
        with self._writing() as db:
            letter = self.letter(number)
            if letter.kind.urges and letter.state is LetterState.HELD:
                for matter in self.matters(number):
                    finding = self.finding(matter.finding)
                    if finding.state is State.CLOSED or finding.dismissed_on(now.date()):
                        told = f"信件 {number} 所说的问题 {finding.id} 已经销号或判为误报，不能放行；请重新写这封信。"
                        raise ForbiddenChange(finding.state, Event.URGE, told)
                    why = f"{letter.kind.word}（信件 {number}）"
                    self.decide(finding.id, Decision(Event.URGE, now, by, why, matter.due))
            self._step(db, letter, LetterEvent.RELEASE, now, by=by)
        return self.letter(number)
