"""One fact is told once, and always by somebody: whatever an office writes into ``stands_for``."""

from datetime import datetime

import pytest

from desk.presenters.one_fact import folded
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Criterion, Evidence, Finding, ProblemClass, State

WHEN = datetime(2026, 11, 3, 9, tzinfo=SHANGHAI)


def criterion(code: str, *stands_for: str, once: bool = False) -> Criterion:
    return Criterion(code, code, "", "", "", None, ProblemClass.OTHER, "", stands_for=stands_for, once=once)


def finding(number: int, code: str, state: State = State.NOTIFIED) -> Finding:
    evidence = Evidence("https://a.example/", WHEN)
    return Finding(number, code, "a", "首页", None, "局", state, "", evidence, WHEN, WHEN)


@pytest.mark.parametrize(
    ("standing", "found", "told"),
    [
        pytest.param({"x": ("y",), "y": ()}, "yx", {2: (1,)}, id="the one for the other"),
        pytest.param({"x": ("x",)}, "x", {1: ()}, id="itself"),
        pytest.param({"x": ("x",)}, "xx", {1: (2,)}, id="its own twin"),
        pytest.param({"x": ("y",), "y": ("x",)}, "xy", {1: (2,)}, id="each other"),
        pytest.param({"x": ("y",), "y": ("z",), "z": ("x",)}, "xyz", {1: (2, 3)}, id="in a circle of three"),
        pytest.param({"x": ("y",), "y": ("z",), "z": ()}, "zyx", {3: (1, 2)}, id="one after the other"),
    ],
)
def test_every_finding_is_told_once(
    standing: dict[str, tuple[str, ...]], found: str, told: dict[int, tuple[int, ...]]
) -> None:
    criteria = {code: criterion(code, *others) for code, others in standing.items()}
    rows = folded(criteria, [finding(n, code) for n, code in enumerate(found, 1)])
    assert {head.id: tuple(sorted(part.id for part in parts)) for head, parts in rows} == told


@pytest.mark.parametrize("order", ["xyx", "xxy", "yxx"])
def test_of_a_once_criterion_in_a_circle_too(order: str) -> None:
    criteria = {"x": criterion("x", "y", once=True), "y": criterion("y", "x")}
    rows = folded(criteria, [finding(n, code) for n, code in enumerate(order, 1)])
    assert [len(parts) for _, parts in rows] == [2]
