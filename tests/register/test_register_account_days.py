"""开设日期, 注销日期 and 备案日期 of accounts: columns that an older register lacks."""

from datetime import date
from pathlib import Path

import pytest

from desk.register import load_register, save_register
from desk.spot_checks.random_sample import fingerprint
from tests.register.files import ACCOUNTS, mistakes, write

NOW_HAS = ACCOUNTS.rstrip("\n") + ",开设日期,注销日期,备案日期\n"


def test_the_days_are_read_and_written(tmp_path: Path) -> None:
    rows = "a1,u1,微信,望舒民政,,,,,,,,2019/5/6,,2020-01-02\na2,u1,微博,望舒民政,,,,,,,,,2026年10月9日,\n"
    register = load_register(write(tmp_path, accounts=NOW_HAS + rows))
    assert [(a.opened, a.closed, a.filed) for a in register.accounts.values()] == [
        (date(2019, 5, 6), None, date(2020, 1, 2)),
        (None, date(2026, 10, 9), None),
    ]
    save_register(register, tmp_path)
    assert load_register(tmp_path) == register


def test_a_register_from_before_is_read_and_has_no_days(tmp_path: Path) -> None:
    register = load_register(write(tmp_path))
    assert [(a.opened, a.closed, a.filed) for a in register.accounts.values()] == [(None, None, None)]


def test_both_days_stay_with_an_account_that_changed_hands(tmp_path: Path) -> None:
    rows = "a1,u1,微信,号,,,,,u2,,2025-05-31,2019-05-06,,\na1,,,,,,,,u1,2025-06-01,,,,\n"
    register = load_register(write(tmp_path, accounts=NOW_HAS + rows))
    save_register(register, tmp_path)
    assert load_register(tmp_path) == register
    assert register.accounts["a1"].opened == date(2019, 5, 6)


@pytest.mark.parametrize("days", ["2026-10-09,2026-10-08,", "去年,,", ",去年,", ",,去年"])
def test_a_wrong_day_is_told(tmp_path: Path, days: str) -> None:
    column = {"去": "开设日期", ",,": "备案日期"}.get(days.rstrip(",")[: 1 + days.startswith(",,")], "注销日期")
    written = write(tmp_path, accounts=f"{NOW_HAS}a1,u1,微信,号,,,,,,,,{days}\n")
    assert mistakes(written) == [("accounts.csv", 2, column)]


def test_a_draw_of_before_still_knows_its_register(tmp_path: Path) -> None:
    """Reckoned by the version before there were such columns, on the same files."""
    register = load_register(write(tmp_path))
    assert fingerprint(register) == "794ecc8f4383f1fba18533b9f75e36c9080bad36d73452662a3120fb9fae537d"
