"""`xuncha letters prompt|remind|supervise` and `xuncha allow-letter`: letters beside the monthly notice, held."""

from pathlib import Path

import click

from desk.cli.asking import WRITER
from desk.cli.daily import say_unsettled, warn
from desk.cli.options import NOW
from desk.context import chosen_sites, open_desk
from desk.correspondence.allow import queue_allow
from desk.correspondence.urging import Choice, Written, queue_urging
from desk.workspace.clock import now_or
from desk.workspace.file_names import in_file_name
from ledger.correspondence.urging import WAITING
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from reports.documents.letter import replacing
from reports.figures.text import plain, shorten

OUT = click.option("--out", type=click.Path(path_type=Path), help="另存一份 .docx 在这个文件夹")


def _command(kind: LetterKind, help_text: str) -> click.Command:
    @click.command(kind.value, help=help_text)
    @OUT
    @WRITER
    @NOW
    @click.pass_obj
    def write(folder: Path | None, out: Path | None, by: str, moment: str | None) -> None:
        desk, now = open_desk(folder), now_or(moment)
        with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
            say_unsettled(desk, ledger)
            written, choice = queue_urging(desk, ledger, kind, now, by)
            code = _told(ledger, written, out)
            warn(desk, ledger, now)
        _omitted(choice)
        raise click.exceptions.Exit(code)

    return write


prompt = _command(LetterKind.PROMPT, "紧急整改通知：单项否决和须当日整改的问题，一个单位一封，放进发件箱等待放行。")
remind = _command(LetterKind.REMIND, "整改到期提醒：整改时限将到的问题，每个问题提醒一次。")
supervise = _command(LetterKind.SUPERVISE, "督办单：逾期后过了督办天数仍未整改的问题。")


@click.command("allow-letter")
@click.option("--site", "sites", multiple=True, help="网站编号（可写多个）")
@click.option("--unit", "units", multiple=True, help="单位编号：它主办、承办的全部网站")
@click.option("--address", "addresses", multiple=True, required=True, help="本机对外的 IP 地址（可写多个）")
@OUT
@WRITER
@NOW
@click.pass_obj
def allow_letter(
    folder: Path | None,
    sites: tuple[str, ...],
    units: tuple[str, ...],
    addresses: tuple[str, ...],
    out: Path | None,
    by: str,
    moment: str | None,
) -> None:
    """请单位在防火墙上放行检查访问的函，一个主办单位一封，放进发件箱等待放行。"""
    if not sites and not units:
        raise click.UsageError("请用 --site 写网站编号，或用 --unit 写单位编号")
    desk, now = open_desk(folder), now_or(moment)
    chosen = chosen_sites(desk.register, sites, units)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        code = _told(ledger, queue_allow(desk, ledger, chosen, addresses, now, by), out)
    raise click.exceptions.Exit(code)


def _told(ledger: Ledger, written: list[Written], out: Path | None) -> int:
    """One line a letter; with ``out``, its .docx beside. The exit code: 1 where one waits for a person."""
    letters = [ledger.letters.get(one.number) for one in written]
    for one, letter in zip(written, letters, strict=True):
        about = (
            f"  问题 {len(one.findings)} 个（编号 {'、'.join(map(str, one.findings[:20]))}）" if one.findings else ""
        )
        note = f"  【{plain(letter.note)}】" if letter.note else ""
        click.echo(f"{one.number:>5}  {letter.state}  {plain(one.unit)}  {letter.kind.word}{about}{note}")
        if out:
            name = in_file_name(one.unit)
            path = out / f"{one.number:04}-{letter.kind.word}-{letter.period}-{name}.docx"
            with replacing(path) as part:
                part.write_bytes(one.document.data)
            click.echo(str(path))
    held = " ".join(str(letter.id) for letter in letters if letter.state is LetterState.HELD)
    click.echo(f"共 {len(letters)} 封。{f'看过后运行 xuncha letters release {held}。' if held else ''}")
    return int(any(letter.state in WAITING for letter in letters))


def _omitted(choice: Choice) -> None:
    for finding, why in choice.left_out:
        click.echo(f"没有写进信件：问题 {finding.id}（{shorten(finding.message, 60)}）：{why}。")
