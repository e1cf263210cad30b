"""`xuncha findings` and `xuncha finding …`: what stands in the ledger, and the clerk's decisions on it."""

import getpass
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from desk.account_judging import KIND as ACCOUNTS
from desk.choosing import Asked, narrowed, units_named
from desk.cli_json import echo_json
from desk.clock import now_or
from desk.holidays import load_holidays
from desk.inspection import KIND as SITES
from desk.office import Desk, open_desk
from desk.results import Result, open_findings
from desk.telling import site_name, unit_name
from desk.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, State, Verdict
from reports.text import plain

NUMBER = click.argument("identifier", metavar="编号", type=click.IntRange(1, 10**12))
WHY = click.option("--why", required=True, help="理由")
BY = click.option("--by", default=getpass.getuser, help="决定人")
NOW = click.option("--now", "moment", help="以这个时间为准（ISO）")
DAY = click.DateTime(["%Y-%m-%d"])


class Kind(click.ParamType[DismissalKind]):
    """What was wrong with a finding that is dismissed: the Chinese word, or the English one."""

    name = "种类"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> DismissalKind:
        found = next((kind for kind in DismissalKind if value in (kind.value, kind.chinese)), None)
        if found is None:
            self.fail(f"“{value}”不是其中之一：{'、'.join(k.chinese for k in DismissalKind)}", param, ctx)
        return found


KIND = Kind()


@click.command()
@click.option("--unit", default="", help="只列这个单位（编号或名称）的")
@click.option("--site", default="", help="只列这个网站或账号（编号）的")
@click.option("--criterion", default="", help="只列这条指标的")
@click.option(
    "--state", "states", multiple=True, type=click.Choice([s.value for s in State]), help="只列这种状态的，可写多次"
)
@click.option("--overdue", is_flag=True, help="只列逾期没有改好的")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--all", "everything", is_flag=True, help="连同已销号和误报")
@NOW
@click.pass_obj
def findings(
    folder: Path | None,
    unit: str,
    site: str,
    criterion: str,
    states: tuple[str, ...],
    overdue: bool,
    as_json: bool,
    everything: bool,
    moment: str | None,
) -> None:
    """列出台账中的问题。"""
    desk, now = open_desk(folder), now_or(moment)
    asked = Asked((), site, unit, criterion)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        kept = ledger.findings(states=[State(s) for s in states] if states else None)
        found = tuple(narrowed(desk, kept, asked))
        # the sites' last round and the accounts'
        runs = [r for r in ledger.runs() if r.kind in (SITES, ACCOUNTS)]
        rounds = {r.kind: r.run for r in runs}.values()
        unseen = (v for run in rounds for v in ledger.unknowns(run))
        unknown = tuple(v for v in unseen if _wanted(desk, v, asked, now.date()))
        coverage = tuple(c for run in rounds for c in ledger.coverages(run))
    # whoever asks for 已销号 is shown it
    shown = found if everything or State.CLOSED.value in states else open_findings(found, now)
    if overdue:
        shown = tuple(f for f in shown if f.overdue_on(now.date()))
    result = Result(runs[-1].run if runs else "", coverage, shown, unknown)
    if as_json:
        echo_json(result.as_json())
    else:
        for item in shown:
            click.echo(line(desk, item, now.date()))
        click.echo(f"共 {len(shown)} 个问题，{len(unknown)} 处未能核查。")
    raise click.exceptions.Exit(result.exit_code)


def _wanted(desk: Desk, verdict: Verdict, asked: Asked, day: date) -> bool:
    if (asked.site and verdict.subject != asked.site) or (asked.criterion and verdict.criterion != asked.criterion):
        return False
    unit = desk.register.answerable(verdict.subject, verdict.column, day)
    return not asked.unit or unit in units_named(desk, asked.unit)


def line(desk: Desk, item: Finding, today: date) -> str:
    """A finding as a clerk reads it: number, state, unit, site, class, since when, what."""
    criterion = desk.criteria.get(item.criterion)
    named = dict.fromkeys((unit_name(desk, item.unit, today), site_name(desk, item.subject)))
    title = criterion.problem_class.value if criterion else item.criterion
    seen = f"{item.first_seen:%Y-%m-%d}发现"
    shown = f"{item.id:>5}  {item.state}  {'  '.join(map(plain, named))}  {title}  {seen}  {plain(item.message)}"
    if item.dismissed_on(today):
        return f"{shown}  【误报，至 {item.dismissed_until}】"
    late = "（逾期）" if item.overdue_on(today) else ""
    due = f"  期限 {item.due}{late}" if item.due and item.state is not State.CLOSED else ""
    return f"{shown}{due}{'  【申诉待裁定】' if item.appeal else ''}"


@click.group()
def finding() -> None:
    """查看一个问题，对它作出决定。"""


