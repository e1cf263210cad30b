"""Many accounts of one platform on one day: foretold by the calendar, a token that expired, a changed interface."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.accounts.merge import merge
from desk.context import Desk
from desk.facts.account_judging import KIND, judge_account
from desk.findings.causes import causes
from ledger.ledger import Ledger
from ledger.vocabulary import Account, AccountReading, Finding, Hold, Outcome, Post, Reason, Source, State, Verdict
from tests.decisions.decided_looks import MONDAY

DAY = timedelta(days=1)
CODE = "account-stale"  # 14 days
SIX = tuple(f"a{n}" for n in range(6))
Readings = Callable[[str, datetime], Iterable[AccountReading]]


def complete(account: str, seen: datetime, days: int, newest: int | None, source: Source) -> AccountReading:
    """The owner's list of the last ``days``, its newest post ``newest`` days old."""
    posts = () if newest is None else (Post(account, seen - newest * DAY, "稿件"),)
    return AccountReading(account, source, seen, posts, complete=True, since=(seen - days * DAY).date(), until=seen)


def listed(newest: int | None, source: Source = Source.WECHAT_OWNER) -> Readings:
    return lambda account, seen: [complete(account, seen, 31, newest, source)]


def refused(reason: Reason) -> Readings:
    return lambda account, seen: [AccountReading(account, Source.WECHAT_OWNER, seen, reason=reason)]


class Rounds:
    """Rounds over some accounts; what was read stays known, as in the archive."""

    def __init__(self, desk: Desk, accounts: Iterable[str] = SIX) -> None:
        known = {one: Account(one, "u1", "微信", f"号{one}") for one in accounts}
        self.desk = replace(desk, register=replace(desk.register, accounts=known))
        self.read: list[AccountReading] = []

    def round(self, at: datetime, *readings: tuple[Readings, Iterable[str]]) -> list[Verdict]:
        self.read += [one for how, accounts in readings for account in accounts for one in how(account, at)]
        said = [v for one in self.desk.register.accounts.values() for v in self._judged(one, at)]
        self.desk.workspace.prepare()
        with Ledger.open_for_writing(self.desk.workspace.ledger) as ledger:
            ledger.runs.start(f"{at:%m%d}", KIND, at, {})
            self.desk.settle(ledger, f"{at:%m%d}", at, said)
        return said

    def _judged(self, account: Account, at: datetime) -> list[Verdict]:
        state = merge(account.id, [one for one in self.read if one.account == account.id], at)
        return [v for v in judge_account(self.desk, account, state, at) if v.criterion == CODE]

    @property
    def found(self) -> list[Finding]:
        with Ledger.open_for_reading(self.desk.workspace.ledger) as ledger:
            return ledger.findings.find()


def outcomes(said: Iterable[Verdict]) -> set[tuple[Outcome, Reason | None]]:
    return {(v.outcome, v.reason) for v in said}


def test_six_went_silent_on_one_day_as_the_newest_day_and_the_limit_foretold(desk: Desk) -> None:
    rounds = Rounds(desk)
    assert outcomes(rounds.round(MONDAY, (listed(14), SIX))) == {(Outcome.PASS, None)}
    assert outcomes(rounds.round(MONDAY + DAY, (listed(15), SIX))) == {(Outcome.FAIL, None)}
    assert [(f.held, f.state) for f in rounds.found] == [(None, State.SUSPECTED)] * 6


def test_a_token_that_expired_on_all_is_no_silence(desk: Desk) -> None:
    rounds = Rounds(desk)
    rounds.round(MONDAY, (listed(13), SIX))
    said = rounds.round(MONDAY + 7 * DAY, (refused(Reason.TOKEN_EXPIRED), SIX))
    assert outcomes(said) == {(Outcome.UNKNOWN, Reason.TOKEN_EXPIRED)}
    assert rounds.found == []


def test_an_interface_that_leaves_out_what_it_listed_yesterday_unmakes_no_post(desk: Desk) -> None:
    rounds = Rounds(desk)
    rounds.round(MONDAY, (listed(2), SIX))
    assert outcomes(rounds.round(MONDAY + DAY, (listed(None), SIX))) == {(Outcome.PASS, None)}
    assert outcomes(rounds.round(MONDAY + 2 * DAY, (listed(25), SIX))) == {(Outcome.PASS, None)}


def test_an_interface_that_lists_nothing_of_all_is_one_row(desk: Desk) -> None:
    """Nobody knew a post of theirs: nothing foretold it."""
    rounds = Rounds(desk)
    rounds.round(MONDAY, (refused(Reason.NOT_GRANTED), SIX))
    at = MONDAY + DAY
    assert outcomes(rounds.round(at, (listed(None), SIX))) == {(Outcome.FAIL, None)}
    assert {f.held for f in rounds.found} == {Hold.ESTATE}
    (row,) = causes(rounds.desk, rounds.found, at)
    assert (len(row.members), row.subject, str(row.manner)) == (6, "", "account_not_updated:wechat_owner")


def test_a_few_or_those_of_two_platforms_are_no_jump(desk: Desk) -> None:
    rounds = Rounds(desk)
    rounds.round(MONDAY, (refused(Reason.NOT_GRANTED), SIX))
    halves = (listed(None), SIX[:3]), (listed(None, Source.WEIBO_OWNER), SIX[3:])
    assert outcomes(rounds.round(MONDAY + DAY, *halves)) == {(Outcome.FAIL, None)}
    assert {f.held for f in rounds.found} == {None}


def test_a_first_round_is_no_jump(desk: Desk) -> None:
    rounds = Rounds(desk)
    assert outcomes(rounds.round(MONDAY, (listed(None), SIX))) == {(Outcome.FAIL, None)}
    assert {f.held for f in rounds.found} == {None}
