"""迁址: a site's new address put into the register and, for its findings, into the ledger; looks at nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.register import load_register, save_register
from desk.register.readdress import Readdress, addresses, readdressed
from desk.register.save import rows_in_order
from desk.workspace.workspace import Workspace
from ledger.findings.relocation import Move
from ledger.ledger import Ledger, no_inspection
from ledger.vocabulary import Register


@dataclass(frozen=True)
class Moved:
    """What a move changes: columns as (id, old, new), findings, and the pinned address, if any, that stays."""

    columns: tuple[tuple[str, str, str], ...]
    findings: tuple[Move, ...]
    pinned: str = ""


def preview(workspace: Workspace, change: Readdress, day: date) -> Moved:
    """What the move would change. Writes nothing."""
    before = load_register(workspace.register)
    after = readdressed(before, change, day)
    rows_in_order(after)
    moves: list[Move] = []
    if workspace.ledger.is_file():
        with Ledger.open_for_reading(workspace.ledger) as ledger:
            moves = ledger.relocation.plan(change.site, addresses(before, change))
    return _moved(before, after, change, moves)


def move_site(workspace: Workspace, change: Readdress, day: date, now: datetime, by: str) -> Moved:
    """Make the move. The ledger goes first: broken off in between, the same command can be given again."""
    if not workspace.ledger.is_file():
        with no_inspection(workspace.ledger):
            before = load_register(workspace.register)
            after = readdressed(before, change, day)
            save_register(after, workspace.register)
        return _moved(before, after, change, [])
    with no_inspection(workspace.ledger), Ledger.open_for_writing(workspace.ledger) as ledger:
        before = load_register(workspace.register)
        after = readdressed(before, change, day)
        rows_in_order(after)
        why = f"{day} 起由 {before.sites[change.site].home} 迁至 {change.home}"
        moves = ledger.relocation.move(change.site, addresses(before, change), now, by, why)
        save_register(after, workspace.register)
    return _moved(before, after, change, moves)


def _moved(before: Register, after: Register, change: Readdress, moves: list[Move]) -> Moved:
    pairs = ((c.id, c.url, after.columns[c.id].url) for c in before.columns_of(change.site))
    return Moved(tuple(p for p in pairs if p[1] != p[2]), tuple(moves), after.sites[change.site].connect)
