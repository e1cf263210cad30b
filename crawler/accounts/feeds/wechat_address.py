"""Addresses of 公众号 articles in one form, and those that cannot be kept. Pure."""

import html
from urllib.parse import parse_qsl, urlencode, urlsplit

HOST = "mp.weixin.qq.com"
_KEPT = ("__biz", "mid", "idx", "sn")
_TEMPORARY = {"src", "timestamp", "ver", "signature"}


def canonical(url: str) -> str:
    """The lasting address of an article; "" for a temporary one, or one that is no article of WeChat."""
    try:
        parts = urlsplit(html.unescape(url.strip()))
    except ValueError:
        return ""
    given = dict(parse_qsl(parts.query))
    if parts.scheme not in {"http", "https"} or (parts.hostname or "") != HOST or given.keys() >= _TEMPORARY:
        return ""
    if parts.path.startswith("/s/") and len(parts.path) > len("/s/"):
        return f"https://{HOST}{parts.path}"
    kept = [(name, given[name]) for name in _KEPT if given.get(name)]
    if parts.path.rstrip("/") != "/s" or len(kept) < len(_KEPT):
        return ""
    return f"https://{HOST}/s?{urlencode(kept, safe='=')}"
