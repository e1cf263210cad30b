"""旧版页面链接: pages that lead to the site's old pages, which open."""

from collections.abc import Iterator

from checks.about import About, Reports, Used
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Criterion, Evidence, HomePage, Link, PlaceKind, Reason, Site, Verdict


def _old(criterion: Criterion, sites: tuple[Site, ...] = ()) -> Used:
    return lambda target: str(criterion.params["part"]) in target


@rule(About(PlaceKind.LINK, users=_old, reports=Reports(told="指向旧版页面")), Link, HomePage, part=str)
def link_outdated(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """No page leads to an address that holds ``part``."""
    say, old = VerdictFactory.of(facts, criterion), _old(criterion)
    for link in facts.read(Link):
        if old(link.target):
            yield _judge(say, link)
    yield say.not_applicable("旧版页面", "其余链接不指向旧版页面")


def _judge(say: VerdictFactory, link: Link) -> Verdict:
    if link.uses == 0:
        return say.passed(link.target, "已没有页面使用该链接")
    if not link.looks:
        return say.unknown(link.target, f"链接{link.target}本轮未检查", Reason.NOT_LOOKED)
    last = link.looks[-1]
    told = f"链接{link.target}指向旧版页面，被{link.pages}个页面使用{link.uses}次"
    figures = (("pages", str(link.pages)),)
    return say.failed(
        link.target, told, Evidence(link.target, last.at, referrers=link.referrers, uses=link.uses, figures=figures)
    )
