"""Whose sheet holds which pictures: its own unit's new problems, vetoes first, what is still kept and can be shown."""

import hashlib
import sqlite3
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.sample.files import png
from desk.facts.account_judging import archive_path
from desk.inspections.account_inspection import inspect_accounts
from desk.inspections.account_records import take_record
from desk.inspections.column_records import ColumnLook, record_look
from desk.notices.notice_figures import notice_figures, sheets
from desk.notices.notice_period import Period
from desk.notices.sheet_shots import shots
from desk.presenters.place_names import problem_lines
from ledger.archive.accounts import AccountArchive
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Account, AccountReading, Column, ColumnKind, Decision, Event, Source, State
from reports.figures.models import ProblemLine, Shot

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
NOW = datetime(2026, 9, 28, 17, tzinfo=SHANGHAI)
LOOKED = datetime(2026, 9, 24, 10, tzinfo=SHANGHAI)
LATE = datetime(2026, 9, 19, 22, tzinfo=SHANGHAI)
SCREEN = png("#336699", 40, 80)


def told(book: Any, **picture: str) -> dict[str, tuple[Shot, ...]]:
    """Each unit's pictures; with ``picture`` each problem's file that a browser left."""
    figures = notice_figures(book.desk, book.ledger, Period.of("2026-09", NOW).after(book.ledger), NOW)
    problems = tuple(replace(p, picture=picture.get(f"n{p.finding}", p.picture)) for p in figures.problems)
    return {sheet.unit: sheet.pictures for sheet in sheets(book.desk, replace(figures, problems=problems))}


