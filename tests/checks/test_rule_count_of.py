"""Counting criteria: FAILs reach N, FAILs and UNKNOWNs reach N, or neither."""

from dataclasses import replace
from datetime import date, timedelta

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
    assert verdict.message == "“c0”、“c1”、“c2”等5个栏目不更新（达到5个即单项否决）"


def test_nothing_heard_is_unknown(judged):
    assert judged("veto-columns-stale", [])["网站"].reason is Reason.NOT_LOOKED


@pytest.fixture
def vetoed(criteria, column, listing, site, now):
    """Outcome of the ≥ 10 veto over ten columns of a kind, silent for ``days``; the office's own limit is ``own``."""

    def run(kind, days, own, at=site):
        names = [f"c{n}" for n in range(10)]
        columns = tuple(column(n, kind=kind, name=n, allowed_days=own, first_level=True) for n in names)
        seen = [listing(now.date() - timedelta(days=days), column=name) for name in names]
        verdicts = list(judge(at, columns, now, {ColumnList: lambda: iter(seen)}, criteria))
        (veto,) = [v for v in verdicts if v.criterion == "veto-columns-overdue"]
        reminders = [v for v in verdicts if v.criterion == "column-overdue" and v.outcome is Outcome.FAIL]
        return veto.outcome, len(reminders)

    return run


@pytest.mark.parametrize(
    ("kind", "days", "own", "outcome", "reminders"),
    [
        (ColumnKind.OTHER, 70, 60, Outcome.PASS, 10),  # the office's own limit reminds, and vetoes nobody
        (ColumnKind.OTHER, 184, 30, Outcome.PASS, 10),  # 23 May is six months before 23 November
        (ColumnKind.OTHER, 185, 30, Outcome.FAIL, 10),
        (ColumnKind.OTHER, 300, 400, Outcome.PASS, 0),  # the office lets it rest for longer
        (ColumnKind.OTHER, 300, None, Outcome.PASS, 0),  # nobody says that it should be updated
        (ColumnKind.POLICY, 200, None, Outcome.FAIL, 0),
        (ColumnKind.PLAN, 300, 30, Outcome.PASS, 10),
        (ColumnKind.PLAN, 366, None, Outcome.FAIL, 0),
        (ColumnKind.PERSONNEL, 300, None, Outcome.PASS, 0),
        (ColumnKind.PERSONNEL, 366, 30, Outcome.FAIL, 10),
        (ColumnKind.SURVEY, 900, 30, Outcome.PASS, 0),
        (ColumnKind.INTERVIEW, 900, 30, Outcome.PASS, 0),
    ],
)
def test_the_veto_counts_by_the_clause_and_not_by_the_office_s_reminders(vetoed, kind, days, own, outcome, reminders):
    assert vetoed(kind, days, own) == (outcome, reminders)


def test_a_site_that_the_norm_does_not_bind_is_never_vetoed(vetoed, site):
    assert vetoed(ColumnKind.POLICY, 200, None, replace(site, bound=False)) == (Outcome.NOT_APPLICABLE, 0)
