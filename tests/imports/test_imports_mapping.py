"""Headings, kinds and times in others' words."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.config.criteria import load_criteria
from desk.imports.mapping import FINDING, TOP, Field, heading, load_words, read_table
from desk.imports.moments import read_moment
from desk.imports.read import Cell, Grid, GridRow
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import shipped_config
from ledger.calendar import SHANGHAI

SHIPPED = shipped_config() / "imports"
WORDS = load_words(SHIPPED)


def _grid(*rows: list[str], name: str = "") -> Grid:
    return Grid(name, tuple(GridRow(n, tuple(map(Cell, row))) for n, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("责任单位", Field.UNIT),
        (" 责 任 单 位* ", Field.UNIT),
        ("主办单位", Field.UNIT),
        ("网站（栏目）", Field.NAME),
        ("新媒体名称", Field.NAME),
        ("新媒体类型", Field.PLATFORM),
        ("页面URL", Field.PAGE),
        ("ＵＲＬ", Field.PAGE),
        ("本次问题链接", Field.LINK),
        ("问题类别", Field.KIND),
        ("问题描述", Field.TEXT),
        ("错误内容", Field.QUOTE),
        ("读网时间", Field.TIME),
        ("检查时更新日期", None),  # of the account's last post, not of the finding
        ("备注", None),
        ("序号", None),
        ("", None),
    ],
)
def test_what_a_heading_names(title: str, field: Field | None) -> None:
    assert WORDS.field_of(title) is field


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("死链", [("link-home", "link-other")]),
        ("疑似链接不可用", [("link-home", "link-other")]),
        ("栏目不更新", [("column-news-stale", "column-policy-stale", "column-overdue")]),
        ("首页不更新", [("home-not-updated",)]),
        ("账号内容不更新", [("account-stale",)]),
        ("空白栏目", [("column-blank",)]),
        ("严重表述错误-错敏信息", [("severe-wording",)]),
        ("严重错别字", [("severe-wording",)]),
        ("常见错别字", [()]),
        ("错别字、死链", [("link-home", "link-other"), ()]),
        ("其他", [()]),
        ("未知", []),
    ],
)
def test_what_a_kind_means(text: str, codes: list[tuple[str, ...]]) -> None:
    assert [kind.criteria for kind in WORDS.kinds_in(text)] == codes


def test_the_shipped_kinds_name_criteria_that_there_are() -> None:
    known = load_criteria(shipped_config() / "criteria")
    assert {code for kind in WORDS.kinds for code in kind.criteria} <= known.keys()


_JUNK = st.lists(st.sampled_from(["甲区网站检查结果", "2026年11月", "提供方：某公司", "备注", ""]), max_size=4)


@given(
    above=st.lists(_JUNK, max_size=TOP - 1),
    blanks=st.integers(0, 3),
    order=st.permutations(["责任单位", "网站名称", "问题类型"]),
)
def test_the_heading_is_found_wherever_it_stands(above: list[list[str]], blanks: int, order: list[str]) -> None:
    rows = _grid(*above, [""] * blanks + order, ["甲局", "甲网", "死链"]).rows
    assert heading(rows, WORDS) == len(above)


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=8))
def test_any_grid_is_read_or_refused(rows: list[list[str]]) -> None:
    with suppress(ConfigError):
        table = read_table(_grid(*rows), WORDS, "a.csv")
        assert table is None or all(row.cells.keys() <= table.fields for row in table.rows)


def test_a_heading_repeated_on_every_page_is_no_row() -> None:
    titles = ["单位", "网址", "问题类型"]
    table = read_table(_grid(titles, ["甲", "http://a/", "死链"], titles, ["乙", "http://b/", "死链"]), WORDS, "a.csv")
    assert table is not None
    assert [row.text(Field.UNIT) for row in table.rows] == ["甲", "乙"]


def test_two_links_in_one_cell_are_two_rows() -> None:
    grid = _grid(["网站", "问题链接"], ["甲网", "http://a/1 http://a/2；http://a/1"], name="死链")
    table = read_table(grid, WORDS, "a.xlsx")
    assert table is not None
    assert [(row.where, row.address(Field.LINK)) for row in table.rows] == [
        ("“死链”表第2行之1", "http://a/1"),
        ("“死链”表第2行之2", "http://a/2"),
    ]


def test_a_missing_column_is_told_with_what_was_seen() -> None:
    with pytest.raises(ConfigError) as refused:
        read_table(_grid(["责任单位", "网站名称", "负责人"], ["甲", "乙", "丙"], name="表一"), WORDS, "a.xlsx")
    assert str(refused.value) == (
        "a.xlsx“表一”表：没有认出写问题类型或问题描述的列；"
        "请用 --map 指明哪一列是；看到的列标题是：责任单位、网站名称、负责人"
    )


def test_a_map_file_goes_before_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\n"问题描述" = ["负责部门意见"]\n"名称" = ["责任单位"]\n'
        '[[kind]]\nwords = ["甲类"]\ncriteria = ["link-other"]\n',
        encoding="utf-8",
    )
    words = load_words(SHIPPED, path)
    assert words.field_of("负责部门意见") is Field.TEXT
    assert words.field_of("责任单位") is Field.NAME
    assert [kind.criteria for kind in words.kinds_in("甲类")] == [("link-other",)]


@pytest.mark.parametrize(
    "text", ['[columns]\n"单位名" = ["a"]\n', '[columns]\n"单位" = "a"\n', "[kinds]\n", '[[kind]]\nwords = ["a"]\n']
)
def test_a_wrong_map_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_words(SHIPPED, path)
    assert str(refused.value).startswith("map.toml：")


@pytest.mark.parametrize(
    ("day", "clock", "seen"),
    [
        ("2026-11-03", "", (2026, 11, 3, 0, 0)),
        ("2026/11/3 9:05", "", (2026, 11, 3, 9, 5)),
        ("２０２６年１１月３日", "", (2026, 11, 3, 0, 0)),
        ("2026年11月3日 9时5分", "", (2026, 11, 3, 9, 5)),
        ("2026-11-03 09:05:30", "", (2026, 11, 3, 9, 5)),
        ("2026-11-03T09:05:30", "", (2026, 11, 3, 9, 5)),
        ("2026-11-03T01:05:00Z", "", (2026, 11, 3, 9, 5)),  # eight hours behind Shanghai
        ("20261103", "", (2026, 11, 3, 0, 0)),
        ("46329", "", (2026, 11, 3, 0, 0)),  # 46023 is 2026-01-01, and 306 days later
        ("46329.5", "", (2026, 11, 3, 12, 0)),
        ("11月3日", "", (2026, 11, 3, 0, 0)),
        ("12月3日", "", (2025, 12, 3, 0, 0)),  # received in November: it was last year
        ("2026-11-03", "15:30", (2026, 11, 3, 15, 30)),
        ("2026-11-03", "下午3:30", (2026, 11, 3, 15, 30)),
        ("2026-11-03", "上午", (2026, 11, 3, 0, 0)),
        ("", "2026-11-03 15:30", (2026, 11, 3, 15, 30)),
        ("昨天", "", None),
        ("2026-13-01", "", None),
        ("", "", None),
    ],
)
def test_times_as_people_and_programs_write_them(day: str, clock: str, seen: tuple[int, ...] | None) -> None:
    found = read_moment(day, clock, date(2026, 11, 6))
    wanted = datetime(*seen, tzinfo=SHANGHAI) if seen else None  # type: ignore[arg-type]
    assert (found.replace(second=0) if found else None) == wanted


def test_every_field_has_its_words() -> None:
    assert set(WORDS.columns) == set(FINDING)
