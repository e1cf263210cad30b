"""Whether a site was itself at one moment, and what stood in its place where it was not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.vocabulary.reason import Reason


class SiteState(StrEnum):
    """What stands in place of a whole site. A closed list; the words are what people read."""

    MAINTENANCE = "维护页面"
    LOGIN = "登录页面"
    PARKED = "域名停放页面"
    UNREGISTERED = "域名未备案或停用的提示页面"
    DEFAULT_PAGE = "服务器的默认页面"
    CHALLENGE = "防护验证页面"
    BLOCKED = "拒绝访问的答复"
    NOT_A_PAGE = "不是网页的答复"
    DEAD_END = "没有站内链接的页面"
    SAME_PAGE = "各个地址都是同一个页面"
    NOT_FOUND = "首页不存在的答复"
    ALL_NOT_FOUND = "首页以外的页面都不存在"
    ALL_FAILING = "首页以外的页面都打不开"
    LOOP = "循环跳转"
    SENT_AWAY = "转到别的网站"
    EMPTY = "空白答复"
    CUT_SHORT = "不完整的答复"
    SERVER_ERROR = "服务器出错的答复"
    NO_ANSWER = "没有答复"
    CHANGED = "与以往完全不同的页面"


@dataclass(frozen=True)
class SiteCheck:
    """One look at whether the site is itself. ``state`` is what it was instead; None with ``itself`` False: we could
    not look (``reason`` says why). ``words``, ``title``, ``status`` and ``body`` are what the home page showed.
    """

    at: datetime
    url: str
    itself: bool
    state: SiteState | None = None
    words: str = ""
    title: str = ""
    status: int | None = None
    body: str = ""
    reason: Reason | None = None
