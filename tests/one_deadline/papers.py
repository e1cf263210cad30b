"""Reads every paper as a unit reads it: which problem it tells, and by which day it wants that put right."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import docx
from openpyxl import load_workbook

from ledger.calendar import day_of
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import Letter, LetterState

_HAN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MAIL = re.compile(r"编号 (\d+)  .*?时限：(\S+)", re.DOTALL)
NUMBERS, DAYS = ("编号", "序号"), ("整改时限", "再次时限", "原定时限", "时限")


@dataclass(frozen=True)
class Said:
    """One paper wants one problem put right by ``due``; ``done``: it tells it as put right, and wants nothing."""

    paper: str
    finding: int
    due: date | None
    done: bool = False


def letter(ledger: Ledger, one: Letter) -> list[Said]:
    """All that the mail and its attachments say."""
    message = email.message_from_bytes(ledger.letters.raw(one.id), policy=SMTP)
    assert isinstance(message, EmailMessage)
    name = f"{one.kind.word} {one.id}"
    found = list(_mail(name, message))
    for part in message.iter_attachments():
        file = str(part.get_filename())
        if not file.startswith("通报"):  # the signed notice has no numbers of the ledger: ``notice`` reads it
            found += file_says(f"{name} {file}", file, part.get_content())
    return found


def signed(ledger: Ledger, one: Letter) -> bytes:
    """The notice that goes with the letter."""
    message = email.message_from_bytes(ledger.letters.raw(one.id), policy=SMTP)
    assert isinstance(message, EmailMessage)
    files = {str(p.get_filename()): p.get_content() for p in message.iter_attachments()}
    return next(bytes(data) for file, data in files.items() if file.startswith("通报"))


def _mail(name: str, message: EmailMessage) -> Iterator[Said]:
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    for number, words in _MAIL.findall(text):
        yield Said(f"{name} 正文", int(number), _han(words))


def file_says(name: str, file: str, data: bytes) -> list[Said]:
    """Of a .docx or .xlsx with the ledger's own numbers."""
    tables = _docx(data) if file.endswith(".docx") else _xlsx(data)
    return [said for table in tables for said in _rows(name, table)]


def notice(file: Path | bytes, findings: dict[int, tuple[int, ...]]) -> list[Said]:
    """Of a notice, whose rows have numbers of their own: ``findings`` of each row."""
    data = file if isinstance(file, bytes) else file.read_bytes()
    rows = [said for table in _docx(data) for said in _rows("通报", table)]
    return [Said("通报", n, one.due, one.done) for one in rows for n in findings.get(one.finding, ())]


def _docx(data: bytes) -> Iterator[list[list[object]]]:
    for table in docx.Document(BytesIO(data)).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows]


def _xlsx(data: bytes) -> Iterator[list[list[object]]]:
    for sheet in load_workbook(BytesIO(data)).worksheets:
        yield [list(row) for row in sheet.iter_rows(values_only=True)]


def _rows(name: str, table: list[list[object]]) -> Iterator[Said]:
    """Rows below a head that names both a number and a deadline. 编号 outranks 序号."""
    for start, head in enumerate(table):
        number = next((head.index(word) for word in NUMBERS if word in head), None)
        day = next((head.index(word) for word in DAYS if word in head), None)
        if number is not None and day is not None:
            for row in table[start + 1 :]:
                if str(row[number]).isdecimal():
                    words = str(row[day])
                    due = row[day].date() if isinstance(row[day], datetime) else _han(words)  # type: ignore[attr-defined]
                    yield Said(name, int(str(row[number])), due, "已整改" in words or "已销号" in map(str, row))
            return


def _han(words: str) -> date | None:
    found = _HAN.search(words)
    return date(*map(int, found.groups())) if found else None


# ---- of a whole day ----------------------------------------------------------------------------------------------


STANDING = (LetterState.WITHDRAWN, LetterState.RETURNED)


def pressing(ledger: Ledger, day: date) -> dict[int, list[Letter]]:
    """By finding, the letters that stood or left on ``day``, read from their journals alone."""
    found: dict[int, list[Letter]] = {}
    for one in ledger.letters.find():
        states = [change for change in ledger.letters.history(one.id) if day_of(change.at) <= day]
        today = any(day_of(change.at) == day for change in states)
        if one.kind.presses and today and states[-1].after not in STANDING:
            for matter in ledger.letters.matters(one.id):
                found.setdefault(matter.finding, []).append(one)
    return found
