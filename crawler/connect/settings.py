"""Scrapy's settings, every one that matters set explicitly. Starts nothing."""

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.resolver import GUARD_SETTING

DEFAULT_LIMITS = Limits()
_OURS = "crawler.connect.handler."
_DOWNLOADER = "scrapy.downloadermiddlewares."
_HANDLERS: dict[str, str | None] = {
    "http": _OURS + "GuardedHandler",
    "https": _OURS + "GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
_EXTENSIONS = "scrapy.extensions."
_MIDDLEWARES = {
    _DOWNLOADER + "downloadtimeout.DownloadTimeoutMiddleware": 350,
    _DOWNLOADER + "defaultheaders.DefaultHeadersMiddleware": 400,
    _DOWNLOADER + "useragent.UserAgentMiddleware": 500,
    _OURS + "CodingMiddleware": 590,
    _OURS + "ChainMiddleware": 600,
    _DOWNLOADER + "cookies.CookiesMiddleware": 700,
    _DOWNLOADER + "stats.DownloaderStats": 850,
}
# each but the first does something only where its own setting asks for it
_WATCHING = {
    _EXTENSIONS + "corestats.CoreStats": 0,
    _EXTENSIONS + "memusage.MemoryUsage": 0,
    _EXTENSIONS + "closespider.CloseSpider": 0,
    _EXTENSIONS + "throttle.AutoThrottle": 0,
}


_ACCEPT = {
    "page": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "image": "image/avif,image/webp,image/apng,image/*,*/*;q=0.8",
}
_OTHER = "*/*"
_OPENED = frozenset({"page", "home", "form", "attachment"})  # what a visitor opens in a window of its own
LANGUAGE = "zh-CN,zh;q=0.9"


def visitor(wanted: str = "page", referer: str = "") -> dict[str, str]:
    """What a browser says when it asks for such a thing on behalf of the page ``referer``: many servers give nothing
    to who does not say it."""
    accept = _ACCEPT.get("page" if wanted in _OPENED else wanted, _OTHER)
    said = {"Accept": accept, "Accept-Language": LANGUAGE}
    return {**said, "Referer": referer} if referer else said


def user_agent(contact: str) -> str:
    """Names the program and how to reach the office that runs it."""
    return f"Mozilla/5.0 (compatible; xuncha/0.1; +{contact})"


def scrapy_settings(
    *, contact: str, guard: AddressGuard, limits: Limits = DEFAULT_LIMITS, per_host: int = 2, delay: float = 0.0
) -> dict[str, object]:
    """Settings for ``AsyncCrawlerProcess`` and the like. The guard is the process's, for all its crawlers.

    Left to the caller: robots, rate per site beyond ``per_host`` and ``delay``, the looks (no retry here), the
    dropping of duplicates (the frontier's), LOG_LEVEL.
    """
    return {
        GUARD_SETTING: guard,
        "USER_AGENT": user_agent(contact),
        "DEFAULT_REQUEST_HEADERS": visitor(),
        **_engine(),
        **_bounds(limits, per_host, delay),
    }


def _engine() -> dict[str, object]:
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_REACTOR_ENABLED": True,
        "DNS_RESOLVER": "crawler.connect.resolver.GuardedResolver",
        "DOWNLOAD_HANDLERS": dict(_HANDLERS),
        "DOWNLOADER_MIDDLEWARES_BASE": dict(_MIDDLEWARES),
        "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
        "EXTENSIONS_BASE": dict(_WATCHING),
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "HTTPERROR_ALLOW_ALL": True,
        "DOWNLOADER_STATS": False,  # they put together each request and answer anew to measure it: a fifth of a crawl
        "RETRY_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": False,
        "REFERER_ENABLED": False,
        "COOKIES_ENABLED": True,
        "REDIRECT_ENABLED": True,
        # Reading is what matters here: certificates and weak ciphers are judged by the second look, never by this one.
        "DOWNLOAD_VERIFY_CERTIFICATES": False,
        "DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0",
        "STATS_DUMP": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }


def _bounds(limits: Limits, per_host: int, delay: float) -> dict[str, object]:
    return {
        "CONCURRENT_ITEMS": 1,
        "CONCURRENT_REQUESTS": 0,  # the walk's workers hold the limit
        "CONCURRENT_REQUESTS_PER_DOMAIN": per_host,
        "DOWNLOAD_DELAY": delay,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "DOWNLOAD_TIMEOUT": limits.seconds,
        "DOWNLOAD_MAXSIZE": limits.body,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "REDIRECT_MAX_TIMES": limits.hops,
        "REDIRECT_PRIORITY_ADJUST": 2,
        "DNS_TIMEOUT": limits.seconds,
        "REACTOR_THREADPOOL_MAXSIZE": 20,
        "URLLENGTH_LIMIT": 0,
        "DEPTH_LIMIT": 0,
    }
