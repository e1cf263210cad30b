"""A small office with something of each kind waiting, made once and copied for every test."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from desk.context import Desk, open_desk
from desk.workspace.workspace import Workspace
from ledger.archive.writer import Archive
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Coverage,
    DeadGrade,
    Decision,
    Event,
    Evidence,
    Outcome,
    Page,
    PageKind,
    Provenance,
    Reason,
    Referrer,
    Skipped,
    Verdict,
)
from tests.decisions.decided_looks import MONDAY, dead

NOW = MONDAY + timedelta(days=1)
LIST = "http://www.jia.gov.cn/yw/"
HOSTILE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>要闻</title>
<meta http-equiv="refresh" content="0;url=http://evil.example/"><base href="http://evil.example/">
<link rel="stylesheet" href="http://evil.example/a.css"><link rel="dns-prefetch" href="//evil.example">
<style>@import url(http://evil.example/b.css); body{background:url(http://evil.example/c.png)}</style>
<script src="http://evil.example/d.js"></script><script>document.title="ran";fetch("/audit")</script></head>
<body onload="document.title='ran'" background="http://evil.example/e.png">
<img src="http://evil.example/f.png" alt="徽标" onerror="document.title='ran'"><iframe src="http://evil.example/g"></iframe>
<form action="http://evil.example/h"><input name="q" autofocus onfocus="document.title='ran'"><button>搜</button></form>
<svg><script>document.title="ran"</script><image href="http://evil.example/i.png"/></svg>
<div style="background-image:url(http://evil.example/j.png)">背景</div><object data="http://evil.example/k"></object>
<video src="http://evil.example/l.mp4" poster="http://evil.example/m.png"></video>
<ul><li><a href="javascript:document.title='ran'">稿件</a><span>2026-10-01</span></li>
<li><a href="http://evil.example/n" ping="http://evil.example/o">联系人 13812345678</a></li></ul>
<a href="/gone.html">旧专题</a><!-- <img src="http://evil.example/p.png"> --></body></html>"""


def office(at: Path) -> Desk:
    """Two units, a site each, a column; looks without a gap."""
    root = Workspace.init(at / "office").root
    register = root / "config" / "register"
    (register / "units.csv").write_text("编号,名称\nu1,甲区办公室\nu2,甲区教育局\n", encoding="utf-8")
    rows = "编号,名称,首页地址,主办单位\njia,甲区网,http://www.jia.gov.cn/,u1\njiao,教育网,http://jyj.jia.gov.cn/,u2\n"
    (register / "sites.csv").write_text(rows, encoding="utf-8")
    columns = f"编号,网站,名称,地址,类别,一级栏目\nc1,jia,要闻,{LIST},动态要闻,是\n"
    (register / "columns.csv").write_text(columns, encoding="utf-8")
    settings = root / "config" / "xuncha.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = ""', 'name = "甲区办公室"', 1), encoding="utf-8")
    desk = open_desk(root).at_once()
    desk.workspace.prepare()
    return desk


def stored(desk: Desk) -> str:
    """The archive of 甲区网 with one page, as hostile as pages come; its hash."""
    with Archive(desk.workspace.archive("jia")) as archive:
        archive.start_run("r1", MONDAY)
        body = archive.store_body(HOSTILE.encode())
        archive.record_page(Page(LIST, MONDAY, PageKind.COLUMN, 1, "要闻", body), [])
        archive.finish_run(MONDAY)
        archive.commit()
    return body


def _verdicts(body: str) -> Iterable[Verdict]:
    soft = (dead(f"http://www.jia.gov.cn/old/{n}.html", grade=DeadGrade.SOFT) for n in range(5))
    yield from soft
    yield dead("http://jyj.jia.gov.cn/x/1.html", "jiao", grade=DeadGrade.SOFT)
    evidence = Evidence(
        LIST, MONDAY, quote="稿件 2026-10-01", body=body, provenance=Provenance.OWN_PLACE, looks=(MONDAY,) * 3,
        figures=(("newest", "2026-10-01"),),
    )  # fmt: skip
    yield Verdict("column-news-stale", "jia", "c1", Outcome.FAIL, "“要闻”栏目不更新", evidence, column="c1")
    used = Evidence(
        "http://www.jia.gov.cn/gone.html", MONDAY, grade=DeadGrade.SOFT, looks=(MONDAY,) * 3, uses=1,
        referrers=(Referrer(LIST, "a", "旧专题"),),
    )  # fmt: skip
    yield Verdict("link-other", "jia", used.address, Outcome.FAIL, "链接“旧专题”打不开", used)


def furnish(at: Path) -> Path:
    """The workspace: seven problems that wait, and the last one confirmed, told and appealed against."""
    desk = office(at)
    body = stored(desk)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.runs.start("r1", "inspect", MONDAY, {"sites": "jia jiao"})
        ledger.verdicts.settle("r1", MONDAY, _verdicts(body), desk.criteria, desk.register, trusted=desk.trust(ledger))
        for site in ("jia", "jiao"):
            left = (Skipped(Reason.ROBOTS, 3, ("http://www.jia.gov.cn/a/",)),)
            ledger.runs.record_coverage(Coverage(site, "r1", MONDAY, MONDAY, 40, 90, 80, 10, left, 1, 1))
        ledger.runs.finish("r1", MONDAY)
        last = max(f.id for f in ledger.findings.find())
        said = (Event.CONFIRM, "看过"), (Event.APPEAL, "已换成新专题")
        for n, (event, why) in enumerate(said, 1):
            ledger.decisions.decide(last, Decision(event, _after(n), "王某", why))
    return desk.workspace.root


def _after(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)
