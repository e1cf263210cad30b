"""Columns of every layout: the pages of each, and what a person would say of it.

A column that nobody could read in full is said to be that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

NEW, OLD = "2026-11-20", "2026-06-20"
FINE, STALE, UNSURE, ELSEWHERE = "fine", "stale", "unsure", "elsewhere"  # elsewhere: other criteria speak of it
WORDS = "现将有关事项通知如下，请各单位认真贯彻落实，确保各项工作按时完成。" * 6
TITLES = (
    "做好秋冬季森林防火工作",
    "公布行政许可事项清单",
    "开展安全生产大检查",
    "举办就业招聘活动",
    "加强校园周边治理",
)
Rows = str


@dataclass
class Laid:
    """A column's pages by path beneath its own folder; ``""`` is the list."""

    pages: dict[str, str] = field(default_factory=dict)

    def article(self, name: str, day: str | None, bar: str = "发布时间：{} 来源：区政府办") -> str:
        """The path of an article that shows that day; None: no such page."""
        if day is not None:
            shown = f'<div class="info">{bar.format(day)}</div>' if day else ""
            self.pages[name] = page(
                f"通知{name}", f'<div class="content"><h1>通知{name}</h1>{shown}<p>{WORDS}</p></div>'
            )
        return name


def page(title: str, body: str) -> str:
    menu = '<div class="nav"><a href="/">首页</a><a href="/bsfw/">办事服务</a></div>'
    foot = '<div class="footer">主办单位：甲区人民政府办公室 版权所有 2015-2026</div>'
    head = f'<head><meta charset="utf-8"><title>{title}-甲区人民政府</title></head>'
    return f"<!doctype html><html>{head}<body>{menu}{body}{foot}</body></html>"


def _listed(rows: str, name: str = "栏目", more: str = "", tag: str = "ul") -> str:
    crumbs = f'<div class="pos">当前位置：<a href="/">首页</a>&gt;{name}</div>'
    return page(name, f'{crumbs}<div class="list"><{tag}>{rows}</{tag}>{more}</div>')


def _row(href: str, n: int, day: str = "", *, extra: str = "") -> str:
    title = f"关于{TITLES[n % 5]}的第{n + 1}号通知"
    shown = f"<span>{day}</span>" if day else ""
    return f'<li><a href="{href}">{title}</a>{extra}{shown}</li>'


def _before(day: str, months: int) -> str:
    year, month, _ = (int(part) for part in day.split("-"))
    count = year * 12 + month - 1 - months
    return f"{count // 12}-{count % 12 + 1:02d}-0{1 + months % 9}"


def _days(day: str, count: int) -> list[str]:
    """That day and ``count`` - 1 earlier ones, a month apart."""
    return [day, *(_before(day, n) for n in range(1, count))]


def dated(laid: Laid, day: str) -> str:
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, d) for n, d in enumerate(_days(day, 8))))


def oldest_first(laid: Laid, day: str) -> str:
    days = _days(day, 8)[::-1]
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, d) for n, d in enumerate(days)))


def _paged(laid: Laid, first: list[str], last: list[str] | None) -> str:
    more = '<div class="page">共2页 <a href="index_2.html">下一页</a> <a href="index_2.html">尾页</a></div>'
    if last is not None:
        laid.pages["index_2.html"] = _listed("".join(_row(f"b{n}.html", n + 20, d) for n, d in enumerate(last)))
    return _listed("".join(_row(f"a{n}.html", n, d) for n, d in enumerate(first)), more=more)


def oldest_first_paged(laid: Laid, day: str) -> str:
    return _paged(laid, _days("2024-05-20", 6)[::-1], _days(day, 6)[::-1])


def oldest_first_last_page_missing(laid: Laid, day: str) -> str:
    return _paged(laid, _days("2024-05-20", 6)[::-1], None)


def without_order_paged(laid: Laid, day: str) -> str:
    first = ["2024-05-03", "2025-01-20", "2023-07-11", "2025-03-02", "2022-02-08", "2024-12-30"]
    return _paged(laid, first, ["2023-01-05", day, "2021-06-09", "2024-02-02"])


