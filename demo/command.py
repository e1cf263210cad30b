"""`xuncha demo`."""

import sys
from datetime import timedelta
from pathlib import Path

import click

from demo.run import contents, run_demo
from desk.cli.options import NOW
from desk.workspace.clock import now_or

AFTER = timedelta(days=8)  # the morning after the last day that is played


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="放在这里")
@NOW
def demo(out: Path, moment: str | None) -> None:
    """在虚构的示范区上跑一遍全部工作。"""
    made = run_demo(out, now_or(moment))
    click.echo(f"\n共写出 {len(made)} 个文件：")
    for line in contents(out):
        click.echo(line)
    day_after = now_or(moment) + AFTER
    command = f"{_program()} --workspace {out / '工作区'} desk --now {day_after:%Y-%m-%d}T08:30"
    click.echo(f"\n在浏览器里看示范区，运行：{command}")


def _program() -> str:
    """The program as it was called, from here."""
    called = Path(sys.argv[0])
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_absolute() and called.is_relative_to(here) else str(called)
