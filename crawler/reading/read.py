"""The readers together: what a page shows, in one object. A crash of a reader is 'cannot tell', never a fact."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from crawler.reading.articles.article import brought_in_later, published_reading
from crawler.reading.articles.headline import breadcrumb, title
from crawler.reading.articles.source import source
from crawler.reading.columns.column import ColumnReading, column_of, home_list
from crawler.reading.dates import Moment, show
from crawler.reading.decode import decode
from crawler.reading.drawn.emptiness import drawn_by_script
from crawler.reading.foot.identity import doubtful, mounted, read_identity
from crawler.reading.hints import hints_at_day
from crawler.reading.kinds import kind_of, redirect_of
from crawler.reading.links import RawLink
from crawler.reading.page import View, open_view
from crawler.reading.tags import tag
from crawler.reading.time_limit import timed
from ledger.vocabulary import Identity, Item, ListReach, PageKind, Provenance

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
READER_ERRORS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)  # what a strange page raises
BARE_CHARS, BARE_LINKS = 120, 3
_IDENTITY = ("sponsor", "operator", "contact", "site_code", "icp", "police", "conac", "report_error", "site_map")


@dataclass(frozen=True)
class FastReading:
    """What every page of a site is read for. ``head_text``: title and first words, to know a soft 404 by;
    ``published_from`` and ``published_words``: what the publish day rests on."""

    title: str
    kind: PageKind
    published: Moment | None
    source: str | None
    tags: tuple[tuple[str, str], ...]
    links: tuple[RawLink, ...]
    redirect: str | None
    visible_chars: int
    head_text: str
    undetermined: tuple[str, ...] = ()
    published_from: Provenance | None = None
    published_words: str = ""

    @property
    def bare(self) -> bool:
        """Frames, a script's step on the way, a notice of maintenance: no home page, whatever its address."""
        return self.visible_chars < BARE_CHARS and sum(link.tag == "a" for link in self.links) < BARE_LINKS


@dataclass(frozen=True)
class HomeReading:
    """``navigation_only``: the page carries no list of items, only ways to other pages."""

    title: str
    identity: Identity
    items: tuple[Item, ...] = ()
    navigation_only: bool = False
    script_drawn: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything the readers see in one page."""

    url: str
    fast: FastReading
    title: str | None
    breadcrumb: tuple[str, ...]
    column: ColumnReading
    identity: Identity
    charset: str
    conflict: str = ""
    undetermined: tuple[str, ...] = field(default=())

    def as_json(self, file: str) -> dict[str, object]:
        """The object ``xuncha read --json`` prints: null where the page shows nothing."""
        fast, column = self.fast, self.column
        items = [
            {"title": i.title, "url": i.url, "date": show(i.day), "provenance": i.provenance, "near": i.near or None}
            for i in column.items
        ]
        reach = column.reach or ListReach()
        pager = f"{column.pager} pages={column.pages}" if column.pages else column.pager
        listed = {
            "name": column.name or None,
            "items": items,
            "newest": None if any(i.near for i in column.items) else show(column.newest),
            "oldest": show(column.oldest),
            "pager": pager or None,
            "order": reach.order.value,
            "blocks": reach.blocks,
            "later": [show(one.value) for one in reach.later],
        }
        return {
            "file": file,
            "url": self.url,
            "kind": fast.kind.value,
            "title": self.title,
            "published": show(fast.published),
            "published_from": fast.published_from.value if fast.published_from else None,
            "source": fast.source,
            "breadcrumb": list(self.breadcrumb),
            "column": listed,
            "identity": {name: getattr(self.identity, name) for name in _IDENTITY},
            "tags": dict(fast.tags),
            "charset": self.charset,
            "links": len(fast.links),
            "undetermined": list(self.undetermined),
        }


def _elsewhere(view: View, kind: PageKind, moment: Moment | None) -> bool:
    """Whether the publish time of an article without one may stand where a script or a frame puts it."""
    if moment is not None or kind not in {PageKind.ARTICLE, PageKind.OTHER}:
        return False
    framed = len(view.text) < 300 and any(x.tag in {"iframe", "frame"} for x in view.links)
    return framed or (kind is PageKind.ARTICLE and (drawn_by_script(view) or brought_in_later(view)))


def _fast(view: View, *, listed: bool = False) -> FastReading:
    redirect = redirect_of(view)
    kind = kind_of(view, redirect)
    if listed and (kind is PageKind.OTHER or (kind is PageKind.COLUMN and published_reading(view) is not None)):
        kind = PageKind.ARTICLE
    is_article = kind is PageKind.ARTICLE
    reading = published_reading(view) if is_article else None
    moment = reading.value if reading else None
    return FastReading(
        title=view.title,
        kind=kind,
        published=moment,
        source=source(view) if is_article else None,
        tags=view.tags,
        links=view.links,
        redirect=redirect,
        visible_chars=len(view.text) - view.text.count(" ") - view.text.count("\n"),  # ``lines_of`` leaves no others
        head_text=f"{view.title}\n{view.text[:500]}",
        undetermined=("published",) if _elsewhere(view, kind, moment) or (listed and _doubtful(view, moment)) else (),
        published_from=reading.provenance if reading else None,
        published_words=reading.words if reading else "",
    )


@timed
def read_fast(text: str, url: str, charset: str = "utf-8") -> FastReading:
    """The hot path: one parse. ``charset`` is the page's own; queries with Chinese in them are sent in it."""
    return _fast(open_view(text, url, charset))


