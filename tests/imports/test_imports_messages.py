"""网民留言: the list of a message box is taken in whole, its days alone, or not at all."""

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.imports.mapping import Field, MappedTable, ReportRow
from desk.imports.messages import _FIELDS, _words
from desk.imports.read import Cell
from desk.imports.take import _stamp
from ledger.ledger import Ledger
from ledger.vocabulary.post.message import MessageFile, WebMessage

HEADS = ("序号", "信件编号", "来信标题", "来信人", "来信时间", "承办单位", "办理状态", "答复时间")
NOVEMBER = ("--since", "2026-11-01", "--until", "2026-11-30", "--now", "2026-12-02T09:00")


def letter(*cells: object, heads: Sequence[str] = HEADS) -> tuple[object, ...]:
    """Number, day it came, unit, state, day of the answer."""
    number, came, unit, state, answered = (*cells, "", "", "")[:5]
    given = dict(
        zip(
            ("信件编号", "来信时间", "承办单位", "办理状态", "答复时间"),
            (number, came, unit, state, answered),
            strict=True,
        )
    )
    return tuple({"来信标题": "路灯不亮", "来信人": "张某某", **given}.get(head, "") for head in heads)


GOOD = (
    letter("X001", "2026-11-02 09:30:00", "甲区民政局", "已办结", "2026-11-04 16:00"),
    letter("X002", "2026年11月3日", "甲区办公室", "办理中", ""),
    letter("X003", "46330", "无此单位", "", "2026/11/30"),  # Excel's number of 4 November 2026
)
READ = (
    WebMessage(date(2026, 11, 2), True, date(2026, 11, 4), unit="u2"),
    WebMessage(date(2026, 11, 3), False, unit="u1"),
    WebMessage(date(2026, 11, 4), True, date(2026, 11, 30)),
)


def take(office: Any, file: Path, *more: str, source: str = "区长信箱") -> Any:
    return office.run("import-findings", str(file), "--from", source, "--kind", "留言", *NOVEMBER, *more)


def kept(office: Any) -> list[MessageFile]:
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        return ledger.messages.files()


def days(files: list[MessageFile]) -> list[tuple[WebMessage, ...]]:
    return [tuple(WebMessage(m.received, m.answered, m.answered_on, m.site, m.unit) for m in f.messages) for f in files]


def test_a_list_is_read(office: Any, sheet: Callable[..., Path]) -> None:
    done = take(office, sheet(*GOOD, heads=HEADS))
    assert done.exit_code == 0, done.output
    assert days(kept(office)) == [READ]
    assert "区长信箱  2026-11-01 至 2026-11-30 收到留言 3 条，已答复 2 条（2026-12-02 导出）" in done.output
    assert "1 条的单位或网站不在登记册中" in done.output


def test_nobodys_words_and_names_are_kept(office: Any, sheet: Callable[..., Path]) -> None:
    take(office, sheet(*GOOD, heads=HEADS))
    with sqlite3.connect(office.workspace.ledger) as db:
        said = "\n".join(db.iterdump())
    assert "路灯" not in said
    assert "张某某" not in said
    assert "X001" not in said


def test_a_csv_says_the_same(office: Any, tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([HEADS, *GOOD])
    assert take(office, tmp_path / "a.csv").exit_code == 0
    assert days(kept(office)) == [READ]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (letter("X009", "", "甲区民政局"), "没有写收到日期"),
        (letter("X009", "上周", "甲区民政局"), "收到日期“上周”看不懂"),
        (letter("X009", "2026-11-10", "", "", "2026-11-09"), "答复日期 2026-11-09 早于收到日期 2026-11-10"),
        (letter("X009", "2026-11-10", "", "", "2026-12-03"), "答复日期 2026-12-03 晚于导出的日期 2026-12-02"),
        (letter("X009", "2026-11-10", "", "不予受理", ""), "办理状态“不予受理”看不懂"),
        (letter("X009", "2026-11-10", "", "", "下月答复"), "答复日期“下月答复”看不懂"),
        (letter("X002", "2026-11-10"), "编号与“问题清单”表第3行相同"),
    ],
)
def test_with_one_row_that_is_not_understood_nothing_is_kept(
    office: Any, sheet: Callable[..., Path], bad: tuple[object, ...], said: str
) -> None:
    done = take(office, sheet(*GOOD, bad, heads=HEADS))
    assert done.exit_code != 0
    assert f"第5行：{said}" in str(done.exception or done.output)
    assert not office.workspace.ledger.exists() or kept(office) == []


def test_what_came_at_another_time_is_left_and_told(office: Any, sheet: Callable[..., Path]) -> None:
    more = (
        letter("X010", "2026-10-31"),
        letter("X011", "2026-12-01"),
        letter("X012", "2026-11-01"),
        letter("X013", "2026-11-30"),
    )
    done = take(office, sheet(*GOOD, *more, heads=HEADS))
    assert [m.received.day for m in kept(office)[0].messages] == [2, 3, 4, 1, 30]
    assert "第5行：收到日期 2026-10-31 不在所写的起止日期内，没有记入" in done.output
    assert "第6行：收到日期 2026-12-01" in done.output


