"""What may stand in a text that is published: no address, no mailbox, no number of a person. Refuses, never mends."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.figures.text import shorten

# what people write between the digits of a number
_APART = re.compile(r"(?<=\d)[ ()._/·•\-\u200b-\u2015\u2060\ufeff]+(?=\d)")
# found in the text as it stands
_WORDS = (
    ("邮箱", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+")),
    ("网址", re.compile(r"[a-z][a-z0-9+.-]{0,30}:/{1,2}\S|\bwww\.|\b\d{1,3}(\.\d{1,3}){3}\b", re.I | re.A)),
    # a bare domain name; "1.CBD" is a number before a name
    ("网址", re.compile(r"(?<![\w.])(?!\d+\.[a-z]+(?![\w.]))([a-z0-9-]{1,63}\.)+[a-z]{2,}(?![\w.])", re.I | re.A)),
    ("网址", re.compile(r"\w\.(政务|公益|中国|公司|网络)")),
)
# found among the digits, whatever stands between them
_NUMBERS = (
    ("身份证号或银行卡号", re.compile(r"(?<!\d)\d{15,19}[xX]?(?!\d)")),
    ("手机号", re.compile(r"(?<!\d)(86)?1[3-9]\d{9}(?!\d)")),
    ("电话号码", re.compile(r"(?<!\d)(86)?0\d{9,11}(?!\d)")),
    ("电话号码", re.compile(r"(?<!\d)[48]00\d{7}(?!\d)")),
    ("打了星号的号码", re.compile(r"\d\*{3,}\d")),
)


class NotPublic(ValueError):
    """A text holds what must not be published."""

    def __init__(self, what: str, text: str) -> None:
        self.what = what
        super().__init__(f"“{shorten(text, 60)}”里有{what}，不能写进公开的通报")


def public(text: str) -> str:
    """The text itself, if it may be published; NotPublic otherwise. Full-width signs count as plain ones."""
    narrow = unicodedata.normalize("NFKC", text)
    joined = _APART.sub("", narrow)
    for what, pattern in _WORDS:
        if pattern.search(narrow):
            raise NotPublic(what, text)
    for what, pattern in _NUMBERS:
        if pattern.search(joined):
            raise NotPublic(what, text)
    return text


def check_document(path: Path) -> None:
    """Every paragraph of a .docx, its headers, footers and notes too, and every address it leads to."""
    for text in _texts(path):
        public(text)


def _texts(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.endswith(".rels"):
                yield from _targets(parse_xml(packed.read(name)))
            elif name.startswith("word/") and name.endswith(".xml"):
                for paragraph in parse_xml(packed.read(name)).iter(qn("w:p")):
                    yield "".join(str(part) for part in paragraph.itertext())


def _targets(relations: Iterable[object]) -> Iterator[str]:
    for one in relations:
        if one.get("TargetMode") == "External":  # type: ignore[attr-defined]  # python-docx types no oxml
            yield str(one.get("Target"))  # type: ignore[attr-defined]
