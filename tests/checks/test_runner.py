"""Whatever a rule does wrong becomes an UNKNOWN that says so; counting criteria come last."""

from dataclasses import replace

import pytest

from checks import runner
from checks.about import About
from checks.facts import Facts, UndeclaredRead
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Link, Outcome, Page, PlaceKind, Reason, Verdict


@rule(About(PlaceKind.TAG), Page)
def crashes(facts, criterion):
    yield VerdictFactory.of(facts, criterion).passed("一", "先说一句")
    raise KeyError("days")


@rule(About(PlaceKind.TAG), Page)
def peeks(facts, criterion):
    yield from facts.read(Link)


@rule(About(PlaceKind.TAG), Page)
def silent(facts, criterion):
    yield from ()


@rule(About(PlaceKind.TAG), Page)
def unproven(facts, criterion):
    yield Verdict(criterion.code, facts.subject.id, "一", Outcome.FAIL, "有问题")


@pytest.mark.parametrize(
    ("bad", "reasons"),
    [
        (crashes, [None, Reason.RULE_CRASHED]),
        (peeks, [Reason.UNDECLARED_READ]),
        (silent, [Reason.NO_VERDICT]),
        (unproven, [Reason.NO_EVIDENCE]),
    ],
)
def test_a_faulty_rule_is_unknown(bad, reasons, criteria, site, now):
    facts = Facts(site, (), now, {}, bad.kinds)
    assert [v.reason for v in runner._run(bad, facts, criteria["column-blank"])] == reasons


def test_undeclared_kinds_raise_at_once(site, now):
    with pytest.raises(UndeclaredRead, match="Link"):
        Facts(site, (), now, {}, frozenset({Page})).read(Link)


def test_a_source_starts_anew_for_each_read(site, now):
    facts = Facts(site, (), now, {int: lambda: iter((1, 2))}, frozenset({int}))
    assert list(facts.read(int)) == list(facts.read(int)) == [1, 2]


def test_counting_criteria_come_last_and_the_order_is_fixed(criteria, site, now):
    def codes():
        return list(dict.fromkeys(v.criterion for v in runner.judge(site, (), now, {}, criteria)))

    counting = {c.code for c in criteria.values() if c.rule == "count_of"}
    assert set(codes()[-3:]) == counting
    assert codes() == codes()
    backwards = dict(reversed(criteria.items()))
    assert codes() == list(dict.fromkeys(v.criterion for v in runner.judge(site, (), now, {}, backwards)))


def test_manual_and_disabled_criteria_are_not_run(criteria, site, now):
    off = {"domain-name": replace(criteria["domain-name"], enabled=False), "overview": criteria["overview"]}
    assert list(runner.judge(site, (), now, {}, off)) == []
