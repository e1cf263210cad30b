"""What was packed once is read for ever; bytes that are none are told as such."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.encoding.packing import pack, pack_text, unpack, unpack_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
# as this version's first day wrote it
KEPT = bytes.fromhex("78bb12bc87c54375359adb0c750d8d71b82d1691c59ef6cd7f36ad1d643566f0c352b0712d00921622f8")
SAID = {"evidence": {"looks": ["2026-11-13T01:30:00.000000+08:00"], "quote": "原文"}, "state": "已销号", "uses": 3}


@given(JSON)
def test_it_says_the_same_again(value: object) -> None:
    assert unpack(pack(value)) == value


@given(st.text())
def test_so_does_a_text(text: str) -> None:
    assert unpack_text(pack_text(text)) == text


def test_what_was_packed_before_is_still_read() -> None:
    assert unpack(KEPT) == SAID


@pytest.mark.parametrize("packed", [b"", b"\0", KEPT[:-1], KEPT[:8], KEPT[:-2] + b"xx", b'{"a": 1}'])
def test_other_bytes_are_none(packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        unpack(packed)
