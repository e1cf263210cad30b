"""`xuncha register …`: the commands a clerk keeps the register with. Only words and calls, no rules."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from desk.cli.asking import BY, on_terminal
from desk.cli.lazy_group import Lazily, Listed
from desk.cli.options import NOW
from desk.config.criteria import load_criteria
from desk.findings.orphaned_findings import stranded
from desk.findings.relocation import Moved, move_site, preview
from desk.register import load_register, save_register
from desk.register.cells import parse_day
from desk.register.closing import Closing, closing
from desk.register.readdress import AddressRule, Readdress
from desk.register.reorganise import Change, Merge, Rename, Summary, Takeover, reorganise
from desk.register.workbook import export_workbook
from desk.register_import.preview import counted
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger, no_inspection
from ledger.vocabulary import open_findings
from reports.figures.text import plain

_RULE_HELP = "旧地址=新地址，按开头对应；re:正则式=新地址，按整个地址对应；可写几次，不写则路径不变"
_FILE = click.Path(path_type=Path, dir_okay=False)


def _parse_day(_ctx: click.Context, _param: click.Parameter, value: str) -> date:
    day = parse_day(value)
    if day is None:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2026-11-23")
    return day


def _day(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--day", callback=_parse_day, metavar="日期", required=True, help="从哪天起（含当天）")(command)


BELOW = {  # commands of other files
    "import": Listed("desk.cli.taking_in.register_import:import_"),
    "undo": Listed("desk.cli.taking_in.register_import:undo"),
}


@click.group("register", help="登记册：单位、网站、栏目、账号。", commands=Lazily(BELOW))
def register() -> None:
    pass


@register.command("export", help="把登记册写成 Excel 表“文件”，内附内容保障责任表。")
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--yes", is_flag=True, help="已有这个文件的，覆盖它")
@click.pass_obj
def export(root: Path | None, file: Path, yes: bool) -> None:
    workspace = Workspace.find(root)
    if file.exists() and not yes and not (on_terminal() and click.confirm(f"已有 {file}，覆盖它吗？", default=False)):
        raise ConfigError(ConfigMistake(str(file), "已有这个文件，没有覆盖", "请换一个文件名，或加 --yes"))
    export_workbook(workspace.register, file)
    click.echo(f"已写入 {file}")


@register.command("check", help="检查登记册，列出全部错误，和因登记改变不再检查、要人决定的问题。")
@NOW
@click.pass_obj
def check(root: Path | None, moment: str | None) -> None:
    workspace, now = Workspace.find(root), now_or(moment)
    register = load_register(workspace.register)
    click.echo(f"没有错误：{counted(register)}")
    if not workspace.ledger.exists():
        return
    criteria = load_criteria(workspace.criteria)
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        left = list(stranded(register, criteria, open_findings(ledger.findings.find(), now), now.date()))
    for finding, why in left:
        click.echo(f"问题 {finding.id} 不再检查：{why}。{plain(finding.message)}")
    if left:
        click.echo(f"以上 {len(left)} 个问题不会自己销号，请逐个核对后用 xuncha finding 作出决定。")


@register.group("reorganise", help="机构调整：改名、合并、移交，保留以前的记录。")
def reorganise_group() -> None:
    pass


def _apply(root: Path | None, change: Change, day: date) -> None:
    workspace = Workspace.find(root)
    with no_inspection(workspace.ledger):
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
    _apply(root, Takeover(to, sites, columns, accounts), day)


def _rules(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[AddressRule, ...]:
    try:
        return tuple(AddressRule.read(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@reorganise_group.command("readdress", help="网站迁址（换域名、集约化）：编号、问题和记录不变，地址按规则对应。")
@click.option("--site", required=True, help="网站编号")
@click.option("--home", required=True, help="新的首页地址")
@click.option("--rule", "rules", multiple=True, callback=_rules, metavar="旧=新", help=_RULE_HELP)
@_day
@click.option("--dry-run", is_flag=True, help="只列出会改什么，不改")
@BY
@NOW
@click.pass_obj
def readdress(
    root: Path | None,
    site: str,
    home: str,
    rules: tuple[AddressRule, ...],
    day: date,
    dry_run: bool,
    by: str,
    moment: str | None,
) -> None:
    workspace, change, now = Workspace.find(root), Readdress(site, home, rules), now_or(moment)
    if day > now.date() and not dry_run:  # once it is entered the new address is looked at, and nothing else
        raise ConfigError(ConfigMistake("--day", f"{day} 还没有到", "请到迁址那天再登记"))
    done = preview(workspace, change, day) if dry_run else move_site(workspace, change, day, now, by)
    _tell_moved(done, home)
    click.echo("以上没有改动；去掉 --dry-run 再运行一次即改。" if dry_run else f"已从 {day} 起迁址。")


def _tell_moved(done: Moved, home: str) -> None:
    for column, old, new in done.columns:
        click.echo(f"栏目 {column}：{old} → {new}")
    for move in done.findings:
        old, new = plain(move.finding.place), plain(move.place)
        if move.taken:
            told = f"问题 {move.finding.id} 没有改：它的新地址 {new} 上已有问题 {move.taken}"
            click.echo(f"{told}；请核对两个问题，把重复的一个用 xuncha finding dismiss 判为误报", err=True)
        else:
            click.echo(f"问题 {move.finding.id}：{old} → {new}")
    if done.pinned:
        click.echo(f"网站登记了“指定连接”{done.pinned}，没有改；请核对 {home} 是否仍连到那里", err=True)


@register.command("close-site", help="登记网站关停：公告挂满 30 天、有上级批文，才能登记。")
@click.option("--site", required=True, help="网站编号")
@click.option("--announced", callback=_parse_day, metavar="日期", required=True, help="关停公告在首页挂出的日期")
@click.option("--closes", callback=_parse_day, metavar="日期", required=True, help="从哪天起关停")
@click.option("--approval", required=True, help="上级同意关停的文号")
@click.pass_obj
def close_site(root: Path | None, site: str, announced: date, closes: date, approval: str) -> None:
    workspace = Workspace.find(root)
    with no_inspection(workspace.ledger):
        after = closing(load_register(workspace.register), Closing(site, announced, closes, approval))
        save_register(after, workspace.register)
    click.echo(f"已登记：{after.sites[site].name}自 {announced} 公告，{closes} 起关停。公告期内照常检查，不检查更新。")
