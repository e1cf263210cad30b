"""The draw: places by group worked out by hand, the same chance for all, the same draw again anywhere."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.register import load_register, save_register
from desk.spot_checks.random_sample import NO_GROUP, Share, allocate, draw_accounts, draw_sites, fingerprint, seed_of
from ledger.vocabulary import Account, ColumnState, Register, Site, Unit

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
UNITS = {i: Unit(i, f"{i}局", group) for i, group in (("a", "部门"), ("b", "部门"), ("t", "镇街"), ("n", ""))}


def site(name: str, unit: str) -> Site:
    return Site(name, f"{name}网", f"http://{name}.example/", unit)


def register(sites: Mapping[str, str], accounts: tuple[Account, ...] = ()) -> Register:
    return Register(UNITS, {i: site(i, unit) for i, unit in sites.items()}, {}, {a.id: a for a in accounts})


@pytest.mark.parametrize(
    ("text", "total", "drawn"),
    [
        ("20%", 10, 2),
        ("20%", 11, 3),
        ("20％", 1, 1),
        ("２０％", 10, 2),
        ("0.5%", 1000, 5),
        ("100%", 7, 7),
        ("5", 40, 5),
        ("5", 3, 3),
    ],
)
def test_a_part_is_rounded_up_and_no_more_is_drawn_than_there_is(text: str, total: int, drawn: int) -> None:
    assert Share.read(text).of(total) == drawn


@pytest.mark.parametrize("text", ["", "0", "0%", "101%", "1.5", "-3", "两成", "20 %个"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="请写成"):
        Share.read(text)


@pytest.mark.parametrize(
    ("sizes", "total", "places"),
    [
        # dues 3.5, 2.1, 1.4: 3, 2, 1 and the one left to the largest remainder
        ({"甲": 50, "乙": 30, "丙": 20}, 7, {"甲": 4, "乙": 2, "丙": 1}),
        # dues 9, 0.9, 0.1: 9, 1, 0; the empty one gets its place from the one that has more than one
        ({"甲": 90, "乙": 9, "丙": 1}, 10, {"甲": 8, "乙": 1, "丙": 1}),
        # dues 1.8, 0.6, 0.6
        ({"甲": 3, "乙": 1, "丙": 1}, 3, {"甲": 1, "乙": 1, "丙": 1}),
        # fewer places than groups: dues 1.6, 0.3, 0.1
        ({"甲": 16, "乙": 3, "丙": 1}, 2, {"甲": 2, "乙": 0, "丙": 0}),
        ({"甲": 2, "乙": 3}, 5, {"甲": 2, "乙": 3}),
    ],
)
def test_places_by_group(sizes: dict[str, int], total: int, places: dict[str, int]) -> None:
    for seed in range(20):
        assert allocate(sizes, total, random.Random(seed)) == places


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 60), min_size=1, max_size=12), st.data())
def test_all_places_are_given_and_none_too_many(sizes: dict[str, int], data: st.DataObject) -> None:
    total = data.draw(st.integers(1, sum(sizes.values())))
    places = allocate(sizes, total, random.Random(1))
    assert sum(places.values()) == total
    assert all(0 <= places[g] <= sizes[g] for g in sizes)
    assert total < len(sizes) or min(places.values()) >= 1


def test_everyone_in_a_group_has_the_same_chance() -> None:
    """One of three in 3,000 draws: 1,000 each, and a deviation of 100 is four times the usual one."""
    known = register({"a1": "a", "a2": "a", "b1": "b"})
    drawn = Counter(s for seed in range(3000) for s in draw_sites(known, Share.read("1"), seed, DAY).drawn)
    assert drawn.total() == 3000
    assert all(900 <= drawn[s] <= 1100 for s in ("a1", "a2", "b1")), drawn


def test_equal_claims_are_settled_by_lot() -> None:
    """Two places for three equal groups in 600 draws: 400 each."""
    got = Counter(
        g for seed in range(600) for g, n in allocate(dict.fromkeys("甲乙丙", 9), 2, random.Random(seed)).items() if n
    )
    assert got.total() == 1200
    assert all(340 <= n <= 460 for n in got.values()), got


def test_groups_are_those_of_the_day_and_the_closed_are_left_out() -> None:
    known = register({"a1": "a", "t1": "t", "n1": "n", "t2": "t"})
    shut = replace(known.sites["t2"], closing=date(2026, 10, 1), closed=DAY)
    lot = draw_sites(replace(known, sites={**known.sites, "t2": shut}), Share.read("100%"), 1, DAY)
    assert [(s.group, s.subjects) for s in lot.strata] == [(NO_GROUP, ("n1",)), ("部门", ("a1",)), ("镇街", ("t1",))]
    assert lot.left_out == (("t2", "已于2026-11-23关停"),)
    assert lot.total == 3


def test_accounts_not_inspected_on_the_day_are_left_out() -> None:
    accounts = (
        Account("w1", "a", "微信", "甲号"),
        Account("w2", "t", "微信", "乙号", state=ColumnState.ARCHIVED, state_reason="已注销"),
        Account(
            "w3", "", "微博", "丙号", state=ColumnState.EXEMPT, state_reason="改版", state_until=date(2026, 11, 22)
        ),
    )
    lot = draw_accounts(register({}, accounts), Share.read("100%"), 1, DAY)
    assert lot.drawn == ("w3", "w1")
    assert lot.left_out == (("w2", "登记为归档：已注销"),)


def test_the_day_is_the_seed_where_none_is_named() -> None:
    assert seed_of(DAY) == 20261123


def test_the_sites_drawn_do_not_hang_on_the_accounts_or_the_order_of_rows() -> None:
    rows = {f"s{n}": "abt"[n % 3] for n in range(30)}
    back = dict(reversed(rows.items()))
    draws = [draw_sites(register(r), Share.read("20%"), 5, DAY) for r in (rows, back)]
    assert draws[0] == draws[1]
    assert fingerprint(register(rows)) == fingerprint(register(back))
    assert len(draws[0].drawn) == 6


def test_the_register_has_one_fingerprint_however_it_is_kept(tmp_path: Path) -> None:
    known = register({"a1": "a", "t1": "t"})
    save_register(known, tmp_path)
    assert fingerprint(load_register(tmp_path)) == fingerprint(known)
    other = replace(known, sites={**known.sites, "a1": replace(known.sites["a1"], name="甲网")})
    assert fingerprint(other) != fingerprint(known)


def test_another_process_draws_the_same() -> None:
    """Neither the order of sets nor a seed of the process has a part in it."""
    code = (
        "import tests.sampling.test_sampling_draw as t\n"
        "rows = {f's{n}': 'abt'[n % 3] for n in range(30)}\n"
        "print(t.draw_sites(t.register(rows), t.Share.read('20%'), 5, t.DAY).drawn)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert said == {
        f"{draw_sites(register({f's{n}': 'abt'[n % 3] for n in range(30)}), Share.read('20%'), 5, DAY).drawn}\n"
    }
