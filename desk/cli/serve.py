"""`xuncha serve`, `timetable`, `doctor`, `backup`, `restore`: the clock, and what keeps the workspace safe."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

import click

from desk.cli.json_line import echo_json
from desk.cli.options import NOW
from desk.config.schedule import Job, JobTimes, Schedule, load_schedule
from desk.context import open_desk
from desk.scheduler.timetable import Slot, notes, slots
from desk.workspace.clock import SHANGHAI, now_or
from desk.workspace.workspace import Workspace
from ledger.calendar import Calendar

WEEK = "一二三四五六日"


@click.command()
@click.pass_obj
def serve(folder: Path | None) -> None:
    """定时运行：按 config/schedule.toml 每天自动巡查、写日志和通报、发信、备份。"""
    from desk.scheduler.serve import serve as keep_time  # loads APScheduler, which no other command needs

    keep_time(folder)


@click.command()
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True, help="列出几天，今天算一天")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，逐次列出")
@NOW
@click.pass_obj
def timetable(folder: Path | None, days: int, as_json: bool, moment: str | None) -> None:
    """列出以后几天什么时候做什么。"""
    desk, now = open_desk(folder), now_or(moment)
    schedule = load_schedule(desk.workspace.config / "schedule.toml", desk.settings)
    end = datetime.combine(now.date() + timedelta(days=days), time.min, SHANGHAI)
    found = slots(schedule, desk.register, desk.calendar.working_day, now, end)
    if as_json:
        rows = [{"job": s.job, "due_at": s.due_at.isoformat(), "sites": list(s.sites)} for s in found]
        echo_json(rows)
        return
    for day, of_day in groupby(found, key=lambda slot: slot.due_at.date()):
        click.echo(_day(day, desk.calendar))
        for line in _lines(list(of_day), schedule):
            click.echo(f"  {line}")
    for note in notes(schedule, desk.register):
        click.echo(f"注意：{note}。", err=True)


def _day(day: date, calendar: Calendar) -> str:
    worked, known = calendar.working_day(day)
    told = f"{day}（周{WEEK[day.weekday()]}，{'工作日' if worked else '休息日'}"
    return told + ("）" if known else f"；{day.year} 年的放假安排还不知道，按周末和元旦、劳动节、国庆节推算）")


def _lines(of_day: list[Slot], schedule: Schedule) -> list[str]:
    """A line a moment; what comes many times a day is one line."""
    told: list[tuple[datetime, str]] = []
    for job in Job:
        mine = [slot for slot in of_day if slot.job is job]
        entry = schedule.entries.get(job)
        if mine and entry and entry.every:
            told.append((mine[0].due_at, f"{_span(mine)}  {job.word}：{_often(entry, mine)}"))
        else:
            told += [(slot.due_at, f"{slot.due_at:%H:%M}        {job.word}") for slot in mine]
    return [line for _, line in sorted(told)]


def _span(mine: list[Slot]) -> str:
    return f"{mine[0].due_at:%H:%M}-{mine[-1].due_at:%H:%M}"


def _often(entry: JobTimes, mine: list[Slot]) -> str:
    if entry.job is not Job.PROBE:
        return f"共 {len(mine)} 次"
    counts = Counter(site for slot in mine for site in slot.sites)
    least, most = min(counts.values()), max(counts.values())
    return f"{len(counts)} 个网站，每个 {least if least == most else f'{least} 到 {most}'} 次"


@click.command()
@NOW
@click.pass_obj
def doctor(folder: Path | None, moment: str | None) -> None:
    """检查磁盘、时钟、网络、邮件和定时任务是否正常。"""
    from desk.scheduler.doctor import Severity, examine

    found = examine(Workspace.find(folder), now_or(moment))
    for one in found:
        click.echo(f"{one.grade}  {one.what}：{one.text}" + (f"；{one.advice}" if one.advice else ""))
    grades = {one.grade for one in found}
    raise click.exceptions.Exit(3 if Severity.BROKEN in grades else 1 if Severity.LOOK in grades else 0)


@click.command()
@click.argument("place", metavar="[文件或文件夹]", type=click.Path(path_type=Path), required=False)
@NOW
@click.pass_obj
def backup(folder: Path | None, place: Path | None, moment: str | None) -> None:
    """备份工作区（可在运行中做）：台账、网站档案、文书和设置，一个 .tar 文件。"""
    from desk.workspace.backup import back_up

    workspace = Workspace.find(folder)
    made = back_up(workspace, place or workspace.root / "backup", now_or(moment))
    click.echo(f"{made.path}（{made.files} 个文件，{made.size // 1_000_000 + 1} MB）")


@click.command()
@click.argument("file", metavar="备份文件", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path), help="恢复到这个文件夹；不写则为当前工作区")
@click.option("--force", is_flag=True, help="换掉已有的工作区（原来的改名留着）")
@NOW
@click.pass_obj
def restore(folder: Path | None, file: Path, target: Path | None, force: bool, moment: str | None) -> None:
    """用备份恢复工作区；先验证备份完好，再换上。"""
    from desk.workspace.backup import restore as put_back

    place = target or Workspace.find(folder).root
    aside = put_back(file, place, now_or(moment), force=force)
    click.echo(f"已恢复到 {place}。" + (f"原来的放在 {aside}，确认无误后可以删除。" if aside else ""))
