"""`xuncha accounts …`: look at the accounts, take in what a person saw, propose what to keep."""

from collections import Counter
from pathlib import Path

import click

from desk.cli.json_line import echo_json
from desk.cli.looking.inspect import ALLOW, NOW, tell
from desk.cli.options import JSON
from desk.context import open_desk
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.inspections.account_records import take_record, write_census_of
from desk.workspace.clock import now_or

CENSUS = ("unit", "platform", "name", "proposal", "why")


@click.group()
def accounts() -> None:
    """巡查政务新媒体账号。"""


@accounts.command("inspect")
@click.option("--account", "chosen", multiple=True, help="只看这个账号（编号），可写多次")
@ALLOW
@NOW
@JSON
@click.pass_obj
def inspect_command(
    folder: Path | None, chosen: tuple[str, ...], allow_private: bool, moment: str | None, as_json: bool
) -> None:
    """巡查登记的账号：查看、判定、入台账。"""
    desk, now = open_desk(folder), now_or(moment)
    result = inspect_accounts(desk, now, accounts=chosen, given=Surroundings(allow_private=allow_private))
    tell(result, as_json, desk.words)


@accounts.command()
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--unregistered", is_flag=True, help="登记册里没有的账号也记入，作为疑似未登记账号")
@NOW
@click.pass_obj
def record(folder: Path | None, file: Path, unregistered: bool, moment: str | None) -> None:
    """记入人工查看的结果（.xlsx 或 .csv，截图放在同一文件夹）。"""
    desk, now = open_desk(folder), now_or(moment)
    taken = take_record(desk, file, now, with_strangers=unregistered)
    if taken.strangers:
        click.echo(
            f"登记册里没有这些账号，已按疑似未登记账号记入，请核对名称：{'、'.join(taken.strangers)}。", err=True
        )
    click.echo(f"已记入 {taken.rows} 条查看记录。接下来运行 xuncha accounts inspect 判定。")


@accounts.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到这个 .xlsx 文件")
@JSON
@NOW
@click.pass_obj
def census(folder: Path | None, out: Path, as_json: bool, moment: str | None) -> None:
    """写账号普查表：每个账号建议保留、归并还是关停，以及理由。"""
    desk, now = open_desk(folder), now_or(moment)
    lines = write_census_of(desk, out, now)
    if as_json:
        told = [(c.account.unit, c.account.platform, c.account.name, c.proposal, c.why) for c in lines]
        echo_json([dict(zip(CENSUS, row, strict=True)) for row in told])
        return
    counts = Counter(c.proposal for c in lines)
    click.echo(f"账号 {len(lines)} 个：{'，'.join(f'{word} {count} 个' for word, count in counts.most_common())}。")
    click.echo(str(out))
