"""A Location header as browsers read it. Follows nothing."""

import re

_END_OF_PATH = re.compile(rb"[?#]")
_BLANKS = re.compile(rb"[\t\r\n]+")


def as_browsers_read(told: bytes) -> bytes:
    """Without stray blanks; before the query a backslash is a slash."""
    told = _BLANKS.sub(b"", told).strip()
    end = _END_OF_PATH.search(told)
    path = told[: end.start()] if end else told
    return path.replace(b"\\", b"/") + told[len(path) :]
