"""`xuncha check`, `inspect`, `judge`, `probe`: the commands that look and judge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from desk.cli.json_line import echo_json
from desk.cli.options import JSON
from desk.config.reasons import ReasonWords, load_reasons
from desk.context import Desk, chosen_sites, open_desk
from desk.facts.run_result import COULD_NOT_LOOK, Result
from desk.findings.summing_up import told, unseen
from desk.inspections.inspection import inspect_desk, judge_again, plan_run
from desk.inspections.progress import shown
from desk.presenters.place_names import site_name
from desk.spot_checks.spot import spot_check
from desk.workspace.clock import now_or
from desk.workspace.validators import FASTEST
from desk.workspace.workspace import shipped_config
from ledger.vocabulary import Reason

ALLOW = click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
NOW = click.option("--now", "moment", help="以这个时间为准（ISO，如 2026-11-23T08:30）")


def tell(
    result: Result,
    as_json: bool,
    words: Mapping[Reason, ReasonWords],
    desk: Desk | None = None,
    today: date | None = None,
) -> None:
    """Print the result and leave with its exit code. Where nothing could be said, stderr tells why and what to do."""
    blind = result.exit_code == COULD_NOT_LOOK
    if as_json:
        echo_json(result.as_json())
    else:
        for line in told(desk, replace(result, unknown=()) if blind else result, words, today or now_or(None).date()):
            click.echo(line)
    if blind:
        for line in unseen(result.unknown, words):
            click.echo(line, err=True)
    raise click.exceptions.Exit(result.exit_code)


@click.command()
@click.argument("url", metavar="网址")
@click.option("--pages", type=click.IntRange(1), default=200, show_default=True, help="最多看多少页")
@click.option("--rate", type=click.FloatRange(0.01, FASTEST), help="每秒最多几页，不写的按每秒 2 页")
@click.option("--out", type=click.Path(path_type=Path), help="报告放在这个文件夹")
@ALLOW
@NOW
@JSON
def check(
    url: str, pages: int, rate: float | None, out: Path | None, allow_private: bool, moment: str | None, as_json: bool
) -> None:
    """抽查一个网址，不用登记。"""
    with shown() as progress:
        result, report = spot_check(
            url, pages, out, allow_private=allow_private, now=now_or(moment), progress=progress, rate=rate
        )
    if report:
        click.echo(f"报告：{report}", err=True)
    tell(result, as_json, load_reasons(shipped_config() / "words" / "reasons.toml"))


@click.command()
@click.option("--site", "sites", multiple=True, help="只看这个网站（编号），可写多次")
@click.option("--unit", "units", multiple=True, help="只看这个单位的网站（编号），可写多次")
@click.option("--daily", is_flag=True, help="只看首页、栏目、新文章和未销号的问题，不看全站")
@click.option("--at-once", is_flag=True, help="复核之间不等待（平时隔 10 分钟和 6 小时复核）")
@ALLOW
@NOW
@JSON
@click.pass_obj
def inspect(
    folder: Path | None,
    sites: tuple[str, ...],
    units: tuple[str, ...],
    daily: bool,
    at_once: bool,
    allow_private: bool,
    moment: str | None,
    as_json: bool,
) -> None:
    """巡查登记的网站：抓取、判定、入台账。"""
    desk, now = open_desk(folder), now_or(moment)
    desk = desk.at_once() if at_once else desk
    plan = plan_run(desk, chosen_sites(desk.register, sites, units), now, allow_private=allow_private, daily=daily)
    with shown() as progress:
        result = inspect_desk(desk, plan, progress)
    tell(result, as_json, desk.words, desk, now.date())


@click.command()
@click.option("--run", "run", help="轮次；不写则为最近一轮")
@NOW
@JSON
@click.pass_obj
def judge(folder: Path | None, run: str | None, moment: str | None, as_json: bool) -> None:
    """用留存的记录重新判定，不访问网络。"""
    desk, now = open_desk(folder), now_or(moment)
    tell(judge_again(desk, run, now), as_json, desk.words, desk, now.date())


@click.command()
@ALLOW
@NOW
@click.pass_obj
def probe(folder: Path | None, allow_private: bool, moment: str | None) -> None:
    """访问每个首页一次并记录（站点无法访问按这些记录判定）。"""
    from desk.inspections.probing import probe_all  # loads the network's libraries, which no other command needs

    desk = open_desk(folder)
    chosen_sites(desk.register, (), ())  # says what to do where there is none
    made = probe_all(desk, now_or(moment), allow_private=allow_private)
    for site, seen in made:
        why = f"，{desk.words[seen.reason].label}" if seen.reason and not seen.opened else ""
        click.echo(f"{site_name(desk, site)}：{'打开' if seen.opened else '没有打开'}（{seen.elapsed:.1f} 秒{why}）")
    if any(seen.reason is Reason.PRIVATE_ADDRESS for _, seen in made):
        inner = desk.words[Reason.PRIVATE_ADDRESS]
        click.echo(f"{inner.label}：{inner.meaning}。处理办法：{inner.advice}。", err=True)
    if not all(p.controls_ok for _, p in made):
        click.echo("对照网站都打不开，是本机网络不通，这次不算网站的问题；请检查本机网络后再运行一次。", err=True)
        raise click.exceptions.Exit(COULD_NOT_LOOK)
