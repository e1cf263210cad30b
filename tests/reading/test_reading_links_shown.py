"""Links that no visitor is shown, and addresses of a style sheet that nobody misses."""

import pytest

from crawler.reading import read_fast

HOME = "http://www.songxi.gov.cn/"
ROW = "<a href=/x.html>通知</a>"


def hidden(html: str) -> dict[str, bool]:
    return {link.url.removeprefix(HOME): link.hidden for link in read_fast(html, HOME).links}


@pytest.mark.parametrize(
    "html",
    [
        f"<p style='display:none'>{ROW}</p>",
        f"<p style='color:red; DISPLAY : none'>{ROW}</p>",
        f"<p hidden>{ROW}</p>",
        f"<div style='visibility:hidden'><ul><li><b>{ROW}</b></li></ul></div>",
        "<a href=/x.html style='display:none'>x</a>",
        f"<style>p{{margin:0}} .hp, #trap{{height:1px;display:none}}</style><div id=trap>{ROW}</div>",
        f"<style>.hp{{display:none}}</style><ul class='m hp'><li>{ROW}</li></ul>",
        f"<div style='display:none'><div style='display:none'>{ROW}</div></div>",
        "<div style='display:none'><img src=/x.html></div>",
    ],
)
def test_what_is_hidden_is_said_to_be(html: str) -> None:
    read = hidden(f"{html}<a href=/y.html>公告</a>")
    assert (read["x.html"], read["y.html"]) == (True, False)


@pytest.mark.parametrize(
    "html",
    [
        f"<p style='text-decoration:none'>{ROW}</p>",
        f"<p style='overflow:hidden;list-style:none'>{ROW}</p>",
        f"<style>.hp a{{display:none}}</style><p class=hp>{ROW}</p>",
        f"<style>@media print{{.hp{{display:none}}}}</style><p class=hp>{ROW}</p>",
        f"<style>.tab{{display:none}}</style><p class='tab on'>{ROW}</p>",
        f"<style>.tab{{display:none}}</style><p class=tab style='display:block'>{ROW}</p>",
        f"<p style='display:none'></p>{ROW}",
    ],
)
def test_what_is_shown_is_not(html: str) -> None:
    assert hidden(html)["x.html"] is False


def test_the_rows_of_a_deep_page_are_gone_through_once() -> None:
    html = "<div style='display:none'>" * 3000 + ROW + "</div>" * 3000
    assert hidden(html) == {"x.html": True}


def test_a_font_has_many_forms_and_a_picture_one() -> None:
    sheet = (
        "@font-face{font-family:i;src:url(/f.eot);src:url(/f.eot?#iefix) format('embedded-opentype'),url(/f.woff)}"
        "p{background:url(/bg.png)} @FONT-FACE { src: url('/g.ttf') }"
    )
    assert hidden(f"<style>{sheet}</style>") == {"bg.png": False}
