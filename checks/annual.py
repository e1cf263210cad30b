"""The yearly score of units (年度评分): points taken by what notices told of each. Pure. Points that nobody has
verified take nothing, and are named; a 单项否决 makes a unit 不合格 whatever its points.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checks.scoring import FULL, PASS_MARK, UNVERIFIED
from ledger.vocabulary import Criterion, Grade


@dataclass(frozen=True)
class Price:
    """What one problem under a criterion takes, and how much all of a unit's together take at most."""

    points: float
    cap: float | None = None


@dataclass(frozen=True)
class Scheme:
    """评分办法. ``prices``: the office's own, by criterion; they go before the criterion's.

    ``overdue`` and ``returned``: taken besides for each problem that was not fixed in time, and for each return; no
    cap holds for them.
    """

    prices: Mapping[str, Price] = field(default_factory=dict)
    overdue: float = 0.0
    returned: float = 0.0


@dataclass(frozen=True)
class Charge:
    """A told finding as the score needs it: ``unit`` is the one it was told of, whoever answers for the place now.

    ``fixed``: by that unit. ``appealed``: an appeal waits to be ruled on.
    """

    finding: int
    criterion: str
    unit: str
    fixed: bool = False
    overdue: bool = False
    returned: int = 0
    appealed: bool = False


@dataclass(frozen=True)
class Adjustment:
    """加减分 by hand: ``points`` above or below 0, why, and who answers for it (经手人)."""

    unit: str
    points: float
    why: str
    by: str


@dataclass(frozen=True)
class Deduction:
    """What one criterion takes from a unit. ``price`` is None where nothing is verified; ``extra`` is part of
    ``taken``: for overdue and returned problems.
    """

    criterion: str
    charges: tuple[Charge, ...]
    price: Price | None
    taken: float
    extra: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class UnitScore:
    """``vetoes``: codes of the 单项否决 told. ``rank``: in its group; None where the group cannot be ranked yet."""

    unit: str
    group: str
    points: float
    deductions: tuple[Deduction, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[str, ...] = ()
    rank: int | None = None

    @property
    def unverified(self) -> tuple[str, ...]:
        """Codes of the criteria whose points nobody has verified."""
        return tuple(d.criterion for d in self.deductions if d.note == UNVERIFIED)

    @property
    def appealed(self) -> tuple[int, ...]:
        return tuple(c.finding for d in self.deductions for c in d.charges if c.appealed)

    @property
    def qualified(self) -> bool:
        return not self.vetoes and self.points >= PASS_MARK


def year_scores(
    groups: Mapping[str, str],
    charges: Iterable[Charge],
    criteria: Mapping[str, Criterion],
    scheme: Scheme,
    adjustments: Sequence[Adjustment] = (),
) -> tuple[UnitScore, ...]:
    """The score of every unit of ``groups`` (unit → its group), ranked within its group; in the order of ``groups``."""
    told: dict[str, list[Charge]] = {unit: [] for unit in groups}
    for charge in charges:
        if charge.unit in told and charge.criterion in criteria:
            told[charge.unit].append(charge)
    scores = [
        _score(unit, group, told[unit], criteria, scheme, tuple(a for a in adjustments if a.unit == unit))
        for unit, group in groups.items()
    ]
    return tuple(replace(one, rank=_rank(one, [s for s in scores if s.group == one.group])) for one in scores)


def _score(
    unit: str,
    group: str,
    charges: Sequence[Charge],
    criteria: Mapping[str, Criterion],
    scheme: Scheme,
    adjustments: tuple[Adjustment, ...],
) -> UnitScore:
    by_criterion: dict[str, list[Charge]] = {}
    for charge in sorted(charges, key=lambda c: c.finding):
        by_criterion.setdefault(charge.criterion, []).append(charge)
    taken = tuple(_deduction(criteria[code], tuple(own), scheme) for code, own in sorted(by_criterion.items()))
    total = FULL - sum(d.taken for d in taken) + sum(a.points for a in adjustments)
    vetoes = tuple(d.criterion for d in taken if criteria[d.criterion].veto)
    return UnitScore(unit, group, max(round(total, 2), 0.0), taken, adjustments, vetoes)


def _deduction(criterion: Criterion, charges: tuple[Charge, ...], scheme: Scheme) -> Deduction:
    price = scheme.prices.get(criterion.code) or _own_price(criterion)
    points = price.points * len(charges) if price else 0.0
    if price and price.cap is not None:
        points = min(points, price.cap)
    extra = sum(scheme.overdue * c.overdue + scheme.returned * c.returned for c in charges)
    note = "" if price or criterion.veto else UNVERIFIED
    return Deduction(criterion.code, charges, price, round(points + extra, 2), round(extra, 2), note)


def _own_price(criterion: Criterion) -> Price | None:
    """The criterion's own points, where they are verified."""
    if criterion.points is None or criterion.points_grade is Grade.R:
        return None
    cap = criterion.params.get("cap")
    return Price(criterion.points, float(cap) if isinstance(cap, int | float) else None)


def _rank(one: UnitScore, group: Sequence[UnitScore]) -> int | None:
    """1 is best; a vetoed unit stands behind all others; equals share a rank. None while points are unverified."""
    if any(s.unverified for s in group):
        return None
    return 1 + sum((bool(s.vetoes), -s.points) < (bool(one.vetoes), -one.points) for s in group)
