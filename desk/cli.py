"""The commands. What people read is Chinese; exit codes: 0 nothing wrong, 1 problems, 2 wrong use, 3 could not look."""

import signal
import sqlite3
import sys
from pathlib import Path

import click

from desk.cli_accounts import accounts
from desk.cli_answers import answers
from desk.cli_columns import columns
from desk.cli_deciding import causes, precision, trust
from desk.cli_findings import finding, findings
from desk.cli_imports import add_finding, compare_findings, import_findings, reports
from desk.cli_json import echo_json
from desk.cli_letters import letters
from desk.cli_look import check, inspect, judge, probe
from desk.cli_notice import notice
from desk.cli_periodic import bulletin, holiday, score
from desk.cli_recheck import recheck
from desk.cli_register import register
from desk.cli_robots import alert
from desk.cli_sample import sample
from desk.cli_serve import backup, doctor, restore, serve, timetable
from desk.cli_site import site
from desk.cli_tell import daily, demo
from desk.cli_templates import check_letters
from desk.cli_urging import allow_letter, prompt, remind, supervise
from desk.cli_words import speak_chinese, wrong_use
from desk.problems import CannotLook, ConfigError
from desk.reading import read_list, read_one
from desk.results import COULD_NOT_LOOK, WRONG_USE
from desk.workspace import Workspace
from ledger.archive import ArchiveError
from ledger.ledger import (
    AlreadyAnswered,
    AlreadyIssued,
    ClockWentBack,
    ForbiddenChange,
    LedgerError,
    NoSuchFinding,
    NoSuchLetter,
    NoSuchNotice,
    NoSuchReport,
    NoSuchRun,
)
from ledger.refusals import refusal
from reports.letter import TemplateError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workspace", type=click.Path(path_type=Path), help="工作区文件夹；不写则用当前所在的工作区")
@click.pass_context
def cli(context: click.Context, workspace: Path | None) -> None:
    """巡查：按检查指标巡查政府网站，留存证据，生成通报。"""
    context.obj = workspace


@cli.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """新建一个可编辑的工作区。"""
    workspace = Workspace.init(folder)
    click.echo(
        f"已建立工作区 {folder}。下一步：填写 {workspace.config / 'register'} 中的表格，然后运行 xuncha inspect。"
    )


@cli.command()
@click.argument("source", metavar="[文件或网址]", required=False)
@click.option("--url", help="页面的网址（判断相对地址用）")
@click.option("--list", "listing", type=click.Path(path_type=Path), help="清单（制表符分隔，含 file、url 两列）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每页一行")
@click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
def read(source: str | None, url: str | None, listing: Path | None, as_json: bool, allow_private: bool) -> None:
    """显示读取器从页面里看到了什么。"""
    if (source is None) == (listing is None):
        raise click.UsageError("请给出一个文件或网址，或用 --list 给出清单")
    pages = read_list(listing) if listing else iter([read_one(source or "", url, allow_private=allow_private)])
    for page in pages:
        echo_json(page, None if as_json else 2)


for command in (check, inspect, judge, probe, accounts, findings, finding, daily, notice, letters, register, demo):
    cli.add_command(command)
for command in (serve, timetable, doctor, backup, restore):
    cli.add_command(command)
for command in (causes, precision, trust):
    cli.add_command(command)
cli.add_command(sample)
cli.add_command(site)
for command in (prompt, remind, supervise):
    letters.add_command(command)
cli.add_command(allow_letter)
for command in (bulletin, holiday, score):
    letters.add_command(command)
letters.add_command(check_letters)
cli.add_command(recheck)
cli.add_command(columns)
cli.add_command(alert)
cli.add_command(answers)
for command in (import_findings, reports, compare_findings):
    cli.add_command(command)
finding.add_command(add_finding)
speak_chinese(cli)


REFUSED = (
    *(TemplateError, ForbiddenChange, ClockWentBack, AlreadyIssued, AlreadyAnswered),
    *(NoSuchFinding, NoSuchRun, NoSuchLetter, NoSuchNotice, NoSuchReport),
)


def _told(error: BaseException) -> tuple[str, int]:
    """The sentence (or, for a list of mistakes, the sentences) a person reads, and the exit code."""
    match error:
        case click.ClickException():
            return wrong_use(error), WRONG_USE
        case ConfigError():
            return "\n".join(map(str, error.problems)), WRONG_USE
        case _ if isinstance(error, REFUSED):
            return str(error), WRONG_USE
        case CannotLook() | ArchiveError() | LedgerError():
            return str(error), COULD_NOT_LOOK
        case sqlite3.Error():
            advice = "请运行 xuncha doctor 检查，或从备份恢复"
            return f"数据文件读写不了，可能已损坏（{refusal(error)}）；{advice}", COULD_NOT_LOOK
        case OSError():
            place = error.filename or "文件"
            return f"{place} 读写不了（{refusal(error)}）；请检查路径、权限和磁盘空间，再运行一次", COULD_NOT_LOOK
        case _:  # Ctrl-C, which click calls Abort
            return "已停止；看到的都已保存，再次运行会接着做", COULD_NOT_LOOK


EXPECTED = (
    *(click.ClickException, click.Abort, ConfigError, TemplateError, ForbiddenChange),
    *(CannotLook, ArchiveError, LedgerError, sqlite3.Error, OSError, KeyboardInterrupt),
)


def main() -> None:
    """The program. Every expected failure is one clear sentence and the right exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by the system: as by Ctrl-C
    try:
        code = cli.main(standalone_mode=False, prog_name="xuncha")
    except EXPECTED as error:
        text, code = _told(error)
        click.echo(text, err=True)
    sys.exit(code if isinstance(code, int) else 0)
