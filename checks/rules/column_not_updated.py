"""栏目不更新: the newest date of a column's list against the time the clause, or the register, allows."""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.columns import judge_columns, list_evidence, months_before, newest_item
from checks.facts import Facts
from checks.registry import Params, rule
from checks.saying import Voice, day_words, within_words
from ledger.vocabulary import Column, ColumnKind, ColumnList, Criterion, Failure, Reason, Verdict


def _mistake(params: Params) -> str:
    kinds = params["kinds"]
    if kinds == "allowed":
        return ""
    strange = [kind for kind in kinds if kind not in frozenset(ColumnKind)] if isinstance(kinds, list) else [kinds]
    if strange:
        return f"kinds 中的“{strange[0]}”不是栏目类别"
    return "" if params.keys() & {"days", "months"} else "缺少 days 或 months"


@rule(
    *(ColumnList, Failure),
    mistake=_mistake,
    kinds=list | str,
    days=int | None,
    months=int | None,
    first_level_only=bool | None,
)
def column_not_updated(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 4 栏目不更新: 动态、要闻 columns not updated within 2 weeks, 通知公告、政策文件 columns of the first
    level not updated within 6 months, and columns that should be updated but long were not (limit: the register's
    allowed days). The limit's last day still passes; an item dated later than tomorrow is no update.
    """
    params = criterion.params
    kinds = params["kinds"]
    first_level_only = params.get("first_level_only", False)

    def wanted(column: Column) -> bool:
        if kinds == "allowed":
            return column.allowed_days is not None
        return isinstance(kinds, list) and column.kind in kinds and (column.first_level or not first_level_only)

    def judge(say: Voice, column: Column, listing: ColumnList) -> Verdict:
        return _judge(say, column, listing, _limit(listing.seen.date(), criterion, column))

    yield from judge_columns(facts, criterion, wanted, judge)


def _limit(today: date, criterion: Criterion, column: Column) -> tuple[date, str]:
    """The earliest newest date that still passes on the day of the look, and the limit in words. What was seen in
    November and is judged again in December is judged as of November."""
    months = criterion.params.get("months")
    if isinstance(months, int):
        return months_before(today, months), f"{months}个月内"
    days = column.allowed_days if criterion.params["kinds"] == "allowed" else criterion.params["days"]
    if not isinstance(days, int):
        raise TypeError("days")
    return today - timedelta(days=days), within_words(days)


def _judge(say: Voice, column: Column, listing: ColumnList, limit: tuple[date, str]) -> Verdict:
    name = f"栏目“{column.name}”"
    if not listing.items:
        return say.not_applicable(column.id, f"{name}没有信息，按空白栏目另行检查", column.id)
    newest = newest_item(listing.items, listing.seen)
    if newest is None or newest.day is None:
        return _without_date(say, column, listing)
    earliest, words = limit
    if newest.day >= earliest:
        message = f"{name}最近一条信息发布于{day_words(newest.day)}，在{words}更新"
        return say.passed(column.id, message, column.id)
    days = (listing.seen.date() - newest.day).days
    message = f"{name}最近一条信息发布于{day_words(newest.day)}，至检查时已{days}天未更新（要求{words}更新）"
    figures = (("newest", newest.day.isoformat()), ("days", str(days)), ("limit", words))
    quote = f"{newest.title} {newest.day.isoformat()}"
    return say.failed(column.id, message, list_evidence(listing, quote, *figures), column.id)


def _without_date(say: Voice, column: Column, listing: ColumnList) -> Verdict:
    name = f"栏目“{column.name}”"
    if listing.newest is not None:
        message = f"{name}的信息日期均晚于检查时间，未能核查"
        return say.unknown(column.id, message, Reason.UNREADABLE, column.id)
    if listing.opened_read == listing.opened_total > 0:
        message = f"{name}的信息未注明发布时间，按未注明发布时间另行检查"
        return say.not_applicable(column.id, message, column.id)
    return say.unknown(column.id, f"{name}的列表未读出发布时间，未能核查", Reason.UNREADABLE, column.id)
