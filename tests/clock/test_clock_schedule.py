"""config/schedule.toml: what an office writes, and every mistake of it told at once."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from desk.config.schedule import Days, Job, Schedule, load_schedule
from desk.config.settings import ProbeSettings, Settings
from desk.workspace.config_mistakes import ConfigError


def load(folder: Path, text: str, settings: Settings | None = None) -> Schedule:
    path = folder / "schedule.toml"
    path.write_text(text, encoding="utf-8")
    return load_schedule(path, settings or Settings())


def test_what_is_written_holds(tmp_path: Path) -> None:
    schedule = load(
        tmp_path,
        """
        inspect = { at = ["23:10", "05:00"], days = "工作日", deadline = "90m" }
        send = { every = "15m", from = "08:00", to = "17:30" }
        notice = { at = ["09:00"], days = "每月首个工作日" }
        backup = { on = false, at = ["12:00"] }
        """,
    )
    assert list(schedule.entries) == [Job.INSPECT, Job.SEND, Job.NOTICE]
    inspect, send = schedule.entries[Job.INSPECT], schedule.entries[Job.SEND]
    assert (inspect.at, inspect.days) == ((time(5), time(23, 10)), Days.WORKING)
    assert inspect.deadline == timedelta(minutes=90)
    assert (send.every, send.since, send.until) == (timedelta(minutes=15), time(8), time(17, 30))
    assert schedule.night_to == time(6)


def test_how_often_home_pages_are_probed_stands_in_the_settings(tmp_path: Path) -> None:
    schedule = load(tmp_path, "[probe]", Settings(probe=ProbeSettings(per_day=48)))
    assert schedule.entries[Job.PROBE].every == timedelta(minutes=30)


def test_a_workspace_of_an_older_version_has_ours(tmp_path: Path) -> None:
    assert set(load_schedule(tmp_path / "schedule.toml", Settings()).entries) == set(Job)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(
            tmp_path,
            """
            walk = { at = ["01:00"] }
            inspect = { at = ["25:00"], days = "周三", often = 3 }
            sweep = { at = ["12:00"] }
            daily = { at = ["07:00"], every = "1h" }
            accounts = {}
            send = { every = "1d" }
            recheck = { every = "1h", from = "20:00", to = "07:00" }
            backup = "每天"
            """,
        )
    told = [str(problem) for problem in caught.value.problems]
    for words in (
        "不认识“walk”",
        '“inspect.at”的值不对；要写成时刻，如 "22:00"',
        "“inspect.days”的值不对；要写成 “每天”、“工作日”、“每月首个工作日” 之一",
        "不认识“inspect.often”",
        "全站普查不在夜间时段以内；请改到 22:00 到次日 06:00 之间",
        "[daily] 没有写清什么时候做",
        "[accounts] 没有写清什么时候做",
        "“send.every”的值不对；要写成时长",
        "[recheck] 的 from 在 to 之后",
        "“backup”应是一节",
    ):
        assert any(words in line for line in told), words
