"""Verdicts on served pages of the folder of cases: home pages, undated news, a criterion under an office's own code."""

import csv
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.served import Server

pytestmark = [pytest.mark.needs("cases"), pytest.mark.timeout(1200)]
XUNCHA = Path(sys.executable).parent / "xuncha"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _xuncha(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(XUNCHA), *words], capture_output=True, text=True, check=False, timeout=300)


def _office(folder: Path, host: str, columns: str = "") -> tuple[str, ...]:
    """A workspace with one unit and one site at ``host``; the words that name it to the command."""
    assert _xuncha("init", str(folder)).returncode == 0
    register = folder / "config" / "register"
    tables = {
        "units": "编号,名称\nu1,望舒区人民政府办公室\n",
        "sites": "编号,名称,首页地址,主办单位,每秒页数,robots\n" + f"s1,望舒区人民政府,http://{host}/,u1,50,已授权\n",
        "columns": "编号,网站,名称,地址,类别,一级栏目,允许间隔天数\n" + columns,
    }
    for name, text in tables.items():
        (register / f"{name}.csv").write_text("\ufeff" + text, encoding="utf-8")
    settings = folder / "config" / "xuncha.toml"
    text = settings.read_text(encoding="utf-8").replace('name = ""', 'name = "望舒区人民政府办公室"', 1)
    settings.write_text(re.sub(r"^controls = .*", f'controls = ["{host}"]', text, flags=re.M), encoding="utf-8")
    return ("--workspace", str(folder))


def _inspect(here: tuple[str, ...], now: str, *more: str) -> dict[str, Any]:
    done = _xuncha(*here, "inspect", "--at-once", "--allow-private", "--now", now, "--json", *more)
    assert done.stdout.strip(), done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _failed(told: dict[str, Any], criterion: str) -> list[str]:
    return [one["place"] for one in told["findings"] if one["criterion"] == criterion]


def test_no_home_page_of_recent_news_is_called_stale(cases_dir: Path, tmp_path: Path) -> None:
    with (cases_dir / "pages" / "cases.tsv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter="\t") if r["field"].startswith("verdict home-not-updated")]
    assert len(rows) >= 7
    wrong = []
    for row in rows:
        site = tmp_path / row["file"]
        site.mkdir()
        (site / "index.html").write_bytes((cases_dir / "pages" / row["file"]).read_bytes())
        with served(site) as host:
            told = _inspect(_office(tmp_path / f"office-{row['file']}", host), "2026-11-29T09:00")
        if _failed(told, "home-not-updated"):
            wrong.append(row["file"])
    assert not wrong


def test_a_home_page_of_undated_news_is_judged_by_its_articles(cases_dir: Path, tmp_path: Path) -> None:
    with served(cases_dir / "home" / "home-undated-news") as host:
        told = _inspect(_office(tmp_path / "office", host), "2026-11-30T09:00")
    assert not _failed(told, "home-not-updated")


def test_a_list_whose_newest_rows_are_undated_is_not_called_stale(cases_dir: Path, tmp_path: Path) -> None:
    with served(cases_dir / "home" / "column-mixed-dates") as host:
        column = f"col,s1,试验栏目,http://{host}/col1.html,其他,否,30\n"
        told = _inspect(_office(tmp_path / "office", host, column), "2026-11-30T09:00")
    assert not _failed(told, "column-overdue")


def test_a_dead_link_under_the_offices_own_code_stays_open(cases_dir: Path, tmp_path: Path) -> None:
    host = "127.0.0.1:18472"  # the served file's own port
    server = subprocess.Popen([sys.executable, str(cases_dir / "own_criterion" / "serve.py")])
    try:
        _wait(host)
        here = _office(tmp_path / "office", host)
        for file in (tmp_path / "office" / "config" / "criteria").glob("*.toml"):
            file.write_text(file.read_text(encoding="utf-8").replace('"link-other"', '"local-dead"'), encoding="utf-8")
        dead = f"http://{host}/gone.html"
        assert _failed(_inspect(here, "2026-11-29T09:00"), "local-dead") == [dead]
        assert _failed(_inspect(here, "2026-11-30T09:00", "--daily"), "local-dead") == [dead]
    finally:
        server.terminate()
        server.wait()


def _wait(host: str) -> None:
    name, _, port = host.partition(":")
    until = monotonic() + 10
    while monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((name, int(port))) == 0:
                return
        sleep(0.05)
    pytest.fail(f"nothing listens at {host}")
