"""A letter as bytes: what mail programs read out of it, and what no text can put into it."""

import email
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from unicodedata import category
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.mail.address import addresses, is_address
from reports.mail.message import Attachment, Envelope, message

MADE = datetime(2026, 11, 30, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SENDER = Address("望舒区人民政府办公室", addr_spec="wangzhan@wangshu.example")
UNIT = Address("望舒区教育局", addr_spec="jyj@wangshu.example")
ID = "<rectify.2026-11.jyj.0123456789abcdef@wangshu.example>"
FILES = (Attachment("整改通知单2026-11.docx", b"PK docx"), Attachment("问题清单2026-11.xlsx", b"PK xlsx"))


def made(subject: str = "新增 3 项", text: str = "正文", to: tuple[Address, ...] = (UNIT,)) -> bytes:
    return message(Envelope(SENDER, to, subject, ID, MADE, None), text, f"<p>{text}</p>", FILES)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=SMTP)  # type: ignore[return-value]


def test_headers_and_parts_as_a_mail_program_reads_them() -> None:
    raw = made("新增 3 项，逾期 1 项（2026年11月政府网站问题整改通知单，望舒区政务服务和数据管理局）")
    letter = read(raw)
    assert letter["Subject"] == "新增 3 项，逾期 1 项（2026年11月政府网站问题整改通知单，望舒区政务服务和数据管理局）"
    assert str(letter["From"]) == "望舒区人民政府办公室 <wangzhan@wangshu.example>"
    assert str(letter["To"]) == "望舒区教育局 <jyj@wangshu.example>"
    assert letter["Date"].datetime == MADE
    assert letter["Message-ID"] == ID
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_body(("plain",)).get_content().strip() == "正文"  # type: ignore[union-attr]
    assert letter.get_body(("html",)).get_content().strip() == "<p>正文</p>"  # type: ignore[union-attr]
    assert [(p.get_filename(), p.get_content()) for p in letter.iter_attachments()] == [
        ("整改通知单2026-11.docx", b"PK docx"),
        ("问题清单2026-11.xlsx", b"PK xlsx"),
    ]


def test_old_mail_programs_can_read_it() -> None:
    """Pure ASCII, short lines, CRLF; each name in one parameter; encoded words within RFC 2047's 75 signs."""
    raw = made("新增 3 项，逾期 1 项，其他未整改 12 项，已整改 4 项（2026年11月政府网站问题整改通知单）", "。" * 5000)
    raw.decode("ascii")
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines if not line.startswith(b"Content-Type: application/")) <= 78
    assert re.findall(rb"filename[^=]*=", raw) == [b"filename*=", b"filename*="]
    words = re.findall(rb"=\?[^?]*\?[bqBQ]\?[^?]*\?=", raw)
    assert words
    assert max(map(len, words)) <= 75
    head = raw.partition(b"\r\n\r\n")[0]
    assert f"Message-ID: {ID}".encode() in head, "in one line"
    for word in re.findall(rb"=\?utf-8\?b\?([^?]*)\?=", head):
        email.base64mime.decode(word.decode()).decode("utf-8")  # no sign is cut in two


HOSTILE = st.text(st.one_of(st.sampled_from('\r\n\0\x0b\x85\u2028\u202e\x1b:<>"=?,;'), st.characters()), max_size=60)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_adds_a_header_or_an_address(subject: str, name: str, body: str) -> None:
    attack = f"{subject}\r\nBcc: all@else.example\r\n\r\nhello"
    to, _ = addresses("jyj@wangshu.example", name + "\r\nBcc: all@else.example")
    letter = read(made(attack, body.encode("utf-8", "replace").decode(), to))
    kinds = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    assert letter.keys() == list(kinds)
    assert [one.addr_spec for one in letter["To"].addresses] == ["jyj@wangshu.example"]
    assert len(list(letter.iter_attachments())) == 2


@pytest.mark.parametrize(
    ("written", "found", "wrong"),
    [
        ("jyj@wangshu.example", ["望舒区教育局 <jyj@wangshu.example>"], ()),
        ("a@b.cn;c@d.cn", ["望舒区教育局 <a@b.cn>", "望舒区教育局 <c@d.cn>"], ()),
        (" a@b.cn ， c@d.cn、e@f.cn\n", [*(f"望舒区教育局 <{x}>" for x in ("a@b.cn", "c@d.cn", "e@f.cn"))], ()),
        ("办公室<a@b.cn>；信息科 <c@d.cn>", ["办公室 <a@b.cn>", "信息科 <c@d.cn>"], ()),
        ("a@b.cn;A@B.cn", ["望舒区教育局 <a@b.cn>"], ()),
        ("a@b.cn;没有", ["望舒区教育局 <a@b.cn>"], ("没有",)),
        ("张三@b.cn", [], ("张三@b.cn",)),
        ("a@b", [], ("a@b",)),
        ("a b@c.cn", [], ("a b@c.cn",)),
        ("<a@b.cn> RCPT TO:<c@d.cn>", [], ("<a@b.cn> RCPT TO:<c@d.cn>",)),
        ("", [], ()),
    ],
)
def test_addresses_as_people_write_them(written: str, found: list[str], wrong: tuple[str, ...]) -> None:
    got, bad = addresses(written, "望舒区教育局")
    assert [str(one) for one in got] == found
    assert bad == wrong


@given(HOSTILE, HOSTILE)
def test_whatever_is_written_only_bare_ascii_addresses_come_out(text: str, name: str) -> None:
    for one in addresses(f"{text};{name} <a@b.cn>", name)[0]:
        assert is_address(one.addr_spec)
        assert one.addr_spec.isascii()
        assert one.addr_spec.isprintable()
        assert not any(category(sign) in ("Cc", "Zl", "Zp") for sign in one.display_name)
