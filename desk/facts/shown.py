"""Pages as a browser shows them, judged again by the rules that judged what was fetched of them. No network.

All else is as the run left it. No rule is known by name here: each is asked again that reads nothing but what can be
read of one page.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from checks.registry import rules
from crawler.browser import Area, Frame
from crawler.reading import READER_ERRORS, read_column, read_fast, read_home
from desk.context import Desk
from desk.facts.judging import Shown, judge_site
from ledger.archive.writer import ArchiveReader
from ledger.encoding.coding import masked
from ledger.vocabulary import (
    ColumnList,
    Failure,
    HomePage,
    Item,
    Key,
    ListReach,
    Manner,
    Page,
    Verdict,
)

_ONE_PAGE = frozenset({ColumnList, HomePage, Page, Failure})


@dataclass(frozen=True)
class Spot:
    """An address that is to be opened, and where on its page the matter stands. ``scroll``: a list, whose further rows
    a script may draw."""

    address: str
    frame: Frame = field(default_factory=Frame)
    scroll: bool = False


def can_judge(desk: Desk, verdict: Verdict) -> bool:
    """Whether the verdict's rule can be asked again about its one page. What a person saw is not asked again."""
    kinds, evidence = _kinds(desk, verdict), verdict.evidence
    if (
        evidence is None
        or verdict.subject not in desk.register.sites
        or not desk.workspace.archive(verdict.subject).is_file()
    ):
        return False
    by_person = Manner.of("", evidence).by_person
    return not by_person and kinds <= _ONE_PAGE and bool(verdict.column or kinds & {HomePage, Page})


def judge_shown(desk: Desk, verdicts: Iterable[Verdict], texts: Mapping[str, str], now: datetime) -> dict[Key, Verdict]:
    """What the rules of ``verdicts`` (that they ``can_judge``) say where the pages at these addresses show ``texts``
    (HTML), by the verdict's key. Nothing where the page is not among them or could not be read."""
    said: dict[Key, Verdict] = {}
    for site_id, mine in _by_site(verdicts).items():
        site, columns = desk.register.sites[site_id], desk.register.columns_of(site_id)
        criteria = {v.criterion: desk.criteria[v.criterion] for v in mine}
        with ArchiveReader(desk.workspace.archive(site_id)) as archive:
            run = archive.runs()[-1].key
            shown = _shown(_Read.of(archive, run), mine, texts)
            wanted = {v.key for v in mine if _covers(shown, v, _kinds(desk, v))}
            again = judge_site(archive, run, site, columns, criteria, now, (), desk.register.sites.values(), shown)
            said |= {v.key: masked(v) for v in again if v.key in wanted}
    return said


def places(desk: Desk, verdicts: Iterable[Verdict]) -> dict[Key, Spot]:
    """Where the matter of each verdict (that they ``can_judge``) is to be seen: the row that is quoted, else the rows;
    the foot of a home page; where a list has no rows."""
    found: dict[Key, Spot] = {}
    for site_id, mine in _by_site(verdicts).items():
        with ArchiveReader(desk.workspace.archive(site_id)) as archive:
            read = _Read.of(archive, archive.runs()[-1].key)
        found |= {v.key: _place(read, v, _kinds(desk, v)) for v in mine}
    return found


@dataclass(frozen=True)
class _Read:
    """What the run read of columns and home page, and the archive that knows the pages."""

    archive: ArchiveReader
    lists: Mapping[str, ColumnList]
    home: HomePage | None

    @classmethod
    def of(cls, archive: ArchiveReader, run: str) -> "_Read":
        lists = {seen.column: seen for seen in archive.column_lists(run)}
        return cls(archive, lists, max(archive.home_pages(run), key=lambda home: home.seen, default=None))

    def items(self, verdict: Verdict) -> tuple[Item, ...]:
        seen = self.lists.get(verdict.column) if verdict.column else self.home
        return seen.items if seen else ()


