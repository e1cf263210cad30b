"""大汉 jpage: rows that stand in an XML island, which no HTML parser shows. It only cuts them out."""

import re

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[((?:(?!<record>|\]\]>).)*+)\]\]>\s*+</record>", re.S)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.I)


def island_html(text: str) -> str:
    """The island's rows as one list, or table where a row is a table's; "" when there is none."""
    records = _RECORD.findall(text)
    if not records:
        return ""
    if records[0].lstrip().lower().startswith("<tr"):
        return f"<table><tbody>{''.join(records)}</tbody></table>"
    return "<ul>" + "".join(f"<li>{record}</li>" for record in records) + "</ul>"


def island_total(text: str) -> int | None:
    """How many rows the whole list has, as the page says."""
    found = _TOTAL.search(text)
    return int(found[1] or found[2]) if found else None
