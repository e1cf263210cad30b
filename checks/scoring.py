"""Points taken from a site by what was found against it. Pure. Points that nobody has verified take nothing.

The scheme scores only 政府门户网站; whether to show a score for another kind of site is the reader's choice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.vocabulary import Criterion, Grade, Outcome, Verdict

FULL = 100.0
PASS_MARK = 60.0
UNVERIFIED = "分值未核实"


@dataclass(frozen=True)
class Deduction:
    """What one criterion takes. ``note`` is 分值未核实 where the points are recalled only."""

    criterion: str
    places: int
    points: float
    note: str = ""


@dataclass(frozen=True)
class Score:
    """``vetoes`` are the codes of the 单项否决 that were found; any one makes the site 不合格."""

    points: float
    taken: tuple[Deduction, ...]
    vetoes: tuple[str, ...]

    @property
    def qualified(self) -> bool:
        return not self.vetoes and self.points >= PASS_MARK

    @property
    def label(self) -> str:
        return "合格" if self.qualified else "不合格"


def score(verdicts: Iterable[Verdict], criteria: Mapping[str, Criterion]) -> Score:
    """The score of one subject from its FAILs; each place counts once, each criterion takes at most its ``cap``."""
    places: dict[str, set[str]] = {}
    for verdict in verdicts:
        if verdict.outcome is Outcome.FAIL and verdict.criterion in criteria:
            places.setdefault(verdict.criterion, set()).add(verdict.place)
    taken = tuple(_taken(criteria[code], len(found)) for code, found in sorted(places.items()))
    vetoes = tuple(t.criterion for t in taken if criteria[t.criterion].veto)
    total = round(FULL - sum(t.points for t in taken), 2)
    return Score(max(total, 0.0), taken, vetoes)


def _taken(criterion: Criterion, places: int) -> Deduction:
    if criterion.veto or criterion.points is None:
        return Deduction(criterion.code, places, 0.0)
    if criterion.points_grade is Grade.R:
        return Deduction(criterion.code, places, 0.0, UNVERIFIED)
    points = criterion.points * places
    cap = criterion.params.get("cap")
    if isinstance(cap, int | float):
        points = min(points, cap)
    return Deduction(criterion.code, places, round(points, 2))
