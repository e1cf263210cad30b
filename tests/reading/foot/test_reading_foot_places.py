"""Where a foot stands in a page, and a page whose foot was not read."""

import pytest

from crawler.reading import read_home, read_page
from ledger.vocabulary import Identity
from tests.reading.foot.feet import AT, MAIN, PARTS, page

FOOT = "".join(f"<p>{part}</p>" for part in PARTS.values())


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body>{MAIN}</body><div>{FOOT}</div></html>",
        f"<html><body>{MAIN}</body></html><div>{FOOT}</div>",
        f"<html><body><div class=h><a href=/>首页</a></html><!-- end --></div>{MAIN}{FOOT}</body></html>",
        f"<html><body>{MAIN}<!DOCTYPE html><html><head><title>底</title></head><body>{FOOT}</body></html></html>",
        f"<html><body><table><tr><td>{MAIN}</td></tr></table></form></html></body>{FOOT}",
    ],
)
def test_what_stands_after_the_document_s_end_is_read(html: str) -> None:
    identity = read_home(html, AT).identity
    assert [name for name in PARTS if not getattr(identity, name)] == []
    assert identity.sponsor == "松溪区人民政府办公室"
    bare = read_home(html.replace(FOOT, "<p>关于我们</p>"), AT).identity
    assert bare == Identity()


@pytest.mark.parametrize(
    "rest",
    [
        "<iframe src=/inc/foot.html></iframe>",
        "<p>闽ICP备09000001号</p><iframe src=/inc/b.html></iframe>",
        "<p>闽ICP备09000001号</p><script src=/js/newfooter.js></script>",
        "<!--#include virtual='/inc/b.html'-->",
        "<p>[an error occurred while processing this directive]</p>",
        "<img src=/images/foot.jpg>",
        "<script>document.write('<p>主办单位：松溪区数据局</p>')</script>",
    ],
)
def test_a_foot_that_was_not_read_is_no_missing_foot(rest: str) -> None:
    identity = read_home(f"<html><body>{MAIN}{rest}</body></html>", AT).identity
    assert {"sponsor", "conac", "report_error", "police"} <= set(identity.undetermined)


def test_what_stands_in_a_noscript_or_a_comment_is_shown_to_nobody() -> None:
    for before, after in (("<noscript>", "</noscript>"), ("<!--", "-->"), ("<template>", "</template>")):
        identity = read_page(f"<html><body>{MAIN}{before}{FOOT}{after}</body></html>".encode(), AT).identity
        assert identity == Identity()


@pytest.mark.parametrize(
    "html",
    [
        "<html><frameset rows='80,*'><frame src=/top.html><frame src=/main.html></frameset></html>",
        f"<html><body>{MAIN}<iframe src=/weather.html></iframe></body></html>",
        "<html><body><div id=app></div><script src=/static/js/app.js></script></body></html>",
    ],
)
def test_a_home_page_that_others_draw_lacks_nothing_yet(html: str) -> None:
    assert set(read_page(html.encode(), AT).identity.undetermined) >= {*PARTS}
    assert "identity.icp" in read_page(html.encode(), AT).undetermined
    inner = read_page(f"<body>{MAIN}<script src=/js/menu.js></script></body>".encode(), f"{AT}a/1.html")
    assert inner.identity.undetermined == ()


def test_a_menu_s_way_to_the_contact_is_none_in_the_foot() -> None:
    """Words in a menu are no trace; an address that names what it is leaves it open."""
    for href, expected in (("/b9/", ()), ("/lxwm/", ("contact",))):
        html = page(contact="").replace(
            "<a href=/b/>政务公开</a>", f"<a href=/b/>政务公开</a><a href={href}>联系我们</a>"
        )
        identity = read_home(html, AT).identity
        assert (identity.contact, tuple(n for n in identity.undetermined if n in PARTS)) == (None, expected)


def test_a_foot_without_any_sign_stands_at_the_page_s_end() -> None:
    plates = "".join(f"<p>第{n}段</p>" for n in range(80))
    foot = "<p>主办：松溪区人民政府办公室</p><p>电话：0599-1234567</p>"
    identity = read_home(f"<body>{plates}{foot}</body>", AT).identity
    assert (identity.sponsor, identity.contact) == ("松溪区人民政府办公室", "0599-1234567")
    early = read_home(f"<body>{foot}{plates}</body>", AT).identity
    assert (early.sponsor, early.contact) == (None, None)
