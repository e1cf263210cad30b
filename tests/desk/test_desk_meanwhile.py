"""The office works on while a long inspection goes on: drafts, decides, signs; a second inspection is refused."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from demo.signing import sign
from ledger.ledger import Ledger
from ledger.vocabulary import State
from tests.program import ENVIRONMENT, PROGRAM

LATER = "2026-11-24T08:30"
PUBLISHED = "望府办〔2026〕11号"


@contextmanager
def _looking(office, site) -> Iterator[subprocess.Popen[str]]:
    """An inspection that hangs on the site's first page until the ``with`` ends."""
    asked, go_on = threading.Event(), threading.Event()

    def slow(path: str) -> None:
        asked.set()
        go_on.wait(100)

    site.asked = slow
    words = ["inspect", "--allow-private", "--now", LATER]
    with subprocess.Popen(
        [*PROGRAM, *words],
        cwd=office.root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        try:
            assert asked.wait(60)
            yield run
        finally:
            go_on.set()
            told, said = run.communicate(timeout=200)
            print(told, said)  # shown where the test fails
            assert "Traceback" not in said


def _cover(office) -> str:
    return (office.root / "out" / "送签说明-2026-11.txt").read_text("utf-8-sig")


def test_notice_and_issue_in_the_middle_of_an_inspection(office, site, told) -> None:
    office.register(site.port)
    assert office.inspect().returncode == 1
    with Ledger.open_for_reading(office.ledger) as ledger:
        numbers = [str(f.id) for f in ledger.findings.find(states=[State.SUSPECTED])]
    assert numbers
    draft = ["notice", "--month", "2026-11", "--out", "out"]
    before = office.run(*draft, "--now", "2026-11-24T08:00")
    assert "入账" not in before.stderr + _cover(office)
    with _looking(office, site) as run:
        second = office.run("inspect", "--allow-private", "--now", "2026-11-24T08:40")
        assert (second.returncode, told(second)) == (
            3, [f"另一个巡查程序（进程号 {run.pid}）自 2026-11-24 08:30 起正在使用这个工作区，请等它结束后再试。"],
        )  # fmt: skip
        done = office.run("finding", "confirm", *numbers, "--why", "打开核对属实", "--yes", "--now", "2026-11-24T08:41")
        assert done.returncode == 0, done.stderr
        done = office.run(*draft, "--now", "2026-11-24T09:00")
        assert done.returncode == 0, done.stderr
        unseen = (
            "2026-11-24 08:30开始的一轮巡查还没有做完，1 个网站或账号这一轮的情况还没有入账，没有写在里面：甲区网。"
        )
        assert f"注意：{unseen}" in told(done)
        assert unseen in _cover(office)
        out = office.root / "out"
        assert unseen in office.run("daily", "--out", "out", "--now", "2026-11-24T09:05").stderr
        signed = sign(out / "通报-2026-11.docx", PUBLISHED, out / "签发.docx")
        words = ["--number", PUBLISHED, "--date", "2026-11-24", "--signed-file", str(signed)]
        done = office.run("notice", "issue", "--yes", "--month", "2026-11", *words, "--now", "2026-11-24T10:00")
        assert done.returncode in (0, 1), done.stderr
        assert "已签发" in done.stdout
        assert run.poll() is None, "it looked all the while"
    assert run.returncode == 1, "the inspection came to its end, with problems"
    with Ledger.open_for_reading(office.ledger) as ledger:
        issued = ledger.notices.issued("2026-11")
        assert issued is not None
        assert issued.day == date(2026, 11, 24)
        assert sorted(issued.told) == sorted(map(int, numbers))
        assert {ledger.findings.get(int(n)).state for n in numbers} == {State.NOTIFIED}
        assert ledger.inspection.unsettled() is None
        assert all(r.finished for r in ledger.runs.find())
    assert "入账" not in office.run(*draft[:3], "--out", "again", "--now", "2026-11-24T11:00").stderr
