"""RSS, Atom and JSON Feed: bytes to items. Pure; fetches and expands nothing a feed points at.

lxml rather than feedparser: the dates are ours in any case, JSON Feed is unknown to feedparser, and lxml tells a feed
that broke off from one that did not.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from crawler.accounts.asking.fields import JsonObject, number, rows, short, text
from crawler.reading.decode import decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ATOM = "{http://www.w3.org/2005/Atom}"
_CLOSINGS = ("</rss>", "</feed>", "</rdf:RDF>")


@dataclass(frozen=True)
class FeedItem:
    """``published`` and ``updated`` as written; "" where the item has none."""

    title: str
    url: str
    published: str
    updated: str = ""


@dataclass(frozen=True)
class ParsedFeed:
    """``built``: when the source says it made the feed. ``cut``: it broke off."""

    items: tuple[FeedItem, ...]
    built: str = ""
    cut: bool = False


def parse_feed(body: bytes, content_type: str = "") -> ParsedFeed | None:
    """The feed; ``None`` for what is no feed (an HTML page, an error in JSON)."""
    words = decode(body, content_type).text
    return _json(words) if words.lstrip("\ufeff \r\n\t").startswith("{") else _xml(words)


def _json(words: str) -> ParsedFeed | None:
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        return None
    items = rows(data, "items") if isinstance(data, Mapping) else None
    if items is None or "jsonfeed" not in text(data, "version"):
        return None
    return ParsedFeed(tuple(map(_json_item, items)))


def _json_item(row: JsonObject) -> FeedItem:
    # wewe-rss writes the publish time as date_modified; whether that may be taken is for the caller to know
    return FeedItem(
        short(text(row, "title")), text(row, "url"), _stamp(row, "date_published"), _stamp(row, "date_modified")
    )


def _stamp(row: JsonObject, name: str) -> str:
    figure = number(row, name)
    return str(figure) if figure is not None else text(row, name)


def _xml(words: str) -> ParsedFeed | None:
    source = _DECLARATION.sub("", words).strip().encode("utf-8", "replace")
    root = _root(source, recover=False)
    whole = root is not None
    if root is None:
        root = _root(source, recover=True)
    if root is None or not isinstance(root.tag, str):
        return None
    name = etree.QName(root).localname
    if name == "feed":
        return ParsedFeed(
            tuple(_entry(e) for e in root.iter(f"{_ATOM}entry")), _child(root, f"{_ATOM}updated"), not whole
        )
    if name not in {"rss", "RDF"}:
        return None
    items = tuple(_item(e) for e in root.iter("{*}item"))
    channel = next(root.iter("{*}channel"), root)
    return ParsedFeed(items, _child(channel, "lastBuildDate"), not whole)


def _root(source: bytes, *, recover: bool) -> "etree._Element | None":
    parser = etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None


def _item(node: "etree._Element") -> FeedItem:
    link = _child(node, "{*}link") or _child(node, "{*}guid")
    dated = _child(node, "pubDate") or _child(node, "{http://purl.org/dc/elements/1.1/}date")
    return FeedItem(short(_child(node, "{*}title")), link, dated)


def _entry(node: "etree._Element") -> FeedItem:
    links = [e for e in node.iter(f"{_ATOM}link") if e.get("rel", "alternate") == "alternate"]
    url = (links[0].get("href") or "") if links else ""
    return FeedItem(
        short(_child(node, f"{_ATOM}title")), url, _child(node, f"{_ATOM}published"), _child(node, f"{_ATOM}updated")
    )


def _child(node: "etree._Element", name: str) -> str:
    """The text of the first child of that name, without what an entity would have put in."""
    found = node.find(name)
    if found is None:
        return ""
    pieces = [found.text or "", *(child.tail or "" for child in found)]
    return "".join(pieces).strip()
