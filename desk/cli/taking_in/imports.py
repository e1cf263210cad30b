"""`xuncha import-findings`, `reports …`, `compare-findings`, `finding add`: what others, and clerks themselves, saw."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.json_line import echo_json
from desk.cli.lazy_group import Lazily, Listed
from desk.cli.options import JSON, NOW
from desk.cli.taking_in.messages import tell_messages
from desk.context import open_desk
from desk.imports.compare import compare
from desk.imports.entry import ManualReport, enter
from desk.imports.messages import KIND as MESSAGES
from desk.imports.messages import MessageParcel, take_messages
from desk.imports.sorting import Parcel, RowOutcome
from desk.imports.take import ImportResult, take
from desk.register.cells import clean
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary.post.report import Report, ReportKind, ReportState
from reports.figures.text import plain, shorten, stamp
from reports.sheets.compare import sentence, write_comparison

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, dir_okay=False)
SHOWN = 50  # lines that are told one by one
TOLD = (RowOutcome.UNMATCHED, RowOutcome.INVALID)  # a person has to see to them


def _source(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    name = clean(value)
    if not 0 < len(name) <= 40:
        raise click.BadParameter("请写提供方的名称，不超过 40 个字")
    return name


SOURCE = click.option("--from", "source", required=True, callback=_source, help="提供方的名称")


@click.command("import-findings")
@click.argument("file", metavar="文件", type=FILE)
@SOURCE
@click.option(
    "--kind",
    type=click.Choice([*(kind.value for kind in ReportKind), MESSAGES]),
    default=ReportKind.CONTRACTOR.value,
    show_default=True,
    help="contractor 第三方检查结果，找错 找错留言，读网 读网记录，留言 领导信箱、留言板等收到的留言",
)
@click.option("--since", type=DAY, help="留言：文件里是从哪天起收到的（含当天）")
@click.option("--until", type=DAY, help="留言：到哪天止收到的（含当天）")
@click.option("--map", "columns", type=FILE, help="写明特殊列标题的文件（格式同 config/imports/columns.toml）")
@click.option("--received", type=DAY, help="收到（留言：导出）的日期；不写则为当天")
@click.option("--dry-run", is_flag=True, help="只看结果，不记入")
@NOW
@click.pass_obj
def import_findings(
    folder: Path | None,
    file: Path,
    source: str,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    columns: Path | None,
    received: datetime | None,
    dry_run: bool,
    moment: str | None,
) -> None:
    """导入别人发现的问题，或信箱的留言（表格、.csv、.json）。

    问题可以是第三方检查结果、找错留言、读网记录；表格可以是 .xlsx、.xls、.et、.ods。
    """
    desk, now = open_desk(folder), now_or(moment)
    day = received.date() if received else now.date()
    if day > now.date():
        raise ConfigError(ConfigMistake("--received", f"{day} 还没有到", "请核对收到的日期"))
    if kind == MESSAGES:
        if since is None or until is None:
            raise click.UsageError("请用 --since 和 --until 写明文件里是从哪天到哪天收到的全部留言")
        messages = MessageParcel(file, source, since.date(), until.date(), day, columns)
        tell_messages(take_messages(desk, messages, now, dry_run=dry_run), dry_run=dry_run)
        return
    if since or until:
        raise click.UsageError("--since、--until 只用于 --kind 留言")
    taken = take(desk, Parcel(file, source, ReportKind(kind), day, columns), now, dry_run=dry_run)
    _tell(taken, dry_run=dry_run)
    raise click.exceptions.Exit(1 if any(line.outcome in TOLD for line in taken.lines) else 0)


def _tell(taken: ImportResult, *, dry_run: bool) -> None:
    counts = taken.counts()
    parts = "，".join(f"{outcome} {count}" for outcome, count in counts.items() if count)
    click.echo(f"{'试读，没有记入：' if dry_run else ''}共读出 {len(taken.lines)} 行{f'：{parts}' if parts else ''}。")
    told = [line for line in taken.lines if line.outcome in TOLD]
    for line in told[:SHOWN]:
        click.echo(f"  {line.where}：{line.outcome}，{plain(line.note)}")
    if len(told) > SHOWN:
        click.echo(f"  还有 {len(told) - SHOWN} 行，请用 xuncha reports list --open 查看。")
    if taken.unused:
        click.echo(f"没有用到的列：{'、'.join(shorten(title, 20) for title in taken.unused)}。")
    if taken.unread:
        click.echo(f"没有认出列标题、没有读的工作表：{'、'.join(shorten(name, 20) for name in taken.unread)}。")
    if counts[RowOutcome.NEW] + counts[RowOutcome.RETURNED] and not dry_run:
        click.echo("新问题处于“待核实”；核实属实的请用 xuncha finding confirm，不属实的请用 xuncha finding dismiss。")


BELOW = {  # commands of other files
    "messages": Listed("desk.cli.taking_in.messages:message_files"),
}


@click.group(commands=Lazily(BELOW))
def reports() -> None:
    """别人报来的线索：第三方检查结果、找错留言、读网记录。"""


@reports.command("list")
@click.option("--from", "source", help="只看这个提供方的")
@click.option("--open", "waiting", is_flag=True, help="只看还要处理的：未办结的找错留言、未对上的")
@click.option("--overdue", is_flag=True, help="只看逾期未办结的")
@JSON
@NOW
@click.pass_obj
def list_reports(
    folder: Path | None, source: str | None, waiting: bool, overdue: bool, as_json: bool, moment: str | None
) -> None:
    """列出线索。"""
    today = now_or(moment).date()
    with Ledger.open_for_reading(Workspace.find(folder).ledger) as ledger:
        found = ledger.reports.find(source=source)
    shown = [r for r in found if (not waiting or _waits(r)) and (not overdue or r.overdue_on(today))]
    if as_json:
        echo_json([asdict(r) for r in shown])
    else:
        for report in shown:
            click.echo(_line(report, today))
        late = sum(r.overdue_on(today) for r in shown)
        click.echo(f"共 {len(shown)} 条线索{f'，其中 {late} 条逾期' if late else ''}。")
    raise click.exceptions.Exit(1 if any(map(_waits, shown)) else 0)


def _waits(report: Report) -> bool:
    """A message to be answered, or something only a person can place."""
    return report.answered_at is None and (report.due is not None or report.state is ReportState.UNMATCHED)


def _line(report: Report, today: date) -> str:
    late = "（已逾期）" if report.overdue_on(today) else ""
    parts = [
        f"{report.id:>5}  {report.received}  {plain(report.source)}  {report.kind.word}  {report.state}",
        f"办理期限 {report.due}{late}" if report.due and not report.answered_at else "",
        f"问题 {report.finding}" if report.finding else "",
        plain(report.named),
        shorten(report.text, 60),
        shorten(report.page, 100),
        f"（{plain(report.note)}）" if report.note else "",
        f"{stamp(report.answered_at)} {plain(report.answer)}" if report.answered_at else "",
    ]
    return "  ".join(filter(None, parts))


@reports.command("answer")
@click.argument("number", metavar="编号", type=click.IntRange(1, 10**12))
@click.option("--why", required=True, help="怎样办结的")
@BY
@NOW
@click.pass_obj
def answer_report(folder: Path | None, number: int, why: str, by: str, moment: str | None) -> None:
    """登记一条线索已经办结、答复。"""
    workspace, now = Workspace.find(folder), now_or(moment)
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        report = ledger.reports.answer(number, now, by, why)
    click.echo(_line(report, now.date()))
    if report.answered_late:
        click.echo(f"办结晚于期限 {report.due}，通报中不计入按期办结。")


@click.command("compare-findings")
@SOURCE
@click.option("--since", type=DAY, required=True, help="从哪天起（含当天）")
@click.option("--until", type=DAY, required=True, help="到哪天止（含当天）")
@click.option("--out", type=FILE, required=True, help="写到这个 .xlsx 文件")
@click.pass_obj
def compare_findings(folder: Path | None, source: str, since: datetime, until: datetime, out: Path) -> None:
    """比对第三方与我方发现的问题：双方都发现的、各自单独发现的，以及我方未发现的原因。"""
    if since > until:
        raise ConfigError(ConfigMistake("--since", "晚于 --until", "请核对起止日期"))
    if out.suffix.lower() != ".xlsx":
        raise ConfigError(ConfigMistake("--out", f"“{out.name}”不是 .xlsx 文件名", "请写成 比对表.xlsx 这样"))
    desk = open_desk(folder)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        compared = compare(desk, ledger, source, since.date(), until.date())
    write_comparison(compared, out)
    click.echo(sentence(compared))
    click.echo(str(out))


@click.command("add")
@click.option("--criterion", required=True, help="指标代码，如 severe-wording（见 config/criteria）")
@click.option("--site", help="网站编号")
@click.option("--account", help="账号编号")
@click.option("--column", default="", help="栏目编号（栏目类的指标）")
@click.option("--place", default="", help="位置；不写则按指标和地址确定")
@click.option("--address", default="", help="看到问题的页面地址；打不开的链接写链接的地址")
@click.option("--quote", default="", help="页面上的原文")
@click.option("--why", required=True, help="是什么问题（写进通报的话）")
@click.option("--file", type=FILE, help="截图（图片或 PDF）")
@BY
@NOW
@click.pass_obj
def add_finding(
    folder: Path | None, /, site: str | None, account: str | None, moment: str | None, **given: object
) -> None:
    """人工录入一个亲眼看到的问题，录入即为核实。"""
    if (site is None) == (account is None):
        raise click.UsageError("请写 --site 网站编号，或 --account 账号编号，两样只写一样")
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    if site and not words["address"]:
        raise click.UsageError("请用 --address 写明看到问题的页面地址")
    file = given["file"] if isinstance(given["file"], Path) else None
    found = enter(open_desk(folder), ManualReport(**words, subject=site or account or "", file=file), now_or(moment))
    click.echo(f"已录入并核实，编号 {found.id}：{plain(found.message)}")
