"""WeChat's error codes and what to do at each. Data, and how one answer is looked up in it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from crawler.accounts.asking.fields import JsonObject, number, text
from ledger.vocabulary import Reason


class Do(StrEnum):
    TAKE = "take"
    RETRY = "retry"  # with growing waits, three times at most
    REFRESH = "refresh"  # a new token, once
    WAIT = "wait"  # a minute, three times at most
    STOP = "stop"  # until the next Beijing midnight
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Meaning:
    do: Do
    reason: Reason
    words: str


_OK = Meaning(Do.TAKE, Reason.INTERFACE, "")
_TOKEN = Meaning(Do.REFRESH, Reason.TOKEN_EXPIRED, "平台不接受访问令牌")
_UNKNOWN = Meaning(Do.GIVE_UP, Reason.INTERFACE, "平台答复了本系统不认识的错误")
_MISUSE = Meaning(Do.GIVE_UP, Reason.INTERFACE, "平台不接受本系统的提问方式")
_FROZEN = Meaning(Do.GIVE_UP, Reason.ACCOUNT_RESTRICTED, "平台答复该账号已被限制")

MEANINGS = {
    0: _OK,
    -1: Meaning(Do.RETRY, Reason.SOURCE_FAILED, "平台繁忙"),
    40001: _TOKEN,
    40014: _TOKEN,
    42001: _TOKEN,
    41001: _MISUSE,
    40004: _MISUSE,
    40033: _MISUSE,
    47001: _MISUSE,
    61500: _MISUSE,
    61501: _MISUSE,
    40013: Meaning(Do.GIVE_UP, Reason.CREDENTIAL_WRONG, "开发者ID（appid）不对"),
    40125: Meaning(Do.GIVE_UP, Reason.CREDENTIAL_WRONG, "密钥（appsecret）不对"),
    40243: Meaning(Do.GIVE_UP, Reason.CREDENTIAL_WRONG, "密钥（appsecret）已被冻结"),
    40164: Meaning(Do.GIVE_UP, Reason.IP_NOT_ALLOWED, "请把本系统的出口地址加入该账号的IP白名单"),
    45009: Meaning(Do.STOP, Reason.QUOTA, "当日调用次数已用完"),
    45011: Meaning(Do.WAIT, Reason.QUOTA, "调用过于频繁"),
    47009: Meaning(Do.GIVE_UP, Reason.INTERFACE, "平台已停用这个接口"),
    48001: Meaning(Do.GIVE_UP, Reason.NOT_GRANTED, "该账号没有这个接口的权限"),
    48004: Meaning(Do.GIVE_UP, Reason.ACCOUNT_RESTRICTED, "该账号因违规被平台停用接口"),
    50002: _FROZEN,
    50005: _FROZEN,
    53600: Meaning(Do.GIVE_UP, Reason.GONE, "文章已不存在"),
    61003: Meaning(Do.GIVE_UP, Reason.NOT_GRANTED, "该账号没有授权"),
    61007: Meaning(Do.GIVE_UP, Reason.NOT_GRANTED, "该账号没有授予这项权限"),
    61023: Meaning(Do.GIVE_UP, Reason.NOT_GRANTED, "授权已失效，需要重新授权"),
    61503: Meaning(Do.GIVE_UP, Reason.NOT_READY, "平台的数据还没有生成"),
}
_IP = re.compile(r"invalid ip ([0-9A-Fa-f.:]{3,45})")


def code_of(answer: JsonObject) -> int:
    """The error code; absent means 0, and what is no number is a code nobody knows."""
    if "errcode" not in answer:
        return 0
    code = number(answer, "errcode")
    return code if code is not None else -99999


def meaning_of(answer: JsonObject) -> tuple[Meaning, str]:
    """What to do, and the Chinese words for the clerk, with the address that is not on the whitelist where given."""
    code = code_of(answer)
    meaning = MEANINGS.get(code, _UNKNOWN)
    words = f"{meaning.words}（{code}）" if code else ""
    ip = _IP.search(text(answer, "errmsg")) if meaning.reason is Reason.IP_NOT_ALLOWED else None
    return meaning, f"{words}：{ip[1]}" if ip else words
