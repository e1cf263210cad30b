"""An office with two sites, two columns and two accounts; files as contractors deliver them, made by the tests."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from desk.cli.main import cli
from desk.context import Desk, open_desk
from desk.imports.sorting import Parcel
from desk.imports.take import ImportResult, take
from desk.workspace.workspace import Workspace
from ledger.vocabulary.post.report import ReportKind
from tests.imports.taking import NOW

TABLES = {
    "units.csv": "编号,名称\nu1,甲区办公室\nu2,甲区民政局\n",
    "sites.csv": (
        "编号,名称,首页地址,主办单位,网站标识码\n"
        "jia,甲区人民政府网,http://www.jia.gov.cn/,u1,9900010001\n"
        "mz,甲区民政局网站,http://mz.jia.gov.cn/,u2,9900010002\n"
    ),
    "columns.csv": (
        "编号,网站,名称,地址,类别,一级栏目,允许间隔天数\n"
        "dt,jia,动态要闻,http://www.jia.gov.cn/dt/,动态要闻,是,\n"
        "tz,jia,通知公告,http://www.jia.gov.cn/tz/,通知公告,是,\n"
        "qt,jia,其他信息,http://www.jia.gov.cn/qt/,其他,是,\n"
    ),
    "accounts.csv": "编号,单位,平台,名称\nwx,u2,微信,甲区民政\nwb,u2,微博,甲区民政\n",
}
HEADS = ("序号", "责任单位", "网站名称", "所在页面", "问题链接", "问题类型", "问题描述", "发现时间")


class Office:
    """A workspace, and what is done in it."""

    def __init__(self, root: Path) -> None:
        self.root, self.workspace = root, Workspace(root)

    def desk(self) -> Desk:
        return open_desk(self.root)

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, ["--workspace", str(self.root), *words])

    def take(self, file: Path, kind: ReportKind = ReportKind.CONTRACTOR, now: datetime = NOW) -> ImportResult:
        return take(self.desk(), Parcel(file, "某某公司", kind, now.date()), now)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Workspace.init(tmp_path / "office")
    for name, text in TABLES.items():
        (made.register / name).write_text(text, encoding="utf-8")
    return Office(made.root)


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """An .xlsx of one sheet under the usual headings."""

    def make(*rows: Sequence[object], heads: Sequence[str] = HEADS, name: str = "结果.xlsx", title: str = "") -> Path:
        book = Workbook()
        page = book.worksheets[0]
        page.title = title or "问题清单"
        page.append(list(heads))
        for row in rows:
            page.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def day() -> date:
    return NOW.date()
