"""Which reader read a list, a page or an account: what it takes for rows and days, it takes in a way of its own."""

from collections.abc import Mapping
from enum import StrEnum


class Reader(StrEnum):
    """Who read a list or a page. How a site is laid out is no reader of ours: only what the program can tell apart."""

    HTML = "html"  # the page as it came
    JPAGE = "jpage"  # 大汉 jpage: an island in the page, or its dataproxy's answer
    GKMLPT = "gkmlpt"  # 广东政府信息公开目录
    JPAAS = "jpaas"  # 大汉 jpaas
    UCAP = "ucap"  # 开普
    JSON = "json"  # any other answer to a script that is one list of titled rows
    BROWSER = "browser"  # the page as a browser shows it


class Source(StrEnum):
    """Where knowledge of an account comes from."""

    PERSON = "person"  # a person looked, and left a record
    WECHAT_OWNER = "wechat_owner"  # the daily list, with the owner's credentials
    WECHAT_PUBLISHED = "wechat_published"  # 发布 list, with the owner's credentials; knows no 群发
    WECHAT_PAGE = "wechat_page"  # one article's page
    FEED = "feed"  # RSS, Atom or JSON Feed of a service the office runs
    WEIBO_OWNER = "weibo_owner"
    DOUYIN_OWNER = "douyin_owner"
    KUAISHOU_OWNER = "kuaishou_owner"
    APP_STORE = "app_store"  # versions of an app, not its content

    @property
    def proves_silence(self) -> bool:
        """Whether its list can be known to hold every post: the owner's interface, or what a person saw. A service
        between us and the platform says when it asked, which is not that it was answered."""
        return self in _PROVE_SILENCE


_PROVE_SILENCE = frozenset(
    {Source.PERSON, Source.WECHAT_OWNER, Source.WEIBO_OWNER, Source.DOUYIN_OWNER, Source.KUAISHOU_OWNER}
)


AnyReader = Reader | Source  # of sites, and of accounts, where the source is the reader


_NAMED: Mapping[str, AnyReader] = {one.value: one for one in (*Reader, *Source)}


def reader_named(text: str) -> AnyReader | None:
    """The reader of that name; None where it names none."""
    return _NAMED.get(text)
