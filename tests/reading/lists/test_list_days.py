"""What the day of a row rests on, and the days that are told but prove nothing."""

import pytest

from crawler.reading import read_column
from ledger.vocabulary import Item, Provenance

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
TITLE = "关于做好森林防火工作的通知"
Told = tuple[str | None, Provenance | None, str]


def read(row: str, head: str = "", around: str = "<ul>{}</ul>") -> Item:
    """The second of three rows made by ``row``; {a} is the link."""
    rows = "".join(row.replace("{a}", f"<a href=/zwgk/tzgg/{n}.html>{TITLE}{n}</a>") for n in "一二三")
    column = read_column(f"{head}<body>{CRUMB}{around.format(rows)}</body>", AT)
    assert len(column.items) == 3
    return column.items[1]


LI = "<li>{{a}}{}</li>"
PUBLISHED = {
    "own element": ("<i>2026-11-20</i>", Provenance.OWN_PLACE),
    "behind the link": (" 2026-11-20", Provenance.OWN_PLACE),
    "in brackets behind the link": ("（2026年11月20日）", Provenance.OWN_PLACE),
    "with its time": ("<i>2026-11-20 09:31</i>", Provenance.OWN_PLACE),
    "labelled": ("<p>发布日期：2026-11-20</p>", Provenance.LABELLED),
    "labelled in Chinese digits": ("<p>发布时间：二〇二六年十一月二十日</p>", Provenance.LABELLED),
    "the label in an element of its own": ("<b>发布时间：</b><i>2026-11-20</i>", Provenance.LABELLED),
    "beside its closing day": ("<em>报名截止：2027-03-01</em><i>2026-11-20</i>", Provenance.OWN_PLACE),
    "beside the day of writing": (
        "<b>成文日期</b><i>2026-12-01</i><b>发布日期</b><i>2026-11-20</i>",
        Provenance.LABELLED,
    ),
    "beside a hidden one": ("<i hidden>2027-03-01</i><i>2026-11-20</i>", Provenance.OWN_PLACE),
    "a label, a colon, the day": ("<p><b>发布日期</b>：<i>2026-11-20</i></p>", Provenance.LABELLED),
    "beside a summary": (
        "<p>2027年1月1日起，有关规定开始施行，请遵照执行。</p><i>2026-11-20</i>",
        Provenance.OWN_PLACE,
    ),
    "markup": ("<time datetime=2026-11-20T08:00:00+08:00>3天前</time>", Provenance.MARKUP),
    "markup of the same day": ("<i title=2026-11-20>11-20</i>", Provenance.MARKUP),
    "two digits of the year": ("<i>26-11-20</i>", Provenance.OWN_PLACE),
}


