"""Where the text of a .docx stands, as a clerk finds it (表 2 第 3 行第 4 格). Joins torn tags; fills nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph
from lxml import etree

TAG = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*+\}\}|\{%(?:(?!\{%|%\}).)*+%\}|\{#(?:(?!\{#|#\}).)*+#\}", re.DOTALL)
_GOES = re.compile(r"\s*\{[{%#]p ")
P, TC, TR, TBL, BOX = qn("w:p"), qn("w:tc"), qn("w:tr"), qn("w:tbl"), qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGES = {"even": "偶数页", "first": "首页"}
_KINDS = {qn("w:headerReference"): "页眉", qn("w:footerReference"): "页脚"}


@dataclass(frozen=True)
class ParagraphSpot:
    """One paragraph: where it stands, what it says, and the element itself."""

    place: str
    text: str
    paragraph: etree._Element


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """Its pieces of text, without those of a text box that hangs on it."""
    return [t for t in paragraph.iter(qn("w:t")) if next(t.iterancestors(P), None) is paragraph]


def mend(document: Document) -> None:
    """What Word, WPS and LibreOffice do to marks when they save.

    They tear one over several runs: here it comes to stand whole in the run it begins in. (docxtpl joins torn tags too,
    but takes away all that lies between: with half a hyperlink or half a tracked change the document falls apart.)
    They hang the end of a section or a page on the paragraph before it; where that is a mark's, which goes when it is
    filled, the section's end gets a paragraph of its own and the new page begins with the next one.
    """
    for root, _ in _roots(document):
        for paragraph in list(root.iter(P)):
            texts = own_texts(paragraph)
            _join(texts)
            if any(_GOES.match(t.text or "") for t in texts):
                _keep_breaks(paragraph)


def page_breaks(paragraph: etree._Element) -> list[etree._Element]:
    breaks = [one for one in paragraph.iter(qn("w:br")) if one.get(qn("w:type")) == "page"]
    return [*breaks, *paragraph.iter(qn("w:pageBreakBefore"))]


def _keep_breaks(mark: etree._Element) -> None:
    after = mark.getnext()
    breaks = page_breaks(mark)
    if breaks and isinstance(after, CT_P):
        Paragraph(after, None).paragraph_format.page_break_before = True  # type: ignore[arg-type]  # no story needed
        for one in breaks:
            holder = one.getparent()
            assert holder is not None  # it hangs in the paragraph
            holder.remove(one)
    section = mark.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        own = parse_xml(f"<w:p {nsdecls('w')}><w:pPr/></w:p>")
        own[0].append(section)
        mark.addnext(own)


def _join(texts: list[etree._Element]) -> None:
    whole = "".join(t.text or "" for t in texts)
    owner = [number for number, t in enumerate(texts) for _ in t.text or ""]
    for tag in TAG.finditer(whole):
        owner[tag.start() : tag.end()] = [owner[tag.start()]] * len(tag[0])
    joined = [""] * len(texts)
    for number, sign in zip(owner, whole, strict=True):
        joined[number] += sign
    for t, text in zip(texts, joined, strict=True):
        if text != (t.text or ""):
            t.text = text
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def spots(document: Document) -> Iterator[ParagraphSpot]:
    """Every paragraph in which marks are filled: the body, headers, footers, footnotes."""
    for root, name in _roots(document):
        yield from _spots(root, name)
    for rel in document.part.rels.values():
        if rel.reltype == RT.FOOTNOTES:
            yield from _spots(parse_xml(rel.target_part.blob), "脚注")


def _roots(document: Document) -> list[tuple[etree._Element, str]]:
    body = document.element.body
    roots = {document.part.partname: (body, "")}
    for reference in body.iter(*_KINDS):
        part = document.part.related_parts.get(reference.get(qn("r:id")))
        if part is None:  # it names a header that is not in the file
            continue
        pages = _PAGES.get(reference.get(qn("w:type")), "")
        roots.setdefault(part.partname, (part.element, f"{pages}{_KINDS[reference.tag]}"))
    return list(roots.values())


def _spots(root: etree._Element, name: str) -> Iterator[ParagraphSpot]:
    tables = {table: number for number, table in enumerate(root.iter(TBL), 1)}
    number = 0
    for paragraph in root.iter(P):
        # a text box stands in the file twice, the second time for old programs
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        cell, box = next(paragraph.iterancestors(TC), None), next(paragraph.iterancestors(BOX), None)
        number += cell is None and box is None
        where = _in_table(cell, tables) if cell is not None else f"第 {number} 段"
        inside = "的文本框" if box is not None else ""
        yield ParagraphSpot(f"{name}{where}{inside}", "".join(t.text or "" for t in own_texts(paragraph)), paragraph)


def _in_table(cell: etree._Element, tables: dict[etree._Element, int]) -> str:
    row = next(cell.iterancestors(TR))
    table = next(row.iterancestors(TBL))
    rows = [r for r in table.iter(TR) if next(r.iterancestors(TBL)) is table]
    cells = [c for c in row.iter(TC) if next(c.iterancestors(TR)) is row]
    return f"表 {tables[table]} 第 {rows.index(row) + 1} 行第 {cells.index(cell) + 1} 格"
