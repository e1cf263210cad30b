"""`xuncha letters …`: the outbox as a clerk sees it. Nothing leaves without `release`, then `send`."""

import email
from collections import Counter
from dataclasses import asdict
from email.policy import SMTP
from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.json_line import echo_json
from desk.cli.lazy_group import Lazily, Listed
from desk.cli.options import JSON, NOW
from desk.context import open_desk
from desk.correspondence.letters import queue_month, save_letters, standing
from desk.correspondence.sending import Posted, release, send_due, settle
from desk.facts.run_result import WRONG_USE
from desk.mail.server_settings import load_mail, mail_server
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.correspondence.letter_states import TABLE
from ledger.ledger import ForbiddenStep, Ledger
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterState
from reports.figures.text import plain, shorten, stamp

NUMBER = click.argument("number", metavar="编号", type=int)
# what a person has to see to, and how
ADVICE = {
    LetterState.NO_ADDRESS: "请在登记册里补上邮箱，再运行 xuncha letters queue --month 年月",
    LetterState.RETURNED: "请按对方的答复处理，再运行 xuncha letters release 编号",
    LetterState.MAYBE: "请向收件单位核实收到与否，再运行 xuncha letters settle 编号 --sent 或 --not-sent",
    LetterState.HANDED: "发信程序若已停止，运行 xuncha letters send 会归入“可能已发”",
}


BELOW = {  # commands of other files
    "bulletin": Listed("desk.cli.letters.periodic:bulletin"),
    "check": Listed("desk.cli.letters.templates:check_letters"),
    "holiday": Listed("desk.cli.letters.periodic:holiday"),
    "prompt": Listed("desk.cli.letters.urging:prompt"),
    "remind": Listed("desk.cli.letters.urging:remind"),
    "score": Listed("desk.cli.letters.periodic:score"),
    "supervise": Listed("desk.cli.letters.urging:supervise"),
}


@click.group(commands=Lazily(BELOW))
def letters() -> None:
    """给各单位的信件：写好、放行、发送、查看结果。"""


