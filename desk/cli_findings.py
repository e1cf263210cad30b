"""`xuncha findings` and `xuncha finding …`: what stands in the ledger, and the clerk's decisions on it."""

import getpass
import json
from datetime import date
from pathlib import Path

import click

from desk.clock import now_or
from desk.results import Result, open_findings
from desk.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Finding
from reports.text import plain


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--all", "everything", is_flag=True, help="连同已销号和误报")
@click.option("--now", "moment", help="以这个时间为准（ISO）")
@click.pass_obj
def findings(folder: Path | None, as_json: bool, everything: bool, moment: str | None) -> None:
    """列出台账中的问题。"""
    workspace = Workspace.find(folder)
    now = now_or(moment)
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        found = tuple(ledger.findings())
        runs = ledger.runs()
        # the sites' last round and the accounts'
        rounds = {r.kind: r.run for r in runs}.values()
        unknown = tuple(v for run in rounds for v in ledger.unknowns(run))
        coverage = tuple(c for run in rounds for c in ledger.coverages(run))
    shown = found if everything else open_findings(found, now)
    result = Result(runs[-1].run if runs else "", coverage, shown, unknown)
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        for item in shown:
            click.echo(_line(item))
        click.echo(f"共 {len(shown)} 个问题，{len(unknown)} 处未能核查。")
    raise click.exceptions.Exit(result.exit_code)


def _line(item: Finding) -> str:
    return f"{item.id:>5}  {item.state}  {item.subject}  {item.criterion}  {plain(item.message)}"


@click.group()
def finding() -> None:
    """对一个问题作出决定。"""


def _decision(name: str, event: Event, help_text: str) -> None:
    @finding.command(name, help=help_text)
    @click.argument("identifier", metavar="编号", type=click.IntRange(1, 10**12))
    @click.option("--why", required=True, help="理由")
    @click.option("--by", default=getpass.getuser, help="决定人")
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="误报认定的有效期")
    @click.option("--now", "moment", help="以这个时间为准（ISO）")
    @click.pass_obj
    def decide(folder: Path | None, identifier: int, why: str, by: str, until: object, moment: str | None) -> None:
        workspace = Workspace.find(folder)
        now = now_or(moment)
        expiry = until.date() if hasattr(until, "date") else None
        with Ledger.open_for_writing(workspace.ledger, now) as ledger:
            item = ledger.decide(identifier, Decision(event, now, by, why, _expiry(event, expiry, now.date())))
        click.echo(_line(item))


def _expiry(event: Event, asked: date | None, today: date) -> date | None:
    """A dismissal always expires: after a year unless the clerk says otherwise."""
    if event is not Event.DISMISS:
        return None
    return asked or date(today.year + 1, today.month, min(today.day, 28))


_decision("confirm", Event.CONFIRM, "核实：确认问题属实")
_decision("dismiss", Event.DISMISS, "误报：不再提出，到期重新提出")
_decision("appeal", Event.APPEAL, "登记单位的申诉")
_decision("urge", Event.URGE, "登记已催办")
_decision("fixed", Event.REPORT_FIXED, "登记单位报来已整改，等待复查")