def pinned_on_top(laid: Laid, day: str) -> str:
    days = ["2019-05-01", "2018-03-02", *_days(day, 6)]
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, d) for n, d in enumerate(days)))


def undated_newest_on_row_seven(laid: Laid, day: str) -> str:
    days = [*_days("2026-05-02", 6), day, *_days("2025-09-01", 3)]
    return _listed("".join(_row(laid.article(f"{n}.html", d), n) for n, d in enumerate(days)))


def undated_row_on_top(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row(laid.article("0.html", day), 0) + rows)


def undated_on_top_cannot_be_opened(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row("missing.html", 0) + rows)


def undated_beneath_cannot_be_opened(laid: Laid, day: str) -> str:
    days = _days(day, 7)
    return _listed("".join(_row(f"x{n}.html", n, "" if n == 4 else d) for n, d in enumerate(days)))


def file_on_top(laid: Laid, day: str) -> str:
    laid.pages["0.pdf"] = "%PDF-1.4"
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row("0.pdf", 0) + rows)


def outside_article_on_top(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row("http://other.example.test/a/1.html", 0) + rows)


def two_blocks(laid: Laid, day: str) -> str:
    one = "".join(_row(f"a{n}.html", n, d) for n, d in enumerate(_days("2025-03-01", 5)))
    two = "".join(_row(f"b{n}.html", n + 10, d) for n, d in enumerate(_days(day, 5)))
    blocks = f'<div class="block"><div class="tit">人事信息</div><ul>{one}</ul></div>'
    blocks += f'<div class="block"><div class="tit">公示公告</div><ul>{two}</ul></div>'
    return page(
        "栏目", f'<div class="pos">当前位置：<a href="/">首页</a>&gt;栏目</div><div class="list">{blocks}</div>'
    )


def written_on_in_the_list(laid: Laid, day: str) -> str:
    rows = "<tr><th>名称</th><th>成文日期</th></tr>"
    for n, written in enumerate(_days("2025-03-01", 5)):
        href = laid.article(f"{n}.html", _days(day, 5)[n])
        rows += f'<tr><td><a href="{href}">关于{TITLES[n]}的通知</a></td><td>{written}</td></tr>'
    return _listed(rows, tag="table")


def written_on_in_the_articles_only(laid: Laid, day: str) -> str:
    return _listed("".join(_row(laid.article(f"{n}.html", d, "成文日期：{}"), n) for n, d in enumerate(_days(day, 5))))


def month_and_day(laid: Laid, day: str) -> str:
    days = _days(day, 6)
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, d[5:]) for n, d in enumerate(days)))


def month_and_day_of_another_year(laid: Laid, day: str) -> str:
    """Dead since November 2019: the same words on each row as on a site that is alive."""
    days = [d if d != NEW else "2019-11-20" for d in _days(day, 6)] if day == NEW else _days("2019-11-20", 6)
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, d[5:]) for n, d in enumerate(days)))


def month_and_day_cannot_be_opened(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2019-06-02", 6)))
    return _listed(_row("missing.html", 0, "11-20") + rows)


def month_and_day_above_a_dated_row(laid: Laid, day: str) -> str:
    """Of the years only one fits between the row below and tomorrow."""
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days(_before(day, 1), 6)))
    return _listed(_row("missing.html", 0, day[5:]) + rows)


def days_ago(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row(laid.article("0.html", day), 0, "3天前") + rows)


def unlinked_on_top(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(f"<li><b>关于举办全区运动会的公告（详见附件）</b><span>{day}</span></li>" + rows)


def headline_above(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    head = (
        f'<div class="hot"><h2><a href="{laid.article("0.html", day)}">关于做好秋冬季森林防火工作的通知</a></h2></div>'
    )
    crumbs = '<div class="pos">当前位置：<a href="/">首页</a>&gt;栏目</div>'
    return page("栏目", f'{crumbs}<div class="list">{head}<ul>{rows}</ul></div>')


def in_brackets(laid: Laid, day: str) -> str:
    rows = "".join(f'<li><a href="{n}.html">关于{TITLES[n]}的通知 ({d})</a></li>' for n, d in enumerate(_days(day, 5)))
    return _listed(rows)


def dated_ahead_by_mistake(laid: Laid, day: str) -> str:
    rows = "".join(_row(f"x{n}.html", n + 1, d) for n, d in enumerate(_days("2026-06-02", 6)))
    return _listed(_row(laid.article("0.html", day), 0, "2062-11-20") + rows)


def default_days(laid: Laid, day: str) -> str:
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, "1970-01-01") for n, d in enumerate(_days(day, 5))))


