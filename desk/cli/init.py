"""`xuncha init`: makes a workspace and asks for the four things that every letter needs."""

from pathlib import Path

import click

from desk.cli.asking import on_terminal
from desk.config.start_settings import InitAnswers, enter
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace

_ASKED = (
    ("office", "发通报的单位全称（如 望舒区人民政府办公室）"),
    ("contact", "联系人和电话（如 王某 0851-88880000）"),
    ("region", "本地区全称（如 贵州省望舒市望舒区）"),
    ("mail", "发信的邮箱地址（如 wangzhan@example.gov.cn）"),
)


def _asked(name: str, words: str) -> str:
    """An answer that can be written down; Enter leaves it open."""
    while True:
        said = str(click.prompt(words, default="", show_default=False))
        try:
            InitAnswers.of({name: said})
        except ConfigError as wrong:
            click.echo(str(wrong))
        else:
            return said


@click.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--office", help="发通报的单位全称")
@click.option("--contact", help="联系人和电话")
@click.option("--region", help="本地区全称，省、市、县区都写")
@click.option("--mail", help="发信的邮箱地址")
def init(folder: Path, **given: str | None) -> None:
    """新建一个可编辑的工作区；在屏幕前运行时问四件事，不知道的直接回车，以后可改。"""
    answers = InitAnswers.of(given)  # a wrong mail address is told before anything is made
    workspace = Workspace.init(folder)
    if on_terminal():
        answers = InitAnswers.of({name: given[name] or _asked(name, words) for name, words in _ASKED})
    enter(workspace, answers)
    click.echo(
        f"已建立工作区 {folder}。下一步：进入它，运行 xuncha register import 你的台账.xlsx，然后运行 xuncha inspect。"
    )
    if first := answers.first_person():
        told = f"登录名“{first[0]}”作的决定记在“{first[1]}”名下"
        click.echo(f"{told}，不对的请改 {folder / 'config'} 里 xuncha.toml 的 [people]。")
    if missing := answers.missing():
        click.echo(
            f"还没有填写：{'、'.join(missing)}；写通报、发信以前请填进 {folder / 'config'} 的 xuncha.toml、mail.toml。"
        )
