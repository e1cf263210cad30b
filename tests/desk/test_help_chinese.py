"""Help and wrong use in Chinese: every command there is, found by walking the program itself."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from desk.cli.cli_i18n import wrong_use
from desk.cli.commands import COMMANDS
from desk.cli.help import ByTheDay
from desk.cli.lazy_group import Lazily
from desk.cli.main import cli

ENGLISH = re.compile(r"\b(?:Usage|Options|Commands|Show|Error|Invalid|Missing|No such|default|required)\b|\[[A-Z]+\]")


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, (*path, name))


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_every_help_is_chinese(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli, [*path, "--help"], prog_name="xuncha")
    assert done.exit_code == 0
    assert done.output.startswith("用法： xuncha")
    assert "显示这段说明" in done.output
    assert not ENGLISH.search(done.output), done.output
    for line in done.output.splitlines():
        if name := re.match(r"  (--[a-z-]+|[a-z]+) ", line):
            assert re.search("[\u4e00-\u9fff]", line), name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--speed"], "没有“--speed”这个选项；运行 xuncha --help 查看说明"),
        (["inspect", "--sit", "a"], "没有“--sit”这个选项"),
        (["inspekt"], "没有“inspekt”这个命令"),
        (["check"], "缺少参数 '网址'；运行 xuncha check --help 查看说明"),
        (["finding", "confirm", "1"], "缺少选项 '--why'"),
        (["check", "http://x/", "--pages", "0"], "'--pages' 的值不对：0 不在允许的范围内（x>=1）"),
        (["check", "http://x/", "--pages", "many"], "'--pages' 的值不对：“many”不是整数"),
        (["finding", "urge", "x", "--why", "a"], "'编号' 的值不对：“x”不是整数"),
        (["daily", "--date", "昨天"], "'--date' 的值不对：“昨天”不是日期，请写成 2026-11-23"),
        (["register", "reorganise", "rename", "a", "b", "--day", "昨天"], "“昨天”不是日期，请写成 2026-11-23"),
        (["notice", "--month"], "选项“--month”后面要写值"),
        (["init", "a", "b"], "多写了“b”"),
        (["inspect", "--json=yes"], "选项“--json”后面不写值"),
    ],
)
def test_wrong_use_is_one_chinese_sentence(words: list[str], said: str) -> None:
    with pytest.raises(click.ClickException) as caught:
        cli.main(words, prog_name="xuncha", standalone_mode=False)
    told = wrong_use(caught.value)
    assert told.startswith("用法不对：")
    assert said in told
    assert "\n" not in told
    assert not ENGLISH.search(told)


def test_a_wrong_time_is_told(office, told) -> None:
    done = office.run("findings", "--now", "昨天早上")
    assert done.returncode == 2
    assert told(done) == ["--now：“昨天早上”不是时间；请写成 2026-11-23T08:30 这样的时间"]


def test_a_group_alone_shows_its_help(office) -> None:
    done = office.run("finding")
    assert done.returncode == 2
    assert done.stderr.startswith("用法： xuncha finding")


def test_what_is_done_every_day_stands_first() -> None:
    shown = CliRunner().invoke(cli, ["--help"], prog_name="xuncha").output
    sections = re.split(r"^(\S+):$", shown, flags=re.M)[1:]
    named = {
        title: re.findall(r"^  ([a-z-]+) ", text, re.M)
        for title, text in zip(sections[::2], sections[1::2], strict=True)
    }
    assert [*named][:3] == ["选项", "每天", "每月"]
    assert named["每天"] == ["inspect", "causes", "finding", "recheck", "daily"]
    assert sorted(name for title, names in named.items() if title != "选项" for name in names) == sorted(cli.commands)


def test_a_command_that_no_heading_names_stands_under_the_rest() -> None:
    group = ByTheDay("x", commands=Lazily({}))
    group.add_command(click.Command("inspect", help="看"))
    group.add_command(click.Command("new", help="新"))
    shown = CliRunner().invoke(group, ["--help"]).output
    assert shown.index("每天") < shown.index("inspect") < shown.index("其他") < shown.index("new")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    assert COMMANDS[name].told == cli.commands[name].get_short_help_str(limit=60)
    assert re.search("[一-鿿]", COMMANDS[name].told), "a sentence too long for a line is cut to nothing"


def test_the_help_loads_no_command() -> None:
    heavy = "scrapy twisted httpx docx docxtpl openpyxl sqlite_utils bs4 lxml selectolax apscheduler jinja2"
    look = f"; import sys; print([n for n in '{heavy}'.split() if n in sys.modules], file=sys.stderr)"
    program = [sys.executable, "-c", f"from desk.cli.main import cli; cli(['--help'], standalone_mode=False){look}"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=True)
    assert "inspect" in done.stdout
    assert done.stderr.strip() == "[]"


def test_the_shell_completes_commands() -> None:
    env = {"_XUNCHA_COMPLETE": "bash_complete", "COMP_WORDS": "xuncha not", "COMP_CWORD": "1"}
    program = [sys.executable, "-c", "from desk.cli.main import main; main()"]
    done = subprocess.run(program, env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False)
    assert "plain,notice" in done.stdout
