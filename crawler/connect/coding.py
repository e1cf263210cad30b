"""Undoes gzip and deflate for every client of ours, and tells when a compressed body was cut short. Fetches nothing.

Scrapy's own reading takes a cut gzip body for a whole one as soon as some of it came out; a page read by half would
then lack what it has.
"""

import re
import zlib

ACCEPTED = "gzip, deflate"
_NONE = frozenset({"", "identity", "none", "binary", "8bit", "7bit", "utf-8", "utf8", "chunked"})
_OURS = frozenset({"gzip", "x-gzip", "deflate"})
_PACKED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})  # never asked for
_FILES = (b"<", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"\xef\xbb\xbf")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


def undo(body: bytes, coding: str, limit: int) -> tuple[bytes, frozenset[str]]:
    """The plain body, at most ``limit`` bytes, with the flags of ``Answer`` that apply."""
    if not body:
        return body, frozenset()
    flags: frozenset[str] = frozenset()
    for one in reversed(coding.lower().split(",")):  # the last was put on last
        body, told = _undo(body, one.strip(), limit)
        flags |= told
    return body, flags


def _undo(body: bytes, coding: str, limit: int) -> tuple[bytes, frozenset[str]]:
    if coding in _NONE:
        return body, frozenset()
    if coding not in _OURS:
        # a charset, "none" or a slip of the pen: browsers show such a page, and so is it read where it is plain
        packed = coding in _PACKED or not _plain(body)
        return body, frozenset({"undecoded"} if packed else ())
    try:
        return _inflate(body, _ANY_HEADER, limit)
    except zlib.error:
        pass
    try:
        if coding == "deflate":  # many servers leave out the header that the standard asks for
            return _inflate(body, _NO_HEADER, limit)
    except zlib.error:
        pass
    return body, frozenset({"undecoded"})


def _plain(body: bytes) -> bool:
    """Whether nothing was done to the body: a file by its first bytes, or text."""
    return body.lstrip()[:4].startswith(_FILES) or not _CONTROL.search(body[:512])


def _inflate(body: bytes, window: int, limit: int) -> tuple[bytes, frozenset[str]]:
    engine = zlib.decompressobj(window)
    plain = engine.decompress(body, limit)
    while engine.eof and engine.unused_data[:2] == b"\x1f\x8b" and len(plain) < limit:
        rest = engine.unused_data  # a gzip body of several members
        engine = zlib.decompressobj(window)
        plain += engine.decompress(rest, limit - len(plain))
    if engine.unconsumed_tail:
        return plain, frozenset({"too_large"})
    return plain, frozenset() if engine.eof else frozenset({"truncated"})
