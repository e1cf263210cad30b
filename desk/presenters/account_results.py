"""From the ledger and the archive to what reports tell of accounts: results, rhythm, early warnings, the census."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from checks.about import Proposal
from checks.accounts import rhythm, why_left_out
from checks.registry import rules
from desk.context import Desk
from desk.facts.account_judging import KEPT, KIND, account, account_states, judge_account
from desk.presenters.place_names import latest_unknowns, unit_name
from ledger.ledger import Ledger
from ledger.vocabulary import (
    STANDING,
    Account,
    AccountState,
    Finding,
    Freshness,
    Outcome,
    Source,
    Verdict,
    open_findings,
)
from reports.figures.accounts import AccountFigures, AccountLine, AccountWarning, CensusLine
from reports.figures.daily import ReadTask

States = Mapping[str, AccountState]
GOOD, BAD, UNSEEN, LEFT_OUT = "合格", "不合格", "未能核查", "不检查"
WEEKS = 4
SOURCES: Mapping[Source, str] = {
    Source.PERSON: "人工查看记录",
    Source.WECHAT_OWNER: "公众号接口",
    Source.WECHAT_PUBLISHED: "公众号发布列表",
    Source.WECHAT_PAGE: "公众号文章页",
    Source.FEED: "订阅服务",
    Source.WEIBO_OWNER: "微博接口",
    Source.DOUYIN_OWNER: "抖音接口",
    Source.KUAISHOU_OWNER: "快手接口",
    Source.APP_STORE: "应用商店",
}


def account_lines(
    desk: Desk,
    ledger: Ledger,
    states: States,
    at: datetime,
    since: datetime | None = None,
    told: Iterable[Finding] = (),
) -> tuple[AccountLine, ...]:
    """Every account of ``states`` (what was seen between ``since`` and ``at``), registered or not, by id.

    A veto told in the period makes it 不合格 for the period, fixed since or not.
    """
    runs = [r.run for r in ledger.runs.find(since, at + timedelta(seconds=1)) if r.finished and r.kind == KIND]
    unseen = _first(v for v in latest_unknowns(ledger, runs) if _is_veto(desk, v.criterion))
    standing = open_findings(ledger.findings.find_at(at, states=STANDING) if states else (), at)
    vetoed = {f.subject for f in (*standing, *told) if f.confirmed_at and _is_veto(desk, f.criterion)}
    return tuple(
        _line(desk, account(desk.register, subject), state, unseen.get(subject), at, bad=subject in vetoed)
        for subject, state in sorted(states.items())
    )


def _is_veto(desk: Desk, criterion: str) -> bool:
    return criterion in desk.criteria and desk.criteria[criterion].veto


def _first(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for verdict in verdicts:
        found.setdefault(verdict.subject, verdict)
    return found


def _line(
    desk: Desk, one: Account, state: AccountState, unseen: Verdict | None, at: datetime, *, bad: bool
) -> AccountLine:
    result = BAD if bad else GOOD
    note = one.state_reason
    if why := why_left_out(one, at.date()):
        # of one that is registered as 归档 or 免检 its reason alone says why
        result, note = LEFT_OUT, note or why
    elif unseen is not None:
        words = desk.words[state.why_unknown]
        result, note = UNSEEN, f"{unseen.message}；{words.advice}"
    until = state.known_until.date() if state.known_until else None
    newest = state.newest.date() if state.newest else None
    often = rhythm(state, WEEKS, one.opened)
    source = state.known_from or state.newest_from
    return AccountLine(
        unit=unit_name(desk, one.unit_on(at.date()), at.date()),
        platform=one.platform,
        name=one.name,
        address=one.address,
        result=result,
        newest=newest,
        silent=max((until - newest).days, 0) if until and newest else None,
        known_until=until,
        per_week=often.per_week if often else None,
        longest_gap=often.longest_gap if often else None,
        source=SOURCES[source] if source else "",
        note=note,
    )


def account_figures(desk: Desk, lines: tuple[AccountLine, ...], at: datetime) -> AccountFigures | None:
    """The notice's part; ``None`` (未统计) where no account was looked at in the period."""
    if not lines:
        return None
    day = at.date()
    registered = Counter(a.platform for a in desk.register.accounts.values() if a.inspected_on(day))
    good = Counter(line.platform for line in lines if line.result == GOOD)
    looked = good + Counter(line.platform for line in lines if line.result == BAD)
    return AccountFigures(
        accounts=registered.total(),
        inspected=looked.total(),
        qualified=good.total() if looked else None,
        platforms=tuple(registered.most_common()),
        unknown=registered.total() - looked.total(),
        lines=lines,
    )


