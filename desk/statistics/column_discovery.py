"""推断的栏目: what an address alone tells of its columns, from the stored pages that the home page links to.

Fetches nothing. A kind is guessed from clear words only; what is guessed is said as guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.reading import ColumnReading, FastReading, decode, read_column, read_fast
from ledger.archive.writer import Archive, ArchiveReader
from ledger.vocabulary import Column, ColumnKind, ColumnList, Page, PageKind

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
ROWS = 3  # dated rows that make a page a list
FEW_WORDS = 400  # words outside links that head, foot and breadcrumb of an empty list may have
_MORE = re.compile(r"^\W*(?:更多|查看更多|more|详细|详情|进入|点击进入)?\W*$", re.IGNORECASE)
_CLEAR = (
    (ColumnKind.NEWS, re.compile(r"动态|要闻|新闻(?!发布|办|中心)")),
    (ColumnKind.NOTICE, re.compile(r"通知公告|公告通知|通知公示|公示公告|公告公示|^(?:通知|公告|公示)$")),
    (ColumnKind.POLICY, re.compile(r"(?:政策|法规|政策文件|规范性文件|部门文件|政府文件|政策法规)$")),
)
_NOTHING = re.compile(r"暂无(?:相关)?(?:数据|信息|内容|文章|记录)|没有(?:相关|任何)(?:数据|信息|内容)|共\s*0\s*条")
# What no clause calls a column, though it may hold nothing dated: tools of the site.
_TOOLS = re.compile(
    r"地图|搜索|检索|登录|注册|RSS|纠错|邮箱|信箱|联系|关于|声明|帮助|English|繁體|无障碍", re.IGNORECASE
)


@dataclass(frozen=True)
class Guessed:
    """A column that nobody registered, and its list as stored."""

    column: Column
    listing: ColumnList


def kind_of_name(name: str) -> ColumnKind:
    """The kind that a name says in clear words; 其他 where none does, or more than one."""
    said = [kind for kind, words in _CLEAR if words.search(name)]
    return said[0] if len(said) == 1 else ColumnKind.OTHER


def guess_columns(archive: ArchiveReader, run: str, site: str) -> tuple[Guessed, ...]:
    """The lists that the run's home page leads to, each once, in the order of the home page."""
    pages = {page.url: page for page in archive.pages(run)}
    home = next(iter(archive.home_pages(run)), None)
    guessed: list[Guessed] = []
    taken = {home.body} if home else set()
    for url, words in _offered(archive, home.body, home.url) if home else ():
        page = _reached(archive, pages, url)
        if page is None or page.body in taken:
            continue
        taken.add(page.body)
        found = _guess(archive, page, url, words, site)
        if found:
            guessed.append(found)
    return tuple(guessed)


def keep(archive: Archive, guessed: tuple[Guessed, ...]) -> None:
    """Put the lists beside what the run noted; its archive must have the run started."""
    for one in guessed:
        archive.record_column(one.listing)
    archive.commit()


def _text(archive: ArchiveReader, sha: str) -> str:
    return decode(archive.body(sha) or b"").text


def _fast(archive: ArchiveReader, sha: str, url: str) -> FastReading | None:
    try:
        return read_fast(_text(archive, sha), url)
    except UNREADABLE:
        return None


def _offered(archive: ArchiveReader, sha: str, url: str) -> Iterator[tuple[str, str]]:
    """Where the home page's links lead, with their words."""
    fast = _fast(archive, sha, url)
    for link in fast.links if fast else ():
        if link.tag in ("a", "area"):
            yield link.url, link.text


def _reached(archive: ArchiveReader, pages: dict[str, Page], url: str) -> Page | None:
    """The stored page at ``url``, or the one that its stub leads to."""
    page = pages.get(url)
    if page is not None and page.kind is PageKind.REDIRECT:
        fast = _fast(archive, page.body, url)
        page = pages.get(fast.redirect) if fast and fast.redirect else None
    return None if page is None or page.kind in (PageKind.HOME, PageKind.ARTICLE, PageKind.REDIRECT) else page


def _guess(archive: ArchiveReader, page: Page, url: str, words: str, site: str) -> Guessed | None:
    try:
        read = read_column(_text(archive, page.body), page.url)
    except UNREADABLE:
        return None
    fast = _fast(archive, page.body, page.url)
    name = words if not _MORE.match(words) and len(words) <= 20 else (read.name or page.title)
    if fast is None or not _is_list(read, fast, page, name):
        return None
    column = Column(url, site, name, url, kind_of_name(name), _shallow(url))
    return Guessed(
        column,
        ColumnList(
            url,
            page.url,
            page.seen,
            page.body,
            read.items,
            read.script_drawn,
            read.pager,
            prose=read.prose,
            content=read.content,
            reach=read.reach,
            reader=read.reader,
        ),
    )


def _is_list(read: ColumnReading, fast: FastReading, page: Page, name: str) -> bool:
    if sum(1 for item in read.items if item.day) >= ROWS:
        return True
    if page.kind is not PageKind.COLUMN or _TOOLS.search(name):
        return False
    if read.items:  # a list that shows no date: the articles behind it are asked
        return len(read.items) >= ROWS and not any(item.day for item in read.items)
    return read.script_drawn or _is_empty_list(read, fast)


def _is_empty_list(read: ColumnReading, fast: FastReading) -> bool:
    """A pager of one page, or words that say so, on a page that holds nothing else."""
    linked = sum(len("".join(link.text.split())) for link in fast.links if link.tag == "a")
    if fast.visible_chars - linked > FEW_WORDS:
        return False
    if _NOTHING.search(fast.head_text):
        return True
    return read.pager in ("TRS", "NFCMS", "博达") and (read.pages or 1) == 1


def _shallow(url: str) -> bool:
    """一级栏目 by its address: at most one folder, or one file, below the root."""
    folders = [part for part in urlsplit(url).path.split("/") if part]
    if folders and "." in folders[-1] and len(folders) > 1:
        folders.pop()
    return len(folders) <= 1
