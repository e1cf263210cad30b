"""`xuncha sample`: a spot check by lot. Only words and calls, no rules."""

from collections import Counter
from pathlib import Path

import click

from desk.cli.looking.inspect import ALLOW, NOW
from desk.context import open_desk
from desk.inspections.account_inspection import Surroundings
from desk.inspections.progress import shown
from desk.spot_checks.random_sample import Share
from desk.spot_checks.sampling import SampleRequest, draw, inspect_drawn, write_sample
from desk.workspace.clock import now_or
from reports.figures.text import plain
from reports.letters.random_sample import DrawnFigures


def _share(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Share | None:
    if value is None:
        return None
    try:
        return Share.read(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}”不对，{error}") from error


@click.command()
@click.option("--sites", callback=_share, metavar="比例或个数", help="抽多少网站，如 20% 或 5")
@click.option("--accounts", callback=_share, metavar="比例或个数", help="抽多少账号，如 10% 或 20")
@click.option("--seed", type=click.IntRange(0), help="抽签种子；不写则用当日日期，如 20261123")
@click.option("--draw-only", is_flag=True, help="只抽签，不检查")
@click.option("--at-once", is_flag=True, help="复核之间不等待（平时隔 10 分钟和 6 小时复核）")
@click.option("--out", type=click.Path(path_type=Path), help="抽查情况表放在这个文件夹；只抽签时不写则不存")
@ALLOW
@NOW
@click.pass_obj
def sample(
    folder: Path | None,
    sites: Share | None,
    accounts: Share | None,
    seed: int | None,
    draw_only: bool,
    at_once: bool,
    out: Path | None,
    allow_private: bool,
    moment: str | None,
) -> None:
    """抽查：按单位分组抽签，检查抽中的网站和账号，写抽查情况表。"""
    desk, now = open_desk(folder), now_or(moment)
    desk = desk.at_once() if at_once else desk
    drawn, code = draw(desk, SampleRequest(sites, accounts, seed), now), 0
    _tell(drawn)
    if not draw_only:
        with shown() as progress:
            drawn, code = inspect_drawn(desk, drawn, Surroundings(allow_private=allow_private), progress)
        results = Counter(one.result for one in drawn.subjects)
        click.echo(f"抽查结果：{'，'.join(f'{word} {count} 个' for word, count in results.most_common())}。")
    if out or not draw_only:
        for path in write_sample(desk, drawn, out or desk.workspace.root / "抽查"):
            click.echo(str(path))
    raise click.exceptions.Exit(code)


def _tell(drawn: DrawnFigures) -> None:
    click.echo(f"种子 {drawn.seed}，登记册校验值 {drawn.register[:12]}。")
    for group in drawn.groups:
        names = [
            f"{one.id} {plain(one.name)}"
            for one in drawn.subjects
            if (one.what, one.group) == (group.what, group.group)
        ]
        click.echo(f"{group.what}·{group.group}：{group.total} 个抽 {group.drawn} 个  {'、'.join(names)}")
    if drawn.left_out:
        click.echo(f"未参加抽签 {len(drawn.left_out)} 个：{'、'.join(plain(name) for _, name, _ in drawn.left_out)}。")
