"""What connecting can end in beside the errors of the libraries. Judges nothing."""

from scrapy.exceptions import IgnoreRequest

_HOP = "xuncha_hop"


def failed_at(error: BaseException, url: str) -> None:
    """Notes which hop of a look failed: behind a redirect it is another host than the one that was asked for."""
    setattr(error, _HOP, url)


def hop_of(error: BaseException) -> str:
    """The hop that was noted, or an empty string."""
    return str(getattr(error, _HOP, ""))


class MalformedAnswer(Exception):
    """The server answered, but not in HTTP."""


class RedirectLoop(IgnoreRequest):
    """Redirects that never arrive. ``sets_cookie``: the last hop still set a cookie, as firewalls do."""

    def __init__(self, chain: tuple[str, ...], *, sets_cookie: bool) -> None:
        super().__init__(" -> ".join(chain[-4:]))
        self.chain = chain
        self.sets_cookie = sets_cookie
