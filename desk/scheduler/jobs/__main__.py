"""The job starter: one job in this process, what became of it as one line on stdout. Started by the clock only."""

import argparse
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from desk.config.schedule import Job, load_schedule
from desk.context import open_desk
from desk.scheduler.jobs import escalate, inspect, report
from desk.scheduler.jobs.context import NotDone, Order
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import CannotLook, ConfigError
from ledger.archive.writer import ArchiveError
from ledger.ledger import LedgerBusy, LedgerError
from ledger.refusals import refusal
from reports.documents.template_error import TemplateError

DONE, NOT_DONE, CRASHED = 0, 3, 1
WAIT = 2.0  # seconds between two tries at what another program is doing (an inspection); the deadline ends it

JOBS: Mapping[Job, Callable[[Order], str]] = {
    Job.PROBE: inspect.probe,
    Job.INSPECT: inspect.inspect,
    Job.SWEEP: inspect.sweep,
    Job.ACCOUNTS: inspect.accounts,
    Job.RECHECK: inspect.recheck,
    Job.ANSWERS: escalate.answers,
    Job.ALERT: escalate.alert,
    Job.URGE: escalate.urge,
    Job.HOLIDAY: escalate.holiday,
    Job.DAILY: report.daily,
    Job.NOTICE: report.notice,
    Job.SEND: report.send,
    Job.BACKUP: report.backup,
}


def run(job: Job, folder: Path, due: datetime) -> str:
    """Do it; where another program does the same, its end is waited for."""
    while True:
        desk = open_desk(folder)
        schedule = load_schedule(desk.workspace.config / "schedule.toml", desk.settings)
        try:
            return JOBS[job](Order(job, desk, schedule, due, now_or(None)))
        except LedgerBusy:
            time.sleep(WAIT)


def start(job: Job, folder: Path, due: datetime) -> tuple[str, int]:
    """What became of it, for the clock to keep. Whatever a job dies of, the clock lives on."""
    try:
        return run(job, folder, due), DONE
    except ConfigError as error:
        return "；".join(map(str, error.problems)), NOT_DONE
    except (NotDone, CannotLook, TemplateError, ArchiveError, LedgerError) as error:
        return str(error), NOT_DONE
    except OSError as error:
        return f"{error.filename or '文件'} 读写不了（{refusal(error)}）；请检查路径、权限和磁盘空间", NOT_DONE
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return f"程序出错（{type(error).__name__}）；请把日志交给维护人员", CRASHED


def _end_with_the_clock() -> None:
    """The clock holds the other end of stdin: when it is gone, however it died, so are we and all we started."""

    def watch() -> None:
        os.read(0, 1)  # ends at the end of the file: nothing is ever written
        if sys.platform != "win32":
            os.killpg(0, signal.SIGKILL)
        os._exit(CRASHED)

    threading.Thread(target=watch, daemon=True).start()


def _stop(*_: object) -> None:
    raise SystemExit(NOT_DONE)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m desk.scheduler.jobs")
    parser.add_argument("job", type=Job, choices=list(Job))
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--due", type=datetime.fromisoformat, required=True)
    parser.add_argument("--watched", action="store_true")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    if told.watched:
        _end_with_the_clock()
    text, code = start(told.job, told.workspace, told.due)
    print(" ".join(text.split("\n")), flush=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
