"""What a stored page uses, packed into one value of its row: as rows of their own, uses took a third of the archive and
of the time of storing.

The kinds of use on the page come first, each once; then the uses in columns of a fixed width, so that the id of an
address stands in the bytes as it is and SQLite can look for it there (``instr``).
"""

import struct
from collections.abc import Iterable
from typing import NamedTuple

from ledger.archive.errors import damaged

_HEAD = struct.Struct("<I")
_ID = struct.Struct("<q")
_USE_BYTES = 20
_MOST = 0xFFFF  # uses of one address on one page that are counted, and kinds of use that are told apart
_TAG_CHARS = 80


class PackedUse(NamedTuple):
    """``target`` and ``word``: the ids of an address and of the link's words (0: none); ``uses``: how often the page
    uses the address in this way."""

    target: int
    word: int
    tag: str
    role: str
    uses: int


def pack(uses: Iterable[tuple[int, int, str, str]]) -> bytes:
    """``uses``: target, word, tag and role of each use. Those of one target in one way are counted; the first that has
    words gives them."""
    kinds: dict[tuple[str, str], int] = {}
    words: dict[tuple[int, int], int] = {}
    counted: dict[tuple[int, int], int] = {}  # a Counter takes twice the time
    for target, word, tag, role in uses:
        key = target, kinds.setdefault((tag, role), len(kinds) if len(kinds) < _MOST else _MOST)
        counted[key] = counted.get(key, 0) + 1
        if not words.get(key):
            words[key] = word
    told = "\n".join(f"{tag[:_TAG_CHARS]}\t{role}" for tag, role in kinds).encode("utf-8", "surrogatepass")
    targets, numbers = zip(*counted, strict=True) if counted else ((), ())
    often = [count if count < _MOST else _MOST for count in counted.values()]
    return _HEAD.pack(len(told)) + told + struct.pack(_columns(len(often)), *targets, *words.values(), *numbers, *often)


def unpack(data: object) -> list[PackedUse]:
    """In the page's own order. Raises ``sqlite3.DatabaseError`` where the bytes are damaged."""
    try:
        told, values, n = _parts(data)
        kinds = [kind.split("\t") for kind in told.decode("utf-8", "surrogatepass").split("\n")]
        found = []
        for target, word, kind, count in zip(*(values[at : at + n] for at in range(0, 4 * n, n or 1)), strict=True):
            tag, role = kinds[kind]
            found.append(PackedUse(target, word, tag, role, count))
    except (struct.error, ValueError, IndexError, TypeError) as error:
        raise damaged(str(error)) from error
    return found


def counts(data: object) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The targets, each once for each kind of use, and beside them the uses: for who counts them over a whole site.
    Raises as ``unpack``."""
    try:
        _, values, n = _parts(data)
    except (struct.error, TypeError) as error:
        raise damaged(str(error)) from error
    return values[:n], values[3 * n :]


def _columns(n: int) -> str:
    """Targets, words, kinds, uses: a column each, which is read in one go."""
    return f"<{2 * n}q{2 * n}H"


def _parts(data: object) -> tuple[bytes, tuple[int, ...], int]:
    """The kinds of use, the columns, and how long each is; nothing of them where none was ever kept."""
    if not isinstance(data, bytes):
        raise TypeError("uses are kept as bytes")
    start = _HEAD.size + int(_HEAD.unpack_from(data)[0]) if data else 0
    n = (len(data) - start) // _USE_BYTES
    return data[_HEAD.size : start], struct.unpack(_columns(n), data[start:]), n


def packed_id(target: int) -> bytes:
    """The bytes by which a packed value shows that it uses the address."""
    return _ID.pack(target)
