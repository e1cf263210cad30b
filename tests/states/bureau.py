"""An office's workspace over stand-in sites, and the real program run in it."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from demo.sample.experience import give_experience
from desk.workspace.workspace import Workspace
from tests.program import typed
from tests.states.stand_in import code_of

Findings = dict[str, dict[tuple[str, str], dict[str, Any]]]


def host_of(name: str) -> str:
    return f"{name}.gov.cn"


def _by_site(told: dict[str, Any]) -> Findings:
    found: Findings = {}
    for one in told["findings"]:
        found.setdefault(one["subject"], {})[one["criterion"], one["place"]] = one
    return found


def inspect(at: Path, day: str, *words: str) -> Findings:
    done = typed(at, "inspect", "--at-once", "--allow-private", "--now", day, "--json", *words)
    assert done.returncode == 1, done.stderr
    return _by_site(json.loads(done.stdout))


def office(at: Path, port: int, names: Sequence[str]) -> None:
    Workspace.init(at)
    give_experience(at / "config")
    sites = "".join(
        f"{n},望舒区农业农村局,http://{host_of(n)}/,u1,{code_of(n)},粤ICP备12345678号,50,已授权,127.0.0.1:{port}\n"
        for n in names
    )
    columns = "".join(
        f"{n}-{folder},{n},{title},http://{host_of(n)}/{folder}/,{kind},是\n"
        for n in names
        for folder, title, kind in (("xw", "要闻", "动态要闻"), ("tz", "通知", "通知公告"), ("kb", "统计", "其他"))
    )
    register = at / "config" / "register"
    (register / "units.csv").write_text("编号,名称\nu1,望舒区农业农村局\n", encoding="utf-8")
    head = "编号,名称,首页地址,主办单位,网站标识码,ICP备案号,每秒页数,robots,指定连接\n"
    (register / "sites.csv").write_text(head + sites, encoding="utf-8")
    (register / "columns.csv").write_text("编号,网站,名称,地址,类别,一级栏目\n" + columns, encoding="utf-8")
    file = at / "config" / "xuncha.toml"
    text = re.sub("(?m)^controls = .*$", f'controls = ["127.0.0.1:{port}"]', file.read_text(encoding="utf-8"))
    file.write_text(re.sub("(?m)^timeout = 30", "timeout = 6", text), encoding="utf-8")
