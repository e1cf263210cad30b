"""When a list's rows were first seen, beside the last reading of the same list. It fetches nothing, opens nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from ledger.archive.writer import ArchiveReader
from ledger.row_times import order_in
from ledger.vocabulary import ColumnList, HomePage, Item, ListOrder

Listed = ColumnList | HomePage


def with_first_sight(
    archive: ArchiveReader, items: Sequence[Item], before: Listed | None, seen: datetime, order: ListOrder
) -> tuple[Item, ...]:
    """The rows, each with the day of its first sight, and whether it has come since the last reading."""
    known = {_key(item): item for item in before.items} if before else {}
    was = [known.get(_key(item)) for item in items]
    oldest_first = order_in(items, seen, order) is ListOrder.OLDEST_FIRST
    sighted = []
    for i, item in enumerate(items):
        earlier = was[i]
        if before is not None and earlier is not None:
            first = earlier.first_seen or before.seen.date()
            sighted.append(replace(item, first_seen=first, appeared=earlier.appeared, absent=earlier.absent))
            continue
        first = seen.date()
        beside = was[:i] if oldest_first else was[i + 1 :]  # on the last places rows come up as others are taken off
        if before is None or not any(beside) or not item.url:
            sighted.append(replace(item, first_seen=first))
        elif found := archive.first_on_list(type(before), _place(before), item.url, before.seen):
            sighted.append(replace(item, first_seen=found))
        elif _unread_then(archive, before, item):
            sighted.append(replace(item, first_seen=first))
        else:
            sighted.append(replace(item, first_seen=first, appeared=first, absent=before.seen.date()))
    return tuple(sighted)


def _key(item: Item) -> str:
    return item.url or item.title


def _place(before: Listed) -> str:
    return before.column if isinstance(before, ColumnList) else before.url


def _unread_then(archive: ArchiveReader, before: Listed, item: Item) -> bool:
    """Whether the row stood on the page then and was not read, as far as its bytes tell; where they are lost, what an
    older version read tells nothing."""
    body = archive.body(before.body)
    if body is None:
        return not isinstance(before, ColumnList) or before.reach is None
    parts = urlsplit(item.url)
    tail = parts.query or parts.path.rstrip("/").rpartition("/")[2]
    return tail.encode() in body.replace(b"&amp;", b"&")
