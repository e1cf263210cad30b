"""The pages served, with the clock beside them, until Ctrl-C or SIGTERM."""

import logging
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

import click

from desk.config.settings import DeskSettings, bind_of
from desk.context import open_desk
from desk.failures import EXPECTED
from desk.web.here import Here
from desk.web.program import PROGRAM
from desk.web.setting_up import set_up
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import ConfigError, ConfigMistake

THREADS = 8
LEAVE = 20.0  # seconds the clock has to end what it runs
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def opened(folder: Path | None, moment: str | None = None, *, allow_private: bool = False) -> Here:
    """The workspace, with Django set up for it."""
    desk = open_desk(folder)
    desk.workspace.prepare()
    here = Here(desk.workspace, _clock(moment), allow_private)
    set_up(here, desk.settings.desk)
    return here


def _clock(moment: str | None) -> Callable[[], datetime]:
    """The present; or a time of its own that goes on from ``moment``."""
    if moment is None:
        return lambda: now_or(None)
    begun, real = now_or(moment), now_or(None)
    return lambda: begun + (now_or(None) - real)


def run(folder: Path | None, bind: str | None, *, clock: bool, allow_private: bool, moment: str | None) -> None:
    """Serve until told to stop. The first start makes an administrator and tells the password once."""
    here = opened(folder, moment, allow_private=allow_private)
    settings = here.desk().settings.desk
    host, port = _place(bind, settings)
    import waitress
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from desk.web.people.accounts import FIRST, first_administrator

    call_command("clearsessions")
    password = first_administrator()
    if password:
        click.echo(f"首次启动，已建立管理员。登录名：{FIRST}　一次性口令：{password}　（登录后要更改，这里只显示一次）")
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that some wait a moment is no news
    threading.Thread(target=_warm, args=(here,), daemon=True).start()
    with _beside(here) if clock else nullcontext():
        click.echo(f"工作台：{_address(host, port, settings)}　（按 Ctrl-C 停止）")
        try:
            waitress.serve(
                get_wsgi_application(), host=host.strip("[]"), port=port, threads=THREADS, ident=None,
                clear_untrusted_proxy_headers=True, **(proxy if settings.tls else {}),
            )  # fmt: skip
        except OSError as error:
            raise ConfigError(ConfigMistake("--bind", f"{host}:{port} 用不了（{error}）", "请换一个端口")) from error


def _place(bind: str | None, settings: DeskSettings) -> tuple[str, int]:
    """Where to listen. Without HTTPS before it, passwords would cross the network as they are: only on this machine."""
    try:
        host, _, port = bind_of(bind or settings.bind).rpartition(":")
    except ValueError as wanted:
        raise ConfigError(ConfigMistake("--bind", str(wanted), "如 127.0.0.1:8600")) from None
    if host not in _LOOPBACK and not settings.tls:
        advice = "请放在 nginx 后面用 HTTPS（见 deploy/），再把 [desk] 的 tls 写成 true；只在本机用的写 127.0.0.1"
        raise ConfigError(ConfigMistake("--bind", f"{host} 不是本机地址，口令会不加密地经过网络", advice))
    return host, int(port)


def _address(host: str, port: int, settings: DeskSettings) -> str:
    return f"https://{settings.names[0]}/" if settings.tls and settings.names else f"http://{host}:{port}/"


def _warm(here: Here) -> None:
    """The ledger is read before the first person comes; what is in the way there, that person is told."""
    with suppress(*EXPECTED), here.reading() as ledger:
        here.stand(ledger)


@contextmanager
def _beside(here: Here) -> Iterator[None]:
    """The clock in a process of its own; one that another holds already goes on there."""
    child = subprocess.Popen([*PROGRAM, "--workspace", str(here.workspace.root), "serve"])
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(LEAVE)
        except subprocess.TimeoutExpired:
            child.kill()
