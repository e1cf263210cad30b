"""No secret in text, errors, logs, tracebacks, readings or the archive's file; credentials only from outside."""

import asyncio
import logging
import pickle
import traceback
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.secret import Secret, scrub
from crawler.accounts.asking.sources import (
    AccountTask,
    DouyinOwner,
    Feed,
    FeedKind,
    KuaishouOwner,
    LookSettings,
    WechatOwner,
    WeiboOwner,
)
from crawler.accounts.credentials import FILE_NAME, TEXT_NAME, CredentialError, read_credentials
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.connect.guard import AddressGuard
from crawler.connect.transport import guarded_client
from demo.platforms.platform_wechat import Owner, WechatStandIn
from demo.platforms.platforms import serve_platforms
from ledger.archive.accounts import AccountArchive
from tests.accounts.lab import NOW, WIDE, Lab, Wire, owner, wired

HIDDEN = "s3cr3t-0f-the-office"
GOOD = f"""
["A1".wechat]
appid = "wx0001"
secret = "{HIDDEN}"
["A2".weibo]
token = "{HIDDEN}"
["A3".feed]
url = "https://rss.office.test/feeds/MP_WXS_1.json"
kind = "wewe-rss"
max_age_hours = 12
"""


def private(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_secret_does_not_show() -> None:
    secret = Secret(HIDDEN)
    owner_of = WechatOwner("wx0001", secret)
    for shown in (str(secret), repr(secret), f"{secret}", f"{owner_of}", "%s" % (secret,), str([secret])):  # noqa: UP031
        assert HIDDEN not in shown
    assert secret.reveal() == HIDDEN
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize(
    "address",
    [
        f"https://api.test/x?access_token={HIDDEN}&count=20",
        f"https://api.test/x?a=1&appsecret={HIDDEN}",
        f"https://rss.test/feed.xml?key={HIDDEN}#top",
        f"https://user:{HIDDEN}@rss.test/feed.xml",
        f"https://rss.test/feed?code={HIDDEN}",
    ],
)
def test_addresses_are_kept_without_secrets(address: str) -> None:
    assert HIDDEN not in scrub(address)
    assert scrub(address).startswith("https://")


def test_an_address_without_secrets_stays() -> None:
    url = "https://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=1&sn=ab12"
    assert scrub(url) == url


SETTINGS = (
    WechatOwner("wx0001", Secret(HIDDEN)),
    WeiboOwner(Secret(HIDDEN)),
    DouyinOwner("O", Secret(HIDDEN)),
    KuaishouOwner("A", Secret(HIDDEN)),
    Feed(f"https://reader:{HIDDEN}@rss.test/feed.xml?key={HIDDEN}", FeedKind.PLAIN),
)


def failing(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"cannot reach {request.url}", request=request)


def echoing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"errcode": 99, "error_code": 99, "errmsg": str(request.url), "result": 9})


