"""Pages that firewalls show in place of the content, as a table: signature → product. Never read as dead or as fine.

A signature counts only on a shell (few visible words), so that a page about 安全验证 is not taken for one.
"""

import re
from dataclasses import dataclass

from crawler.connect.answer import HttpAnswer
from crawler.looking.text import dense, holds, rough, title_of, visible
from crawler.looking.walls import HINTS, wall_of

_SHELL_BYTES = 384 * 1024
_SHELL_WORDS = 400
_SHELL_LINKS = 40  # a page with that many links is no shell; most healthy pages are told by this alone


@dataclass(frozen=True)
class Signature:
    """``header`` or ``body`` must match; ``any_status``: also on a plain 200."""

    product: str
    body: str = ""
    header: str = ""
    any_status: bool = True


SIGNATURES = (
    Signature(
        "瑞数", body=r"\$_ts\s*=\s*window\[|<meta[^<>]{1,500}?\br=['\"]?m['\"\s/>]|<script[^<>]{1,500}?\br=['\"]m['\"]"
    ),
    Signature("加速乐", body=r"__jsl_clearance|document\.cookie\s*=.{0,400}?location\.pathname\s*\+"),
    Signature("加速乐", header=r"__jsluid_[sh]=", any_status=False),
    Signature("网宿 wzws", body=r"WZWS_CONFIRM_PREFIX_LABEL|wzwsquestion|/WZWSREL|reason:\s*UrlACL"),
    Signature("网宿 wzws", header=r"^wzws-ray:", any_status=False),
    Signature("C3VK", body=r"document\.cookie\s*=\s*['\"]C3VK="),
    Signature("openresty CT6T", header=r"set-cookie:\s*CT6TS?=", any_status=False),
    Signature("阿里云", body=r"acw_sc__v2|var\s+arg1\s*=\s*['\"][0-9A-F]{20,}"),
    Signature("网防G01", body=r"您的访问行为异常|网站防火墙|<title>\s*访问异常页面"),
    Signature("微信", body=r"环境异常.{0,200}完成验证后即可继续访问|wappoc_appmsgcaptcha"),
)
_COMPILED = tuple((s, re.compile(s.body or s.header, re.IGNORECASE | re.DOTALL | re.MULTILINE)) for s in SIGNATURES)
# A healthy page must cost little: without one of these words no body signature can match.
_HINTS = (
    *("$_ts", "r='m'", 'r="m"', "r=m", "__jsl", "location.pathname", "WZWS", "wzwsquestion", "reason:", "C3VK"),
    *("acw_sc", "arg1", "访问行为异常", "网站防火墙", "访问异常", "环境异常", "appmsgcaptcha"),
)
_WORDY_BYTES = 20_000  # what has no script of its own to hide in is short
UNTOLD = "未知防火墙"


def challenge_of(answer: HttpAnswer) -> str:
    """The product whose challenge this answer is, or an empty string."""
    good = 200 <= answer.status < 300 and answer.status != 202
    shell: bool | None = None
    html = rough(answer.body)
    if good and html.count("</a>") >= _SHELL_LINKS:
        return ""
    headers = "\n".join(f"{k.decode('latin-1')}: {v.decode('latin-1')}" for k, v in answer.headers)
    hinted = not good or holds(html, _HINTS)
    for signature, pattern in _COMPILED:
        if (good and not signature.any_status) or not hinted:
            continue
        # A cookie alone stays on real error pages too: with 404 and 410 only the body counts.
        if signature.header and answer.status in {404, 410}:
            continue
        if not pattern.search(headers if signature.header else html):
            continue
        if shell is None:
            shell = _shell(answer.body, html)
        if shell:
            return signature.product
    return _walled(answer, html, good=good)


def _walled(answer: HttpAnswer, html: str, *, good: bool) -> str:
    """By what the page says of itself, where no signature is known."""
    if good and (len(answer.body) > _WORDY_BYTES or dense(html) or not holds(html, HINTS)):
        return ""
    if not _shell(answer.body, html):
        return ""
    gone = answer.status in {404, 410}
    said = wall_of(title_of(html), visible(html), good=good, gone=gone)
    return f"{UNTOLD} {said[:60]}" if said else ""


def _shell(body: bytes, html: str) -> bool:
    # 瑞数 shells carry up to some 100 KB of script, so the words decide; the bytes only spare the parsing.
    return len(body) < _SHELL_BYTES and len(visible(html)) < _SHELL_WORDS
