"""The accounts of 望舒区: whose they are, how old their posts are, and who can see them. Data only, serves nothing."""

from dataclasses import dataclass
from enum import StrEnum

from demo.sample.plan import Phase
from ledger.vocabulary import Account, ColumnState


class Seen(StrEnum):
    """By what an account can be looked at."""

    OWNER = "owner"  # the owner's credentials for WeChat's interface
    SHUT_OUT = "shut_out"  # the same, but our address is not on the whitelist
    FEED = "feed"
    STORE = "store"
    PERSON = "person"  # a clerk looks, and keeps a record
    NOBODY = "nobody"


@dataclass(frozen=True)
class AccountPlan:
    """``ages``: of its posts, in days before the story's last day; they are the same posts in every phase."""

    account: Account
    seen: Seen
    ages: tuple[int, ...] = ()
    phases: frozenset[Phase] = frozenset(Phase)  # in which a person looks
    registered: bool = True


STEADY = tuple(range(1, 75, 3))


def _account(key: str, unit: str, platform: str, name: str, seen: Seen, *ages: int) -> AccountPlan:
    address = f"https://{key}.example/" if platform != "微信" else ""
    return AccountPlan(Account(key, unit, platform, name, address), seen, ages)


_CLOSED = Account(
    *("dy-zsj", "zsj", "抖音", "望舒数据", "https://dy-zsj.example/"),
    ColumnState.ARCHIVED,
    "已按程序关停",
)
_STRANGER = Account("", "", "微信", "望舒住建服务")
APP_ID = "1690000001"

ACCOUNTS = (
    _account("wx-qfb", "qfb", "微信", "望舒发布", Seen.OWNER, *STEADY),
    _account("wx-jyj", "jyj", "微信", "望舒教育", Seen.OWNER, 20, 24, 31, 34, 41, 48),
    _account("wx-jyj2", "jyj", "微信", "望舒招考", Seen.PERSON, 2, 17, 33),
    _account("wx-wlj", "wlj", "微信", "望舒区文化体育局", Seen.OWNER, *STEADY),
    _account("wx-zjj", "zjj", "微信", "望舒住建", Seen.OWNER, 12, 16, 22, 27, 32, 36, 44),
    _account("wx-whg", "whg", "微信", "望舒文化馆", Seen.SHUT_OUT, *STEADY),
    _account("wb-qfb", "qfb", "微博", "望舒发布", Seen.FEED, *STEADY),
    _account("wb-qsz", "qsz", "微博", "清水镇发布", Seen.PERSON, 200),
    _account("wb-free", "", "微博", "望舒随手拍", Seen.PERSON, 3, 19, 33),
    _account("dy-wlj", "wlj", "抖音", "望舒文旅", Seen.NOBODY, *STEADY),
    AccountPlan(_CLOSED, Seen.PERSON, (2, 120)),
    _account("app-zsj", "zsj", "移动客户端", "望舒通", Seen.STORE, 90),
    _account("tt-qsz", "qsz", "今日头条", "清水镇", Seen.PERSON, 4, 18, 51),
    AccountPlan(_STRANGER, Seen.PERSON, (5,), frozenset({Phase.THIS}), registered=False),
)


def registered() -> dict[str, Account]:
    return {plan.account.id: plan.account for plan in ACCOUNTS if plan.registered}
