"""How the browser is started: which switches close every way round the proxy. The only place that names switches."""

import os
from pathlib import Path
from typing import Any

from crawler.browser.proxy.guarded_proxy import GuardedProxy
from crawler.connect.settings import user_agent

SWITCHES = (
    "--disable-quic",  # UDP, and WebTransport with it
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # names are looked up by the proxy's guard; the browser itself knows but the proxy
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    "--no-pings",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    # every frame is drawn by its page's process: one of its own may be pictured before its numbers are covered. What
    # this guards against in daily use, one site reading another's secrets, has nothing to read here
    "--disable-site-isolation-trials",
    "--disable-gpu",
    "--metrics-recording-only",
)
_UNWANTED = ["--disable-popup-blocking"]  # playwright's own


def launch_options(executable: Path, proxy: GuardedProxy) -> dict[str, Any]:
    """Arguments of playwright's ``chromium.launch``. The sandbox stays on but for root, for whom it does not start."""
    return {
        "executable_path": str(executable),
        "headless": True,
        "chromium_sandbox": not _root(),
        "proxy": {
            "server": proxy.address,
            "username": proxy.username,
            "password": proxy.password,
            "bypass": "<-loopback>",
        },
        "args": list(SWITCHES),
        "ignore_default_args": list(_UNWANTED),
        "timeout": 60_000.0,
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }


def context_options(agent: str) -> dict[str, Any]:
    """Arguments of ``browser.new_context``: a visitor in China without a history, who grants and keeps nothing."""
    return {
        "user_agent": agent,
        "ignore_https_errors": True,  # reading is what matters here: certificates are judged elsewhere
        "accept_downloads": False,
        "service_workers": "block",
        "permissions": [],
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


def agent_of(browsers_own: str, contact: str) -> str:
    """The agent that this browser gives when a person uses it, and behind it ours, with the office's contact."""
    named = user_agent(contact).partition("; ")[2].rstrip(")")
    return f"{browsers_own.replace('HeadlessChrome/', 'Chrome/')} ({named})"


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
