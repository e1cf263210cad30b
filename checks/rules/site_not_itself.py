"""不是本站页面: what stands at the site's address is not the site itself."""

from collections.abc import Iterator
from itertools import takewhile

from checks.about import About
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import SITE, VerdictFactory, day_words
from ledger.vocabulary import Criterion, Evidence, PlaceKind, Reason, Verdict
from ledger.vocabulary.site_check import SiteCheck, SiteState


@rule(About(PlaceKind.SITE, reports=None, awaits_word=True), SiteCheck, taken_over=str, days=int)
def site_not_itself(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """A finding of the office's own, for a person: at the last look the site showed maintenance, a log-in, a parked
    domain, a firewall, an error at every address or a page unlike all it was. No answer at all is told from the second
    run on. It passes when the site is seen to be itself. ``taken_over``: the criterion under which a person tells that
    it was taken over; ``days``: working days after which it is told that nobody has decided.
    """
    say = VerdictFactory.of(facts, criterion)
    checks = sorted(facts.read(SiteCheck), key=lambda check: check.at)
    if not checks:
        yield say.unknown(SITE, "本轮没有核对是不是本站页面", Reason.NOT_LOOKED)
        return
    last = checks[-1]
    bad = tuple(takewhile(lambda check: not check.itself, reversed(checks)))[::-1]
    if last.itself:
        yield say.passed(SITE, "网站显示的是自己的页面")
    elif last.state is None:
        yield say.unknown(SITE, "首页未能读取，是不是本站页面未能核查", last.reason or Reason.NOT_LOOKED)
    elif last.state is SiteState.NO_ANSWER and len(bad) < 2:
        yield say.unknown(SITE, "首页没有答复，是不是本站页面未能核查", last.reason or Reason.NOT_LOOKED)
    else:
        yield say.failed(SITE, _message(last, bad[0]), _evidence(last, bad))


def _message(last: SiteCheck, first: SiteCheck) -> str:
    status = f"（HTTP {last.status}）" if last.status and last.status != 200 else ""
    title = f"，首页标题“{last.title}”" if last.title else ""
    since = f"{day_words(first.at.date())}{first.at:%H时%M分}"
    return f"网站显示的不是自己的页面：{last.state}{status}{title}，自{since}起"


def _evidence(last: SiteCheck, bad: tuple[SiteCheck, ...]) -> Evidence:
    figures = (("state", str(last.state and last.state.name)), ("since", bad[0].at.isoformat()))
    looks = tuple(check.at for check in bad)[-50:]
    quote = last.words or last.title
    return Evidence(last.url, last.at, quote, last.body, last.reason, last.status, looks, figures=figures)
