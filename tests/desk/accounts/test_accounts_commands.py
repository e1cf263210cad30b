"""`xuncha accounts …` as a clerk types it: a record taken in, judged, judged again, and the census."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

HEAD = "编号,单位,平台,名称,地址,状态,状态原因,状态截止,责任单位,责任自,责任至\n"
TITLES = ("账号", "平台", "最近一次发布日期", "查看人", "查看时间", "截图")
NOW = ("--now", "2026-11-23T08:30")


@pytest.fixture
def desk(office):
    """Two units, three accounts; no address of any of them is ever asked."""
    (office.config / "register" / "units.csv").write_text("编号,名称\nu1,甲区办公室\nu2,甲区水务局\n", encoding="utf-8")
    rows = "a1,u1,微信,甲区发布,,,,,,,\na2,u2,微博,甲区水务,,,,,,,\na3,u2,抖音,甲区水务,,,,,,,\n"
    (office.config / "register" / "accounts.csv").write_text(HEAD + rows, encoding="utf-8")
    return office


def record(folder: Path, *rows: tuple[str, str, str], looked: str = "2026-11-23 08:00") -> Path:
    """A record with a screenshot beside it."""
    (folder / "图.png").write_bytes(b"picture")
    path = folder / "记录.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([TITLES, *((*row, "查看人甲", looked, "图.png") for row in rows)])
    return path


def answer(done) -> dict:
    return json.loads(done.stdout)


def places(rows: list) -> set[tuple[str, str]]:
    return {(row["criterion"], row["subject"]) for row in rows}


def test_what_a_person_saw_is_judged_kept_and_judged_again(desk, tmp_path: Path) -> None:
    seen = record(tmp_path, ("甲区发布", "微信", "2026-11-20"), ("a2", "微博", "2026-06-01"))
    taken = desk.run("accounts", "record", str(seen), *NOW)
    assert taken.returncode == 0, taken.stderr
    assert "已记入 2 条查看记录" in taken.stdout
    done = desk.run("accounts", "inspect", "--json", *NOW)
    assert done.returncode == 1, done.stderr
    told = answer(done)
    assert places(told["findings"]) == {("account-stale", "a2"), ("account-dormant", "a2")}
    assert {row["unit"] for row in told["findings"]} == {"u2"}
    assert places(told["unknown"]) == {("account-stale", "a3"), ("account-dormant", "a3")}
    assert {row["reason"] for row in told["unknown"]} == {"no_source"}
    again = desk.run("judge", "--json", *NOW)
    assert (again.returncode, places(answer(again)["findings"])) == (1, places(told["findings"]))


def test_a_finding_closes_when_a_person_sees_a_new_post(desk, tmp_path: Path) -> None:
    desk.run("accounts", "record", str(record(tmp_path, ("a1", "微信", "2026-11-01"))), *NOW)
    assert desk.run("accounts", "inspect", "--account", "a1", *NOW).returncode == 1
    late = ("--now", "2026-11-24T08:30")
    seen = record(tmp_path, ("a1", "微信", "2026-11-24"), looked="2026-11-24 08:00")
    desk.run("accounts", "record", str(seen), *late)
    done = desk.run("accounts", "inspect", "--account", "a1", "--json", *late)
    assert (done.returncode, answer(done)["findings"], answer(done)["unknown"]) == (0, [], [])


def test_an_old_record_says_nothing_of_today(desk, tmp_path: Path) -> None:
    old = record(tmp_path, ("a1", "微信", "2026-10-01"), looked="2026-11-10 08:00")
    desk.run("accounts", "record", str(old), *NOW)
    done = desk.run("accounts", "inspect", "--account", "a1", "--json", *NOW)
    assert done.returncode == 3
    assert {row["reason"] for row in answer(done)["unknown"]} == {"source_stale"}


def test_a_record_with_a_mistake_is_taken_in_not_at_all(desk, told, tmp_path: Path) -> None:
    wrong = record(tmp_path, ("a1", "微信", "2026-11-20"), ("无此号", "微信", "2026-11-20"))
    done = desk.run("accounts", "record", str(wrong), *NOW)
    assert done.returncode == 2
    assert told(done) == [
        "记录.csv第3行“账号”列：登记册里没有“微信”平台的“无此号”；请核对名称和平台，或者填写登记册里的账号编号"
    ]
    assert desk.run("accounts", "inspect", *NOW).returncode == 3


def test_accounts_nobody_registered_wait_for_a_person(desk, tmp_path: Path) -> None:
    seen = record(tmp_path, ("无此号", "微信", "2026-11-20"))
    done = desk.run("accounts", "record", str(seen), "--unregistered", *NOW)
    assert (done.returncode, "请核对名称：微信“无此号”" in done.stderr) == (0, True)
    found = answer(desk.run("accounts", "inspect", "--json", *NOW))["findings"]
    assert [(f["criterion"], f["subject"], f["status"]) for f in found] == [
        ("account-unregistered", "微信·无此号", "待核实")
    ]


def test_the_census_is_written_and_told(desk, tmp_path: Path) -> None:
    seen = record(tmp_path, ("a1", "微信", "2026-11-20"), ("a2", "微博", "2026-06-01"))
    desk.run("accounts", "record", str(seen), *NOW)
    desk.run("accounts", "inspect", *NOW)
    out = tmp_path / "普查.xlsx"
    done = desk.run("accounts", "census", "--out", str(out), "--json", *NOW)
    assert done.returncode == 0, done.stderr
    assert {(row["platform"], row["proposal"]) for row in answer(done)} == {
        ("微信", "保留"),
        ("微博", "关停"),
        ("抖音", "人工核定"),
    }
    heads, *rows = load_workbook(out)["账号普查"].iter_rows(values_only=True)
    assert len(rows) == 3
    assert {"处置建议", "理由", "办公室意见"} <= set(heads)


def test_before_any_round_the_census_says_so(desk, told, tmp_path: Path) -> None:
    done = desk.run("accounts", "census", "--out", str(tmp_path / "普查.xlsx"), *NOW)
    assert (done.returncode, len(told(done))) == (3, 1)
    assert not (tmp_path / "普查.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accounts", "inspect", "--account", "zz"), "登记册里没有账号“zz”"),
        (("accounts", "record", "没有.csv"), "没有.csv"),
    ],
)
def test_wrong_use_is_told(desk, told, words: tuple[str, ...], said: str) -> None:
    done = desk.run(*words, *NOW)
    assert done.returncode == 2
    assert said in told(done)[0]


def test_an_empty_register_is_said(office, told) -> None:
    done = office.run("accounts", "inspect", *NOW)
    assert done.returncode == 2
    assert told(done) == ["accounts.csv：还没有登记账号；请先填写这张表"]


def test_an_id_that_a_site_has_is_refused(office, told) -> None:
    office.register(9)
    (office.config / "register" / "accounts.csv").write_text(HEAD + "jia,u1,微信,甲区发布,,,,,,,\n", encoding="utf-8")
    done = office.run("accounts", "inspect", *NOW)
    assert done.returncode == 2
    assert "已是一个网站的编号" in told(done)[0]
