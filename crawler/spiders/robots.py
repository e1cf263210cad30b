"""The site's robots.txt, kept for one run. What cannot be read is taken as a refusal (RFC 9309), and is told."""

import re

from protego import Protego

from crawler.connect.answer import HttpAnswer
from crawler.reading import decode
from ledger.vocabulary import Look, Reason

US = "xuncha"
LONGEST_DELAY = 60.0  # seconds between two requests, whatever the file asks for
# "User-agent: xuncha/1.0" and "Mozilla/5.0 (compatible; xuncha/1.0)" are us
_AGENT = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*)([^\r\n#]{0,300})", re.IGNORECASE | re.MULTILINE)
_US = re.compile(rf"(?<![\w-]){US}(?![\w-])", re.IGNORECASE)
_BROKEN_OFF = frozenset({Reason.RESET, Reason.MALFORMED, Reason.TRUNCATED, Reason.TLS})


class Robots:
    """``told``: what a person should know of the file; "" where it is as others are. ``closed``: why all is refused."""

    def __init__(self, look: Look | None = None, answer: HttpAnswer | None = None) -> None:
        self.closed = self.told = ""
        self.delay = 0.0
        self._rules: Protego | None = None
        if look is None:
            return
        if answer is not None and (answer.status >= 500 or answer.status == 429):
            self.closed = f"robots.txt答复{answer.status}，按禁止抓取对待"
        elif answer is None and look.reason in _BROKEN_OFF:
            self.closed = "robots.txt未能读取（连接中断），按禁止抓取对待"
        elif answer is not None and answer.status == 200:
            self._read(decode(answer.body).text)
        self.told = self.closed or self.told

    def _read(self, text: str) -> None:
        self._rules = Protego.parse(_AGENT.sub(_product, text))
        delay = float(self._rules.crawl_delay(US) or 0.0)
        self.delay = min(max(delay, 0.0), LONGEST_DELAY)
        if delay > LONGEST_DELAY:
            self.told = f"robots.txt要求每次间隔{delay:.0f}秒，按{LONGEST_DELAY:.0f}秒执行"

    def allowed(self, url: str) -> bool:
        if self.closed:
            return False
        return self._rules is None or self._rules.can_fetch(url, US)


def _product(match: re.Match[str]) -> str:
    """The product's name without its version, as RFC 9309 compares it."""
    name = match[2].strip()
    return match[1] + (US if _US.search(name) else name.partition("/")[0])