def try_fast(body: bytes, url: str) -> FastReading | None:
    """The same from raw bytes; None where the page cannot be read."""
    try:
        return read_fast(decode(body).text, url)
    except READER_ERRORS:
        return None


@timed
def _sends_on(text: str, url: str) -> str | None:
    return redirect_of(open_view(text, url))


@lru_cache(maxsize=2)  # of a page that was followed to its end it is asked once more
def sends_on(body: bytes, url: str) -> str | None:
    """Where the page itself sends its visitor on to."""
    try:
        return _sends_on(decode(body).text, url)
    except READER_ERRORS:
        return None


def _doubtful(view: View, moment: Moment | None) -> bool:
    """Whether a page without a publish day shows, by its headline, what may be one that nobody here reads."""
    return moment is None and hints_at_day(view)


@timed
def read_listed(text: str, url: str, charset: str = "utf-8") -> FastReading:
    """A page that a row of a list leads to: an article by that, whatever its address and tags."""
    return _fast(open_view(text, url, charset), listed=True)


@timed
def read_column(text: str, url: str) -> ColumnReading:
    return column_of(open_view(text, url))


def _home(view: View) -> HomeReading:
    items, more = home_list(view)
    drawn = more if items else drawn_by_script(view)
    identity = read_identity(view)
    if mounted(view) or (not (identity.icp or identity.police or identity.sponsor) and doubtful(view)):
        missing = tuple(name for name in _IDENTITY if not getattr(identity, name))
        identity = replace(identity, undetermined=missing)
    return HomeReading(view.title, identity, items, not items and not drawn, drawn)


@timed
def read_home(text: str, url: str) -> HomeReading:
    return _home(open_view(text, url))


def _run(name: str, reader: Callable[[View], _T], view: View, otherwise: _T, failed: list[str]) -> _T:
    """The reader runner: one reader's crash on a strange page must not take the others with it."""
    try:
        return reader(view)
    except Exception:  # noqa: BLE001  one of the three places reserved for it
        _log.exception("读取“%s”时出错：%s", name, view.url)
        failed.append(name)
        return otherwise


@timed
def read_page(body: bytes, url: str, content_type: str | None = None) -> Reading:
    """Everything, from raw bytes. Fields that only a script could show stand in ``undetermined``."""
    decoded = decode(body, content_type)
    view = open_view(decoded.text, url, decoded.charset)
    failed: list[str] = []
    empty = FastReading(view.title, PageKind.OTHER, None, None, view.tags, view.links, None, 0, "")
    fast = _run("published", _fast, view, empty, failed)
    column = ColumnReading(tag(view.tags, "ColumnName"), ())
    if fast.kind in {PageKind.COLUMN, PageKind.OTHER}:
        column = _run("column.items", column_of, view, column, failed)
    identity = _run("identity", read_identity, view, Identity(), failed)
    failed += [*fast.undetermined, *(f"identity.{name}" for name in identity.undetermined)]
    failed += ["column.items"] if column.script_drawn else []
    own = fast.kind is PageKind.ARTICLE or not view.title
    shown = _run("title", title, view, None, failed) if own else view.title
    nothing: tuple[str, ...] = ()
    crumbs = _run("breadcrumb", breadcrumb, view, nothing, failed)
    return Reading(url, fast, shown, crumbs, column, identity, decoded.charset, decoded.conflict, tuple(failed))
