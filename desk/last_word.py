"""The browser's last word (浏览器核看): what the machine is about to confirm is opened once as a visitor opens it.

Only where a browser is there. Whatever it cannot tell waits; nothing is confirmed or closed on its word alone.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from checks.registry import rules
from crawler.browser import BlockedHosts, BrowserUnavailable, Opening, Visit, Visitor, blocked_hosts
from crawler.browser.agent import agent_suffices
from crawler.connect.guard import AddressGuard
from crawler.connect.settings import DEFAULT_LIMITS
from desk.answers import keep_file
from desk.browser_switch import SWITCH, forbidden, named
from desk.crawling import pins
from desk.office import Desk
from desk.problems import CannotLook, ConfigError, Problem
from desk.register.cells import host_of
from ledger.ledger_settle import LastWord, no_word
from ledger.vocabulary import Finding, Key, Link, Outcome, Reason, Verdict

MOST = 200  # addresses that one run opens; the others wait for the next one


@dataclass(frozen=True)
class Seen:
    """What the browser showed of one address. ``only_agent``: any client that gives its agent is shown the same."""

    opening: Opening
    visit: Visit
    only_agent: bool = False


def usable() -> str:
    """ "" where the browser can be asked, else why not (Chinese)."""
    if forbidden():
        return f"环境变量 {SWITCH} 设为 no，不使用浏览器"
    return Visitor.available(named()).why


def last_word(desk: Desk, now: datetime, *, allow_private: bool = False) -> LastWord:
    """Asks it about the dead links among what is about to be confirmed. Those that open become UNKNOWN; those of which
    it cannot tell wait; those that do not open get its picture."""
    if usable():
        return no_word

    def ask(about: Sequence[Verdict]) -> Mapping[Key, Verdict | None]:
        dead = [v for v in about if _is_link(desk, v)]
        seen = look(desk, [v.place for v in dead[:MOST]], now, allow_private=allow_private)
        return {v.key: _answer(desk, v, seen.get(v.place)) for v in dead}

    return ask


def by_browser(
    desk: Desk, verdicts: Mapping[int, Verdict], now: datetime, *, allow_private: bool = False
) -> dict[int, Verdict]:
    """The FAILs on links as the browser sees them, because a person asks for it; what it cannot tell stays."""
    dead = {n: v for n, v in verdicts.items() if v.outcome is Outcome.FAIL and _is_link(desk, v)}
    if not dead or usable():
        return {}
    seen = look(desk, [v.place for v in dead.values()][:MOST], now, allow_private=allow_private)
    answers = {n: _answer(desk, v, seen.get(v.place)) for n, v in dead.items()}
    return {n: answer for n, answer in answers.items() if answer is not None}


def look(desk: Desk, addresses: Sequence[str], now: datetime, *, allow_private: bool = False) -> dict[str, Seen]:
    """Each address opened once, one after the other. Empty where the browser does not start."""
    try:
        return asyncio.run(_look(desk, tuple(dict.fromkeys(addresses)), now, allow_private=allow_private))
    except BrowserUnavailable:
        return {}


_SAYS = {
    Opening.OPENS: "能打开",
    Opening.DOES_NOT: "打不开",
    Opening.CANNOT_TELL: "看不出能不能打开",
}


def looked_at(desk: Desk, finding: Finding, now: datetime, *, allow_private: bool = False) -> Iterator[str]:
    """What the browser shows of the finding's address, in lines for a person; CannotLook where there is none."""
    if why := usable():
        raise CannotLook(why)
    address = finding.place if "://" in finding.place else finding.evidence.address
    seen = look(desk, [address], now, allow_private=allow_private).get(address)
    if seen is None:
        raise CannotLook("浏览器没有启动起来；请关掉别的程序后再试一次")
    visit = seen.visit
    status = f"，状态码 {visit.status}" if visit.status else ""
    moved = f"，转到 {visit.final_url}" if visit.final_url != visit.asked else ""
    yield f"浏览器打开 {address}：{_SAYS[seen.opening]}{status}{moved}{f'，{visit.detail}' if visit.detail else ''}"
    if visit.title:
        yield f"    标题：{visit.title}"
    if visit.picture is not None:
        yield f"    截图：{desk.workspace.answers / keep_file(desk.workspace, visit.picture, 'look.png')}"


def open_visitor(desk: Desk, now: datetime, *, allow_private: bool = False) -> Visitor:
    """The browser as the office uses it: its contact in the agent, the register's connections, statistics blocked."""
    office = desk.settings.office
    return Visitor(
        guard=AddressGuard(pins=pins(desk), allow_private=allow_private),
        contact=office.phone or office.contact,
        now=lambda: now,
        blocked=_blocked(desk),
        named=named(),
    )


async def _look(desk: Desk, addresses: Sequence[str], now: datetime, *, allow_private: bool) -> dict[str, Seen]:
    guard = AddressGuard(pins=pins(desk), allow_private=allow_private)
    seen: dict[str, Seen] = {}
    async with open_visitor(desk, now, allow_private=allow_private) as visitor:
        for address in addresses:
            try:
                opening, visit = await visitor.opening(address)
            except BrowserUnavailable:  # it is gone and does not come back: what it has seen stands
                break
            only = opening is Opening.OPENS and await agent_suffices(
                visit, agent=visitor.agent, guard=guard, limits=DEFAULT_LIMITS
            )
            seen[address] = Seen(opening, visit, only)
            await asyncio.sleep(gap(desk, address))
    return seen


def gap(desk: Desk, address: str) -> float:
    """Seconds until the next one is opened: what the register allows the host, one page a second elsewhere."""
    rates = [site.rate for site in desk.register.sites.values() if host_of(site.home) == host_of(address)]
    return 1 / min(rates, default=1.0)


def _blocked(desk: Desk) -> BlockedHosts | None:
    file = desk.workspace.config / "browser" / "third-party-statistics.txt"
    try:
        return blocked_hosts(file.read_text("utf-8")) if file.is_file() else None
    except ValueError as error:
        raise ConfigError(Problem(file.name, str(error), "请改正后再运行")) from None


def _is_link(desk: Desk, verdict: Verdict) -> bool:
    rule = desk.criteria[verdict.criterion].rule if verdict.criterion in desk.criteria else None
    return rule is not None and Link in rules()[rule].kinds and "://" in verdict.place


def _answer(desk: Desk, verdict: Verdict, seen: Seen | None) -> Verdict | None:
    if seen is None or seen.opening is Opening.CANNOT_TELL or verdict.evidence is None:
        return None
    if seen.opening is Opening.DOES_NOT:
        if seen.visit.picture is None:
            return verdict
        figures = (*verdict.evidence.figures, ("picture", keep_file(desk.workspace, seen.visit.picture, "look.png")))
        return replace(verdict, evidence=replace(verdict.evidence, figures=figures))
    shown = seen.visit.title or seen.visit.final_url
    why = "，只因本程序的访问标识不同" if seen.only_agent else ""
    told = f"链接 {verdict.place} 程序打不开，浏览器能打开（{shown}）{why}，未能核查"
    return replace(verdict, outcome=Outcome.UNKNOWN, reason=Reason.BROWSER_DIFFERS, message=told)