@pytest.mark.parametrize("wire", [failing, echoing, wired(WechatStandIn([owner()], lambda: NOW))])
def test_no_secret_in_logs_readings_or_the_archive(
    wire: Wire, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lab = Lab(tmp_path)
    tasks = [AccountTask(f"A{n}", (setting,)) for n, setting in enumerate(SETTINGS)]
    with lab.store:
        states = asyncio.run(look_at_accounts(tasks, LookSettings(), lab.store, lab.client(wire), lab.clock))
    assert lab.seen
    assert HIDDEN not in repr(states)
    assert HIDDEN not in caplog.text
    for file in tmp_path.iterdir():
        assert HIDDEN.encode() not in file.read_bytes()
    with AccountArchive(tmp_path / "accounts.sqlite") as archive:
        bodies = [archive.body(reading.body) or b"" for state in states for reading in state.readings]
    assert all(HIDDEN.encode() not in body for body in bodies)


def test_httpx_logs_addresses_scrubbed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    lab = Lab(tmp_path)
    with lab.store:
        asker = lab.asker(lambda request: httpx.Response(200, json={}))
        asyncio.run(asker.ask("k", WIDE, "GET", f"https://api.test/x?access_token={HIDDEN}"))
    assert "access_token=***" in caplog.text
    assert HIDDEN not in caplog.text


@pytest.mark.parametrize("bad", [f"{HIDDEN}\n", f"{HIDDEN}中"])
def test_no_secret_in_a_traceback(bad: str, tmp_path: Path) -> None:
    """A token that no header can carry: httpx's own error quotes it."""
    lab = Lab(tmp_path)
    with lab.store:
        asker = lab.asker(failing)
        with pytest.raises(LookFailed) as caught:
            asyncio.run(asker.ask("k", WIDE, "GET", f"https://a.test/?key={bad}", headers={"access-token": bad}))
    told = "".join(traceback.format_exception(caught.value))
    assert HIDDEN not in told
    assert HIDDEN not in str(caught.value)


def test_credentials_from_a_file_outside_or_the_environment(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    file = private(tmp_path / "accounts.toml", GOOD)
    expected = {
        "A1": (WechatOwner("wx0001", Secret(HIDDEN)),),
        "A2": (WeiboOwner(Secret(HIDDEN)),),
        "A3": (Feed("https://rss.office.test/feeds/MP_WXS_1.json", FeedKind.WEWE_RSS, max_age=timedelta(hours=12)),),
    }
    assert read_credentials(workspace, {}, file) == expected
    assert read_credentials(workspace, {FILE_NAME: str(file)}) == expected
    assert read_credentials(workspace, {TEXT_NAME: GOOD}) == expected
    assert read_credentials(workspace, {}) == {}


def test_a_file_inside_the_workspace_or_open_to_others_is_refused(tmp_path: Path) -> None:
    inside = private(tmp_path / "accounts.toml", GOOD)
    with pytest.raises(CredentialError, match="不能放在工作文件夹"):
        read_credentials(tmp_path, {}, inside)
    link = tmp_path.parent / f"{tmp_path.name}-link.toml"
    link.symlink_to(inside)
    with pytest.raises(CredentialError, match="不能放在工作文件夹"):
        read_credentials(tmp_path, {}, link)
    inside.chmod(0o644)
    with pytest.raises(CredentialError, match="chmod 600"):
        read_credentials(tmp_path / "workspace", {}, inside)
    with pytest.raises(CredentialError, match="打不开"):
        read_credentials(tmp_path / "workspace", {}, tmp_path / "nothing.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'["A1".wechat]\nappid = "wx"\nsecret = {HIDDEN}', "第3行"),
        (f'["A1".wechat]\nappid = "wx"\nsecret = ["{HIDDEN}"]', "secret"),
        (f'["A1".wechat]\nappid = "wx"\nsecret = "{HIDDEN}中"', "全角"),
        (f'["A1".wechat]\nappid = "wx"\nsecret = "{HIDDEN}\\n"', "secret"),
        (f'["A1".webo]\ntoken = "{HIDDEN}"', "不认识的段"),
        (f'A1 = "{HIDDEN}"', "写法有误"),
        (f'["A1".feed]\nurl = "{HIDDEN}"', "http"),
        ('["A1".feed]\nurl = "https://a.test/"\nkind = "rss"', "kind"),
        ('["A1".feed]\nurl = "https://a.test/"\ntimezone = "../etc"', "timezone"),
        ('["A1".feed]\nurl = "https://a.test/"\nmax_age_hours = 0', "max_age_hours"),
    ],
)
def test_mistakes_are_told_without_any_value(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match=told) as caught:
        read_credentials(tmp_path, {TEXT_NAME: text})
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))


def test_no_secret_in_any_log_over_a_real_connection(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """At the loudest level, httpcore's lines included; the platform's token is a secret too."""
    caplog.set_level(logging.DEBUG)
    lab = Lab(tmp_path)
    given = Owner("wx0001", HIDDEN)
    task = AccountTask("A1", (WechatOwner("wx0001", Secret(HIDDEN)),))

    async def go() -> None:
        async with guarded_client(contact="office", guard=AddressGuard(allow_private=True)) as client:
            await look_at_accounts([task], LookSettings(places=platforms.places()), lab.store, client, lab.clock)

    with lab.store, serve_platforms(WechatStandIn([given], lambda: NOW), {}) as platforms:
        asyncio.run(go())
    assert platforms.asked.total() > 2
    assert "getarticletotaldetail?access_token=***" in caplog.text
    assert HIDDEN not in caplog.text
    assert given.token
    assert given.token not in caplog.text
    assert given.token.encode() not in (tmp_path / "accounts.sqlite").read_bytes()
