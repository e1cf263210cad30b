"""站点无法访问: the share of failed visits among a week of stored probes."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from checks.about import About, Relook
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import SITE, VerdictFactory
from ledger.vocabulary import FAILED_VISITS, Criterion, Evidence, PlaceKind, Probe, Reason, Verdict


@dataclass
class _Week:
    """Counts of the probes that count. ``days`` are spans of 24 hours back from now, 0 the last one."""

    visits: int = 0
    failed: int = 0
    days: Counter[int] = field(default_factory=Counter)
    failures: deque[Probe] = field(default_factory=lambda: deque(maxlen=50))


@rule(About(PlaceKind.SITE, Relook.WEEK), Probe, days=int, per_day=int, seconds=int | float, percent=int | float)
def site_unreachable(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 2 站点无法访问: a week of at least 20 spaced visits a day; a visit fails when the site has not opened
    after 15 seconds; 5 % failed visits or more is the finding. Visits while our own network was down, that
    were refused to us (firewall, login) or met another page in the site's place do not count.
    """
    say = VerdictFactory.of(facts, criterion)
    days, per_day = _number(criterion, "days"), _number(criterion, "per_day")
    seconds, percent = _number(criterion, "seconds"), _number(criterion, "percent")
    week = _count(facts, days, seconds)
    thin = [day for day in range(int(days)) if week.days[day] < per_day]
    if thin:
        message = f"近{days:g}天有效访问{week.visits}次，其中{len(thin)}天不足{per_day:g}次，样本不足，未能核查"
        yield say.unknown(SITE, message, Reason.FEW_SAMPLES)
        return
    share = f"{100 * week.failed / week.visits:.1f}%"
    told = f"近{days:g}天访问首页{week.visits}次，{week.failed}次在{seconds:g}秒内未能打开，占{share}"
    if 100 * week.failed < percent * week.visits:
        yield say.passed(SITE, told)
        return
    figures = (("visits", str(week.visits)), ("failed", str(week.failed)), ("share", share))
    last = week.failures[-1]
    evidence = Evidence(
        last.url,
        last.at,
        reason=last.reason,
        status=last.status,
        looks=tuple(p.at for p in week.failures),
        figures=figures,
    )
    yield say.failed(SITE, f"{told}（达到{percent:g}%即为站点无法访问）", evidence)


def _count(facts: Facts, days: float, seconds: float) -> _Week:
    week = _Week()
    for probe in sorted(facts.read(Probe), key=lambda p: p.at):
        age = facts.now - probe.at
        if not timedelta(0) <= age < timedelta(days=days) or not _counts(probe, seconds):
            continue
        week.visits += 1
        week.days[age // timedelta(days=1)] += 1
        if not probe.opened or probe.elapsed >= seconds:
            week.failed += 1
            week.failures.append(probe)
    return week


def _counts(probe: Probe, seconds: float) -> bool:
    """A visit counts if our network worked and it either opened or failed in a way that is the site's own."""
    if not probe.controls_ok:
        return False
    if probe.opened:
        return True
    if probe.reason is Reason.TIMEOUT:
        return probe.elapsed >= seconds  # we gave up before the clause's time: no failed visit
    return probe.reason in FAILED_VISITS


def _number(criterion: Criterion, name: str) -> float:
    value = criterion.params[name]
    if not isinstance(value, int | float):
        raise TypeError(name)
    return value
