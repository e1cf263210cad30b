"""The office's timetable as written: config/schedule.toml, checked whole. Knows no clock; timetable.py reckons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator

from desk.config.settings import Settings
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import Closed, by_key, keys, validated
from desk.workspace.validators import Clock, Text, clock, whole
from desk.workspace.workspace import shipped_config

PROBES_WANTED = 20  # a day, by the clause 站点无法访问


class Job(StrEnum):
    """``value`` stands in the ledger and in the file, ``word`` is what people read."""

    PROBE = "probe"
    INSPECT = "inspect"
    SWEEP = "sweep"
    ACCOUNTS = "accounts"
    RECHECK = "recheck"
    ANSWERS = "answers"
    ALERT = "alert"
    URGE = "urge"
    HOLIDAY = "holiday"
    DAILY = "daily"
    NOTICE = "notice"
    SEND = "send"
    BACKUP = "backup"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS: Mapping[Job, str] = {
    Job.PROBE: "探测首页",
    Job.INSPECT: "每日巡查",
    Job.SWEEP: "全站普查",
    Job.ACCOUNTS: "账号巡查",
    Job.RECHECK: "复核",
    Job.ANSWERS: "收取回执",
    Job.ALERT: "群机器人",
    Job.URGE: "催办信件",
    Job.HOLIDAY: "节前提醒",
    Job.DAILY: "巡查日志",
    Job.NOTICE: "月度通报",
    Job.SEND: "发送信件",
    Job.BACKUP: "备份",
}


class Days(StrEnum):
    EVERY = "每天"
    WORKING = "工作日"
    FIRST_WORKING = "每月首个工作日"


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("要写成 true 或 false")  # noqa: TRY004  the caller turns ValueError into advice
    return value


def _days(value: object) -> Days:
    if value in tuple(Days):
        return Days(str(value))
    raise ValueError(f"要写成 {'、'.join(f'“{d}”' for d in Days)} 之一")


def _clocks(value: object) -> tuple[time, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('要写成时刻的列表，如 ["07:30", "17:30"]')
    return tuple(sorted({clock(one) for one in value}))


def _span(value: object) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,4})([smh])", value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2]] > 24 * 3600:
        raise ValueError('要写成时长，如 "10m"（10 分钟）、"2h"（2 小时），不超过 24 小时')
    return timedelta(seconds=int(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2]])


@dataclass(frozen=True)
class JobTimes(Closed):
    """One job's times: at the times ``at``, or ``every`` so often between ``since`` and ``until`` (both included).

    The rest serves single jobs: ``rest_days`` the sweep, ``ahead`` (working days) the holiday's letters, ``folder`` and
    ``keep`` the backup.
    """

    job: Job
    on: Annotated[bool, PlainValidator(_yes_no)] = True
    days: Annotated[Days, PlainValidator(_days)] = Days.EVERY
    at: Annotated[tuple[time, ...], PlainValidator(_clocks)] = ()
    every: Annotated[timedelta | None, PlainValidator(_span)] = None
    since: Annotated[Clock, Field(alias="from")] = time(0)
    until: Annotated[Clock, Field(alias="to")] = time.max
    deadline: Annotated[timedelta, PlainValidator(_span)] = timedelta(hours=9)
    rest_days: Annotated[int, whole(0, 365)] = 7
    ahead: Annotated[int, whole(1, 20)] = 3
    folder: Text = ""
    keep: Annotated[int, whole(1, 1000)] = 7


@dataclass(frozen=True)
class Schedule:
    """The jobs that are on, and the night window (夜间时段)."""

    entries: Mapping[Job, JobTimes]
    night_from: time = time(22)
    night_to: time = time(6)


# keys that no other job knows; the job itself is the table's name
_OWN = {"job": None, "rest_days": Job.SWEEP, "ahead": Job.HOLIDAY, "folder": Job.BACKUP, "keep": Job.BACKUP}


def load_schedule(path: Path, settings: Settings) -> Schedule:
    """The schedule in ``path`` (config/schedule.toml), ours where an older workspace has none of it.

    Every mistake of the file in one ConfigError.
    """
    path = path if path.exists() else shipped_config() / path.name
    _, given = read_toml(path)
    mistakes: list[ConfigMistake] = []
    entries: dict[Job, JobTimes] = {}
    for name, table in given.items():
        if name not in tuple(Job):
            known = "、".join(Job)
            mistakes.append(ConfigMistake(path.name, f"不认识“{name}”", f"请删去或改正；可用的有：{known}"))
        elif not isinstance(table, dict):
            mistakes.append(ConfigMistake(path.name, f"“{name}”应是一节", f"请写成单独一行 [{name}]，下面逐行写各项"))
        elif entry := _entry(Job(name), table, settings, path.name, mistakes):
            entries[entry.job] = entry
    if mistakes:
        raise ConfigError(*mistakes)
    on = {job: entry for job, entry in entries.items() if entry.on}
    return Schedule(on, settings.crawl.night_from, settings.crawl.night_to)


def _entry(
    job: Job, table: Mapping[str, object], settings: Settings, file: str, mistakes: list[ConfigMistake]
) -> JobTimes | None:
    known = [key for key in keys(JobTimes) if _OWN.get(key, job) is job]
    advice = f"请删去或改正；可用的有：{'、'.join(known)}"
    mistakes += [ConfigMistake(file, f"不认识“{job}.{key}”", advice) for key in table if key not in known]
    given = {key: value for key, value in table.items() if key in known}
    try:
        entry = validated(JobTimes, {**given, "job": job}, by_key(JobTimes, file, f"{job}."))
    except ConfigError as error:
        mistakes += error.problems
        return None
    if job is Job.PROBE and entry.every is None:
        entry = replace(entry, every=timedelta(seconds=24 * 3600 // settings.probe.per_day))
    mistakes += _wrong(entry, settings, file)
    return entry


def _wrong(entry: JobTimes, settings: Settings, file: str) -> list[ConfigMistake]:
    """What no single value shows."""
    job = entry.job
    found = []
    if bool(entry.at) == bool(entry.every):
        found.append(
            ConfigMistake(file, f"[{job}] 没有写清什么时候做", "at（几点）和 every（每隔多久）要写一样，只写一样")
        )
    if entry.since > entry.until:
        found.append(ConfigMistake(file, f"[{job}] 的 from 在 to 之后", "时段不能跨过午夜，请改正"))
    start, end = settings.crawl.night_from, settings.crawl.night_to
    if job is Job.SWEEP and not all(in_night(at, start, end) for at in entry.at):
        advice = f"请改到 {start:%H:%M} 到次日 {end:%H:%M} 之间，或在 xuncha.toml 里改夜间时段"
        found.append(ConfigMistake(file, "全站普查不在夜间时段以内", advice))
    return found


def in_night(at: time, start: time, end: time) -> bool:
    """Whether ``at`` lies in the window, which may cross midnight."""
    return start <= at < end if start < end else at >= start or at < end
