"""What is known of the posts of one account, and what November's notice says of them."""

from datetime import date, datetime

from desk.notices.month import with_posts
from desk.notices.notice_period import Period
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Account, AccountReading, AccountState, Register, Source
from ledger.vocabulary.account_observation import Post
from reports.figures.accounts import AccountLine

START, END = datetime(2026, 11, 1, tzinfo=SHANGHAI), datetime(2026, 11, 30, 17, tzinfo=SHANGHAI)
NOVEMBER = Period("2026-11", START, END, START)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=SHANGHAI)


def state(
    *days: datetime,
    since: date | None = date(2026, 1, 1),
    until: datetime | None = END,
    by: Source = Source.WECHAT_OWNER,
) -> AccountState:
    posts = tuple(Post("a", day, f"第{n}条", f"https://a.example/{n}") for n, day in enumerate(days))
    reading = AccountReading("a", by, END, posts, complete=True, since=since, until=until)
    newest = max(days, default=None)
    return AccountState("a", END, (reading,), newest, by, since, until, by)


def posted(
    known: AccountState, period: Period = NOVEMBER, result: str = "合格", opened: date | None = None
) -> tuple[int | None, int | None]:
    register = Register({}, {}, {}, {"a": Account("a", "u", "微信", "号", opened=opened)})
    (line,) = with_posts((AccountLine("局", "微信", "号", "", result),), {"a": known}, period, register)
    return line.posts, line.silent_months