def accounts_to_read(lines: Iterable[AccountLine]) -> tuple[ReadTask, ...]:
    """The accounts that a person must look at today, because no source can say."""
    return tuple(ReadTask(x.unit, x.name, f"{x.platform}账号", x.address, x.note) for x in lines if x.result == UNSEEN)


def warnings(desk: Desk, states: States, at: datetime) -> tuple[AccountWarning, ...]:
    """预警: accounts in use that are silent for long and still keep the line of the criterion; longest silent first."""
    found = {}
    for criterion in desk.criteria.values():
        days, warn = criterion.params.get("days"), criterion.params.get("warn_days")
        if not criterion.enabled or not isinstance(days, int) or not isinstance(warn, int):
            continue
        for subject, state in states.items():
            one = desk.register.accounts.get(subject)
            if one and one.inspected_on(at.date()) and (warning := _warning(desk, one, state, days, warn)):
                found[subject] = warning
    return tuple(sorted(found.values(), key=lambda w: (w.before, w.unit, w.name)))


def _warning(desk: Desk, one: Account, state: AccountState, days: int, warn: int) -> AccountWarning | None:
    late = state.freshness(warn) is Freshness.STALE and state.freshness(days) is Freshness.FRESH
    if not late or state.newest is None or state.known_until is None:
        return None
    newest, until = state.newest.date(), state.known_until.date()
    unit = unit_name(desk, one.unit_on(until), until)
    return AccountWarning(unit, one.platform, one.name, newest, (until - newest).days, newest + timedelta(days=days))


def census(desk: Desk, ledger: Ledger, at: datetime) -> tuple[CensusLine, ...]:
    """Every account, registered or seen, with what is proposed for it and why. Decides nothing."""
    states = account_states(desk, ledger, at)
    open_now = Counter(f.subject for f in open_findings(ledger.findings.find(states=STANDING, pages=False), at))
    lines = dict(zip(sorted(states), account_lines(desk, ledger, states, at, at - KEPT), strict=True))
    found = []
    for subject in sorted({*desk.register.accounts, *states}):
        one = account(desk.register, subject)
        if subject not in states:
            unit = unit_name(desk, one.unit_on(at.date()), at.date())
            line = AccountLine(unit, one.platform, one.name, one.address, UNSEEN, note="还没有巡查过")
            found.append(CensusLine(line, "人工核定", "还没有巡查过，请先运行 xuncha accounts inspect"))
            continue
        verdicts = list(judge_account(desk, one, states[subject], at))
        proposal, why = _proposed(desk, one, verdicts, at)
        found.append(CensusLine(lines[subject], proposal, why, open_now[subject]))
    return tuple(sorted(found, key=lambda c: (c.account.unit, c.account.platform, c.account.name)))


def _proposed(desk: Desk, one: Account, verdicts: list[Verdict], at: datetime) -> tuple[str, str]:
    failed = {desk.criteria[v.criterion].rule or "": v.message for v in verdicts if v.outcome is Outcome.FAIL}
    unknown = [v.message for v in verdicts if v.outcome is Outcome.UNKNOWN]
    why = "；".join(failed.values())
    proposals = {rules()[name].about.proposal for name in failed if name}
    if first := next((one for one in Proposal if one in proposals), None):
        return first, why
    if not one.inspected_on(at.date()):
        return ("人工核定", unknown[0]) if unknown else ("已关停", one.state_reason or why_left_out(one, at.date()))
    if unknown and not failed:
        return "人工核定", unknown[0]
    return "保留", why or "正常更新"
