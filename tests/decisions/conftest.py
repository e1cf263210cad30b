"""A new office with two sites, the program typed in it, and looks put into its ledger."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk.context import Desk, open_desk
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, Verdict
from tests import program
from tests.decisions.decided_looks import MONDAY


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    root = Workspace.init(tmp_path / "office").root
    register = root / "config" / "register"
    (register / "units.csv").write_text("编号,名称\nu1,甲区办公室\nu2,甲区教育局\n", encoding="utf-8")
    rows = "编号,名称,首页地址,主办单位\njia,甲区网,http://www.jia.gov.cn/,u1\njiao,教育网,http://jyj.jia.gov.cn/,u2\n"
    (register / "sites.csv").write_text(rows, encoding="utf-8")
    columns = "编号,网站,名称,地址,类别,一级栏目\nc1,jia,要闻,http://www.jia.gov.cn/yw/,动态要闻,是\n"
    (register / "columns.csv").write_text(columns, encoding="utf-8")
    settings = root / "config" / "xuncha.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = ""', 'name = "甲区办公室"', 1), encoding="utf-8")
    return open_desk(root).at_once()


Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(desk: Desk) -> Typed:
    """The program as it is typed: exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        done = program.typed(desk.workspace.root, *words)
        return done.returncode, done.stdout, done.stderr

    return run


Seen = Callable[..., list[Finding]]


@pytest.fixture
def seen(desk: Desk) -> Seen:
    """A run that said so, settled as the office settles; all findings after it."""

    def look(verdicts: Iterable[Verdict], at: datetime = MONDAY) -> list[Finding]:
        desk.workspace.prepare()
        with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
            run = f"{at:%Y%m%dT%H%M%S}"
            ledger.runs.start(run, "inspect", at, {"sites": "jia jiao"})
            ledger.verdicts.settle(run, at, verdicts, desk.criteria, desk.register, trusted=desk.trust(ledger))
            ledger.runs.finish(run, at)
            return ledger.findings.find()

    return look


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as opened:
        yield opened
