"""What several blank templates have: the title, the cells of a row, a list that may be empty, the signature."""

from docx.document import Document

from reports.layout import add, add_table


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
    add(document, "公文主送", "", "")
    add(document, "公文落款", "{{ 发文单位 }}", "{{ 成文日期 }}")
