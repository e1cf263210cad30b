"""No network, a site that never answers, a full disk, a busy file: one sentence, the right exit code, nothing lost."""

import json
import multiprocessing
import os
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger

PLACES = {"主办单位", "联系方式", "ICP备案号", "公安备案号", "党政机关网站标识", "找错入口", "网站地图"}


def places(office) -> set[str]:
    """Where the ledger holds findings: the small site's home page lacks these seven marks and nothing else."""
    with Ledger.open_for_reading(office.ledger) as ledger:
        return {finding.place for finding in ledger.findings.find()}


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """``folder`` on a disk of its own; inside, ``grow`` gives it room."""
    mounted = os.getuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("left out: only root can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=20m", str(folder)], check=True)


def test_without_a_network_nothing_is_a_finding(office, told) -> None:
    """In a network namespace of its own the program reaches nothing, not even a name server."""
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("left out: no network namespace can be made here")
    office.register(9)
    office.edit("register/sites.csv", "127.0.0.1:9", "")
    office.edit("xuncha.toml", "127.0.0.1:9", "www.gov.cn")
    done = office.inspect("--json", before=("unshare", "-rn"))
    answer = json.loads(done.stdout)
    assert answer["findings"] == []
    assert "offline" in {u["reason"] for u in answer["unknown"]}
    assert done.returncode == 3
    assert any("本机网络不通" in line and "检查本机网络" in line for line in told(done))
    probe = office.run("probe", before=("unshare", "-rn"))
    assert probe.returncode == 3
    assert "检查本机网络" in told(probe)[-1]


def test_a_site_that_never_answers_is_unknown_and_the_run_ends(office, site, told) -> None:
    site.silent = {"/", "/robots.txt"}
    office.register(site.port)
    office.edit("xuncha.toml", "timeout = 30", "timeout = 1")
    done = office.inspect("--json")
    answer = json.loads(done.stdout)
    assert answer["findings"] == []
    assert "timeout" in {u["reason"] for u in answer["unknown"]}
    assert done.returncode == 3
    assert any("超时" in line for line in told(done))


def test_one_page_that_never_answers_is_no_dead_link(office, site) -> None:
    site.silent = {"/p3.html"}
    office.register(site.port)
    office.edit("xuncha.toml", "timeout = 30", "timeout = 1")
    answer = json.loads(office.inspect("--json").stdout)
    assert {f["place"] for f in answer["findings"]} == PLACES
    reasons = {u["place"]: u["reason"] for u in answer["unknown"]}
    assert reasons["http://www.jia.gov.cn/p3.html"] == "timeout"


def test_an_archive_that_fails_in_the_middle_of_a_run(office, site, told) -> None:
    """Another program takes the archive's lock after five pages: the run stops, says so, and goes on next time."""
    held: list[sqlite3.Connection] = []

    def take(path: str) -> None:
        if path == "/p5.html" and not held:
            archive = office.root / "data" / "archive" / "jia.sqlite"
            held.append(sqlite3.connect(archive, isolation_level=None, check_same_thread=False))
            held[0].execute("BEGIN IMMEDIATE")

    site.asked = take
    office.register(site.port)
    done = office.inspect()
    held[0].execute("ROLLBACK")
    held[0].close()
    assert done.returncode == 3
    last = told(done)[-1]
    assert "没有看完 jia" in last
    assert "另一个程序正在使用这个文件" in last
    assert "再次运行会接着做" in last
    assert office.inspect().returncode == 1
    assert places(office) == PLACES
    with Ledger.open_for_reading(office.ledger) as ledger:
        assert len(ledger.runs.find()) == 1  # the same run went on


def kills(times: int) -> tuple[Callable[[str], None], list[BaseProcess]]:
    """Kills the crawler that asks for a certain page, that many times; and whom it has killed."""
    killed: list[BaseProcess] = []

    def kill(path: str) -> None:
        if path == "/p5.html" and len(killed) < times:
            found = [child for child in multiprocessing.active_children() if child not in killed]
            killed.extend(found)
            for child in found:
                child.kill()

    return kill, killed


