"""A signed notice's sheet as it may go out today: what was put right since is told as done, what may no longer be told
is left out, each problem due as the ledger has it. Reads the ledger, writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from desk.context import Desk
from desk.notices.pressing import out_of_place
from ledger.calendar import day_of
from ledger.findings.urgeable import stance, stands
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, State
from ledger.vocabulary.post.outbox import Matter
from reports.figures.models import ProblemLine, SheetFigures
from reports.mail.unit_mail import UnitMail


@dataclass(frozen=True)
class Today:
    """What a unit is told today, and what its letter rests on."""

    mail: UnitMail
    matters: tuple[Matter, ...]


def as_of_today(
    desk: Desk, ledger: Ledger, sheet: SheetFigures, fixed: tuple[ProblemLine, ...], now: datetime
) -> Today:
    """``sheet`` as it was signed; ``fixed``: what was told earlier and put right by then."""
    problems = tuple(_lines(desk, ledger, sheet.problems, now))
    older = tuple(_lines(desk, ledger, sheet.older, now))
    done = tuple(line for line in older if line.state is State.CLOSED)
    left = tuple(line for line in older if line.state is not State.CLOSED)
    mail = UnitMail(replace(sheet, problems=problems, older=left), (*fixed, *done), now)
    asked = (line for line in (*problems, *left) if line.state is not State.CLOSED)
    day = day_of(now)
    found = [(ledger.findings.get(n), line.due) for line in asked for n in line.findings]
    return Today(mail, tuple(Matter(f.id, due, stance(f, day), f.due) for f, due in found))


def _lines(desk: Desk, ledger: Ledger, told: tuple[ProblemLine, ...], now: datetime) -> Iterator[ProblemLine]:
    """Each fact as far as it still stands, in the words in which it was signed."""
    day = day_of(now)
    for line in told:
        every = [(one, ledger.findings.get(one.finding)) for one in (replace(line, parts=()), *line.parts)]
        sayable = [(one, f) for one, f in every if not f.dismissed_on(day) and not out_of_place(desk, ledger, f, day)]
        open_now = [(one, f) for one, f in sayable if stands(f, day)]
        if open_now:
            (head, finding), *parts = open_now
            own = _renewed(replace(head, no=line.no), finding)
            yield replace(own, parts=tuple(replace(_renewed(one, f), due=own.due) for one, f in parts))
        elif sayable and all(f.state is State.CLOSED for _, f in sayable):
            head, finding = sayable[0]
            yield replace(_renewed(head, finding), no=line.no, parts=tuple(_renewed(*one) for one in sayable[1:]))


def _renewed(line: ProblemLine, finding: Finding) -> ProblemLine:
    """The same words, with what became of it since."""
    return replace(
        line,
        state=finding.state,
        closed=finding.closed_at,
        due=finding.due or line.due,
        overdue=line.overdue and (finding.due or line.due) == line.due and finding.state is not State.RECHECK,
        note=f"申诉：{finding.appeal}" if finding.appeal else line.note,
        appealed=bool(finding.appeal),
    )