def _kinds(desk: Desk, verdict: Verdict) -> frozenset[type]:
    criterion = desk.criteria.get(verdict.criterion)
    return rules()[criterion.rule].kinds if criterion and criterion.rule else frozenset({Verdict})


def _by_site(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    sites: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        sites.setdefault(verdict.subject, []).append(verdict)
    return sites


def _address(verdict: Verdict) -> str:
    return verdict.evidence.address if verdict.evidence else ""


def _place(read: _Read, verdict: Verdict, kinds: frozenset[type]) -> Spot:
    address, items = _address(verdict), read.items(verdict)
    quote = verdict.evidence.quote if verdict.evidence else ""
    quoted = [i for i in items if i.url and i.title and quote.startswith(i.title)]
    links = tuple(i.url for i in sorted(quoted, key=lambda i: -len(i.title)))[:1]
    if verdict.column:
        rows = Frame(links or tuple(i.url for i in items if i.url), None if items else Area.EMPTY)
        return Spot(address, rows, scroll=True)
    return Spot(address, Frame(links, Area.FOOT)) if HomePage in kinds else Spot(address)


def _covers(shown: Shown, verdict: Verdict, kinds: frozenset[type]) -> bool:
    if verdict.column:
        return verdict.column in shown.columns
    if HomePage in kinds:
        return shown.home is not None
    return any(page.url == _address(verdict) for page in shown.pages)


def _shown(read: _Read, verdicts: Iterable[Verdict], texts: Mapping[str, str]) -> Shown:
    columns: dict[str, ColumnList] = {}
    home, pages = None, {}
    for verdict in verdicts:
        text, was = texts.get(_address(verdict)), read.lists.get(verdict.column or "")
        try:
            if text is None:
                continue
            if was is not None and was.url == _address(verdict):
                columns[was.column] = _column(was, text)
            if read.home is not None and read.home.url == _address(verdict):
                home = home or _home(read.home, text)
            if page := read.archive.page(_address(verdict)):
                pages[page.url] = _page(page, text)
        except READER_ERRORS:
            continue
    return Shown(columns, home, tuple(pages.values()))


def _column(was: ColumnList, text: str) -> ColumnList:
    """``was`` with what is shown of it. Rows that are shown no more are kept: further pages of the list have them."""
    read, before = read_column(text, was.url), was.reach or ListReach()
    reach = read.reach or ListReach()
    return replace(
        was,
        items=tuple(_rows(was, read.items)),
        script_drawn=read.script_drawn,
        pager=read.pager,
        prose=read.prose,
        content=read.content,
        reach=replace(reach, pages_read=before.pages_read, pages=max(reach.pages or 0, before.pages or 0) or None),
    )


def _home(was: HomePage, text: str) -> HomePage | None:
    """None of a page that shows hardly anything."""
    if read_fast(text, was.url).bare:
        return None
    read = read_home(text, was.url)
    return replace(
        was,
        title=read.title,
        identity=read.identity,
        items=tuple(_rows(was, read.items)),
        navigation_only=read.navigation_only,
        script_drawn=read.script_drawn,
    )


def _page(was: Page, text: str) -> Page:
    read = read_fast(text, was.url)
    return replace(was, title=read.title, tags=read.tags, source=read.source)


def _rows(was: ColumnList | HomePage, items: Iterable[Item]) -> Iterator[Item]:
    """The rows now shown, with all that is known of when they were published; then those that are not shown now."""
    known = {_row(item): item for item in was.items}
    shown = set()
    for item in items:
        shown.add(_row(item))
        before = known.get(_row(item))
        if before is None:
            yield replace(item, first_seen=was.seen.date())
        elif item.day in (None, before.day, before.listed):
            yield before
        else:  # another day than was fetched
            yield replace(item, first_seen=before.first_seen)
    yield from (item for item in was.items if _row(item) not in shown)


def _row(item: Item) -> str:
    return item.url or item.title
