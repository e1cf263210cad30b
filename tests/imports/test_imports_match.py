"""Where a row belongs: each line of the table is what a clerk who knows the register would say."""

from datetime import date
from typing import Any

import pytest

from desk.context import Desk
from desk.imports.mapping import Field, ReportRow
from desk.imports.match import Match, Matcher, address
from desk.imports.read import Cell
from desk.imports.take import words_of

HOME, JIA, MZ = "http://www.jia.gov.cn/", "甲区人民政府网", "甲区民政局网站"


@pytest.fixture
def match(office: Any) -> Any:
    desk: Desk = office.desk()
    matcher = Matcher(desk.register, desk.criteria, words_of(desk), date(2026, 11, 6))

    def one(**cells: str) -> Match:
        return matcher.match(ReportRow("", 2, {Field[name]: Cell(text) for name, text in cells.items()}))

    return one


@pytest.mark.parametrize(
    ("cells", "subject", "criterion", "place"),
    [
        # a link of the home page, relative, and one of another page
        ({"PAGE": HOME, "LINK": "/x.html"}, "jia", "link-home", "http://www.jia.gov.cn/x.html"),
        ({"PAGE": HOME + "index.html", "LINK": "http://o.cn/"}, "jia", "link-home", "http://o.cn/"),
        ({"PAGE": HOME + "a/b.html", "LINK": "../c.doc"}, "jia", "link-other", "http://www.jia.gov.cn/c.doc"),
        ({"PAGE": "www.jia.gov.cn/a.html", "LINK": "HTTP://O.cn"}, "jia", "link-other", "http://o.cn/"),
        # one address only: that one does not open; and a site named, its links outside
        ({"PAGE": HOME + "gone.html"}, "jia", "link-other", "http://www.jia.gov.cn/gone.html"),
        ({"LINK": HOME + "gone.html"}, "jia", "link-other", "http://www.jia.gov.cn/gone.html"),
        ({"NAME": MZ, "LINK": "http://o.cn/1"}, "mz", "link-other", "http://o.cn/1"),
        ({"NAME": "甲区民政局", "LINK": "http://o.cn/1"}, "mz", "link-other", "http://o.cn/1"),
        ({"CODE": "9900010002", "LINK": "http://o.cn/1"}, "mz", "link-other", "http://o.cn/1"),
        ({"UNIT": "甲区民政局", "LINK": "http://o.cn/1"}, "mz", "link-other", "http://o.cn/1"),
    ],
)
def test_dead_links(match: Any, cells: dict[str, str], subject: str, criterion: str, place: str) -> None:
    found = match(KIND="死链", **cells)
    assert (found.subject, found.criteria[0], found.place, found.note) == (subject, criterion, place, "")


