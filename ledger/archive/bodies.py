"""Bodies of pages, packed for the archive: zstd, with a dictionary trained on what the site's own pages share.

A site's pages are alike: with a dictionary a page takes half to two thirds of the space. A packed body says by its
first bytes what it is, and which dictionary it wants; what archives of before hold is zlib.
"""

import sqlite3
import sys
import zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from ledger.archive.errors import damaged

_ZSTD = b"\x28\xb5\x2f\xfd"
_LEVEL = 1  # a third takes half as long again for a twentieth of the space
_SAMPLES = 64  # pages that a dictionary is trained on: a smaller site gains nothing by one
_SAMPLE_BYTES = 128 * 1024  # of each
_DICTIONARY_BYTES = 64 * 1024


class Bodies:
    """One an open archive; it packs, and unpacks. It keeps no packer: one of its own for each of many sites, side by
    side, would take more memory than it saves time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[int, zstd.ZstdDict] = {}
        self._shared: zstd.ZstdDict | None = None
        self._settled = False  # whether ``_shared`` is what it will be, for as long as the archive is open

    def pack(self, body: bytes) -> bytes:
        return zstd.compress(body, _LEVEL, zstd_dict=self._shared and self._shared.as_digested_dict)

    def unpack(self, data: bytes) -> bytes:
        """Raises ``sqlite3.DatabaseError`` where the bytes, or the dictionary that they want, are damaged."""
        try:
            if not data.startswith(_ZSTD):
                return zlib.decompress(data)
            wanted = zstd.get_frame_info(data).dictionary_id
            return zstd.decompress(data, self._dictionary(wanted) if wanted else None)
        except (zstd.ZstdError, zlib.error) as error:
            raise damaged(str(error)) from error

    def learn(self) -> None:
        """Take the archive's dictionary; where it has none, and pages enough, make it, in the caller's transaction.

        Tried once an open archive: pages that have too little in common get none.
        """
        if self._settled:
            return
        row = self._db.execute("SELECT id FROM dictionary LIMIT 1").fetchone()
        if row is not None:
            self._shared, self._settled = self._dictionary(row[0]), True
            return
        samples = [row[0] for row in self._db.execute("SELECT data FROM body LIMIT ?", (_SAMPLES,))]
        if len(samples) < _SAMPLES:
            return
        self._settled = True
        try:
            made = zstd.train_dict([self.unpack(data)[:_SAMPLE_BYTES] for data in samples], _DICTIONARY_BYTES)
        except zstd.ZstdError:
            return
        self._db.execute("INSERT INTO dictionary VALUES (?, ?)", (made.dict_id, made.dict_content))
        self._shared = self._known[made.dict_id] = made

    def _dictionary(self, number: int) -> zstd.ZstdDict:
        if number not in self._known:
            row = self._db.execute("SELECT data FROM dictionary WHERE id = ?", (number,)).fetchone()
            if row is None:
                raise damaged(f"no dictionary {number}")
            self._known[number] = zstd.ZstdDict(row[0])
        return self._known[number]
