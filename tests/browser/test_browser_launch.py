"""How the browser is started: the sandbox, the switches that close the ways round the proxy, the agent."""

import os
from pathlib import Path

import pytest

from crawler.browser.launch import agent_of, context_options, launch_options
from crawler.browser.proxy.guarded_proxy import GuardedProxy
from crawler.connect.guard import AddressGuard


class _Proxy(GuardedProxy):
    address = "http://127.0.0.1:8"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="left out: a system without root")
@pytest.mark.parametrize(("user", "sandbox"), [(0, False), (1000, True)])
def test_the_sandbox_is_off_for_root_only(monkeypatch: pytest.MonkeyPatch, user: int, sandbox: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert launch_options(Path("chromium"), _Proxy(AddressGuard()))["chromium_sandbox"] is sandbox


def test_everything_goes_through_the_proxy() -> None:
    proxy = _Proxy(AddressGuard())
    told = launch_options(Path("chromium"), proxy)
    assert told["proxy"] == {
        "server": "http://127.0.0.1:8",
        "username": proxy.username,
        "password": proxy.password,
        "bypass": "<-loopback>",
    }
    assert {"--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"} <= set(told["args"])
    assert _Proxy(AddressGuard()).password != proxy.password


def test_a_visitor_grants_and_keeps_nothing() -> None:
    told = context_options("agent")
    assert (told["user_agent"], told["permissions"], told["accept_downloads"]) == ("agent", [], False)
    assert (told["service_workers"], told["timezone_id"]) == ("block", "Asia/Shanghai")


def test_the_agent_is_the_browsers_own_and_ours_behind_it() -> None:
    own = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0"
    told = agent_of(own, "http://a.gov.cn/x")
    assert told == f"{own.replace('Headless', '')} (xuncha/0.1; +http://a.gov.cn/x)"
