"""The layout of GB/T 9704-2012 as python-docx calls: page, grid, fonts, page number, tables. Knows no wording."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import docx
from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
Compose = Callable[[Document], None]  # what writes a blank letter into an empty one
PITCH = Pt(28.95)  # 22 lines in 225 mm; 29 pt would leave 21
CHARACTER = 442.2 / 28  # pt: 156 mm hold 28 characters, a little closer than their 16 pt
TIGHTER = -5  # twentieths of a point: what makes 28 of them fit. A character grid would tear digits and letters apart.

# name: (font, pt, first line in characters, left, right in characters, alignment)
STYLES: dict[str, tuple[str, float, float, float, float, WD_ALIGN_PARAGRAPH]] = {
    "公文标题": (XIAOBIAOSONG, 22, 0, 0, 0, WD_ALIGN_PARAGRAPH.CENTER),
    "公文主送": (FANGSONG, 16, 0, 0, 0, WD_ALIGN_PARAGRAPH.LEFT),
    "公文正文": (FANGSONG, 16, 2, 0, 0, WD_ALIGN_PARAGRAPH.JUSTIFY),
    "公文一级标题": (HEITI, 16, 2, 0, 0, WD_ALIGN_PARAGRAPH.LEFT),
    "公文二级标题": (KAITI, 16, 2, 0, 0, WD_ALIGN_PARAGRAPH.LEFT),
    "附件说明首项": (FANGSONG, 16, -4, 6, 0, WD_ALIGN_PARAGRAPH.LEFT),
    "附件说明次项": (FANGSONG, 16, -1, 6, 0, WD_ALIGN_PARAGRAPH.LEFT),
    # Room for a seal: both lines centred 7.5 characters from the right, so that the date ends 4 from it.
    "公文落款": (FANGSONG, 16, 0, 13, 0, WD_ALIGN_PARAGRAPH.CENTER),
    "附件序号": (HEITI, 16, 0, 0, 0, WD_ALIGN_PARAGRAPH.LEFT),
}


def _fonts(properties: object, font: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # python-docx types no oxml
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), font)


def _indent(style: ParagraphStyle, first: float, left: float, right: float) -> None:
    """Both in characters, for Word, and in points, for programs that know no characters."""
    style.paragraph_format.first_line_indent = Pt(first * CHARACTER)
    style.paragraph_format.left_indent = Pt(left * CHARACTER)
    style.paragraph_format.right_indent = Pt(right * CHARACTER)
    indent = style.element.get_or_add_pPr().find(qn("w:ind"))
    for name, value in (("firstLineChars" if first >= 0 else "hangingChars", abs(first)), ("leftChars", left)):
        indent.set(qn(f"w:{name}"), str(round(value * 100)))


def _add_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_style(normal, FANGSONG, 16)
    size = normal.element.get_or_add_rPr().find(qn("w:sz"))
    size.addprevious(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{TIGHTER}"/>'))
    for name, (font, size, first, left, right, alignment) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_style(style, font, size, on_grid=size == 16)
        _indent(style, first, left, right)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.keep_with_next = name.endswith("级标题")
    imprint = document.styles.add_style("公文版记", WD_STYLE_TYPE.PARAGRAPH)
    imprint.base_style = normal
    _set_style(imprint, FANGSONG, 14)
    _indent(imprint, 0, 1, 1)
    line = 'w:val="single" w:sz="8" w:space="1" w:color="auto"'
    borders = f"<w:pBdr {nsdecls('w')}><w:top {line}/><w:bottom {line}/><w:between {line}/></w:pBdr>"
    imprint.element.get_or_add_pPr().find(qn("w:wordWrap")).addprevious(parse_xml(borders))
    picture = document.styles.add_style("公文图片", WD_STYLE_TYPE.PARAGRAPH)
    picture.base_style = normal
    _set_style(picture, FANGSONG, 10.5, on_grid=False)
    picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # as high as the picture is
    cell = document.styles.add_style("公文表格", WD_STYLE_TYPE.PARAGRAPH)
    _set_style(cell, FANGSONG, 10.5, on_grid=False)
    cell.paragraph_format.line_spacing = Pt(15)
    head = document.styles.add_style("公文表头", WD_STYLE_TYPE.PARAGRAPH)
    head.base_style = cell
    _set_style(head, HEITI, 10.5, on_grid=False)
    head.paragraph_format.line_spacing = Pt(15)
    head.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_style(style: ParagraphStyle, font: str, size: float, on_grid: bool = True) -> None:
    _fonts(style.element.get_or_add_rPr(), font)
    style.font.size = Pt(size)
    style.quick_style = True
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = PITCH
    form.widow_control = False  # a moved line would leave a page of 21
    spacing = style.element.get_or_add_pPr().find(qn("w:spacing"))
    # Long addresses break anywhere; no gaps around numbers.
    for name in ("wordWrap", "autoSpaceDE", "autoSpaceDN", *(() if on_grid else ("snapToGrid",))):
        spacing.addprevious(parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>'))


def _page(section: Section, landscape: bool) -> None:
    width, height = Mm(210), Mm(297)
    top, bottom, left, right = Mm(37), Mm(35), Mm(28), Mm(26)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    if landscape:  # the same sheet turned: its binding edge is on top
        width, height = height, width
        top, bottom, left, right = Mm(28), Mm(26), Mm(30), Mm(30)
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = top, bottom, left, right
    section.header_distance = Mm(15)
    # The dash of the page number stands 7 mm below the text: half its line above it, half below.
    section.footer_distance = bottom - Mm(7) - Pt(7)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(PITCH.pt * 20)))
    section._sectPr.append(grid)


def _number(footer: BlockItemContainer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.line_spacing = Pt(14)
    form.left_indent = form.right_indent = Pt(14)
    for piece in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if piece == "PAGE" else piece)
        run.font.size = Pt(14)
        _fonts(run._r.get_or_add_rPr(), SONGTI)
        if piece == "PAGE":
            for kind in ("begin", "", "separate", "text", "end"):
                run._r.append(_field_part(kind))


def _field_part(kind: str) -> object:
    if kind == "":
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>')
    if kind == "text":
        return parse_xml(f"<w:t {nsdecls('w')}>1</w:t>")
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def new_letter(title: str) -> Document:
    """An empty letter: page, grid, styles, page numbers."""
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.comments, core.last_modified_by = title, "", "", ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _fonts(defaults, FANGSONG)
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    _add_styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _page(section, landscape=False)
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    return document


def add(document: Document, style: str, *texts: str) -> Paragraph:
    """One paragraph for each text."""
    for text in texts:
        last = document.add_paragraph(text, style)
    return last


def run_in(paragraph: Paragraph, heading: str, text: str) -> None:
    """A heading of the second level with its text behind it, in one paragraph."""
    _fonts(paragraph.add_run(heading)._r.get_or_add_rPr(), KAITI)
    paragraph.add_run(text)


def annex(document: Document, number: str, title: str, *, new_page: bool = False) -> None:
    """附件: its number on line 1, its title centred on line 3; where no new section begins, on a new page."""
    add(document, "附件序号", number).paragraph_format.page_break_before = new_page
    add(document, "公文主送", "")
    add(document, "公文标题", title)
    add(document, "公文主送", "")


def add_table(
    document: Document, heads: Sequence[tuple[str, float]], cells: Sequence[str], loop: str = "", blank: int = 0
) -> Table:
    """A table with a heading row repeated on every page; ``heads`` are (words, mm).

    With ``loop`` the row of ``cells`` is repeated by the template ("行 in 问题"); ``blank`` adds rows to write in.
    """
    rows = (3 if loop else 0) + blank + 1
    table: Table = document.add_table(rows, len(heads), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, (words, width) in enumerate(heads):
        table.columns[column].width = Mm(width)
        for row in table.rows:
            row.cells[column].width = Mm(width)
        write(table.rows[0].cells[column], words, "公文表头")
        table.rows[0].cells[column].vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        if loop:
            write(table.rows[2].cells[column], cells[column])
    if loop:
        write(table.rows[1].cells[0], f"{{%tr for {loop} %}}")
        write(table.rows[3].cells[0], "{%tr endfor %}")
    for row in table.rows:
        fixed = row._tr.get_or_add_trPr()
        fixed.append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows[rows - blank :]:
        row.height = Mm(14)
    return table


def write(cell: BlockItemContainer, text: str, style: str = "公文表格") -> None:
    cell.paragraphs[0].text = text
    cell.paragraphs[0].style = style
