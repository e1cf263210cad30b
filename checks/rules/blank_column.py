"""空白栏目: a registered column whose list holds nothing."""

from collections.abc import Iterator

from checks.about import About
from checks.columns import as_seen, judge_columns, list_evidence
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Column, ColumnList, Criterion, Failure, PlaceKind, Reason, Verdict

TEXT = 200  # characters: a page of text such as 机构职能; a footer's sentences are shorter


@rule(About(PlaceKind.COLUMN), ColumnList, Failure)
def blank_column(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 4 空白栏目: a column in use shows no item and no text at all. A list that a script draws is not
    judged."""
    yield from judge_columns(facts, criterion, lambda column: True, _judge)


def _judge(say: VerdictFactory, column: Column, listing: ColumnList) -> Verdict:
    name = f"栏目“{column.name}”"
    if listing.items:
        return say.passed(column.id, f"{name}有信息{len(listing.items)}条", column.id)
    if listing.prose >= TEXT:
        return say.passed(column.id, f"{name}为文字页面（约{listing.prose}字），不是空白栏目", column.id)
    if listing.content:
        return say.passed(column.id, f"{name}有图片、附件或文字{listing.content}处，不是空白栏目", column.id)
    if listing.reach and (listing.reach.left or listing.reach.later or (listing.reach.pages or 1) > 1):
        message = f"{name}没有读到信息，但页面上另有链接、图片、文字、日期或其他页没有读，未能核查"
        return say.unknown(column.id, message, Reason.PARTLY_READ, column.id)
    evidence = list_evidence(listing, "没有任何信息" if listing.by else "", ("items", "0"))
    message = f"{name}检查时没有任何信息，为空白栏目{as_seen(listing)}"
    return say.failed(column.id, message, evidence, column.id)
