"""大汉 jpage: rows that stand in an XML island, which no HTML parser shows. It only cuts them out."""

import re

_FIRST, _LAST = "<record>", "</record>"
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.I)


def island_html(text: str) -> str:
    """The island's rows as one list, or table where a row is a table's; "" when there is none."""
    start, end = text.find(_FIRST), text.rfind(_LAST)
    if not 0 <= start < end:
        return ""
    from bs4 import BeautifulSoup  # for the few pages with an island: no other process waits for it

    # only the records are given to the XML parser: no DOCTYPE of a page, and so no entity of its own, gets there
    island = BeautifulSoup(f"<recordset>{text[start : end + len(_LAST)]}</recordset>", "xml").recordset
    rows = island.find_all("record", recursive=False) if island else []
    records = [words for record in rows if (words := record.get_text().strip())]
    if not records:
        return ""
    if records[0].lstrip().lower().startswith("<tr"):
        return f"<table><tbody>{''.join(records)}</tbody></table>"
    return "<ul>" + "".join(f"<li>{record}</li>" for record in records) + "</ul>"


def island_total(text: str) -> int | None:
    """How many rows the whole list has, as the page says."""
    found = _TOTAL.search(text)
    return int(found[1] or found[2]) if found else None
