"""The text of a draft or a signed letter (签发稿), line by line. Reads files, compares nothing."""

import logging
import re
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from lxml.etree import LxmlError, _Element
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ledger.encoding.masking import mask

_PAGE_NUMBER = re.compile(r"[—–-]?\s*\d+\s*[—–-]?")
_P, _TBL, _T = qn("w:p"), qn("w:tbl"), qn("w:t")
_SPACE = {qn("w:tab"), qn("w:br"), qn("w:cr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box told a second time
_REVISED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange")
_BROKEN = (OpcError, LxmlError, KeyError, ValueError, zipfile.BadZipFile)
_NO_PDF = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its English words are none of the clerk's


class SignedKind(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    OFD = "ofd"  # 版式文件: kept, its text is not read


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

    Text boxes and content controls too. Personal numbers are masked. Raises ValueError on what is no letter.
    """
    try:
        document = docx.Document(BytesIO(data))
        lines = tuple(_lines(document.element.body, document))
    except _BROKEN as error:
        raise ValueError("not a readable .docx") from error
    return tuple(mask(line) for line in lines if line.strip())


def _lines(element: _Element, parent: object) -> Iterator[str]:
    for child in element:
        if child.tag == _TBL:
            for row in Table(child, parent).rows:  # type: ignore[arg-type]
                yield "\t".join(" ".join(_lines(cell._tc, cell)) for cell in row.cells)
        elif child.tag == _P:
            yield " ".join("".join(_words(child)).split())
            for inner in child.iterdescendants(_P):
                if not any(above.tag == _FALLBACK for above in inner.iterancestors()):
                    yield " ".join("".join(_words(inner)).split())
        else:
            yield from _lines(child, parent)


def _words(paragraph: _Element) -> Iterator[str]:
    for node in paragraph.iterdescendants():
        if (node.tag == _T or node.tag in _SPACE) and next(node.iterancestors(_P)) is paragraph:
            yield (node.text or "") if node.tag == _T else " "


def unfinished(data: bytes) -> str:
    """What a signed .docx may not still hold, for it is mailed as it is: 修订, 批注; or ""."""
    try:
        document = docx.Document(BytesIO(data))
    except _BROKEN:
        return ""
    body = document.element.body
    revised = any(next(body.iterdescendants(qn(tag)), None) is not None for tag in _REVISED)
    noted = next(body.iterdescendants(qn("w:commentReference")), None) is not None
    return "和".join(word for word, found in (("没有接受的修订", revised), ("批注", noted)) if found)


def whole(data: bytes) -> bool:
    """Whether a program can open it at all: half a download would be kept, and mailed, for good."""
    try:
        match kind_of(data):
            case SignedKind.DOCX:
                docx.Document(BytesIO(data))
            case SignedKind.PDF:
                paper = PdfReader(BytesIO(data))
                return paper.is_encrypted or len(paper.pages) > 0
            case _:
                with zipfile.ZipFile(BytesIO(data)) as packed:
                    return packed.testzip() is None
    except (*_BROKEN, *_NO_PDF):
        return False
    return True


def pdf_text(data: bytes) -> str:
    """All the words of a PDF without any space; "" where it has none, or none that can be read."""
    try:
        lines = (line for page in PdfReader(BytesIO(data)).pages for line in page.extract_text().splitlines())
        # a paragraph may go on over the page's end, where its number stands
        return mask("".join("".join(line.split()) for line in lines if not _PAGE_NUMBER.fullmatch(line.strip())))
    except _NO_PDF:
        return ""
