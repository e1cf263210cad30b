"""`xuncha alert`: tell the groups of urgent problems now."""

from pathlib import Path

import click

from desk.cli.options import NOW
from desk.context import open_desk
from desk.facts.run_result import COULD_NOT_LOOK
from desk.workspace.clock import now_or
from ledger.correspondence.alerts import AlertState
from ledger.ledger import Ledger


@click.command()
@click.option("--test", "trial", is_flag=True, help="给每个群发一条测试消息，不发问题")
@NOW
@click.pass_obj
def alert(folder: Path | None, trial: bool, moment: str | None) -> None:
    """把新核实的单项否决等紧急问题发到工作群（群机器人）。"""
    from desk.correspondence.robots import (
        alert as tell_groups,  # loads the network's library, which no other command needs
    )
    from desk.correspondence.robots import send_test

    desk, now = open_desk(folder), now_or(moment)
    if trial:
        made = send_test(desk, now)
    else:
        with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
            made = tell_groups(desk, ledger, now)
    for one in made:
        if one.state is AlertState.SENT:
            click.echo(f"{one.robot}：{'测试消息已发' if trial else f'已发 {one.told} 个紧急问题'}")
        else:
            click.echo(f"{one.robot}：{one.state}。{one.why}", err=True)
    if not made:
        click.echo("还没有设置群机器人；请填写 config/robots.toml。")
    if any(one.state is not AlertState.SENT for one in made):
        raise click.exceptions.Exit(COULD_NOT_LOOK)
