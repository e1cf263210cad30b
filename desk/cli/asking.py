"""Asking the person at the terminal: who it is, and before something is done that cannot be taken back by a word."""

import sys
from collections.abc import Callable
from typing import Any

import click

from desk.config.people import login, named, nobody, person
from desk.config.settings import load_settings
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace

YES = click.option("--yes", is_flag=True, help="不再询问")
_HELP = "经办人的姓名；不写则按环境变量 XUNCHA_BY，或 config/xuncha.toml 的 [people]"


def on_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(yes: bool) -> None:
    """Go on where a person says yes; nobody there to ask is no: ConfigError."""
    if yes:
        return
    try:
        said = click.confirm("这样做吗？")
    except click.Abort:
        said = False
    if not said:
        raise ConfigError(ConfigMistake("没有做", "没有回答“y”", "不用询问的，请加上 --yes"))


def _given(value: str) -> str:
    try:
        return named(value)
    except ValueError as wanted:
        raise click.BadParameter(str(wanted)) from None


def _known(context: click.Context) -> str:
    """Who sits there by the workspace's settings, or ""."""
    settings = load_settings(Workspace.find(context.obj).settings_file)
    return person(settings.people, login()) or ""


def _decider(context: click.Context, _param: click.Parameter, value: str | None) -> str:
    if context.resilient_parsing:
        return ""
    if value is not None:
        return _given(value)
    if context.params.get("dry_run"):
        return ""  # decides nothing
    return _known(context) or (_asked() if on_terminal() else _refused())


def _writer(context: click.Context, _param: click.Parameter, value: str | None) -> str:
    if context.resilient_parsing:
        return ""
    return _given(value) if value is not None else _known(context)


def _asked() -> str:
    try:
        return _given(str(click.prompt("请写您的姓名，这个决定记在谁名下", default="", show_default=False)))
    except click.Abort:
        return _refused()


def _refused() -> str:
    who = login()
    text = f"登录名“{who}”不知道是谁" if who else "不知道是谁"
    line = f'，或在 config/xuncha.toml 的 [people] 里写一行 "{who}" = "姓名"'
    raise ConfigError(
        ConfigMistake(
            "--by", f"要知道是谁作的决定，{text}", f"请加上 --by 姓名{'' if nobody(who) or not who else line}"
        )
    )


def _by(callback: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--by", envvar="XUNCHA_BY", callback=callback, metavar="姓名", help=_HELP)


BY = _by(_decider)  # of what a person decides or signs: nobody is refused
WRITER = _by(_writer)  # of what waits for a person's release: nobody is the program itself
