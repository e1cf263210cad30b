"""What nobody has decided yet: how many wait, how many are held, what was not looked at, whom it would concern."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.context import Desk
from desk.findings.causes import Cause, causes
from desk.presenters.place_names import unit_name
from ledger.vocabulary import Finding
from reports.documents.letter import replacing

UNITS = 10  # units that are named


@dataclass(frozen=True)
class Backlog:
    """``waiting`` and ``held``: findings; ``rows``: the causes to be decided; ``unlooked``: places that could not be
    looked at; ``oldest``: days; ``units``: names, of those who would appear; ``vetoes``: findings of vetoes."""

    waiting: int
    held: int
    unlooked: int
    oldest: int
    rows: tuple[Cause, ...]
    units: tuple[str, ...]
    vetoes: int

    def sentences(self) -> Iterator[str]:
        """As a clerk and a director read it; nothing where nothing waits."""
        if self.waiting:
            held = f"，其中突增暂扣{self.held}处" if self.held else ""
            yield f"有{self.waiting}处（{len(self.rows)}个成因）还没有人核实{held}，最早的已等{self.oldest}天"
            more = f"等{len(self.units)}个单位" if len(self.units) > UNITS else ""
            yield f"核实属实后会列入通报的单位：{'、'.join(self.units[:UNITS])}{more}"
        if self.vetoes:
            yield f"待核实的有{self.vetoes}处属于单项否决"
        if self.unlooked:
            yield f"有{self.unlooked}处未能核查，没有写进通报"


def backlog(desk: Desk, findings: Iterable[Finding], now: datetime, unlooked: int = 0) -> Backlog:
    """What of ``findings`` waits at ``now``."""
    rows = causes(desk, findings, now)
    members = [f for row in rows for f in row.members]
    veto = {code for code, c in desk.criteria.items() if c.veto}
    return Backlog(
        waiting=len(members),
        held=sum(f.held is not None for f in members),
        unlooked=unlooked,
        oldest=max(((now.date() - row.since.date()).days for row in rows), default=0),
        rows=rows,
        units=tuple(sorted({unit_name(desk, f.unit, now.date()) for f in members})),
        vetoes=sum(f.criterion in veto for f in members),
    )


def held_told(desk: Desk, findings: Iterable[Finding], now: datetime) -> Iterator[tuple[str, str]]:
    """Of each cause that a jump holds, what is to be told with its age, and the way out."""
    for row in causes(desk, findings, now):
        if row.held:
            days = (now.date() - row.since.date()).days
            advice = f"请打开抽出的几处核对，再运行 xuncha finding confirm {row.id} 或 dismiss {row.id}"
            yield f"突增的{len(row.members)}处问题暂扣已{days}天，没有人决定", advice


def write_cover(told: Backlog, month: str, file: Path, more: str = "") -> Path | None:
    """The note that goes with the draft and not into it (送签说明), with one sentence ``more``; None where there is
    nothing to say."""
    sentences = [*told.sentences(), *filter(None, [more])]
    if not sentences:
        return None
    lines = [f"{month} 通报送签说明（不随通报发出）", "", *(f"{no}. {text}。" for no, text in enumerate(sentences, 1))]
    with replacing(file) as part:
        part.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return file
