"""`xuncha letters bulletin|holiday|score`: the letters that a time of the year asks for."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from desk.cli.asking import WRITER
from desk.cli.daily import say_unsettled, warn
from desk.cli.options import NOW
from desk.context import open_desk
from desk.correspondence.annual import queue_scores
from desk.correspondence.duty_roster import load_duty
from desk.correspondence.holiday import next_holiday, queue_holiday, written_holiday
from desk.correspondence.urging import needs_name
from desk.statistics.bulletin import write_quarter
from desk.workspace.clock import now_or
from desk.workspace.file_names import in_file_name
from ledger.correspondence.urging import WAITING
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterId, LetterState
from reports.documents.letter import replacing
from reports.figures.text import han_date, plain

DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--quarter", required=True, help="季度，如 2026-Q3")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="放在这个文件夹")
@NOW
@click.pass_obj
def bulletin(folder: Path | None, quarter: str, out: Path, moment: str | None) -> None:
    """季度通报（公开版）：汇总本季度已签发的月度通报，不含个人信息和问题网址；只写成文件，不寄给各单位。"""
    desk, now = open_desk(folder), now_or(moment)
    needs_name(desk)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        for file in write_quarter(desk, ledger, quarter, out, now):
            click.echo(str(file))
        warn(desk, ledger, now)


@click.command()
@click.option("--holiday", "name", help="节日名称，如 国庆节；不写则为下一个法定节假日")
@click.option("--from", "first", type=DATE, help="放假第一天；与 --to 一起写，不查放假安排")
@click.option("--to", "last", type=DATE, help="放假最后一天")
@click.option("--duty", type=click.Path(path_type=Path), help="值班安排表（.csv 或 .xlsx）；不写则留空由单位填报")
@click.option("--out", type=click.Path(path_type=Path), help="另存一份 .docx 在这个文件夹")
@WRITER
@NOW
@click.pass_obj
def holiday(
    folder: Path | None,
    name: str | None,
    first: datetime | None,
    last: datetime | None,
    duty: Path | None,
    out: Path | None,
    by: str,
    moment: str | None,
) -> None:
    """节前提醒：一个单位一封，列出假期结束前到更新期限的栏目和账号，放进发件箱等待放行。"""
    if (first is None) != (last is None):
        raise click.UsageError("--from 和 --to 要一起写")
    desk, now = open_desk(folder), now_or(moment)
    needs_name(desk)
    rows = load_duty(duty) if duty else ()
    if first and last:
        chosen = written_holiday(name, first.date(), last.date(), now.date())
    else:
        chosen = next_holiday(desk, now.date(), name)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        say_unsettled(desk, ledger)
        done = queue_holiday(desk, ledger, chosen, rows, now, by)
        click.echo(f"{chosen.name}：{han_date(chosen.first)}至{han_date(chosen.last)}。")
        _told_of_duty(done.blank, bool(duty))
        if done.unowned:
            click.echo(f"注意：有 {done.unowned} 处没有登记责任单位，没有写进信件。", err=True)
        code = _told(ledger, done.numbers, done.documents, out)
    raise click.exceptions.Exit(code)


@click.command()
@click.option("--year", type=int, required=True, help="年份，如 2026")
@click.option("--out", type=click.Path(path_type=Path), help="全部单位的评分表和各单位通知放在这个文件夹")
@WRITER
@NOW
@click.pass_obj
def score(folder: Path | None, year: int, out: Path | None, by: str, moment: str | None) -> None:
    """年度评分：按 config/scoring.toml 评分，一个单位一封通知，放进发件箱等待放行；另写全部单位的评分表。"""
    desk, now = open_desk(folder), now_or(moment)
    needs_name(desk)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        say_unsettled(desk, ledger)
        done = queue_scores(desk, ledger, year, out or desk.workspace.out, now, by)
        code = _told(ledger, done.numbers, done.documents, out)
        click.echo(str(done.workbook))
        if waiting := sum(bool(one.provisional) for one in done.figures):
            click.echo(f"注意：{waiting} 个单位的得分是暂定的，原因见评分表；分值写在 config/scoring.toml。", err=True)
        if done.unowned:
            click.echo(f"注意：有 {done.unowned} 个已通报的问题没有登记责任单位，没有计入任何单位。", err=True)
        warn(desk, ledger, now)
    raise click.exceptions.Exit(code)


def _told_of_duty(blank: int, given: bool) -> None:
    if given and blank:
        click.echo(f"注意：值班安排表里缺假期中的 {blank} 天，已留空。", err=True)


def _told(ledger: Ledger, numbers: Iterable[LetterId], documents: Iterable[tuple[str, bytes]], out: Path | None) -> int:
    """One line a letter; with ``out``, its .docx beside. The exit code: 1 where one has no address."""
    letters = [ledger.letters.get(number) for number in numbers]
    for letter, (unit, data) in zip(letters, documents, strict=True):
        note = f"  【{plain(letter.note)}】" if letter.note else ""
        click.echo(f"{letter.id:>5}  {letter.state}  {plain(unit)}  {letter.kind.word}{note}")
        if out:
            name = in_file_name(unit)
            with replacing(out / f"{letter.id:04}-{letter.kind.word}-{letter.period}-{name}.docx") as part:
                part.write_bytes(data)
    held = any(letter.state is LetterState.HELD for letter in letters)
    advice = "看过后运行 xuncha letters release 编号 放行。" if held else ""
    click.echo(f"共 {len(letters)} 封。{advice}")
    return int(any(letter.state in WAITING and not letter.recipients for letter in letters))
