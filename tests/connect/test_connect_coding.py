"""Compressed bodies: whole, cut, wrong, too large."""

import gzip
import zlib

import pytest
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


@pytest.mark.parametrize("coding", ["UTF-8", "none", "binary", "", " identity ", "gbk", "8bit", "text/html"])
@pytest.mark.parametrize("body", ["<html>页</html>".encode(), "第一行".encode("gbk"), b"%PDF-1.7\n\x00\x01"])
def test_a_coding_that_is_none_leaves_the_body_as_it_is(coding: str, body: bytes) -> None:
    assert undo(body, coding, 1000) == (body, frozenset())


@pytest.mark.parametrize("coding", ["br", "zstd", "x-own"])
def test_a_coding_nobody_asked_for_is_not_read(coding: str) -> None:
    packed = b"\x0b\x02\x80\x00\x01\x03" * 9
    assert undo(packed, coding, 1000) == (packed, frozenset({"undecoded"}))


def test_codings_are_undone_from_the_last() -> None:
    assert undo(gzip.compress(b"<p>x"), "utf-8, gzip", 1000) == (b"<p>x", frozenset())
