"""样例信息: a column that shows rows which were put there to try it out."""

from collections.abc import Iterator

from checks.about import About
from checks.columns import judge_columns, list_evidence
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Column, ColumnList, Criterion, Failure, PlaceKind, Verdict


@rule(About(PlaceKind.COLUMN), ColumnList, Failure, words=list)
def column_marked(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """No row of a column in use bears one of ``words`` in its title."""
    words = criterion.params["words"]
    if not isinstance(words, list):
        raise TypeError("words")

    def judge(say: VerdictFactory, column: Column, listing: ColumnList) -> Verdict:
        found = next((item for item in listing.items if any(word in item.title for word in words)), None)
        if found is None:
            return say.passed(column.id, f"栏目“{column.name}”没有样例信息", column.id)
        message = f"栏目“{column.name}”有样例信息“{found.title}”"
        return say.failed(column.id, message, list_evidence(listing, found.title), column.id)

    yield from judge_columns(facts, criterion, lambda column: True, judge)
