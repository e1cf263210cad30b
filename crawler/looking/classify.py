"""From an answer or an error to a Look. Dead only what is surely not there; every doubt is UNKNOWN with its reason."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from crawler.connect.guard import AddressGuard
from crawler.looking.answer import Answer
from crawler.looking.challenge import challenge_of
from crawler.looking.controls import ControlState
from crawler.looking.errors import inside, reason_of, reserved
from crawler.looking.soft404 import HostProfile, sent_home, soft_404_of
from crawler.looking.text import looks_like_html, rough, visible
from ledger.vocabulary.observation import Look, Standing
from ledger.vocabulary.reason import DEAD_REASONS, Reason

_BLOCKED = frozenset({401, 403, 405, 406, 412, 418, 421, 429, 432, 468, 491, 493, 503, 521, 567})
_SERVER = frozenset({500, 501, 502, 504, 505, 506, 507, 508})
_SECOND = frozenset({Reason.MALFORMED, Reason.TRUNCATED, Reason.TLS, Reason.RESET, Reason.EMPTY_ANSWER})
# What fails alike for every address when our own line is down.
_NETWORK = frozenset({Reason.DNS_NOT_FOUND, Reason.DNS_FAILED, Reason.REFUSED, Reason.TIMEOUT, Reason.RESET})
_DOCUMENT = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|jpe?g|png|gif|bmp|mp4|mp3)$", re.IGNORECASE)
_LOGIN = re.compile(r"(?:^|/)(?:login|signin|sso|cas|passport|oauth2?)(?:[/.?]|$)", re.IGNORECASE)
_JUMP = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*[=(]|http-equiv=['\"]?refresh", re.IGNORECASE)
_VIEWER = re.compile(r"<(?:iframe|embed|object|frame)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*['\"]?password", re.IGNORECASE)
# a script fills it in
_PLACEHOLDER = re.compile(r"(?:\{|%7B){2}.*(?:\}|%7D){2}|\$(?:\{|%7B)[^/]+(?:\}|%7D)", re.IGNORECASE)
_NOT_NOW = re.compile(
    r"(?:访问|请求|操作)[^。<]{0,6}频繁|(?:系统|网站|站点|服务器)[^。<]{0,6}(?:升级|维护|维修)(?:中|[^。<]{0,10}(?:稍后|暂停|敬请))"
)
_FEW_WORDS = 200
_SHORT_BODY = 2048


def classify(answer: Answer, *, now: datetime, wanted: str = "page", host: HostProfile | None = None) -> Look:
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
    """What one error shows; OFFLINE in place of network reasons while no control host answers."""
    reason = reason_of(error, url)
    alone = inside(url, guard) or (reason is Reason.DNS_NOT_FOUND and reserved(url))
    if reason in _NETWORK and not controls.ok and not alone:
        reason = Reason.OFFLINE
    return Look(at=now, standing=_standing(reason), reason=reason, elapsed=elapsed, detail=str(error)[:200])


def classify_address(url: str, *, now: datetime) -> Look | None:
    """The look at an address that needs no visit: one that no visitor can open, or a scheme nobody here reads."""
    try:
        parts = urlsplit(url)
        has_host, _ = bool(parts.hostname), parts.port
    except ValueError as error:
        return Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=str(error)[:200])
    if _PLACEHOLDER.search(url):
        return Look(at=now, standing=Standing.UNKNOWN, reason=Reason.SCRIPT_DRAWN, detail="placeholder")
    if parts.scheme == "file" or re.match(r"[A-Za-z]:[\\/]", url) or url.startswith("\\\\"):
        return Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=url[:200])
    if parts.scheme not in {"http", "https"}:
        return Look(at=now, standing=Standing.UNKNOWN, reason=Reason.UNSUPPORTED, detail=parts.scheme)
    return None if has_host else Look(at=now, standing=Standing.DEAD, reason=Reason.BAD_ADDRESS, detail=url[:200])


def wants_second_look(look: Look) -> bool:
    """Whether the lenient client may see more than the engine did."""
    return look.reason in _SECOND


def _standing(reason: Reason | None) -> Standing:
    if reason is None:
        return Standing.OK
    return Standing.DEAD if reason in DEAD_REASONS else Standing.UNKNOWN


def _judge(answer: Answer, wanted: str, host: HostProfile | None) -> tuple[Reason | None, str]:
    product = challenge_of(answer)
    if product:
        return Reason.CHALLENGE, product
    if answer.status in {200, 203, 206}:
        return _judge_content(answer, wanted, host)
    if wanted == "form" and answer.status not in {404, 410}:
        return Reason.ODD_STATUS, f"{answer.status} to an empty form"  # nothing was typed in, as no visitor does
    return _judge_status(answer)


def _judge_status(answer: Answer) -> tuple[Reason | None, str]:
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


def _judge_content(answer: Answer, wanted: str, host: HostProfile | None) -> tuple[Reason | None, str]:
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
    if answer.hops and _LOGIN.search(urlsplit(answer.final_url).path) and not _LOGIN.search(urlsplit(answer.url).path):
        return Reason.LOGIN, answer.final_url
    if not looks_like_html(answer.body):
        return None, ""
    if len(answer.body) < _SHORT_BODY and (said := _NOT_NOW.search(rough(answer.body))):
        return Reason.BLOCKED, said[0]
    # A registered home page may well be an address that leads on to "/".
    if wanted != "home" and sent_home(answer):
        return Reason.SOFT_404, f"redirect to {answer.final_url}"
    told = soft_404_of(answer, host)
    if told:
        return Reason.SOFT_404, told[:120]
    if wanted not in {"page", "home"} and _DOCUMENT.search(urlsplit(answer.url).path):
        return _judge_wrong_type(answer)
    return None, ""


def _judge_wrong_type(answer: Answer) -> tuple[Reason, str]:
    """A web page where a document was promised: dead, unless it may be a viewer or a step on the way to it."""
    html = rough(answer.body)
    if _VIEWER.search(html):
        return Reason.UNREADABLE, "viewer"
    if _PASSWORD.search(html):
        return Reason.LOGIN, answer.final_url
    if (_SCRIPT.search(html) or _JUMP.search(html)) and len(visible(html)) < _FEW_WORDS:
        return Reason.SCRIPT_DRAWN, "jump or viewer"
    return Reason.WRONG_TYPE, answer.header("content-type")
