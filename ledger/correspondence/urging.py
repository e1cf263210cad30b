"""The part of the ledger where a letter presses a unit: what it may still say, and that its release is an urging.

One matter is pressed by one paper a day (一事一天一信), and by none that no longer says the truth.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from ledger.calendar import DAY, SHANGHAI, day_of
from ledger.correspondence.outbox import OutboxPart
from ledger.decisions.deciding import DecidingPart
from ledger.encoding.coding import stamp
from ledger.findings.standing import stance
from ledger.findings.states import ForbiddenChange
from ledger.vocabulary import Decision, Event, Finding
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterKind, LetterState, Matter

WhyNot = Callable[[Finding], str]  # why the register says that nobody may be pressed for it, or ""

WAITING = (LetterState.HELD, LetterState.NO_ADDRESS)
_RELEASED = (LetterState.READY, LetterState.RETRY)
_GONE = (LetterState.SENDING, LetterState.HANDED, LetterState.SENT, LetterState.MAYBE)
_LEFT = (LetterEvent.RELEASE, LetterEvent.START, LetterEvent.HAND_OVER)


def nowhere(finding: Finding) -> str:
    """Nothing is known against its place."""
    return ""


class UrgingPart(DecidingPart, OutboxPart):
    def told_on(self, day: date, beside: int | None = None) -> dict[int, list[Letter]]:
        """By finding, the letters that press a unit for it on ``day``: released, tried or handed over that day, or
        written that day and waiting. What came back (退信) or was taken back has told nobody, and what a letter told
        before the problem was fixed and came back was another matter. ``beside``: only the findings of that letter."""
        found: dict[int, list[Letter]] = {}
        asked = {matter.finding for matter in self.matters(beside)} if beside is not None else None
        for letter in self._of_day(day, beside):
            for matter in self.matters(letter.id):
                if (asked is None or matter.finding in asked) and not self._came_back(matter.finding, letter):
                    found.setdefault(matter.finding, []).append(letter)
        return found

    def _of_day(self, day: date, beside: int | None) -> list[Letter]:
        """Letters that press and stand on that day; of those ``beside`` one only what shares a finding with it."""
        begin = datetime.combine(day, time.min, SHANGHAI)
        bounds = {"begin": stamp(begin), "end": stamp(begin + DAY), "beside": beside}
        left = {f"left{n}": event.value for n, event in enumerate(_LEFT)}
        shares = (
            " AND id <> :beside AND id IN (SELECT letter FROM letter_matter WHERE finding IN"
            " (SELECT finding FROM letter_matter WHERE letter = :beside))"
        )
        rows = self._db.query(
            "SELECT id FROM letter WHERE ((created >= :begin AND created < :end) OR id IN (SELECT letter FROM"
            f" letter_change WHERE event IN ({', '.join(f':{name}' for name in left)}) AND at >= :begin AND at < :end))"
            f"{shares if beside is not None else ''} ORDER BY id",
            bounds | left,
        )
        letters = [self.letter(row["id"]) for row in rows]
        return [one for one in letters if one.kind.presses and self._tells(one, day)]

    def _tells(self, letter: Letter, day: date) -> bool:
        if letter.state in WAITING:
            return day_of(letter.created) == day
        left = any(change.event in _LEFT and day_of(change.at) == day for change in self.letter_history(letter.id))
        return left and letter.state in (*_RELEASED, *_GONE)

    def _came_back(self, number: int, letter: Letter) -> bool:
        events = self._events("finding = ?", [number])
        return any(e.event is Event.RETURNED and e.at > letter.created for e in events)

    def release_letter(self, number: int, now: datetime, by: str, why_not: WhyNot = nowhere) -> Letter:
        """A person's word that the letter may leave. One that urges is an urging of each finding it tells.

        ``ForbiddenChange`` where what it says of a problem is no longer true, or its deadline has passed, or another
        letter presses the unit for it today. ``why_not``: what the register says against a finding's place.
        """
        with self._writing() as db:
            letter = self.letter(number)
            if letter.kind.presses and (wrong := self._no_longer(letter, now, why_not)):
                finding, why = wrong
                advice = f"请运行 {drawn_anew(letter)} 重新写"
                told = f"信件 {number} 所说的问题 {finding.id} {why}，不能放行；{advice}。"
                raise ForbiddenChange(finding.state, Event.URGE, told)
            if letter.kind.urges:
                for matter in self.matters(number):
                    self._urge(letter, matter, now, by)
            self._step(db, letter, LetterEvent.RELEASE, now, by=by)
        return self.letter(number)

    def start_letter(self, number: int, now: datetime) -> Letter:
        """It is about to be sent: 发送中. One that was true when it was released and is no longer waits again (待放行),
        with why; nothing of it has left."""
        self._db.execute("PRAGMA synchronous = FULL")  # as in step_letter: a server acts on what comes next
        with self._writing() as db:
            letter = self.letter(number)
            wrong = self._no_longer(letter, now, nowhere) if letter.kind.presses else None
            if wrong and letter.state in _RELEASED:
                why = f"所说的问题 {wrong[0].id} {wrong[1]}；请运行 {drawn_anew(letter)} 重新写"
                self._step(db, letter, LetterEvent.HOLD, now, why=why)
            else:
                self._step(db, letter, LetterEvent.START, now)
        return self.letter(number)

    def _urge(self, letter: Letter, matter: Matter, now: datetime, by: str) -> None:
        if any(e.letter == letter.id for e in self._events("finding = ?", [matter.finding])):
            return  # it urged when it was first released
        why = f"{letter.kind.word}（信件 {letter.id}）"
        self.decide(matter.finding, Decision(Event.URGE, now, by, why, matter.due), letter=letter.id)

    def _no_longer(self, letter: Letter, now: datetime, why_not: WhyNot) -> tuple[Finding, str] | None:
        """The first finding of which the letter may not speak so today, and why."""
        day, others = day_of(now), self.told_on(day_of(now), letter.id)
        for matter in self.matters(letter.id):
            finding = self.finding(matter.finding)
            beside = [one for one in others.get(finding.id, ()) if _goes_first(one, letter)]
            back = "写信以后销号过，又再次出现" if self._came_back(finding.id, letter) else ""
            if why := _stale(letter, finding, matter, day) or back or why_not(finding) or _pressed(beside):
                return finding, why
        return None


def _stale(letter: Letter, finding: Finding, matter: Matter, day: date) -> str:
    """Why a letter may no longer say it, or ""."""
    if (now := stance(finding, day)) != matter.told:
        return now or f"不再是“{matter.told}”"
    if finding.unit != letter.unit:
        return "现在由别的单位负责"
    if finding.due not in (matter.was, matter.due):
        return f"整改时限现在是 {finding.due}，信上是 {matter.due}" if finding.due else "没有整改时限了"
    late = letter.kind.urges and matter.due is not None and matter.due < day
    return f"要求的时限 {matter.due} 已过" if late else ""


def _goes_first(other: Letter, letter: Letter) -> bool:
    """Whether ``letter`` gives way to ``other``: what has left, or is on its way; and of two that wait the notice's."""
    return other.state not in WAITING or (letter.kind.urges and other.kind is LetterKind.RECTIFY)


def _pressed(beside: Iterable[Letter]) -> str:
    return next((f"今天已由{one.kind.word}（信件 {one.id}）告知，同一问题一天只催一次" for one in beside), "")


def drawn_anew(letter: Letter) -> str:
    """The command that draws it up anew, or drops it."""
    return f"xuncha letters {letter.kind}" if letter.kind.urges else f"xuncha letters queue --month {letter.period}"
