"""Counting criteria: FAILs reach N, FAILs and UNKNOWNs reach N, or neither."""

from datetime import date

import pytest

from checks.runner import judge
from ledger.vocabulary import ColumnKind, ColumnList, Outcome, Reason

CODES = ("column-news-stale", "column-policy-stale", "veto-columns-stale")


@pytest.fixture
def counted(criteria, column, listing, site, now):
    """Verdict of the count over ``stale`` old, ``unseen`` unread and ``fresh`` new 动态要闻 columns."""

    def run(stale, unseen, fresh=1):
        names = [f"c{n}" for n in range(stale + unseen + fresh)]
        columns = tuple(column(n, kind=ColumnKind.NEWS, name=n) for n in names)
        days = [date(2026, 1, 1)] * stale + [None] * unseen + [date(2026, 11, 20)] * fresh
        seen = [listing(day, column=name) for name, day in zip(names, days, strict=True) if day]
        chosen = {code: criteria[code] for code in CODES}
        verdicts = judge(site, columns, now, {ColumnList: lambda: iter(seen)}, chosen)
        return [v for v in verdicts if v.criterion == "veto-columns-stale"]

    return run


@pytest.mark.parametrize(
    ("stale", "unseen", "outcome"),
    [
        (5, 0, Outcome.FAIL),
        (6, 3, Outcome.FAIL),
        (4, 0, Outcome.PASS),
        (4, 1, Outcome.UNKNOWN),
        (0, 5, Outcome.UNKNOWN),
        (3, 1, Outcome.PASS),
    ],
)
def test_the_three_outcomes(counted, stale, unseen, outcome):
    (verdict,) = counted(stale, unseen)
    assert verdict.outcome is outcome
    assert verdict.place == "网站"


def test_the_evidence_names_the_columns(counted):
    (verdict,) = counted(5, 0)
    assert dict(verdict.evidence.figures) == {"count": "5", "places": "c0、c1、c2、c3、c4"}
    assert verdict.message == "共有5个栏目存在此类问题（达到5个即单项否决）：“c0”、“c1”、“c2”、“c3”、“c4”"


def test_nothing_heard_is_unknown(judged):
    assert judged("veto-columns-stale", [])["网站"].reason is Reason.NOT_LOOKED
