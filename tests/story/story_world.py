"""The make-believe district of the story: every page a function of the day, over real HTTP on loopback.

What is wrong when is written in ``story_plan.py`` by hand; this file only draws it. It knows no rule and no ledger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests import served
from tests.story.story_plan import COLUMNS, EMPTIED, LACKS, LINKS, SITES, WALLED, Link, Site, StoryColumn, published

SHOWN = 5  # rows on a list
ON_HOME = 3
TEXT = "<p>" + "本页介绍本单位的工作安排和办理情况，供群众查阅，具体事项以当面答复为准。" * 8 + "</p>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WALL = "<html><head><title>请求被拒绝</title></head><body>访问被拦截 事件ID 20990001</body></html>".encode()
HTML = served.HTML


@dataclass(frozen=True)
class Answer:
    body: bytes
    mime: str = HTML
    status: int = 200


GONE = {
    404: Answer("<html><head><title>404</title></head><body>您访问的页面不存在</body></html>".encode(), HTML, 404),
    410: Answer("<html><head><title>410</title></head><body>该页面已被移除</body></html>".encode(), HTML, 410),
}


def article(column: StoryColumn, day: date) -> str:
    return f"/{column.id}/t{day:%Y%m%d}.html"


def _tags(pairs: dict[str, str], lacking: set[str]) -> str:
    return "".join(f'<meta name="{n}" content="{c}">' for n, c in pairs.items() if n not in lacking)


class Writer:
    """One site's pages on one day."""

    def __init__(self, site: Site, day: date, *, noon: bool) -> None:
        self.site, self.day, self._noon = site, day, noon
        self.columns = [c for c in COLUMNS if c.site == site.id]

    def _published(self, column: StoryColumn) -> tuple[date, ...]:
        return published(column, self.day, noon=self._noon)

    def pages(self) -> dict[str, Answer]:
        made = {"/": self._page("", self._home(), self._foot(), {}, "home")}
        for column in self.columns:
            about = {
                "ColumnName": column.name,
                "ColumnDescription": f"集中发布本单位{column.name}类信息",
                "ColumnKeywords": f"{column.name},望舒区",
                "ColumnType": column.kind,
            }
            listing = f"<h1>{column.name}</h1>{self._list(column)}{self._links(column.id)}"
            made[column.path] = self._page(column.name, listing, self._foot(), about, "column")
            for day in self._published(column):
                made[article(column, day)] = self._article(column, day)
        for name in ("网站地图", "找错说明"):
            made[NAMED[name]] = self._page(name, f"<h1>{name}</h1>{TEXT}", self._foot(), {}, "other")
        for link in LINKS:
            if link.site == self.site.id:
                made[link.path] = self._target(link)
        return made

    def _page(self, title: str, main: str, foot: str, about: dict[str, str], kind: str) -> Answer:
        site = self.site
        own = {"SiteName": site.name, "SiteDomain": site.host_on(self.day), "SiteIDCode": site.code}
        lacking = {tag for tag, k, since, until in LACKS.get(site.id, ()) if k == kind and since <= self.day <= until}
        head = f'<meta charset="utf-8"><title>{title or site.name}</title>{_tags(own | about, lacking)}'
        nav = "".join(f'<a href="{c.path}">{c.name}</a> ' for c in self.columns)
        body = f'<div class="nav"><a href="/">首页</a> {nav}</div>{main}{foot}'
        return Answer(f"<html><head>{head}</head><body>{body}</body></html>".encode())

    def _foot(self) -> str:
        site = self.site
        hidden = {tag for tag, k, since, until in LACKS.get(site.id, ()) if k == "foot" and since <= self.day <= until}
        police = "" if "公安备案号" in hidden else f" | {site.police}"
        return (
            '<div class="footer">'
            f'<p><a href="{NAMED["网站地图"]}">网站地图</a> | 主办单位：{site.sponsor_name}</p>'
            f"<p>联系电话：020-00000000</p><p>网站标识码：{site.code} | {site.icp}{police}</p>"
            f'<p><a href="{NAMED["找错说明"]}">我为政府网站找错</a></p>'
            f'<script>var conac = "http://bszs.conac.cn/sitename?method=show&id={site.code}";</script></div>'
        )

    def _home(self) -> str:
        boxes = [f"<h3>{c.name}</h3>{_rows(c, self._published(c)[:ON_HOME])}" for c in self.columns if c.kind != "其他"]
        return f"<h1>{self.site.name}</h1>{''.join(boxes)}{self._links('home')}{TEXT}"

    def _list(self, column: StoryColumn) -> str:
        if any(name == column.id and since <= self.day <= until for name, since, until in EMPTIED):
            return '<ul class="list"></ul>'
        return _rows(column, self._published(column)[:SHOWN])

    def _links(self, where: str) -> str:
        used = [x for x in LINKS if x.site == self.site.id and x.where == where and x.used(self.day)]
        return "".join(f'<p><a href="{x.path}">{x.text}</a></p>' for x in used)

    def _article(self, column: StoryColumn, day: date) -> Answer:
        title = _title(column, day)
        about = {
            "ColumnName": column.name,
            "ColumnType": column.kind,
            "ArticleTitle": title,
            "PubDate": f"{day} 09:00",
            "ContentSource": self.site.sponsor_name,
        }
        said = f"<h1>{title}</h1><div class='info'>发布时间：{day} 09:00 来源：{self.site.sponsor_name}</div>{TEXT}"
        return self._page(title, said + self._links(f"{column.id}/{day:%m%d}"), self._foot(), about, "article")

    def _target(self, link: Link) -> Answer:
        if status := link.dead(self.day):
            return GONE[status]
        if link.path.endswith(".pdf"):
            return Answer(PDF, "application/pdf")
        return self._page(link.text, f"<h1>{link.text}</h1>{TEXT}", self._foot(), {}, "other")


NAMED = {"网站地图": "/wzdt.html", "找错说明": "/jiucuo.html"}


def _title(column: StoryColumn, day: date) -> str:
    return f"关于{column.name}有关工作的第{day:%m%d}号信息"


def _rows(column: StoryColumn, days: tuple[date, ...]) -> str:
    rows = "".join(f'<li><a href="{article(column, d)}">{_title(column, d)}</a><span>{d}</span></li>' for d in days)
    return f'<ul class="list">{rows}</ul>'


@dataclass
class World:
    """The running district. ``turn`` goes to another day; articles that were published stay where they are."""

    port: int = 0
    _hosts: dict[str, dict[str, Answer]] = field(default_factory=dict)
    _walled: frozenset[str] = frozenset()

    def turn(self, day: date, *, noon: bool = False) -> None:
        self._hosts = {site.host_on(day): Writer(site, day, noon=noon).pages() for site in SITES}
        self._walled = frozenset(
            s.host_on(day) for s in SITES for name, a, b in WALLED if s.id == name and a <= day <= b
        )

    def answer(self, host: str, path: str) -> Answer:
        if host in self._walled:
            return Answer(WALL, HTML, 403)
        return self._hosts.get(host, {}).get(path, GONE[404])


@contextmanager
def serving() -> Iterator[World]:
    """The district until the block ends."""
    world = World()

    def answer(asked: BaseHTTPRequestHandler) -> served.Answer:
        said = world.answer((asked.headers.get("Host") or "").partition(":")[0], urlsplit(asked.path).path)
        return said.status, {"Content-Type": said.mime}, said.body

    with served.serving(answer) as world.port:
        yield world
