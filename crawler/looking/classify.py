"""From an answer or an error to a Look. Dead only what is surely not there; every doubt is UNKNOWN with its reason."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from crawler.connect.answer import HttpAnswer
from crawler.connect.errors import hop_of
from crawler.connect.guard import AddressGuard
from crawler.looking.challenge import challenge_of
from crawler.looking.controls import ControlState
from crawler.looking.errors import chain, inside, reason_of, reserved
from crawler.looking.promised import judge_promised, promises
from crawler.looking.soft404 import (
    HostProfile,
    gone_in_json,
    homelike,
    loosely_gone,
    same_as_random,
    sent_home,
    soft_404_of,
)
from crawler.looking.text import holds, looks_like_html, rough, title_of, visible
from crawler.looking.words import BROKEN_HINTS, JUMP, says_broken, says_not_now
from ledger.vocabulary.observation import Look, Standing
from ledger.vocabulary.reason import DEAD_REASONS, Reason

_BLOCKED = frozenset({401, 403, 405, 406, 412, 418, 421, 429, 432, 468, 491, 493, 503, 521, 567})
_SERVER = frozenset({500, 501, 502, 504, 505, 506, 507, 508})
_SECOND = frozenset(
    {Reason.MALFORMED, Reason.TRUNCATED, Reason.TLS, Reason.RESET, Reason.EMPTY_ANSWER, Reason.SERVER_ERROR}
)
# What fails alike for every address when our own line is down.
_NETWORK = frozenset({Reason.DNS_NOT_FOUND, Reason.DNS_FAILED, Reason.REFUSED, Reason.TIMEOUT, Reason.RESET})
_LOGIN = re.compile(r"(?:^|/)(?:login|signin|sso|cas|passport|oauth2?)(?:[/.?]|$)", re.IGNORECASE)
_LOGIN_HOST = re.compile(r"(?:login|sso|cas|passport|auth|oauth|uaa)\.", re.IGNORECASE)
_SHOWS = re.compile(rf"<(?:img|iframe|embed|object|frame|video|svg|input)\b|{JUMP.pattern}", re.IGNORECASE)
_PAGES = frozenset({"page", "form"})
# what a script or a server's template fills in: {{a}}, ${a}, #{a}, @{a}, {word}, [[a]], <%=a%>, <?=a?>, {%a%}
_PLACEHOLDER = re.compile(
    r"(?:\{|%7B){2}.{0,200}?(?:\}|%7D){2}|[$#](?:\{|%7B)[^/]{1,200}?(?:\}|%7D)"
    r"|@(?:\{|%7B).{1,200}?(?:\}|%7D)"
    r"|(?:\{|%7B)(?:\$|%20)?[a-z_][\w.]{0,40}(?:%20)?(?:\}|%7D)|(?:\[|%5B){2}.{0,200}?(?:\]|%5D){2}"
    r"|(?:<|%3C)(?:%|\?).{0,200}?(?:%|\?)(?:>|%3E)|(?:\{|%7B)%.{0,200}?%(?:25)?(?:\}|%7D)",
    re.IGNORECASE,
)
_SHORT_BODY, _BROKEN_BYTES = 2048, 20_000
_QUOTED, _TOLD = 120, 200  # signs of a page's words, of an error's or an address, in a detail


def classify(answer: HttpAnswer, *, now: datetime, wanted: str = "page", host: HostProfile | None = None) -> Look:
    """What one answer shows. ``wanted``: "page", "home", "attachment", "image" or "other"."""
    reason, detail = _judge(answer, wanted, host)
    rung = " ".join(sorted(flag for flag in answer.flags if flag.startswith("tls_")))
    return Look(
        at=now,
        standing=_standing(reason),
        reason=reason,
        status=answer.status,
        final_url=answer.final_url,
        elapsed=answer.elapsed,
        detail=" ".join(part for part in (detail, rung) if part),
    )


def classify_error(
    error: BaseException, *, url: str, now: datetime, elapsed: float, controls: ControlState, guard: AddressGuard
) -> Look:
    """What one error shows. What our own network may have caused stands only where a control of that kind answers:
    OFFLINE or DNS_FAILED in its place otherwise."""
    failed = next((hop for one in chain(error) if (hop := hop_of(one))), url)  # behind a redirect: the last host
    reason = _weighed(reason_of(error, failed), failed, controls, guard)
    return Look(at=now, standing=_standing(reason), reason=reason, elapsed=elapsed, detail=str(error)[:_TOLD])


def _weighed(reason: Reason, url: str, controls: ControlState, guard: AddressGuard) -> Reason:
    if reason not in _NETWORK:
        return reason
    if reason is Reason.DNS_NOT_FOUND and (reserved(url) or controls.names):
        return reason
    if inside(url, guard):
        silent = controls.inside is False  # a control inside is named, and does not answer either
    elif reason is Reason.DNS_NOT_FOUND:
        return Reason.DNS_FAILED if controls.ok else Reason.OFFLINE
    else:
        silent = not (controls.outside if reason is Reason.REFUSED else controls.ok)
    return Reason.OFFLINE if silent else reason


def classify_address(url: str, *, now: datetime) -> Look | None:
    """The look at an address that needs no visit: one that no visitor can open, or a scheme nobody here reads."""
    try:
        parts = urlsplit(url)
        has_host, _ = bool(parts.hostname), parts.port
    except ValueError as error:
        return Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=str(error)[:_TOLD])
    if _PLACEHOLDER.search(url):
        return Look(at=now, standing=Standing.UNKNOWN, reason=Reason.SCRIPT_DRAWN, detail="placeholder")
    if parts.scheme == "file" or re.match(r"[A-Za-z]:[\\/]", url) or url.startswith("\\\\"):
        return Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=url[:_TOLD])
    if parts.scheme not in {"http", "https"}:
        return Look(at=now, standing=Standing.UNKNOWN, reason=Reason.UNSUPPORTED, detail=parts.scheme)
    return None if has_host else Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=url[:_TOLD])


def wants_second_look(look: Look) -> bool:
    """Whether the lenient client may see more than the engine did."""
    return look.reason in _SECOND


def _standing(reason: Reason | None) -> Standing:
    if reason is None:
        return Standing.OK
    return Standing.DEAD if reason in DEAD_REASONS else Standing.UNKNOWN


def _judge(answer: HttpAnswer, wanted: str, host: HostProfile | None) -> tuple[Reason | None, str]:
    product = challenge_of(answer)
    if product:
        return Reason.CHALLENGE, product
    if answer.status in {200, 203, 206}:
        return _judge_content(answer, wanted, host)
    if wanted == "form" and answer.status not in {404, 410}:
        return Reason.ODD_STATUS, f"{answer.status} to an empty form"  # nothing was typed in, as no visitor does
    return _judge_status(answer)


def _judge_status(answer: HttpAnswer) -> tuple[Reason | None, str]:
    status = answer.status
    if status == 304:
        return None, ""
    if status == 404:
        return Reason.NOT_FOUND, ""
    if status == 410:
        return Reason.GONE, ""
    if status in _BLOCKED:
        return Reason.BLOCKED, str(status)
    if status in _SERVER:
        return Reason.SERVER_ERROR, str(status)
    if status == 202:
        return (Reason.BLOCKED, "202") if len(answer.body) < _SHORT_BODY else (Reason.ODD_STATUS, "202")
    if status in {204, 205}:
        return Reason.EMPTY_ANSWER, str(status)
    return (Reason.TIMEOUT, "408") if status == 408 else (Reason.ODD_STATUS, str(status))


def _judge_content(answer: HttpAnswer, wanted: str, host: HostProfile | None) -> tuple[Reason | None, str]:
    for flag, reason in (
        ("truncated", Reason.TRUNCATED),
        ("dataloss", Reason.TRUNCATED),
        ("undecoded", Reason.MALFORMED),
        ("too_large", Reason.TOO_LARGE),
    ):
        if flag in answer.flags:
            return reason, ""
    if not answer.body.strip():
        return Reason.EMPTY_ANSWER, ""
    if answer.hops and _login(answer.final_url) and not _login(answer.url):
        return Reason.LOGIN, answer.final_url
    if not looks_like_html(answer.body):
        return _judge_json(answer) if wanted in _PAGES else (None, "")
    small = len(answer.body) < _SHORT_BODY
    if small and (said := _not_now(answer)):
        return Reason.BLOCKED, said
    # A registered home page may well be an address that leads on to "/".
    if wanted != "home" and sent_home(answer):
        return Reason.SENT_HOME, f"转到{answer.final_url}"
    if told := soft_404_of(answer):
        return Reason.SOFT_404, told[:_QUOTED]
    if told := _broken(answer):
        return Reason.SERVER_ERROR, told[:_QUOTED]
    if wanted != "home" and same_as_random(answer, host):
        return _judge_same(answer, host)
    if wanted != "home" and promises(answer.url):
        return judge_promised(answer, wanted)
    return _judge_shell(answer) if small and wanted in _PAGES else (None, "")


def _login(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_LOGIN.search(parts.path) or _LOGIN_HOST.match(parts.hostname or ""))


def _not_now(answer: HttpAnswer) -> str:
    html = rough(answer.body)
    return says_not_now(title_of(html), visible(html))


def _broken(answer: HttpAnswer) -> str:
    html = rough(answer.body)
    if len(answer.body) >= _BROKEN_BYTES or not holds(html, BROKEN_HINTS):
        return ""
    return says_broken(title_of(html), visible(html))


def _judge_json(answer: HttpAnswer) -> tuple[Reason | None, str]:
    """A link of a page that leads to an interface: what that says with a 200 is what the visitor sees."""
    told = gone_in_json(answer)
    if told is None:
        return None, ""
    code, said = told
    if code in {404, 410}:
        return Reason.SOFT_404, said[:_QUOTED]
    return (Reason.SERVER_ERROR if code >= 500 else Reason.BLOCKED), said[:_QUOTED]


def _judge_same(answer: HttpAnswer, host: HostProfile | None) -> tuple[Reason | None, str]:
    """The host says this to any address: its "not found" where it says so, its home page, or nothing that is known."""
    if host is not None and host.home:
        return (None, "") if homelike(answer.url) else (Reason.SENT_HOME, "显示首页")
    if said := _not_now(answer):
        return Reason.BLOCKED, said
    if loosely_gone(answer):
        return Reason.SOFT_404, title_of(rough(answer.body))[:_QUOTED] or "random path"
    script = "<script" in rough(answer.body).lower()
    return (Reason.SCRIPT_DRAWN if script else Reason.UNREADABLE), "该网站对任何地址都答复同一页面"


def _judge_shell(answer: HttpAnswer) -> tuple[Reason | None, str]:
    """A page without a word, a picture, a frame or a way on shows a visitor nothing that we could judge."""
    if homelike(answer.url):
        return None, ""
    html = rough(answer.body)
    if visible(html) or _SHOWS.search(html):
        return None, ""
    return (Reason.SCRIPT_DRAWN, "") if "<script" in html.lower() else (Reason.EMPTY_ANSWER, "")
