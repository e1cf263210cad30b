"""`xuncha findings` and `xuncha finding …`: what stands in the ledger, and the clerk's decisions on it."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.json_line import echo_json
from desk.cli.lazy_group import Lazily, Listed
from desk.cli.options import JSON, NOW
from desk.config.holidays import load_holidays
from desk.context import Desk, open_desk
from desk.facts.account_judging import KIND as ACCOUNTS
from desk.facts.run_result import Result
from desk.findings.choosing import Asked, narrowed, units_named
from desk.findings.deciding import decide_one, taken_back
from desk.inspections.inspection import KIND as SITES
from desk.presenters.place_names import site_name, unit_name
from desk.workspace.clock import now_or
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, State, Verdict, open_findings
from reports.figures.text import plain

NUMBER = click.argument("identifier", metavar="编号", type=click.IntRange(1, 10**12))
WHY = click.option("--why", required=True, help="理由")
DAY = click.DateTime(["%Y-%m-%d"])


class DismissalKindParam(click.ParamType[DismissalKind]):
    """What was wrong with a finding that is dismissed: the Chinese word, or the English one."""

    name = "种类"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> DismissalKind:
        found = next((kind for kind in DismissalKind if value in (kind.value, kind.chinese)), None)
        if found is None:
            self.fail(f"“{value}”不是其中之一：{'、'.join(k.chinese for k in DismissalKind)}", param, ctx)
        return found


KIND = DismissalKindParam()


@click.command()
@click.option("--unit", default="", help="只列这个单位（编号或名称）的")
@click.option("--site", default="", help="只列这个网站或账号（编号）的")
@click.option("--criterion", default="", help="只列这条指标的")
@click.option(
    "--state", "states", multiple=True, type=click.Choice([s.value for s in State]), help="只列这种状态的，可写多次"
)
@click.option("--overdue", is_flag=True, help="只列逾期没有改好的")
@JSON
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
        # whoever asks for 已销号 is shown it
        among = [State(s) for s in states] or [s for s in State if everything or s is not State.CLOSED]
        kept = ledger.findings.find(states=among, subject=site or None, criterion=criterion or None, pages=as_json)
        found = tuple(narrowed(desk, kept, asked))
        # the sites' last round and the accounts'
        runs = [r for r in ledger.runs.find() if r.kind in (SITES, ACCOUNTS)]
        rounds = {r.kind: r.run for r in runs}.values()
        unseen = (v for run in rounds for v in ledger.verdicts.unknowns(run))
        unknown = tuple(v for v in unseen if _wanted(desk, v, asked, now.date()))
        coverage = tuple(c for run in rounds for c in ledger.runs.coverages(run))
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


BELOW = {  # commands of other files
    "add": Listed("desk.cli.taking_in.imports:add_finding"),
    "appeal": Listed("desk.cli.deciding.appeals:appeal"),
    "confirm": Listed("desk.cli.deciding.causes:confirm"),
    "dismiss": Listed("desk.cli.deciding.causes:dismiss"),
    "rule": Listed("desk.cli.deciding.appeals:rule"),
}


@click.group(commands=Lazily(BELOW))
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
    from desk.findings.finding_history import history

    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        item = ledger.findings.get(identifier)
        for text in history(desk, ledger, item, now):
            click.echo(text)
    if look:
        from desk.inspections.last_word import looked_at  # starts a browser, which no other command needs

        for text in looked_at(desk, item, now, allow_private=allow_private):
            click.echo(text)


def _decided(folder: Path | None, moment: str | None, decide: Callable[[Ledger, datetime], Finding]) -> None:
    """One decision in the ledger, and the finding as it is then."""
    desk, now = open_desk(folder), now_or(moment)
    done = decide_one(desk, now, lambda ledger: decide(ledger, now))
    click.echo(line(desk, done.findings[0], now.date()))
    if done.back:
        click.echo(told_back(done.back))


def told_back(count: int) -> str:
    """What a misreading did to others, and what to do."""
    return f"{taken_back(count)}，请用 xuncha causes 查看；确认读法没有问题的，用 xuncha trust restore 恢复。"


def _by_calendar(
    folder: Path | None, moment: str | None, number: int, decision: Callable[[datetime], Decision]
) -> None:
    """A decision that holds a deadline or lets it go, by the office's own working days."""
    calendar = load_holidays(Workspace.find(folder).config / "holidays.toml")
    _decided(folder, moment, lambda ledger, now: ledger.decisions.decide(number, decision(now), calendar=calendar))


@finding.command(help="登记单位报来已整改，等待复查")
@NUMBER
@WHY
@BY
@NOW
@click.pass_obj
def fixed(folder: Path | None, identifier: int, why: str, by: str, moment: str | None) -> None:
    said = Event.REPORT_FIXED
    _decided(folder, moment, lambda ledger, now: ledger.decisions.decide(identifier, Decision(said, now, by, why)))


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
    _decided(
        folder, moment, lambda ledger, now: ledger.decisions.decide(identifier, Decision(Event.URGE, now, by, why, day))
    )


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
    from desk.findings.manual_closure import pass_seen

    looked = seen or file
    if looked is None or (seen and file):
        raise click.UsageError("请写 --seen 网址 或 --file 文件，说明看到了什么")
    desk = open_desk(folder)
    _decided(folder, moment, lambda ledger, now: pass_seen(desk, ledger, identifier, now, by, why, looked))
