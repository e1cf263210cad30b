"""What a unit answers to one problem, entered with what is the same fact: by a clerk, or by itself on its page."""

from collections.abc import Iterable
from dataclasses import replace

from desk.context import Desk
from desk.correspondence.answers import Came
from desk.findings.appeals import said_of
from desk.workspace.kept_files import keep_file
from ledger.ledger import Ledger
from ledger.vocabulary import Answer


def enter_answer(
    desk: Desk, ledger: Ledger, answer: Answer, files: Iterable[tuple[str, bytes]] = (), *, line: bool = False
) -> Came:
    """The answer on its problem and on all that says the same, all or none; its unit is the problem's. ``files``:
    (name, bytes) that came with it; ``line``: an appeal against all that stood in one line of the notice."""
    kept = tuple(keep_file(desk.workspace, data, name).partition(".")[0] for name, data in files)
    with ledger.transaction():
        said = replace(answer, unit=ledger.findings.get(answer.finding).unit, evidence=kept)
        of = (answer.finding, *said_of(desk, ledger, answer.finding, answer.kind, answer.at, line=line))
        return Came(answers=tuple(ledger.answers.record(replace(said, finding=one)) for one in of))
