"""`xuncha recheck`: looks at just the places of some findings, and settles those alone. Closes only on a PASS."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from checks.about import Relook
from checks.registry import judges, judges_closed, rule_of
from checks.runner import named, rules_behind
from desk.context import Desk
from desk.facts.account_judging import account, judge_account
from desk.facts.judging import judge_site
from desk.facts.run_result import COULD_NOT_LOOK, NOTHING_WRONG, PROBLEMS
from desk.inspections.account_inspection import Surroundings, look_now
from desk.inspections.browser_switch import word_of_browser
from desk.inspections.crawling import crawl_settings, crawl_tasks
from desk.inspections.probing import probe_all
from desk.inspections.reported_address import reported_address, what_was_seen
from desk.inspections.shards import crawl
from desk.workspace.config_mistakes import CannotLook
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import (
    AnswerKind,
    ColumnList,
    Event,
    Finding,
    HomePage,
    Link,
    Outcome,
    PageKind,
    PlaceKind,
    Reason,
    State,
    Verdict,
    open_findings,
)

KIND = "recheck"  # kept apart from the inspections: no coverage, so that no report counts it as one
AT_ONCE = (timedelta(0),)  # a dead target is looked at twice; it was confirmed with its gaps before
_VISITED = {Relook.PROBE, Relook.WEEK}
_WALKED = {Relook.NARROW, Relook.WHOLE}
_WEIGHT = {Outcome.NOT_APPLICABLE: 0, Outcome.PASS: 1, Outcome.UNKNOWN: 2, Outcome.FAIL: 3}


@dataclass(frozen=True)
class Rechecked:
    """One finding looked at again, or not: ``said`` is what the rule says of it now, or why nothing could be said;
    ``beside``: what was seen where the unit says that it is put right."""

    finding: int
    outcome: Outcome
    reason: Reason | None
    said: str
    before: State
    after: State
    beside: str = ""


@dataclass(frozen=True)
class RecheckResult:
    """``run`` is "" where there was nothing that could be looked at."""

    run: str
    lines: tuple[Rechecked, ...]

    @property
    def exit_code(self) -> int:
        """1 wins over 3."""
        outcomes = {line.outcome for line in self.lines}
        if Outcome.FAIL in outcomes:
            return PROBLEMS
        return COULD_NOT_LOOK if Outcome.UNKNOWN in outcomes else NOTHING_WRONG


def recheck(
    desk: Desk,
    ids: Iterable[int],
    now: datetime,
    *,
    allow_private: bool = False,
    given: Surroundings | None = None,
    browser: bool = False,
) -> RecheckResult:
    """Look at these findings' places now; no ids: at all that units reported fixed (待复查). ``browser``: what is
    still bad with the browser too; CannotLook where there is none."""
    desk.workspace.prepare()
    if browser:
        _need_browser()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.inspection.running(KIND, now):
        asked = [ledger.findings.get(number) for number in dict.fromkeys(ids)]
        asked = asked or list(open_findings(ledger.findings.find(states=[State.RECHECK]), now))
        left = {f.id: why for f in asked if (why := why_not(desk, f, now.date()))}
        chosen = [f for f in asked if f.id not in left]
        told = {f.id: address for f in chosen if (address := reported_address(desk, ledger, f))}
        run, verdicts = "", {}
        if chosen:
            run = _run(chosen, now)
            ledger.runs.start(run, KIND, now, {"findings": " ".join(str(f.id) for f in chosen)})
            around = given or Surroundings()
            around = replace(around, allow_private=allow_private or around.allow_private)
            since = {f.id: _since(ledger, f) for f in chosen}
            verdicts = _worst(chosen, since, _look(desk, run, chosen, now, around, told))
            looked = _by_browser(desk, verdicts, now, around) if browser else {}
            waits = {verdicts[number].key: None for number, answer in looked.items() if answer is None}
            verdicts |= {number: answer for number, answer in looked.items() if answer is not None}
            last = word_of_browser(desk, now, allow_private=around.allow_private)
            desk.settle(ledger, run, now, verdicts.values(), (lambda _: waits) if browser else last)
            ledger.runs.finish(run, now)
        lines = [_line(ledger, f, left, verdicts) for f in asked]
        beside = {f.id: what_was_seen(desk, f, run, told[f.id], now) for f in chosen if f.id in told}
        return RecheckResult(run, tuple(replace(line, beside=beside.get(line.finding, "")) for line in lines))


def _need_browser() -> None:
    from desk.inspections.last_word import usable  # loads what no look without a browser needs

    if why := usable():
        raise CannotLook(why)


def _by_browser(
    desk: Desk, verdicts: Mapping[int, Verdict], now: datetime, around: Surroundings
) -> dict[int, Verdict | None]:
    from desk.inspections.last_word import by_browser

    return by_browser(desk, verdicts, now, allow_private=around.allow_private)


def _run(chosen: list[Finding], now: datetime) -> str:
    """The same findings at the same moment are the same run, others another one."""
    numbers = " ".join(str(f.id) for f in chosen)
    return f"{now:%Y%m%dT%H%M%S}-{KIND}-{hashlib.sha256(numbers.encode()).hexdigest()[:8]}"


def _line(ledger: Ledger, was: Finding, left: Mapping[int, str], verdicts: Mapping[int, Verdict]) -> Rechecked:
    if was.id in left:
        return Rechecked(was.id, Outcome.UNKNOWN, Reason.NOT_LOOKED, left[was.id], was.state, was.state)
    said, after = verdicts[was.id], ledger.findings.get(was.id).state
    return Rechecked(was.id, said.outcome, said.reason, said.message, was.state, after)


def why_not(desk: Desk, finding: Finding, day: date) -> str:
    """Why a look at a few places cannot tell whether the finding is fixed; "" where it can."""
    criterion = desk.criteria.get(finding.criterion)
    if criterion is None or not criterion.enabled:
        return f"指标 {finding.criterion} 已停用或删去，不能判定；请把它放回 {desk.workspace.criteria}"
    if criterion.rule is None:
        return "由人检查的指标，机器不能判定；请人工查看，已改好的用 xuncha finding passed 记入"
    if finding.subject not in desk.register.sites and not judges(criterion, PlaceKind.ACCOUNT):
        return f"登记册里没有网站“{finding.subject}”，无从查看；请核对 sites.csv"
    site = desk.register.sites.get(finding.subject)
    if site and site.closed_on(day) and not judges_closed(criterion):
        return f"网站“{site.name}”已经关停，不再检查；请人工查看，用 xuncha finding passed 或 finding dismiss 记入"
    if Relook.WHOLE in _relooks(desk, finding) and finding.where.page is not PageKind.HOME:
        return "要看完全站才能判定；请等下一次全站普查，或运行 xuncha inspect --site " + finding.subject
    return ""


def _kinds(desk: Desk, finding: Finding) -> frozenset[type]:
    """What is read to judge it."""
    behind = rules_behind(desk.criteria[finding.criterion], desk.criteria)
    return frozenset(kind for rule in behind for kind in rule.kinds)


def _relooks(desk: Desk, finding: Finding) -> frozenset[Relook]:
    return frozenset(rule.about.relook for rule in rules_behind(desk.criteria[finding.criterion], desk.criteria))


def _since(ledger: Ledger, finding: Finding) -> datetime:
    """When it was reported fixed, or else last seen bad: only what was seen after that can say that it still is."""
    reported = [e.at for e in ledger.findings.history(finding.id) if e.event is Event.REPORT_FIXED]
    again = [a.at for a in ledger.answers.find(finding.id) if a.kind is AnswerKind.FIXED]
    return max((finding.evidence.seen, *reported, *again))


def _worst(chosen: list[Finding], since: Mapping[int, datetime], verdicts: Iterable[Verdict]) -> dict[int, Verdict]:
    """The verdict on each of these findings, and on nothing else that was seen on the way."""
    wanted = {f.key: f.id for f in chosen}
    said: dict[int, Verdict] = {}
    for verdict in verdicts:
        number = wanted.get(verdict.key)
        if number and (number not in said or _WEIGHT[said[number].outcome] < _WEIGHT[verdict.outcome]):
            said[number] = _fresh(verdict, since[number])
    for f in chosen:
        said.setdefault(f.id, _unknown(f, Reason.NO_VERDICT, "这次复查没有得出结论"))
    return said


def _fresh(verdict: Verdict, since: datetime) -> Verdict:
    """A platform asked a few hours ago is not asked again, and a week's visits lie behind us: no word against today."""
    if verdict.outcome is not Outcome.FAIL or verdict.evidence is None or verdict.evidence.seen > since:
        return verdict
    told = f"{since:%m月%d日%H时%M分}以后还没有新的查看结果，不能判定"
    return replace(verdict, outcome=Outcome.UNKNOWN, message=told, evidence=None, reason=Reason.NOT_READY)


