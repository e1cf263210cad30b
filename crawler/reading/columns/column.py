"""The list on a column's page, and what of it was read. Menus, side boxes and breadcrumbs are not the list; a year is
never guessed."""

from dataclasses import dataclass, replace
from datetime import date

from crawler.reading.articles.headline import column_name
from crawler.reading.columns.islands import island_html, island_total
from crawler.reading.drawn.beside import UnreadRows
from crawler.reading.drawn.content import content_of
from crawler.reading.drawn.emptiness import hollow_after, may_be_filled, says_blank
from crawler.reading.drawn.unsure import unsure_of
from crawler.reading.kinds import redirect_of
from crawler.reading.layout.layout import Layout, Ranges, layout_of
from crawler.reading.layout.pagers import onward_of, pager_of
from crawler.reading.links import base_of, directory
from crawler.reading.lists.block_days import settle_days
from crawler.reading.lists.blocks import Block, Chooser, blocks_of
from crawler.reading.lists.places import Places, places_of
from crawler.reading.lists.reach import reach_of
from crawler.reading.lists.rows import ListRow, rows_of
from crawler.reading.page import View, open_view, prose
from ledger.vocabulary import Item, ListReach, Reader

_HOLDS = 3  # pictures and telling lines that make a page one of text


@dataclass(frozen=True)
class ColumnReading:
    """``pager`` names how the list pages ("" when it does not); ``pages`` and ``total`` are how many pages and rows the
    whole list says it has; ``prose`` is how many characters of running text stand on a page without rows, ``content``
    how many pictures, files and telling lines; ``says_blank``: the page says in words that it has nothing; ``reach``:
    what of the list was read; ``onward``: addresses of its further pages, the last one last, as far as they are known
    (a pager by script may name pages that do not exist); ``reader``: whose reading it is."""

    name: str
    items: tuple[Item, ...]
    pager: str = ""
    pages: int | None = None
    script_drawn: bool = False
    total: int | None = None
    prose: int = 0
    content: int = 0
    says_blank: bool = False
    reach: ListReach | None = None
    onward: tuple[str, ...] = ()
    reader: Reader = Reader.HTML

    @property
    def newest(self) -> date | None:
        return max((i.day for i in self.items if i.day), default=None)

    @property
    def oldest(self) -> date | None:
        return min((i.day for i in self.items if i.day), default=None)


def _island(view: View) -> list[ListRow]:
    """大汉 jpage: the first rows stand in an XML island that no HTML parser shows."""
    markup = island_html(view.raw)
    if not markup:
        return []
    return rows_of(layout_of(open_view(markup, view.url)), view.url)


def _listed(view: View, layout: Layout, places: Places) -> tuple[list[Block], Block | None, list[Block], list[Block]]:
    """All blocks of the page, the main one, those of the column's own area, and those that may be."""
    blocks = blocks_of(layout, rows_of(layout, base_of(view.tree, view.url)), places)
    blocks = [settle_days(layout, block) for block in blocks]
    chooser = Chooser(layout, blocks, places, directory(view.url), hollow_after(layout, places))
    main = chooser.main()
    if main is None:
        return blocks, main, [], []
    return blocks, main, chooser.own(main), chooser.doubtful(main)


def column_of(view: View) -> ColumnReading:
    if redirect_of(view) is not None and len(view.text) < 300:
        return ColumnReading("", ())
    pager, pages = pager_of(view)
    island = _island(view)
    layout = layout_of(view)
    places = places_of(layout, view)
    if island:
        items = tuple(row.item for row in island)
        reach = replace(reach_of(layout, [], None, island, places), pages=pages)
        total = island_total(view.raw)
        return ColumnReading(places.name, items, pager, pages, total=total, reach=reach, reader=Reader.JPAGE)
    blocks, main, own, doubtful = _listed(view, layout, places)
    rows = sorted((row for block in own for row in block.rows), key=lambda row: row.spot.order)
    if not rows:
        return _without_rows(view, layout, places, blocks, pager, pages)
    reach = reach_of(layout, blocks, main, rows, places, own, doubtful)
    reach = replace(reach, pages=pages, left=UnreadRows(layout, view, places, blocks, main).unread(own))
    items = tuple(row.item for row in rows)
    return ColumnReading(places.name, items, pager, pages, reach=reach, onward=onward_of(view))


def _without_rows(
    view: View, layout: Layout, places: Places, blocks: list[Block], pager: str, pages: int | None
) -> ColumnReading:
    menus = Ranges((b.container.order, b.container.end) for b in blocks if b.container.tag != "body")
    written, content = prose(view), content_of(layout, places, menus)
    says = says_blank(layout, view, places)
    drawn = not says and may_be_filled(layout, view, places, holds=written > 0 or content >= _HOLDS)
    left = 0 if says or drawn or content else unsure_of(layout, view, places, blocks)
    reach = ListReach(blocks=0, left=left, pages=pages)
    return ColumnReading(column_name(view), (), pager, pages, drawn, None, written, content, says, reach)


def home_list(view: View) -> tuple[tuple[Item, ...], bool]:
    """All rows that are dated, show a day without a year, or lead to an article: what a home page offers; and whether
    a script or a frame may show more beside them."""
    layout = layout_of(view)
    places = places_of(layout, view)
    blocks = [settle_days(layout, b) for b in blocks_of(layout, rows_of(layout, base_of(view.tree, view.url)), places)]
    chooser = Chooser(layout, blocks, places, directory(view.url))
    rows = [row for block in blocks for row in block.rows if row.read.shown or chooser.leads_to_article(block, row)]
    items = tuple(row.item for row in sorted(rows, key=lambda row: row.spot.order))
    return items, bool(items) and UnreadRows(layout, view, places, blocks, None).unread(blocks) > 0
