"""Every page of the district as bytes: a pure function of now and phase. No network, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.sample import files, words
from demo.sample.columns import COLUMNS
from demo.sample.district import SITES, UNITS, column_path
from demo.sample.plan import ColumnPlan, Kind, ListShape, Make, Phase, Planted, SitePlan
from demo.sample.planted import DECOYS, FAULTS, NEAR_MISSES
from ledger.vocabulary import ColumnKind

ROWS = 6  # rows on one page of a list
FOLDER = Path(__file__).parent / "templates"
_NAMES = {unit.id: unit.name for unit in UNITS}
_ON_HOME = (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY)


@dataclass(frozen=True)
class PageAnswer:
    """What the server says at one address. ``first`` is the status of the first visit, where it differs."""

    body: bytes
    mime: str = "text/html"
    status: int = 200
    location: str = ""
    delay: float = 0.0
    first: int = 0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListedArticle:
    """One row of a list and its article. ``day`` is as the list shows it, ``time`` as the article does."""

    title: str
    href: str
    day: str
    time: str
    pinned: bool = False

    @property
    def relative(self) -> str:
        """As TRS writes it: from the column's folder."""
        return "./" + "/".join(self.href.rsplit("/", 2)[1:])


Site = dict[str, PageAnswer]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _href(make: Make, plan: ColumnPlan, when: datetime) -> str:
    number = plan.number * 100_000 + when.toordinal() - 700_000
    if make is Make.TRS:
        folder = plan.folder + ("/ml" if plan.shape is ListShape.STUB else "")
        return f"/{folder}/{when:%Y%m}/t{when:%Y%m%d}_{number}.html"
    if make is Make.NFCMS:
        return f"/{plan.folder}/content/post_{number}.html"
    if make is Make.VSB:
        return f"/info/{1000 + plan.number}/{number}.htm"
    return f"/show/{number}.html"


def rows(plan: ColumnPlan, make: Make, now: datetime, phase: Phase) -> tuple[ListedArticle, ...]:
    """The rows of a column in the order shown."""

    def row(place: int, age: int) -> ListedArticle:
        when = (now - timedelta(days=age)).replace(hour=9 + (age + plan.number) % 8, minute=(age * 7) % 60)
        undated = plan.shape is ListShape.UNDATED
        day = f"{when:%m-%d}" if plan.shape is ListShape.SHORT else f"{when:%Y-%m-%d}"
        return ListedArticle(
            words.title(plan.column.kind, plan.column.name, plan.number, when.toordinal()),
            _href(make, plan, when),
            "" if undated else day,
            "" if undated else f"{when:%Y-%m-%d %H:%M}",
            plan.pinned and place == 0,
        )

    return tuple(row(place, age) for place, age in enumerate(plan.ages[phase]))