def summaries(laid: Laid, day: str) -> str:
    told = "<p>根据2025年3月1日印发的方案，请各单位认真贯彻落实。</p>"
    return _listed("".join(_row(laid.article(f"{n}.html", d), n, extra=told) for n, d in enumerate(_days(day, 5))))


def many_undated(laid: Laid, day: str) -> str:
    return _listed("".join(_row(laid.article(f"{n}.html", d), n) for n, d in enumerate(_days(day, 26))))


def many_undated_without_order(laid: Laid, day: str) -> str:
    """More than anybody opens, and their days run anyhow: the newest may stand on any of them."""
    days = _days(OLD, 26)
    mixed = [days[(n * 7) % 26] for n in range(26)]
    mixed[23] = day
    return _listed("".join(_row(laid.article(f"{n}.html", d), n) for n, d in enumerate(mixed)))


def tables(laid: Laid, day: str) -> str:
    rows = "".join(
        f'<tr><td>{n + 1}</td><td><a href="{n}.html">关于{TITLES[n]}的通知</a></td><td>{d}</td></tr>'
        for n, d in enumerate(_days(day, 5))
    )
    return _listed(f"<tr><th>序号</th><th>标题</th><th>发布日期</th></tr>{rows}", tag="table")


def only_tags_tell(laid: Laid, day: str) -> str:
    for n, d in enumerate(_days(day, 5)):
        laid.article(f"{n}.html", "")
        laid.pages[f"{n}.html"] = laid.pages[f"{n}.html"].replace(
            "<title>", f'<meta name="PubDate" content="{d} 09:00"><title>'
        )
    return _listed("".join(_row(f"{n}.html", n) for n in range(5)))


def not_dated_anywhere(laid: Laid, day: str) -> str:
    return _listed("".join(_row(laid.article(f"{n}.html", ""), n) for n in range(5)))


Make = Callable[[Laid, str], str]
# layout → what is true of it with the newest of three days ago, and of June
LAYOUTS: dict[Make, tuple[str, str]] = {
    dated: (FINE, STALE),
    oldest_first: (FINE, STALE),
    oldest_first_paged: (FINE, STALE),
    oldest_first_last_page_missing: (UNSURE, UNSURE),
    without_order_paged: (FINE, STALE),
    pinned_on_top: (FINE, STALE),
    undated_newest_on_row_seven: (FINE, STALE),
    undated_row_on_top: (FINE, STALE),
    undated_on_top_cannot_be_opened: (UNSURE, UNSURE),
    undated_beneath_cannot_be_opened: (FINE, STALE),
    file_on_top: (UNSURE, UNSURE),
    outside_article_on_top: (UNSURE, UNSURE),
    two_blocks: (FINE, STALE),
    written_on_in_the_list: (FINE, STALE),
    written_on_in_the_articles_only: (ELSEWHERE, ELSEWHERE),
    month_and_day: (FINE, STALE),
    month_and_day_of_another_year: (STALE, STALE),
    month_and_day_cannot_be_opened: (UNSURE, UNSURE),
    month_and_day_above_a_dated_row: (FINE, STALE),
    days_ago: (FINE, STALE),
    unlinked_on_top: (FINE, STALE),
    headline_above: (FINE, STALE),
    in_brackets: (FINE, STALE),
    dated_ahead_by_mistake: (FINE, STALE),
    default_days: (FINE, STALE),
    summaries: (FINE, STALE),
    many_undated: (FINE, STALE),
    many_undated_without_order: (FINE, STALE),  # the walk of the whole site has read them all
    tables: (FINE, STALE),
    only_tags_tell: (FINE, STALE),
    not_dated_anywhere: (ELSEWHERE, ELSEWHERE),
}
