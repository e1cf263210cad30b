"""`xuncha columns …`: what a person saw of a column. Only words and calls, no rules."""

from datetime import date
from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.looking.inspect import NOW
from desk.context import open_desk
from desk.inspections.column_records import ColumnLook, record_look
from desk.register.cells import parse_day
from desk.workspace.clock import now_or
from ledger.vocabulary import Outcome
from reports.figures.text import plain

SAID = {Outcome.PASS: "正常", Outcome.FAIL: "问题", Outcome.UNKNOWN: "未能核查"}


@click.group()
def columns() -> None:
    """栏目：记入人工核看的结果。"""


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    day = parse_day(value) if value else None
    if value and day is None:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2026-11-28")
    return day


@columns.command("record")
@click.argument("column", metavar="栏目")
@click.option("--newest", callback=_day, metavar="日期", help="最近一条信息的发布日期，如 2026-11-28")
@click.option("--blank", is_flag=True, help="栏目里没有任何信息")
@click.option("--title", default="", help="最近一条信息的标题")
@click.option("--url", default="", help="最近一条信息的网址；不写则为栏目的网址")
@click.option("--picture", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="截图，留作证据")
@BY
@click.option("--why", required=True, help="为什么人工核看、看到了什么")
@NOW
@click.pass_obj
def record(
    folder: Path | None,
    column: str,
    newest: date | None,
    blank: bool,
    title: str,
    url: str,
    picture: Path | None,
    by: str,
    why: str,
    moment: str | None,
) -> None:
    """记入人工核看“栏目”（编号）的结果：最近一条信息的发布日期，或者栏目空白。"""
    if blank == (newest is not None):
        raise click.UsageError("请写 --newest 日期，或写 --blank，二者写一个")
    look = ColumnLook(column, newest, title, url, picture, by, why)
    said = record_look(open_desk(folder), look, now_or(moment))
    click.echo(f"已记入栏目 {column} 的人工核看结果。")
    for verdict in said:
        click.echo(f"{SAID[verdict.outcome]}  {plain(verdict.message)}")
