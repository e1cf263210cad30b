"""`xuncha daily`, and what is said beside all that is written. The notice has its own file."""

from datetime import datetime
from pathlib import Path

import click

from desk.cli.options import NOW
from desk.context import Desk, open_desk
from desk.findings.backlog import held_told
from desk.findings.site_decisions import undecided
from desk.findings.unsettled import unsettled
from desk.notices.daily_record import write_day
from desk.presenters.place_names import left_out, site_name
from desk.workspace.clock import now_or
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING


def listed(files: list[Path]) -> None:
    for file in files:
        click.echo(str(file))


def say_unsettled(desk: Desk, ledger: Ledger) -> None:
    """Before anything is read for what is to be written."""
    if text := unsettled(desk, ledger):
        click.echo(f"注意：{text}。", err=True)


def warn(desk: Desk, ledger: Ledger, now: datetime) -> None:
    standing = ledger.findings.find(states=STANDING, pages=False)
    if text := left_out(desk, standing, now):
        click.echo(f"注意：{text}。", err=True)
    for told, advice in held_told(desk, standing, now):
        click.echo(f"注意：{told}：{advice}。", err=True)
    for one in undecided(desk, ledger, now):
        click.echo(f"注意：{one.sentence(site_name(desk, one.site))}。", err=True)


@click.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="哪一天；不写则为当天")
@click.option("--out", type=click.Path(path_type=Path), help="放在这个文件夹")
@NOW
@click.pass_obj
def daily(folder: Path | None, day: datetime | None, out: Path | None, moment: str | None) -> None:
    """写巡查日志。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger, ledger.snapshot():
        say_unsettled(desk, ledger)
        listed(write_day(desk, ledger, day.date() if day else now.date(), out or desk.workspace.out, now))
        warn(desk, ledger, now)
