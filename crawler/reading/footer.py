"""The words of a page in the two ways a footer is read, by BeautifulSoup on lxml. Too slow for every page."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from crawler.reading.dates import plain
from crawler.reading.page import squeeze

_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*>", re.I)  # it would make BeautifulSoup warn of XML
_BLOCK = re.compile(r"address|body|center|d[dlt]|div|footer|h\d|li|[ou]l|p|section|t[dhr]|table")


@dataclass(frozen=True)
class Words:
    """``pieces``: a line for every piece of text; ``blocks``: a line for every block, its pieces joined, so that a
    name or number cut up by spans is whole. Digits and signs are ASCII."""

    pieces: str
    blocks: str


def _block_of(text: PageElement) -> int:
    at: Tag | None = text.parent
    while at is not None and not _BLOCK.fullmatch(at.name):
        at = at.parent
    return id(at)


def _breaks(text: PageElement) -> bool:
    before = text.previous_sibling
    return isinstance(before, Tag) and before.name == "br"


def words_of(raw: str) -> Words:
    soup = BeautifulSoup(f"<html>{_PROLOGUE.sub('', raw)}", "lxml")
    pieces: list[str] = []
    blocks: list[str] = []
    last = 0
    for text in (soup.body or soup).strings:
        words = squeeze(text)
        if not words or not isinstance(text, PageElement):
            continue
        block = _block_of(text)
        pieces.append(words)
        if block == last and not _breaks(text):
            blocks[-1] += words
        else:
            blocks.append(words)
        last = block
    return Words(plain("\n".join(pieces)), plain("\n".join(blocks)))
