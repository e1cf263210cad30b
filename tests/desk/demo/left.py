"""What a played demo left, as its tests read it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from docx import Document
from openpyxl import load_workbook

from ledger.ledger import Ledger

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def open_ledger(demo: Path) -> Ledger:
    return Ledger.open_for_reading(demo / "工作区" / "data" / "ledger.sqlite")


def cells(path: Path, sheet: str) -> list[dict[str, object]]:
    """A sheet's rows by the words of its heading."""
    heads, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def said(path: Path) -> str:
    document = Document(str(path))
    return "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])


@dataclass(frozen=True)
class Played:
    """The demo's folder at its end, and a copy of it as it stood when the notice was signed."""

    end: Path
    signed: Path
