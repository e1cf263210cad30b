"""What an import would do, in a clerk's words: what was understood how, what is doubtful, what changes."""

from collections.abc import Iterable, Iterator, Sequence

from desk.register_import.model import KINDS, Doubt, Fate, Remark, RowPlace
from desk.register_import.plan import Change, ImportPlan, without_gone
from ledger.vocabulary import Register
from reports.figures.text import plain, shorten

LISTED, LONGEST = 12, 60  # of one sort that are listed; signs of one
_NOT_DATA = ("标题", "列标题")


def preview(plan: ImportPlan, *, remove: bool) -> Iterator[str]:
    """The lines, the most important last: a clerk reads a screen from below."""
    yield from _tables(plan)
    yield from _unused(plan)
    yield from _notes(plan.notes)
    yield from _changes(plan)
    yield from _gone(plan, remove=remove)
    yield from _doubts(plan.doubts)
    yield _sum(plan)


def question(doubt: Doubt, number: int, of: int) -> Iterator[str]:
    """A doubt as it is asked, and how to answer."""
    end = "？" if "是不是" in doubt.said else "。"
    yield f"存疑 {number}/{of}，{doubt.place}：{plain(doubt.said)}{end}"
    ways = [f"直接回车＝{doubt.default_said}"] if doubt.default is not None else []
    if doubt.free:
        yield f"  {doubt.advice}。"
        ways.insert(0, "写正确的")
    ways += [f"{short}＝{plain(said)}" for short, (_, said) in doubt.other.items()]
    ways.append("x＝先不导入" if doubt.default is not None else "直接回车＝先不导入")
    yield f"  {'；'.join(ways)}"


def _tables(plan: ImportPlan) -> Iterator[str]:
    """Each table: its rows and which column was taken for what."""
    tables: dict[tuple[str, str], list[RowPlace]] = {}
    heads: dict[tuple[str, str], dict[str, None]] = {}
    for row in plan.layout.rows:
        key = row.place.sheet, row.kind
        tables.setdefault(key, []).append(row.place)
        named = heads.setdefault(key, {})
        for cell, title in row.titles.items():
            named[title if row.own or title.endswith(cell.title) else f"{title}（{_field(cell.kind, cell.title)}）"] = (
                None
            )
        named.update(dict.fromkeys(f"{platform}（账号）" for platform, _ in row.accounts))
    for (sheet, kind), places in tables.items():
        where = f"“{sheet}”" if sheet else "表"
        yield f"{where}：{kind} {len(places)} 行；列：{'、'.join(shorten(t, 30) for t in heads[sheet, kind])}"


def _field(kind: str, title: str) -> str:
    return f"{kind}名称" if title == "名称" else title


def _unused(plan: ImportPlan) -> Iterator[str]:
    if plan.layout.unused:
        yield f"没有用到的列：{'、'.join(shorten(title, 20) for title in plan.layout.unused)}"
    if plan.layout.unread:
        yield f"没有认出列标题、没有读的表：{'、'.join(shorten(name, 20) for name in plan.layout.unread)}"
    left: dict[str, list[RowPlace]] = {}
    for place, (fate, why) in plan.fates.items():
        if fate is Fate.IGNORED and why not in _NOT_DATA:
            left.setdefault(why, []).append(place)
    for why, places in left.items():
        yield f"没有用的行：{_rows(places)}，{why}"


def _rows(places: Iterable[RowPlace]) -> str:
    sheets: dict[str, list[str]] = {}
    for place in sorted(set(places)):
        sheets.setdefault(place.sheet, []).append(str(place.row))
    return "，".join(f"{f'“{sheet}”' if sheet else ''}第{'、'.join(rows)}行" for sheet, rows in sheets.items())


def _notes(notes: Iterable[Remark]) -> Iterator[str]:
    sorts: dict[str, dict[str, list[RowPlace]]] = {}
    for note in notes:
        sorts.setdefault(note.sort, {}).setdefault(note.said, []).append(note.place)
    if sorts:
        yield "这样理解的，请核对；不对的在表里写明后再导入一次："
    for sort, said in sorts.items():
        shown = [
            f"{shorten(text, LONGEST)}" + (f"（{len(at)} 行）" if len(at) > 1 else "") for text, at in said.items()
        ]
        yield f"  {sort}：{_some(shown)}"


def _some(texts: Sequence[str], most: int = LISTED) -> str:
    more = f" 等 {len(texts)} 个" if len(texts) > most else ""
    return "；".join(texts[:most]) + more


def _changes(plan: ImportPlan) -> Iterator[str]:
    for kind in KINDS:
        if new := plan.new(kind):
            yield f"新增{kind} {len(new)} 个：{_some([_called(one) for one in new])}"
    for kind in KINDS:
        changed = plan.changed(kind)
        if changed:
            yield f"改动{kind} {len(changed)} 个："
        yield from (f"  {_called(one)}：{shorten(one.told(), 200)}" for one in changed)
    if any(w in one.told() for one in plan.changes if one.was for w in ("主办单位“", "名称“")):
        yield "  单位改名、移交的，请改用 xuncha register reorganise，以前的记录才按当时的单位算"


def _called(change: Change) -> str:
    return f"{change.id} {shorten(change.name, 30)}"


def _gone(plan: ImportPlan, *, remove: bool) -> Iterator[str]:
    _, removed, must_stay = without_gone(plan)
    told = {"登记册里有、表里没有，不动（要删去请加 --remove）": plan.gone}
    if remove:
        told = {"要删去": removed, "删不了，还有网站、账号或责任记录是它的": must_stay}
    for what, some in told.items():
        for kind in KINDS:
            if gone := [change for change in some if change.kind == kind]:
                yield f"{what}：{kind} {len(gone)} 个：{_some([_called(one) for one in gone])}"


def _doubts(doubts: Sequence[Doubt]) -> Iterator[str]:
    kinds: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        kinds.setdefault((doubt.said, doubt.advice) if not doubt.follows else ("", doubt.advice), []).append(doubt)
    if kinds:
        yield "存疑，请改好后再导入一次："
    for (said, advice), some in kinds.items():
        first = said or f"{some[0].said}{'等' if len(some) > 1 else ''}"
        rest = "" if some[0].out else f"（{some[0].default_said}，其余已导入）"
        yield f"  {_rows(d.place for d in some)}：{shorten(plain(first), 120)}{rest}。{advice}"


def _sum(plan: ImportPlan) -> str:
    heads = sum(why in _NOT_DATA for _, why in plan.fates.values())
    counts = {fate: plan.count(fate) for fate in Fate}
    counts[Fate.IGNORED] -= heads
    parts = "，".join(f"{fate} {count}" for fate, count in counts.items() if count)
    return f"共 {len(plan.fates) - heads} 行：{parts}。"


def counted(register: Register) -> str:
    """How much the register holds."""
    return (
        f"单位 {len(register.units)} 个，网站 {len(register.sites)} 个，"
        f"栏目 {len(register.columns)} 个，账号 {len(register.accounts)} 个"
    )
