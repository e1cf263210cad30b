"""Reads a PNG back into pixels, as far as the pictures of the browser need: 8 bits, colour, not interlaced."""

import struct
import zlib
from dataclasses import dataclass, field

RED = (230, 0, 0)


@dataclass(frozen=True)
class Pixels:
    """``rows`` of bytes, ``deep`` bytes a pixel."""

    width: int
    height: int
    deep: int
    rows: tuple[bytes, ...] = field(repr=False)

    def unlike(self, other: "Pixels") -> list[int]:
        """The rows in which they differ."""
        assert (self.width, self.height, self.deep) == (other.width, other.height, other.deep)
        return [y for y, row in enumerate(self.rows) if row != other.rows[y]]

    def of(self, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
        """(x, y) of every pixel of exactly that colour."""
        wanted = bytes(colour)
        found = []
        for y, row in enumerate(self.rows):
            if wanted in row:
                found += [(x, y) for x in range(self.width) if row[x * self.deep : x * self.deep + 3] == wanted]
        return found

    def dark(self, left: int, top: int, right: int, bottom: int) -> int:
        """How many pixels in that box are nearer to black than to white."""
        cut = [row[left * self.deep : right * self.deep] for row in self.rows[top:bottom]]
        return sum(sum(row[i : i + 3]) < 384 for row in cut for i in range(0, len(row), self.deep))


def pixels(png: bytes) -> Pixels:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, head = 8, b"", b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        head, data = (body, data) if kind == b"IHDR" else (head, data + body if kind == b"IDAT" else data)
        at += 12 + size
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    assert (depth, interlaced) == (8, 0)
    deep = {2: 3, 6: 4}[colour]
    raw, stride, rows, above = zlib.decompress(data), width * deep, [], bytes(width * deep)
    for y in range(height):
        line = raw[y * (stride + 1) : (y + 1) * (stride + 1)]
        above = _unfiltered(line[0], bytearray(line[1:]), above, deep)
        rows.append(above)
    return Pixels(width, height, deep, tuple(rows))


def _unfiltered(kind: int, line: bytearray, above: bytes, deep: int) -> bytes:
    if kind == 2 and not any(line):
        return above
    for i in range(len(line)) if kind else ():
        a, b, c = line[i - deep] if i >= deep else 0, above[i], above[i - deep] if i >= deep else 0
        line[i] = (line[i] + (a, b, (a + b) // 2, _paeth(a, b, c))[kind - 1]) & 255
    return bytes(line)


def _paeth(a: int, b: int, c: int) -> int:
    to = a + b - c
    near = min(abs(to - a), abs(to - b), abs(to - c))
    return a if near == abs(to - a) else b if near == abs(to - b) else c
