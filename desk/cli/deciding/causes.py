"""`xuncha causes`, `xuncha finding confirm|dismiss`, `xuncha precision`, `xuncha trust`: deciding by cause."""

from datetime import datetime
from pathlib import Path

import click

from desk.cli.asking import BY, YES, agreed
from desk.cli.deciding.findings import DAY, KIND, WHY, line, told_back
from desk.cli.json_line import echo_json
from desk.cli.options import JSON, NOW
from desk.context import Desk, open_desk
from desk.findings.causes import Cause, told, waiting
from desk.findings.causes import causes as causes_of
from desk.findings.choosing import Asked, Chosen, choose, narrowed
from desk.findings.deciding import decide_chosen, expiry
from desk.findings.precision import manner_of, precision_json, precision_lines
from desk.workspace.clock import now_or
from ledger.findings.states import WORDS
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED, Decision, DismissalKind, Event

NUMBERS = click.argument("numbers", metavar="[编号|范围|成因]…", nargs=-1)
SITE = click.option("--site", default="", help="只是这个网站或账号（编号）的")
UNIT = click.option("--unit", default="", help="只是这个单位（编号或名称）的")
CRITERION = click.option("--criterion", default="", help="只是这条指标的")


@click.command()
@SITE
@UNIT
@CRITERION
@JSON
@NOW
@click.pass_obj
def causes(folder: Path | None, site: str, unit: str, criterion: str, as_json: bool, moment: str | None) -> None:
    """列出等人核实的问题，同一成因的合成一条，每条随机抽出三处供打开查看。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        found = narrowed(
            desk, waiting(ledger.findings.find(states=UNDECIDED, pages=False), now), Asked((), site, unit, criterion)
        )
    rows = causes_of(desk, found, now)
    if as_json:
        echo_json({"causes": [_row(c) for c in rows]})
        return
    for one in rows:
        for text in told(desk, one, now):
            click.echo(text)
    if rows:
        click.echo(f"共 {len(rows)} 个成因，{len(found)} 处待核实。打开抽出的几处看过以后，用")
        click.echo("    xuncha finding confirm 成因 --why …                核实，或")
        click.echo("    xuncha finding dismiss 成因 --kind 读错 --why …    判为误报。")
    else:
        click.echo("没有等人核实的问题。")


def _row(cause: Cause) -> dict[str, object]:
    return {
        "id": cause.id,
        "subject": cause.subject,
        "criterion": cause.criterion,
        "manner": str(cause.manner or ""),
        "where": cause.where,
        "since": cause.since.isoformat(),
        "held": cause.held,
        "findings": [f.id for f in cause.members],
        "shown": [f.id for f in cause.shown],
    }


@click.command(help="核实：确认问题属实。可以一次核实多个，或一个成因的全部")
@NUMBERS
@SITE
@UNIT
@CRITERION
@WHY
@BY
@YES
@NOW
@click.pass_obj
def confirm(
    folder: Path | None,
    numbers: tuple[str, ...],
    site: str,
    unit: str,
    criterion: str,
    why: str,
    by: str,
    yes: bool,
    moment: str | None,
) -> None:
    now = now_or(moment)
    _act(folder, Asked(numbers, site, unit, criterion), Decision(Event.CONFIRM, now, by, why), yes)


@click.command(help="误报：不再提出，到期重新提出。可以一次判多个，或一个成因的全部")
@NUMBERS
@SITE
@UNIT
@CRITERION
@click.option("--kind", type=KIND, required=True, help="读错、属实但不计、登记有误")
@WHY
@click.option("--until", type=DAY, help="误报认定的有效期；不写则一年")
@BY
@YES
@NOW
@click.pass_obj
def dismiss(
    folder: Path | None,
    numbers: tuple[str, ...],
    site: str,
    unit: str,
    criterion: str,
    kind: DismissalKind,
    why: str,
    until: datetime | None,
    by: str,
    yes: bool,
    moment: str | None,
) -> None:
    now = now_or(moment)
    decision = Decision(Event.DISMISS, now, by, why, expiry(until and until.date(), now), kind)
    _act(folder, Asked(numbers, site, unit, criterion), decision, yes)


def _act(folder: Path | None, asked: Asked, decision: Decision, yes: bool) -> None:
    """Say what will be done, ask where it is many, do it, and say what was done."""
    if not (asked.numbers or asked.site or asked.unit or asked.criterion):
        raise click.UsageError("请写编号、范围、成因，或用 --site、--unit、--criterion 选出问题")
    desk = open_desk(folder)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        chosen = choose(desk, ledger, asked, decision.at)
    if len(chosen.findings) > 1:
        _announce(desk, chosen, decision)
        agreed(yes)
    done = decide_chosen(desk, chosen, decision)
    if len(done.findings) == 1:
        click.echo(line(desk, done.findings[0], decision.at.date()))
    else:
        click.echo(f"已{WORDS[decision.event]} {len(done.findings)} 个问题（决定第 {done.act} 号）。")
    if done.back:
        click.echo(told_back(done.back))


def _announce(desk: Desk, chosen: Chosen, decision: Decision) -> None:
    subjects = len({f.subject for f in chosen.findings})
    kind = f"（{decision.kind.chinese}）" if decision.kind else ""
    click.echo(f"将{WORDS[decision.event]}{kind} {subjects} 个网站或账号的 {len(chosen.findings)} 个问题，其中抽看：")
    for one in chosen.shown:
        click.echo(f"    {line(desk, one, decision.at.date())}")


@click.command()
@JSON
@click.pass_obj
def precision(folder: Path | None, as_json: bool) -> None:
    """各种读法判了多少、对了多少、机器能否自行核实。"""
    desk = open_desk(folder)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        trust = desk.trust(ledger)
    if as_json:
        echo_json({"manners": precision_json(trust)})
        return
    for text in precision_lines(desk, trust):
        click.echo(text)


@click.group()
def trust() -> None:
    """机器可以自行核实哪些读法。"""


@trust.command()
@click.argument("manner", metavar="读法")
@click.option("--site", "subject", required=True, help="哪个网站或账号（编号）")
@WHY
@BY
@NOW
@click.pass_obj
def restore(folder: Path | None, manner: str, subject: str, why: str, by: str, moment: str | None) -> None:
    """在一个网站上恢复一种读法：读错过，现在又可以由机器核实。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        chosen = manner_of(desk.trust(ledger), manner, subject)
        ledger.trust.restore(chosen, subject, now, by, why)
    click.echo(f"已恢复：{subject} 的“{chosen}”又可以由机器核实。")
