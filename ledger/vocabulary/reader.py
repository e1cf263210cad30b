"""Which reader read a list, a page or an account: what it takes for rows and days, it takes in a way of its own."""

from collections.abc import Mapping
from enum import StrEnum

from ledger.vocabulary.account_observation import Source


class Reader(StrEnum):
    """Who read a list or a page. How a site is laid out is no reader of ours: only what the program can tell apart."""

    HTML = "html"  # the page as it came
    JPAGE = "jpage"  # 大汉 jpage: an island in the page, or its dataproxy's answer
    GKMLPT = "gkmlpt"  # 广东政府信息公开目录
    JPAAS = "jpaas"  # 大汉 jpaas
    UCAP = "ucap"  # 开普
    JSON = "json"  # any other answer to a script that is one list of titled rows
    BROWSER = "browser"  # the page as a browser shows it


AnyReader = Reader | Source  # of sites, and of accounts, where the source is the reader


_NAMED: Mapping[str, AnyReader] = {one.value: one for one in (*Reader, *Source)}


def reader_named(text: str) -> AnyReader | None:
    """The reader of that name; None where it names none."""
    return _NAMED.get(text)
