"""What a unit answers to one problem, entered with what is the same fact: by a clerk, or by itself on its page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.context import Desk
from desk.correspondence.answers import Came
from desk.findings.appeals import said_of
from desk.workspace.kept_files import keep_file
from ledger.ledger import Ledger
from ledger.vocabulary import Answer, AnswerKind, AnswerSource


@dataclass(frozen=True)
class Said:
    """An answer before it is entered. ``files``: (name, bytes) that came with it; ``line``: an appeal against all that
    stood in one line of the notice. The rest as ``Answer`` has it."""

    kind: AnswerKind
    source: AnswerSource
    by: str
    reviewer: str = ""
    cause: str = ""
    measure: str = ""
    done_on: date | None = None
    new_address: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    line: bool = False


def enter_answer(desk: Desk, ledger: Ledger, number: int, said: Said, now: datetime) -> Came:
    """The answer on that problem and on all that says the same, all or none."""
    kept = [keep_file(desk.workspace, data, name) for name, data in said.files]
    with ledger.transaction():
        unit = ledger.findings.get(number).unit
        answer = Answer(
            number, unit, now, said.kind, said.source, said.by, said.reviewer, said.cause, said.measure, said.done_on,
            said.new_address, evidence=_hashes(kept),
        )  # fmt: skip
        of = (number, *said_of(desk, ledger, number, said.kind, now, line=said.line))
        return Came(answers=tuple(ledger.answers.record(replace(answer, finding=one)) for one in of))


def _hashes(kept: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.partition(".")[0] for name in kept)
