"""Counting criteria: how many places fail the criteria that a clause counts together."""

from collections.abc import Iterator

from checks.about import About
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import SITE, VerdictFactory
from ledger.vocabulary import Criterion, Evidence, Outcome, PlaceKind, Reason, Verdict

NAMED = 3  # columns; all of them stand in the evidence
WHOLE_RULE = frozenset({Reason.ARCHIVE_DAMAGED, Reason.RULE_CRASHED, Reason.UNDECLARED_READ, Reason.NO_VERDICT})


@rule(About(PlaceKind.SITE), Verdict, of=list, at_least=int)
def count_of(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 4 栏目不更新: together at least N columns fail the named criteria. The failed reach N: the finding;
    the failed and the not checked together reach N: not known; else passed. A column counts once.
    """
    say = VerdictFactory.of(facts, criterion)
    codes, at_least = criterion.params["of"], criterion.params["at_least"]
    if not isinstance(codes, list) or not isinstance(at_least, int):
        raise TypeError("of, at_least")
    failed: dict[str, Verdict] = {}
    unknown: set[str] = set()
    heard = blind = False
    for verdict in facts.read(Verdict):
        if verdict.criterion not in codes:
            continue
        heard = True
        if verdict.outcome is Outcome.FAIL:
            failed.setdefault(verdict.place, verdict)
        elif verdict.outcome is Outcome.UNKNOWN:
            unknown.add(verdict.place)
            blind = blind or verdict.reason in WHOLE_RULE
    unknown -= failed.keys()
    if len(failed) >= at_least:
        yield say.failed(SITE, _message(facts, criterion, failed, at_least), _evidence(facts, failed))
    elif not heard or blind or len(failed) + len(unknown) >= at_least:
        message = f"已发现{len(failed)}个，另有{len(unknown)}个未能核查，不能判断是否达到{at_least}个"
        yield say.unknown(SITE, message, Reason.NOT_LOOKED)
    else:
        yield say.passed(SITE, f"已发现{len(failed)}个，未达到{at_least}个")


def _message(facts: Facts, criterion: Criterion, failed: dict[str, Verdict], at_least: int) -> str:
    names = {c.id: c.name for c in facts.columns}
    told = "、".join(f"“{names.get(place, place)}”" for place in [*failed][:NAMED])
    what = criterion.told_as or f"存在“{criterion.title}”问题"
    return f"{told}等{len(failed)}个栏目{what}（达到{at_least}个即单项否决）"


def _evidence(facts: Facts, failed: dict[str, Verdict]) -> Evidence:
    quote = "；".join(verdict.message for verdict in failed.values())
    seen = max((v.evidence.seen for v in failed.values() if v.evidence), default=facts.now)
    figures = (("count", str(len(failed))), ("places", "、".join(failed)))
    return Evidence(facts.site.home, seen, quote=quote, figures=figures)
