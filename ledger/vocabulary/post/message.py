"""What people write to the message boxes of sites (网民留言: 领导信箱, 留言板, 咨询投诉): days only, nobody's words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WebMessage:
    """One message. ``answered``: ``None`` where its file has no word on it; ``answered_on``: ``None`` also where it is
    answered and nobody wrote when. ``site``, ``unit``: ids, "" where nothing of ours bears the name. ``row``: sheet and
    line of the file.
    """

    received: date
    answered: bool | None = None
    answered_on: date | None = None
    site: str = ""
    unit: str = ""
    row: str = ""


@dataclass(frozen=True)
class MessageFile:
    """All messages that one box (``source``) received from ``since`` to ``until``, as its list was on ``as_of``.

    ``id`` is 0 until the ledger keeps it.
    """

    source: str
    since: date
    until: date
    as_of: date
    messages: tuple[WebMessage, ...]
    id: int = 0