class _Writer:
    """Writes one site's pages for one now and phase."""

    def __init__(self, plan: SitePlan, now: datetime, phase: Phase) -> None:
        self.plan, self.now, self.phase = plan, now, phase
        self.columns = [column for column in COLUMNS if column.column.site == plan.site.id]
        self.common = {
            "plan": plan,
            "site": plan.site,
            "host": urlsplit(plan.site.home).hostname,
            "lacking": plan.lacking(phase),
            "columns": self.columns,
            "is_home": False,
            "path": lambda column, page=1, pages=1: column_path(plan.make, column.folder, page, pages),
            "sponsor": _NAMES[plan.site.sponsor],
            "operator": _NAMES[plan.site.operator],
        }

    def page(self, template: str, **more: object) -> PageAnswer:
        text = _templates().get_template(template).render(self.common | more)
        return PageAnswer(text.encode(self.plan.encoding), f"text/html; charset={self.plan.encoding}")

    def extras(self, where: str) -> list[Planted]:
        return [
            planted
            for planted in (*FAULTS, *NEAR_MISSES)
            if planted.where == where and planted.site == self.plan.site.id and self.phase in planted.linked
        ]

    def home(self) -> PageAnswer:
        boxes = []
        for column in self.columns:
            if column.column.kind in _ON_HOME and column.shape in (ListShape.DATED, ListShape.SHORT):
                found = rows(column, self.plan.make, self.now, self.phase)[:ROWS]
                boxes.append({"plan": column, "rows": [self._full(row) for row in found]})
        return self.page(
            "home.html",
            boxes=boxes,
            extras=self.extras("home"),
            extras_title="专题与服务",
            is_home=True,
            decoys=DECOYS if self.plan.site.id == "portal" else (),
        )

    @staticmethod
    def _full(row: ListedArticle) -> ListedArticle:
        return replace(row, day=row.time[:10])

    def column(self, plan: ColumnPlan) -> Iterator[tuple[str, PageAnswer]]:
        found = rows(plan, self.plan.make, self.now, self.phase)
        pages = max(1, -(-len(found) // ROWS))
        folder = plan.folder
        if plan.shape is ListShape.STUB:
            folder += "/ml"
            stub = '<html><head><meta http-equiv="refresh" content="0;url=./ml/index.html"></head><body></body></html>'
            yield column_path(self.plan.make, plan.folder), PageAnswer(stub.encode())
        given = {"column": plan.column, "item": plan, "pages": pages, "extras_title": "相关链接"}
        for page in range(1, pages + 1):
            yield (
                column_path(self.plan.make, folder, page, pages),
                self.page(
                    "list.html",
                    rows=found[(page - 1) * ROWS : page * ROWS],
                    page=page,
                    tag_missing=self.phase in plan.tag_missing,
                    extras=self.extras(f"list:{plan.column.id}"),
                    **given,
                ),
            )
        for row in found:
            yield (
                row.href,
                self.page(
                    "article.html",
                    row=row,
                    column=plan.column,
                    item=plan,
                    paragraphs=words.paragraphs(row.title, _NAMES[self.plan.site.sponsor]),
                    extras=self.extras(f"articles:{plan.column.id}"),
                    extras_title="附件下载",
                ),
            )

    def furniture(self) -> Site:
        css = (FOLDER / "style.css").read_text("utf-8").replace("COLOUR", self.plan.colour)
        small = PageAnswer(files.png(self.plan.colour, 56, 56), "image/png")
        return {
            "/css/style.css": PageAnswer(css.encode(), "text/css; charset=utf-8"),
            "/images/banner.png": PageAnswer(files.png(self.plan.colour, 1080, 150), "image/png"),
            **dict.fromkeys(("/images/logo.png", "/images/jiguan.png", "/images/jiucuo.png", "/favicon.ico"), small),
            "/robots.txt": PageAnswer(b"User-agent: *\nAllow: /\n", "text/plain"),
            "/api/list.json": PageAnswer('{"rows":[{"title":"招生快讯"}]}'.encode(), "application/json"),
            "/map.html": self.page("plain.html", heading="网站地图", lines=(), site_map=True),
        }

    def plain(self, heading: str, *lines: str) -> PageAnswer:
        return self.page("plain.html", heading=heading, lines=lines, site_map=False)


_WAF = "<html><head><title>请求被拒绝</title></head><body>访问被拦截 事件ID 20990001</body></html>".encode()
_RUISHU = (
    b"<html><head><meta id='9DhefwqGPrzGxEp9' content='x' r='m'>"
    b"<script r='m'>$_ts=window['$_ts'];</script></head><body></body></html>"
)
_JIASULE = b"<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname+location.search</script>"
_TURNS = ("/zwdt2.htm", "/zwdt3.htm")
_FIXED = {
    Kind.OK_PDF: PageAnswer(files.pdf(), "application/pdf"),
    Kind.OK_DOCX: PageAnswer(files.docx(), "application/octet-stream"),
    Kind.CHAIN: PageAnswer(b"", status=302, location=_TURNS[0]),
    Kind.ERROR: PageAnswer(b"<html><body>Internal Server Error</body></html>", status=500),
    Kind.WAF: PageAnswer(_WAF, "text/html; charset=utf-8", 403),
    Kind.RUISHU: PageAnswer(_RUISHU, status=412, headers=(("Set-Cookie", "FSSBBIl1UgzbN7N80S=x"),)),
    Kind.JIASULE: PageAnswer(_JIASULE, status=521, headers=(("Set-Cookie", "__jsluid_h=x"),)),
    Kind.FLAP: PageAnswer(files.docx(), "application/octet-stream", first=404),
}


def _planted(writer: _Writer, planted: Planted) -> Site:
    """What the server says at a planted address in this phase."""
    path, kind = urlsplit(planted.address).path, planted.kinds[writer.phase]
    notice = writer.plain(planted.text, "该服务由本单位提供，请按页面提示办理。")
    missing = writer.plain("页面不存在", "您访问的页面不存在或已删除。")
    written = {
        Kind.OK_PAGE: notice,
        Kind.HTML: notice,
        Kind.SLOW: replace(notice, delay=1.2),
        Kind.NOT_FOUND: replace(missing, status=404),
        Kind.GONE: replace(missing, status=410),
        Kind.SOFT_404: missing,
        Kind.LOOP: PageAnswer(b"", status=302, location=path),
    }
    site = {path: (_FIXED | written)[kind]}
    if kind is Kind.CHAIN:
        site |= {_TURNS[0]: PageAnswer(b"", status=301, location=_TURNS[1]), _TURNS[1]: notice}
    return site


def district(now: datetime, phase: Phase) -> dict[str, Site]:
    """Every answer of every host of the district, by host and path. What is not here is answered 404."""
    hosts: dict[str, Site] = {}
    for plan in SITES:
        writer = _Writer(plan, now, phase)
        host = hosts.setdefault(urlsplit(plan.site.home).hostname or "", {})
        host.update(writer.furniture())
        host["/"] = writer.home()
        for column in writer.columns:
            host.update(writer.column(column))
        for planted in (*FAULTS, *NEAR_MISSES):
            if planted.site == plan.site.id and Kind.OUTSIDE not in planted.kinds.values():
                hosts.setdefault(urlsplit(planted.address).hostname or "", {}).update(_planted(writer, planted))
    return hosts
