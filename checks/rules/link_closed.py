"""关停域名链接: pages that still lead to a closed site."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from checks.about import About, Used
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory, day_words
from ledger.vocabulary import Criterion, Evidence, HomePage, Link, PlaceKind, Reason, Site, Standing, Verdict

PLACE = "关停域名"


def closed_hosts(sites: Iterable[Site]) -> frozenset[str]:
    """Hosts whose use is of interest: those of sites with a day of closing."""
    return frozenset(_host(site.home) for site in sites if site.closed)


def _users(criterion: Criterion, sites: Iterable[Site]) -> Used:
    hosts = closed_hosts(sites)
    return lambda target: _host(target) in hosts


@rule(About(PlaceKind.LINK, users=_users, reports=None), Link, HomePage, Site)
def link_closed(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """国办发〔2017〕47号: once a site is closed no page leads to its domain: whoever takes the domain over decides what
    stands behind the link. The closed sites are those of the register. A dead link is told as such, not here.
    """
    say = VerdictFactory.of(facts, criterion)
    closed = _closed(facts)
    if not closed:
        yield say.not_applicable(PLACE, "登记册中没有已关停的网站")
        return
    said = False
    for link in facts.read(Link):
        host = _host(link.target)
        if host in closed:
            said = True
            yield _judge(say, link, closed[host])
    if not said and any(True for _ in facts.read(HomePage)):
        yield say.passed(PLACE, "未发现指向已关停网站的链接")
    elif not said:
        yield say.unknown(PLACE, "页面本轮未检查", Reason.NOT_LOOKED)


def _closed(facts: Facts) -> dict[str, Site]:
    """Closed sites by host, but for hosts that a site in use has."""
    day = facts.now.date()
    sites = tuple(facts.read(Site))
    used = {_host(site.home) for site in sites if not site.closed_on(day)}
    closed = {_host(site.home): site for site in sites if site.closed_on(day)}
    return {host: site for host, site in closed.items() if host not in used | {""}}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _judge(say: VerdictFactory, link: Link, site: Site) -> Verdict:
    if link.uses == 0:
        return say.passed(link.target, "已没有页面使用该链接")
    if not link.looks:
        return say.unknown(link.target, f"链接{link.target}本轮未检查", Reason.NOT_LOOKED)
    last = link.looks[-1]
    if last.standing is Standing.DEAD:
        return say.not_applicable(link.target, "链接已失效，按失效链接检查")
    when = f"已于{day_words(site.closed)}关停的" if site.closed else "已关停的"
    text = next((r.text.strip() for r in link.referrers if r.text.strip()), "")
    name = f"“{text}”（{link.target}）" if text else link.target
    told = f"链接{name}指向{when}{site.name}，被{link.pages}个页面使用{link.uses}次"
    figures = (("pages", str(link.pages)),)
    evidence = Evidence(
        link.target, last.at, text, last.body, referrers=link.referrers, uses=link.uses, figures=figures
    )
    return say.failed(link.target, told, evidence)
