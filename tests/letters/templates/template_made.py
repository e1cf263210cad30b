"""Small templates as an office would make and break them, and a letter they are for."""

from collections.abc import Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.templates.fields import LetterTemplate
from reports.templates.template_check import check_template

SAMPLE: Mapping[str, object] = {
    "单位": "望舒区教育局",
    "成文日期": "2026年11月30日",
    "附注": "电话：000-0000000",
    "问题": [{"序号": "1", "位置": "首页"}, {"序号": "2", "位置": "栏目"}],
    "段落": ["第一段", "第二段"],
    "分组": [{"标题": "（一）", "行": ["甲", "乙"]}],
}
LETTER = LetterTemplate("试", ("t.docx", "t.txt.jinja"), {}, lambda: SAMPLE)
ROWS = ("{%tr for 行 in 问题 %}", "{{ 行.序号 }} | {{ 行.位置 }}", "{%tr endfor %}")


def made(folder: Path, *paragraphs: str, rows: tuple[str, ...] = ()) -> Document:
    """A template of these paragraphs, and a table of these rows, whose cells stand between bars."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), 2)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts.split(" | "), strict=False):
                cell.text = text
    document.save(str(folder / "t.docx"))
    return document


def runs(document: Document, xml: str) -> None:
    """A paragraph more, as Word or WPS would write it."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {nsdecls('w', 'r')}>{xml}</w:p>"))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def told(folder: Path, document: Document | None = None) -> list[str]:
    if document is not None:
        document.save(str(folder / "t.docx"))
    return [str(one) for one in check_template(folder / "t.docx", LETTER)]
