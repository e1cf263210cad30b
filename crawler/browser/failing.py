"""Why the browser did not get a page: from the proxy's tally and the browser's own words to a reason. Pure."""

import re
from urllib.parse import urlsplit

from crawler.browser.proxy.guarded_proxy import Tally
from crawler.browser.proxy.relay import NotHttp
from crawler.looking.errors import reason_of
from ledger.vocabulary.reason import Reason

_WORDS: tuple[tuple[str, Reason], ...] = (
    (r"ERR_TOO_MANY_REDIRECTS", Reason.REDIRECT_LOOP),
    (r"ERR_SSL|ERR_CERT|ERR_BAD_SSL|ERR_TLS|ERR_ECH", Reason.TLS),
    (r"ERR_INVALID_RESPONSE|ERR_INVALID_HTTP|ERR_RESPONSE_HEADERS|ERR_HTTP2|ERR_INVALID_CHUNKED", Reason.MALFORMED),
    (r"ERR_CONTENT_LENGTH|ERR_INCOMPLETE|ERR_CONTENT_DECODING", Reason.TRUNCATED),
    (r"ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_TUNNEL|ERR_PROXY|ERR_NETWORK", Reason.RESET),
    (r"ERR_TIMED_OUT|Timeout", Reason.TIMEOUT),
    (r"ERR_INVALID_URL|invalid URL", Reason.BAD_ADDRESS),
    (r"ERR_UNKNOWN_URL_SCHEME|ERR_DISALLOWED|ERR_UNSAFE|ERR_BLOCKED", Reason.UNSUPPORTED),
)


def why_not(url: str, tally: Tally, words: str, *, late: bool) -> tuple[Reason, str]:
    """Of the hop ``url`` that did not come; ``words``: the browser's; ``late``: our time ran out. With a detail."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return Reason.BAD_ADDRESS, ""
    if host in tally.blocked:
        return Reason.NOT_LOOKED, "该地址属于第三方访问统计，不访问"
    error = tally.failures.get((host, port))
    if isinstance(error, NotHttp):
        return Reason.MALFORMED, "答复不是网页服务的格式"
    if error is not None:
        return reason_of(error, url), "浏览器经地址检查后未能连接"
    if tally.over is not None:
        return tally.over, "网页所取内容超过一次查看的限度"
    if late:
        return Reason.TIMEOUT, "浏览器在限定时间内没有收到网页"
    reason = next((reason for pattern, reason in _WORDS if re.search(pattern, words)), Reason.UNREADABLE)
    return reason, "浏览器未能打开"