def test_a_sheet_shows_what_the_browser_saw_of_its_own_problems(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    book.seen("2026-09-22T08:30", "home-not-updated", "b", "首页")
    folder = book.desk.workspace.answers
    folder.mkdir(parents=True, exist_ok=True)
    files = {n: png("#000000", n, 1) for n in (1, 2, 3)}
    for number, data in files.items():
        (folder / f"{number}.png").write_bytes(data)
    kept = {f"n{number}": f"{number}.png" for number in files}
    by = "检查中由浏览器打开"
    home, dead = Shot(3, "“清水镇门户”网站首页", by, files[3]), Shot(2, f"“清水镇门户”网站链接{GONE}", by, files[2])
    # the home page of b, which is a veto, before its dead link
    assert told(book, **kept) == {
        "望舒区教育局": (Shot(1, f"“望舒教育网”链接{OLD}", by, files[1]),),
        "望舒区清水镇人民政府": (home, dead),
    }
    (folder / "3.png").unlink()
    (folder / "1.png").write_bytes(files[1][:-9])
    assert [(unit, len(shots)) for unit, shots in told(book, **kept).items()] == [
        ("望舒区清水镇人民政府", 1),
        ("望舒区教育局", 0),
    ]


@pytest.fixture
def silent(book: Any, tmp_path: Path) -> Any:
    """An account of which a person saw on 24 September at 10:00 that its last post is of 2 May: silent, and asleep."""
    account = Account("d", "jy", "抖音", "望舒招考")
    book.desk = replace(book.desk, register=replace(book.desk.register, accounts={"d": account}))
    (tmp_path / "屏.png").write_bytes(SCREEN)
    head = "账号,平台,最近一次发布日期,查看人,查看时间,截图\n"
    (tmp_path / "查看.csv").write_text(f"{head}望舒招考,抖音,2026-05-02,某甲,2026-09-24 10:00,屏.png\n", "utf-8")
    take_record(book.desk, tmp_path / "查看.csv", LOOKED)
    inspect_accounts(book.desk, LOOKED)
    for finding in book.ledger.findings.find(states=[State.SUSPECTED]):
        book.ledger.decisions.decide(finding.id, Decision(Event.CONFIRM, LOOKED, "某甲", "属实"))
    return book


def test_a_silent_account_is_shown_as_the_person_saw_it(silent: Any) -> None:
    (shot,) = told(silent)["望舒区教育局"]
    assert (shot.place, shot.taken, shot.data) == ("“望舒招考”抖音账号", "2026-09-24 10:00人工查看", SCREEN)
    codes = {f.criterion: f.id for f in silent.ledger.findings.find(subject="d")}
    assert codes.keys() == {"account-stale", "account-dormant"}  # one fact and one screenshot
    assert shot.finding == codes["account-stale"]


def test_what_an_interface_answered_is_no_picture(silent: Any) -> None:
    """The same bytes, were they those of another source's reading at that moment: nobody took a picture of it."""
    with AccountArchive(archive_path(silent.desk)) as archive:
        (seen,) = archive.readings("d", LOOKED)
        with sqlite3.connect(archive_path(silent.desk)) as file:
            file.execute("DELETE FROM reading")
        archive.save_reading(replace(seen, source=Source.DOUYIN_OWNER, screenshot="", witness=""))
    assert told(silent) == {"望舒区教育局": ()}


def test_another_moments_record_is_not_this_ones(silent: Any) -> None:
    with AccountArchive(archive_path(silent.desk)) as archive:
        (seen,) = archive.readings("d", LOOKED)
        with sqlite3.connect(archive_path(silent.desk)) as file:
            file.execute("DELETE FROM reading")
        later: AccountReading = replace(seen, seen=NOW)
        archive.save_reading(later)
    assert told(silent) == {"望舒区教育局": ()}


def test_a_look_of_which_only_the_day_was_written_down_is_told_by_its_day(silent: Any) -> None:
    (line,) = problem_lines(silent.desk, silent.ledger, silent.ledger.findings.find(), NOW)
    midnight = datetime(2026, 9, 24, tzinfo=SHANGHAI)
    with AccountArchive(archive_path(silent.desk)) as archive:
        (seen,) = archive.readings("d", LOOKED)
        archive.save_reading(replace(seen, seen=midnight))
    (shot,) = shots(silent.desk, [replace(line, evidence=replace(line.evidence, seen=midnight))])
    assert shot.taken == "2026-09-24人工查看"


@pytest.mark.parametrize(("began", "when"), [("2026-09-19T22:00+08:00", LATE), ("昨天", None)])
def test_a_browsers_picture_is_of_the_run_that_took_it(book: Any, began: str, when: datetime | None) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    (found,) = book.ledger.findings.find()
    figures = (("picture", "1.png"), ("pictured", began))
    seen = replace(found, evidence=replace(found.evidence, figures=figures))
    (line,) = problem_lines(book.desk, book.ledger, [seen], NOW)
    assert (line.picture, line.pictured) == ("1.png", when)


def test_vetoes_come_before_the_parts_of_another_and_six_are_all(book: Any) -> None:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    (line,) = problem_lines(book.desk, book.ledger, book.ledger.findings.find(), NOW)
    folder = book.desk.workspace.answers
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(1, 10):
        (folder / f"{n}.png").write_bytes(png("#000000", n, 1))

    def pictured(n: int, *, veto: bool = False) -> ProblemLine:
        return replace(line, finding=n, picture=f"{n}.png", veto=veto)

    first = replace(pictured(1, veto=True), parts=(pictured(2), pictured(3)), pictured=LOOKED)
    told = shots(book.desk, [first, pictured(4, veto=True), *map(pictured, range(5, 10))])
    # a part stands with the number of the line that tells it
    assert [(shot.finding, shot.data[19]) for shot in told] == [(1, 1), (4, 4), (1, 2), (1, 3), (5, 5), (6, 6)]
    assert told[0].taken == "2026-09-24 10:00起的检查中由浏览器打开"


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM body",
        "UPDATE body SET data = x'00'",
        "UPDATE reading SET data = 'x'",
        "DROP TABLE body",
    ],
)
def test_a_file_that_is_gone_or_harmed_is_no_picture_and_breaks_nothing(silent: Any, harm: str) -> None:
    lines = problem_lines(silent.desk, silent.ledger, silent.ledger.findings.find(), NOW)
    assert len(shots(silent.desk, lines)) == 1
    with sqlite3.connect(archive_path(silent.desk)) as file:
        file.execute(harm)
    assert shots(silent.desk, lines) == ()


def test_a_column_is_shown_as_the_person_saw_it(book: Any, tmp_path: Path) -> None:
    column = Column("k", "a", "通知公告", "http://jy.wangshu.gov.cn/tzgg/", ColumnKind.POLICY, first_level=True)
    book.desk = replace(book.desk, register=replace(book.desk.register, columns={"k": column}))
    (tmp_path / "屏.png").write_bytes(SCREEN)
    record_look(
        book.desk, ColumnLook("k", date(2025, 9, 1), "某通知", "", tmp_path / "屏.png", "某甲", "点开看的"), LOOKED
    )
    for finding in book.ledger.findings.find(states=[State.SUSPECTED]):
        book.ledger.decisions.decide(finding.id, Decision(Event.CONFIRM, LOOKED, "某甲", "属实"))
    (shot,) = told(book)["望舒区教育局"]
    assert (shot.place, shot.taken) == ("“望舒教育网”“通知公告”栏目", "2026-09-24 10:00人工查看")
    assert hashlib.sha256(shot.data).digest() == hashlib.sha256(SCREEN).digest()
