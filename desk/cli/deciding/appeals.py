"""`xuncha finding appeal|rule`: a unit's objection, and the ruling on it, by fact or by line of a letter."""

from datetime import datetime
from pathlib import Path

import click

from desk.cli.asking import BY, YES, agreed
from desk.cli.deciding.causes import CRITERION, NUMBERS, SITE, UNIT
from desk.cli.deciding.findings import DAY, KIND, NUMBER, WHY, line, told_back
from desk.cli.options import NOW
from desk.context import Desk, open_desk
from desk.findings.appeals import Covered, appealed_with, cover
from desk.findings.choosing import Asked
from desk.findings.deciding import expiry, rule_on
from desk.workspace.clock import now_or
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, DismissalKind, Event

LINE = click.option("--line", "whole", is_flag=True, help="连同通报里同一条（同单位、同网站或账号、同类）的全部问题")


@click.command()
@NUMBER
@LINE
@WHY
@BY
@NOW
@click.pass_obj
def appeal(folder: Path | None, identifier: int, whole: bool, why: str, by: str, moment: str | None) -> None:
    """登记单位的申诉；与它是同一件事的问题一并登记。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.transaction():
        numbers = [identifier, *appealed_with(desk, ledger, identifier, now, line=whole)]
        said = [ledger.decisions.decide(number, Decision(Event.APPEAL, now, by, why)) for number in numbers]
    for one in said:
        click.echo(line(desk, one, now.date()))


@click.command()
@NUMBERS
@SITE
@UNIT
@CRITERION
@LINE
@click.option(
    "--accept/--reject", "accept", default=None, required=True, help="申诉成立（按误报处理）或不成立（问题保留）"
)
@WHY
@click.option("--kind", type=KIND, help="成立时：读错、属实但不计、登记有误；不写则不计入读法的对错")
@click.option("--until", type=DAY, help="成立时误报认定的有效期；不写则一年")
@BY
@YES
@NOW
@click.pass_obj
def rule(
    folder: Path | None,
    numbers: tuple[str, ...],
    site: str,
    unit: str,
    criterion: str,
    whole: bool,
    accept: bool,
    why: str,
    kind: DismissalKind | None,
    until: datetime | None,
    by: str,
    yes: bool,
    moment: str | None,
) -> None:
    """裁定单位的申诉，连同是同一件事的问题；可以一次裁定多个，或通报里的一整条。"""
    asked, now = Asked(numbers, site, unit, criterion), now_or(moment)
    if not asked.words:
        raise click.UsageError("请写编号、范围，或用 --site、--unit、--criterion 选出申诉")
    desk = open_desk(folder)
    ruling = Decision(Event.RULE_ON_APPEAL, now, by, why, expiry(until and until.date(), now), kind)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger, ledger.snapshot():
        covered = cover(desk, ledger, asked, now, line=whole)
    _announce(desk, covered, ruling, accept=accept)
    if len(covered.ruled) > 1:
        agreed(yes)
    _ruled(desk, covered, ruling, accept=accept)


def _announce(desk: Desk, covered: Covered, ruling: Decision, *, accept: bool) -> None:
    """All that the ruling covers, where that is more than the one named; and what belongs to it but is left."""
    today = ruling.at.date()
    if len(covered.ruled) > 1:
        how = f"申诉成立，按误报处理至 {ruling.until}" if accept else "申诉不成立，问题保留"
        click.echo(f"将裁定 {len(covered.ruled)} 个问题：{how}：")
        for one in covered.ruled:
            head = covered.along.get(one.id)
            click.echo(f"    {line(desk, one, today)}{f'  （与问题 {head} 是同一件事）' if head else ''}")
    for one, why in covered.left:
        click.echo(f"不在其内：问题 {one.id}，{why}。")


def _ruled(desk: Desk, covered: Covered, ruling: Decision, *, accept: bool) -> None:
    """The ruling entered, and what is said of it."""
    done = rule_on(desk, covered, ruling, accept=accept)
    if len(covered.ruled) == 1:
        click.echo(line(desk, done.findings[0], ruling.at.date()))
    else:
        how = f"申诉{'成立' if accept else '不成立'}（决定第 {done.act} 号）"
        click.echo(f"已裁定 {len(covered.ruled)} 个问题：{how}。")
    if done.back:
        click.echo(told_back(done.back))
