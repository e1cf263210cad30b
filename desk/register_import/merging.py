"""The records of a spreadsheet laid over the register: rows as the loader reads them, and what it says against them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desk.register.cells import GivenTable, Mistakes, narrow
from desk.register.cells import TableRow as SheetRow
from desk.register.parse import parse
from desk.register.save import register_rows
from desk.register_import.model import KINDS, REQUIRED, Doubt, HeadingCell, RecordDraft, RowPlace
from desk.register_import.targets import Target
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.vocabulary import Register

PREFIX: Mapping[str, str] = {"单位": "dw", "网站": "wz", "栏目": "lm", "账号": "zh"}
_REFERS: Mapping[str, tuple[str, ...]] = {"网站": ("主办单位", "承办单位"), "栏目": ("网站",), "账号": ("单位",)}
_NOT_THERE = re.compile(r"(?:单位|网站)表里没有“")
_ROW = re.compile("第([0-9]+)行")
Lines = list[dict[str, str]]


@dataclass(frozen=True)
class _Block:
    """The rows of one record as they would be, and whose doing they are."""

    lines: Lines
    target: Target | None


@dataclass
class Merged:
    """``register`` with what could be taken. ``before`` and ``after``: the rows by kind and number."""

    register: Register
    before: Mapping[tuple[str, str], Lines]
    after: Mapping[tuple[str, str], Lines]
    ids: Mapping[tuple[str, str], str]  # (kind, ref) → number
    doubts: list[Doubt] = field(default_factory=list)
    out: set[tuple[str, str]] = field(default_factory=set)


def rows_by_id(register: Register) -> dict[tuple[str, str], Lines]:
    """(kind, number) → its rows."""
    made: dict[tuple[str, str], Lines] = {}
    for table, rows in register_rows(register).items():
        for row in rows:
            made.setdefault((table.sheet, row[0]), []).append(dict(zip(table.titles, row, strict=True)))
    return made


def numbered(targets: Sequence[Target], taken: frozenset[str]) -> dict[tuple[str, str], str]:
    """(kind, ref) → its number: the old one, the written one, or the next that no record ever had."""
    ids: dict[tuple[str, str], str] = {}
    used = set(taken)
    for target in targets:
        written = narrow(target.cells.get("编号", ""))
        if target.id or written:
            ids[target.kind, target.ref] = target.id or written
            used.add(target.id or written)
    highest = dict.fromkeys(KINDS, 0)
    for kind, prefix in PREFIX.items():
        numbers = [int(one.removeprefix(prefix)) for one in used if re.fullmatch(rf"{prefix}[0-9]{{1,8}}", one)]
        highest[kind] = max(numbers, default=0)
    for target in targets:
        if (target.kind, target.ref) not in ids:
            highest[target.kind] += 1
            ids[target.kind, target.ref] = f"{PREFIX[target.kind]}{highest[target.kind]:03}"
    return ids


def merge(register: Register, targets: Sequence[Target], taken: frozenset[str]) -> Merged:
    """Lay the records over the register until the loader has nothing to say; what it refuses is a doubt."""
    before = rows_by_id(register)
    ids = numbered(targets, taken | {id_ for _, id_ in before})
    merged = Merged(register, before, {}, ids)
    dropped: dict[tuple[str, str], set[str]] = {}
    first = True
    while True:
        blocks = _blocks(before, [t for t in targets if (t.kind, t.ref) not in merged.out], ids, dropped)
        laid = _Laid.of(blocks)
        try:
            merged.register = parse(laid.sheets, Mistakes())
        except ConfigError as wrong:
            _refuse(merged, wrong.problems, laid, dropped, first)
            first = False
        else:
            merged.after = rows_by_id(merged.register)
            return merged


def _blocks(
    before: Mapping[tuple[str, str], Lines],
    targets: Sequence[Target],
    ids: Mapping[tuple[str, str], str],
    dropped: Mapping[tuple[str, str], set[str]],
) -> dict[tuple[str, str], _Block]:
    made = {key: _Block([dict(line) for line in lines], None) for key, lines in before.items()}
    for target in targets:
        key = target.kind, ids[target.kind, target.ref]
        old = before.get(key)
        without = dropped.get((target.kind, target.ref), set())
        lines = _lines(target, old, without)
        for line in lines:
            line["编号"] = key[1]
            for title in _REFERS.get(target.kind, ()):
                of = "网站" if title == "网站" else "单位"
                line[title] = ids.get((of, line.get(title, "")), line.get(title, ""))
        made[key] = _Block(lines, target)
    return made


def _lines(target: Target, old: Lines | None, without: set[str]) -> Lines:
    """A row of ours replaces what it has a heading for, blank cells too; of others only what is written counts."""
    table = KINDS[target.kind]
    base = [dict(line) for line in old] if old else [dict.fromkeys(table.titles, "")]
    own = next((draft for draft in reversed(target.drafts) if draft.own), None)
    cells = {t: text for t, text in target.cells.items() if t not in without and t != "编号" and (text or own)}
    if own is not None and table.history:
        given = [{t: text for t, text in line.items() if t not in without} for line in own.lines]
        base = [{**base[0], **line} for line in given]
        cells = {t: text for t, text in cells.items() if t not in table.history}
    return [{**line, **cells} for line in base]


@dataclass
class _Laid:
    """The rows as the loader gets them, and the block of each."""

    sheets: list[GivenTable] = field(default_factory=list)
    whose: dict[tuple[str, int], _Block] = field(default_factory=dict)
    blocks: Mapping[tuple[str, str], _Block] = field(default_factory=dict)

    @classmethod
    def of(cls, blocks: Mapping[tuple[str, str], _Block]) -> "_Laid":
        made = cls(blocks=blocks)
        for kind, table in KINDS.items():
            rows: list[SheetRow] = []
            for (of, _), block in blocks.items():
                for line in block.lines if of == kind else ():
                    rows.append(SheetRow(len(rows) + 2, line))
                    made.whose[kind, len(rows) + 1] = block
            made.sheets.append(GivenTable(table, kind, tuple(rows), table.titles))
        return made

    def target(self, kind: str, row: int) -> Target | None:
        block = self.whose.get((kind, row))
        return block.target if block else None

    def blamed(self, problem: ConfigMistake) -> Target | None:
        """The record that a mistake comes from: the one it stands in, one it names, or one it hangs on."""
        for row in (problem.row or 0, *(int(n) for n in _ROW.findall(problem.text))):
            if target := self.target(problem.file, row):
                return target
        block = self.whose.get((problem.file, problem.row or 0))
        for title in _REFERS.get(problem.file, ()):
            id_ = block.lines[0].get(title, "") if block else ""
            above = self.blocks.get(("网站" if title == "网站" else "单位", id_))
            if above and above.target:
                return above.target
        return None


def _refuse(
    merged: Merged,
    problems: Sequence[ConfigMistake],
    laid: _Laid,
    dropped: dict[tuple[str, str], set[str]],
    first: bool,
) -> None:
    """Take what the loader refuses out: the cell where it may be left out, else the record."""
    ended = False
    for problem in problems:
        target = laid.blamed(problem)
        if target is None:
            continue
        ended = True
        key = target.kind, target.ref
        cells = dropped.setdefault(key, set())
        draft = target.from_row.get(problem.column) or target.drafts[0]
        follows = not first and _NOT_THERE.match(problem.text) is not None
        needed = (target.kind, problem.column) in REQUIRED or problem.column in cells
        own = laid.target(problem.file, problem.row or 0) is target
        may_go = own and problem.column in target.cells and not needed
        if may_go:
            cells.add(problem.column)
        elif key in merged.out:
            continue
        else:
            merged.out.add(key)
        merged.doubts.append(_doubt(problem, target, draft, laid, follows, out=not may_go))
    if not ended:  # what stands in the register, and nobody touched, is wrong of itself
        raise ConfigError(*problems)


def _doubt(
    problem: ConfigMistake,
    target: Target,
    draft: RecordDraft,
    laid: _Laid,
    follows: bool,
    *,
    out: bool,
) -> Doubt:
    def named(found: re.Match[str]) -> str:
        other = laid.target(problem.file, int(found[1]))
        return str(_place(other, problem.column)) if other else "登记册里的一个"

    said = _ROW.sub(named, problem.text)
    cells = target.cells
    name = cells.get("名称") or cells.get("首页地址") or cells.get("地址") or target.ref
    if follows:
        text = f"{target.kind}“{name}”所属的单位或网站没有导入"
        return Doubt((draft.place, HeadingCell(target.kind, "随")), text, "先解决它所属的，再导入一次", follows=True)
    key = (draft.place, HeadingCell(target.kind, problem.column))
    default, default_said = (None, "") if out else ("", "这一格先空着")
    what = f"{target.kind}“{name}”的“{problem.column}”：{said}"
    if laid.target(problem.file, problem.row or 0) is None:
        standing = laid.whose[problem.file, problem.row or 0].lines[0].get("名称", "")
        what = f"{target.kind}“{name}”这样改，登记册里的{problem.file}“{standing}”就不对了：{said}"
    advice = problem.advice.replace("单位编号", "单位名称").replace("网站编号", "网站名称")
    return Doubt(key, what, advice, default, default_said, out=out)


def _place(target: Target, title: str) -> RowPlace:
    return (target.from_row.get(title) or target.drafts[0]).place


def differences(old: Lines, new: Lines) -> Iterator[tuple[str, str, str]]:
    """(title, before, after) of what differs."""
    for title in dict.fromkeys(t for line in (*old, *new) for t in line):
        was, now = ("；".join(dict.fromkeys(line.get(title, "") for line in lines)) for lines in (old, new))
        if was != now:
            yield title, was, now
