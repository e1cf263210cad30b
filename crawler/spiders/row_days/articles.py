"""The publish day of an article behind a list's row, out of the archive. It fetches nothing."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Item, Page, PageKind, Provenance

LISTED = 3  # rows that make a page a list
WORDS = 80  # a page with fewer shows its article elsewhere: in a frame, a viewer, a picture
FILES = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|zip|rar|7z|gz|jpe?g|png|gif|bmp|webp|svg|mp[34]|flv|avi|wmv|mov|txt|ofd|rtf|csv)$",
    re.I,
)


@dataclass(frozen=True)
class ArticleDay:
    """What a page that was read completely says of its publishing. ``day`` None: it shows no publish day."""

    day: date | None
    provenance: Provenance | None = None
    words: str = ""


def is_file(url: str) -> bool:
    """Whether the address is a file's, which shows no day to a reader of pages."""
    return FILES.search(urlsplit(url).path) is not None


def with_article(item: Item, shown: ArticleDay) -> Item:
    """The row with the day of its article. One that shows none leaves what the row says of other days."""
    if shown.day is None:
        return replace(item, day=None, opened=True)
    return replace(item, day=shown.day, provenance=shown.provenance, words=shown.words, opened=True, listed=item.day)


def outranks(shown: ArticleDay, item: Item) -> bool:
    """Whether the article labels, or shows beside its headline, another day than its row: 以稿件发布页为准."""
    sure = shown.provenance in (Provenance.LABELLED, Provenance.OWN_PLACE)
    return sure and shown.day is not None and shown.day != item.day


def article_day(archive: ArchiveReader, url: str) -> ArticleDay | None:
    """None: nothing is known of it: never stored, no article as far as can be seen, or its day may be put in by a
    script. What an older version read is read again, where the bytes are kept."""
    page = _stored(archive, url)
    if page is None or "published" in page.undetermined:
        return None
    shown = page.published.date() if isinstance(page.published, datetime) else page.published
    if shown is not None and (page.published_from is None or page.published_from.publish):
        return ArticleDay(shown, page.published_from, page.published_words)
    return ArticleDay(None) if page.kind is PageKind.ARTICLE else None


def leads_on(archive: ArchiveReader, url: str) -> bool:
    """Whether a page is stored there that is a list itself: a way to other pages, and nothing that was published."""
    page = _stored(archive, url)
    if page is None or page.kind not in (PageKind.COLUMN, PageKind.HOME) or page.published is not None:
        return False
    from crawler.reading import READER_ERRORS, decode, read_column  # who judges reads few pages, most often none

    try:
        return len(read_column(decode(archive.body(page.body) or b"").text, page.url).items) >= LISTED
    except READER_ERRORS:
        return False


def _stored(archive: ArchiveReader, url: str) -> Page | None:
    """The page as stored, at the address or where this was last redirected to."""
    page = archive.page(url)
    if page is None and (looks := archive.looks_at(url)):
        page = archive.page(looks[-1].final_url)
    return _again(archive, page) if page is not None and page.published_from is None else page


def _again(archive: ArchiveReader, page: Page) -> Page:
    body = archive.body(page.body)
    if body is None:
        return page
    from crawler.reading import READER_ERRORS, decode, read_listed

    try:
        fast = read_listed(decode(body).text, page.url, page.charset)
    except READER_ERRORS:
        return page
    wordless = fast.kind is PageKind.ARTICLE and fast.visible_chars < WORDS
    return replace(
        page,
        kind=PageKind.OTHER if wordless else fast.kind,
        published=fast.published,
        published_from=fast.published_from,
        published_words=fast.published_words,
        undetermined=fast.undetermined,
    )
