"""Every figure in the notice's text, read back out of the .docx and counted again from the ledger's tables.

What is counted here uses the raw SQLite file and plain Python, nothing of the program; the two months were made up by
hand (figures_months.py), and FIGURES says what a person counts in them.
"""

import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from figures_months import NOW, REGISTER, SEPTEMBER_CUTOFF, Story, at, october, september
from figures_recount import NEW_ITEMS, account_counts, mine, problem_counts, site_counts

from desk.drafts import write_draft
from desk.issuing import issue
from desk.office import Desk, open_desk
from desk.workspace import Workspace
from ledger.ledger import Ledger


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
    desk = replace(desk, register=REGISTER, settings=replace(desk.settings, office=office))
    with Ledger.open_for_writing(desk.workspace.ledger, at(9, 1)) as ledger:
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
    "items": 9,  # 8 of October, and that of 30 September which was first seen after the last notice
    "qualified": 2,  # not s1; nor s3, which was put right and yet had its 单项否决 in the month
    "accounts": 3,
    "looked": 2,
    "good": 1,
    "account_problems": 1,
}


def recounted(made: Made) -> dict[str, int]:
    """The same from the tables of the ledger."""
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        return {**problem_counts(db, made.desk), **site_counts(db, made.desk), **account_counts(db, made.desk)}


# ---- what the notice says --------------------------------------------------------------------------------------------


def figures_in(text: str) -> list[str]:
    """Every counted figure of a paragraph, in order: 5个, 3条, 80.0%, 未统计."""
    return re.findall(r"\d[\d.]*(?:个(?!工作日)|条|次|处|项|%)|未统计", text)


def share(part: int, whole: int) -> str:
    return "100%" if part == whole else f"{100 * part / whole:.1f}%"


def paragraph(made: Made, start: str) -> str:
    (found,) = [text for text in made.text if text.startswith(start)]
    return found


def test_a_person_and_the_tables_count_the_same(made: Made) -> None:
    assert recounted(made) == FIGURES


def test_the_follow_up(made: Made) -> None:
    n = recounted(made)
    told = [n["followed"], n["done"], n["not_done"], n["back"], n["silent_units"]]
    assert figures_in(paragraph(made, "上期通报")) == [f"{count}个" for count in told]
    assert paragraph(made, "上期通报").endswith("：银钩镇。")
    assert figures_in(paragraph(made, "此前通报")) == [f"{n['older']}个"]


def test_the_sites(made: Made) -> None:
    n = recounted(made)
    counts = [n["sites"], n["columns"], n["inspected"], n["read"], n["pages"], n["targets"]]
    rest = [f"{n['items']}条", f"{n['qualified']}个", share(n["qualified"], n["inspected"]), "未统计", "未统计"]
    assert figures_in(paragraph(made, "全区纳入检查的政府网站")) == [*(f"{count}个" for count in counts), *rest]


def test_the_accounts(made: Made) -> None:
    n = recounted(made)
    told = [n["accounts"], 2, 1, n["looked"], n["good"]]  # two on 微信, one on 微博
    rest = [n["accounts"] - n["looked"], n["account_problems"], 1]  # the last: of the one unit named
    expected = [*(f"{count}个" for count in told), share(n["good"], n["looked"]), *(f"{count}个" for count in rest)]
    assert figures_in(paragraph(made, "全区登记在册的政务新媒体")) == expected
    (table,) = [rows for rows in made.tables if rows[0][0] == "平台"]
    assert table[1:] == [["微信", "2", "2", "0", "1", "50.0%"], ["微博", "1", "0", "1", "未统计", "未统计"]]


def test_the_problems(made: Made) -> None:
    n = recounted(made)
    told = [n["problems"], n["units"], n["veto"], n["waiting"]]
    assert figures_in(paragraph(made, "本期共核实问题")) == [f"{count}个" for count in told]
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        classes = Counter(str(made.desk.criteria[doc["criterion"]].problem_class) for doc in mine(db).values())
    headings = dict(re.findall(r"^（.）(\S+)类问题（(\d+)个）$", "\n".join(made.text), re.MULTILINE))
    assert {name: int(count) for name, count in headings.items()} == classes
    (listed,) = [rows for rows in made.tables if rows[0][-1] == "地址与证据"]
    assert [row[0] for row in listed[1:]] == [str(number) for number in range(1, n["problems"] + 1)]


def test_no_paragraph_has_a_figure_that_is_not_counted_here(made: Made) -> None:
    counted = ("上期通报", "此前通报", "全区纳入检查", "全区登记在册", "本期共核实问题")
    for text in made.text:
        is_row = re.match(r"\d+\.", text) or re.match(r"（.）\S+类问题（", text)
        if not text.startswith(counted) and not is_row:
            assert figures_in(text) == [], text


def test_the_units_table(made: Made) -> None:
    with sqlite3.connect(made.file) as db:
        db.row_factory = sqlite3.Row
        told = list(mine(db).values())
        items = dict(db.execute(f"SELECT site, COUNT(*) FROM item WHERE {NEW_ITEMS} GROUP BY site").fetchall())
        seen = db.execute("SELECT site, doc FROM coverage JOIN run USING (run) WHERE started >= '2026-10-01'")
        read = {row["site"] for row in seen if json.loads(row["doc"])["columns_read"]}
    (table,) = [rows for rows in made.tables if rows[0][3:4] == ["发布信息（条）"]]
    expected = []
    for number, unit in enumerate(REGISTER.units.values(), 1):
        sites = [s for s in REGISTER.sites.values() if s.sponsor == unit.id]
        own = [doc for doc in told if doc["unit"] == unit.id]
        published = sum(items.get(s.id, 0) for s in sites)
        veto = sum(made.desk.criteria[doc["criterion"]].veto for doc in own)
        nothing_known = not any(c.site in read for c in REGISTER.columns.values() if c.site in {s.id for s in sites})
        row = [number, unit.name, len(sites), "未统计" if nothing_known else published, len(own), veto]
        expected.append([str(value) for value in row])
    assert table[1:] == expected


def test_what_could_not_be_looked_at(made: Made) -> None:
    with sqlite3.connect(made.file) as db:
        rows = db.execute("SELECT subject, place, COUNT(*) FROM verdict WHERE outcome = 'UNKNOWN' GROUP BY 1, 2")
        expected = Counter(count for _, _, count in rows)
    (table,) = [rows for rows in made.tables if rows[0][3:4] == ["未能核查的原因"]]
    found = (re.search(r"（(\d+)处）", row[3]) for row in table[1:])
    assert Counter(int(one[1]) if one else 1 for one in found) == expected


def test_only_what_a_clerk_confirmed_is_said_to_be(made: Made) -> None:
    rows = [text for text in made.text if re.match(r"\d+\.", text)]
    # 栏2 is blank; the home pages of s1 and s3 and account a2 are vetoes, which no machine confirms
    clerk = [any(word in row for word in ("栏2", "首页", "账号")) for row in rows]
    assert clerk == [("人工核实" in row) for row in rows]


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_the_notice_a_sheet_and_the_workbook(made: Made, tmp_path: Path) -> None:
    files = [made.written[0], made.written[1], made.written[-1]]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    for file in files:
        shown = subprocess.run(["pdftotext", str(tmp_path / f"{file.stem}.pdf"), "-"], capture_output=True, check=True)
        assert "教育局" in shown.stdout.decode(), file.name
