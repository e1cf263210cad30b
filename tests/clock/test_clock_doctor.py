"""`xuncha doctor`, `timetable`, `backup` and `restore` as a clerk types them: one line each, and the exit code."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bench.mail_box import MailBox
from bench.soak import office
from desk.cli.main import cli
from desk.scheduler.doctor import CheckResult, Severity, examine
from desk.workspace.backup import back_up
from desk.workspace.workspace import Workspace, shipped_config
from ledger.correspondence.slots import SlotBook
from ledger.ledger import Ledger

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 27, 9, tzinfo=ZONE)
SHIPPED = (shipped_config() / "schedule.toml").read_text(encoding="utf-8")


class Control(ThreadingHTTPServer):
    """A control host whose clock shows ``shows``."""

    shows: datetime | None = None


class _Handler(BaseHTTPRequestHandler):
    server: Control

    def do_GET(self) -> None:
        self.send_response_only(200)
        if self.server.shows:
            self.send_header("Date", format_datetime(self.server.shows.astimezone(UTC), usegmt=True))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def control() -> Iterator[Control]:
    with Control(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        server.shows = NOW
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def workspace(tmp_path: Path, control: Control) -> Workspace:
    """The sample district's; its portal is the control host, and stands on loopback."""
    return office(tmp_path / "office", control.server_address[1], SHIPPED)


def said(workspace: Workspace, what: str, now: datetime = NOW) -> list[CheckResult]:
    return [line for line in examine(workspace, now) if line.what == what]


def grades(workspace: Workspace, what: str, now: datetime = NOW) -> list[Severity]:
    return [line.grade for line in said(workspace, what, now)]


def test_a_fit_workspace(workspace: Workspace) -> None:
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        ledger.runs.start("r", "inspect", NOW - timedelta(hours=9), {})
        ledger.runs.finish("r", NOW - timedelta(hours=8))
    with MailBox() as box, SlotBook.open(workspace.ledger, NOW):
        text = f'sender = "a@wangshu.example"\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\n'
        (workspace.config / "mail.toml").write_text(text, encoding="utf-8")
        lines = examine(workspace, NOW)
    told = {line.what: line for line in lines}
    for what in ("工作区", "设置", "域名解析", "对照网站", "时钟", "邮件", "定时程序", "巡查"):
        assert told[what].grade is Severity.FINE, told[what]
        assert told[what].advice == ""


@pytest.mark.parametrize(
    ("off", "grade"),
    [
        (timedelta(seconds=20), Severity.FINE),
        (timedelta(minutes=-5), Severity.LOOK),
        (timedelta(hours=8), Severity.BROKEN),
    ],
)
def test_our_time_is_held_against_the_control_hosts(
    workspace: Workspace, control: Control, off: timedelta, grade: Severity
) -> None:
    control.shows = NOW + off
    assert grades(workspace, "时钟") == [grade]


def test_a_control_host_without_a_clock_shows_nothing(workspace: Workspace, control: Control) -> None:
    control.shows = None
    assert grades(workspace, "时钟") == [Severity.LOOK]


def test_our_line_is_down(workspace: Workspace, control: Control) -> None:
    control.shutdown()
    control.server_close()
    assert grades(workspace, "对照网站") == [Severity.BROKEN]
    assert grades(workspace, "时钟") == [Severity.LOOK]


def test_a_name_that_does_not_exist(workspace: Workspace) -> None:
    text = workspace.settings_file.read_text("utf-8").replace("www.wangshu.gov.cn:80", "control.invalid")
    workspace.settings_file.write_text(text, encoding="utf-8")
    assert grades(workspace, "域名解析") == [Severity.BROKEN]
    assert said(workspace, "对照网站") == []


def test_mistakes_of_the_office_are_all_told(workspace: Workspace) -> None:
    (workspace.config / "schedule.toml").write_text("walk = 1\nsend = 2\n", encoding="utf-8")
    assert grades(workspace, "设置") == [Severity.BROKEN, Severity.BROKEN]
    (workspace.config / "schedule.toml").write_text(SHIPPED, encoding="utf-8")
    (workspace.config / "mail.toml").write_text('host = "x.invalid"', encoding="utf-8")
    assert grades(workspace, "邮件") == [Severity.BROKEN]


def test_mail_that_nobody_has_set_up_is_not_broken(workspace: Workspace) -> None:
    assert grades(workspace, "邮件") == [Severity.LOOK]


