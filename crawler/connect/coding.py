"""Undoes gzip and deflate for every client of ours, and tells when a compressed body was cut short. Fetches nothing.

Scrapy's own reading takes a cut gzip body for a whole one as soon as some of it came out; a page read by half would
then lack what it has.
"""

import zlib

ACCEPTED = "gzip, deflate"
_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


def undo(body: bytes, coding: str, limit: int) -> tuple[bytes, frozenset[str]]:
    """The plain body, at most ``limit`` bytes, with the flags of ``Answer`` that apply."""
    coding = coding.strip().lower()
    if coding in {"", "identity"} or not body:
        return body, frozenset()
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return body, frozenset({"undecoded"})
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
