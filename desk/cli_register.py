"""`xuncha register …`: the commands a clerk keeps the register with. Only words and calls, no rules."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from desk.register import load_register
from desk.register.cells import parse_day
from desk.register.reorganise import Change, Merge, Move, Rename, Summary, reorganise
from desk.register.workbook import export_workbook, import_workbook
from desk.workspace import Workspace
from ledger.ledger import only_writer
from ledger.vocabulary import Register

_FILE = click.Path(path_type=Path, dir_okay=False)


def _parse_day(_ctx: click.Context, _param: click.Parameter, value: str) -> date:
    day = parse_day(value)
    if day is None:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2026-11-23")
    return day


def _day(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--day", callback=_parse_day, metavar="日期", required=True, help="从哪天起（含当天）")(command)


def _count(register: Register) -> str:
    return (
        f"单位 {len(register.units)} 个，网站 {len(register.sites)} 个，"
        f"栏目 {len(register.columns)} 个，账号 {len(register.accounts)} 个"
    )


@click.group("register", help="登记册：单位、网站、栏目、账号。")
def register() -> None:
    pass


@register.command("import", help="用 Excel 表“文件”替换登记册；有一处错误就一处也不改。")
@click.argument("file", metavar="文件", type=_FILE)
@click.pass_obj
def import_(root: Path | None, file: Path) -> None:
    workspace = Workspace.find(root)
    with only_writer(workspace.ledger):
        register = import_workbook(file, workspace.register)
    click.echo(f"已导入：{_count(register)}")


@register.command("export", help="把登记册写成 Excel 表“文件”，内附内容保障责任表。")
@click.argument("file", metavar="文件", type=_FILE)
@click.pass_obj
def export(root: Path | None, file: Path) -> None:
    export_workbook(Workspace.find(root).register, file)
    click.echo(f"已写入 {file}")


@register.command("check", help="检查登记册，列出全部错误。")
@click.pass_obj
def check(root: Path | None) -> None:
    click.echo(f"没有错误：{_count(load_register(Workspace.find(root).register))}")


@register.group("reorganise", help="机构调整：改名、合并、移交，保留以前的记录。")
def reorganise_group() -> None:
    pass


def _apply(root: Path | None, change: Change, day: date) -> None:
    workspace = Workspace.find(root)
    with only_writer(workspace.ledger):
        done: Summary = reorganise(workspace.register, change, day)
    named = {"单位": done.units, "网站": done.sites, "栏目": done.columns, "账号": done.accounts}
    touched = [f"{what} {'、'.join(ids)}" for what, ids in named.items() if ids]
    click.echo(f"已从 {day} 起调整：{'；'.join(touched) or '没有需要改动的'}")


@reorganise_group.command("rename", help="“单位”（编号）改名为“名称”。")
@click.argument("unit", metavar="单位")
@click.argument("name", metavar="名称")
@_day
@click.pass_obj
def rename(root: Path | None, unit: str, name: str, day: date) -> None:
    _apply(root, Rename(unit, name), day)


@reorganise_group.command("merge", help="把“单位”（编号，一个或几个）并入另一个单位。")
@click.argument("units", metavar="单位…", nargs=-1, required=True)
@click.option("--into", required=True, help="承接单位的编号")
@click.option("--name", default="", help="承接单位是新设的，写它的名称")
@_day
@click.pass_obj
def merge(root: Path | None, units: tuple[str, ...], into: str, name: str, day: date) -> None:
    _apply(root, Merge(units, into, name), day)


@reorganise_group.command("move", help="把网站、栏目、账号移交给另一个单位。")
@click.option("--site", "sites", multiple=True, help="网站编号，可写几次")
@click.option("--column", "columns", multiple=True, help="栏目编号，可写几次")
@click.option("--account", "accounts", multiple=True, help="账号编号，可写几次")
@click.option("--to", required=True, help="接手单位的编号")
@_day
@click.pass_obj
def move(
    root: Path | None, sites: tuple[str, ...], columns: tuple[str, ...], accounts: tuple[str, ...], to: str, day: date
) -> None:
    _apply(root, Move(to, sites, columns, accounts), day)