def _unknown(f: Finding, reason: Reason, told: str) -> Verdict:
    return Verdict(f.criterion, f.subject, f.place, Outcome.UNKNOWN, told, reason=reason, column=f.column)


def _look(
    desk: Desk, run: str, chosen: list[Finding], now: datetime, given: Surroundings, told: Mapping[int, str]
) -> Iterator[Verdict]:
    """Look, then every verdict of the criteria asked for on the subjects asked for. ``told``: where units say that
    it is put right, by the finding's id."""
    codes = {f.criterion for f in chosen}
    codes |= {code for f in chosen for code in named(desk.criteria[f.criterion])}
    narrow = replace(desk, criteria={code: c for code, c in desk.criteria.items() if code in codes})
    sites: dict[str, list[Finding]] = {}
    accounts: list[str] = []
    for f in chosen:
        if f.subject in desk.register.sites:
            sites.setdefault(f.subject, []).append(f)
        else:
            accounts.append(f.subject)
    yield from _sites(narrow, run, sites, now, told, allow_private=given.allow_private)
    for state in look_now(narrow, tuple(dict.fromkeys(accounts)), now, given) if accounts else ():
        yield from judge_account(narrow, account(desk.register, state.account), state, now)


def _sites(
    desk: Desk,
    run: str,
    chosen: Mapping[str, list[Finding]],
    now: datetime,
    told: Mapping[int, str],
    *,
    allow_private: bool,
) -> Iterator[Verdict]:
    ways = {site: {way for f in found for way in _relooks(desk, f)} for site, found in chosen.items()}
    probed = {site for site, asked in ways.items() if asked & _VISITED}
    visits = probe_all(desk, now, allow_private=allow_private, only=probed) if probed else []
    opened = {site for site, seen in visits if seen.opened}
    seen_by = max((seen.at for _, seen in visits), default=now)  # the visits of this moment count too
    walked = tuple(site for site, asked in ways.items() if asked & _WALKED)
    broken = _crawl(desk, run, {site: chosen[site] for site in walked}, now, told, allow_private=allow_private)
    sites = tuple(desk.register.sites.values())
    for site_id, found in chosen.items():
        if site_id in broken:
            yield from (_unknown(f, Reason.INTERRUPTED, f"复查中途停止：{broken[site_id]}") for f in found)
        site, columns = desk.register.sites[site_id], desk.register.columns_of(site_id)
        with ArchiveReader(desk.workspace.archive(site_id)) as archive:
            for verdict in judge_site(archive, run, site, columns, desk.criteria, seen_by, tuple(found), sites):
                yield _of_today(desk, verdict) if site_id in opened else verdict


