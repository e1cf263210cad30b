"""Every figure in the notice's text, read back out of the .docx and counted again from the ledger's tables.

What is counted here uses the raw SQLite file and plain Python, nothing of the program; the two months were made up by
hand (figures_months.py), and FIGURES says what a person counts in them.
"""

import re
import sqlite3
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import docx
import pytest

from desk.config.settings import MessageSettings
from desk.context import Desk, open_desk
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from tests.notices.figures.figures_months import NOW, REGISTER, SEPTEMBER_CUTOFF, Story, at, october, september
from tests.notices.figures.figures_recount import (
    NEW_ITEMS,
    account_counts,
    message_counts,
    mine,
    problem_counts,
    site_counts,
)


@dataclass(frozen=True)
class Made:
    """The office after two months: its desk, the ledger's file, all that was written, the notice's text and tables."""

    desk: Desk
    file: Path
    written: list[Path]
    text: list[str]
    tables: list[list[list[str]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("figures")
    desk = open_desk(Workspace.init(folder / "w").root).at_once()
    office = replace(desk.settings.office, name="望舒区办公室")
    settings = replace(desk.settings, office=office, messages=MessageSettings(answer_days=5))
    desk = replace(desk, register=REGISTER, settings=settings)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        story = Story(desk, ledger)
        september(story)
        draft, *_ = write_draft(desk, ledger, "2026-09", folder / "september", SEPTEMBER_CUTOFF)
        issue(desk, ledger, "2026-09", "〔2026〕9号", date(2026, 10, 9), draft, "某某", at(10, 9, 16))
        october(story)
        written = write_draft(desk, ledger, "2026-10", folder / "october", NOW)
    document = docx.Document(str(written[0]))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return Made(desk, desk.workspace.ledger, written, [p.text for p in document.paragraphs], tables)


# ---- what a person counts in the two months --------------------------------------------------------------------------

FIGURES = {
    "followed": 5,  # A B C D G; E was called a 误报, F was fixed before its own notice
    "done": 2,  # A; D, whose return nobody has confirmed
    "not_done": 3,  # B, G, and C, which came back
    "back": 1,  # C
    "silent_units": 1,  # u3: u1 appealed, u2 reported
    "older": 2,  # B and G
    "problems": 6,  # C again, I, home page of s1, s3 unreachable, blank c2, account a2; not L nor M, both 误报
    "units": 3,
    "veto": 3,  # home page of s1, s3 unreachable, account a2
    "waiting": 2,  # D again, blank c1
    "sites": 5,
    "columns": 4,
    "inspected": 4,  # not s5, of which no page was seen
    "read": 33,  # 12 + 9 + 8 + 4: of each site its widest look
    "pages": 340,  # 120 + 95 + 85 + 40
    "targets": 3400,
    "rounds": 3,  # of October, two of them whole
    "unknown": 3,  # columns 栏2 and 栏4 (two criteria, one line), account a3
    "items": 9,  # 8 of October, and that of 30 September which was first seen after the last notice
    "qualified": 2,  # not s1; nor s3, which was put right and yet had its 单项否决 in the month
    "accounts": 4,  # a1 a2 a3 a5; a4 a6 a7 are closed, a8 was not there yet
    "looked": 2,
    "good": 1,
    "opened": 1,
    "closed": 1,
    "received": 5,
    "answered": 3,
    "in_time": 2,
    "taken": 13,  # 2 + 5 + 6
}


def recounted(made: Made) -> dict[str, int]:
    """The same from the tables of the ledger."""
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        return {
            **problem_counts(db, made.desk),
            **site_counts(db, made.desk),
            **account_counts(db, made.desk),
            **message_counts(db),
        }


# ---- what the notice says --------------------------------------------------------------------------------------------


def figures_in(text: str) -> list[str]:
    """Every counted figure of a paragraph, in order: 5个, 3条, 80.0%, 未统计."""
    return re.findall(r"\d[\d.]*(?:个(?!工作日|月)|条|轮次|次|处|项|%)|未统计", text)


def share(part: int, whole: int) -> str:
    return "100%" if part == whole else f"{100 * part / whole:.1f}%"


def paragraph(made: Made, start: str) -> str:
    (found,) = [text for text in made.text if text.startswith(start)]
    return found


def test_a_person_and_the_tables_count_the_same(made: Made) -> None:
    assert recounted(made) == FIGURES


def test_the_follow_up(made: Made) -> None:
    n = recounted(made)
    text = paragraph(made, "（五）上期整改。")
    told = [n["followed"], n["done"], n["not_done"], n["back"]]
    older = [1, 1]  # B is 教育局's, G 水务局's
    assert sum(older) == n["older"]
    assert figures_in(text) == [f"{count}个" for count in [*told, *older, n["silent_units"]]]
    assert "未整改到位的有教育局1个、水务局1个。" in text
    assert text.endswith("：银钩镇。")


def test_the_sites(made: Made) -> None:
    n = recounted(made)
    looked = [f"{n['sites']}个", f"{n['inspected']}个", share(n["inspected"], n["sites"]), f"{n['rounds']}轮次"]
    read = [f"{count}个" for count in (n["read"], n["pages"], n["targets"])]
    good = [f"{n['qualified']}个", share(n["qualified"], n["inspected"]), f"{n['unknown']}处"]
    assert figures_in(paragraph(made, "（一）政府网站。")) == [*looked, *read, *good]


def test_what_was_published(made: Made) -> None:
    """Nobody knows of 民政局, whose column could not be looked at; of 银钩镇's a confirmed problem says it is stale."""
    text = paragraph(made, "（二）信息发布。")
    assert figures_in(text) == [f"{recounted(made)['items']}条", "1个"]
    assert text.endswith("没有发布信息的单位1个：银钩镇。")


def test_the_accounts(made: Made) -> None:
    n = recounted(made)
    told = [n["accounts"], 2, 1, 1, n["looked"], n["good"]]  # two on 微信, one on 微博, one on 抖音
    expected = [*(f"{count}个" for count in told), share(n["good"], n["looked"]), f"{n['accounts'] - n['looked']}个"]
    changed = [f"{n['opened']}个", f"{n['closed']}个"]
    text = paragraph(made, "（三）政务新媒体。")
    assert figures_in(text) == expected + changed
    assert text.endswith("本期新开设1个：“民政”（抖音）；注销关停1个：“水务”（微博）。")
    (table,) = [rows for rows in made.tables if rows[0][2] == "新媒体名称"]
    assert [row[2:4] + row[-1:] for row in table[1:]] == [
        ["教育", "微信", "合格"],
        ["水务", "微信", "不合格"],
        ["银钩", "微博", "未能核查"],
    ]


def test_the_messages(made: Made) -> None:
    n = recounted(made)
    text = paragraph(made, "（四）网民留言。")
    of_units = [3, 1, 1]  # 教育局, 水务局, 银钩镇
    assert sum(of_units) == n["received"]
    told = [n["received"], *of_units, n["answered"], n["in_time"]]
    assert figures_in(text) == [f"{count}条" for count in told]
    assert text.endswith(f"，平均办理{n['taken'] / n['answered']:.1f}个工作日。")
    assert "网站互动栏目（区长信箱）收到留言5条（教育局3条、水务局1条、银钩镇1条）" in text


def test_the_problems(made: Made) -> None:
    n = recounted(made)
    told = [n["problems"], n["units"], n["veto"], 1]  # s3 answers again
    assert figures_in(paragraph(made, "本期核实问题")) == [f"{count}个" for count in told]
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        classes = Counter(str(made.desk.criteria[doc["criterion"]].problem_class) for doc in mine(db).values())
    headings = dict(re.findall(r"^（.）([^。\d]+)(\d+)个（", "\n".join(made.text), re.MULTILINE))
    assert {name: int(count) for name, count in headings.items()} == classes
    (listed,) = [rows for rows in made.tables if rows[0][-1] == "整改时限"]
    assert [row[0] for row in listed[1:]] == [str(number) for number in range(1, n["problems"] + 1)]


def test_no_paragraph_has_a_figure_that_is_not_counted_here(made: Made) -> None:
    counted = (
        "（一）政府网站",
        "（二）信息发布",
        "（三）政务新媒体",
        "（四）网民留言",
        "（五）上期整改",
        "本期核实问题",
    )
    for text in made.text:
        is_row = re.match(r"\d+\.", text) or re.match(r"（.）\S+个（", text)
        if not text.startswith(counted) and not is_row:
            assert figures_in(text) == [], text


def test_the_units_table(made: Made) -> None:
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        told = list(mine(db).values())
        items = dict(db.execute(f"SELECT site, COUNT(*) FROM item WHERE {NEW_ITEMS} GROUP BY site").fetchall())
    (table,) = [rows for rows in made.tables if rows[0][3:4] == ["发布信息（条）"]]
    expected = []
    for number, unit in enumerate(REGISTER.units.values(), 1):
        sites = [s for s in REGISTER.sites.values() if s.sponsor == unit.id]
        own = [doc for doc in told if doc["unit"] == unit.id]
        published = sum(items.get(s.id, 0) for s in sites)
        veto = sum(made.desk.criteria[doc["criterion"]].veto for doc in own)
        # c4, which is u4's, could not be looked at; of c3, which is u3's and stale, nothing new is known for sure
        row = [number, unit.name, len(sites), "" if unit.id == "u4" else published, len(own), veto]
        expected.append([str(value) for value in row])
    assert table[1:] == expected


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_the_notice_a_sheet_and_the_workbook(made: Made, tmp_path: Path) -> None:
    files = [made.written[0], made.written[1], made.written[-1]]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    for file in files:
        shown = subprocess.run(["pdftotext", str(tmp_path / f"{file.stem}.pdf"), "-"], capture_output=True, check=True)
        assert "教育局" in shown.stdout.decode(), file.name
