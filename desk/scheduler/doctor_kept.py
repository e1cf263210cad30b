"""The doctor's look at what is kept: whether the databases are whole, and whether a good backup of them is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from desk.config.schedule import Job, Schedule
from desk.workspace.clock import SHANGHAI
from desk.workspace.integrity import backup_flaw, databases, flaw, newest
from desk.workspace.workspace import Workspace

OLD = timedelta(days=8)  # a backup; the shipped timetable makes one a day


class Severity(StrEnum):
    FINE = "正常"
    LOOK = "注意"
    BROKEN = "故障"


@dataclass(frozen=True)
class CheckResult:
    """What one check found, and what to do."""

    grade: Severity
    what: str
    text: str
    advice: str = ""


def kept(workspace: Workspace, schedule: Schedule | None, now: datetime) -> Iterator[CheckResult]:
    found = list(databases(workspace))
    hurt = [(path, what) for path in found if (what := flaw(path))]
    for path, what in hurt:
        yield CheckResult(Severity.BROKEN, "数据", f"{path} {what}", "请用 xuncha restore 从备份恢复")
    if found and not hurt:
        yield CheckResult(Severity.FINE, "数据", f"{len(found)} 个数据库都完好")
    if found:
        yield _backup(_folder(workspace, schedule), now)


def _folder(workspace: Workspace, schedule: Schedule | None) -> Path:
    """Where the timetable has backups put; by its default where it cannot be read."""
    entry = schedule.entries.get(Job.BACKUP) if schedule else None
    return Path(entry.folder) if entry and entry.folder else workspace.root / "backup"


def _backup(folder: Path, now: datetime) -> CheckResult:
    last = newest(folder)
    if last is None:
        return CheckResult(Severity.LOOK, "备份", f"{folder} 里还没有备份", "请运行 xuncha backup，或启动定时程序")
    if what := backup_flaw(last):
        return CheckResult(Severity.BROKEN, "备份", f"最近一份 {last} {what}", "请运行 xuncha backup 重做一份")
    made = datetime.fromtimestamp(last.stat().st_mtime, SHANGHAI)
    if now - made > OLD:
        advice = "请运行 xuncha backup，并查看定时程序是否在运行"
        return CheckResult(Severity.LOOK, "备份", f"最近一份 {last} 是 {made:%Y-%m-%d} 做的", advice)
    return CheckResult(Severity.FINE, "备份", f"最近一份 {last} 完好")
