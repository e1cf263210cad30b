"""The browser's last word (浏览器核看): what the machine is about to confirm is opened once as a visitor opens it.

Only where a browser is there. Whatever it cannot tell waits; nothing is confirmed or closed on its word alone.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from checks.registry import judges
from crawler.browser import BlockedHosts, BrowserUnavailable, Frame, Opening, Visit, Visitor, at_rest, blocked_hosts
from crawler.browser.agent import agent_suffices, answer_to
from crawler.connect.answer import HttpAnswer
from crawler.connect.guard import AddressGuard
from crawler.connect.settings import DEFAULT_LIMITS
from crawler.reading import decode
from desk.context import Desk
from desk.facts.shown import Spot, can_judge, judge_shown, places
from desk.inspections.browser_switch import SWITCH, forbidden, named
from desk.inspections.crawling import pins
from desk.register.cells import host_of
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from desk.workspace.kept_files import keep_file
from ledger.decisions.verdicts import LastWord, no_word
from ledger.encoding.coding import masked
from ledger.vocabulary import DEAD_REASONS, Finding, Key, Outcome, PlaceKind, Reason, Verdict

MOST = 200  # addresses that one run opens; the others wait for the next one
DRAWN = 60  # of these, columns that a script draws


@dataclass(frozen=True)
class BrowserView:
    """What the browser, which gives itself as ``agent``, showed of one address. ``frames``: of its pictures."""

    opening: Opening
    visit: Visit
    agent: str
    frames: tuple[Frame, ...]

    def picture(self, frame: Frame) -> bytes | None:
        taken = dict(zip(self.frames, self.visit.pictures, strict=False)).get(frame)
        return taken.png if taken else None

    @property
    def text(self) -> str | None:
        """What readers are given of it; None where it cannot be told what the page shows, or it is another page."""
        same = self.visit.final_url.partition("#")[0] == self.visit.asked.partition("#")[0]
        return at_rest(self.visit) if same and self.opening is Opening.OPENS else None


def usable() -> str:
    """ "" where the browser can be asked, else why not (Chinese)."""
    if forbidden():
        return f"环境变量 {SWITCH} 设为 no，不使用浏览器"
    return Visitor.available(named()).why


def last_word(desk: Desk, now: datetime, *, allow_private: bool = False) -> LastWord:
    """Asks it about what is about to be confirmed and can be seen on one page. Where it shows otherwise the verdict
    becomes UNKNOWN; what it cannot tell waits; what it shows too gets its picture."""
    if usable():
        return no_word
    return partial(_Word(desk, now, allow_private).on, most=MOST - DRAWN)


def by_browser(
    desk: Desk, verdicts: Mapping[int, Verdict], now: datetime, *, allow_private: bool = False
) -> dict[int, Verdict | None]:
    """The FAILs as the browser sees them, because a person asks for it; None: it cannot tell. Nothing of what cannot be
    seen on one page."""
    bad = {n: masked(v) for n, v in verdicts.items() if v.outcome is Outcome.FAIL}
    answers = {} if usable() else _Word(desk, now, allow_private).on(tuple(bad.values()), most=MOST)
    return {n: answers[v.key] for n, v in bad.items() if v.key in answers}


_CERTAIN = frozenset({Outcome.PASS, Outcome.FAIL})
_AGENT = "，只因本程序的访问标识不同"
_SAYS = {
    Opening.OPENS: "能打开",
    Opening.DOES_NOT: "打不开",
    Opening.CANNOT_TELL: "看不出能不能打开",
}


def looked_at(desk: Desk, finding: Finding, now: datetime, *, allow_private: bool = False) -> Iterator[str]:
    """What the browser shows of the finding's place, in lines for a person; CannotLook where there is none."""
    if why := usable():
        raise CannotLook(why)
    said = Verdict(
        finding.criterion, finding.subject, finding.place, Outcome.FAIL, finding.message, finding.evidence,
        column=finding.column,
    )  # fmt: skip
    word = _Word(desk, now, allow_private)
    place = word.places([said]).get(said.key)
    if place is None:
        place = Spot(finding.where.address or finding.evidence.address)
    seen = look(desk, [place], now, allow_private=allow_private).get(place.address)
    if seen is None:
        raise CannotLook("浏览器没有启动起来；请关掉别的程序后再试一次")
    visit = seen.visit
    status = f"，状态码 {visit.status}" if visit.status else ""
    moved = f"，转到 {visit.final_url}" if visit.final_url != visit.asked else ""
    told = f"，{visit.detail}" if visit.detail else ""
    yield f"浏览器打开 {place.address}：{_SAYS[seen.opening]}{status}{moved}{told}"
    if visit.title:
        yield f"    标题：{visit.title}"
    if seen.text is not None and can_judge(desk, said):
        yield from (
            f"    显示：{v.message}" for v in judge_shown(desk, [said], {place.address: seen.text}, now).values()
        )
    if visit.picture is not None:
        yield f"    截图：{desk.workspace.answers / keep_file(desk.workspace, visit.picture, 'look.png')}"


def look(
    desk: Desk, wanted: Iterable[Spot], now: datetime, *, most: int = MOST, allow_private: bool = False
) -> dict[str, BrowserView]:
    """Each address opened once, one after the other, ``most`` of them. Empty where the browser does not start."""
    once: dict[str, list[Spot]] = {}
    for place in wanted:
        once.setdefault(place.address, []).append(place)
    try:
        return asyncio.run(_look(desk, list(once.items())[:most], now, allow_private=allow_private)) if once else {}
    except BrowserUnavailable:
        return {}


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


