"""What an import would do: every row with its fate, every record new, changed or gone. Writes nothing, asks nobody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk.imports.read import Grid
from desk.register.cells import narrow
from desk.register_import.drafts import DraftReader
from desk.register_import.layout import SheetLayout, lay_out
from desk.register_import.linking import Linker
from desk.register_import.merging import Lines, Merged, differences, merge, rows_by_id
from desk.register_import.model import KINDS, UNIT, Doubt, Fate, Key, RecordDraft, Remark, RowPlace
from desk.register_import.names import Units
from desk.register_import.targets import Target
from desk.register_import.words import HeadingWords
from ledger.vocabulary import ColumnState, Register


@dataclass(frozen=True)
class Change:
    """A record that is new (``was`` empty), changed, or gone (``now`` empty)."""

    kind: str
    id: str
    name: str
    was: Lines
    now: Lines

    def told(self) -> str:
        """What changes of it."""
        return "，".join(f"{t}“{a}”→“{b}”" for t, a, b in differences(self.was, self.now))


@dataclass(frozen=True)
class ImportPlan:
    """``fates``: each row that is not blank, once, with what it comes to and why."""

    register: Register
    layout: SheetLayout
    fates: Mapping[RowPlace, tuple[Fate, str]]
    changes: tuple[Change, ...]
    same: Mapping[str, int]
    gone: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[Remark, ...]

    def new(self, kind: str) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.kind == kind and not c.was)

    def changed(self, kind: str) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.kind == kind and c.was)

    def count(self, fate: Fate) -> int:
        return Counter(fate for fate, _ in self.fates.values())[fate]


def make_plan(
    grids: Sequence[Grid],
    register: Register,
    words: HeadingWords,
    answers: Mapping[Key, str],
    taken: frozenset[str] = frozenset(),
    region: str = "",
) -> ImportPlan:
    """The plan for a spreadsheet. ``taken``: numbers that records had before; ``answers``: what a person said."""
    layout = lay_out(grids, words)
    reader = DraftReader(words, answers)
    drafts = _together([draft for row in layout.rows for draft in reader.read(row)])
    linker = Linker(register, Units.of(register, words, region), answers)
    linker.link(drafts)
    targets = list(linker.targets.values())
    merged = merge(register, targets, taken)
    doubts = (*reader.doubts, *linker.doubts, *merged.doubts)
    open_ = tuple(dict.fromkeys(d for d in doubts if not _settled(d, answers)))
    order = {row.place: n for n, row in enumerate(layout.rows)}
    changes = tuple(_changes(merged))
    touched = {(c.kind, c.id) for c in changes}
    there = {(t.kind, merged.ids[t.kind, t.ref]) for t in targets}
    same = Counter(kind for kind, id_ in there - touched if (kind, id_) in merged.before)
    return ImportPlan(
        merged.register,
        layout,
        _fates(layout, drafts, targets, merged, open_),
        changes,
        same,
        tuple(_gone(register, layout, drafts, there)),
        tuple(sorted(open_, key=lambda d: (d.follows, order.get(d.place, 0)))),
        (*reader.notes, *linker.notes),
    )


def _together(drafts: list[RecordDraft]) -> list[RecordDraft]:
    """Rows that follow each other under one number are one record with its history."""
    made: list[RecordDraft] = []
    for draft in drafts:
        last = made[-1] if made else None
        id_ = narrow(draft.cells.get("编号", ""))
        same = last is not None and last.own and draft.own and id_ and last.kind == draft.kind
        if last is not None and same and KINDS[draft.kind].history and narrow(last.cells.get("编号", "")) == id_:
            last.lines, last.places = (*last.lines, *draft.lines), (*last.places, *draft.places)
        else:
            made.append(draft)
    return made


def _settled(doubt: Doubt, answers: Mapping[Key, str]) -> bool:
    """A cell that a person said to leave blank is no doubt any more."""
    return not doubt.out and answers.get(doubt.key) == doubt.default


def _changes(merged: Merged) -> list[Change]:
    made = []
    for (kind, id_), now in merged.after.items():
        was = merged.before.get((kind, id_), [])
        if was != now:
            made.append(Change(kind, id_, now[0].get("名称", ""), was, now))
    return made


def _gone(
    register: Register, layout: SheetLayout, drafts: Sequence[RecordDraft], there: set[tuple[str, str]]
) -> list[Change]:
    """What the register has and the spreadsheet has not, of the kinds that the spreadsheet lists."""
    kinds = {row.kind for row in layout.rows} | {draft.kind for draft in drafts if draft.kind != UNIT}
    ended = {u.id for u in register.units.values() if u.closed} | {s.id for s in register.sites.values() if s.closed}
    ended |= {c.id for c in register.columns.values() if c.state is not ColumnState.ACTIVE}
    ended |= {a.id for a in register.accounts.values() if a.state is not ColumnState.ACTIVE}
    return [
        Change(kind, id_, lines[0]["名称"], lines, [])
        for (kind, id_), lines in rows_by_id(register).items()
        if kind in kinds and id_ not in ended and (kind, id_) not in there
    ]


def _fates(
    layout: SheetLayout,
    drafts: Sequence[RecordDraft],
    targets: Sequence[Target],
    merged: Merged,
    doubts: Sequence[Doubt],
) -> dict[RowPlace, tuple[Fate, str]]:
    fates: dict[RowPlace, tuple[Fate, str]] = {left.place: (Fate.IGNORED, left.why) for left in layout.left}
    doubtful = {doubt.place: doubt for doubt in reversed(doubts)}
    outcome: dict[RowPlace, list[tuple[Fate, str]]] = {}
    told = Counter(draft.place for draft in drafts)
    for target in targets:
        key = target.kind, merged.ids[target.kind, target.ref]
        now, was = merged.after.get(key), merged.before.get(key)
        fate = Fate.DOUBTFUL if now is None else Fate.NEW if was is None else Fate.SAME if was == now else Fate.CHANGED
        for n, draft in enumerate(target.drafts):
            again = n > 0 and n not in target.added and not draft.mention
            said = (Fate.IGNORED, f"与{target.drafts[0].place}重复") if again else (fate, "")
            for place in draft.places or (draft.place,):
                if not draft.mention or told[place] == 1:
                    outcome.setdefault(place, []).append(said)
    order = (Fate.DOUBTFUL, Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.IGNORED)
    for row in layout.rows:
        found = min(outcome.get(row.place, []), key=lambda pair: order.index(pair[0]), default=None)
        if row.place in doubtful:
            fates[row.place] = (Fate.DOUBTFUL, doubtful[row.place].said)
        else:
            fates[row.place] = found or (Fate.IGNORED, "没有单位、网站、栏目、账号可登记")
    return fates


def without_gone(plan: ImportPlan) -> tuple[Register, tuple[Change, ...], tuple[Change, ...]]:
    """The register without what is gone; what was taken out (columns of a site with it), and what must stay."""
    out = {(c.kind, c.id) for c in plan.gone}
    after = plan.register
    sites = {i: s for i, s in after.sites.items() if ("网站", i) not in out}
    columns = {i: c for i, c in after.columns.items() if ("栏目", i) not in out and c.site in sites}
    accounts = {i: a for i, a in after.accounts.items() if ("账号", i) not in out}
    used = {u for s in sites.values() for u in (s.sponsor, s.operator, *(d.unit for d in s.former_sponsors))}
    used |= {d.unit for c in columns.values() for d in c.duties}
    used |= {u for a in accounts.values() for u in (a.unit, *(d.unit for d in a.duties))}
    used |= {u.successor for u in after.units.values()}
    units = {i: u for i, u in after.units.items() if ("单位", i) not in out or i in used}
    kept = replace(after, units=units, sites=sites, columns=columns, accounts=accounts)
    rows, left = rows_by_id(after), rows_by_id(kept)
    removed = tuple(Change(k, i, lines[0]["名称"], lines, []) for (k, i), lines in rows.items() if (k, i) not in left)
    return kept, removed, tuple(c for c in plan.gone if (c.kind, c.id) in left)
