"""The sample district's contact in a unit: fills in the 回执 that came with the letter. Judges nothing."""

import email
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from ledger.vocabulary import Finding
from reports.sheets.receipt import APPEAL, CAUSE, FORM, KIND, MEASURE, NUMBER

_FILE = Path(__file__).parent / "answers.toml"
Place = tuple[str, str, str]  # criterion, site or account, place


@dataclass(frozen=True)
class UnitAnswer:
    """What the unit writes of one problem. ``true``: it is so, as a look at the place will show."""

    kind: str
    cause: str = ""
    measure: str = ""
    appeal: str = ""
    true: bool = False


def answers() -> Mapping[Place, UnitAnswer]:
    rows = tomllib.loads(_FILE.read_text("utf-8"))["answer"]
    return {
        (row["criterion"], row.get("site") or row["account"], row["place"]): UnitAnswer(
            row["kind"], row.get("cause", ""), row.get("measure", ""), row.get("appeal", ""), row.get("true", False)
        )
        for row in rows
    }


def fill_in(letter: bytes, findings: Mapping[int, Finding], out: Path) -> Path:
    """The form that is attached to the letter, with the unit's answers written into it."""
    mail = email.message_from_bytes(letter, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    form = next(part for part in mail.iter_attachments() if str(part.get_filename()).startswith("整改回执"))
    book = load_workbook(BytesIO(form.get_content()))
    page, said = book[FORM], answers()
    rows = list(page.iter_rows())
    top, head = next((n, row) for n, row in enumerate(rows, 1) if NUMBER in [cell.value for cell in row])
    columns = {str(cell.value): n for n, cell in enumerate(head, 1)}
    for number in range(top + 1, len(rows) + 1):
        told = findings.get(_number(page.cell(number, columns[NUMBER]).value))
        one = said.get((told.criterion, told.subject, told.place)) if told else None
        if one:
            for title, text in ((KIND, one.kind), (CAUSE, one.cause), (MEASURE, one.measure), (APPEAL, one.appeal)):
                page.cell(number, columns[title]).value = text or None
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return out


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() else 0
