"""The manual names only what there is: commands, options, files, pictures, and the hours of the shipped timetable."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from desk.cli.main import cli
from desk.config.schedule import Job, load_schedule
from desk.config.settings import load_settings
from desk.workspace.workspace import shipped_config

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "docs" / "manual.zh-CN.md", ROOT / "deploy" / "README.zh-CN.md"]


def commands() -> Iterator[str]:
    """Every command line of the manual, on a line of its own or in the text."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        yield from re.findall(r"(?m)^xuncha .+$", text)
        yield from re.findall(r"`(?:[^`\n]*/)?(xuncha [a-z][^`\n]*)`", text)


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_every_command_is_there(line: str) -> None:
    words = shlex.split(line.removeprefix("xuncha "))
    if words[0] == "--workspace":
        words = words[2:]
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("--"):
        known = command.commands.get(words.pop(0))
        assert known is not None, line
        command = known
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= options


def test_the_manual_has_enough_of_them() -> None:
    assert len(set(commands())) > 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_file_it_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^#)]+)\)", text):
        assert (page.parent / target).is_file(), target
    for name in re.findall(r"`config/([\w./-]+)`", text):
        assert (shipped_config() / name).exists(), name
    headings = {
        re.sub(r"[ “”，：、]+", lambda m: "-" if " " in m[0] else "", h) for h in re.findall(r"(?m)^## (.+)$", text)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        assert anchor in headings, anchor


def test_the_hours_it_tells_are_those_of_the_shipped_timetable() -> None:
    schedule = load_schedule(shipped_config() / "schedule.toml", load_settings(shipped_config() / "xuncha.toml"))
    told = {row[0]: row[1] for row in re.findall(r"(?m)^\| (\S+) \| ([^|]+) \|", PAGES[0].read_text("utf-8"))}
    for job in Job:
        entry = schedule.entries[job]
        for at in entry.at:
            assert f"{at.hour}:{at.minute:02}" in told[job.word], job
    assert told[Job.RECHECK.word].startswith("7:00 到 21:00，每小时")
    assert told[Job.SEND.word].startswith("8:00 到 18:00，每 10 分钟")
    assert "每个网站每小时一次" in told[Job.PROBE.word]
