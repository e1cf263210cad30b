"""The jobs that tell and keep: the day's record, the notice with its letters, mail, backup; and their starter."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bench.mail_box import MailBox
from bench.soak import ROOT, office
from demo.sample.plan import Phase
from demo.sample.server import serve as serve_district
from demo.signing import sign
from desk.config.schedule import Job, load_schedule
from desk.context import Desk, open_desk
from desk.correspondence.letters import queue_month
from desk.correspondence.sending import release
from desk.notices.issuing import issue
from desk.register.save import save_register
from desk.scheduler.jobs import inspect, report
from desk.scheduler.jobs.__main__ import CRASHED, JOBS, NOT_DONE, start
from desk.scheduler.jobs.context import Order
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterState

ZONE = ZoneInfo("Asia/Shanghai")
SEEN = datetime(2026, 11, 27, 0, 10, tzinfo=ZONE)
FIRST = datetime(2026, 12, 1, 8, tzinfo=ZONE)  # the first working day of December
SITE = "qingshui"
SCHEDULE = """
inspect = { at = ["00:10"] }
daily = { at = ["17:30"] }
notice = { at = ["08:00"], days = "每月首个工作日" }
send = { every = "10m" }
backup = { at = ["12:30"], keep = 2 }
"""


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jobs") / "office"
    with serve_district(SEEN, Phase.LAST) as district:
        desk = open_desk(office(folder, district.port, SCHEDULE, only=[SITE]).root)
        units = {key: replace(unit, email=f"{key}@wangshu.example") for key, unit in desk.register.units.items()}
        save_register(replace(desk.register, units=units), desk.workspace.register)
        inspect.inspect(order(open_desk(folder), Job.INSPECT, SEEN))
    return folder


def order(desk: Desk, job: Job, due: datetime, now: datetime | None = None) -> Order:
    schedule = load_schedule(desk.workspace.config / "schedule.toml", desk.settings)
    return Order(job, desk, schedule, due, now or due)


def write(desk: Desk, name: str, text: str) -> None:
    (desk.workspace.config / name).write_text(text, encoding="utf-8")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MailBox]:
    with MailBox() as made:
        yield made


def test_the_month_ends_in_a_draft_and_only_what_was_signed_is_mailed(inspected: Path, box: MailBox) -> None:
    """The notice of November on 1 December; nothing is written to a unit before it is signed, nor sent before the
    release, then each letter goes out once."""
    desk = open_desk(inspected)
    assert report.notice(order(desk, Job.NOTICE, FIRST)).startswith("2026-11 的送签稿等")
    draft = desk.workspace.out / "2026-11" / "通报-2026-11.docx"
    signed = sign(draft, "望府办〔2026〕11号", draft.with_name("signed.docx"))
    assert report.send(order(desk, Job.SEND, FIRST)) == "没有要发的信件"  # needs no mail server

    write(
        desk, "mail.toml", f'sender = "a@wangshu.example"\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\n'
    )
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        issue(desk, ledger, "2026-11", "望府办〔2026〕11号", FIRST.date(), signed, "张三", FIRST)
        queued = [ledger.letters.get(number) for number in queue_month(desk, ledger, "2026-11", FIRST)]
        assert queued
        assert {one.state for one in queued} == {LetterState.HELD}
    assert report.notice(order(desk, Job.NOTICE, FIRST)) == "2026-11 的通报已经以 望府办〔2026〕11号 签发"
    assert report.send(order(desk, Job.SEND, FIRST)) == "没有要发的信件"
    assert box.stored == []

    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        release(ledger, queued, "张三", FIRST)
    assert report.send(order(desk, Job.SEND, FIRST)) == f"已发 {len(queued)} 封"
    assert report.send(order(desk, Job.SEND, FIRST)) == "没有要发的信件"
    assert sorted(one.message_id for one in box.stored) == sorted(one.message_id for one in queued)


def test_a_day_that_was_missed_gets_its_own_record(inspected: Path) -> None:
    desk = open_desk(inspected)
    told = report.daily(order(desk, Job.DAILY, SEEN.replace(hour=17, minute=30), SEEN + timedelta(days=3)))
    assert told == "写好 巡查日志-2026-11-27.docx、巡查日志-2026-11-27.xlsx"
    assert (desk.workspace.out / "巡查日志-2026-11-27.docx").is_file()


def test_an_inspection_of_one_slot_is_one_run(inspected: Path) -> None:
    """Its end was not written down when the power went: the next start finds it done, and asks the site nothing."""
    assert inspect.inspect(order(open_desk(inspected), Job.INSPECT, SEEN, SEEN + timedelta(hours=9))) == "已经做完"


def test_backups_are_made_and_old_ones_go(inspected: Path) -> None:
    desk = open_desk(inspected)
    made = [report.backup(order(desk, Job.BACKUP, SEEN + timedelta(days=n))) for n in range(3)]
    assert [told.endswith("，删去较早的 1 份") for told in made] == [False, False, True]
    kept = sorted(path.name for path in (inspected / "backup").iterdir())
    assert kept == ["巡查备份-20261128-001000.tar", "巡查备份-20261129-001000.tar"]


def test_every_job_has_its_work() -> None:
    assert set(JOBS) == set(Job)


def test_the_starter_says_what_is_wrong(inspected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the office in its own words; a fault of ours by its kind, and never as an exception."""
    missing = inspected / "nowhere"
    text, code = start(Job.SEND, missing, FIRST)
    assert (code, text) == (NOT_DONE, f"{missing}：不是巡查工作区（没有 config/xuncha.toml）；请先用 xuncha init 建立")

    def fault(_: Order) -> str:
        raise KeyError("x")

    monkeypatch.setattr("desk.scheduler.jobs.__main__.JOBS", {Job.SEND: fault})
    assert start(Job.SEND, inspected, FIRST) == ("程序出错（KeyError）；请把日志交给维护人员", CRASHED)


def _job(job: Job, workspace: Path) -> list[str]:
    return [sys.executable, "-m", "desk.scheduler.jobs", job, "--workspace", str(workspace), "--due", FIRST.isoformat()]


def test_who_does_the_same_is_waited_for(inspected: Path) -> None:
    with Ledger.open_for_writing(open_desk(inspected).workspace.ledger) as ledger, ledger.alone_at("alert", ""):
        job = subprocess.Popen(_job(Job.ALERT, inspected), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            job.wait(4)
    said, _ = job.communicate(timeout=30)
    assert (job.returncode, said) == (0, "没有设置群机器人\n")


def test_an_inspection_is_not_waited_for_at_the_desk(inspected: Path) -> None:
    desk = open_desk(inspected)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.inspection.running("r", FIRST, [SITE]):
        ledger.runs.start("r", "inspect", FIRST, {})
        done = subprocess.run(_job(Job.ALERT, inspected), cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (0, "没有设置群机器人\n")
        done = subprocess.run(_job(Job.DAILY, inspected), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "；2026-" in done.stdout
    assert "1 个网站或账号这一轮的情况还没有入账，没有写在里面：" in done.stdout