@pytest.mark.parametrize(("shown", "provenance"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_a_publish_day(shown: str, provenance: Provenance) -> None:
    item = read(LI.format(shown))
    assert (str(item.day), item.provenance, item.near) == ("2026-11-20", provenance, "")
    assert item.words


TOLD = {
    "closing": ("<em>报名截止：2025-03-01</em>", Provenance.OTHER_LABEL),
    "the label in an element of its own": ("<b>来信日期：</b><i>2025-03-01</i>", Provenance.OTHER_LABEL),
    "an event": ("<p>演出时间：2025-03-01 19:30</p>", Provenance.OTHER_LABEL),
    "a label of its own words": ("<p>受理时间：2025-03-01</p>", Provenance.OTHER_LABEL),
    "a period": ("<p>公示期：2025-03-01至2025-03-08</p>", Provenance.OTHER_LABEL),
    "a bare period": ("<p>2025-03-01 至 2025-03-08</p>", Provenance.OTHER_LABEL),
    "a period under a plain label": ("<p>时间：2025-03-01至2025-03-08</p>", Provenance.OTHER_LABEL),
    "a label, a colon, a day": ("<p><b>截止日期</b>：<i>2025-03-01</i></p>", Provenance.OTHER_LABEL),
    "a label of one word": ("<p><b>开标</b><i>2025-03-01</i></p>", Provenance.OTHER_LABEL),
    "until, in elements": ("<p><b>有效期至</b><i>2025-03-01</i></p>", Provenance.OTHER_LABEL),
    "until": ("<p>截至 2025-03-01</p>", Provenance.OTHER_LABEL),
    "a sentence": ("<p>根据2025年3月1日印发的方案，现将有关事项通知如下，请遵照执行。</p>", Provenance.PROSE),
    "a fragment of a sentence": ("<p>望舒讯：2025年3月1日，区里召开会议</p>", Provenance.PROSE),
    "hidden": ("<i style='display: none'>2025-03-01</i>", Provenance.HIDDEN),
    "in brackets behind a summary": ("<p>近日，区里召开会议部署工作。（2025年3月1日）</p>", Provenance.PROSE),
    "hidden by its name": ("<i id=gone>2025-03-01</i>", Provenance.HIDDEN),
    "too small to see": ("<i style='font-size: 0'>2025-03-01</i>", Provenance.HIDDEN),
    "hidden by the page's style": ("<i class=old>2025-03-01</i>", Provenance.HIDDEN),
    "a default": ("<i>1970-01-01</i>", Provenance.DEFAULT),
    "a labelled default": ("<i>发布时间：1970-01-01 08:00:00</i>", Provenance.DEFAULT),
}


@pytest.mark.parametrize(("shown", "provenance"), TOLD.values(), ids=TOLD.keys())
def test_a_day_that_is_told_and_proves_nothing(shown: str, provenance: Provenance) -> None:
    item = read(LI.format(shown), "<style>.x{color:red} .old { display : none } #gone{display:none}</style>")
    assert (item.day, item.provenance) == (None, provenance)
    assert "20" in item.words or "1970" in item.words


@pytest.mark.parametrize(
    "rule",
    [
        "@media print{.top{display:none} .old{display:none}}",
        "@media (max-width: 600px) {.x{color:red} .old { display: none } }",
        "@supports (display:grid){.x{color:red}} @media print{#gone{color:red}.old,.x{visibility:hidden}}",
    ],
)
def test_what_is_hidden_on_paper_or_a_small_screen_is_read(rule: str) -> None:
    item = read(LI.format("<i class=old>2025-03-01</i>"), f"<style>{rule}</style>")
    assert (str(item.day), item.provenance) == ("2025-03-01", Provenance.OWN_PLACE)
    item = read(LI.format("<i class=old>2025-03-01</i>"), f"<style>{rule} /* for all */ .old{{display:none}}</style>")
    assert (item.day, item.provenance) == (None, Provenance.HIDDEN)


def test_what_nobody_reads_tells_nothing() -> None:
    item = read(
        LI.format("<!-- 2025-03-01 --><noscript>2025-03-01</noscript><script>document.write('2025-03-01')</script>")
    )
    assert (item.day, item.provenance) == (None, None)


@pytest.mark.parametrize(
    ("heading", "day", "provenance"),
    [
        ("发布日期", "2026-11-20", Provenance.LABELLED),
        ("日期", "2026-11-20", Provenance.LABELLED),
        ("成文日期", None, Provenance.OTHER_LABEL),
        ("来信时间", None, Provenance.OTHER_LABEL),
        ("开标时间", None, Provenance.OTHER_LABEL),
    ],
)
@pytest.mark.parametrize(
    ("row", "around"),
    [
        ("<tr><td>1</td><td>{a}</td><td>2026-11-20</td></tr>",
         "<table><tr><th>序号</th><th>标题</th><th>HEAD</th></tr>{}</table>"),
        ("<tr><td>1</td><td>{a}</td><td>2026-11-20</td></tr>",
         "<table><thead><tr><td colspan=2>标题</td><td>HEAD</td></tr></thead><tbody>{}</tbody></table>"),
        ("<li>{a}<i>2026-11-20</i></li>", "<div><b>标题</b><b>HEAD</b></div><ul>{}</ul>"),
        ("<li>{a}<i>2026-11-20</i></li>", "<ul><li><b>标题</b><b>HEAD</b></li>{}</ul>"),
    ],
    ids=["th", "thead over two cells", "above the list", "first row"],
)  # fmt: skip
def test_the_heading_of_a_cell_is_its_label(
    row: str, around: str, heading: str, day: str | None, provenance: Provenance
) -> None:
    item = read(row, around=around.replace("HEAD", heading))
    assert (item.day and str(item.day), item.provenance) == (day, provenance)


@pytest.mark.parametrize(
    ("shown", "near"),
    [
        ("<i>11-20</i>", "11-20"),
        (" [11-20]", "11-20"),
        ("<i>11/20</i>", "11/20"),
        ("<i>11月20日</i>", "11月20日"),
        ("<b>20</b><i>11月</i>", "11月20日"),
        ("<i>今天</i>", "今天"),
        ("<i>昨天 10:22</i>", "昨天 10:22"),
        ("<i>3天前</i>", "3天前"),
        ("<i>发布于：2小时前</i>", "2小时前"),
        ("<i>刚刚</i>", "刚刚"),
        ("<i title=2025-01-07>11-20</i>", "11-20"),
    ],
)
def test_a_day_without_a_year_is_told_as_shown(shown: str, near: str) -> None:
    item = read(LI.format(shown))
    assert (item.day, item.near) == (None, near)


def test_the_day_in_the_address_never_gives_the_year() -> None:
    row = "<li><a href=/zwgk/202611/t20261120_1.html>关于做好森林防火工作的通知</a><i>11-20</i></li>"
    item = read_column(f"<body>{CRUMB}<ul>{row}{row.replace('_1', '_2')}</ul></body>", AT).items[0]
    assert (item.day, item.near, item.provenance) == (None, "11-20", Provenance.ADDRESS)


@pytest.mark.parametrize(
    ("title", "day", "left"),
    [
        ("望舒区召开会议(2026-11-20)", "2026-11-20", "望舒区召开会议"),
        ("望舒区召开会议〔2026年11月20日〕", "2026-11-20", "望舒区召开会议"),
        ("2025年1月7日供水中断补偿办法公布(2026-11-20)", "2026-11-20", "2025年1月7日供水中断补偿办法公布"),
        ("关于2026年11月20日停电的公告", None, "关于2026年11月20日停电的公告"),
        ("望舒区条例（2026年11月20日起施行）", None, "望舒区条例（2026年11月20日起施行）"),
        ("2026-11-20 停电的公告", None, "2026-11-20 停电的公告"),  # in one title of the list only
    ],
)
def test_a_day_in_the_title_is_the_titles_own_unless_it_stands_in_brackets_at_its_end(
    title: str, day: str | None, left: str
) -> None:
    others = "".join(f"<li><a href=/zwgk/tzgg/{n}.html>关于第{n}项工作的通知</a></li>" for n in range(3))
    page = f"<body>{CRUMB}<ul><li><a href=/zwgk/tzgg/9.html>{title}</a></li>{others}</ul></body>"
    item = read_column(page, AT).items[0]
    assert (item.day and str(item.day), item.title) == (day, left)


def test_which_number_is_the_month_is_told_by_the_other_rows() -> None:
    def page(*days: str) -> list[str]:
        rows = "".join(f"<li><a href=/a/{n}.html>关于第{n}项工作的通知</a><i>{d}</i></li>" for n, d in enumerate(days))
        return [str(i.day) for i in read_column(f"<body>{CRUMB}<ul>{rows}</ul></body>", AT).items]

    assert page("11/25/2026", "11/02/2026", "10/28/2026") == ["2026-11-25", "2026-11-02", "2026-10-28"]
    assert page("25/11/2026", "02/11/2026", "28/10/2026") == ["2026-11-25", "2026-11-02", "2026-10-28"]
    assert page("02/02/2026", "01/01/2026") == ["2026-02-02", "2026-01-01"]
    assert page("03/02/2026", "03/02/2026") == ["None", "None"]
