"""The registered columns of a site beside what was seen of each. Pure; shared by the column rules."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from checks.facts import Facts
from checks.verdicts import VerdictFactory
from ledger.row_times import settled_day
from ledger.vocabulary import Column, ColumnList, Criterion, Evidence, Failure, Item, Reason, Source, Verdict

Wanted = Callable[[Column], bool]
SeenJudge = Callable[[VerdictFactory, Column, ColumnList], Verdict]


def judge_columns(facts: Facts, criterion: Criterion, wanted: Wanted, judge: SeenJudge) -> Iterator[Verdict]:
    """One verdict a wanted column: ``judge`` speaks only of lists that could be read."""
    say = VerdictFactory.of(facts, criterion)
    seen = _latest(facts)
    columns = [c for c in facts.columns if wanted(c)]
    if not columns:
        yield say.not_applicable("栏目", "登记的栏目中没有适用本项的栏目")
    for column in columns:
        yield _one(say, facts, column, seen.get(column.id), judge)


def _latest(facts: Facts) -> dict[str, ColumnList | Failure]:
    """The last thing seen of each registered column; a failure wins over a list of the same moment."""
    ids = {c.id for c in facts.columns}
    told: list[tuple[str, ColumnList | Failure]] = [(one.column, one) for one in facts.read(ColumnList)]
    told += [(one.place, one) for one in facts.read(Failure) if one.place in ids]
    return dict(sorted(told, key=lambda pair: pair[1].seen))


def _one(
    say: VerdictFactory, facts: Facts, column: Column, seen: ColumnList | Failure | None, judge: SeenJudge
) -> Verdict:
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
    """The item of the newest publish day, pinned rows or not. A day later than tomorrow is no update."""
    dated = [(day, item) for item in items if (day := settled_day(item, now))]
    return max(dated, key=lambda pair: pair[0], default=(None, None))[1]


def months_before(day: date, months: int) -> date:
    """The same day of the month ``months`` earlier, or that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def applies(criterion: Criterion, column: Column) -> bool:
    """Whether a criterion on the updating of columns judges that column."""
    kinds, left_out = criterion.params["kinds"], criterion.params.get("except")
    if isinstance(left_out, list) and column.kind in left_out:
        return False
    if kinds == "allowed":
        return column.allowed_days is not None
    first_level_only = criterion.params.get("first_level_only", False)
    return isinstance(kinds, list) and column.kind in kinds and (column.first_level or not first_level_only)


def silence(criterion: Criterion, column: Column) -> int:
    """The days of silence that it allows the column, where it counts in days."""
    days = column.allowed_days if criterion.params["kinds"] == "allowed" else criterion.params.get("days")
    if not isinstance(days, int):
        raise TypeError("days")
    return days


def earliest(criterion: Criterion, column: Column, today: date) -> date:
    """The earliest newest day that still passes. The register's limit cannot tighten one in months, only loosen it: a
    column that the office lets rest for longer need not be updated."""
    months = criterion.params.get("months")
    if isinstance(months, int):
        clause = months_before(today, months)
        own = column.allowed_days if criterion.params["kinds"] == "allowed" else None
        return min(clause, today - timedelta(days=own)) if own else clause
    return today - timedelta(days=silence(criterion, column))


def list_evidence(listing: ColumnList, quote: str, *figures: tuple[str, str], rests: Item | None = None) -> Evidence:
    """``rests``: the row whose day it rests on. What a person saw says so."""
    if listing.by:
        quote, figures = f"人工核看（{listing.by}）：{quote}", (*figures, ("by", listing.by))
    return Evidence(
        listing.url,
        listing.seen,
        quote=quote,
        body=listing.body,
        figures=figures,
        provenance=rests.provenance if rests else None,
        reader=Source.PERSON if listing.by else listing.reader,
    )


def as_seen(listing: ColumnList) -> str:
    """How a message says that a person has looked."""
    return f"（{listing.by}人工核看）" if listing.by else ""
