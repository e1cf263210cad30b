"""The registered columns of a site beside what was seen of each. Pure; shared by the column rules."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from checks.facts import Facts
from checks.saying import Voice
from ledger.vocabulary import Column, ColumnList, Criterion, Evidence, Failure, Item, Reason, Verdict

Wanted = Callable[[Column], bool]
SeenJudge = Callable[[Voice, Column, ColumnList], Verdict]


def judge_columns(facts: Facts, criterion: Criterion, wanted: Wanted, judge: SeenJudge) -> Iterator[Verdict]:
    """One verdict a wanted column: ``judge`` speaks only of lists that could be read."""
    say = Voice.of(facts, criterion)
    seen = _latest(facts)
    columns = [c for c in facts.columns if wanted(c)]
    if not columns:
        yield say.not_applicable("栏目", "登记的栏目中没有适用本项的栏目")
    for column in columns:
        yield _one(say, facts, column, seen.get(column.id), judge)


def _latest(facts: Facts) -> dict[str, ColumnList | Failure]:
    """The last thing seen of each registered column; a failure wins over a list of the same moment."""
    ids = {c.id for c in facts.columns}
    seen: dict[str, ColumnList | Failure] = {}
    for listing in facts.read(ColumnList):
        before = seen.get(listing.column)
        if listing.column in ids and (before is None or before.seen <= listing.seen):
            seen[listing.column] = listing
    for failure in facts.read(Failure):
        before = seen.get(failure.place)
        if failure.place in ids and (before is None or before.seen <= failure.seen):
            seen[failure.place] = failure
    return seen


def _one(say: Voice, facts: Facts, column: Column, seen: ColumnList | Failure | None, judge: SeenJudge) -> Verdict:
    name = f"栏目“{column.name}”"
    if not column.inspected_on(facts.now.date()):
        why = f"（{column.state_reason}）" if column.state_reason else ""
        return say.not_applicable(column.id, f"{name}登记为{column.state.value}{why}，不检查", column.id)
    if seen is None:
        return say.unknown(column.id, f"{name}本轮未检查", Reason.NOT_LOOKED, column.id)
    if isinstance(seen, Failure):
        return say.unknown(column.id, f"{name}未能读取，未能核查", seen.reason, column.id)
    if seen.script_drawn:
        message = f"{name}的列表由脚本生成或可能由脚本生成，未能核查"
        return say.unknown(column.id, message, Reason.SCRIPT_DRAWN, column.id)
    return judge(say, column, seen)


def newest_item(items: tuple[Item, ...], now: datetime) -> Item | None:
    """The item of the newest date, pinned rows or not. A date later than tomorrow is no update."""
    latest = now.date() + timedelta(days=1)
    dated = [i for i in items if i.day is not None and i.day <= latest]
    return max(dated, key=lambda i: i.day or date.min, default=None)


def months_before(day: date, months: int) -> date:
    """The same day of the month ``months`` earlier, or that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def list_evidence(listing: ColumnList, quote: str, *figures: tuple[str, str]) -> Evidence:
    return Evidence(listing.url, listing.seen, quote=quote, body=listing.body, figures=figures)
