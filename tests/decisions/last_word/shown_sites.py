"""Two sites alike on loopback, with columns: at 甲区网 a visitor sees the home page as it was fetched, at 教育网 a
script changes it.

No reader of ours can tell from what was fetched: the scripts lie in files, which are not read.
"""

from tests.decisions.last_word.decided_host import HTML

PHONE = "13812345678"
OLD = ("2026-09-20", "2026-09-02", "2026-08-20")
NEW = "2026-11-20"  # three days before MONDAY
ROWS = "".join(
    f'<li><a href="/{{0}}/{n}.html">关于第{n}号工作安排的通知公告</a><span>{day}</span></li>'
    for n, day in enumerate(OLD)
)
ADD = (
    "const list=document.querySelector('.list'),row=`<li><a href='{0}new.html'>关于公布新一批名单的通告</a>"
    f"<span>{NEW}</span></li>`;"
)
SCRIPTS = {
    "fed": ADD + "list.insertAdjacentHTML('afterbegin',row)",
    "filled": ADD + "list.innerHTML=row",
    "framed": ADD + "list.insertAdjacentHTML('afterbegin',`<li><iframe src='/silent/'></iframe></li>`)",
    "restless": "setInterval(()=>fetch('/robots.txt'),100)",
    "home": ADD + "list.insertAdjacentHTML('afterbegin',row);"
    "document.head.insertAdjacentHTML('beforeend','<meta name=SiteName content=教育网>');"
    "document.querySelector('.icp').textContent='粤ICP备12345678号'",
}
COLUMNS = ("silent", "fed", "blank", "filled", "framed", "restless", "for-chrome", "walled")
BLANK = ("blank", "filled")
STYLE = "<style>body{margin:0 auto;width:1000px;font:16px/2 sans-serif}.list{min-height:120px}span{float:right}</style>"


def page(title: str, body: str, script: str = "", tags: str = "") -> str:
    named = f"<script src=/js/{script}.js></script>" if script in SCRIPTS else ""
    menu = "".join(f"<a href=/{name}/>{name}</a> " for name in COLUMNS)
    icp = "<span class=icp>粤ICP备123号</span>"
    foot = f"<div class=footer>主办单位：甲区人民政府办公室　{icp}　网站标识码：4401000001</div>{named}"
    head = f"<div class=header><h1>甲区网</h1></div><div class=nav><a href=/>首页</a> {menu}</div>"
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{tags}{STYLE}</head><body>"
        f"{head}{body}{foot}</body></html>"
    )


def column(kind: str, agent: str) -> tuple[int, str, str]:
    if kind == "walled" and "Chrome/" in agent:
        return 403, HTML, "<h1>403 Forbidden</h1>"
    rows = "<li>暂无信息</li>" if kind in BLANK else ROWS.format(kind)
    if kind == "for-chrome" and "Chrome/" in agent:
        rows = rows.replace(OLD[0], NEW)
    body = (
        f"<div class=pos>当前位置：<a href=/>首页</a> &gt; {kind}</div><h2>{kind}</h2><ul class=list>{rows}</ul>"
        f"<p>值班电话：{PHONE}</p>"
    )
    return 200, HTML, page(f"{kind}-甲区网", body, kind)


def answers(path: str, agent: str, *, scripted: bool) -> tuple[int, str, str]:
    """``scripted``: the site whose home page a script changes."""
    kind = path.strip("/").partition("/")[0]
    if path.startswith("/js/"):
        name = path[4:-3]
        return 200, "text/javascript; charset=utf-8", SCRIPTS[name].replace("{0}", f"/{name}/")
    if path == "/":
        words = f"<p>{'甲区人民政府门户网站为您提供政务服务。' * 10}</p>"
        body = f"{words}<h2>通知公告</h2><ul class=list>{ROWS.format('silent')}</ul>"
        tags = "<meta name=SiteDomain content=www.jia.gov.cn><meta name=SiteIDCode content=4401000001>"
        return 200, HTML, page("甲区网", body, "home" if scripted else "", tags)
    if path in {f"/{name}/" for name in COLUMNS}:
        return column(kind, agent)
    if kind in COLUMNS and path[-6:-5] in "012":
        text = f"<h3>通知</h3><div>发布时间：{OLD[int(path[-6])]}</div><p>{'请各单位遵照执行。' * 30}</p>"
        return 200, HTML, page(f"通知{path}-甲区网", text)
    return 404, HTML, "<h1>404</h1>"
