"""A round of the accounts inside the house: what is asked, who is charged, what is told of credentials."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.accounts.asking.sources import Feed, WechatOwner
from demo.platforms.account_stage import serve_accounts
from demo.run import sample_desk
from demo.sample.plan import Phase
from demo.sample.server import serve
from desk.context import Desk
from desk.facts.account_judging import account_states
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.presenters.account_results import account_figures, account_lines, warnings
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Account, ColumnState, Duty, Freshness, Register

NOW = datetime(2026, 11, 23, 8, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with serve(NOW, Phase.THIS) as district:
        return sample_desk(Workspace.init(tmp_path / "office"), district)


def changed(desk: Desk, **accounts: Account) -> Desk:
    return replace(desk, register=replace(desk.register, accounts=accounts))


def test_an_exempt_account_is_not_asked_for_and_a_closed_one_is(desk: Desk) -> None:
    known = desk.register.accounts
    exempt = replace(known["wx-qfb"], state=ColumnState.EXEMPT, state_reason="暂停")
    closed = replace(known["wx-jyj"], state=ColumnState.ARCHIVED, state_reason="已关停")
    desk = changed(desk, **{"wx-qfb": exempt, "wx-jyj": closed})
    with serve_accounts(NOW) as stage:
        sources = {key: stage.sources()[key] for key in ("wx-qfb", "wx-jyj")}
        given = Surroundings(sources, stage.settings(), allow_private=True)
        result = inspect_accounts(desk, NOW, given=given)
        asked = {appid for appid, _ in stage.platforms.wechat.asked}
    assert asked == {"wx-jyj"}
    assert {(c.site, c.pages) for c in result.coverage} == {("wx-qfb", 0), ("wx-jyj", 1)}
    assert result.findings == ()  # its last post is 20 days old: silent since it was closed


def test_looked_at_again_within_hours_nothing_is_asked_again(desk: Desk) -> None:
    desk = changed(desk, **{"wx-qfb": desk.register.accounts["wx-qfb"]})
    with serve_accounts(NOW) as stage:
        given = Surroundings({"wx-qfb": stage.sources()["wx-qfb"]}, stage.settings(), allow_private=True)
        first = inspect_accounts(desk, NOW, given=given)
        asked = stage.platforms.asked.total()
        second = inspect_accounts(desk, NOW + timedelta(hours=1), given=given)
        assert stage.platforms.asked.total() == asked
    assert first.run != second.run
    assert asked >= 31  # a month of days, and the token
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        states = account_states(desk, ledger, NOW + timedelta(hours=2))
    assert states["wx-qfb"].freshness(14) is Freshness.FRESH


def test_a_source_of_an_account_that_nobody_registered_is_looked_at(desk: Desk) -> None:
    desk = changed(desk, **{"wx-qfb": desk.register.accounts["wx-qfb"]})
    with serve_accounts(NOW) as stage:
        given = Surroundings({"wx-jyj": stage.sources()["wx-jyj"]}, stage.settings(), allow_private=True)
        result = inspect_accounts(desk, NOW, given=given)
    assert [(f.criterion, f.subject, f.unit) for f in result.findings] == [("account-unregistered", "wx-jyj", "")]


def test_the_month_counts_only_what_was_looked_at_in_it(desk: Desk) -> None:
    desk = changed(desk, **{key: desk.register.accounts[key] for key in ("wx-qfb", "wx-zjj")})
    with serve_accounts(NOW) as stage:
        sources = {key: stage.sources()[key] for key in ("wx-qfb", "wx-zjj")}
        given = Surroundings(sources, stage.settings(), allow_private=True)
        inspect_accounts(desk, NOW, accounts=["wx-zjj"], given=given)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        after = NOW + timedelta(minutes=5)
        first = NOW.replace(day=1)
        states = account_states(desk, ledger, after, first)
        month = account_figures(desk, account_lines(desk, ledger, states, after, first), after)
        assert month is not None
        assert (month.accounts, month.inspected, month.qualified, month.unknown) == (2, 1, 1, 1)
        assert account_states(desk, ledger, after, after) == {}
        assert account_figures(desk, (), after) is None
        (warning,) = warnings(desk, states, after)
    # posted on the 11th: 11 days before the 22nd, up to which all is known; the 25th is the last day to post
    assert (warning.newest, warning.silent, warning.before) == (date(2026, 11, 11), 11, date(2026, 11, 25))


def test_credentials_that_cannot_be_read_are_told_without_their_values(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_CREDENTIALS_TOML", '["wx-qfb".wechat]\nappid = "wx1"\nsecret = "机密值"\n')
    with pytest.raises(ConfigError) as told:
        inspect_accounts(desk, NOW)
    (problem,) = told.value.problems
    assert problem.file == "账号凭据"
    assert "全角字符" in problem.text
    assert "机密值" not in str(told.value)
    assert not desk.workspace.ledger.exists()


def test_an_account_is_charged_to_the_unit_that_answered_for_it_on_the_day() -> None:
    handed = Account(
        "a1", "new", "微信", "甲", duties=(Duty("old", None, date(2026, 3, 31)), Duty("new", date(2026, 4, 1)))
    )
    plain = Account("a2", "own", "微信", "乙")
    register = Register({}, {}, {}, {"a1": handed, "a2": plain})
    assert register.answerable("a1", None, date(2026, 3, 31)) == "old"
    assert register.answerable("a1", None, date(2026, 4, 1)) == "new"
    assert register.answerable("a2", None, date(2026, 4, 1)) == "own"
    assert register.answerable("a9", None, date(2026, 4, 1)) == ""


def test_the_settings_of_the_sample_never_leave_loopback() -> None:
    with serve_accounts(NOW) as stage:
        places = stage.settings().places
        assert all(
            getattr(places, name).startswith("http://127.0.0.1:") for name in ("wechat", "wechat_page", "app_store")
        )
        owners = [one for kinds in stage.sources().values() for one in kinds if isinstance(one, WechatOwner)]
        assert len(owners) == 5


def test_a_feed_in_the_offices_own_network_is_read(desk: Desk) -> None:
    """The office named it in its credentials; no other inner address may be asked for that."""
    desk = changed(desk, **{"wx-qfb": desk.register.accounts["wx-qfb"]})
    with serve_accounts(NOW) as stage:
        feeds = {key: given for key, given in stage.sources().items() if any(isinstance(one, Feed) for one in given)}
        (inner, *_) = feeds.values()
        (result,) = inspect_accounts(desk, NOW, given=Surroundings({"wx-qfb": inner}, stage.settings())).coverage
        assert stage.platforms.asked.total() > 0
    assert (result.fine, result.bad) == (1, 0)