def test_a_crawler_that_the_system_kills_is_followed_by_another(office, site) -> None:
    site.asked, killed = kills(1)
    office.register(site.port)
    assert office.inspect().returncode == 1
    assert len(killed) == 1
    assert places(office) == PLACES
    with Ledger.open_for_reading(office.ledger) as ledger:
        assert all(run.finished for run in ledger.runs.find())


def test_a_crawler_that_the_system_kills_each_time(office, site, told) -> None:
    site.asked, killed = kills(2)
    office.register(site.port)
    done = office.inspect()
    assert len(killed) == 2
    assert done.returncode == 3
    assert "没有看完 jia：抓取程序被系统中止" in told(done)[-1]
    assert "再次运行会接着做" in told(done)[-1]
    assert office.inspect().returncode == 1
    assert places(office) == PLACES


@pytest.mark.parametrize("size", ["80k", "240k"])
def test_a_full_disk_under_the_ledger(office, site, told, size: str) -> None:
    """Too small for the ledger's tables, for its first rows, for what was found: each time the next start goes on."""
    office.register(site.port)
    data = office.root / "data"
    with small_disk(data, size):
        done = office.inspect()
        assert done.returncode == 3
        assert "磁盘" in told(done)[-1]
        grow(data)
        assert office.inspect().returncode == 1
        assert places(office) == PLACES


@pytest.mark.parametrize("size", ["40k", "200k"])
def test_a_full_disk_under_the_archive(office, site, told, size: str) -> None:
    office.register(site.port)
    archives = office.root / "data" / "archive"
    with small_disk(archives, size):
        done = office.inspect()
        assert done.returncode == 3
        assert "磁盘" in told(done)[-1]
        grow(archives)
        assert office.inspect().returncode == 1
        assert places(office) == PLACES
        with ArchiveReader(archives / "jia.sqlite") as archive:
            assert len(list(archive.pages("20261123T083000"))) == 21


def test_a_full_disk_under_the_letters(office, site, told, tmp_path: Path) -> None:
    """No letter is half there and no draft is kept; with room the same command writes all of them."""
    office.register(site.port)
    office.inspect()
    office.confirm_all()
    out = tmp_path / "out"
    out.mkdir()
    words = ("notice", "--month", "2026-11", "--out", str(out), "--now", "2026-11-23T09:00")
    with small_disk(out, "16k"):
        done = office.run(*words)
        assert done.returncode == 3
        assert "磁盘已满" in told(done)[-1]
        assert not list(out.glob("*.docx"))
        with Ledger.open_for_reading(office.ledger) as ledger:
            assert ledger.notices.draft("2026-11") is None
        grow(out)
        assert office.run(*words).returncode == 0
        assert len(list(out.glob("*.docx"))) == 2
    with Ledger.open_for_reading(office.ledger) as ledger:
        assert ledger.notices.draft("2026-11") is not None


def test_a_full_disk_under_an_export(office, told, tmp_path: Path) -> None:
    """The earlier export is still whole."""
    out = tmp_path / "out"
    out.mkdir()
    book = out / "登记册.xlsx"
    with small_disk(out, "20k"):
        assert office.run("register", "export", str(book)).returncode == 0
        before = book.read_bytes()
        done = office.run("register", "export", str(book), "--yes")
        assert done.returncode == 3
        assert "磁盘已满" in told(done)[-1]
        assert [path.name for path in out.iterdir()] == [book.name]
        assert book.read_bytes() == before


def test_nobody_listens_where_the_site_should_be(office, told) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        office.register(closed.getsockname()[1])
        done = office.inspect("--json")
    assert json.loads(done.stdout)["findings"] == []
    assert done.returncode == 3
    assert told(done)
