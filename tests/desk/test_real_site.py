"""A whole real site, registered with all its columns and inspected on loopback, beside what a person read off it.

Where the tables and we differ, a person has looked: the pictures on the editor's own disk (defects.tsv) and the two
folders that stubs lead to and the copy lacks are dead as well; the table of references leaves them out. A stub counts
as the list it leads to; the table counts the stub itself (0 rows). Pages link to some folders as / and as
/index.html: two addresses of one file, so what it uses counts twice with us and once in the table.
"""

import csv
import re
import tarfile
import threading
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest

from desk.context import Desk, open_desk
from desk.inspections.inspection import inspect_desk, plan_run
from desk.statistics.column_discovery import guess_columns
from desk.workspace.workspace import Workspace
from ledger.archive.writer import Archive, ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import ColumnList, Outcome, Reason, Verdict
from tests.served import Server

pytestmark = pytest.mark.needs("pages")
NOW = datetime(2020, 12, 30, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOST = "rsj.gzdaozhen.gov.cn"
ROOT = f"http://{HOST}"
STUB_TARGETS = {"/syqt/yqlj/", "/zwgk/xxgkyjx/yjxsybz/"}
# Pages of a column without a list: text, a form, a map. They hold something, so they are no blank columns; the
# register calls them 其他, and whether they count as blank is a person's to say.
TEXTS = {"单位职能", "领导信息", "联系方式", "RSS订阅", "网站地图", "网站纠错", "依申请公开"}
KINDS = {
    **dict.fromkeys(("工作动态", "行业动态", "业务要闻"), "动态要闻"),
    **dict.fromkeys(("通知公告", "公示公告"), "通知公告"),
    **dict.fromkeys(("政策法规", "部门文件"), "政策文件"),
}
ALLOWED = {"人事考试": 180, "专业职称": 180, "领导活动": 180, "人事信息": 180}
REFRESH = re.compile(rb'http-equiv="Refresh"\s+content="0;URL=([^"]+)"', re.IGNORECASE)
Row = dict[str, str]


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith(("/count/", "/trsapp/")):  # the site's programs (counter, mail box) had no file to copy
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"1;")
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Refusing(BaseHTTPRequestHandler):
    """Stands for every host outside: each answers 403, so nothing of the test leaves this machine."""

    def do_GET(self) -> None:
        self.send_error(403)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@dataclass(frozen=True)
class Inspected:
    """The site as inspected; ``columns`` and ``links`` are the person's tables."""

    desk: Desk
    run: str
    folder: Path
    columns: list[Row]
    links: list[Row]

    def address(self, path: str) -> str:
        return f"{ROOT}/{path.removesuffix('index.html')}"

    def reader(self) -> ArchiveReader:
        return ArchiveReader(self.desk.workspace.archive("rsj"))

    def verdicts(self, criterion: str) -> list[Verdict]:
        with Ledger.open_for_reading(self.desk.workspace.ledger) as ledger:
            return [v for v in ledger.verdicts.of_run(self.run) if v.criterion == criterion]

    def failed(self, criterion: str) -> set[str]:
        return {v.place for v in self.verdicts(criterion) if v.outcome is Outcome.FAIL}


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def _name(row: Row) -> str:
    return row["column"] or row["path"].removesuffix("/index.html")


def _key(row: Row) -> str:
    return row["path"].removesuffix("/index.html").replace("/", "-")


def _first_level(row: Row) -> bool:
    return row["path"].count("/") == 2


def _register(folder: Path, connect: str, columns: list[Row]) -> None:
    """The register as a clerk fills it in: three CSV files."""

    def write(name: str, *rows: dict[str, object]) -> None:
        heads = list({head: None for row in rows for head in row})
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, heads)
            table.writeheader()
            table.writerows(rows)

    write("units.csv", {"编号": "rsj", "名称": "道真县人力资源和社会保障局"})
    site = {"编号": "rsj", "名称": "道真县人社局", "首页地址": f"{ROOT}/", "主办单位": "rsj", "每秒页数": 50}
    write("sites.csv", {**site, "robots": "已授权", "指定连接": connect})
    rows: list[dict[str, object]] = [
        {
            "编号": _key(row),
            "网站": "rsj",
            "名称": _name(row),
            "地址": f"{ROOT}/{row['path'].removesuffix('index.html')}",
            "类别": KINDS.get(row["column"], "其他"),
            "一级栏目": "是" if _first_level(row) else "否",
            "允许间隔天数": ALLOWED.get(row["column"], ""),
        }
        for row in columns
    ]
    write("columns.csv", *rows)


