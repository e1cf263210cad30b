"""What connecting can end in beside the errors of the libraries. Judges nothing."""

from scrapy.exceptions import IgnoreRequest


class MalformedAnswer(Exception):
    """The server answered, but not in HTTP."""


class RedirectLoop(IgnoreRequest):
    """Redirects that never arrive. ``sets_cookie``: the last hop still set a cookie, as firewalls do."""

    def __init__(self, chain: tuple[str, ...], *, sets_cookie: bool) -> None:
        super().__init__(" -> ".join(chain[-4:]))
        self.chain = chain
        self.sets_cookie = sets_cookie
