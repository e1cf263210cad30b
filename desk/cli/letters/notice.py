"""`xuncha notice …`: the month's notice, from the draft for signature (送签稿) to the signed one (签发)."""

from datetime import datetime
from pathlib import Path

import click

from desk.cli.asking import BY, YES, agreed
from desk.cli.daily import listed, say_unsettled, warn
from desk.cli.options import NOW
from desk.context import Desk, open_desk
from desk.correspondence.letters import queue_month
from desk.findings.backlog import backlog
from desk.mail.server_settings import load_mail
from desk.notices.correcting import write_correcting
from desk.notices.drafts import summary, write_draft
from desk.notices.issuing import Issuing, enter, prepared, signed_copy
from desk.notices.withdrawing import withdraw
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger, NoSuchNotice
from ledger.vocabulary import UNDECIDED
from ledger.vocabulary.post.notice import IssuedNotice
from reports.documents.letter import replacing
from reports.figures.text import plain, shorten

MONTH = click.option("--month", required=True, help="年月，如 2026-11")
DAY = click.DateTime(["%Y-%m-%d"])
UNITS = 10  # that are named


@click.group(invoke_without_command=True)
@click.option("--month", help="年月，如 2026-11")
@click.option("--out", type=click.Path(path_type=Path), help="放在这个文件夹")
@click.option("--date", "day", type=DAY, help="打算的成文日期，整改期限从这天起算；不写则为当天")
@NOW
@click.pass_context
def notice(
    context: click.Context, month: str | None, out: Path | None, day: datetime | None, moment: str | None
) -> None:
    """写当月通报的送签稿、各单位整改通知和问题台账；签发后用 notice issue 登记。"""
    if context.invoked_subcommand is not None:
        return
    if month is None or out is None:
        raise click.UsageError("请写 --month 年月 和 --out 文件夹")
    desk, now = open_desk(context.obj), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        say_unsettled(desk, ledger)
        listed(write_draft(desk, ledger, month, out, now, day.date() if day else None))
        warn(desk, ledger, now)
        _look_again(desk, ledger, month, now)


def _look_again(desk: Desk, ledger: Ledger, month: str, now: datetime) -> None:
    """What only the clerk can know before the draft goes to be signed."""
    if ledger.notices.issued(month):
        return
    last = max((one.period for one in ledger.notices.all_issued()), default="")
    for earlier in ledger.notices.unsigned_months():
        if last < earlier < month:
            told = f"{earlier} 的送签稿还没有登记签发；如已签发，请先登记再重写 {month} 的，否则会重复通报"
            click.echo(f"注意：{told}。", err=True)
    figures = summary(ledger, month)
    for told in backlog(
        desk, ledger.findings.find(states=UNDECIDED, pages=False), now, len(figures.unknown)
    ).sentences():
        click.echo(f"注意：{told}。", err=True)
    if not figures.sites.inspected and not (figures.accounts and figures.accounts.inspected):
        click.echo("注意：本期一个网站、账号也没有查成，送签稿却写着“进行了检查”，请先巡查再重写。", err=True)
    if names := figures.follow_up.unreported:
        told = "、".join(map(plain, names))
        click.echo(f"注意：送签稿点名未报送整改情况的单位：{told}；从别处收到的反馈请先记入，再重写。", err=True)


