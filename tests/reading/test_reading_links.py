"""Links of every sort are seen, decoys are not, and addresses are brought to one form."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.reading import LinkKind, read_fast, read_page

HOME = "http://www.songxi.gov.cn/zwgk/tzgg/index.html"


def targets(html: str, url: str = HOME) -> list[str]:
    return [link.url for link in read_fast(html, url).links]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("./202606/t20260601_1.html", "http://www.songxi.gov.cn/zwgk/tzgg/202606/t20260601_1.html"),
        ("../a.html", "http://www.songxi.gov.cn/zwgk/a.html"),
        ("../../../../a.html", "http://www.songxi.gov.cn/a.html"),
        (" /a\n.html ", "http://www.songxi.gov.cn/a.html"),
        ("\\img\\a.html", "http://www.songxi.gov.cn/img/a.html"),
        ("/a.html?x=1&amp;y=2", "http://www.songxi.gov.cn/a.html?x=1&y=2"),
        ("http：／／www.a.gov.cn／b.html", "http://www.a.gov.cn/b.html"),
        ("http://http://www.a.gov.cn/", "http://www.a.gov.cn/"),
        ("https:/www.a.gov.cn/b", "https://www.a.gov.cn/b"),
        ("//www.a.gov.cn/b", "http://www.a.gov.cn/b"),
        ("/a.html#top", "http://www.songxi.gov.cn/a.html"),
        ("http://中国.公益/", "http://xn--fiqs8s.xn--55qw42g/"),
        ("/通知.html", "http://www.songxi.gov.cn/%E9%80%9A%E7%9F%A5.html"),
        ("/s?k=通知", "http://www.songxi.gov.cn/s?k=%E9%80%9A%E7%9F%A5"),
        ("/a.html;jsessionid=0A1B?x=1", "http://www.songxi.gov.cn/a.html?x=1"),
        ("http://www.a.gov.cn/b/../c.html", "http://www.a.gov.cn/c.html"),
        ("?page=2", "http://www.songxi.gov.cn/zwgk/tzgg/index.html?page=2"),
        ("HTTP://WWW.A.GOV.CN/B", "http://www.a.gov.cn/B"),
    ],
)
def test_addresses_are_brought_to_one_form(raw: str, expected: str) -> None:
    assert targets(f'<a href="{raw}">x</a>') == [expected]


@pytest.mark.parametrize(
    "raw", ["javascript:;", "JavaScript:void(0)", "mailto:a@b.cn", "tel:110", "data:,x", "#", "#a", ""]
)
def test_what_leads_nowhere_is_no_link(raw: str) -> None:
    assert targets(f'<a href="{raw}">x</a>') == []


@pytest.mark.parametrize("raw", ["file:///C:/a.jpg", "C:\\a\\b.jpg", "D:/x.png"])
def test_an_address_nobody_can_open_stays_as_it_was_written(raw: str) -> None:
    assert targets(f'<img src="{raw}">') == [raw]


def test_the_query_of_a_gbk_page_is_sent_in_gbk() -> None:
    body = '<meta charset=gbk><a href="/s?k=通知">搜</a>'.encode("gbk")
    assert read_page(body, HOME).fast.links[0].url == "http://www.songxi.gov.cn/s?k=%CD%A8%D6%AA"


def test_base_href_moves_every_relative_address() -> None:
    assert targets('<base href="/other/"><a href="a.html">x</a>') == ["http://www.songxi.gov.cn/other/a.html"]


EVERY_SORT = """<html><head><meta http-equiv=Refresh content="5; url=/r.html"><link rel=stylesheet href=/s.css>
<link rel="shortcut icon" href=/i.ico><style>@import "/i.css"; p{background:url(/bg.png)} /* url(/no1.png) */</style>
<script src=/j.js>var a='<a href="/no2.html">';</script></head><body background=/b.gif>
<a href=/p.html>页</a><a href=/f.pdf>件</a><map><area href=/m.html alt=图></map>
<img src=/1.png srcset="/2.png 1x, /3.png 2x">
<input type=image src=/n.gif><iframe src=/fr.html></iframe><video src=/v.mp4 poster=/po.png><source src=/v2.mp4></video>
<audio src=/au.mp3></audio><embed src=/e.swf><object data=/o.swf></object><form action=/get></form>
<form method=post action=/no3></form><p style="background:url('/st.png')"><!-- <a href=/no4.html> -->
<template><img src=/no5.png></template><noscript><img src=/ns.png></noscript><img data-src=/no6.png>
<script>document.write('<img src="/no7.png">')</script></body></html>"""


def test_every_sort_is_seen_and_no_decoy() -> None:
    read = read_fast(EVERY_SORT, "http://h.cn/")
    seen = {link.url.removeprefix("http://h.cn/"): link.kind for link in read.links}
    expected = {
        "r.html": LinkKind.REFRESH, "s.css": LinkKind.STYLE, "i.ico": LinkKind.IMAGE, "j.js": LinkKind.SCRIPT,
        "p.html": LinkKind.PAGE, "f.pdf": LinkKind.ATTACHMENT, "m.html": LinkKind.PAGE, "n.gif": LinkKind.IMAGE,
        "fr.html": LinkKind.FRAME, "v.mp4": LinkKind.MEDIA, "v2.mp4": LinkKind.MEDIA, "au.mp3": LinkKind.MEDIA,
        "e.swf": LinkKind.OBJECT, "o.swf": LinkKind.OBJECT, "get": LinkKind.FORM,
        **dict.fromkeys(("i.css", "bg.png", "b.gif", "1.png", "2.png", "3.png"), LinkKind.IMAGE),
        **dict.fromkeys(("po.png", "st.png"), LinkKind.IMAGE),
    }  # fmt: skip
    assert seen == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\\a\\b.html?p=c\\d", "http://www.songxi.gov.cn/a/b.html?p=c\\d"),
        ("a\\..\\b.html", "http://www.songxi.gov.cn/zwgk/tzgg/b.html"),
        ("\\\\www.a.gov.cn\\b.html", "http://www.a.gov.cn/b.html"),
        ("http:\\\\www.a.gov.cn\\b.html", "http://www.a.gov.cn/b.html"),
    ],
)
def test_a_backslash_before_the_query_is_a_slash(raw: str, expected: str) -> None:
    assert targets(f"<a href='{raw}'>x</a>") == [expected]


def test_relations_for_machines_are_no_links() -> None:
    rels = (
        "canonical",
        "alternate",
        "preload",
        "prefetch",
        "next",
        "prev",
        "amphtml",
        "search",
        "manifest",
        "pingback",
    )
    assert targets("".join(f"<link rel={rel} href=/{rel}.x>" for rel in rels)) == []
    loaded = "<link rel='Alternate Stylesheet' href=/a.css><link rel='SHORTCUT ICON' href=/i.ico>"
    assert targets(loaded) == ["http://www.songxi.gov.cn/a.css", "http://www.songxi.gov.cn/i.ico"]


@pytest.mark.parametrize("inside", ["<iframe src=/n.html></iframe>", "<a href=/n.html>x</a>", "<img src=/n.png>"])
def test_nothing_of_a_noscript_is_opened_by_a_visitor(inside: str) -> None:
    head = f"<html><head><noscript>{inside}</noscript><meta name=SiteName content=甲></head><body><a href=/y>y</a>"
    read = read_fast(f"{head}<NoScript >{inside}</NOSCRIPT><a href=/z>z</a></body></html>", HOME)
    assert [link.url for link in read.links] == ["http://www.songxi.gov.cn/y", "http://www.songxi.gov.cn/z"]
    assert read.tags == (("SiteName", "甲"),)
    assert targets(f"<script>var a = '<noscript>';</script>{inside}") != []


def test_the_words_of_a_link_are_its_text_or_its_picture_s_name() -> None:
    links = read_fast(
        f"<a href=/1> 通 知 </a><a href=/2><img src=/3 alt=公告></a><a href=/4>{'长' * 99}</a>", HOME
    ).links
    assert [x.text for x in links if x.tag == "a"] == ["通 知", "公告", "长" * 80]


@given(st.text(max_size=80))
def test_no_address_breaks_it(raw: str) -> None:
    escaped = raw.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    assert len(targets(f'<a href="{escaped}">x</a>')) <= 1


@given(st.text(alphabet="<>abc/\"'= \n!-", max_size=200))
def test_no_markup_breaks_it(html: str) -> None:
    assert isinstance(read_fast(html, HOME).links, tuple)


@pytest.mark.parametrize(
    ("html", "uses"),
    [
        ('<a href="/a.html" style="background:url(/i.png)">通知</a>', ["a.html", "i.png"]),
        ('<img src="/i.png" srcset="/j.png 2x" alt="图">', ["i.png", "j.png"]),
        ('<video src="/v.mp4" poster="/p.jpg"></video>', ["v.mp4", "p.jpg"]),
        ('<td background="/b.gif" style="background:url(/c.gif)">x</td>', ["c.gif", "b.gif"]),
        ('<a href="/a.html">一</a><a href="/a.html">二</a>', ["a.html", "a.html"]),  # two links are two uses
    ],
)
def test_an_element_with_several_addresses_uses_each_once(html: str, uses: list[str]) -> None:
    root = "http://www.songxi.gov.cn/"
    shown = f"<table><tr>{html}</tr></table>" if html.startswith("<td") else html
    assert sorted(targets(shown)) == sorted(root + use for use in uses)


STEPS = st.sampled_from(
    ["a", "art", "t1_2.html", "b.c", "%E9%80%9A", "..", ".", "~u", "x=1", "A", "..b", "a..", "%2e%2E", "%2e", "-"]
)
QUERY = st.sampled_from(["", "?id=1&x=%20", "?a.b", "#top", "?a=1#top"])


def resolved(steps: list[str]) -> str:
    """RFC 3986 5.2.4, by a stack."""
    kept: list[str] = []
    for at, step in enumerate(steps):
        last, step = at == len(steps) - 1, step.lower().replace("%2e", ".") if "%2" in step else step
        if step == "..":
            kept = kept[:-1]
        elif step != ".":
            kept.append(step)
        if last and step in {"..", "."}:
            kept.append("")
    return "/".join(kept)


@example("rooted", ["a", "%2e%2E", ".."], "")
@example("whole", ["%2e%2E"], "#top")
@given(st.sampled_from(["whole", "rooted", "beside", "dotted"]), st.lists(STEPS, min_size=1, max_size=4), QUERY)
def test_every_way_of_writing_a_plain_address_leads_where_a_browser_goes(
    way: str, steps: list[str], query: str
) -> None:
    base, told = "http://www.songxi.gov.cn/", "/".join(steps)
    raw = {"whole": f"http://www.a.gov.cn/{told}", "rooted": f"/{told}", "beside": told, "dotted": f"./{told}"}[way]
    root = "http://www.a.gov.cn/" if way == "whole" else base
    under = ["zwgk", "tzgg"] if way in {"beside", "dotted"} else []
    expected = root + resolved([*under, *steps]) + query.partition("#")[0]
    assert targets(f'<a href="{raw}{query.replace("&", "&amp;")}">x</a>') == [expected]
