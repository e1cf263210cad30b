"""The four dialects of lists that scripts draw (gkmlpt, jpage, jpaas, Ucap): drawn by a browser, the rows are read."""

import json
from datetime import date
from typing import Any

import pytest

from crawler.reading import read_column
from tests.browser.loopback import Said, answer, page

pytestmark = pytest.mark.needs("browser")
# what a person reads on each page
TITLES = ["关于开展安全检查的通知", "关于公布行政许可事项的公告", "关于公开征求意见的公告"]
DAYS = [date(2026, 6, 18), date(2026, 6, 12), date(2026, 5, 29)]
NAV = "<div class=nav><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>"
LIST = f"<p>{NAV}</p><h2>通知公告</h2><div id=here></div>"
_TYPE = {"kind": "application/json; charset=utf-8"}


def _row(number: int, url: str) -> str:
    return f"<li><a href='{url}' title='{TITLES[number]}'>{TITLES[number]}</a><span>{DAYS[number]}</span></li>"


def _gkmlpt(said: Said) -> bytes:
    if said.path != "/gkmlpt/api/all/721?page=1&sid=755041":
        return answer(b"{}", status="404 Not Found", **_TYPE)
    seconds = [1781771104, 1781252704, 1780043104]  # 16:25:04 of each day in Shanghai
    rows = [
        {"id": n, "title": TITLES[n], "url": f"/gkmlpt/content/post_{n}.html", "display_publish_time": seconds[n]}
        for n in range(3)
    ]
    return answer(json.dumps({"articles": rows, "total": 3}).encode(), **_TYPE)


def _jpage(said: Said) -> bytes:
    asked = "columnid=7" in said.body.decode() and "endrecord=45" in said.path and said.headers.get("referer")
    rows = "".join(f"<record><![CDATA[{_row(n, f'/art/2026/6/1/art_7_{n}.html')}]]></record>" for n in range(3))
    whole = f"<datastore><totalrecord>3</totalrecord><recordset>{rows if asked else ''}</recordset></datastore>"
    return answer(whole.encode(), kind="text/xml; charset=utf-8")


def _jpaas(said: Said) -> bytes:
    rows = "".join(_row(n, f"/art/2026/art_ab{n}.html") for n in range(3)) if "pageId=a1b2" in said.path else ""
    return answer(json.dumps({"success": True, "data": {"html": f"<ul>{rows}</ul>"}}).encode(), **_TYPE)


def _ucap(said: Said) -> bytes:
    rows = [
        {"title": TITLES[n], "url": f"/20260{6 - n // 2}/{n:032x}.shtml", "publishedTimeStr": f"{DAYS[n]} 10:00:00"}
        for n in range(3)
    ]
    found = rows if said.method == "POST" and said.body.startswith(b"channelId=abc") else []
    return answer(json.dumps({"results": {"data": {"results": found, "total": 3}}}).encode(), **_TYPE)


PUT = (
    "const put=rows=>{here.innerHTML='<ul>'+rows.map(r=>`<li><a href='${r.url}'>${r.title}</a>"
    "<span>${r.day}</span></li>`).join('')+'</ul>'};"
)
ROUTES = {
    "/gkmlpt/index": page(
        f"{LIST}<script>window._CONFIG={{SID:'755041'}};{PUT}"
        "fetch(`/gkmlpt/api/all/${location.hash.slice(1)}?page=1&sid=${_CONFIG.SID}`).then(r=>r.json()).then(d=>put("
        "d.articles.map(a=>({...a,day:new Date(a.display_publish_time*1000+288e5).toISOString().slice(0,10)}))))"
        "</script>"
    ),
    "/gkmlpt/api/all/721": _gkmlpt,
    "/col/col7/index.html": page(
        f"{LIST}<script>const ask=new XMLHttpRequest();"
        "ask.open('POST','/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15');"
        "ask.setRequestHeader('Content-Type','application/x-www-form-urlencoded');"
        "ask.onload=()=>{here.innerHTML='<ul>'+[...ask.responseXML.querySelectorAll('record')].map(r=>r.textContent)"
        ".join('')+'</ul>'};ask.send('col=1&webid=1&path=/&columnid=7&unitid=29&permissiontype=0')</script>"
    ),
    "/module/web/jpage/dataproxy.jsp": _jpage,
    "/col/jpaas.html": page(
        f"{LIST}<script src='/unitbuild.js' url='/api-gateway/jpaas-publish-server/front/page/build/unit' "
        "queryData=\"{'parseType':'bulidstatic','webId':'8d82','pageType':'column','pageId':'a1b2'}\"></script>"
    ),
    "/unitbuild.js": answer(
        b"const me=document.currentScript,q=JSON.parse(me.getAttribute('queryData').replaceAll(\"'\",'\"'));"
        b"fetch(me.getAttribute('url')+'?'+new URLSearchParams(q)).then(r=>r.json())"
        b".then(d=>here.innerHTML=d.data.html)",
        kind="text/javascript",
    ),
    "/api-gateway/jpaas-publish-server/front/page/build/unit": _jpaas,
    "/common_list.shtml": page(
        f"<meta name=channelId content=abc>{LIST}<script>{PUT}"
        "fetch('/getFileListByCodeId',{method:'POST',body:new URLSearchParams({channelId:'abc',page:1,size:10})})"
        ".then(r=>r.json()).then(d=>put(d.results.data.results.map(r=>({...r,day:r.publishedTimeStr.slice(0,10)}))))</script>"
    ),
    "/getFileListByCodeId": _ucap,
}


@pytest.mark.parametrize("path", ["/gkmlpt/index#721", "/col/col7/index.html", "/col/jpaas.html", "/common_list.shtml"])
def test_the_rows_are_read_from_what_the_browser_shows(browser: Any, path: str) -> None:
    browser.sites.routes = dict(ROUTES)
    seen = browser.visit(path, scroll=True)
    assert (seen.status, seen.reason) == (200, None)
    items = read_column(seen.html, f"http://site.example{path}").items
    assert [item.title for item in items] == TITLES
    assert [getattr(item.day, "value", item.day) for item in items] == DAYS
