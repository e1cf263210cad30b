"""Compressed bodies: whole, cut, wrong, too large."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from crawler.connect.coding import undo

BODY = bytes(range(256)) * 8


@given(st.binary(min_size=1, max_size=2000))
def test_whole_bodies_come_out_whole(body: bytes) -> None:
    raw = zlib.compressobj(wbits=-15)
    for coding, sent in (
        ("gzip", gzip.compress(body)),
        ("x-gzip", gzip.compress(body)),
        ("deflate", zlib.compress(body)),
        ("deflate", raw.compress(body) + raw.flush()),
    ):
        assert undo(sent, coding, 10_000) == (body, frozenset())


def test_members_are_joined() -> None:
    assert undo(gzip.compress(b"ab") + gzip.compress(b"cd"), "gzip", 100) == (b"abcd", frozenset())


def test_a_cut_body_is_told() -> None:
    plain, flags = undo(gzip.compress(BODY)[:-10], "gzip", 10_000)
    assert flags == {"truncated"}
    assert BODY.startswith(plain)


def test_a_bomb_stops_at_the_limit() -> None:
    plain, flags = undo(gzip.compress(b"0" * 1_000_000), "gzip", 1000)
    assert (len(plain), flags) == (1000, {"too_large"})


def test_what_cannot_be_read_is_told() -> None:
    assert undo(b"not gzip", "gzip", 100) == (b"not gzip", {"undecoded"})
    assert undo(b"x", "br", 100) == (b"x", {"undecoded"})
    assert undo(b"x", "identity", 100) == (b"x", frozenset())
