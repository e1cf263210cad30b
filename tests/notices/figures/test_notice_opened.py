"""新开设、注销关停: which accounts a notice names by the register's days, and for what months none is called silent."""

from dataclasses import replace
from datetime import date

import pytest

from desk.notices.month import changed_accounts
from desk.notices.notice_period import Period
from ledger.vocabulary import Account, Register
from reports.figures.accounts import AccountFigures
from reports.letters.notice_words import accounts
from reports.templates.sample_figures import NOTICE
from tests.notices.figures.account_posts import END, NOVEMBER, START, at, posted, state


def account(key: str, opened: date | None = None, closed: date | None = None, filed: date | None = None) -> Account:
    return Account(key, "u", "微信", f"号{key}", opened=opened, closed=closed, filed=filed)


def named(*given: Account, period: Period = NOVEMBER, seen: bool = False) -> tuple[list[str], list[str], list[str]]:
    register = Register({}, {}, {}, {one.id: one for one in given})
    states = {one.id: state(at(11, 20)) for one in given} if seen else {}
    opened, filed, closed = changed_accounts(register, states, period)
    return [name for name, _ in opened], [name for name, _ in filed], [name for name, _ in closed]


@pytest.mark.parametrize(
    ("day", "of_the_period"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 11, 30), True),  # the cut-off's own day
        (date(2026, 12, 1), False),
        (None, False),  # nobody knows: however new it is in the register
    ],
)
def test_the_days_of_the_period(day: date | None, of_the_period: bool) -> None:
    told = ["号a"] if of_the_period else []
    assert named(account("a", opened=day)) == (told, [], [])
    assert named(account("a", filed=day)) == ([], told, [])
    assert named(account("a", closed=day)) == ([], [], told)


def test_a_day_is_told_by_one_notice_only() -> None:
    """The last cut-off was on 30 October at 17:00: that day was counted then, the 31st was not."""
    later = Period("2026-11", START, END, at(10, 30).replace(hour=17))
    accounts_of = (account("a", opened=date(2026, 10, 30)), account("b", opened=date(2026, 10, 31)))
    assert named(*accounts_of, period=later) == (["号b"], [], [])


def test_a_first_register_of_three_hundred_is_not_three_hundred_new_accounts() -> None:
    assert named(*(account(f"{n}") for n in range(300))) == ([], [], [])
    assert named(*(account(f"{n}", opened=date(2019, 5, 6)) for n in range(300))) == ([], [], [])


def test_what_was_seen_to_post_after_its_day_is_not_called_closed() -> None:
    """Its last post is of the 20th."""
    assert named(account("a", closed=date(2026, 11, 19)), seen=True) == ([], [], [])
    assert named(account("a", closed=date(2026, 11, 20)), seen=True) == ([], [], ["号a"])


@pytest.mark.parametrize(
    ("day", "opened", "closed"),
    [
        (date(2026, 11, 4), False, False),
        (date(2026, 11, 5), True, False),
        (date(2026, 11, 14), True, False),
        (date(2026, 11, 15), False, True),
    ],
)
def test_from_its_first_day_to_the_day_before_it_is_closed_it_is_inspected(
    day: date, opened: bool, closed: bool
) -> None:
    one = account("a", date(2026, 11, 5), date(2026, 11, 15))
    assert one.inspected_on(day) is opened
    assert (one.closed is not None and one.closed <= day) is closed


def test_what_was_opened_ten_days_ago_is_not_silent_and_an_older_one_is() -> None:
    """30 November less 20 days is the 10th: a shorter life is too short to speak of."""
    assert posted(state(), opened=date(2026, 11, 20)) == (0, None)
    assert posted(state(), opened=date(2026, 11, 11)) == (0, None)
    assert posted(state(), opened=date(2026, 11, 10)) == (0, 0)
    assert posted(state(), opened=date(2026, 1, 1)) == (0, 0)


def test_months_before_it_was_opened_are_none_of_its_silence() -> None:
    """Its feed holds a post of June, of whoever had the name before; it was opened on 1 October: one month to the
    30th, and not five."""
    assert posted(state(at(6, 20))) == (0, 5)
    assert posted(state(at(6, 20)), opened=date(2026, 10, 1)) == (0, 1)
    assert posted(state(at(6, 20)), opened=date(2026, 9, 30)) == (0, 2)


def test_its_posts_are_known_whole_where_they_are_known_from_its_first_day() -> None:
    known = state(at(11, 20), since=date(2026, 11, 8))
    assert posted(known) == (None, None)
    assert posted(known, opened=date(2026, 11, 8)) == (1, None)
    assert posted(known, opened=date(2026, 11, 7)) == (None, None)


def figures(opened: int = 0, closed: int = 0, count: int = 3, filed: int = 0) -> AccountFigures:
    pairs = tuple((f"号{n}", "微信") for n in range(20))
    found = AccountFigures(count, count, count, (("微信", count),))
    return replace(found, opened=pairs[:opened], filed=pairs[:filed], closed=pairs[:closed])


def told(one: AccountFigures) -> str:
    return accounts(replace(NOTICE, accounts=one)).partition("。")[2]


def test_the_sentence() -> None:
    assert told(figures()) == ""
    assert told(figures(opened=1)) == "本期新开设1个：“号0”（微信）。"
    assert told(figures(closed=2)) == "本期注销关停2个：“号0”（微信）、“号1”（微信）。"
    assert told(figures(filed=1)) == "本期新备案1个：“号0”（微信）。"
    assert told(figures(1, 1)) == "本期新开设1个：“号0”（微信）；注销关停1个：“号0”（微信）。"
    assert told(figures(opened=11)).endswith("、“号9”（微信）等。")


def test_the_last_one_closed_is_still_told() -> None:
    assert told(figures(closed=1, count=0)) == "本期注销关停1个：“号0”（微信）。"
    assert accounts(replace(NOTICE, accounts=figures(count=0))) == ""
