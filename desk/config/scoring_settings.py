"""How the office scores a year: config/scoring.toml, checked whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from checks.annual import Adjustment, Price, Scheme
from desk.workspace.problems import ConfigError, Problem
from desk.workspace.textfiles import read_toml
from desk.workspace.values import text, whole
from ledger.vocabulary import Criterion, Unit

MOST = 100.0
Wrong = Callable[[str, str], None]  # what is wrong, what to do
_KEYS = ("overdue", "returned", "criterion", "adjustment")
_ADJUSTMENT = ("year", "unit", "points", "why", "by")


@dataclass(frozen=True)
class Scoring:
    """``adjustments``: by year."""

    scheme: Scheme
    adjustments: Mapping[int, tuple[Adjustment, ...]]


def load_scoring(path: Path, units: Mapping[str, Unit], criteria: Mapping[str, Criterion]) -> Scoring:
    """What the file says, or that nothing is settled where there is no such file. ConfigError tells all mistakes."""
    if not path.exists():
        return Scoring(Scheme(), {})
    _, given = read_toml(path)
    mistakes: list[Problem] = []

    def wrong(what: str, advice: str) -> None:
        mistakes.append(Problem(path.name, what, advice))

    for key in given.keys() - set(_KEYS):
        wrong(f"不认识“{key}”", f"请删去或改正；可用的有：{'、'.join(_KEYS)}")
    extra = {}
    for key in ("overdue", "returned"):
        try:
            extra[key] = _number(given.get(key, 0), 0)
        except ValueError as wanted:
            wrong(f"“{key}”的值不对", str(wanted))
    prices = _prices(given.get("criterion", {}), criteria, wrong)
    adjustments = _adjustments(given.get("adjustment", []), units, wrong)
    if mistakes:
        raise ConfigError(*mistakes)
    return Scoring(Scheme(prices, **extra), adjustments)


def _number(value: object, least: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= MOST:
        raise ValueError(f"要写成 {least:g} 到 {MOST:g} 的数")
    return round(float(value), 2)


def _prices(given: object, criteria: Mapping[str, Criterion], wrong: Wrong) -> dict[str, Price]:
    prices: dict[str, Price] = {}
    if not isinstance(given, dict):
        wrong("“criterion”应是一节一节的", "每个指标写一节 [criterion.代码]")
        return prices
    for code, table in given.items():
        try:
            prices[code] = _price(code, table, criteria)
        except ValueError as wanted:
            wrong(f"[criterion.{code}] 写错了", str(wanted))
    return prices


def _price(code: str, table: object, criteria: Mapping[str, Criterion]) -> Price:
    if code not in criteria:
        raise ValueError("criteria 里没有这个指标，请核对 code")
    if not isinstance(table, dict) or "points" not in table or table.keys() - {"points", "cap"}:
        raise ValueError("要写 points，可写 cap，不写别的")
    return Price(_number(table["points"], 0), _number(table["cap"], 0) if "cap" in table else None)


def _adjustments(given: object, units: Mapping[str, Unit], wrong: Wrong) -> dict[int, tuple[Adjustment, ...]]:
    found: dict[int, tuple[Adjustment, ...]] = {}
    if not isinstance(given, list):
        wrong("“adjustment”应是一节一节的", "每条加减分写一节 [[adjustment]]")
        return found
    for number, row in enumerate(given, 1):
        try:
            year, one = _adjustment(row, units)
            found[year] = (*found.get(year, ()), one)
        except ValueError as wanted:
            wrong(f"第 {number} 个 [[adjustment]] 写错了", str(wanted))
    return found


def _adjustment(row: object, units: Mapping[str, Unit]) -> tuple[int, Adjustment]:
    if not isinstance(row, dict) or row.keys() != set(_ADJUSTMENT):
        raise ValueError(f"要写全：{'、'.join(_ADJUSTMENT)}，不写别的")
    unit, why, by = (text(row[key]) for key in ("unit", "why", "by"))
    if unit not in units:
        raise ValueError(f"units.csv 里没有“{unit}”，请核对编号")
    if not why or not by:
        raise ValueError("why（理由）和 by（经手人）都要写")
    points = _number(row["points"], -MOST)
    return whole(2019, 2100)(row["year"]), Adjustment(unit, points, why, by)
