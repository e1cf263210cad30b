"""`xuncha sample` as the clerk gives it: the draw is told, the record stands in the workspace, the exit codes hold."""

from typing import Any

import docx
from openpyxl import load_workbook

NOW = "2026-11-23T08:30"


def test_the_draw_alone_looks_at_nothing(site: Any, office: Any) -> None:
    office.register(site.port)
    asked: list[str] = []
    site.asked = asked.append
    done = office.run("sample", "--sites", "1", "--draw-only", "--now", NOW)
    assert done.returncode == 0, done.stderr
    assert "种子 20261123" in done.stdout
    assert "网站·未分组：1 个抽 1 个  jia" in done.stdout
    assert (asked, (office.root / "抽查").exists(), office.ledger.exists()) == ([], False, False)
    kept = office.run("sample", "--sites", "1", "--draw-only", "--now", NOW, "--out", str(office.root / "o"))
    (record,) = (office.root / "o").glob("*.docx")
    assert str(record) in kept.stdout
    assert "尚未检查" in [cell.text for cell in docx.Document(str(record)).tables[1].rows[1].cells]


def test_the_drawn_site_is_inspected_and_told(site: Any, office: Any) -> None:
    site.pages["/p1.html"] = site.pages["/p1.html"].replace("<body>", '<body><a href="/gone.html">旧文</a>')
    office.register(site.port)
    done = office.run("sample", "--sites", "100%", "--seed", "7", "--allow-private", "--at-once", "--now", NOW)
    assert done.returncode == 1, done.stderr
    (record,) = (office.root / "抽查").glob("*.xlsx")
    assert record.name == "抽查情况表-2026-11-23-7.xlsx"
    row = [cell.value for cell in load_workbook(record)["抽查情况"][2]]
    assert row[:5] == [1, "网站", "未分组", "甲区办公室", "jia"]
    assert row[-1] == "20261123T083000"
    problems = [cell.value for cell in load_workbook(record)["问题"]["F"]]
    assert "http://www.jia.gov.cn/gone.html" in problems


def test_wrong_use_is_one_sentence(site: Any, office: Any, told: Any) -> None:
    office.register(site.port)
    for words in (("--sites", "0%"), (), ("--accounts", "5")):
        done = office.run("sample", *words, "--now", NOW)
        assert done.returncode == 2, done.stdout
        assert len(told(done)) == 1
