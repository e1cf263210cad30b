"""Rows of a page: what leads to an item, how far its row reaches, and the day it shows. Which rows are the list is not
decided here."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from crawler.reading.dates import lone_day, plain
from crawler.reading.layout.layout import Layout, Piece, Spot, unseen_within
from crawler.reading.layout.leads import Lead, is_day, leads_of, title_node
from crawler.reading.lists.list_cells import cell_names
from crawler.reading.lists.row_days import Bit, RowDay, read_day
from crawler.reading.lists.row_gaps import gaps_of
from ledger.vocabulary import Item

_OUTER = frozenset({"body", "html", "form", "nav", "header", "footer", "main"})
_LINES = frozenset({"li", "tr"})
_LISTS = frozenset({"ul", "ol", "tbody", "table", "dl"})
_LIKE_ROWS = frozenset({"li", "tr", "dd", "dt", "div", "p", "a", "section", "article"})
_CLIMB = 15
_LONGEST_ROW = 1500


@dataclass(frozen=True, eq=False, slots=True)
class ListRow:
    """One row: title and address, the element it stands in, how far it reaches, and its day."""

    title: str
    url: str
    spot: Spot
    last: int
    read: RowDay
    scripted: bool = False

    @property
    def day(self) -> date | None:
        return self.read.day

    @property
    def item(self) -> Item:
        told = self.read.told
        return Item(
            self.title,
            self.url,
            self.read.day,
            provenance=told.provenance if told else None,
            words=told.words if told else "",
            near=self.read.near,
        )


class _Reader:
    def __init__(self, layout: Layout, base: str) -> None:
        self.layout = layout
        self.leads = leads_of(layout, base)
        self._held: dict[int, dict[str, Lead]] = defaultdict(dict)
        for lead in self.leads:
            for spot in (lead.spot, *lead.spot.up()):
                known = self._held[spot.order].get(lead.key)
                if known is None or (known.kind != "row" and lead.kind == "row"):
                    self._held[spot.order][lead.key] = lead

    def rows(self) -> list[ListRow]:
        lines = _by_container(self._places())
        by_container = _by_container([one for members in lines for one in self._one_line(members)])
        rows: list[ListRow] = []
        for members in by_container:
            rows.extend(self._rows_in(members))
            rows.extend(self._unlinked([spot for spot, _ in members]))
        for spot in self.layout.spots:
            if spot.tag in _LISTS and len(spot.kids) > 1 and not self._held.get(spot.order):
                found = [row for row in (self._unlinked_row(kid) for kid in spot.kids if kid.tag in _LINES) if row]
                rows.extend(found if len(found) > 1 else [])
        return sorted(rows, key=lambda row: row.spot.order)

    def _places(self) -> list[tuple[Spot, Lead]]:
        """The element of each row and its best lead, in document order."""
        best: dict[int, tuple[Spot, Lead]] = {}
        for lead in self.leads:
            if lead.kind == "other":
                continue
            spot = self._climb(lead)
            known = best.get(spot.order)
            if known is None or _better(lead, known[1]):
                best[spot.order] = (spot, lead)
        found: list[tuple[Spot, Lead]] = []
        for order in sorted(best):
            spot, lead = best[order]
            if found and found[-1][0].holds(spot):
                continue  # a category or a file beside the title: it stands in the row
            found.append((spot, lead))
        return found

    def _climb(self, lead: Lead) -> Spot:
        """The largest element that holds this row and no other."""
        at = lead.spot
        for above in islice(lead.spot.up(), _CLIMB):
            if above.tag in _OUTER or at.tag in _LINES or not self._alone(above, lead):
                break
            if above.tag in _LISTS or above.order < at.order - 400 or self.layout.length(above) > _LONGEST_ROW:
                break
            at = above
        return at

    def _alone(self, spot: Spot, lead: Lead) -> bool:
        held = self._held[spot.order]
        others = [o for key, o in held.items() if key != lead.key]
        if not others:
            return True
        return (
            len(others) <= 3
            and not lead.minor
            and all(o.kind == "detail" or (o.minor and o.kind == "row") for o in others)
        )

    def _leading(self, spot: Spot) -> bool:
        return any(lead.kind == "row" for lead in self._held[spot.order].values())

    def _one_line(self, members: list[tuple[Spot, Lead]]) -> list[tuple[Spot, Lead]]:
        """Two long titles (a paper and what explains it) on one line with one day are one row."""
        line = members[0][0].parent
        if len(members) < 2 or len(members) > 3 or line is None or line.tag not in _LINES:
            return members
        days = sum(1 for p in self.layout.texts(line) if is_day(p.text))
        if days != 1:
            return members
        lead = members[0][1]
        return [(line, lead)]

    def _rows_in(self, members: list[tuple[Spot, Lead]]) -> Iterator[ListRow]:
        """The rows of one container, with what stands between them."""
        own = [read_day(self._bits(spot, spot.order, spot.end, lead), lead.title, lead.url) for spot, lead in members]
        none: tuple[list[Piece], list[Piece]] = ([], [])
        gaps, side = [none] * len(members), own
        if not all(read.shown for read in own):
            gaps = gaps_of(self.layout, [spot for spot, _ in members], self._held)
            side, gaps = self._beside(own, gaps)
        for (spot, lead), mine, near, (back, _) in zip(members, own, side, gaps, strict=True):
            title = lead.title if lead.kind == "row" else self._heading_of(spot)
            read = near if not mine.shown and near.shown else mine
            if not self._is_row(title, lead, read):
                continue
            last = max(spot.end, back[-1].order if back else 0)
            yield ListRow(self._plain_title(title, read), lead.url, spot, last, read, lead.scripted)

    def _beside(
        self, own: list[RowDay], gaps: list[tuple[list[Piece], list[Piece]]]
    ) -> tuple[list[RowDay], list[tuple[list[Piece], list[Piece]]]]:
        """The days behind the rows or before them, whichever the list has; what was read with them."""
        after = [read_day(self._loose(back), "", "") for back, _ in gaps]
        before = [read_day(self._loose(front), "", "") for _, front in gaps]
        hits = [sum(1 for o, g in zip(own, side, strict=True) if not o.shown and g.shown) for side in (after, before)]
        if hits[1] > hits[0] or (hits[1] == hits[0] and not after[-1].shown and before[0].shown):
            return before, [([], front) for _, front in gaps]
        return after, gaps

    @staticmethod
    def _is_row(title: str, lead: Lead, read: RowDay) -> bool:
        if lead.picture and not read.shown:
            return False
        return len(title) >= (2 if read.shown else 4)

    @staticmethod
    def _plain_title(title: str, read: RowDay) -> str:
        """Without the day in brackets that is the row's."""
        told = read.told
        if (
            told is not None
            and told.words
            and plain(title).endswith(told.words)
            and told.provenance.value == "brackets"
        ):
            cut = max(title.rfind(sign) for sign in "[【(（〔")
            return title[:cut].strip() if cut > 3 else title
        return title

    def _heading_of(self, spot: Spot) -> str:
        """The title of a row whose only link says 详细."""
        for inner in self.layout.inside(spot):
            if inner.tag in {"h1", "h2", "h3", "h4", "h5", "strong", "b"} and len(self.layout.words(inner)) >= 4:
                return self.layout.words(inner)[:200]
        first = next((p.text for p in self.layout.texts(spot) if len(p.text) >= 4 and lone_day(p.text) is None), "")
        return first if len(first) <= 60 else ""

    def _bits(self, spot: Spot, first: int, last: int, lead: Lead) -> list[Bit]:
        """The texts of a row; those of the title are marked, those of cells bear the cell's heading."""
        names = cell_names(self.layout, spot, self._leading)
        spans = [(kid.order, kid.end, names[kid.order]) for kid in spot.kids if kid.order in names]
        heading = self._title_span(lead)
        bits = []
        for piece in self.layout.within(first, last):
            name = next((n for a, b, n in spans if a <= piece.order <= b), None)
            in_title = heading[0] <= piece.order <= heading[1] and not is_day(piece.text)
            bits.append(Bit(piece.text, in_title, unseen_within(piece.at, spot.parent), name))
        return bits + list(self._marks(spot, lead))

    def _title_span(self, lead: Lead) -> tuple[int, int]:
        heading = title_node(lead.spot.node)
        if heading is lead.spot.node or lead.kind == "detail":
            return (lead.spot.order, lead.spot.end) if lead.kind == "row" else (-1, -2)
        inner = next((s for s in self.layout.inside(lead.spot) if s.node.mem_id == heading.mem_id), lead.spot)
        return inner.order, inner.end

    def _marks(self, spot: Spot, lead: Lead) -> Iterator[Bit]:
        """What attributes of the row's elements say."""
        for inner in self.layout.inside(spot):
            attributes = inner.node.attributes
            for name in ("datetime", "title"):
                value = attributes.get(name)
                if value and len(value) < 300 and any(c.isdigit() for c in value):
                    rest = value.replace(lead.title, " ") if lead.title else value
                    yield Bit(rest.strip(), marked=True, hidden=inner.unseen)

    @staticmethod
    def _loose(pieces: list[Piece]) -> list[Bit]:
        if sum(len(p.text) for p in pieces) > 120:
            pieces = [p for p in pieces if len(p.text) <= 40]
        return [Bit(p.text, hidden=unseen_within(p.at, None)) for p in pieces]

    def _unlinked(self, spots: list[Spot]) -> Iterator[ListRow]:
        """Rows that lead nowhere, of the same make as the rows around them."""
        container = spots[0].parent
        tags = {s.tag for s in spots}
        if container is None or len(tags) != 1 or not tags <= _LIKE_ROWS or (len(spots) < 2 and tags - _LINES):
            return
        classes = {s.attr("class") for s in spots}
        for kid in container.kids:
            if kid.tag not in tags or self._held[kid.order] or (tags - _LINES and kid.attr("class") not in classes):
                continue
            row = self._unlinked_row(kid)
            if row is not None:
                yield row

    def _unlinked_row(self, spot: Spot) -> ListRow | None:
        texts = self.layout.texts(spot)
        names = cell_names(self.layout, spot, self._leading)
        spans = [(kid.order, kid.end, names[kid.order]) for kid in spot.kids if kid.order in names]
        title = max((p.text for p in texts if lone_day(p.text) is None), key=len, default="")
        bits = [
            Bit(
                p.text,
                p.text == title,
                unseen_within(p.at, spot.parent),
                next((n for a, b, n in spans if a <= p.order <= b), None),
            )
            for p in texts
        ]
        read = read_day([*bits], title, "")
        if not 4 <= len(title) <= 120 or not read.shown:
            return None
        return ListRow(self._plain_title(title, read), "", spot, spot.end, read)


def _by_container(places: list[tuple[Spot, Lead]]) -> list[list[tuple[Spot, Lead]]]:
    found: dict[int, list[tuple[Spot, Lead]]] = defaultdict(list)
    for spot, lead in places:
        found[spot.parent.order if spot.parent else -1].append((spot, lead))
    return list(found.values())


def _better(lead: Lead, known: Lead) -> bool:
    """A title before a 详细, words before a picture, the longer before the shorter."""
    if lead.kind != known.kind:
        return lead.kind == "row"
    if lead.picture != known.picture:
        return known.picture
    return len(lead.title) > len(known.title)


def rows_of(layout: Layout, base: str) -> list[ListRow]:
    """All rows of the page, in document order."""
    return _Reader(layout, base).rows()
