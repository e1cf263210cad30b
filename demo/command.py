"""`xuncha demo`."""

from pathlib import Path

import click

from demo.run import contents, run_demo
from desk.cli.options import NOW
from desk.workspace.clock import now_or


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="放在这里")
@NOW
def demo(out: Path, moment: str | None) -> None:
    """在虚构的示范区上跑一遍全部工作。"""
    made = run_demo(out, now_or(moment))
    click.echo(f"\n共写出 {len(made)} 个文件：")
    for line in contents(out):
        click.echo(line)
