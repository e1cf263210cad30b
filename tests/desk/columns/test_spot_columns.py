"""A spot check finds the columns that the home page leads to, and of them exactly the stale and the blank ones."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from demo.sample.columns import register
from demo.sample.plan import Phase
from demo.sample.truth import truth
from demo.sample.website import district
from desk.facts.run_result import Result
from desk.spot_checks.spot import spot_check
from desk.statistics.column_discovery import kind_of_name
from ledger.vocabulary import ColumnKind, State
from tests.served import Answer, html, serving

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOSTS = re.compile(rb"https?://[\w.-]+")
STALE = {"column-news-stale", "column-policy-stale"}


@contextmanager
def _served(host: str) -> Iterator[str]:
    """One site of the sample district on a port of its own, every address in it turned to that port."""
    pages = district(NOW, Phase.THIS)[host]

    def answer(asked: BaseHTTPRequestHandler) -> Answer:
        found = pages.get(asked.path.partition("?")[0])
        if found is None or found.location:
            return html("404", 404)
        body = HOSTS.sub(f"http://{asked.headers['Host']}".encode(), found.body) if "html" in found.mime else found.body
        return found.status, {"Content-Type": found.mime}, body

    with serving(answer) as port:
        yield f"http://127.0.0.1:{port}"


def _check(host: str, out: Path) -> tuple[str, Result, str]:
    with _served(host) as root:
        result, report = spot_check(root + "/", 150, out, allow_private=True, now=NOW, progress=None, rate=500.0)
    assert report
    return root, result, report.read_text(encoding="utf-8")


def _paths(result: Result, root: str, *codes: str) -> set[str]:
    return {f.place.removeprefix(root) for f in result.findings if f.criterion in codes}


def _told(site: str, *codes: str) -> set[str]:
    """Paths of the columns that the truth tells of, as the register addresses them."""
    columns = register(1).columns
    found = [f.place for f in truth().expected(Phase.THIS) if f.site == site and f.criterion in codes]
    return {"/" + columns[place].url.split("/", 3)[3] for place in found}


@pytest.mark.parametrize(
    ("site", "host", "blank"),
    [
        # nobody told the spot check that 应急信息 is 免检
        ("portal", "www.wangshu.gov.cn", {"/zwgk/yjxx/index.html"}),
        ("zhujian", "zj.wangshu.gov.cn", set()),
    ],
)
def test_the_stale_and_the_blank_columns(site: str, host: str, blank: set[str], tmp_path: Path) -> None:
    root, result, report = _check(host, tmp_path)
    assert _paths(result, root, *STALE) == _told(site, *STALE)
    assert _paths(result, root, "column-blank") == _told(site, "column-blank") | blank
    assert not _paths(result, root, "column-undated", "veto-columns-stale", "veto-columns-blank")
    guessed = [f for f in result.findings if f.criterion.startswith("column-")]
    assert {f.state for f in guessed} == {State.SUSPECTED}
    assert "推断的栏目" in report
    known = {c.name for c in register(1).columns.values() if c.site == site}
    assert all(f"<td>{name}</td>" in report for name in known)
    (covered,) = result.coverage
    assert covered.columns_read == len(known)


def test_what_no_home_page_leads_to_is_no_column(tmp_path: Path) -> None:
    _, result, report = _check("qs.wangshu.gov.cn", tmp_path)
    assert not [f for f in result.findings if f.criterion in ("column-blank", "column-undated")]
    assert "<td>网站地图</td>" not in report


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("工作动态", ColumnKind.NEWS),
        ("望舒要闻", ColumnKind.NEWS),
        ("图片新闻", ColumnKind.NEWS),
        ("新闻发布会", ColumnKind.OTHER),
        ("通知公告", ColumnKind.NOTICE),
        ("公示公告", ColumnKind.NOTICE),
        ("采购公告", ColumnKind.OTHER),
        ("政策文件", ColumnKind.POLICY),
        ("政策法规", ColumnKind.POLICY),
        ("政策解读", ColumnKind.OTHER),
        ("政策动态", ColumnKind.NEWS),
        ("领导信息", ColumnKind.OTHER),
        ("动态与通知公告", ColumnKind.OTHER),
    ],
)
def test_kinds_are_guessed_from_clear_words_only(name: str, kind: ColumnKind) -> None:
    assert kind_of_name(name) is kind
