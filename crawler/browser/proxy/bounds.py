"""How much of a page the browser may take, and for how long. Holds no code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Of one visit. ``seconds``: from asking to the picture; of these ``loading`` at most until the page is at rest.

    ``quiet``: seconds in which nothing is asked, answered or opened, after which a loaded page counts as at rest.
    ``patience``: seconds in which a page that is on its way elsewhere, or that refuses, may still move.
    ``carried``: bytes on the wire, both ways, all hosts together. ``connections``: open at one time.
    ``restart``: seconds in which a page must let itself be closed; after them the browser is started anew.
    """

    seconds: float = 30.0
    loading: float = 20.0
    quiet: float = 0.8
    patience: float = 5.0
    requests: int = 600
    carried: int = 40 * 1024 * 1024
    connections: int = 64
    header: int = 256 * 1024
    restart: float = 5.0
