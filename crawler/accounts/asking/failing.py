"""A look that failed, on its way from the wire to the reading it becomes. Never leaves ``crawler.accounts``."""

from ledger.vocabulary import Reason


class LookFailed(Exception):
    """Why nothing could be read. ``detail`` is Chinese and holds no secret."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail
