"""How the office scores a year: config/scoring.toml, checked whole."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo

from checks.annual import Adjustment, Price, Scheme
from desk.workspace.config_mistakes import ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import Closed, Loc, Tell, by_key, keys, validated
from desk.workspace.validators import number, text, whole
from ledger.vocabulary import Criterion, Unit

MOST = 100.0
Taken = Annotated[float, number(0, MOST)]


@dataclass(frozen=True)
class Scoring:
    """``adjustments``: by year."""

    scheme: Scheme
    adjustments: Mapping[int, tuple[Adjustment, ...]]


def _code(value: str, info: ValidationInfo[tuple[Container[str], Container[str]]]) -> str:
    if value not in info.context[0]:
        raise ValueError("criteria 里没有这个指标，请核对 code")
    return value


def _unit(value: object, info: ValidationInfo[tuple[Container[str], Container[str]]]) -> str:
    unit = text(value)
    if unit not in info.context[1]:
        raise ValueError(f"units.csv 里没有“{unit}”，请核对编号")
    return unit


def _said(value: object) -> str:
    if not (said := text(value)):
        raise ValueError("why（理由）和 by（经手人）都要写")
    return said


@dataclass(frozen=True)
class _Price(Closed):
    points: Taken
    cap: Annotated[float | None, number(0, MOST)] = None


@dataclass(frozen=True)
class _Adjustment(Closed):
    year: Annotated[int, whole(2019, 2100)]
    unit: Annotated[str, PlainValidator(_unit)]
    points: Annotated[float, number(-MOST, MOST)]
    why: Annotated[str, PlainValidator(_said)]
    by: Annotated[str, PlainValidator(_said)]


@dataclass(frozen=True)
class _Written(Closed):
    overdue: Taken = 0.0
    returned: Taken = 0.0
    criterion: dict[Annotated[str, PlainValidator(_code)], _Price] = field(default_factory=dict)
    adjustment: tuple[_Adjustment, ...] = ()


def load_scoring(path: Path, units: Mapping[str, Unit], criteria: Mapping[str, Criterion]) -> Scoring:
    """What the file says, or that nothing is settled where there is no such file. ConfigError tells all mistakes."""
    if not path.exists():
        return Scoring(Scheme(), {})
    _, given = read_toml(path)
    written = validated(_Written, given, _tell(path.name), (criteria, units))
    prices = {code: Price(one.points, one.cap) for code, one in written.criterion.items()}
    adjustments: dict[int, tuple[Adjustment, ...]] = {}
    for one in written.adjustment:
        made = Adjustment(one.unit, one.points, one.why, one.by)
        adjustments[one.year] = (*adjustments.get(one.year, ()), made)
    return Scoring(Scheme(prices, written.overdue, written.returned), adjustments)


def _tell(file: str) -> Tell:
    single = by_key(_Written, file)
    table, block = "每个指标写一节 [criterion.代码]", "每条加减分写一节 [[adjustment]]"

    def tell(loc: Loc, kind: str, advice: str, value: object) -> ConfigMistake:
        match loc:
            case ("criterion" | "adjustment",):
                return ConfigMistake(file, f"“{loc[0]}”应是一节一节的", table if loc[0] == "criterion" else block)
            case ("criterion", code, *_):
                return ConfigMistake(file, f"[criterion.{code}] 写错了", advice or "要写 points，可写 cap，不写别的")
            case ("adjustment", int(number), *_):
                whole = f"要写全：{'、'.join(keys(_Adjustment))}，不写别的"
                return ConfigMistake(file, f"第 {number + 1} 个 [[adjustment]] 写错了", advice or whole)
        return single(loc, kind, advice, value)

    return tell
