"""The district's office: its workspace, and the clerk at the keyboard. Every step is a command of the program."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from demo.sample.experience import give_experience
from desk.cli.main import cli
from ledger.ledger import Ledger
from ledger.vocabulary import Finding
from tests.story.story_plan import ACCOUNTS, COLUMNS, FIRST, LOOKED, SITES, UNITS

CLERK = "巡查员甲"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@dataclass(frozen=True)
class Done:
    """What a command said. ``code``: its exit code."""

    code: int
    out: str


class Office:
    """A workspace whose sites are reached on loopback at ``port``."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.run("init", str(root), anywhere=True)
        give_experience(root / "config")
        self._register(port)
        self._settings(port)

    @property
    def ledger(self) -> Path:
        return self.root / "data" / "ledger.sqlite"

    def run(self, *words: str, anywhere: bool = False, may: tuple[int, ...] = (0, 1)) -> Done:
        """One command. ``may``: the exit codes it may end with."""
        where = () if anywhere else ("--workspace", str(self.root))
        done = CliRunner().invoke(cli, [*where, *words], catch_exceptions=True)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise AssertionError(f"xuncha {' '.join(words)}") from done.exception
        assert done.exit_code in may, (words, done.output)
        return Done(done.exit_code, done.output)

    def at(self, day: date, time: str, *words: str, may: tuple[int, ...] = (0, 1)) -> Done:
        return self.run(*words, "--now", f"{day}T{time}", may=may)

    def findings(self) -> Mapping[tuple[str, str, str], Finding]:
        with Ledger.open_for_reading(self.ledger) as ledger:
            return {(f.criterion, f.subject, f.place): f for f in ledger.findings.find()}

    def look_at_accounts(self, day: date, time: str) -> bool:
        """The clerk's record of the day, taken in and judged. False where nobody looked."""
        rows = []
        for account, _, platform, name in ACCOUNTS:
            for looked, newest in LOOKED[account]:
                if looked == f"{day:%m-%d}":
                    rows.append(f"{name},{platform},2026-{newest},{CLERK},{day} {time},{account}.png")
        if not rows:
            return False
        folder = self.root / "查看记录"
        folder.mkdir(exist_ok=True)
        for account, *_ in ACCOUNTS:
            (folder / f"{account}.png").write_bytes(PICTURE + account.encode() + str(day).encode())
        path = folder / f"{day}.csv"
        path.write_text("\n".join(["账号,平台,最近一次发布日期,查看人,查看时间,截图", *rows]), encoding="utf-8")
        self.at(day, time, "accounts", "record", str(path))
        self.at(day, time, "accounts", "inspect", "--allow-private")
        return True

    def _register(self, port: int) -> None:
        tables = {
            "units": ("编号,名称,分组,邮箱", [f"{i},{name},{group},{i}@wangshu.example" for i, name, group in UNITS]),
            "sites": (
                "编号,名称,首页地址,主办单位,网站标识码,ICP备案号,公安备案号,每秒页数,robots,指定连接",
                [
                    f"{s.id},{s.name},http://{s.host_on(FIRST)}/,{s.sponsor},{s.code},{s.icp},{s.police},50,已授权,127.0.0.1:{port}"
                    for s in SITES
                ],
            ),
            "columns": (
                "编号,网站,名称,地址,类别,一级栏目,允许间隔天数,责任单位",
                [
                    f"{c.id},{c.site},{c.name},http://{c.site}.wangshu.gov.cn{c.path},{c.kind},"
                    f"{'是' if c.first_level else ''},{c.allowed or ''},{c.unit}"
                    for c in COLUMNS
                ],
            ),
            "accounts": ("编号,单位,平台,名称", [",".join(row) for row in ACCOUNTS]),
        }
        for name, (head, rows) in tables.items():
            path = self.root / "config" / "register" / f"{name}.csv"
            path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")

    def _settings(self, port: int) -> None:
        """Our own line is proved by the district's server; a dead link is looked at twice in a run, and again later."""
        self._edit("xuncha.toml", r"(?m)^controls = .*$", f'controls = ["127.0.0.1:{port}"]')
        self._edit("xuncha.toml", r'(?m)^name = ""', f'name = "{UNITS[0][1]}"')
        self._edit("mail.toml", r'(?m)^sender = ""', 'sender = "wangzhan@wangshu.example"')
        self._edit("criteria/national-2019.toml", r'looks = \["10m", "6h"\]', 'looks = ["0s", "6h"]')

    def _edit(self, name: str, old: str, new: str) -> None:
        path = self.root / "config" / name
        text, count = re.subn(old, new, path.read_text(encoding="utf-8"))
        assert count, (name, old)
        path.write_text(text, encoding="utf-8")
