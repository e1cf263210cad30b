"""Judges hand-made observations by the shipped criteria."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checks.runner import judge
from desk.config.criteria import load_criteria
from ledger.vocabulary import Column, ColumnList, Criterion, Identity, Item, Site, Verdict

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SITE = Site("s1", "示例网", "http://www.example.gov.cn/", "u1", site_code="4401150001", icp="粤ICP备12345678号")

Judged = Callable[..., dict[str, Verdict]]


@pytest.fixture(scope="session")
def criteria() -> dict[str, Criterion]:
    return load_criteria(ROOT / "config" / "criteria")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def site() -> Site:
    return SITE


@pytest.fixture
def judged(criteria: dict[str, Criterion]) -> Judged:
    """``judged(code, observations, columns)`` → the verdicts of that criterion by place."""

    def run(code: str, seen: Sequence[object], columns: Sequence[Column] = (), site: Site = SITE) -> dict[str, Verdict]:
        sources = {
            kind: (lambda kind=kind: iter([o for o in seen if type(o) is kind])) for kind in {type(o) for o in seen}
        }
        verdicts = list(judge(site, tuple(columns), NOW, sources, {code: criteria[code]}))
        assert len({v.place for v in verdicts}) == len(verdicts)
        return {v.place: v for v in verdicts}

    return run


@pytest.fixture
def column() -> Callable[..., Column]:
    def make(ident: str = "c1", **fields: object) -> Column:
        return Column(ident, "s1", fields.pop("name", "工作动态"), f"http://www.example.gov.cn/{ident}/", **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def listing() -> Callable[..., ColumnList]:
    """A column's list whose rows carry the given days."""

    def make(*days: date | None, column: str = "c1", opened: bool = False, **fields: object) -> ColumnList:
        items = tuple(Item(f"信息{n}", f"/{n}.html", day, opened) for n, day in enumerate(days))
        url = f"http://www.example.gov.cn/{column}/"
        return ColumnList(column, url, NOW - timedelta(hours=1), "ab12", items, **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def whole_identity() -> Identity:
    return Identity(
        sponsor="示例区人民政府办公室",
        contact="020-12345678",
        site_code="4401150001",
        icp="粤ICP备12345678号-1",
        police="粤公网安备 44011502000001号",
        conac="http://bszs.conac.cn/sitename?method=show",
        report_error="http://pucha.example/4401150001",
        site_map="/map.html",
    )