@pytest.mark.parametrize(
    ("cells", "subject", "criterion", "place"),
    [
        ({"KIND": "栏目不更新", "NAME": JIA, "COLUMN": "动态要闻"}, "jia", "column-news-stale", "dt"),
        ({"KIND": "栏目不更新", "NAME": JIA, "COLUMN": "首页→政务公开→通知公告"}, "jia", "column-policy-stale", "tz"),
        ({"KIND": "更新不及时", "PAGE": "http://www.jia.gov.cn/dt/index.html"}, "jia", "column-news-stale", "dt"),
        ({"KIND": "空白栏目", "NAME": JIA, "COLUMN": "其他信息"}, "jia", "column-blank", "qt"),
        ({"KIND": "首页不更新", "NAME": JIA}, "jia", "home-not-updated", "首页"),
        ({"KIND": "网站打不开", "PAGE": HOME}, "jia", "site-unreachable", "网站"),
        ({"KIND": "网站标识", "PAGE": HOME, "TEXT": "缺少公安备案号"}, "jia", "site-identity", "公安备案号"),
        ({"KIND": "网页标签", "PAGE": HOME, "TEXT": "SiteName 为空"}, "jia", "page-tags", "home:SiteName"),
        ({"KIND": "网页标签", "PAGE": HOME + "a.html", "TEXT": "无PubDate"}, "jia", "page-tags", "article:PubDate"),
        ({"KIND": "内容不更新", "NAME": "甲区民政", "PLATFORM": "微信公众号"}, "wx", "account-stale", "账号"),
        ({"KIND": "僵尸账号", "NAME": "wb"}, "wb", "account-dormant", "账号"),
        (
            {"KIND": "严重表述错误", "PAGE": HOME + "n.html?id=1", "QUOTE": "共合国"},
            "jia",
            "severe-wording",
            "“共合国”（www.jia.gov.cn/n.html?id=1）",
        ),
        ({"KIND": "严重表述错误", "PAGE": HOME + "n.html"}, "jia", "severe-wording", "www.jia.gov.cn/n.html"),
        ({"KIND": "未认证", "NAME": "wb"}, "wb", "account-verification", "账号"),
    ],
)
def test_other_problems(match: Any, cells: dict[str, str], subject: str, criterion: str, place: str) -> None:
    found = match(**cells)
    assert (found.subject, found.criteria[0], found.place, found.note) == (subject, criterion, place, "")


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ({"KIND": "死链", "NAME": "乙区网"}, "登记册里没有这个网站或账号，或者写得不清楚"),
        ({"KIND": "死链", "PAGE": "http://www.yi.gov.cn/"}, "登记册里没有这个网站或账号，或者写得不清楚"),
        (
            {"KIND": "内容不更新", "NAME": "甲区发布", "UNIT": "甲区民政局"},
            "登记册里没有这个网站或账号，或者写得不清楚",
        ),
        ({"KIND": "死链", "NAME": MZ, "PAGE": HOME + "a.html"}, f"地址属于“{JIA}”，所写的网站是“{MZ}”"),
        ({"KIND": "死链", "NAME": JIA}, "没有写明打不开的链接"),
        ({"KIND": "死链、错别字", "PAGE": HOME + "a.html"}, "一行写了几类问题"),
        ({"KIND": "错别字", "PAGE": HOME + "a.html"}, "没有对应的指标"),
        ({"KIND": "甲类", "PAGE": HOME + "a.html", "TEXT": "死链"}, "看不出是哪一类问题"),  # the kind has its own cell
        ({"KIND": "栏目不更新", "NAME": JIA, "COLUMN": "没有的栏目"}, "登记册里没有“没有的栏目”这个栏目"),
        (
            {"KIND": "栏目不更新", "NAME": JIA, "COLUMN": "其他信息"},
            "栏目“其他信息”在登记册中的类别、期限不适用这项指标",
        ),
        ({"KIND": "内容不更新", "NAME": "甲区民政"}, "登记册里没有这个网站或账号，或者写得不清楚"),  # 微信 or 微博
        ({"KIND": "内容不更新", "NAME": JIA}, "“账号内容不更新”不是网站的指标"),
        ({"KIND": "首页不更新", "NAME": "wx"}, "“首页不更新”不是账号的指标"),
        ({"KIND": "网站标识", "PAGE": HOME, "TEXT": "不规范"}, "看不出“网站标识”的哪一处"),
        ({"KIND": "网页标签", "PAGE": HOME, "TEXT": "SiteName、SiteDomain"}, "看不出“页面标签”的哪一处"),
    ],
)
def test_what_is_not_sure_is_not_matched(match: Any, cells: dict[str, str], note: str) -> None:
    assert match(**cells).note == note


def test_a_personal_number_in_a_quote_is_masked_in_the_place(match: Any) -> None:
    found = match(KIND="严重表述错误", PAGE=HOME + "n.html", QUOTE="联系人13812345678")
    assert found.place == "“联系人138****5678”（www.jia.gov.cn/n.html）"


@pytest.mark.parametrize(
    ("base", "raw", "made"),
    [
        ("", "http://A.cn", "http://a.cn/"),
        ("", "a.gov.cn/b", "http://a.gov.cn/b"),
        ("", "/b", ""),
        ("http://a.cn/x/", "b.html", "http://a.cn/x/b.html"),
        ("http://a.cn/", "javascript:void(0)", ""),
        ("http://a.cn/", "没有", ""),
        ("http://a.cn/", "/", ""),
        ("http://a.cn/", "/b/", "http://a.cn/b/"),
        ("", "链接：http://a.cn/b（首页底部）", "http://a.cn/b"),
        ("", "file:///C:/a.doc", ""),
        ("", "", ""),
    ],
)
def test_addresses_as_people_write_them(base: str, raw: str, made: str) -> None:
    assert address(base, raw) == made