def test_a_year_whose_holidays_are_not_known(workspace: Workspace) -> None:
    assert grades(workspace, "日历", NOW.replace(month=6)) == [Severity.FINE]
    (line,) = said(workspace, "日历", datetime(2089, 12, 20, tzinfo=ZONE))
    assert line.text == "2089 年、2090 年的放假安排还不知道，期限暂按周末和元旦、劳动节、国庆节推算"


def test_what_the_clock_left_undone_is_told(workspace: Workspace) -> None:
    Ledger.open_for_writing(workspace.ledger).close()
    assert grades(workspace, "定时程序") == [Severity.LOOK]
    assert grades(workspace, "巡查") == [Severity.LOOK]
    at = NOW - timedelta(hours=2)
    with SlotBook.open(workspace.ledger, NOW) as book:
        book.enter([("inspect", at), ("backup", at), ("daily", at)], NOW)
        for job in ("inspect", "daily"):
            book.claim(job, at, at)
        book.fail("inspect", at, NOW, "没有看完 jia：中途停止")
        book.finish("daily", at, NOW)
    lines = said(workspace, "定时任务")
    assert [line.text for line in lines] == [
        "每日巡查（11-27 07:00）失败：没有看完 jia：中途停止",
        "1 项迟了 1 小时以上：备份",
    ]


def typed(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(workspace.root), *words])


def test_the_exit_code_is_that_of_the_worst(workspace: Workspace, control: Control) -> None:
    done = typed(workspace, "doctor", "--now", "2026-11-27T09:00")
    assert done.exit_code == 1
    assert all(line[:2] in ("正常", "注意") for line in done.output.splitlines())
    control.shows = NOW + timedelta(hours=8)
    assert typed(workspace, "doctor", "--now", "2026-11-27T09:00").exit_code == 3


def test_the_timetable_as_a_clerk_reads_it(workspace: Workspace) -> None:
    done = typed(workspace, "timetable", "--days", "1", "--now", "2026-12-01T00:00")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "2026-12-01（周二，工作日）"
    assert "  00:10        每日巡查" in lines
    assert "  07:00-21:00  复核：共 15 次" in lines
    assert "  08:00        月度通报" in lines
    assert lines[1].endswith("探测首页：5 个网站，每个 24 次")
    every = json.loads(typed(workspace, "timetable", "--days", "1", "--now", "2026-12-01T00:00", "--json").output)
    assert {"job": "notice", "due_at": "2026-12-01T08:00:00+08:00", "sites": []} in every
    assert sum(len(row["sites"]) for row in every) == 5 * 24


def test_backup_and_restore(workspace: Workspace, tmp_path: Path) -> None:
    Ledger.open_for_writing(workspace.ledger).close()
    done = typed(workspace, "backup", str(tmp_path / "b.tar"))
    assert done.exit_code == 0
    assert done.output.startswith(f"{tmp_path / 'b.tar'}（")
    done = typed(workspace, "restore", str(tmp_path / "b.tar"), "--to", str(tmp_path / "new"))
    assert (done.exit_code, done.output) == (0, f"已恢复到 {tmp_path / 'new'}。\n")
    done = typed(workspace, "restore", str(tmp_path / "b.tar"), "--force", "--now", "2026-11-27T09:00")
    assert done.exit_code == 0
    assert str(workspace.root / "恢复前-20261127-090000") in done.output


def test_what_is_kept_is_looked_at(workspace: Workspace) -> None:
    assert said(workspace, "数据") == said(workspace, "备份") == [], "nothing is kept yet"
    Ledger.open_for_writing(workspace.ledger).close()
    assert (grades(workspace, "数据"), grades(workspace, "备份")) == ([Severity.FINE], [Severity.LOOK])
    made = back_up(workspace, workspace.root / "backup", NOW).path
    real = datetime.fromtimestamp(made.stat().st_mtime, NOW.tzinfo)
    assert grades(workspace, "备份", real + timedelta(days=1)) == [Severity.FINE]
    assert grades(workspace, "备份", real + timedelta(days=9)) == [Severity.LOOK]
    raw = made.read_bytes()
    made.write_bytes(raw[:-40_000])
    assert grades(workspace, "备份", real) == [Severity.BROKEN]
    made.write_bytes(raw)
    workspace.ledger.write_bytes(workspace.ledger.read_bytes()[:6000])
    assert (grades(workspace, "数据"), grades(workspace, "台账")) == ([Severity.BROKEN], [Severity.BROKEN])
    assert grades(workspace, "备份", real) == [Severity.FINE]
