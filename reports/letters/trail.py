"""The decision trail (处理经过) of one problem, to be put into the files: what is known of it and every act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.documents.layout import add, add_table, new_letter, write
from reports.documents.letter import save_whole
from reports.figures.text import han_time, plain, stamp

_FACTS = (("项目", 34.0), ("内容", 122.0))
_ACTS = (("时间", 34.0), ("姓名", 24.0), ("操作", 26.0), ("前后", 72.0))


@dataclass(frozen=True)
class TrailFigures:
    """``parts``: (title, named values, lines) of the story; ``acts``: (when, who, what, before → after) at the desk."""

    title: str
    office: str
    made: datetime
    subject: str
    parts: tuple[tuple[str, Sequence[tuple[str, str]], Sequence[str]], ...]
    acts: tuple[tuple[datetime, str, str, str], ...]


def write_trail(figures: TrailFigures, out: Path) -> Path:
    """The document at ``out``; OSError where it cannot be written."""
    document = new_letter(figures.title)
    add(document, "公文标题", figures.title)
    add(document, "公文正文", plain(figures.subject))
    for title, pairs, lines in figures.parts:
        add(document, "公文一级标题", title)
        if pairs:
            _table(document, _FACTS, [(name, plain(value)) for name, value in pairs])
        for line in lines:
            add(document, "公文主送", plain(line))  # to the left: a hash or an address would stretch a justified line
    if figures.acts:
        add(document, "公文一级标题", "工作台上的操作")
        told = [(stamp(at), name, act, plain(words)) for at, name, act, words in figures.acts]
        _table(document, _ACTS, told)
    add(document, "公文正文", f"以上由{figures.office or '巡查系统'}于{han_time(figures.made)}从台账导出。")
    save_whole(document.save, out)
    return out


def _table(document: object, heads: Sequence[tuple[str, float]], told: Sequence[Sequence[str]]) -> None:
    table = add_table(document, heads, (), blank=len(told))  # type: ignore[arg-type]
    for row, cells in zip(table.rows[1:], told, strict=True):
        row.height = None
        for cell, words in zip(row.cells, cells, strict=True):
            write(cell, words)
