"""The record of what persons saw: read as people fill it in, every mistake by row and column."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from crawler.accounts.viewing_record import TITLES, read_record
from ledger.vocabulary import Account, Source

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ACCOUNTS = {
    "a1": Account("a1", "u1", "抖音", "某区发布"),
    "a2": Account("a2", "u1", "微信视频号", "某区发布"),
    "a3": Account("a3", "u2", "抖音", "某镇"),
    "a4": Account("a4", "u3", "抖音", "某镇"),
}
GOOD = ("某区发布", "抖音", "2026-11-20", "张三", "2026-11-23 09:30", "1.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.png").write_bytes(b"\x89PNG")
    return tmp_path


def table(folder: Path, *rows: Sequence[str], coding: str = "utf-8-sig") -> Path:
    path = folder / "record.csv"
    with path.open("w", encoding=coding, newline="") as handle:
        csv.writer(handle).writerows([TITLES, *rows])
    return path


def told(path: Path) -> list[tuple[int, str]]:
    record = read_record(path, ACCOUNTS, NOW)
    assert not record.readings or not record.mistakes or len(record.readings) < 9
    return [(mistake.row, mistake.column) for mistake in record.mistakes]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_as_excel_and_wps_save_it(folder: Path, coding: str) -> None:
    record = read_record(table(folder, GOOD, coding=coding), ACCOUNTS, NOW)
    assert not record.mistakes
    (seen,) = record.readings
    assert (seen.account, seen.source, seen.witness, seen.screenshot) == ("a1", Source.PERSON, "张三", "1.png")
    assert seen.newest == datetime(2026, 11, 20, tzinfo=NOW.tzinfo)
    assert seen.complete
    assert seen.until == datetime(2026, 11, 23, 9, 30, tzinfo=NOW.tzinfo)
    assert seen.body == "0f4636c78f65d3639ece5a064b5ae753e3408614a14fb18ab4d7540d2c248543"


def test_an_xlsx_with_real_dates(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(TITLES)
    sheet.append(("a2", "微信视频号", date(2026, 11, 20), "张三", datetime(2026, 11, 23, 9, 30), "1.png"))  # noqa: DTZ001
    sheet.append((None,) * 6)
    sheet.append(("某区发布", "抖音", "无", "李四", datetime(2026, 11, 22), "1.png"))  # noqa: DTZ001
    book.save(folder / "record.xlsx")
    record = read_record(folder / "record.xlsx", ACCOUNTS, NOW)
    assert not record.mistakes
    assert [(r.account, r.newest and r.newest.date()) for r in record.readings] == [
        ("a2", date(2026, 11, 20)),
        ("a1", None),
    ]


def test_every_mistake_by_row_and_column(folder: Path) -> None:
    path = table(
        folder,
        GOOD,
        ("没有的号", "抖音", "2026-11-20", "张三", "2026-11-23 09:30", "1.png"),
        ("某镇", "抖音", "2026-11-20", "张三", "2026-11-23 09:30", "1.png"),
        ("某区发布", "抖音", "上周", "", "2026-11-23 09:30", "1.png"),
        ("某区发布", "抖音", "2026-11-24", "张三", "2026-11-23", "2.png"),
        ("某区发布", "抖音", "2026-02-30", "张三", "明天", "../1.png"),
        ("某区发布", "抖音", "2026-11-20", "张三", "2026-11-24 09:30", ""),
    )
    assert told(path) == [
        (3, "账号"),
        (4, "账号"),
        (5, "查看人"),
        (5, "最近一次发布日期"),
        (6, "最近一次发布日期"),
        (6, "截图"),
        (7, "查看时间"),
        (7, "最近一次发布日期"),
        (7, "截图"),
        (8, "截图"),
        (8, "查看时间"),
    ]
    assert str(read_record(path, ACCOUNTS, NOW).mistakes[0]).startswith("第3行“账号”列：登记册里没有")


def test_missing_headings_and_files_that_are_no_table(folder: Path) -> None:
    (folder / "a.csv").write_text("账号,平台\n", encoding="utf-8")
    assert told(folder / "a.csv") == [(1, title) for title in TITLES[2:]]
    (folder / "b.xlsx").write_bytes(b"PK not a workbook")
    assert told(folder / "b.xlsx") == [(0, "")]
    assert told(folder / "none.xlsx") == [(0, "")]
    (folder / "empty.csv").write_bytes(b"")
    assert told(folder / "empty.csv") == [(1, title) for title in TITLES]
