"""What several blank templates have: the title, the cells of a row, a list that may be empty, the signature."""

from collections.abc import Iterator

from docx.document import Document
from docx.text.paragraph import Paragraph

from reports.documents.layout import add, add_table


def heading(document: Document) -> None:
    add(document, "公文标题", "{%p for 行 in 标题 %}", "{{ 行 }}", "{%p endfor %}")
    add(document, "公文主送", "")


def cells(names: str) -> tuple[str, ...]:
    """The marks of a table's row, one for each of the names of its fields."""
    return tuple(f"{{{{ 行.{name} }}}}" for name in names.split())


def block(document: Document, title: str, field: str, heads: tuple[tuple[str, float], ...], names: str) -> None:
    """A heading with its list, or 无 where the list is empty."""
    add(document, "公文一级标题", title)
    add(document, "公文正文", f"{{%p if not {field} %}}", "无。", "{%p else %}")
    add_table(document, heads, cells(names), f"行 in {field}")
    add(document, "公文正文", "{%p endif %}")


def signature(document: Document) -> None:
    """It never stands on a page alone: it keeps to the last lines of the text."""
    for paragraph in _end_of_text(document):
        paragraph.paragraph_format.keep_with_next = True
    for style, text in (("公文主送", ""), ("公文主送", ""), ("公文落款", "{{ 发文单位 }}")):
        add(document, style, text).paragraph_format.keep_with_next = True
    add(document, "公文落款", "{{ 成文日期 }}")


def _end_of_text(document: Document) -> Iterator[Paragraph]:
    """From the last paragraph back to the last but one of the text: the last may be one that is left out."""
    texts = 0
    for paragraph in reversed(document.paragraphs):
        yield paragraph
        style = paragraph.style.name if paragraph.style else ""
        texts += style == "公文正文" and not paragraph.text.startswith("{%")
        if texts == 2:
            return
