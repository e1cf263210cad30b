"""Screenshots (页面截图) in the annex of a sheet: which can be shown, how large, two a page. Opens no file."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

from reports.figures.models import Shot
from reports.figures.text import shorten

MOST = 6  # of one sheet
LARGEST, PIXELS = 4_000_000, 40_000_000  # bytes, and what opens on a small machine: six of them are mailed with a sheet
FLAT, PAIRED, ALONE = (150, 78), (75, 150), (140, 150)  # millimetres wide and high, at most
# how each kind of file begins, and what stands where it ends
_WHOLE = ((b"\x89PNG", b"IEND\xaeB`\x82"), (b"\xff\xd8", b"\xff\xd9"), (b"GIF8", b"\x00\x3b"))
_TAIL = 64_000  # bytes: some cameras write something of theirs behind the end
_BROKEN = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, struct.error)


@dataclass(frozen=True)
class Picture:
    """A picture (PNG, JPEG, GIF) that a field holds, as large as fits in ``box`` (mm); one that cannot be shown is said
    to be so."""

    data: bytes
    box: tuple[int, int] = FLAT

    @property
    def size(self) -> tuple[float, float] | None:
        """Millimetres wide and high; None where it cannot be shown."""
        known = pixels(self.data)
        if known is None:
            return None
        scale = min(most / own for most, own in zip(self.box, known, strict=True))
        return known[0] * scale, known[1] * scale


def pixels(data: bytes) -> tuple[int, int] | None:
    """How wide and high; None where it is no whole picture, or one too large to be mailed and opened."""
    ends = next((end for begin, end in _WHOLE if data.startswith(begin)), None)
    if ends is None or len(data) > LARGEST or ends not in data[-_TAIL:]:
        return None
    try:
        known = Image.from_blob(data)
    except (*_BROKEN, ValueError, LookupError, ArithmeticError, TypeError, AttributeError):
        return None
    wide, high = known.px_width, known.px_height
    return (wide, high) if wide and high and wide * high <= PIXELS else None


def rows(shots: Sequence[Shot], numbers: dict[int, int]) -> Iterator[dict[str, object]]:
    """The annex row by row; a telephone's narrow ones stand side by side. ``numbers``: each line's place in the
    sheet."""
    left = list(enumerate(shots, 1))
    while left:
        no, shot = left.pop(0)
        picture, told = Picture(shot.data), [_caption(no, shot, numbers)]
        beside: Picture | str = ""
        if _narrow(shot):
            picture = replace(picture, box=ALONE)
            if left and _narrow(left[0][1]):
                picture, (other, next_one) = replace(picture, box=PAIRED), left.pop(0)
                beside = Picture(next_one.data, PAIRED)
                told.append(_caption(other, next_one, numbers))
        yield {"说明": told, "图": picture, "右图": beside}


def _narrow(shot: Shot) -> bool:
    wide, high = pixels(shot.data) or (1, 1)
    return high > wide


def _caption(no: int, shot: Shot, numbers: dict[int, int]) -> str:
    return f"图{no}（序号{numbers[shot.finding]}，编号{shot.finding}）：{shorten(shot.place, 100)}；{shot.taken}"