async def _look(
    desk: Desk, wanted: Sequence[tuple[str, list[Spot]]], now: datetime, *, allow_private: bool
) -> dict[str, BrowserView]:
    seen: dict[str, BrowserView] = {}
    async with open_visitor(desk, now, allow_private=allow_private) as visitor:
        for address, places_ in wanted:
            frames = tuple(dict.fromkeys(place.frame for place in places_))
            scroll = any(place.scroll for place in places_)
            try:
                opening, visit = await visitor.opening(address, frames=frames, scroll=scroll)
            except BrowserUnavailable:  # it is gone and does not come back: what it has seen stands
                break
            seen[address] = BrowserView(opening, visit, visitor.agent, frames)
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
        raise ConfigError(ConfigMistake(file.name, str(error), "请改正后再运行")) from None


@dataclass(frozen=True)
class _Word:
    desk: Desk
    now: datetime
    allow_private: bool

    def on(self, verdicts: Sequence[Verdict], *, most: int) -> dict[Key, Verdict | None]:
        """The answer to each FAIL that it can be asked about, at most ``most`` addresses opened."""
        wanted = self.places(verdicts)
        seen = look(self.desk, wanted.values(), self.now, most=most, allow_private=self.allow_private)
        links = {v.key: self._link(v, seen.get(v.place)) for v in verdicts if self._dead(v)}
        pages = [v for v in verdicts if v.key in wanted and v.key not in links]
        return links | self._pages(pages, wanted, seen)

    def places(self, verdicts: Iterable[Verdict]) -> dict[Key, Spot]:
        """What is to be opened for each; nothing for those of which the browser cannot say anything."""
        dead = {v.key: Spot(v.place) for v in verdicts if self._dead(v)}
        return dead | places(self.desk, [v for v in verdicts if v.key not in dead and can_judge(self.desk, v)])

    def _dead(self, verdict: Verdict) -> bool:
        """Whether it says that its address does not open."""
        criterion, evidence = self.desk.criteria.get(verdict.criterion), verdict.evidence
        told = judges(criterion, PlaceKind.LINK)
        address = verdict.place.startswith(("http://", "https://"))  # others open for nobody
        return told and address and evidence is not None and evidence.reason in DEAD_REASONS

    def _link(self, verdict: Verdict, seen: BrowserView | None) -> Verdict | None:
        if seen is None or seen.opening is Opening.CANNOT_TELL:
            return None
        if seen.opening is Opening.DOES_NOT:
            return self._pictured(verdict, seen.visit.picture)
        why = _AGENT if agent_suffices(seen.visit, self._plainly(seen)) else ""
        shown = seen.visit.title or seen.visit.final_url
        return _differs(verdict, f"链接 {verdict.place} 程序打不开，浏览器能打开（{shown}）{why}，未能核查")

    def _pages(
        self, verdicts: Sequence[Verdict], wanted: Mapping[Key, Spot], seen: Mapping[str, BrowserView]
    ) -> dict[Key, Verdict | None]:
        texts = {address: one.text for address, one in seen.items() if one.text is not None}
        told = self._judged(verdicts, texts)
        other = [v for v in verdicts if v.key in told and not _same(v, told[v.key])]
        plain = self._judged(other, self._plain_texts(other, seen))
        said: dict[Key, Verdict | None] = dict.fromkeys(v.key for v in verdicts)
        for v in verdicts:
            if v.key in told:
                said[v.key] = self._pictured(v, seen[_address(v)].picture(wanted[v.key].frame))
        for v in other:
            now = told[v.key]
            why = _AGENT if v.key in plain and _same(now, plain[v.key]) else ""
            said[v.key] = _differs(v, f"程序读到：{v.message}；浏览器显示：{now.message}{why}，未能核查")
        return said

    def _judged(self, verdicts: Sequence[Verdict], texts: Mapping[str, str]) -> dict[Key, Verdict]:
        """What the rules say for certain where pages show these texts."""
        said = judge_shown(self.desk, verdicts, texts, self.now) if texts else {}
        return {key: v for key, v in said.items() if v.outcome in _CERTAIN}

    def _plain_texts(self, verdicts: Iterable[Verdict], seen: Mapping[str, BrowserView]) -> dict[str, str]:
        """The same pages as a plain client with the browser's agent is given them, by address."""
        answers = {address: self._plainly(seen[address]) for address in dict.fromkeys(map(_address, verdicts))}
        return {a: decode(answer.body).text for a, answer in answers.items() if answer and answer.status == 200}

    def _plainly(self, seen: BrowserView) -> HttpAnswer | None:
        guard = AddressGuard(pins=pins(self.desk), allow_private=self.allow_private)
        return answer_to(seen.agent, seen.visit.asked, guard=guard, limits=DEFAULT_LIMITS)

    def _pictured(self, verdict: Verdict, picture: bytes | None) -> Verdict:
        evidence = verdict.evidence
        if evidence is None or picture is None:
            return verdict
        kept = ("picture", keep_file(self.desk.workspace, picture, "look.png"))
        began = ("pictured", self.now.isoformat(timespec="minutes"))
        return replace(verdict, evidence=replace(evidence, figures=(*evidence.figures, kept, began)))


def _address(verdict: Verdict) -> str:
    return verdict.evidence.address if verdict.evidence else ""


def _same(one: Verdict, other: Verdict) -> bool:
    """Whether both rest on the same words."""
    quotes = [v.evidence.quote if v.evidence else "" for v in (one, other)]
    return one.outcome is other.outcome and quotes[0] == quotes[1]


def _differs(verdict: Verdict, told: str) -> Verdict:
    return replace(verdict, outcome=Outcome.UNKNOWN, reason=Reason.BROWSER_DIFFERS, message=told)
