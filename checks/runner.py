"""Runs the rules over one site's or account's facts. Pure; whatever a rule does wrong is an UNKNOWN that says so."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from checks.facts import Facts, Sources, UndeclaredRead
from checks.registry import Rule, rule_of, rules
from checks.verdicts import ACCOUNT, SITE, VerdictFactory
from ledger.vocabulary import Account, Column, Criterion, Outcome, Reason, Site, Verdict
from ledger.vocabulary.unreadable import Unreadable


def judge(
    subject: Site | Account,
    columns: tuple[Column, ...],
    now: datetime,
    sources: Sources,
    criteria: Mapping[str, Criterion],
) -> Iterator[Verdict]:
    """Every enabled criterion with a rule for such a subject, in code order; counting criteria after the rest.

    Only verdicts that a counting criterion names in ``of`` are kept; the rest stream through.
    """
    known = rules()
    ruled = [(c, known[c.rule]) for _, c in sorted(criteria.items()) if c.enabled and c.rule]
    work = [(c, each) for c, each in ruled if each.of_accounts == isinstance(subject, Account)]
    work.sort(key=lambda pair: pair[1].counts)
    counted = {code for criterion, each in work if each.counts for code in named(criterion)}
    kept: list[Verdict] = []
    all_sources = {**sources, Verdict: lambda: iter(tuple(kept))}
    for criterion, each in work:
        facts = Facts(subject, columns, now, all_sources, each.kinds)
        for verdict in _run(each, facts, criterion):
            if verdict.criterion in counted:
                kept.append(verdict)
            yield verdict


def named(criterion: Criterion) -> tuple[str, ...]:
    of = criterion.params.get("of", ())
    return tuple(map(str, of)) if isinstance(of, list | tuple) else ()


def rules_behind(criterion: Criterion, criteria: Mapping[str, Criterion]) -> tuple[Rule, ...]:
    """Its rule; of a counting criterion those of what it counts."""
    parts = [criteria[code] for code in named(criterion) if code in criteria] or [criterion]
    return tuple(rule for part in parts if (rule := rule_of(part)))


def _run(each: Rule, facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    say = VerdictFactory.of(facts, criterion)
    whole = ACCOUNT if each.of_accounts else SITE
    silent = True
    if criterion.veto and isinstance(facts.subject, Site) and not facts.subject.bound:
        yield say.not_applicable(whole, f"登记为不适用检查指标的网站，不作“{criterion.title}”的单项否决")
        return
    try:
        for verdict in each.judge(facts, criterion):
            silent = False
            yield _checked(say, verdict)
    except UndeclaredRead as error:
        message = f"“{criterion.title}”的规则读取了未声明的资料（{error}），本项未能核查"
        yield say.unknown(whole, message, Reason.UNDECLARED_READ)
    except Unreadable as error:
        yield say.unknown(whole, f"“{criterion.title}”未能核查：{error}", Reason.ARCHIVE_DAMAGED)
    except Exception as error:  # noqa: BLE001
        # one of the three places: a faulty rule must not take the other criteria down with it
        message = f"“{criterion.title}”的规则运行出错（{type(error).__name__}），本项未能核查"
        yield say.unknown(whole, message, Reason.RULE_CRASHED)
    else:
        if silent:
            message = f"“{criterion.title}”的规则没有给出结论，本项未能核查"
            yield say.unknown(whole, message, Reason.NO_VERDICT)


def _checked(say: VerdictFactory, verdict: Verdict) -> Verdict:
    if verdict.outcome is Outcome.FAIL and verdict.evidence is None:
        message = f"判定缺少证据，不予采信：{verdict.message}"
        return say.unknown(verdict.place, message, Reason.NO_EVIDENCE, verdict.column)
    return verdict
