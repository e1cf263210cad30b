"""Lists that scripts draw: read as they come, after a scroll, after a click on their own 更多; no link is followed."""

import json
from typing import Any

import pytest

from crawler.browser import VisitStep
from crawler.reading import read_column
from ledger.vocabulary.reason import Reason
from tests.browser.loopback import Said, answer, page

pytestmark = pytest.mark.needs("browser")
ADD = (
    "const add=async p=>{for(const r of await (await fetch('/rows?page='+p)).json())"
    "list.insertAdjacentHTML('beforeend',`<li><a href='${r.url}'>${r.title}</a><span>${r.day}</span></li>`)};"
)
SPACE = "<p style='height:1500px'></p>"


def _rows(said: Said) -> bytes:
    number = int(said.path.rpartition("=")[2])
    rows = [
        {
            "url": f"/art/{number}{row}.html",
            "title": f"关于第{number}批第{row}项工作安排的通知",
            "day": f"2026-0{3 - number}-1{row}",
        }
        for row in range(5)
    ]
    return answer(json.dumps(rows).encode(), kind="application/json")


def _list(script: str, more: str = "", before: str = "", after: str = "") -> bytes:
    head = "<div class=nav><a href='/'>首页</a> <a href='/col/1/'>政务公开</a></div><h2>通知公告</h2>"
    return page(f"{head}{before}<ul id=list></ul>{more}{after}<script>{ADD}{script}</script>", title="通知公告")


ON_CLICK = "add(1);more.onclick=()=>{add(2);more.onclick=null}"
ROUTES = {
    "/rows": _rows,
    "/at-once": _list("add(1)"),
    "/late": _list("setTimeout(()=>add(1),100)"),
    "/scroll": _list("add(1);let n=1;onscroll=()=>{if(n++===1)add(2)}", after=SPACE),
    "/seen": _list(
        "add(1);new IntersectionObserver((e,o)=>{if(e[0].isIntersecting){o.disconnect();add(2)}}).observe(end)",
        after=SPACE + "<p id=end>　</p>",
    ),
    "/box": page(
        "<div id=box style='height:300px;overflow-y:auto'><ul id=list></ul><p style='height:900px'></p></div>"
        f"<script>{ADD}add(1);let n=1;box.onscroll=()=>{{if(n++===1)add(2)}}</script>"
    ),
    "/button": _list(ON_CLICK, "<button id=more>加载更多</button>"),
    "/div": _list(ON_CLICK, "<div class=m><div id=more><span>点击查看更多 ∨</span></div></div>"),
    "/hash-link": _list(ON_CLICK, "<p><a id=more href='javascript:;'>更多&gt;&gt;</a></p>"),
    "/leaves": _list("add(1)", "<p><a href='/elsewhere'>更多</a></p>"),
    "/leaves-inside": _list("add(1)", "<p><a href='/elsewhere'><span>查看更多</span></a></p>"),
    "/leaves-by-script": _list(
        "add(1);more.onclick=()=>location.href='/elsewhere'", "<button id=more>查看更多</button>"
    ),
    "/form": _list("add(1)", "<form action='/elsewhere'><button>查看更多</button></form>"),
    "/in-nav": _list("add(1)", before="<nav><span onclick=\"location.href='/elsewhere'\">更多</span></nav>"),
    "/words": _list("add(1)", "<p onclick=\"location.href='/elsewhere'\">更多信息请关注区政府公众号</p>"),
    "/elsewhere": page("<p>别的网页</p>"),
}
ONE, TWO = 5, 10


@pytest.fixture(autouse=True)
def _routes(browser: Any) -> None:
    browser.sites.routes = dict(ROUTES)


@pytest.mark.parametrize(
    ("path", "step", "rows"),
    [
        ("/at-once", VisitStep.LOADED, ONE),
        ("/late", VisitStep.LOADED, ONE),
        ("/scroll", VisitStep.SCROLLED, TWO),
        ("/seen", VisitStep.SCROLLED, TWO),
        ("/box", VisitStep.SCROLLED, TWO),
        ("/button", VisitStep.CLICKED, TWO),
        ("/div", VisitStep.CLICKED, TWO),
        ("/hash-link", VisitStep.CLICKED, TWO),
        ("/leaves", VisitStep.LOADED, ONE),
        ("/leaves-inside", VisitStep.LOADED, ONE),
        ("/leaves-by-script", VisitStep.LOADED, ONE),
        ("/form", VisitStep.LOADED, ONE),
        ("/in-nav", VisitStep.LOADED, ONE),
        ("/words", VisitStep.LOADED, ONE),
    ],
)
def test_rows(browser: Any, path: str, step: VisitStep, rows: int) -> None:
    before = browser.sites.asked("/elsewhere")
    seen = browser.visit(path, scroll=True)
    assert (seen.status, seen.step) == (200, step), seen
    column = read_column(seen.html, f"http://site.example{path}")
    assert len(column.items) == rows, seen.html
    assert str(column.items[0].day).startswith("2026-02-10")
    assert column.items[0].title == "关于第1批第0项工作安排的通知"
    if path != "/leaves-by-script":
        assert browser.sites.asked("/elsewhere") == before
        assert seen.reason is None


def test_a_page_that_goes_away_at_the_click_is_told(browser: Any) -> None:
    seen = browser.visit("/leaves-by-script", scroll=True)
    assert (seen.reason, seen.picture) == (Reason.PARTLY_READ, None)
    assert "别的网页" not in seen.html


def test_without_asking_nothing_is_moved(browser: Any) -> None:
    for path in ("/scroll", "/button"):
        seen = browser.visit(path)
        assert len(read_column(seen.html, seen.final_url).items) == ONE
        assert seen.step is VisitStep.LOADED
