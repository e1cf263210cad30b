"""`xuncha check`, `inspect`, `judge`, `probe`: the commands that look and judge."""

import json
from pathlib import Path

import click

from desk.clock import now_or
from desk.inspection import inspect_desk, judge_again, plan_run
from desk.office import chosen_sites, open_desk
from desk.probing import probe_all
from desk.progress import shown
from desk.results import COULD_NOT_LOOK, NOTHING_WRONG, Result
from desk.spot import spot_check
from desk.telling import site_name
from reports.text import plain

ALLOW = click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
NOW = click.option("--now", "moment", help="以这个时间为准(ISO,如 2026-11-23T08:30)")
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def tell(result: Result, as_json: bool) -> None:
    """Print the result and leave with its exit code."""
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        for item in result.findings:
            click.echo(f"{item.state}  {item.subject}  {plain(item.message)}")
        click.echo(f"发现问题 {len(result.findings)} 个,未能核查 {len(result.unknown)} 处。")
    raise click.exceptions.Exit(result.exit_code)


@click.command()
@click.argument("url")
@click.option("--pages", type=click.IntRange(1), default=200, show_default=True, help="最多看多少页")
@click.option("--out", type=click.Path(path_type=Path), help="报告放在这个文件夹")
@ALLOW
@NOW
@JSON
def check(url: str, pages: int, out: Path | None, allow_private: bool, moment: str | None, as_json: bool) -> None:
    """抽查一个网址,不用登记。"""
    with shown() as progress:
        result, report = spot_check(url, pages, out, allow_private=allow_private, now=now_or(moment), progress=progress)
    if report:
        click.echo(f"报告:{report}", err=True)
    tell(result, as_json)


@click.command()
@click.option("--site", "sites", multiple=True, help="只看这个网站(编号),可写多次")
@click.option("--unit", "units", multiple=True, help="只看这个单位的网站(编号),可写多次")
@ALLOW
@NOW
@JSON
@click.pass_obj
def inspect(
    folder: Path | None,
    sites: tuple[str, ...],
    units: tuple[str, ...],
    allow_private: bool,
    moment: str | None,
    as_json: bool,
) -> None:
    """巡查登记的网站:抓取、判定、入台账。"""
    desk, now = open_desk(folder), now_or(moment)
    plan = plan_run(desk, chosen_sites(desk.register, sites, units), now, allow_private=allow_private)
    with shown() as progress:
        result = inspect_desk(desk, plan, progress)
    tell(result, as_json)


@click.command()
@click.option("--run", "run", help="轮次;不写则为最近一轮")
@NOW
@JSON
@click.pass_obj
def judge(folder: Path | None, run: str | None, moment: str | None, as_json: bool) -> None:
    """用留存的记录重新判定,不访问网络。"""
    tell(judge_again(open_desk(folder), run, now_or(moment)), as_json)


@click.command()
@ALLOW
@NOW
@click.pass_obj
def probe(folder: Path | None, allow_private: bool, moment: str | None) -> None:
    """访问每个首页一次并记录(站点无法访问按这些记录判定)。"""
    desk = open_desk(folder)
    made = probe_all(desk, now_or(moment), allow_private=allow_private)
    for site, seen in made:
        click.echo(f"{site_name(desk, site)}:{'打开' if seen.opened else '没有打开'}({seen.elapsed:.1f} 秒)")
    raise click.exceptions.Exit(NOTHING_WRONG if all(p.controls_ok for _, p in made) else COULD_NOT_LOOK)
