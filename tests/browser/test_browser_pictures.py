"""Pictures: the place is framed, numbers of persons are covered; what cannot be vouched for is no picture."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.browser import Area, Frame
from ledger.encoding.hidden_spans import hidden_spans
from ledger.encoding.masking import mask
from tests.browser.loopback import page
from tests.browser.png import RED, pixels

SITE = "http://site.example"
PHONE, IDENTITY, CARD = "13812345678", "11010519491231002X", "4111111111111111"
PUT = "position:absolute;left:400px;top:{top}px;width:100px;height:20px;display:block"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"电话{PHONE}。", ["1234"]),
        ("138 1234 5678", [" 1234 "]),
        ("13812341234", ["1234"]),
        ("6222-0202-0011-2230，电话*138-1234-5678*", ["-0202-0011-", "-1234-"]),
        ("138\n1234\n5678", ["\n1234\n"]),
        (f"身份证{IDENTITY}", ["0105194912310"]),
        (f"卡号：{CARD}", ["11111111"]),
        (f"{PHONE}，{PHONE}", ["1234", "1234"]),
        ("电话0755-12345678，12345热线，索引号2026-02-00018", []),
        (f"t20231123_{PHONE}.html", []),
        ("", []),
        ("字" * 1995 + PHONE + "字" * 3000 + IDENTITY, ["1234", "0105194912310"]),
    ],
)
def test_what_is_hidden(text: str, hidden: list[str]) -> None:
    assert [text[a:b] for a, b in hidden_spans(text)] == hidden


def test_the_middle_is_hidden_also_of_digits_that_repeat() -> None:
    assert hidden_spans("13812341234") == ((3, 7),)
    assert hidden_spans(f"卡号：{CARD}") == ((7, 15),)


@given(
    st.lists(st.sampled_from([PHONE, IDENTITY, " ", "字", "，", "138 1234 5678", "a1", "0755-12345678"]), max_size=40)
)
def test_nothing_that_would_be_masked_is_left(parts: list[str]) -> None:
    text = "，".join(parts)
    for start, end in hidden_spans(text):
        text = text[:start] + "*" * (end - start) + text[end:]
    assert mask(text) == text


def _page(body: str) -> bytes:
    return page(f"<style>body{{margin:20px;font:16px/1.5 'Noto Sans CJK SC'}}</style>{body}")


def _picture(browser: Any, body: str, **wanted: Any) -> Any:
    browser.sites.routes = {"/p": _page(body), "/inner": _page(f"<p>内页 {PHONE}</p><a href='/dead'>死链</a>")}
    return browser.visit("/p", **wanted)


@pytest.mark.needs("browser")
@pytest.mark.parametrize("top", [300, 5000])
def test_the_dead_link_is_framed(browser: Any, top: int) -> None:
    body = (
        f"<a href='/alive'>好</a><a style='{PUT.format(top=top)}' href='dead#x'>死链</a><p style='height:6000px'></p>"
    )
    seen = _picture(browser, body, frames=(Frame((f"{SITE}/dead",)),))
    red = pixels(seen.picture).of(RED)
    xs, ys = [x for x, _ in red], [y for _, y in red]
    assert seen.pictures[0].framed
    assert (min(xs), max(xs)) == (395, 395 + 100 + 4 + 6 - 1)  # 5 outside, 3 thick on both sides
    assert max(ys) - min(ys) == 20 + 4 + 6 - 1
    assert len(red) == 2 * 3 * (110 + 30) - 4 * 9
    assert min(ys) == 295 if top == 300 else 300 < min(ys) < 600


@pytest.mark.needs("browser")
def test_a_list_is_framed_by_its_rows(browser: Any) -> None:
    rows = "".join(f"<li><a href='/art/{n}.html'>第{n}条</a></li>" for n in range(6))
    body = (
        "<p><a href='/art/2.html'>同一条在上面</a></p><p style='height:200px'></p>"
        f"<ul style='margin:0;position:absolute;left:200px;top:300px;width:300px;height:160px'>{rows}</ul>"
    )
    wanted = Frame(tuple(f"{SITE}/art/{n}.html" for n in range(6)))
    seen = _picture(browser, body, frames=(wanted,))
    red = pixels(seen.picture).of(RED)
    assert seen.pictures[0].framed
    assert (min(red), max(x for x, _ in red), max(y for _, y in red)) == ((195, 295), 195 + 40 + 300 + 9, 295 + 169)


@pytest.mark.needs("browser")
@pytest.mark.parametrize(
    "body", ["<a href='/dead' style='display:none'>死链</a>", "<a href='/alive'>好</a>", "<p>/dead</p>"]
)
def test_what_is_not_to_be_seen_is_not_framed(browser: Any, body: str) -> None:
    seen = _picture(browser, body, frames=(Frame((f"{SITE}/dead",)),))
    assert not seen.pictures[0].framed
    assert seen.picture is not None
    assert pixels(seen.picture).of(RED) == []


@pytest.mark.needs("browser")
@pytest.mark.parametrize(
    ("body", "as_if"),
    [
        (f"<p>联系电话：{PHONE}</p>", "<p>联系电话：138****5678</p>"),
        (f"<p>{IDENTITY}</p>", "<p>11*************02X</p>"),
        (f"<p>卡号：{CARD}</p>", "<p>卡号：4111********1111</p>"),
        ("<p>138<b>1234</b>5678</p>", "<p>138<b>****</b>5678</p>"),
        ("<p><span>138</span><span>1234</span><span>5678</span></p>", "<p><span>138****5678</span></p>"),
        ("<p>138 1234\n5678</p>", "<p>138******5678</p>"),
        (f"<input value='{PHONE}'>", "<input value='138****5678'>"),
        (f"<input placeholder='{PHONE}'>", "<input placeholder='138****5678'>"),
        (f"<textarea>{PHONE}</textarea>", "<textarea>138****5678</textarea>"),
        (
            f"<table><tr><td>1</td><td>{PHONE}</td></tr></table>",
            "<table><tr><td>1</td><td>138****5678</td></tr></table>",
        ),
        (f"<select><option>{PHONE}</option></select>", "<select><option>138****5678</option></select>"),
        (f"<svg><text y=20>{PHONE}</text></svg>", "<svg><text y=20>138****5678</text></svg>"),
        (
            f"<div id=h></div><script>h.attachShadow({{mode:'open'}}).innerHTML='<p>{PHONE}</p>'</script>",
            "<div id=h></div><script>h.attachShadow({mode:'open'}).innerHTML='<p>138****5678</p>'</script>",
        ),
        (
            f"<iframe srcdoc='<p>{PHONE}</p>'></iframe>",
            "<iframe srcdoc='<p>138****5678</p>'></iframe>",
        ),
        (
            "<p>热线 12345，区号 0755-12345678，2026-02-00018</p>",
            "<p>热线 12345，区号 0755-12345678，2026-02-00018</p>",
        ),
    ],
)
def test_numbers_of_persons_are_covered(browser: Any, body: str, as_if: str) -> None:
    """The picture is, pixel for pixel, that of a page on which the number was never written."""
    seen, other = _picture(browser, body), _picture(browser, as_if)
    assert seen.picture is not None
    assert pixels(seen.picture).unlike(pixels(other.picture)) == []


@pytest.mark.needs("browser")
def test_the_pixels_of_a_number_are_gone(browser: Any) -> None:
    left = "<p style='position:absolute;left:0;top:100px;margin:0;font:20px/30px monospace'>"
    whole = pixels(_picture(browser, f"{left}{'1' * 11}</p>").picture)
    covered = pixels(_picture(browser, f"{left}{PHONE}</p>").picture)
    digits = _picture(browser, f"{left}1381234</p>")
    assert whole.dark(0, 100, 150, 130) > 200
    assert 0 < covered.dark(36, 100, 84, 130) < pixels(digits.picture).dark(36, 100, 84, 130) * 0.7


@pytest.mark.needs("browser")
def test_a_frame_from_another_site_is_covered_and_framed_too(browser: Any) -> None:
    seen = _picture(
        browser, "<iframe src='http://other.example/inner'></iframe>", frames=(Frame(("http://other.example/dead",)),)
    )
    covered = pixels(seen.picture)
    browser.sites.routes["/inner"] = _page("<p>内页 138****5678</p><a href='/dead'>死链</a>")
    other = browser.visit("/p", frames=(Frame(("http://other.example/dead",)),))
    assert seen.pictures[0].framed
    assert covered.of(RED)
    assert covered.unlike(pixels(other.picture)) == []


@pytest.mark.needs("browser")
def test_a_page_that_goes_on_writing_numbers_has_no_picture(browser: Any) -> None:
    body = f"<p id=n></p><script>setInterval(()=>n.textContent='{PHONE}',1)</script>"
    seen = _picture(browser, body)
    assert seen.html
    assert seen.picture is None


@pytest.mark.needs("browser")
def test_no_picture_where_none_is_wanted(browser: Any) -> None:
    assert _picture(browser, "<p>一</p>", frames=()).picture is None


BOX = "position:absolute;left:100px;top:{}px;width:400px;height:60px"
FOOT = f"<div class='{{}}' style='{BOX}'>主办单位：某区 粤ICP备1号</div>"
EMPTY = "<ul style='margin:0;padding:0;position:absolute;left:300px;top:200px;width:500px;height:80px'>{}</ul>"
HEAD = "<div class=header style='height:100px'>某区人民政府</div>"


@pytest.mark.needs("browser")
@pytest.mark.parametrize(
    ("area", "body", "corner", "size"),
    [
        (Area.FOOT, FOOT.format("foot-bar", 300), (95, 295), (410, 70)),
        (Area.FOOT, HEAD + FOOT.format("x", 300), (95, 295), (410, 70)),
        (Area.EMPTY, HEAD + EMPTY.format("") + FOOT.format("foot", 400), (295, 195), (510, 90)),
        (Area.EMPTY, HEAD + EMPTY.format("<li>暂无信息</li>") + "<p style='height:300px'></p>", (295, 195), (510, 90)),
    ],
)
def test_the_foot_and_the_place_without_rows_are_framed(
    browser: Any, area: Area, body: str, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    seen = _picture(browser, body, frames=(Frame(area=area),))
    red = pixels(seen.picture).of(RED)
    xs, ys = [x for x, _ in red], [y for _, y in red]
    assert (min(xs), min(ys)) == corner
    assert (max(xs) - min(xs) + 1, max(ys) - min(ys) + 1) == size  # 4 wider, and 3 thick on both sides


@pytest.mark.needs("browser")
def test_of_one_visit_each_frame_has_its_picture_and_no_other_frame(browser: Any) -> None:
    row = f"<ul><li style='{PUT.format(top=200)}'><a href='/art/1.html'>通知</a><span>2026-01-01</span></li></ul>"
    wanted = (Frame((f"{SITE}/art/1.html",), Area.FOOT), Frame(area=Area.FOOT), Frame())
    asked = browser.sites.asked("/p")
    seen = _picture(browser, row + FOOT.format("foot", 500), frames=wanted)
    assert browser.sites.asked("/p") == asked + 1
    reds = [pixels(one.png).of(RED) for one in seen.pictures]
    assert [(min(y for _, y in red), max(y for _, y in red)) for red in reds[:2]] == [(195, 224), (495, 564)]
    assert reds[2] == []
    assert [one.framed for one in seen.pictures] == [True, True, False]
