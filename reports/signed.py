"""The signed letter (签发稿) beside its draft: where its figures are others. Reads files, decides nothing."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from io import BytesIO

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml.etree import LxmlError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ledger.vocabulary.notice import Difference

ALIKE = 0.6  # two lines this much alike are the same line, worded anew
_PAGE_NUMBER = re.compile(r"[—–-]?\s*\d+\s*[—–-]?")
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")


class SignedKind(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    OFD = "ofd"  # 版式文件: kept, its text is not read


@dataclass(frozen=True)
class Comparison:
    """``read`` is False where no text could be read. ``missing``: indexes of the drafted lines that are not there.

    ``reworded``: lines whose words are others and whose figures are the same. ``tables``: whether tables were read.
    """

    read: bool
    differences: tuple[Difference, ...] = ()
    missing: frozenset[int] = frozenset()
    reworded: int = 0
    tables: bool = True


def kind_of(data: bytes) -> SignedKind | None:
    """By what the file holds, whatever it is called."""
    if data.startswith(b"%PDF-"):
        return SignedKind.PDF
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        return None
    if "word/document.xml" in names:
        return SignedKind.DOCX
    return SignedKind.OFD if "OFD.xml" in names else None


def docx_lines(data: bytes) -> tuple[str, ...]:
    """A letter's text: one line a paragraph, one a table row with tabs between its cells; empty ones left out.

    Raises ValueError on what is no letter.
    """
    try:
        return tuple(line for line in _lines(data) if line.strip())
    except (OpcError, LxmlError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError("not a readable .docx") from error


def _lines(data: bytes) -> Iterator[str]:
    for block in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            yield from ("\t".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows)
        else:
            yield " ".join(block.text.split())


def compare(drafted: Sequence[str], signed: bytes) -> Comparison:
    """What the signed file says otherwise than the drafted lines (see ``docx_lines``)."""
    kind = kind_of(signed)
    if kind is SignedKind.DOCX:
        try:
            return _line_by_line(drafted, docx_lines(signed))
        except ValueError:
            return Comparison(read=False)
    return _within(drafted, _pdf_text(signed)) if kind is SignedKind.PDF else Comparison(read=False)


def _line_by_line(drafted: Sequence[str], signed: Sequence[str]) -> Comparison:
    old, new = ["".join(x.split()) for x in drafted], ["".join(x.split()) for x in signed]
    differences: list[Difference] = []
    missing: set[int] = set()
    reworded = 0
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        start, used = c, set()
        for i in range(a, b):
            j = _most_alike(old[i], new, range(start, d))
            if j is None:
                missing.add(i)
                differences += [Difference(drafted[i], "")] if _figures(drafted[i]) else []
                continue
            start = j + 1
            used.add(j)
            if _figures(drafted[i]) == _figures(signed[j]):
                reworded += 1
            else:
                differences.append(Difference(drafted[i], signed[j]))
        more = (signed[j] for j in range(c, d) if j not in used)
        differences += [Difference("", line) for line in more if _figures(line)]
    return Comparison(True, tuple(differences), frozenset(missing), reworded)


def _most_alike(line: str, among: Sequence[str], places: Sequence[int]) -> int | None:
    matcher = SequenceMatcher(None, "", line, autojunk=False)
    best, found = ALIKE, None
    for place in places:
        matcher.set_seq1(among[place])
        if matcher.quick_ratio() >= best and (alike := matcher.ratio()) >= best:
            best, found = alike, place
    return found


def _figures(line: str) -> list[str]:
    return _FIGURE.findall(line)


def _pdf_text(data: bytes) -> str:
    try:
        lines = (line for page in PdfReader(BytesIO(data)).pages for line in page.extract_text().splitlines())
        # a paragraph may go on over the page's end, where its number stands
        return "".join("".join(line.split()) for line in lines if not _PAGE_NUMBER.fullmatch(line.strip()))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _within(drafted: Sequence[str], text: str) -> Comparison:
    """A page layout keeps no rows: of a table nothing can be said, a paragraph is there word for word or it is not."""
    if not text:
        return Comparison(read=False, tables=False)
    lines = [line for line in drafted if "\t" not in line and _figures(line)]
    gone = tuple(Difference(line, "") for line in lines if "".join(line.split()) not in text)
    return Comparison(True, gone, tables=False)
