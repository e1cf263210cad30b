"""`xuncha site decide`: what a person says of a site that does not show its own pages."""

from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.options import NOW
from desk.context import open_desk
from desk.findings.site_decisions import decide as decided
from desk.workspace.clock import now_or
from ledger.findings.site_decisions import SiteCondition

WORDS = "；".join(f"{word.value} {word.chinese}" for word in SiteCondition)


@click.group()
def site() -> None:
    """网站显示的不是自己的页面时，由人决定。"""


@site.command(
    "decide", help=f"决定“网站”（编号）是什么情况：{WORDS}。改版的以最近看到的页面为新基准；被篡改的按安全事件录入。"
)
@click.argument("identifier", metavar="网站")
@click.argument("word", metavar="情况", type=click.Choice([word.value for word in SiteCondition]))
@click.option("--why", required=True, help="理由")
@BY
@NOW
@click.pass_obj
def decide(folder: Path | None, identifier: str, word: str, why: str, by: str, moment: str | None) -> None:
    click.echo(decided(open_desk(folder), identifier, SiteCondition(word), why, by, now_or(moment)))