@notice.command("issue")
@MONTH
@click.option("--number", required=True, help="文号，如 〔2026〕12号")
@click.option("--date", "day", type=DAY, required=True, help="成文日期")
@click.option("--signed-file", "signed", type=click.Path(path_type=Path), required=True, help="签发后的文件")
@BY
@click.option("--why", default="", help="还有单项否决等人核实时：为什么先签发")
@YES
@NOW
@click.pass_obj
def issue_notice(
    folder: Path | None,
    month: str,
    number: str,
    day: datetime,
    signed: Path,
    by: str,
    why: str,
    yes: bool,
    moment: str | None,
) -> None:
    """登记签发：核对签发文件上的数字，问过以后留存文件，把所列问题记为已通报，给各单位写好信件。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        asked = prepared(desk, ledger, month, number, day.date(), signed, by, now, why)
    _plan(asked)
    agreed(yes)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        with ledger.transaction():
            made = prepared(desk, ledger, month, number, day.date(), signed, by, now, why)
            if made != asked:
                raise ConfigError(
                    ConfigMistake("没有登记", "刚才询问的时候台账有了变化", "请再运行一次，看过新的说明再登记")
                )
            enter(ledger, made)
        _say(made.notice)
        mail = load_mail(desk.workspace)
        if mail.sender:
            queued = queue_month(desk, ledger, month, now, mail)
            click.echo(f"给各单位的信件 {len(queued)} 封已写好，等待放行：xuncha letters release --month {month}")
        else:
            click.echo(f"没有填写发信地址，信件还没有写；填好后运行 xuncha letters queue --month {month}", err=True)
    attention = made.notes or made.withheld or made.cut or made.comparison.differences
    raise click.exceptions.Exit(1 if attention else 0)


def _plan(made: Issuing) -> None:
    """What entering it would do, and what the clerk must know before."""
    units = "、".join(map(plain, made.units[:UNITS])) + ("等" if len(made.units) > UNITS else "")
    told = f"登记后：{len(made.matters)} 个问题记为已通报，涉及 {len(made.units)} 个单位"
    click.echo(f"{told}{f'（{units}）' if units else ''}，各写一封信。")
    for number, why in made.withheld:
        click.echo(f"不记为已通报：问题 {number}，{why}。", err=True)
    if made.cut:
        numbers = "、".join(map(str, made.cut))
        click.echo(
            f"注意：问题 {numbers} 正文里删去了，附件里还列着，仍记为已通报；不该通报的请把附件里的也删去。", err=True
        )
    for note in made.notes:
        click.echo(f"注意：{note}。", err=True)
    if made.comparison.differences:
        click.echo(f"签发稿与送签稿的数字有 {len(made.comparison.differences)} 处不同：")
    for one in made.comparison.differences:
        click.echo(f"  送签稿：{shorten(one.drafted, 160) or '没有这一行'}")
        click.echo(f"  签发稿：{shorten(one.signed, 160) or '没有这一行'}")
    if made.comparison.reworded:
        click.echo(f"另有 {made.comparison.reworded} 处只改了文字，数字相同。")


def _say(issued: IssuedNotice) -> None:
    click.echo(
        f"{issued.period} 的通报已签发：{issued.number}，{issued.day}，通报问题 {len(issued.told)} 个，"
        f"签发文件 {plain(issued.name)}（SHA-256 {issued.sha256[:12]}…）已留存，{plain(issued.by)}登记。"
    )


@notice.command("withdraw")
@MONTH
@click.option("--why", required=True, help="登记错在哪里")
@BY
@YES
@NOW
@click.pass_obj
def withdraw_notice(folder: Path | None, month: str, why: str, by: str, yes: bool, moment: str | None) -> None:
    """撤回登记错的签发文件：信件一封也没有放行时才能撤回，撤回的文件留存备查。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        issued = ledger.notices.issued(month)
        if issued is None:
            raise NoSuchNotice(f"{month} 的通报还没有签发，不用撤回。")
    click.echo(
        f"将撤回 {month} 的通报（{issued.number}，{issued.day}）：{len(issued.told)} 个问题不再记为已通报，信件作废。"
    )
    agreed(yes)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        withdraw(ledger, month, now, by, why)
    click.echo(f"已撤回；改正后请重新登记：xuncha notice issue --month {month} …")


@notice.command("correct")
@MONTH
@click.option("--out", type=click.Path(path_type=Path), required=True, help="放在这个文件夹")
@NOW
@click.pass_obj
def correct(folder: Path | None, month: str, out: Path, moment: str | None) -> None:
    """写更正的送签稿：已签发的通报里，后来判为误报的问题。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        listed([write_correcting(desk, ledger, month, out, now)])


@notice.command("show")
@MONTH
@click.option("--out", type=click.Path(path_type=Path), help="把签发文件存到这个文件夹")
@click.pass_obj
def show(folder: Path | None, month: str, out: Path | None) -> None:
    """显示一期通报签发的情况，取出签发文件。"""
    with Ledger.open_for_reading(Workspace.find(folder).ledger) as ledger:
        issued = ledger.notices.issued(month)
        if issued is None:
            state = "送签稿已写好，还没有签发" if ledger.notices.draft(month) else "还没有写送签稿"
            raise NoSuchNotice(f"{month} 的通报{state}。")
        _say(issued)
        if out is not None:
            name, data = signed_copy(ledger, month)
            with replacing(out / name) as part:
                part.write_bytes(data)
            click.echo(str(out / name))
