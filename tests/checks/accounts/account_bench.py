"""Hand-made states of one account for the account rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from checks.runner import judge
from desk.config.criteria import load_criteria
from ledger.vocabulary import (
    Account,
    AccountReading,
    AccountState,
    Criterion,
    Post,
    Reason,
    Source,
    Unit,
    Verdict,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
UNIT = Unit("jyj", "望舒区教育局")
ACCOUNT = Account("a1", "jyj", "微信", "望舒教育")
CRITERIA: Mapping[str, Criterion] = load_criteria(Path(__file__).parents[3] / "config" / "criteria")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def state(
    *ages: int,
    since: int | None = 120,
    until: datetime = NOW,
    source: Source = Source.WECHAT_OWNER,
    reason: Reason | None = None,
    detail: str = "",
    account: Account = ACCOUNT,
) -> AccountState:
    """Posts so many days old at noon; all is known from ``since`` days ago to ``until``, or (None) nothing for sure."""
    whole = since is not None
    posts = tuple(
        Post(account.id, datetime.combine(ago(age), time(8), SHANGHAI), f"第{age}期", f"https://a.test/{age}")
        for age in ages
    )
    first = ago(since) if since is not None else None
    seen = AccountReading(account.id, source, NOW, posts, whole, first, until if whole else None, reason, body="ab12")
    newest = max((p.at for p in posts if p.at), default=None)
    known = (first, until, source) if whole else (None, None, None)
    return AccountState(account.id, NOW, (seen,), newest, source if newest else None, *known, reason, detail)


def judged(
    code: str,
    seen: AccountState | None,
    account: Account = ACCOUNT,
    units: Sequence[Unit] = (UNIT,),
    accounts: Sequence[Account] | None = None,
    criterion: Criterion | None = None,
) -> Verdict:
    """The one verdict of that criterion."""
    sources = {
        AccountState: lambda: iter([seen] if seen else []),
        Unit: lambda: iter(units),
        Account: lambda: iter([account] if accounts is None else accounts),
    }
    verdicts = list(judge(account, (), NOW, sources, {code: criterion or CRITERIA[code]}))
    assert [(v.subject, v.place) for v in verdicts] == [(account.id, "账号")]
    return verdicts[0]
