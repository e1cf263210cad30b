"""The commands. What people read is Chinese; exit codes: 0 nothing wrong, 1 problems, 2 wrong use, 3 could not look."""

import signal
import sys
from pathlib import Path

import click

from desk.cli.cli_i18n import speak_chinese
from desk.cli.commands import COMMANDS
from desk.cli.help import ByTheDay
from desk.cli.lazy_group import Lazily


@click.group(cls=ByTheDay, commands=Lazily(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workspace", type=click.Path(path_type=Path), help="工作区文件夹；不写则用当前所在的工作区")
@click.pass_context
def cli(context: click.Context, workspace: Path | None) -> None:
    """巡查：按检查指标巡查政府网站，留存证据，生成通报。"""
    context.obj = workspace


speak_chinese(cli)


def expected() -> tuple[type[BaseException], ...]:
    """What may go wrong; asked only when something did, for it loads all that can."""
    from desk.cli.failures import EXPECTED

    return EXPECTED


def main() -> None:
    """The program. Every expected failure is one clear sentence and the right exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by the system: as by Ctrl-C
    try:
        code = cli.main(standalone_mode=False, prog_name="xuncha")
    except expected() as error:
        from desk.cli.failures import told

        text, code = told(error)
        click.echo(text, err=True)
    sys.exit(code if isinstance(code, int) else 0)