@pytest.fixture(scope="module")
def seen(pages_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    folder = tmp_path_factory.mktemp("real")
    with tarfile.open(pages_dir / "site" / "daozhen.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    columns = _table(pages_dir / "site" / "daozhen_columns.tsv")
    links = _table(pages_dir / "site" / "daozhen_links.tsv")
    handler = partial(Quiet, directory=str(folder / "daozhen"))
    with (
        Server(("127.0.0.1", 0), handler) as server,
        Server(("127.0.0.1", 0), Refusing) as world,
    ):
        for one in (server, world):
            threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()
        workspace = Workspace.init(folder / "office")
        _register(workspace.register, f"127.0.0.1:{server.server_address[1]}", columns)
        outside = f"127.0.0.1:{world.server_address[1]}"
        hosts = {urlsplit(row["target"]).hostname or "" for row in links if row["verdict"] == "external"}
        desk = replace(open_desk(workspace.root).at_once(), pins=dict.fromkeys(hosts - {HOST}, outside))
        plan = plan_run(desk, ("rsj",), NOW)
        inspect_desk(desk, plan)
        server.shutdown()
        world.shutdown()
    return Inspected(desk, plan.run, folder / "daozhen", columns, links)


def _expected_lists(seen: Inspected) -> dict[str, Row]:
    """Column id → the row of the list it shows; a stub's is that of the page it leads to (none: not in the copy)."""
    rows = {row["path"]: row for row in seen.columns}
    expected = {}
    for row in seen.columns:
        stub = REFRESH.search((seen.folder / row["path"]).read_bytes())
        if stub is None:
            expected[_key(row)] = row
            continue
        there = urljoin(seen.address(row["path"]), stub[1].decode()).removeprefix(f"{ROOT}/")
        if there + "index.html" in rows:
            expected[_key(row)] = rows[there + "index.html"]
    return expected


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_every_list_reads_as_the_table_says(seen: Inspected) -> None:
    with seen.reader() as reader:
        lists: dict[str, ColumnList] = {one.column: one for one in reader.column_lists(seen.run)}
        failures = {failure.place: failure.reason for failure in reader.failures(seen.run)}
    expected = _expected_lists(seen)
    read = {key: (len(one.items), one.newest, one.oldest) for key, one in lists.items()}
    told = {key: (int(r["n_items_on_page"]), _day(r["newest"]), _day(r["oldest"])) for key, r in expected.items()}
    assert read == told
    assert {key for key, one in lists.items() if one.pager == "TRS"} == {k for k, r in expected.items() if r["pages"]}
    lost = {_key(row) for row in seen.columns} - expected.keys()
    assert failures == dict.fromkeys(lost, Reason.NOT_FOUND)


def test_the_further_pages_of_a_list_are_walked(seen: Inspected) -> None:
    """A TRS pager is a script; the pages it names are index_1.html and so on. Those the copy holds are pages."""
    with seen.reader() as reader:
        walked = {page.url for page in reader.pages(seen.run)}
    for row in seen.columns:
        pages = int(row["pages"].removeprefix("pages=") or 1)
        further = {f"{seen.address(row['path'])}index_{n}.html" for n in range(1, pages)}
        held = {url for url in further if (seen.folder / url.removeprefix(f"{ROOT}/")).is_file()}
        assert held <= walked, row["path"]


def test_broken_and_outside_references_page_by_page(seen: Inspected) -> None:
    """The table's lines: which page uses which target, and how many times in all."""
    told = Counter((row["page"], _plain(row["target"])) for row in seen.links)
    targets = {target for _, target in told}
    dead = {row["target"] for row in _dead_rows(seen)}
    used = set()
    with Archive(seen.desk.workspace.archive("rsj")) as archive:
        for path in (str(file.relative_to(seen.folder)) for file in sorted(seen.folder.rglob("*.html"))):
            known = archive.known(seen.address(path)) or archive.known(f"{ROOT}/{path}")
            uses = archive.uses_of(known) if known else []
            used |= {(path, _plain(use.url)) for use in uses if _plain(use.url) in targets}
        counted = {_plain(one.target): one for one in archive.links(seen.run)}
        walked = {page.url for page in archive.pages(seen.run)}
    assert used == told.keys()
    expected: Counter[str] = Counter()
    for (path, target), times in told.items():
        expected[target] += times * len(walked & {seen.address(path), f"{ROOT}/{path}"})
    assert {target: counted[target].uses for target in targets} == expected
    assert sum(expected[target] for target in dead) == 1153 + 1  # the one on the home page, twice


def _dead_rows(seen: Inspected) -> list[Row]:
    return [row for row in seen.links if row["verdict"] == "dead"]


def _plain(target: str) -> str:
    """An address of the site from its root; the table writes one host with a capital letter, which means nothing."""
    parts = urlsplit(target.removeprefix(ROOT))
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def test_the_dead_targets_and_no_other(seen: Inspected) -> None:
    dead = {row["target"] for row in _dead_rows(seen)}
    assert len(dead) == 7
    found = {v.place: v for v in seen.verdicts("link-home") + seen.verdicts("link-other") if v.outcome is Outcome.FAIL}
    on_disk = {place for place in found if place.startswith("file:///")}
    assert {v.evidence.reason for place, v in found.items() if place in on_disk and v.evidence} == {Reason.BAD_ADDRESS}
    assert {place.removeprefix(ROOT) for place in found.keys() - on_disk} - STUB_TARGETS == dead
    buttons = [v.evidence.uses for place, v in found.items() if "/images/1108" in place and v.evidence]
    assert buttons == [192] * 6  # on 192 pages each
    assert seen.failed("link-home") == {f"{ROOT}/gzdt/ywyw/201802/W020180213347619225316.png"}
    outside = {row["target"] for row in seen.links if row["verdict"] == "external"}
    assert not outside & found.keys()


def test_silent_columns_by_arithmetic(seen: Inspected) -> None:
    """2 weeks for 动态要闻; 6 months for 通知公告 and 政策文件 of the first level; the office's own 180 days."""
    today, half_year_ago = date(2020, 12, 30), date(2020, 6, 30)
    news, policy, overdue = set(), set(), set()
    shown = _expected_lists(seen)
    for row in seen.columns:
        newest = _day(shown[_key(row)]["newest"]) if _key(row) in shown else None
        if newest is None:
            continue
        kind, allowed = KINDS.get(row["column"], "其他"), ALLOWED.get(row["column"])
        if kind == "动态要闻" and today - newest > timedelta(days=14):
            news.add(_key(row))
        if kind in ("通知公告", "政策文件") and _first_level(row) and newest < half_year_ago:
            policy.add(_key(row))
        if allowed and today - newest > timedelta(days=allowed):
            overdue.add(_key(row))
    assert seen.failed("column-news-stale") == news
    assert seen.failed("column-policy-stale") == policy
    assert seen.failed("column-overdue") == overdue
    assert (len(news), len(policy), len(overdue)) == (6, 2, 3)
    assert seen.failed("veto-columns-stale") == {"网站"}  # eight of them, and five are enough
    assert seen.failed("veto-columns-overdue") == set()


def test_blank_columns(seen: Inspected) -> None:
    blank = {_key(row) for row in seen.columns if row["note"] == "blank column"}
    texts = {_key(row) for row in seen.columns if row["column"] in TEXTS} | {"bmgk"}  # a stub that leads to 单位职能
    assert len(blank) == 4
    assert seen.failed("column-blank") - texts == blank


def test_columns_guessed_from_the_home_page(seen: Inspected) -> None:
    """Without the register: the lists of three dated rows and more, and the blank ones, that the home page links to."""
    linked = set(re.findall(r'href="([^":]*index\.html)"', (seen.folder / "index.html").read_text(encoding="utf-8")))
    shown = _expected_lists(seen)
    rows = [shown[_key(row)] for row in seen.columns if row["path"] in linked and _key(row) in shown]
    lists = [row for row in rows if int(row["n_items_on_page"]) >= 3 or row["note"] == "blank column"]
    with seen.reader() as reader:
        guessed = guess_columns(reader, seen.run, "rsj")
    found = {one.listing.url.removesuffix("index.html"): one.listing.newest for one in guessed}
    assert found == {seen.address(row["path"]): _day(row["newest"]) for row in lists}
