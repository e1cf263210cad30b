"""How accounts are looked at, with what secrets: from a TOML file outside the workspace, or from the environment.

Nothing of it may be kept, told or logged: secrets are wrapped at once, and mistakes are told by name, never by value.
"""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import (
    AppStore,
    DouyinOwner,
    Feed,
    FeedKind,
    KuaishouOwner,
    SourceSetting,
    WechatOwner,
    WeiboOwner,
)
from ledger.refusals import refusal

FILE_NAME = "XUNCHA_CREDENTIALS"  # the file's path
TEXT_NAME = "XUNCHA_CREDENTIALS_TOML"  # or the text itself

_Table = Mapping[str, object]


class CredentialError(Exception):
    """What is wrong with the credentials, in Chinese, without any value of them."""


def read_credentials(
    workspace: Path, environment: Mapping[str, str], file: Path | None = None
) -> Mapping[str, tuple[SourceSetting, ...]]:
    """The sources of each account by its id; none where neither a file nor the environment names any.

    ``[账号编号.wechat]`` appid, secret · ``.weibo`` token · ``.douyin`` open_id, token · ``.kuaishou`` app_id, token ·
    ``.feed`` url, kind, timezone, max_age_hours · ``.app_store`` app.
    """
    named = file or (Path(environment[FILE_NAME]) if environment.get(FILE_NAME) else None)
    words = environment.get(TEXT_NAME, "") if named is None else _text(named, workspace)
    try:
        data = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第{line[1]}行" if line else ""
        # "from None": the error keeps the text, and the text holds secrets
        raise CredentialError(f"凭据文件{where}写法有误；请检查引号和等号") from None
    return {account: _sources(account, tables) for account, tables in data.items()}


def _text(path: Path, workspace: Path) -> str:
    if path.resolve().is_relative_to(workspace.resolve()):
        raise CredentialError(f"凭据文件不能放在工作文件夹{workspace}里；请移到别处，再用环境变量{FILE_NAME}指明")
    try:
        with path.open("rb") as handle:
            if os.name == "posix" and stat.S_IMODE(os.fstat(handle.fileno()).st_mode) & 0o077:
                raise CredentialError(f"凭据文件{path}其他用户也能读；请执行 chmod 600 后再试")
            return handle.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CredentialError(f"凭据文件{path}不是UTF-8文本；请另存为UTF-8") from None
    except OSError as error:
        raise CredentialError(f"凭据文件{path}打不开（{refusal(error)}）；请检查路径和权限") from None


def _sources(account: str, tables: object) -> tuple[SourceSetting, ...]:
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise CredentialError(f"凭据中“{account}”写法有误；请写成 [{account}.wechat] 这样的段")
    unknown = sorted(tables.keys() - _MAKERS.keys())
    if unknown:
        raise CredentialError(f"凭据中“{account}”有不认识的段；可以用的有：{'、'.join(_MAKERS)}")
    return tuple(_MAKERS[name](f"{account}.{name}", table) for name, table in tables.items())


def _words(place: str, table: _Table, name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise CredentialError(f"凭据中[{place}]的{name}没有填写或者不是文字；请填写")
    return value.strip()


def _secret(place: str, table: _Table, name: str) -> Secret:
    value = _words(place, table, name)
    if not value.isascii():
        raise CredentialError(f"凭据中[{place}]的{name}含有全角字符；请重新复制")
    return Secret(value)


def _feed(place: str, table: _Table) -> Feed:
    kinds = "、".join(FeedKind)
    kind, zone = table.get("kind", FeedKind.PLAIN.value), table.get("timezone", "Asia/Shanghai")
    hours = table.get("max_age_hours", 24)  # a ``whole`` from before is no reason to refuse the file: it means nothing
    url = _words(place, table, "url")
    if kind not in frozenset(FeedKind):
        raise CredentialError(f"凭据中[{place}]的kind不对；可以用的有：{kinds}")
    if not re.match(r"https?://[^/]", url):
        raise CredentialError(f"凭据中[{place}]的url应以http://或https://开头")
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= 240:
        raise CredentialError(f"凭据中[{place}]的max_age_hours应为1到240的数")
    try:
        ZoneInfo(str(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CredentialError(f"凭据中[{place}]的timezone不对；请写成Asia/Shanghai或者UTC") from None
    return Feed(url, FeedKind(str(kind)), str(zone), timedelta(hours=hours))


_MAKERS: Mapping[str, Callable[[str, _Table], SourceSetting]] = {
    "wechat": lambda p, t: WechatOwner(_words(p, t, "appid"), _secret(p, t, "secret")),
    "weibo": lambda p, t: WeiboOwner(_secret(p, t, "token")),
    "douyin": lambda p, t: DouyinOwner(_words(p, t, "open_id"), _secret(p, t, "token")),
    "kuaishou": lambda p, t: KuaishouOwner(_words(p, t, "app_id"), _secret(p, t, "token")),
    "feed": _feed,
    "app_store": lambda p, t: AppStore(_words(p, t, "app")),
}