def _crawl(
    desk: Desk,
    run: str,
    chosen: Mapping[str, list[Finding]],
    now: datetime,
    told: Mapping[int, str],
    *,
    allow_private: bool,
) -> dict[str, str]:
    """One narrow walk of each site; returns those that broke off, and why."""
    if not chosen:
        return {}
    places = {site: _places(desk, found, told) for site, found in chosen.items()}
    tasks = crawl_tasks(desk, run, tuple(chosen), None, places, now)
    narrow = tuple(
        replace(
            task,
            gaps=AT_ONCE,
            lists=_lists(desk, task.site.id, chosen[task.site.id]),
            home_articles=any(_kinds(desk, f) >= {HomePage, ColumnList} for f in chosen[task.site.id]),
        )
        for task in tasks
    )
    folder = desk.workspace.run / run
    folder.mkdir(exist_ok=True)
    reports = crawl(narrow, crawl_settings(desk, now, allow_private=allow_private), folder, None)
    return {r.site: r.error or "中途停止" for r in reports if not r.finished}


def _places(desk: Desk, found: list[Finding], told: Mapping[int, str]) -> tuple[str, ...]:
    """Dead targets and the pages that use them: mended, or no longer used, both are told there. And what units name."""
    wanted = [f for f in found if Link in _kinds(desk, f)]
    users = (r.page for f in wanted for r in f.evidence.referrers)
    named = (told[f.id] for f in found if f.id in told)
    return tuple(dict.fromkeys((*users, *(f.place for f in wanted), *named)))


def _lists(desk: Desk, site: str, found: list[Finding]) -> frozenset[str]:
    """The columns of the findings; what is said of the site by its columns needs them all."""
    asked = [f for f in found if ColumnList in _kinds(desk, f)]
    if all(f.column for f in asked):
        return frozenset(f.column for f in asked if f.column)
    return frozenset(c.id for c in desk.register.columns_of(site))


def _of_today(desk: Desk, verdict: Verdict) -> Verdict:
    """A week with failed visits in it says nothing against a site that opens today, nor does one visit speak for it."""
    rule = rule_of(desk.criteria[verdict.criterion])
    if verdict.outcome is not Outcome.FAIL or rule is None or rule.about.relook is not Relook.WEEK:
        return verdict
    told = "这次访问首页打开了；要连续监测满一周，才能判定是否恢复"
    return replace(verdict, outcome=Outcome.UNKNOWN, message=told, evidence=None, reason=Reason.FEW_SAMPLES)
