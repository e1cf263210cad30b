"""已关停网站仍可访问: the last visit to the home page of a closed site."""

from collections.abc import Iterator
from itertools import takewhile

from checks.about import About, Relook
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import SITE, VerdictFactory, day_words
from ledger.vocabulary import DEAD_REASONS, Criterion, Evidence, PlaceKind, Probe, Reason, Verdict

SHUT = DEAD_REASONS | {Reason.TIMEOUT, Reason.SERVER_ERROR}


@rule(About(PlaceKind.SITE, Relook.PROBE, reports=None, after_closing=True), Probe)
def site_closed_open(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """国办发〔2017〕47号: a site that is closed no longer opens; its domain is withdrawn. Only visits from the day of
    closing on count, and only while our own network worked. What opens there (the old site, a notice, another's
    page) a person says.
    """
    say = VerdictFactory.of(facts, criterion)
    closed = facts.site.closed
    if closed is None or not facts.site.closed_on(facts.now.date()):
        yield say.not_applicable(SITE, "网站没有关停")
        return
    visits = sorted(
        (p for p in facts.read(Probe) if p.controls_ok and closed <= p.at.date() and p.at <= facts.now),
        key=lambda p: p.at,
    )
    last = visits[-1] if visits else None
    if last is None:
        yield say.unknown(SITE, "关停以后没有访问过首页，未能核查", Reason.NOT_LOOKED)
    elif last.opened:
        looks = tuple(p.at for p in takewhile(lambda p: p.opened, reversed(visits)))[::-1]
        told = f"网站已于{day_words(closed)}关停，检查时首页仍可打开"
        figures = (("closed", closed.isoformat()),)
        yield say.failed(
            SITE, told, Evidence(last.url, last.at, status=last.status, looks=looks[-50:], figures=figures)
        )
    elif last.reason in SHUT:
        yield say.passed(SITE, "首页已不能打开")
    else:
        yield say.unknown(SITE, "首页是否仍可打开未能核查", last.reason or Reason.UNREADABLE)
