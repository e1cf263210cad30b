"""A small site with two columns on loopback, and the real program in an office that looks at it, with rules added to it
or taken from it."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from desk.workspace.workspace import Workspace
from tests.served import Server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEXT = "<p>" + "正文写得足够长，不会被当作空页。" * 30 + "</p>"


def page(title: str, *lines: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{"".join(lines)}{TEXT}</body></html>'


def rows(*titles: str) -> str:
    shown = (f'<li><a href="/a/{n}.html">{t}</a><span>2026-11-{20 - n}</span></li>' for n, t in enumerate(titles))
    return f"<ul>{''.join(shown)}</ul>"


def small_site() -> dict[str, str]:
    links = "".join(f'<a href="{path}">{path}</a>' for path in ("/yw/", "/tz/", "/old/1.html", "/new/1.html"))
    articles = {f"/a/{n}.html": page(f"第{n}篇", f"<p>发布时间：2026-11-{20 - n}</p>") for n in range(3)}
    return {
        "/": page("甲区网", links),
        "/yw/": page("要闻", rows("区长调研", "关于测试的信息", "开会研究")),
        "/tz/": page("通知公告", rows("停水通知", "放假通知", "招聘公告")),
        "/old/1.html": page("旧版页面"),
        "/new/1.html": page("新版页面", '<a href="/old/2.html">另一页</a>'),
        "/old/2.html": page("旧版的另一页"),
        **articles,
    }


# what a person types, command by command: exit code, what is said, what is warned of
TYPED = """
import contextlib, io, json, sys
from desk.cli.main import main

done = []
for words in json.loads(sys.argv[1]):
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["xuncha", *words]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    done.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(done))
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Office:
    """A workspace and the program in it; ``path`` goes before the program's own folder."""

    root: Path
    pages: dict[str, str]
    path: list[Path] = field(default_factory=list)

    def run(self, *commands: Sequence[str]) -> list[Done]:
        """Commands one after the other, in one process that is not the test's."""
        env = {
            "PYTHONPATH": os.pathsep.join(map(str, (*self.path, ROOT))),
            "XUNCHA_BROWSER": "no",
            "XUNCHA_BY": "王某",
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }
        program = [sys.executable, "-c", TYPED, json.dumps(commands)]
        ended = subprocess.run(
            program, cwd=self.root, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return [Done(*one) for one in json.loads(ended.stdout)]

    def write(self, name: str, text: str) -> None:
        (self.root / "config" / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, changes: Mapping[str, str]) -> None:
        """Patterns and what stands in their place; each must be there."""
        text = (self.root / "config" / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            text, count = re.subn(old, new, text)
            assert count, old
        self.write(name, text)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    pages = small_site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = Office(Workspace.init(tmp_path / "office").root, pages)
        _register(made, server.server_address[1])
        yield made
        server.shutdown()


def _register(office: Office, port: int) -> None:
    home = "http://www.jia.gov.cn/"
    office.write("register/units.csv", "编号,名称,邮箱\nu1,甲区办公室,u1@jia.example\n")
    office.write(
        "register/sites.csv",
        f"编号,名称,首页地址,主办单位,每秒页数,robots,指定连接\njia,甲区网,{home},u1,50,已授权,127.0.0.1:{port}\n",
    )
    office.write(
        "register/columns.csv",
        "编号,网站,名称,地址,类别,一级栏目\n"
        f"yw,jia,要闻,{home}yw/,动态要闻,是\ntz,jia,通知公告,{home}tz/,通知公告,是\n",
    )
    office.write("mail.toml", 'host = "127.0.0.1"\nsender = "a@jia.example"\n')
    controls = {"(?m)^controls = .*$": f'controls = ["127.0.0.1:{port}"]'}
    office.edit("xuncha.toml", {**controls, 'name = "" ': 'name = "甲区办公室" '})
    office.edit("criteria/national-2019.toml", {re.escape('looks = ["10m", "6h"]'): 'looks = ["0s"]'})