@letters.command()
@click.option("--month", required=True, help="年月，如 2026-11")
@NOW
@click.pass_obj
def queue(folder: Path | None, month: str, moment: str | None) -> None:
    """按当月通报给各单位写信，放进发件箱等待放行。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        made = [ledger.letters.get(number) for number in queue_month(desk, ledger, month, now)]
    _told(made)
    raise click.exceptions.Exit(1 if any(one.state in ADVICE for one in made) else 0)


@letters.command("list")
@JSON
@click.option("--month", help="只看这个月的")
@click.option("--all", "everything", is_flag=True, help="连同已作废的")
@click.pass_obj
def list_letters(folder: Path | None, as_json: bool, month: str | None, everything: bool) -> None:
    """列出发件箱里的信件。"""
    with Ledger.open_for_reading(Workspace.find(folder).ledger) as ledger:
        found = ledger.letters.find(period=month) if everything else standing(ledger, month)
    if as_json:
        echo_json([asdict(one) for one in found])
    else:
        _told(found)
    raise click.exceptions.Exit(1 if any(one.state in ADVICE for one in found) else 0)


@letters.command()
@NUMBER
@click.pass_obj
def show(folder: Path | None, number: int) -> None:
    """显示一封信：收件人、主题、正文、附件和经过。"""
    with Ledger.open_for_reading(Workspace.find(folder).ledger) as ledger:
        letter, raw = ledger.letters.get(number), ledger.letters.raw(number)
        history = ledger.letters.history(number)
    message = email.message_from_bytes(raw, policy=SMTP)
    for name, value in message.items():
        if name not in ("MIME-Version", "Content-Type"):
            click.echo(f"{name}: {plain(str(value))}")
    body = message.get_body(("plain",))
    click.echo()
    for line in body.get_content().splitlines() if body else ():
        click.echo(" " * (len(line) - len(line.lstrip(" "))) + plain(line))
    for part in message.iter_attachments():
        click.echo(f"【附件】{plain(part.get_filename() or '')}（{len(part.get_content()) // 1024 + 1} KB）")
    click.echo()
    for change in history:
        click.echo(f"{stamp(change.at)}  {change.event}  {plain(change.by) or '系统'}  {plain(change.why)}".rstrip())
    click.echo(_line(letter))


@letters.command("release")
@click.argument("numbers", metavar="[编号]…", type=int, nargs=-1)
@click.option("--month", help="放行这个月全部待放行的信件")
@click.option("--all", "everything", is_flag=True, help="放行全部待放行的信件")
@BY
@NOW
@click.pass_obj
def release_letters(
    folder: Path | None, numbers: tuple[int, ...], month: str | None, everything: bool, by: str, moment: str | None
) -> None:
    """放行：看过之后，准许发送。"""
    if sum((bool(numbers), month is not None, everything)) != 1:
        raise click.UsageError("请写信件编号，或 --month 年月，或 --all，三样只写一样")
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        if numbers:
            chosen = [ledger.letters.get(number) for number in dict.fromkeys(numbers)]
        else:
            chosen = ledger.letters.find(states=(LetterState.HELD,), period=month)
        if wrong := [one for one in chosen if (one.state, LetterEvent.RELEASE) not in TABLE]:
            advice = "请去掉它，再运行一次"
            raise ConfigError(*(ConfigMistake(f"信件 {one.id}", f"是“{one.state}”，不能放行", advice) for one in wrong))
        refused = release(ledger, chosen, by, now, desk)
        _told([ledger.letters.get(one.id) for one in chosen])
    for why in refused:
        click.echo(why, err=True)
    raise click.exceptions.Exit(WRONG_USE if refused else 0)


@letters.command()
@NOW
@click.pass_obj
def send(folder: Path | None, moment: str | None) -> None:
    """发送已放行、到时间的信件。"""
    desk = open_desk(folder)
    mail = load_mail(desk.workspace)
    sender, server = mail.sender_address(desk).addr_spec, mail_server(mail, desk.workspace)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        posted = send_due(ledger, server, sender, mail.tries, lambda: now_or(moment))
        maybe = ledger.letters.find(states=(LetterState.MAYBE,))
        waiting = ledger.letters.find(states=(LetterState.READY, LetterState.RETRY))
    earlier = [one for one in (*posted.recovered, *maybe) if one.id not in {tried.id for tried in posted.letters}]
    _told([*posted.letters, *{one.id: one for one in earlier}.values()])
    if waiting:
        times = [one.next_try for one in waiting if one.next_try]
        click.echo(f"还有 {len(waiting)} 封没有发出{f'，下次 {stamp(min(times))} 以后再发' if times else ''}。")
    if posted.trouble:
        click.echo(f"{posted.trouble}。", err=True)
    raise click.exceptions.Exit(_send_code(posted, bool(maybe), bool(waiting)))


def _send_code(posted: Posted, maybe: bool, waiting: bool) -> int:
    if posted.trouble:
        return 3
    partly = any(one.left_out for one in posted.letters)
    return 1 if maybe or waiting or partly or posted.of(LetterState.RETURNED) else 0


@letters.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="放在这个文件夹")
@click.option("--month", help="只存这个月的")
@click.pass_obj
def save(folder: Path | None, out: Path, month: str | None) -> None:
    """把信件存成 .eml 文件，可用邮件程序打开。"""
    with Ledger.open_for_reading(Workspace.find(folder).ledger) as ledger:
        for path in save_letters(ledger, standing(ledger, month), out):
            click.echo(str(path))


@letters.command("settle")
@NUMBER
@click.option("--sent/--not-sent", "sent", required=True, default=None, help="对方收到了／没有收到（会重新发送）")
@click.option("--why", required=True, help="怎样核实的")
@BY
@NOW
@click.pass_obj
def settle_letter(folder: Path | None, number: int, sent: bool, why: str, by: str, moment: str | None) -> None:
    """对“可能已发”的信件作出认定。"""
    workspace, now = Workspace.find(folder), now_or(moment)
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        try:
            letter = settle(ledger, number, sent=sent, by=by, why=why, now=now)
        except ForbiddenStep as error:
            advice = "只有“可能已发”的才要认定"
            raise ConfigError(ConfigMistake(f"信件 {number}", f"是“{error.before}”，不能认定", advice)) from error
    _told([letter])


def _told(found: list[Letter]) -> None:
    for one in found:
        click.echo(_line(one))
    counts = Counter(one.state for one in found)
    told = "，".join(f"{state} {counts[state]} 封" for state in LetterState if counts[state])
    click.echo(f"共 {len(found)} 封{f'：{told}' if told else ''}。")
    for state, advice in ADVICE.items():
        if counts[state]:
            click.echo(f"{state}：{advice}。")


def _line(one: Letter) -> str:
    to = "、".join(one.recipients) or "（没有邮箱）"
    answer = "" if one.state is LetterState.SENT and not one.left_out else one.answer
    left_out = f"没有送到：{'、'.join(one.left_out)}" if one.left_out else ""
    more = "；".join(filter(None, (one.note, left_out, answer)))
    again = f"  {stamp(one.next_try)} 以后再发" if one.next_try else ""
    line = f"{one.id:>5}  {one.state}  {plain(one.unit_name)}  {to}  {plain(one.subject)}{again}"
    return f"{line}  【{shorten(more, 300)}】" if more else line
