"""Bytes to text: every row of the charset table, and that no bytes at all can break it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading import decode


@pytest.mark.parametrize("word", ["朱镕基", "喆", "囍", "价€", "一—二～三·"])
@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030"])
def test_a_page_that_says_gb2312_may_hold_any_chinese_character(word: str, declared: str) -> None:
    body = f'<meta charset="{declared}"><title>{word}</title>'.encode("gb18030")
    read = decode(body)
    assert f"<title>{word}</title>" in read.text
    assert (read.charset, read.conflict) == ("gb18030", "")


def test_undeclared_gbk_is_read_as_chinese() -> None:
    read = decode("<title>巡查通告</title>".encode("gbk"))
    assert (read.text, read.declared) == ("<title>巡查通告</title>", "")


def test_utf8_bytes_win_over_a_gb2312_declaration_and_the_disagreement_is_told() -> None:
    read = decode('<meta http-equiv=Content-Type content="text/html; charset=gb2312">松溪区'.encode())
    assert read.text.endswith("松溪区")
    assert (read.charset, read.declared) == ("utf-8", "gb2312")
    assert read.conflict == "页面声明gb2312，实际为utf-8"


def test_a_header_that_says_utf8_does_not_spoil_gbk_bytes() -> None:
    read = decode("松溪区人民政府".encode("gbk"), "text/html; charset=utf-8")
    assert read.text == "松溪区人民政府"
    assert read.conflict == "响应头声明utf-8，实际为gb18030"


def test_a_latin1_header_is_not_believed() -> None:
    assert decode("松溪区".encode("gbk"), "text/html; charset=ISO-8859-1").text == "松溪区"


def test_a_utf16_mark_wins_over_a_utf8_meta() -> None:
    read = decode("\ufeff<meta charset=utf-8>松溪区".encode("utf-16-le"))
    assert read.text.endswith("松溪区")
    assert read.charset == "utf-16-le"
    assert read.conflict == "页面声明utf-8，实际为utf-16-le"


def test_a_cut_last_character_does_not_make_utf8_something_else() -> None:
    read = decode("松溪区人民政府".encode()[:-1])
    assert (read.text, read.charset) == ("松溪区人民政", "utf-8")


def test_ascii_agrees_with_any_declaration() -> None:
    assert decode(b"<meta charset=gb2312>ok", "text/html; charset=utf-8").conflict == ""


def test_a_declaration_nobody_knows_is_passed_over() -> None:
    assert decode('<meta charset="x-none">松溪区'.encode("gbk")).text.endswith("松溪区")


@given(st.binary(max_size=400), st.sampled_from([None, "text/html; charset=gb2312", "charset=utf-16", "charset=hex"]))
def test_no_bytes_break_it(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)


@given(st.text(alphabet="松溪区人民政府通知公告镕喆囍", min_size=1, max_size=60))
def test_chinese_text_comes_back_from_both_encodings(tail: str) -> None:
    # Two GBK bytes alone can be one UTF-8 character; a page is never that short.
    text = f"中国{tail}"
    assert decode(text.encode()).text == text
    assert decode(f"<meta charset=gb2312>{text}".encode("gb18030")).text == f"<meta charset=gb2312>{text}"
