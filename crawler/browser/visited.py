"""What one visit by the browser showed. Holds facts; judges nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.vocabulary.reason import Reason


class Step(StrEnum):
    """After which step of ours the page was read."""

    LOADED = "loaded"
    SCROLLED = "scrolled"  # once, to its end
    CLICKED = "clicked"  # once, on the list's own 更多


@dataclass(frozen=True)
class Visit:
    """One address opened once.

    ``status``: of the last main document, after every redirect and script that sends on; ``None`` where none came, and
    then ``reason`` says why. With a status, ``reason`` says why the page was read only in part; ``None``: it came to
    rest. ``content_type`` without parameters, in lower case. ``html``: as rendered, unmasked like every stored page
    (empty where it could not be read). ``picture``: PNG of one window, personal numbers masked; ``None`` where it
    could not be taken or nothing vouches for the masking. ``outlined``: the place asked for is framed in it.
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
    step: Step = Step.LOADED
    picture: bytes | None = None
    outlined: bool = False
    elapsed: float = 0.0
    asked_hosts: frozenset[str] = frozenset()
    blocked_hosts: frozenset[str] = frozenset()
    refused_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Availability:
    """Whether a browser can be used; ``why`` (Chinese, one sentence) where not."""

    ok: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.ok


class BrowserUnavailable(RuntimeError):
    """No browser can be used; its text is a Chinese sentence."""
