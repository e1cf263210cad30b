"""What a spot check of one address (xuncha check) is told from: plain frozen figures, counted by whoever calls."""

from dataclasses import dataclass
from datetime import datetime

from reports.figures.models import Citation, ProblemLine, UnknownLine


@dataclass(frozen=True)
class DeadTarget:
    """A dead address of a spot check, with the pages that use it, most uses first: (page, uses)."""

    address: str
    reason: str
    uses: int
    users: tuple[tuple[str, int], ...]
    evidence: Citation
    outside: bool = False


@dataclass(frozen=True)
class CheckFigures:
    """A spot check of one address (`xuncha check`). ``problems``: those that are not dead targets."""

    address: str
    title: str
    started: datetime
    finished: datetime
    pages: int
    targets: int
    fine: int
    dead: tuple[DeadTarget, ...]
    problems: tuple[ProblemLine, ...]
    unknown: tuple[UnknownLine, ...]
    skipped: tuple[tuple[str, int], ...] = ()  # reason's word, how many
    facts: tuple[tuple[str, str], ...] = ()  # what the home page shows: (标识码, …), (主办单位, …)
    columns: tuple[tuple[str, str, str], ...] = ()  # 推断的栏目: name, kind, address; nobody registered them
