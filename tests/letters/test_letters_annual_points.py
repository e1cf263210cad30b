"""The yearly score without an office: points, caps, vetoes, ranks, and the file that settles them."""

from dataclasses import replace
from pathlib import Path

import pytest

from checks.annual import Adjustment, Charge, Price, Scheme, UnitScore, year_scores
from desk.config.scoring_settings import load_scoring
from desk.context import Desk
from desk.workspace.config_mistakes import ConfigError
from ledger.vocabulary import Confirm, Criterion, Grade, ProblemClass


def criterion(code: str, points: float | None = None, grade: Grade = Grade.A, **more: object) -> Criterion:
    made = Criterion(
        *(code, code, "19号", "条", "要求", "rule", ProblemClass.LINK, "改正"),
        confirm=Confirm.MACHINE,
        points=points,
        requirement_grade=Grade.A,
        points_grade=grade,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the tests name real fields


CRITERIA = {
    c.code: c
    for c in (
        criterion("verified", 2.0, params={"cap": 5}),
        criterion("recalled", 5.0, Grade.R),
        criterion("pointless"),
        criterion("veto", veto=True),
    )
}


def score(*charges: Charge, scheme: Scheme | None = None, adjustments: tuple[Adjustment, ...] = ()) -> UnitScore:
    (one,) = year_scores({"u": "部门"}, charges, CRITERIA, scheme or Scheme(), adjustments)
    return one


def told(number: int, code: str = "verified", **more: object) -> Charge:
    return replace(Charge(number, code, "u"), **more)  # type: ignore[arg-type]  # the tests name real fields


def test_nothing_told_is_full_marks() -> None:
    assert (score().points, score().qualified, score().rank) == (100.0, True, 1)


def test_each_problem_takes_its_points_up_to_the_cap() -> None:
    assert score(told(1)).points == 98.0
    assert score(told(1), told(2)).points == 96.0
    three = score(told(1), told(2), told(3))
    assert (three.points, three.deductions[0].taken) == (95.0, 5.0)
    assert [c.finding for c in three.deductions[0].charges] == [1, 2, 3]


@pytest.mark.parametrize("code", ["recalled", "pointless"])
def test_points_that_nobody_verified_take_nothing_and_are_named(code: str) -> None:
    one = score(told(1, code), told(2))
    assert (one.points, one.unverified, one.rank) == (98.0, (code,), None)


def test_what_the_office_settled_goes_before() -> None:
    scheme = Scheme({"recalled": Price(0.5), "verified": Price(10.0, 15.0)})
    one = score(told(1, "recalled"), told(2), told(3), scheme=scheme)
    assert (one.points, one.unverified) == (84.5, ())  # 100 - 0.5 - 15


def test_overdue_and_returned_take_more_beyond_the_cap() -> None:
    """5 (the cap) + 1 for the overdue one + 2 returns at 0.5 = 7."""
    scheme = Scheme(overdue=1.0, returned=0.5)
    one = score(told(1, overdue=True), told(2, returned=2), told(3), scheme=scheme)
    assert (one.points, one.deductions[0].taken, one.deductions[0].extra) == (93.0, 7.0, 2.0)


def test_a_veto_is_not_good_enough_whatever_the_points() -> None:
    one = score(told(1, "veto"))
    assert (one.points, one.vetoes, one.qualified, one.unverified) == (100.0, ("veto",), False, ())


@pytest.mark.parametrize(("taken", "points", "good"), [(40.0, 60.0, True), (40.01, 59.99, False), (150.0, 0.0, False)])
def test_below_sixty_is_not_good_enough(taken: float, points: float, good: bool) -> None:
    one = score(told(1), scheme=Scheme({"verified": Price(taken)}))
    assert (one.points, one.qualified) == (points, good)


def test_adjustments_count_with_their_sign() -> None:
    mine = Adjustment("u", 3.0, "被省级采用", "甲")
    one = score(told(1), adjustments=(mine, Adjustment("u", -0.5, "迟报", "乙"), Adjustment("other", -50.0, "", "")))
    assert (one.points, one.adjustments[0]) == (100.5, mine)


def test_ranked_within_the_group_vetoed_last_equals_share() -> None:
    groups = {"a": "部门", "b": "部门", "c": "部门", "d": "部门", "t": "镇街"}
    charges = [
        Charge(1, "veto", "a"),
        Charge(2, "verified", "b"),
        Charge(3, "verified", "t"),
        Charge(4, "recalled", "t"),
    ]
    scores = {s.unit: s.rank for s in year_scores(groups, charges, CRITERIA, Scheme())}
    assert scores == {"a": 4, "b": 3, "c": 1, "d": 1, "t": None}  # the town's group holds unverified points


def test_every_mistake_of_the_file_is_told(desk: Desk) -> None:
    path = desk.workspace.config / "scoring.toml"
    path.write_text(
        "overdue = -1\nreturned = nan\nmore = 2\n[criterion.nothing]\npoints = 1\n[criterion.link-home]\ncap = 3\n"
        '[[adjustment]]\nyear = 2026\nunit = "nobody"\npoints = 1\nwhy = "a"\nby = "b"\n'
        '[[adjustment]]\nyear = 2026\nunit = ["edu"]\npoints = 1\nwhy = "a"\nby = "b"\n'
        '[[adjustment]]\nyear = 2026\nunit = "edu"\npoints = 1\nwhy = " "\nby = "b"\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_scoring(path, desk.register.units, desk.criteria)
    assert sorted(p.text for p in caught.value.problems) == sorted(
        [
            "“overdue”的值不对",
            "“returned”的值不对",
            "不认识“more”",
            "[criterion.nothing] 写错了",
            "[criterion.link-home] 写错了",
            *(f"第 {n} 个 [[adjustment]] 写错了" for n in (1, 2, 3)),
        ]
    )


def test_the_shipped_file_takes_nothing_and_none_is_no_mistake(desk: Desk, tmp_path: Path) -> None:
    shipped = load_scoring(desk.workspace.config / "scoring.toml", desk.register.units, desk.criteria)
    assert shipped.scheme == Scheme({}, 0.0, 0.0)
    assert shipped == load_scoring(tmp_path / "none.toml", {}, {})
