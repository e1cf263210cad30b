"""What one visit by the browser showed. Holds facts; judges nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.vocabulary.reason import Reason


class VisitStep(StrEnum):
    """After which step of ours the page was read."""

    LOADED = "loaded"
    SCROLLED = "scrolled"  # once, to its end
    CLICKED = "clicked"  # once, on the list's own 更多


class Area(StrEnum):
    """What of a page is framed in its picture where no link is, or none of those wanted is shown."""

    FOOT = "foot"  # where the marks of a site stand
    EMPTY = "empty"  # where a list would show its rows


@dataclass(frozen=True)
class Frame:
    """What a picture frames: the link with that address, or the list whose rows have these; where none of them is
    shown, ``area``. By default nothing."""

    links: tuple[str, ...] = ()
    area: Area | None = None


@dataclass(frozen=True)
class Screenshot:
    """``png`` of one window, personal numbers masked; ``framed``: what was wanted is framed in it."""

    png: bytes
    framed: bool = False


@dataclass(frozen=True)
class Visit:
    """One address opened once.

    ``status``: of the last main document, after every redirect and script that sends on; ``None`` where none came, and
    then ``reason`` says why. With a status, ``reason`` says why the page was read only in part; ``None``: it came to
    rest. ``content_type`` without parameters, in lower case. ``html``: as rendered, unmasked like every stored page
    (empty where it could not be read). ``pictures``: one for each frame that was asked for, in that order; ``None``
    where it could not be taken or nothing vouches for the masking.
    ``asked_hosts``: every host the page made the browser ask; ``blocked_hosts``: those of statistics, never reached;
    ``refused_hosts``: those the address guard refused. ``elapsed`` in seconds. ``detail``: Chinese, for a person.
    """

    asked: str
    final_url: str
    at: datetime
    status: int | None = None
    reason: Reason | None = None
    detail: str = ""
    title: str = ""
    content_type: str = ""
    html: str = ""
    step: VisitStep = VisitStep.LOADED
    pictures: tuple[Screenshot | None, ...] = ()
    elapsed: float = 0.0
    asked_hosts: frozenset[str] = frozenset()
    blocked_hosts: frozenset[str] = frozenset()
    refused_hosts: frozenset[str] = frozenset()

    @property
    def picture(self) -> bytes | None:
        """The first of them."""
        first = self.pictures[0] if self.pictures else None
        return first.png if first else None


@dataclass(frozen=True)
class Availability:
    """Whether a browser can be used; ``why`` (Chinese, one sentence) where not."""

    ok: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.ok


class BrowserUnavailable(RuntimeError):
    """No browser can be used; its text is a Chinese sentence."""