@pytest.mark.parametrize(
    ("heads", "cells", "answered"),
    [
        (("来信时间", "承办单位"), ("2026-11-02", "甲区民政局"), None),  # nobody says whether
        (("来信时间", "答复时间"), ("2026-11-02", ""), False),
        (("来信时间", "答复时间"), ("2026-11-02", "未答复"), False),
        (("来信时间", "是否答复"), ("2026-11-02", "是"), True),  # and not when
        (("来信时间", "是否答复"), ("2026-11-02", "否"), False),
        (("来信时间", "是否答复"), ("2026-11-02", ""), False),
    ],
)
def test_whether_it_was_answered(
    office: Any, sheet: Callable[..., Path], heads: tuple[str, ...], cells: tuple[str, ...], answered: bool | None
) -> None:
    done = take(office, sheet(cells, heads=heads))
    assert done.exit_code == 0, done.output
    (message,) = kept(office)[0].messages
    assert (message.answered, message.answered_on) == (answered, None)


@pytest.mark.parametrize(
    ("head", "name", "site", "unit"),
    [
        ("网站名称", "甲区民政局网站", "mz", "u2"),
        ("网站标识码", "9900010001", "jia", "u1"),
        ("答复单位", "甲区民政局", "", "u2"),
        ("答复单位", "民政", "", ""),  # nobody guesses
    ],
)
def test_whose_it_is(office: Any, sheet: Callable[..., Path], head: str, name: str, site: str, unit: str) -> None:
    take(office, sheet(("2026-11-02", name), heads=("来信时间", head)))
    (message,) = kept(office)[0].messages
    assert (message.site, message.unit) == (site, unit)


@pytest.mark.parametrize("more", [("--received", "2026-11-29"), ("--since", "2026-12-01"), ("--until", "2026-12-03")])
def test_a_list_cannot_hold_what_is_still_to_come(
    office: Any, sheet: Callable[..., Path], more: tuple[str, str]
) -> None:
    assert "日期的先后不对" in str(take(office, sheet(*GOOD, heads=HEADS), *more).exception)


def test_the_time_of_the_list_has_to_be_said(office: Any, sheet: Callable[..., Path]) -> None:
    file = str(sheet(*GOOD, heads=HEADS))
    done = office.run("import-findings", file, "--from", "区长信箱", "--kind", "留言")
    assert "全部留言" in done.output
    assert "只用于 --kind 留言" in office.run("import-findings", file, "--from", "甲", "--since", "2026-11-01").output


def test_a_sheet_without_the_day_is_refused_and_says_what_it_saw(office: Any, sheet: Callable[..., Path]) -> None:
    done = take(office, sheet(("甲区民政局", "已办结"), heads=("承办单位", "办理状态")))
    assert "没有认出写收到日期的列" in str(done.exception)
    assert "承办单位、办理状态" in str(done.exception)


def test_a_trial_keeps_nothing_and_a_wrong_file_is_taken_back(office: Any, sheet: Callable[..., Path]) -> None:
    file = sheet(*GOOD, heads=HEADS)
    assert "试读，没有记入" in take(office, file, "--dry-run").output
    assert not office.workspace.ledger.exists()
    take(office, file)
    assert "    1  区长信箱  2026-11-01 至 2026-11-30 收到留言 3 条" in office.run("reports", "messages").output
    gone = office.run("reports", "messages", "--withdraw", "1", "--now", "2026-12-03T09:00")
    assert "第 1 份不再计入" in gone.output
    assert kept(office) == []
    again = office.run("reports", "messages", "--withdraw", "1", "--now", "2026-12-03T09:00")
    assert "没有编号为 1 的留言文件" in str(again.exception)


def test_a_workspace_from_before_reads_by_the_shipped_words(office: Any, sheet: Callable[..., Path]) -> None:
    own = office.workspace.config / "imports" / "columns.toml"
    own.write_text(own.read_text(encoding="utf-8").partition("[messages]")[0], encoding="utf-8")
    assert take(office, sheet(*GOOD, heads=HEADS)).exit_code == 0
    assert days(kept(office)) == [READ]


def test_a_map_names_a_heading_of_their_own(office: Any, sheet: Callable[..., Path], tmp_path: Path) -> None:
    extra = tmp_path / "map.toml"
    extra.write_text('[messages]\n"收到日期" = ["群众来信"]\n[answered]\n"已答复" = ["归档"]\n', encoding="utf-8")
    file = sheet(("2026-11-02", "归档"), heads=("群众来信", "办理状态"))
    assert "没有认出" in str(take(office, file).exception)
    assert take(office, file, "--map", str(extra)).exit_code == 0
    assert kept(office)[0].messages[0].answered


def test_a_file_of_problems_is_read_as_before(office: Any, sheet: Callable[..., Path]) -> None:
    """The words of a message list are none of theirs: their 状态 and 答复时间 stay unread, and are told."""
    heads = ("网站名称", "问题类型", "问题描述", "状态", "答复时间")
    file = sheet(("甲区人民政府网", "空白栏目", "栏目空白", "已办结", "2026-11-02"), heads=heads)
    done = office.run("import-findings", str(file), "--from", "某公司", "--now", "2026-11-06T09:00")
    assert "没有用到的列：状态、答复时间。" in done.output


def test_every_field_of_a_list_has_its_words(office: Any) -> None:
    assert set(_words(office.desk(), None)[0].columns) == set(_FIELDS)


def test_a_file_from_before_is_known_again() -> None:
    """Undated rows are known by what their file says: its seventeen fields, and none that came later."""
    table = MappedTable("", (ReportRow("", 2, {Field.UNIT: Cell("甲")}),))
    assert _stamp([table]) == hashlib.sha256(("甲" + "\t" * 16).encode()).hexdigest()
