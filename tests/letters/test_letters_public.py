"""What a paper for the public may hold: no address, no number of a person, and the numbers that are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.redaction import NotPublic, public


@pytest.mark.parametrize(
    "text",
    [
        "见 https://www.gov.cn/",
        "ｈｔｔｐ：／／ａ．ｃｎ",
        "www.wangshu",
        "a.b.gov.cn",
        "10.1.2.3:8080",
        "望舒.政务",
        "邮箱zhang.san@example.cn",
        "电话１３８００１３８０００",
        "138 0013 8000",
        "138.0013.8000",
        "138\u200b0013\u200b8000",
        "138·0013·8000",
        "+86-138-0013-8000",
        "020-83001234",
        "（0755）8300 1234",
        "400-800-1234",
        "11010519491231002X",
        "110105 19491231 0021",
        "6222 0200 0000 0000 000",
        "138****8000",
        "ftp://x",
        "file:/C",
    ],
)
def test_what_must_not_be_published(text: str) -> None:
    with pytest.raises(NotPublic):
        public(text)


@pytest.mark.parametrize(
    "text",
    [
        "望府办〔2026〕12号，2026年10月8日",
        "1.望舒区教育局“望舒教育网”：首页链接不可用12个，已整改10个。",
        "整改率94.12%，共5965条",
        "2026.10.08至2026.12.31",
        "1/2/3季度，20/25/30个",
        "1.CBD管委会",
        "“IPv6改造”“7×24小时”",
        "2026-07-01至2026-09-30",
        "“三审三校”",
        "（国办发〔2017〕47号）",
    ],
)
def test_what_may_be(text: str) -> None:
    assert public(text) == text


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12), st.sampled_from("见，“（链接 "))
def test_no_address_gets_through(name: str, before: str) -> None:
    with pytest.raises(NotPublic):
        public(f"问题{before}http://{name}/")


@given(st.integers(10_000_000_000 + 3_000_000_000, 19_999_999_999), st.sampled_from(["", " ", "-", "—"]))
def test_no_mobile_number_gets_through(number: int, between: str) -> None:
    digits = str(number)
    with pytest.raises(NotPublic):
        public(f"联系{between.join((digits[:3], digits[3:7], digits[7:]))}。")
