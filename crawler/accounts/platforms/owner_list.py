"""A list that an owner's interface gives page by page, newest first but for pinned posts, until it passes ``since``.

Complete when it passed ``since`` or came to its end by the platform's word; an empty list says nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from crawler.accounts.asking.failing import LookFailed
from ledger.vocabulary import AccountReading, Post, Reason, Source

_PAGES = 10


@dataclass(frozen=True)
class OwnerPage:
    """One page. ``listed``: times of all ordinary (not pinned) rows, also those that are not public.

    ``next``: what asks for the page after, "" after the last. ``broken``: it ended before what it promised.
    """

    posts: tuple[Post, ...]
    listed: tuple[datetime | None, ...]
    next: str
    sha: str = ""
    broken: bool = False


async def read_owner_list(
    account: str,
    source: Source,
    address: str,
    since: date,
    now: datetime,
    page: Callable[[str], Awaitable[OwnerPage]],
) -> AccountReading:
    """All pages from the first (asked with "") as one reading."""
    reading = AccountReading(account, source, now, address=address)
    posts: list[Post] = []
    listed: list[datetime | None] = []
    ended, cursor = False, ""
    try:
        for _ in range(_PAGES):
            one = await page(cursor)
            posts += one.posts
            listed += one.listed
            reading = replace(reading, posts=tuple(posts), body=one.sha)
            last = one.listed[-1] if one.listed else None
            ended = (last is not None and last.date() < since) or not (one.next or one.broken)
            if ended or not one.next or one.next == cursor:
                break
            cursor = one.next
    except LookFailed as failure:
        return replace(reading, reason=failure.reason, detail=failure.detail)
    reason, detail = _flaw(posts, listed, ended=ended)
    if reason:
        return replace(reading, reason=reason, detail=detail)
    return replace(reading, complete=True, since=since, until=now)


def _flaw(posts: Sequence[Post], listed: Sequence[datetime | None], *, ended: bool) -> tuple[Reason | None, str]:
    """Why the list is not all there is; ``None`` where it is."""
    if not ended:
        return Reason.SOURCE_PARTIAL, "列表没有列到头"
    if not posts and not listed:
        return Reason.EMPTY_ANSWER, "平台答复的列表是空的"
    if None in listed or any(post.at is None for post in posts):
        return Reason.UNREADABLE, "有的发布时间看不懂"
    return None, ""
