"""Which characters of a text are covered in a picture: those that ``mask`` hides. Pure text to numbers."""

import re

from ledger.encoding.masking import mask

_PIECE, _OVERLAP = 2000, 64
_BLANK = re.compile(r"\s")


def hidden_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of ``text``, in order, that may not be shown: a notice has ``*`` in their place."""
    text = _BLANK.sub(" ", text)  # as a page shows it
    found: list[tuple[int, int]] = []
    for start in range(0, max(1, len(text)), _PIECE):
        piece = text[max(0, start - _OVERLAP) : start + _PIECE + _OVERLAP]
        found += [(a + max(0, start - _OVERLAP), b + max(0, start - _OVERLAP)) for a, b in _spans(piece)]
    return _joined(found)


def _spans(text: str) -> list[tuple[int, int]]:
    masked = mask(text)
    if masked == text:
        return []
    found, at = [], 0  # ``at``: where in ``masked`` the next character of ``text`` stands, unless it was left out
    for place, character in enumerate(text):
        told = masked[at] if at < len(masked) else ""
        if character == told:
            at += 1
            continue
        found.append((place, place + 1))
        at += told == "*" and character not in " -"  # separators inside a number are left out
    return found


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)