@finding.command()
@NUMBER
@click.option("--look", is_flag=True, help="用浏览器打开看一次，留下截图")
@click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
@NOW
@click.pass_obj
def show(folder: Path | None, identifier: int, look: bool, allow_private: bool, moment: str | None) -> None:
    """一个问题的全部：证据、经过、信件、单位答复。"""
    from desk.finding_history import history

    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        item = ledger.finding(identifier)
        for text in history(desk, ledger, item, now):
            click.echo(text)
    if look:
        from desk.last_word import looked_at  # starts a browser, which no other command needs

        for text in looked_at(desk, item, now, allow_private=allow_private):
            click.echo(text)


def _decided(folder: Path | None, moment: str | None, decide: Callable[[Ledger, datetime], Finding]) -> None:
    """One decision in the ledger, and the finding as it is then."""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger, now) as ledger:
        item = decide(ledger, now)
    click.echo(line(desk, item, now.date()))


def _by_calendar(
    folder: Path | None, moment: str | None, number: int, decision: Callable[[datetime], Decision]
) -> None:
    """A decision that holds a deadline or lets it go, by the office's own working days."""
    calendar = load_holidays(Workspace.find(folder).config / "holidays.toml")
    _decided(folder, moment, lambda ledger, now: ledger.decide(number, decision(now), calendar=calendar))


def _decision(name: str, event: Event, help_text: str) -> None:
    @finding.command(name, help=help_text)
    @NUMBER
    @WHY
    @BY
    @NOW
    @click.pass_obj
    def command(folder: Path | None, identifier: int, why: str, by: str, moment: str | None) -> None:
        _decided(folder, moment, lambda ledger, now: ledger.decide(identifier, Decision(event, now, by, why)))


_decision("appeal", Event.APPEAL, "登记单位的申诉")
_decision("fixed", Event.REPORT_FIXED, "登记单位报来已整改，等待复查")


@finding.command()
@NUMBER
@WHY
@BY
@NOW
@click.pass_obj
def restore(folder: Path | None, identifier: int, why: str, by: str, moment: str | None) -> None:
    """撤销误报：恢复为问题。"""
    _by_calendar(folder, moment, identifier, lambda now: Decision(Event.RESTORE, now, by, why))


@finding.command()
@NUMBER
@WHY
@click.option("--until", type=DAY, help="要求改好的期限；不写则不变")
@BY
@NOW
@click.pass_obj
def urge(folder: Path | None, identifier: int, why: str, until: datetime | None, by: str, moment: str | None) -> None:
    """登记已催办。"""
    day = until.date() if until else None
    _decided(folder, moment, lambda ledger, now: ledger.decide(identifier, Decision(Event.URGE, now, by, why, day)))


@finding.command()
@NUMBER
@click.option(
    "--accept/--reject", "accept", default=None, required=True, help="申诉成立（按误报处理）或不成立（问题保留）"
)
@WHY
@click.option("--kind", type=KIND, help="成立时：读错、属实但不计、登记有误；不写则不计入读法的对错")
@click.option("--until", type=DAY, help="成立时误报认定的有效期；不写则一年")
@BY
@NOW
@click.pass_obj
def rule(
    folder: Path | None,
    identifier: int,
    accept: bool,
    why: str,
    kind: DismissalKind | None,
    until: datetime | None,
    by: str,
    moment: str | None,
) -> None:
    """裁定单位的申诉。"""
    calendar = load_holidays(Workspace.find(folder).config / "holidays.toml")

    def ruled(ledger: Ledger, now: datetime) -> Finding:
        ruling = Decision(Event.RULE_ON_APPEAL, now, by, why, expiry(until, now), kind)
        return ledger.rule_on_appeal(identifier, ruling, accept=accept, calendar=calendar)

    _decided(folder, moment, ruled)


@finding.command()
@NUMBER
@WHY
@click.option("--seen", help="看的是哪个网址")
@click.option("--file", "file", type=click.Path(path_type=Path), help="截图等文件，留存备查")
@BY
@NOW
@click.pass_obj
def passed(
    folder: Path | None, identifier: int, why: str, seen: str | None, file: Path | None, by: str, moment: str | None
) -> None:
    """人工查看已改好，销号。只用于机器看不了的问题，其他的用 xuncha recheck。"""
    from desk.deciding import pass_seen

    looked = seen or file
    if looked is None or (seen and file):
        raise click.UsageError("请写 --seen 网址 或 --file 文件，说明看到了什么")
    desk = open_desk(folder)
    _decided(folder, moment, lambda ledger, now: pass_seen(desk, ledger, identifier, now, by, why, looked))


def expiry(asked: datetime | None, now: datetime) -> date:
    """A dismissal always expires: after a year unless the clerk says otherwise."""
    return asked.date() if asked else date(now.year + 1, now.month, min(now.day, 28))
