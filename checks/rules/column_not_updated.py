"""栏目不更新: the newest date of a column's list against the time the clause, or the register, allows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from checks.about import About, Params
from checks.columns import applies, as_seen, earliest, judge_columns, list_evidence, months_before, newest_item, silence
from checks.facts import Facts
from checks.reach import gaps, later_day, newly_seen
from checks.registry import rule
from checks.verdicts import VerdictFactory, day_words, within_words
from ledger.vocabulary import (
    Column,
    ColumnKind,
    ColumnList,
    Criterion,
    DeadGrade,
    Failure,
    Item,
    PlaceKind,
    Reason,
    Verdict,
)


def _mistake(params: Params) -> str:
    kinds, left_out = params["kinds"], params.get("except", [])
    unknown = [kind for kind in left_out if kind not in frozenset(ColumnKind)] if isinstance(left_out, list) else []
    if unknown:
        return f"except 中的“{unknown[0]}”不是栏目类别"
    if kinds == "allowed":
        return ""
    strange = [kind for kind in kinds if kind not in frozenset(ColumnKind)] if isinstance(kinds, list) else [kinds]
    if strange:
        return f"kinds 中的“{strange[0]}”不是栏目类别"
    return "" if params.keys() & {"days", "months"} else "缺少 days 或 months"


def _since(criterion: Criterion, column: Column | None, today: date) -> date | None:
    return earliest(criterion, column, today) if column and applies(criterion, column) else None


@rule(
    About(PlaceKind.COLUMN, limit=_since, applies=applies),
    *(ColumnList, Failure),
    mistake=_mistake,
    kinds=list | str,
    days=int | None,
    months=int | None,
    first_level_only=bool | None,
    **{"except": list | None},
)
def column_not_updated(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 4 栏目不更新: 动态、要闻 columns not updated within 2 weeks, 通知公告、政策文件 columns of the first
    level not updated within 6 months, and columns that should be updated but long were not (limit: the register's
    allowed days, or with ``months`` the clause's, which the register cannot tighten). The limit's last day still
    passes; an item dated later than tomorrow is no update. Not updated is said only of a list of which nothing is
    unread that could show a later day; an article newly seen is an update.
    """

    def wanted(column: Column) -> bool:
        return applies(criterion, column)

    def judge(say: VerdictFactory, column: Column, listing: ColumnList) -> Verdict:
        return _judge(say, column, listing, _limit(listing.seen.date(), criterion, column))

    yield from judge_columns(facts, criterion, wanted, judge)


def _limit(today: date, criterion: Criterion, column: Column) -> tuple[date, str]:
    """The earliest newest date that still passes on the day of the look, and the limit in words. What was seen in
    November and is judged again in December is judged as of November."""
    months = criterion.params.get("months")
    since = earliest(criterion, column, today)
    by_clause = isinstance(months, int) and since == months_before(today, months)
    return since, f"{months}个月内" if by_clause else within_words(silence(criterion, column))


def _judge(say: VerdictFactory, column: Column, listing: ColumnList, limit: tuple[date, str]) -> Verdict:
    name, seen = f"栏目“{column.name}”", as_seen(listing)
    if not listing.items:
        return say.not_applicable(column.id, f"{name}没有信息，按空白栏目另行检查", column.id)
    since, words = limit
    newest = newest_item(listing.items, listing.seen)
    if newest and newest.day and newest.day >= since:
        message = f"{name}最近一条信息发布于{day_words(newest.day)}，在{words}更新{seen}"
        return say.passed(column.id, message, column.id)
    if (new := newly_seen(listing, since)) and new.absent:
        message = f"{name}在{day_words(new.absent)}以后新增了“{new.title}”，在{words}更新"
        return say.passed(column.id, message, column.id)
    if newest is None or newest.day is None:
        return _without_date(say, column, listing, since)
    if missing := gaps(listing, since):
        message = f"{name}已读到的最近一条信息发布于{day_words(newest.day)}，但{'；'.join(missing)}，未能核查"
        return say.unknown(column.id, message, Reason.PARTLY_READ, column.id)
    return _stale(say, column, listing, newest, limit)


def _stale(say: VerdictFactory, column: Column, listing: ColumnList, newest: Item, limit: tuple[date, str]) -> Verdict:
    since, words = limit
    shown, quote = newest.day or date.min, newest.title
    if (later := later_day(listing)) and later.day > shown:  # too old as well, yet what is told must be true
        shown, quote = later.day, later.words
    days = (listing.seen.date() - shown).days
    message = (
        f"栏目“{column.name}”最近一条信息发布于{day_words(shown)}，至检查时已{days}天未更新（要求{words}更新）"
        + as_seen(listing)
    )
    if newest.listed and newest.listed > shown:
        message += f"；列表上该信息标为{day_words(newest.listed)}，以稿件页为准"
    figures = (("newest", shown.isoformat()), ("days", str(days)), ("limit", words))
    evidence = list_evidence(listing, f"{quote} {shown.isoformat()}", *figures, rests=newest)
    if any(item.listed and item.listed >= since for item in listing.items):  # the list and its articles disagree
        evidence = replace(evidence, grade=DeadGrade.SOFT)
    return say.failed(column.id, message, evidence, column.id)


def _without_date(say: VerdictFactory, column: Column, listing: ColumnList, since: date) -> Verdict:
    name = f"栏目“{column.name}”"
    if any(item.day for item in listing.items) and not gaps(listing, since):
        message = f"{name}的信息日期均晚于检查时间，未能核查"
        return say.unknown(column.id, message, Reason.UNREADABLE, column.id)
    if listing.newest is None and listing.opened_read == listing.opened_total > 0:
        message = f"{name}的信息未注明发布时间，按未注明发布时间另行检查"
        return say.not_applicable(column.id, message, column.id)
    if listing.opened_total == 0:
        return say.unknown(column.id, f"{name}的列表未读出发布时间，未能核查", Reason.UNREADABLE, column.id)
    message = f"{name}没有读到可靠的发布时间：{'；'.join(gaps(listing, since))}，未能核查"
    return say.unknown(column.id, message, Reason.PARTLY_READ, column.id)
