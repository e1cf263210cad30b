"""Columns of every layout on one small site, each beside its twin: the same layout, up to date and truly not."""

import json
from typing import Any

import pytest

from tests.desk.columns.column_layouts import ELSEWHERE, FINE, LAYOUTS, NEW, OLD, STALE, UNSURE, WORDS, Laid, page

COLUMNS = "编号,网站,名称,地址,类别,一级栏目,允许间隔天数,状态,状态原因,状态截止,责任单位,责任自,责任至\n"


def _plant(site: Any) -> str:
    """All layouts on the site, each twice; the register's rows."""
    rows, links = COLUMNS, ""
    for make in LAYOUTS:
        for day, told in ((NEW, "new"), (OLD, "old")):
            laid = Laid()
            folder = f"/{make.__name__}-{told}/"
            laid.pages[""] = make(laid, day)
            site.pages |= {folder + path: text for path, text in laid.pages.items()}
            links += f'<li><a href="{folder}">{make.__name__}</a></li>'
            rows += f"{make.__name__}-{told},jia,{make.__name__},http://www.jia.gov.cn{folder},其他,否,30,在用,,,,,\n"
    site.pages["/"] = page("甲区", f"<ul>{links}</ul><p>{WORDS}</p>")
    return rows


def _outcomes(told: dict[str, Any]) -> dict[str, str]:
    found = {f["place"]: STALE for f in told["findings"] if f["criterion"] == "column-overdue"}
    unsure = {u["place"]: UNSURE for u in told["unknown"] if u["criterion"] == "column-overdue"}
    return unsure | found


@pytest.fixture
def told(site: Any, office: Any) -> tuple[dict[str, Any], Any]:
    rows = _plant(site)
    office.register(site.port)
    (office.config / "register" / "columns.csv").write_text(rows, encoding="utf-8")
    done = office.inspect("--json")
    assert done.stdout, done.stderr
    return json.loads(done.stdout), office


def test_each_layout_and_its_twin(told: tuple[dict[str, Any], Any]) -> None:
    result, _ = told
    seen = _outcomes(result)
    wanted = {
        f"{make.__name__}-{when}": what
        for make, (new, old) in LAYOUTS.items()
        for when, what in (("new", new), ("old", old))
    }
    wrong = {
        name: (seen.get(name, FINE), what)
        for name, what in wanted.items()
        if seen.get(name, FINE) != (FINE if what == ELSEWHERE else what)
    }
    assert wrong == {}, [f["message"] for f in (*result["findings"], *result["unknown"]) if f["place"] in wrong]
