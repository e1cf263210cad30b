"""A district of 60 units and 300 accounts with 60 new problems: the notice is still one that a director reads."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest

from desk.config.settings import OfficeSettings
from desk.context import Desk, open_desk
from desk.notices.drafts import write_draft
from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    Column,
    ColumnKind,
    Coverage,
    Decision,
    Event,
    Evidence,
    Outcome,
    Reason,
    Referrer,
    Register,
    Site,
    Unit,
    Verdict,
)

LOOKED, NOW = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI), datetime(2026, 11, 30, 16, tzinfo=SHANGHAI)
UNITS = {f"u{n}": Unit(f"u{n}", f"望舒区第{n}工作局") for n in range(1, 61)}
SITES = {f"s{n}": Site(f"s{n}", f"望舒区第{n}工作局", f"https://s{n}.example/", f"u{n}") for n in range(1, 61)}
COLUMNS = {
    f"c{n}-{k}": Column(f"c{n}-{k}", f"s{n}", f"工作动态{k}", f"https://s{n}.example/{k}/", ColumnKind.NEWS)
    for n in range(1, 61)
    for k in (1, 2)
}
ACCOUNTS = {
    f"a{n}": Account(f"a{n}", f"u{(n - 1) % 60 + 1}", ("微信", "微博", "抖音")[n % 3], f"第{n}号发布")
    for n in range(1, 301)
}


def fail(code: str, subject: str, place: str, message: str, column: str | None = None, **more: object) -> Verdict:
    looks = tuple(LOOKED + timedelta(hours=8 * n) for n in range(3))
    evidence = Evidence(f"https://{subject}.example/", looks[-1], "原文", "ab" * 32, looks=looks)
    return Verdict(code, subject, place, Outcome.FAIL, message, replace(evidence, **more), column=column)  # type: ignore[arg-type]


def found() -> Iterator[Verdict]:
    """60 problems: 40 stale columns, 10 dead links, 5 feet without a mark, 5 silent accounts."""
    for n in range(1, 41):
        words = f"栏目“工作动态1”最近一条信息发布于2026年10月{n % 28 + 1}日，至检查时已30天未更新（要求2周内更新）"
        yield fail("column-news-stale", f"s{n}", f"c{n}-1", words, f"c{n}-1", figures=(("newest", "2026-10-02"),))
    for n in range(41, 51):
        dead, page = f"https://s{n}.example/{n}.doc", f"https://s{n}.example/"
        yield fail(
            "link-other", f"s{n}", dead, f"其他页面链接“申请表”（{dead}）无法打开：页面不存在",
            address=dead, reason=Reason.NOT_FOUND, referrers=(Referrer(page, "a", "申请表", 1),),
        )  # fmt: skip
    for n in range(51, 56):
        yield fail("site-identity", f"s{n}", "网站地图", "首页底部未见网站地图")
    for n in range(1, 6):
        words = "账号最近一次发布于2026年10月20日，至2026年11月20日已31天未更新（要求2周内更新）"
        yield fail("account-stale", f"a{n}", "账号", words)


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    desk = open_desk(Workspace.init(folder / "w").root).at_once()
    office = OfficeSettings("望舒区人民政府办公室", "各街道办事处，区政府各部门", "网站管理岗", "020-00000001")
    desk = replace(
        desk, register=Register(UNITS, SITES, COLUMNS, ACCOUNTS), settings=replace(desk.settings, office=office)
    )
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        _inspected(desk, ledger)
        return write_draft(desk, ledger, "2026-11", folder / "out", NOW)[0]


def _inspected(desk: Desk, ledger: Ledger) -> None:
    day = LOOKED + timedelta(days=1)
    verdicts = list(found())
    for run, kind, subjects in (("r1", "inspect", SITES), ("r2", "accounts", ACCOUNTS)):
        ledger.runs.start(run, kind, day, {})
        for subject in subjects:
            ledger.runs.record_coverage(Coverage(subject, run, day, day, 900, 4000, 3990, 10, (), 2, 2))
        ledger.verdicts.settle(run, day, [v for v in verdicts if v.subject in subjects], desk.criteria, desk.register)
        ledger.runs.finish(run, day)
    for n in range(1, 60):
        rows = [(f"c{n}-2", f"https://s{n}.example/2/{k}.html", "题", LOOKED.date()) for k in range(3)]
        ledger.published.record(f"s{n}", rows, day)
    for f in ledger.findings.find():
        if f.confirmed_at is None:
            ledger.decisions.decide(f.id, Decision(Event.CONFIRM, day, "某甲", "属实"))


def body(path: Path) -> list[str]:
    text = [p.text for p in docx.Document(str(path)).paragraphs]
    first = next(n for n, words in enumerate(text) if words.startswith("根据"))
    return text[first : next(n for n, words in enumerate(text) if words.startswith("附件："))]


def test_sixty_problems_of_sixty_units_are_told_in_two_thousand_characters(notice: Path) -> None:
    text = body(notice)
    assert "本期核实问题60个，涉及55个单位，其中单项否决5个。" in text
    assert sum(len(words.replace(" ", "")) for words in text) <= 2000
    rows = [words for words in text if re.match(r"\d\.|另有", words)]
    # vetoes and feet whole; six lines of each other class, and how many more stand in the annex
    assert len(rows) == 5 + (6 + 1) * 2 + 5
    assert [words for words in rows if words.startswith("另有")] == [
        "另有34个单位的34个问题见附件1。", "另有4个单位的4个问题见附件1。",
    ]  # fmt: skip


def test_all_of_them_stand_in_the_annex(notice: Path) -> None:
    (table,) = [t for t in docx.Document(str(notice)).tables if t.rows[0].cells[-1].text == "整改时限"]
    assert [row.cells[0].text for row in table.rows[1:]] == [str(n) for n in range(1, 61)]
    assert len({(row.cells[1].text, row.cells[3].text) for row in table.rows[1:]}) == 60


@pytest.mark.needs("libreoffice")
def test_the_body_has_four_pages_at_most_and_an_annex_a_dozen_rows_a_page(notice: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(notice)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / f"{notice.stem}.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    pages = printed.split("\f")
    annexes = [n for n, page in enumerate(pages) if re.match(r"\s*附件\s*\d", page)]
    assert annexes[0] <= 4
    rows = annexes[1] - annexes[0]
    assert rows <= 60 / 12
