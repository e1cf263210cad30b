"""`xuncha import-findings --kind 留言`, `reports messages`: what the message boxes of sites received."""

from datetime import datetime
from pathlib import Path

import click

from desk.cli.options import NOW
from desk.imports.messages import TakenMessages
from desk.workspace.clock import now_or
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary.post.message import MessageFile
from reports.figures.text import plain, shorten

SHOWN = 20  # rows left out that are told one by one


def tell_messages(taken: TakenMessages, *, dry_run: bool) -> None:
    click.echo(f"{'试读，没有记入：' if dry_run else ''}{_line(taken.file)}")
    for where, why in taken.left[:SHOWN]:
        click.echo(f"  {where}：{why}，没有记入")
    if len(taken.left) > SHOWN:
        click.echo(f"  还有 {len(taken.left) - SHOWN} 行没有记入。")
    if unnamed := sum(not one.unit for one in taken.file.messages):
        click.echo(f"{unnamed} 条的单位或网站不在登记册中，或者没有写；照样计入总数，通报里不再分单位。")
    if taken.unused:
        click.echo(f"没有用到的列：{'、'.join(shorten(title, 20) for title in taken.unused)}。")
    if taken.unread:
        click.echo(f"没有认出列标题、没有读的工作表：{'、'.join(shorten(name, 20) for name in taken.unread)}。")


def _line(file: MessageFile) -> str:
    of = f"{file.id:>5}  " if file.id else ""
    answered = [one.answered for one in file.messages]
    told = f"，已答复 {sum(map(bool, answered))} 条" if file.messages and None not in answered else ""
    return (
        f"{of}{plain(file.source)}  {file.since} 至 {file.until} 收到留言 {len(file.messages)} 条{told}"
        f"（{file.as_of} 导出）"
    )


@click.command("messages")
@click.option("--withdraw", "number", type=click.IntRange(1, 10**12), help="导入错了的，写它的编号，不再计入")
@NOW
@click.pass_obj
def message_files(folder: Path | None, number: int | None, moment: str | None) -> None:
    """列出导入过的网民留言；同一信箱后导出的代替先导出的。"""
    workspace, now = Workspace.find(folder), now_or(moment)
    if number is not None:
        _withdraw(workspace, number, now)
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        files = ledger.messages.files()
    for file in files:
        click.echo(_line(file))
    click.echo(f"共 {len(files)} 份。")


def _withdraw(workspace: Workspace, number: int, now: datetime) -> None:
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        ledger.messages.withdraw(number, now)
    click.echo(f"第 {number} 份不再计入。")
