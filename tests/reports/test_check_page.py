"""The HTML report of a spot check, parsed again; and the words every report passes its texts through."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reports.documents.letter import TemplateError
from reports.figures.check import CheckFigures, DeadTarget
from reports.figures.models import Citation, NoticeFigures
from reports.figures.phrases import title_lines
from reports.figures.text import han_date, han_time, plain, rate, shorten
from reports.page import write_page

TEMPLATE = Path(__file__).parents[2] / "config" / "letters" / "check.html.jinja"


@pytest.fixture
def check(figures: NoticeFigures) -> CheckFigures:
    seen = Citation("https://jy.wangshu.example/gone", figures.cutoff, body="ab" * 32)
    users = (("https://jy.wangshu.example/", 11), ("https://jy.wangshu.example/b", 1))
    return CheckFigures(
        "https://jy.wangshu.example/", "望舒教育网", figures.since, figures.cutoff, 120, 980, 970,
        (
            DeadTarget("https://jy.wangshu.example/rare", "页面不存在（404）", 1, users[1:], seen),
            DeadTarget("https://jy.wangshu.example/gone", "页面不存在（404）", 12, users, seen),
        ),
        figures.problems[:1], figures.unknown, (("超出页数预算", 33),), (("网站标识码", "0000000000"),),
    )  # fmt: skip


def test_most_used_first_with_the_pages_beneath(check: CheckFigures, tmp_path: Path) -> None:
    tree = LexborHTMLParser(write_page(check, TEMPLATE, tmp_path / "check.html").read_text(encoding="utf-8"))
    first, second, *_ = tree.css("article")
    assert [a.attributes["href"] for a in first.css("a")] == [
        "https://jy.wangshu.example/gone",
        "https://jy.wangshu.example/",
        "https://jy.wangshu.example/b",
    ]
    assert "共被引用12次" in first.text()
    assert "证据abababababab" in first.text()
    assert "共被引用1次" in second.text()
    text = tree.text()
    assert "请人工打开栏目页核对最近更新日期。" in text
    assert "超出页数预算" in text
    assert all("noopener" in (a.attributes["rel"] or "") for a in tree.css("a"))
    assert not tree.css("script, img, link, iframe")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "java\nscript:x"]
)
def test_no_script_is_ever_a_link(address: str, check: CheckFigures, tmp_path: Path) -> None:
    hostile = replace(check.dead[0], address=address, users=((address, 1),))
    tree = LexborHTMLParser(
        write_page(replace(check, address=address, dead=(hostile,)), TEMPLATE, tmp_path / "c.html").read_text("utf-8")
    )
    assert all((a.attributes["href"] or "").startswith("https://") for a in tree.css("a"))
    assert plain(address) in tree.text()


def test_hostile_words_are_shown_not_run(check: CheckFigures, tmp_path: Path) -> None:
    words = "<script>alert(1)</script>{{7*7}}\x1b[2J"
    page = write_page(replace(check, title=words, facts=((words, words),)), TEMPLATE, tmp_path / "c.html")
    tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
    assert not tree.css("script")
    assert tree.css("table th")[0].text() == "<script>alert(1)</script>{{7*7}}"


def test_problems_stand_severe_first(check: CheckFigures, figures: NoticeFigures, tmp_path: Path) -> None:
    mixed = replace(check, dead=(), unknown=(), problems=figures.problems[::-1])
    tree = LexborHTMLParser(write_page(mixed, TEMPLATE, tmp_path / "c.html").read_text(encoding="utf-8"))
    heads = [head.text() for head in tree.css("article h3")]
    assert heads == ["单项否决：首页不更新（单项否决）", "信息更新：栏目不更新", "链接可用性：链接不可用"]


def test_nothing_found_says_so(check: CheckFigures, tmp_path: Path) -> None:
    page = write_page(replace(check, dead=(), problems=(), unknown=()), TEMPLATE, tmp_path / "c.html")
    text = page.read_text(encoding="utf-8")
    assert "未发现失效链接。" in text
    assert "未发现其他问题。" in text
    assert "没有未能核查的内容。" in text


def test_a_broken_page_template_is_named(check: CheckFigures, tmp_path: Path) -> None:
    broken = tmp_path / "check.html.jinja"
    broken.write_text("{% if %}", encoding="utf-8")
    for template in (broken, tmp_path / "none.jinja"):
        with pytest.raises(TemplateError) as caught:
            write_page(check, template, tmp_path / "c.html")
        assert caught.value.path == template


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]0;标题\x07正文", "正文"),
        ("\x1b]8;;http://x\x1b\\链接\x1b]8;;\x1b\\", "链接"),
        ("\x9b2J清", "清"),
        ("一\r\n二\t三", "一 二 三"),
        ("a\u202eb\ud800c", "abc"),
        ("　全角　空格　", "全角 空格"),
    ],
)
def test_plain(text: str, seen: str) -> None:
    assert plain(text) == seen


@given(st.text(st.characters()))
def test_plain_text_is_printable_and_stays(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in once)
    once.encode("utf-8")


def test_words() -> None:
    assert shorten("一二三四五", 4) == "一二三…"
    assert han_date(date(2026, 8, 5)) == "2026年8月5日"
    assert han_time(datetime(2026, 11, 30, 16, 5, tzinfo=UTC)) == "2026年12月1日0时05分"
    assert rate(5, 5) == "100%"
    assert rate(2, 3) == "66.7%"
    assert rate(None, 3) == rate(0, 0) == "未统计"
    assert title_lines("望舒区", "2026年1月", "检查情况的通报") == ["望舒区关于2026年1月检查情况的通报"]
