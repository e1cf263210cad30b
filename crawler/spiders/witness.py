"""Whether a dead look is to be believed: the host must open what it opened before, at that time, and its "not found"
must be its own, as it gives it to an address that cannot exist. Asked of dead candidates only; stores nothing."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from urllib.parse import urlsplit

from crawler.connect.answer import HttpAnswer
from crawler.looking.soft404 import HostProfile, alike, barely_gone, profile, random_url, sibling_url
from crawler.reading import decode
from crawler.reading.forms import WORDS, sent_form
from crawler.spiders.fetch import Fetcher, host_of
from ledger.vocabulary import Look, Reason, Standing

ASK_EVERY = 60.0  # seconds
GONE = frozenset({404, 410})
BY_STATUS = frozenset({Reason.NOT_FOUND, Reason.GONE})
NEEDS_NO_HOST = frozenset({Reason.BAD_ADDRESS, Reason.DNS_NOT_FOUND})
# a host that shows its own way of saying "not you" or "not now" is there
THERE = frozenset({Reason.LOGIN, Reason.SCRIPT_DRAWN, Reason.UNREADABLE})
FORM = "form"
# what a search may say to a visitor who typed nothing in
OF_NOTHING_TYPED = BY_STATUS | {Reason.SOFT_404, Reason.SENT_HOME, Reason.REDIRECT_LOOP}
# an address that by its name is one page among many: to be sent home from there is to be told that it is gone
_ONE_PAGE = re.compile(r"(?:\d|^[0-9a-f-]{16,40})\.(?:s?html?|jsp|aspx?|php)$", re.I)
Doubt = tuple[Reason, str]


@dataclass
class _Host:
    asked: float = float("-inf")
    opens: bool = False
    believed: list[str] = field(default_factory=list)  # since it was last seen to open
    own: list[HostProfile] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Witness:
    """One a walk."""

    def __init__(self, fetcher: Fetcher, salt: str, *, allowed: Callable[[str], bool]) -> None:
        self._fetcher, self._salt, self._allowed = fetcher, salt, allowed
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._withdrawn: list[str] = []

    async def weigh(self, url: str, wanted: str, look: Look, answer: HttpAnswer | None, user: str = "") -> Look:
        """The look as it stands: a dead one that nothing vouches for is UNKNOWN. ``user``: a page that uses it."""
        if look.standing is not Standing.DEAD or look.reason in NEEDS_NO_HOST:
            return look
        if wanted == FORM and look.reason in OF_NOTHING_TYPED:
            sent = await self._sent(url, user)
            if sent.standing is not Standing.DEAD:
                return sent
        host = host_of(url)
        if look.reason is Reason.REFUSED and host not in self._fetcher.good:
            return look  # nothing ever answered there
        doubt: Doubt | None
        if not await self._opens(host, url):
            doubt = Reason.BLOCKED, "该网站此时没有打开任何页面，不能作准"
        else:
            doubt = await self._doubt(url, wanted, look, answer)
        if doubt is not None:
            return replace(look, standing=Standing.UNKNOWN, reason=doubt[0], detail=doubt[1])
        self._hosts[host].believed.append(url)
        return look

    async def _sent(self, url: str, user: str) -> Look:
        """What a visitor sees who has typed something into the form of ``user``: nobody asks for its bare address."""
        page, answer = await self._fetcher.look_fresh(user, wanted="home") if user else (None, None)
        if page is None or answer is None or page.standing is not Standing.OK:
            return self._unknown("使用该表单的页面未能打开，不能得知表单如何提交")
        decoded = decode(answer.body, answer.header("content-type"))
        sent = [sent_form(decoded.text, answer.final_url, url, decoded.charset, word) for word in WORDS]
        look = self._unknown("未能得知该表单提交哪些内容")
        for filled in dict.fromkeys(filter(None, sent)):
            if not self._allowed(filled):
                return Look(self._fetcher.now(), Standing.UNKNOWN, Reason.ROBOTS)
            look, _ = await self._fetcher.look_fresh(filled, wanted=FORM, referer=user)
            if look.standing is not Standing.DEAD:
                return replace(look, detail=f"{look.detail} 填写检索词后".strip())
            if look.reason not in BY_STATUS:
                return self._unknown(f"填写检索词后：{look.reason}")
        return look

    def _unknown(self, said: str) -> Look:
        return Look(self._fetcher.now(), Standing.UNKNOWN, Reason.ODD_STATUS, detail=said)

    async def withdrawn(self) -> list[str]:
        """Ask every host once more that a dead look was believed of; what it no longer vouches for."""
        for name, host in list(self._hosts.items()):
            if host.believed:
                host.asked = float("-inf")
                await self._opens(name, host.believed[0])
        told, self._withdrawn = self._withdrawn, []
        return told

    async def _opens(self, name: str, url: str) -> bool:
        host = self._hosts[name]
        async with host.lock:
            if monotonic() - host.asked >= ASK_EVERY:
                host.opens = await self._any_opens(name, url)
                host.asked = monotonic()
                if not host.opens:
                    self._withdrawn += host.believed
                host.believed = []
        return host.opens

    async def _any_opens(self, name: str, url: str) -> bool:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}/"
        home = self._fetcher.home if host_of(self._fetcher.home) == name else root
        for one in dict.fromkeys((home, self._fetcher.good.get(name, home))):
            look, answer = await self._fetcher.look_fresh(one, wanted="home")
            if look.standing is Standing.OK or (answer is not None and look.reason in THERE):
                return True
        return False

    async def _doubt(self, url: str, wanted: str, look: Look, answer: HttpAnswer | None) -> Doubt | None:
        if look.reason in BY_STATUS and answer is not None:
            return await self._unlike(url, wanted, answer)
        if look.reason is Reason.SENT_HOME:
            own, asked = await self._own(url, wanted)
            if own is None:
                return asked.reason or Reason.UNREADABLE, "未能得知该网站对不存在的地址如何答复"
            said = "转到首页，该网站对不存在的地址却不是这样答复"
            one_page = own.status in GONE and _ONE_PAGE.search(urlsplit(url).path.rpartition("/")[2])
            return None if own.home or one_page else (Reason.UNREADABLE, said)
        if look.reason is Reason.REDIRECT_LOOP:
            _, asked = await self._own(url, wanted)
            return (Reason.BLOCKED, "该网站对任何地址都循环跳转") if asked.reason is Reason.REDIRECT_LOOP else None
        return None

    async def _unlike(self, url: str, wanted: str, answer: HttpAnswer) -> Doubt | None:
        if any(own.status in GONE and alike(answer, own) for own in self._hosts[host_of(url)].own):
            return None
        own, asked = await self._own(url, wanted)
        if own is None:
            return asked.reason or Reason.ODD_STATUS, "未能得知该网站对不存在的地址如何答复"
        if own.status in GONE and (barely_gone(answer) or alike(answer, own)):
            return None
        if asked.reason in (Reason.CHALLENGE, Reason.BLOCKED, Reason.LOGIN):
            return asked.reason, f"该网站对不存在的地址答复{own.status}"
        return Reason.ODD_STATUS, f"{answer.status}，与该网站对不存在的地址的答复（{own.status}）不同"

    async def _own(self, url: str, wanted: str) -> tuple[HostProfile | None, Look]:
        """What the host says of an address of that kind that cannot exist, and the look that says so."""
        random = next(
            (one for one in (sibling_url(url, self._salt), random_url(url, self._salt)) if self._allowed(one)), ""
        )
        if not random:
            return None, Look(self._fetcher.now(), Standing.UNKNOWN, Reason.ROBOTS)
        look, answer = await self._fetcher.look_fresh(random, wanted=wanted)
        if answer is None:
            return None, look
        home = self._fetcher.home_answer if host_of(url) == host_of(self._fetcher.home) else None
        own = profile(answer, home)
        kept = self._hosts[host_of(url)].own
        if all(one.words != own.words or one.status != own.status for one in kept):
            kept.append(own)
        return own, look
