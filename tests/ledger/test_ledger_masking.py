"""Personal numbers out, everything else as it was. All numbers are made up or from published test sets."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.encoding.masking import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13812345678。", "手机138****5678。"),
        ("TEL13812345678", "TEL138****5678"),
        ("+86 138-1234-5678", "+86 138****5678"),
        ("张三/11010119900101001X/13812345678", None),
        ("身份证360426199101010071,", "身份证36*************071,"),
        ("身份证36042619910101007１,", "身份证36*************07１,"),
        ("44011320141005001x", "44*************01x"),
        ("证号610104620927690", "证号61**********690"),
        ("6200000000000005", "6200********0005"),
        ("卡号:6200 0000 0000 0005", "卡号:6200********0005"),
        ("6205500000000000004", "6205***********0004"),
    ],
)
def test_personal_numbers_are_hidden(text: str, expected: str | None) -> None:
    if expected is None:  # its check digit is wrong: only the telephone is a personal number
        expected = "张三/11010119900101001X/138****5678"
    assert mask(text) == expected
    assert mask(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "91110000600037341L",  # 统一社会信用代码
        "121200004013590816",
        "/art/360426199101010071.html",  # an 18-digit file name
        "t20231123_360426199101010071",
        "360426199101010072",  # wrong check digit
        "360426199113010079",  # month 13
        "990426199112010074",  # no such province
        "202311231200001",  # 15 digits of a time
        "6200000000000006",  # Luhn fails
        "1234567890123452",  # Luhn holds, but no card prefix and nothing says 卡号
        "12345678901234567890",
        "0371-66991234",
        "a3813812345678f0",  # inside a hash
        "138****5678",
        "6222 **** **** 1234",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="0123456789Xx -/.a卡号１", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.needs("pages")
def test_published_numbers(pages_dir: Path) -> None:
    with (pages_dir / "cases" / "numbers.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(r["kind"], r["value"], r["expect"]) for r in csv.DictReader(file, delimiter="\t")]
    for kind, value, expect in rows:
        if kind in ("id18", "id15", "bankcard") and expect.startswith("valid"):
            assert "****" in mask(value), (kind, value)
        elif kind in ("uscc", "masked", "id_other") or (kind == "bankcard" and expect.startswith("invalid")):
            assert mask(value) == value, (kind, value)
    assert sum(kind == "uscc" for kind, *_ in rows) > 100
