"""What a person says of a site that was not itself, what follows from it, and which sites nobody has spoken on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from checks.registry import rule_of
from desk.context import Desk
from desk.imports.entry import ManualReport, enter
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.archive.writer import Archive
from ledger.calendar import day_of
from ledger.findings.site_decisions import SiteCondition, SiteDecision
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING, Criterion, Decision, Event, Finding, State, open_findings
from ledger.vocabulary.site_check import SiteState

WAITS = frozenset({SiteCondition.OUTAGE, SiteCondition.MOVED})  # words after which the days are counted anew


@dataclass(frozen=True)
class Undecided:
    """A site that has not been itself since ``since``, and on which nobody has decided."""

    site: str
    finding: int
    since: date
    state: str

    def sentence(self, name: str) -> str:
        told = f"“{name}”自{self.since}起显示的不是自己的页面（{self.state}），还没有人决定是什么情况"
        return f"{told}：请打开首页核对，再运行 xuncha site decide {self.site}"


def undecided(desk: Desk, ledger: Ledger, now: datetime) -> Iterator[Undecided]:
    """Sites on which nobody has decided for as many working days as the criterion says."""
    for criterion in _criteria(desk):
        days = criterion.params["days"]
        for finding in open_findings(ledger.findings.find(criterion=criterion.code, states=STANDING), now):
            figures = dict(finding.evidence.figures)
            since = datetime.fromisoformat(figures.get("since", finding.first_seen.isoformat()))
            said = [one for one in ledger.site_decisions.of_site(finding.subject) if since <= one.at <= now]
            if said and said[-1].word not in WAITS:
                continue
            begun = day_of(said[-1].at if said else since)
            if isinstance(days, int) and now.date() > desk.calendar.add(begun, days).day:
                yield Undecided(finding.subject, finding.id, day_of(since), _words(figures.get("state", "")))


def _words(name: str) -> str:
    return SiteState[name].value if name in SiteState.__members__ else "情况不明"


def _criteria(desk: Desk) -> list[Criterion]:
    return [c for c in desk.criteria.values() if (rule := rule_of(c)) and rule.about.awaits_word]


def decide(desk: Desk, site: str, word: SiteCondition, why: str, by: str, now: datetime) -> str:
    """Keep the word and do what follows from it; one sentence on that. ConfigError where there is nothing to say."""
    if site not in desk.register.sites:
        raise ConfigError(ConfigMistake("网站编号", f"登记册里没有网站“{site}”", "请核对 sites.csv 的编号"))
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        standing = [f for c in _criteria(desk) for f in ledger.findings.find(subject=site, criterion=c.code)]
    found = next(iter(open_findings(standing, now)), None)
    if found is None:
        told = f"台账里没有“{desk.register.sites[site].name}”不是本站页面的问题"
        raise ConfigError(ConfigMistake("网站编号", told, "请先运行 xuncha inspect，或用 xuncha findings 查看"))
    match word:
        case SiteCondition.OUTAGE:
            told = "等它恢复；恢复后自动销号，过几个工作日仍未恢复的再提醒"
        case SiteCondition.DOWN:
            told = f"问题 {found.id} 已核实"
        case SiteCondition.MOVED:
            told = _moved(desk, site, now)
        case SiteCondition.TAKEN_OVER:
            told = _taken_over(desk, found, why, by, now)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.transaction():
        ledger.site_decisions.record(SiteDecision(site, now, word, by, why))
        found = ledger.findings.get(found.id)  # a run may have settled it meanwhile
        if word is SiteCondition.DOWN and found.confirmed_at is None and found.state is not State.CLOSED:
            ledger.decisions.decide(found.id, Decision(Event.CONFIRM, now, by, why))
    return f"已记下：{desk.register.sites[site].name}，{word.chinese}。{told}。"


def _moved(desk: Desk, site: str, now: datetime) -> str:
    """What was seen last is the site from now on: the next run is judged by it."""
    with Archive(desk.workspace.archive(site)) as archive:
        last = archive.newest_check()
        if last is None or last.itself or not last.body:
            advice = "请先运行 xuncha inspect --site " + site
            raise ConfigError(ConfigMistake("moved", "最近一次没有看到页面，没有可以作为新基准的内容", advice))
        archive.accept(replace(last, at=now, itself=True))
        archive.commit()
    return "最近一次看到的页面作为新的基准，下一轮照常检查；换了地址的，请用 xuncha register move 登记"


def _taken_over(desk: Desk, found: Finding, why: str, by: str, now: datetime) -> str:
    """An incident for an urgent letter: entered as what a person saw."""
    code = str(desk.criteria[found.criterion].params["taken_over"])
    quote = found.evidence.quote or found.message
    made = enter(desk, ManualReport(code, found.subject, found.evidence.address, quote, why, by), now)
    told = f"已按“{desk.criteria[code].title}”录入并核实，编号 {made.id}"
    return f"{told}；请立即通知单位，紧急整改通知用 xuncha letters prompt"
