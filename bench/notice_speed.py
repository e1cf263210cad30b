"""200 units, 5,000 problems: the monthly notice, 200 sheets and the workbook, on one core.

    python -m bench.notice_speed [--units 200] [--each 25] [--profile]

The ledger is built first, through its own doors, and not timed: a month whose notice was signed (5 problems a unit, 2
of them since fixed), then the month that is told. The child that writes is pinned to one core; its seconds are those of
the whole process. With soffice here, the notice, one sheet and the workbook are opened by LibreOffice once.
"""

import argparse
import cProfile
import os
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.context import Desk, open_desk
from desk.inspections.inspection import KIND
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.workspace.clock import SHANGHAI
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Column,
    ColumnKind,
    Coverage,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    Reason,
    Referrer,
    Register,
    Site,
    State,
    Unit,
    Verdict,
)

SEPTEMBER, OCTOBER = (datetime(2026, month, 12, 8, 30, tzinfo=SHANGHAI) for month in (9, 10))
SIGNED = date(2026, 10, 9)
MADE = datetime(2026, 10, 30, 17, 0, tzinfo=SHANGHAI)
# a unit's problems: mostly dead links, some columns, now and then what only a person can confirm
KINDS = (*("link-other",) * 6, *("link-home",) * 2, *("column-policy-stale",) * 3, "column-overdue", "column-blank")
MAX_SECONDS, MAX_MB = 30, 500


def desk_in(folder: Path, units: int) -> Desk:
    desk = open_desk(folder)
    register = Register(
        {
            f"u{n}": Unit(f"u{n}", f"望舒区第{n}号街道办事处（试验）", email=f"u{n}@wangshu.example")
            for n in range(units)
        },
        {f"s{n}": Site(f"s{n}", f"望舒区第{n}号门户网站", _home(n), f"u{n}") for n in range(units)},
        {
            f"c{n}-{k}": Column(f"c{n}-{k}", f"s{n}", f"通知公告第{k}栏", f"{_home(n)}c{k}/", ColumnKind.POLICY)
            for n in range(units)
            for k in range(40)
        },
        {},
    )
    office = replace(desk.settings.office, name="望舒区人民政府办公室", contact="某某", phone="000-0000000")
    return replace(desk, register=register, settings=replace(desk.settings, office=office)).at_once()


def _home(number: int) -> str:
    return f"https://www{number}.wangshu.example/"


def verdicts(number: int, places: range, at: datetime, outcome: Outcome) -> Iterator[Verdict]:
    """One unit's, each in a place of its own, as long as real ones are."""
    looks = (at, at + timedelta(hours=1), at + timedelta(hours=8))
    for k in places:
        code = KINDS[k % len(KINDS)]
        page = f"{_home(number)}xwzx/tzgg/2026{k:02}/t20260{1 + k % 9}12_{number * 1000 + k}.html"
        dead = f"{_home(number)}attachment/files/2024/{number:04}{k:04}/关于印发工作方案的通知.doc"
        link = code.startswith("link")
        used = f"共被引用{k + 1}次，见《关于做好二〇二六年汛期地质灾害防治工作的通知》等页面。"
        late = f"最新信息发布于2026年3月{1 + k % 28}日，至检查时已超过规定的更新期限，栏目内共有信息{k + 3}条。"
        yield Verdict(
            code,
            f"s{number}",
            dead if link else f"c{number}-{k % 40}",
            outcome,
            f"链接打不开（404，页面不存在），{used}" if link else late,
            Evidence(
                dead if link else f"{_home(number)}c{k % 40}/",
                at,
                "对不起，您访问的页面不存在或者已经删除",
                f"{number * 1000 + k:064x}",
                Reason.NOT_FOUND if link else None,
                404 if link else 200,
                looks,
                tuple(Referrer(f"{page}?{n}", "a", "查看附件") for n in range(6 if link else 0)),
                k + 1,
                (("days", str(k + 180)),),
            ),
            column=None if link else f"c{number}-{k % 40}",
        )


def look(desk: Desk, ledger: Ledger, at: datetime, places: range, outcome: Outcome = Outcome.FAIL) -> None:
    """One run over every site; what waits for a person is confirmed."""
    run, ended = f"{at:%Y%m%d}-{outcome}", at + timedelta(hours=9)
    ledger.runs.start(run, KIND, at, {})
    for number in range(len(desk.register.units)):
        ledger.runs.record_coverage(Coverage(f"s{number}", run, at, ended, 1200, 15000, 14990, 10, (), 40, 40))
        ledger.verdicts.settle(run, ended, verdicts(number, places, at, outcome), desk.criteria, desk.register)
    ledger.runs.finish(run, ended)
    for finding in ledger.findings.find(states=(State.SUSPECTED,)):
        ledger.decisions.decide(finding.id, Decision(Event.CONFIRM, ended, "某某", "打开看过"))


def build(folder: Path, units: int, each: int) -> list[Finding]:
    desk = desk_in(folder, units)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        look(desk, ledger, SEPTEMBER, range(5))
        made = datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI)
        draft, *_ = write_draft(desk, ledger, "2026-09", folder / "september", made)
        issue(desk, ledger, "2026-09", "〔2026〕9号", SIGNED, draft, "某某", datetime(2026, 10, 9, 9, tzinfo=SHANGHAI))
        look(desk, ledger, OCTOBER, range(2), Outcome.PASS)
        look(desk, ledger, OCTOBER + timedelta(days=1), range(5, 5 + each))
        return ledger.findings.find()


def write(folder: Path, units: int, profile: bool) -> None:
    """The child's work."""
    desk = desk_in(folder, units)
    watch = cProfile.Profile()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        if profile:
            watch.enable()
        write_draft(desk, ledger, "2026-10", folder / "october", MADE)
        watch.disable()
    if profile:
        pstats.Stats(watch).sort_stats("cumulative").print_stats(45)


def timed(folder: Path, given: argparse.Namespace) -> bool:
    core = min(os.sched_getaffinity(0))
    command = [sys.executable, "-m", "bench.notice_speed", "--child", str(folder), "--units", str(given.units)]
    started = time.perf_counter()
    child = subprocess.Popen(
        command + ["--profile"] * given.profile, preexec_fn=lambda: os.sched_setaffinity(0, {core})
    )
    if child.wait(timeout=900) != 0:
        return False
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss / 1024
    files = sorted((folder / "october").iterdir())
    size = sum(path.stat().st_size for path in files) / 1e6
    processor = used.ru_utime + used.ru_stime
    print(f"{len(files)} files, {size:.1f} MB: {seconds:.1f} s, of them {processor:.1f} s of the processor")
    print(f"peak memory {peak:.0f} MB; wanted are under {MAX_SECONDS} s and {MAX_MB} MB")
    return seconds < MAX_SECONDS and peak < MAX_MB


def opened(folder: Path) -> None:
    """LibreOffice opens the big files and prints them."""
    made = folder / "october"
    files = [made / "通报-2026-10.docx", next(made.glob("整改通知-*")), next(made.glob("*.xlsx"))]
    started = time.perf_counter()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)
    seconds = time.perf_counter() - started
    print(f"LibreOffice opened and printed {len(list((folder / 'pdf').iterdir()))} of 3 in {seconds:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        write(given.child, given.units, given.profile)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Workspace.init(Path(place) / "w").root
        found = build(folder, given.units, given.each)
        print(
            f"{given.units} units, {len(found)} findings, {sum(f.state is State.CLOSED for f in found)} of them fixed"
        )
        fine = timed(folder, given)
        if shutil.which("soffice"):
            opened(folder)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
