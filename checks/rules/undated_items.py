"""未注明发布时间: a list without dates whose opened articles show no publish time either."""

from collections.abc import Iterator

from checks.about import About
from checks.columns import judge_columns, list_evidence
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Column, ColumnList, Criterion, Failure, PlaceKind, Provenance, Reason, Verdict


@rule(About(PlaceKind.COLUMN), ColumnList, Failure)
def undated_items(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Annex 1 (note to the update indicators): an item whose page shows no publish time counts as not updated.
    The newest articles of a list without dates are opened; all of them read and none dated is the finding.
    """
    yield from judge_columns(facts, criterion, lambda column: True, _judge)


def _judge(say: VerdictFactory, column: Column, listing: ColumnList) -> Verdict:
    name = f"栏目“{column.name}”"
    if not listing.items:
        return say.not_applicable(column.id, f"{name}没有信息，按空白栏目另行检查", column.id)
    if listing.newest is not None:
        return say.passed(column.id, f"{name}的信息注明了发布时间", column.id)
    read, total = listing.opened_read, listing.opened_total
    if total == 0:
        message = f"{name}的列表未注明发布时间，文章页本轮未检查"
        return say.unknown(column.id, message, Reason.NOT_LOOKED, column.id)
    if read < total:
        message = f"{name}的列表未注明发布时间，最近{total}篇文章中有{total - read}篇未能读取，未能核查"
        return say.unknown(column.id, message, Reason.UNREADABLE, column.id)
    if why := _doubt(listing):
        return say.unknown(
            column.id, f"{name}的列表未注明完整的发布时间，但{why}，未能核查", Reason.PARTLY_READ, column.id
        )
    message = f"{name}疑似未注明信息发布时间：列表及最近{total}篇文章页均未显示发布时间（未注明发布时间的视为不更新）"
    quote = next((i.title for i in listing.items if i.opened), listing.items[0].title)
    return say.failed(column.id, message, list_evidence(listing, quote, ("opened", str(total))), column.id)


def _doubt(listing: ColumnList) -> str:
    """What speaks for a publish time that was not read, or not in full; "" where nothing does."""
    if any(item.near for item in listing.items):
        return "列表标有不带年份的日期"
    if any(item.provenance is Provenance.DEFAULT for item in listing.items):
        return "所标时间是系统的默认值"
    if listing.reach and (listing.reach.left or listing.reach.later):
        return "栏目页上另有列表或日期没有读"
    return ""
