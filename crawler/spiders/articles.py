"""The publish day of an article behind a list's row, out of the archive. It fetches nothing."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from crawler.reading import decode, read_listed
from ledger.archive import ArchiveReader
from ledger.vocabulary import Item, Page, PageKind, Provenance

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
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
    return replace(item, day=shown.day, provenance=shown.provenance, words=shown.words, opened=True)


def article_day(archive: ArchiveReader, url: str) -> ArticleDay | None:
    """None: nothing is known of it: never stored, no article as far as can be seen, or its day may be put in by a
    script. What an older version read is read again, where the bytes are kept."""
    page = archive.page(url)
    if page is None:
        return None
    if page.published_from is None:
        page = _again(archive, page)
    if "published" in page.undetermined:
        return None
    shown = page.published.date() if isinstance(page.published, datetime) else page.published
    if shown is not None and (page.published_from is None or page.published_from.publish):
        return ArticleDay(shown, page.published_from, page.published_words)
    return ArticleDay(None) if page.kind is PageKind.ARTICLE else None


def _again(archive: ArchiveReader, page: Page) -> Page:
    body = archive.body(page.body)
    if body is None:
        return page
    try:
        fast = read_listed(decode(body).text, page.url, page.charset)
    except UNREADABLE:
        return page
    return replace(
        page,
        kind=PageKind.OTHER if fast.visible_chars < WORDS else fast.kind,
        published=fast.published,
        published_from=fast.published_from,
        published_words=fast.published_words,
        undetermined=fast.undetermined,
    )
