"""Orders of events between a month's end and its notice, and afterwards, through the commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook


@pytest.fixture
def gone(site: Any, office: Any) -> Any:
    """An office whose one site uses a page on its home page that is not there."""
    site.pages["/"] = site.pages["/"].replace("<body>", '<body><a href="/gone.html">旧页</a>')
    office.register(site.port)
    return site


def _inspect(office: Any, now: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.run("inspect", "--allow-private", "--json", "--now", now, *words).stdout)
    return found


def _notice(office: Any, month: str, now: str) -> str:
    done = office.run("notice", "--month", month, "--now", now, "--out", "out")
    assert done.returncode == 0, done.stderr
    return "\n".join(p.text for p in Document(str(office.root / "out" / f"通报-{month}.docx")).paragraphs) + _book(
        office, month
    )


def _book(office: Any, month: str) -> str:
    """All that the workbook says: which links, and what could not be looked at, stands there."""
    book = load_workbook(office.root / "out" / f"问题台账-{month}.xlsx")
    return "\n".join(str(value) for page in book for row in page.iter_rows(values_only=True) for value in row if value)


def _issue(office: Any, month: str, day: str) -> None:
    signed = ("--number", f"〔2026〕{int(month[-2:])}号", "--date", day, "--signed-file", f"out/通报-{month}.docx")
    done = office.run("notice", "issue", "--yes", "--month", month, *signed, "--now", f"{day}T16:00")
    assert done.returncode == 0, done.stderr


def _number(found: dict[str, Any]) -> str:
    return next(str(f["id"]) for f in found["findings"] if f["place"].endswith("/gone.html"))


def test_what_was_called_false_before_the_notice_was_made_is_not_told(gone: Any, office: Any) -> None:
    number = _number(_inspect(office, "2026-11-20T08:30"))
    assert "gone.html" in _notice(office, "2026-11", "2026-12-01T08:00")
    office.run("finding", "dismiss", number, "--kind", "读错", "--why", "核对无误", "--now", "2026-12-01T09:00")
    assert "gone.html" not in _notice(office, "2026-11", "2026-12-01T10:00")


def test_fixed_between_the_cut_off_and_the_making_is_fixed_in_the_next_notice(gone: Any, office: Any) -> None:
    found = _inspect(office, "2026-10-25T08:30")["findings"]
    told = sum(one["status"] == "已核实" for one in found)  # a mark that the foot lacks waits for a person
    gone.pages["/gone.html"] = gone.pages["/p1.html"]
    _inspect(office, "2026-11-01T10:00")
    assert "gone.html" in _notice(office, "2026-10", "2026-11-02T09:00")
    _issue(office, "2026-10", "2026-11-02")
    line = f"上期通报问题{told}个，已整改销号1个，未完成整改{told - 1}个"
    assert line in _notice(office, "2026-11", "2026-11-30T17:00")


def test_what_the_sweep_could_not_look_at_stays_told_after_a_daily_look(gone: Any, office: Any) -> None:
    gone.pages["/p1.html"] = gone.pages["/p1.html"].replace("<body>", '<body><a href="/deep.html">下一层</a>')
    gone.pages["/deep.html"] = gone.pages["/p2.html"].replace("<body>", '<body><a href="/{{a}}">甲</a>')
    _inspect(office, "2026-11-20T08:30")
    assert not any("{{a}}" in v["place"] for v in _inspect(office, "2026-11-25T08:30", "--daily")["unknown"])
    assert "{{a}}" in _notice(office, "2026-11", "2026-11-30T17:00")


def test_a_home_page_in_maintenance_closes_nothing(gone: Any, office: Any) -> None:
    _inspect(office, "2026-11-20T08:30")
    gone.pages["/"] = "<html><head><title>通知</title></head><body>网站建设中</body></html>"
    found = _inspect(office, "2026-11-21T08:30")
    assert _number(found)


def test_a_units_name_is_no_folder(gone: Any, office: Any) -> None:
    office.edit("register/units.csv", "甲区办公室", "甲区/办公室")
    _inspect(office, "2026-11-20T08:30")
    _notice(office, "2026-11", "2026-11-30T17:00")
    out: Path = office.root / "out"
    assert (out / "整改通知-2026-11-甲区_办公室.docx").is_file()
