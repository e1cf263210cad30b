"""A publish day in pieces, as a leaf of a calendar shows it: ``25`` above ``2026.11``, ``11-25`` above ``2026``. Each
piece has a line of its own in the bar or just above the headline; a row of a list has such leaves too, and is none.
"""

import re
from collections.abc import Iterator
from datetime import date

from crawler.reading.articles.bar import Headline, of_a_row
from crawler.reading.dates import is_default, split_day
from crawler.reading.hidden_text import is_hidden
from crawler.reading.labels import Rank, label_before, rank_of
from crawler.reading.layout.leads import in_parts, is_part
from crawler.reading.page import View
from ledger.vocabulary import DayReading, Provenance

_YEAR = re.compile(r"(?:19|20)\d\d年?")
_NUMBER = re.compile(r"\d{1,2}[月日]?")
_AROUND = " \t[]()【】（）|/-"
_FIGURE = re.compile(r"[\d.,%/-]+")  # beside it: then they are cells of a table
# lines above the headline, and all that are looked at; signs before a piece that may be its label
_ABOVE, _NEAR, _LABEL = 3, 12, 20
Line = tuple[int, int, str]


def _lines(text: str, head: Headline) -> Iterator[Line]:
    first = head.start
    for _ in range(_ABOVE + 1):
        first = max(text.rfind("\n", 0, first), 0)
    for start, stop in ((first, head.start), (head.end, head.bar_end)):
        at = start
        for line in text[start:stop].split("\n"):
            if line.strip():
                yield at, at + len(line), line.strip(_AROUND)
            at += len(line) + 1


def _day(pieces: list[str]) -> date | None:
    if len(pieces) == 2:
        return split_day(" ".join(pieces)) if in_parts(pieces) else None
    year, month, day = (piece.strip("年月日") for piece in pieces)
    if not (_YEAR.fullmatch(pieces[0]) and _NUMBER.fullmatch(pieces[1]) and _NUMBER.fullmatch(pieces[2])):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def divided_day(view: View, head: Headline | None) -> DayReading | None:
    """The one such day beside the headline; of several none is known to be the article's."""
    if head is None:
        return None
    text = view.ascii_digits
    lines = list(_lines(text, head))[:_NEAR]
    found: dict[date, DayReading] = {}
    for size in (2, 3):
        for at in range(len(lines) - size + 1):
            run = lines[at : at + size]
            if not all(is_part(piece) for _, _, piece in run):
                continue
            value = _day([piece for _, _, piece in run])
            beside = [piece for _, _, piece in (*lines[max(at - 1, 0) : at], *lines[at + size : at + size + 1])]
            if value is None or is_default(value) or any(_FIGURE.fullmatch(piece) for piece in beside):
                continue
            if _other(view, run):
                continue
            label = label_before(text[max(run[0][0] - _LABEL, 0) : run[0][0]])
            if not label or rank_of(label) is not Rank.NONE:
                words = f"{label} {' '.join(piece for _, _, piece in run)}".strip()
                found[value] = DayReading(value, Provenance.LABELLED if label else Provenance.OWN_PLACE, words)
    return next(iter(found.values())) if len(found) == 1 else None


def _other(view: View, run: list[Line]) -> bool:
    """A row of a list, or what no visitor sees."""
    start, end = run[0][0], run[-1][1]
    return of_a_row(view, start, end) or is_hidden(view, view.ascii_digits[start:end])
