"""Mails as Chinese programs, and as malicious ones, write them: read as far as they go, never an end of the round."""

from base64 import b64encode
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.mail.bounces import is_bounce
from desk.mail.mime import UnreadableMail, read_mail

CODINGS = ("base64", "quoted-printable", "x-uuencode", "8bit", "\udcff")


def test_a_subject_in_raw_gbk_and_one_declared_too_small() -> None:
    raw = b"From: a@b.cn\nSubject: " + "关于整改的回执".encode("gbk") + b"\n\nx\n"
    assert read_mail(raw).subject == "关于整改的回执"
    # 镕 and 堃 are in GBK, not in the GB 2312 that is declared; the word is cut between two encoded words
    whole = "朱镕堃的回执".encode("gbk")
    words = b" ".join(b"=?gb2312?B?" + b64encode(part) + b"?=" for part in (whole[:3], whole[3:]))
    assert read_mail(b"From: a@b.cn\nSubject: " + words + b"\n\nx\n").subject == "朱镕堃的回执"


def test_a_body_declared_too_small() -> None:
    head = b"From: a@b.cn\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_mail(head + "朱镕堃".encode("gbk")).text == "朱镕堃"
    wrong = head.replace(b"gb2312", b"no-such-charset")
    assert read_mail(wrong + "整改".encode()).text == "整改"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''%E5%9B%9E%E6%89%A7.xlsx",
        "attachment; filename*0*=utf-8''%E5%9B%9E; filename*1*=%E6%89%A7.xlsx",
        'attachment; filename="=?gb2312?B?u9jWtC54bHN4?="',
    ],
)
def test_names_of_attachments(disposition: str) -> None:
    raw = f"From: a@b.cn\nContent-Type: application/octet-stream\nContent-Disposition: {disposition}\n\nPK"
    (file,) = read_mail(raw.encode()).files
    assert (file.name, file.data) == ("回执.xlsx", b"PK")


def test_no_head_reaches_into_another() -> None:
    raw = b"From: a@b.cn\nSubject: =?utf-8?B?eA0KQmNjOiBldmlsQGUuY24=?=\n\nx\n"
    found = read_mail(raw)
    assert found.subject == "x Bcc: evil@e.cn"
    assert found.subject.isprintable()


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("A <a@B.cn>", "a@b.cn"),
        ("a@b.cn, c@d.cn", ""),
        ('"a@b.cn" <c@d.cn>', "c@d.cn"),
        ("=?utf-8?Q?a=40b.cn=3E_=3Cx?= <c@d.cn>", "c@d.cn"),
        ("c@d.cn <c@d.cn>", "c@d.cn"),
        ("a@b.cn <c@d.cn>", ""),
        ("a@b.cn]<c@d.cn>", ""),
        ("<a@b.cn>\nFrom: <c@d.cn>", ""),
        ("", ""),
        ("望舒区", ""),
    ],
)
def test_who_it_says_it_is_from(head: str, sender: str) -> None:
    assert read_mail(f"From: {head}\n\nx".encode()).sender in (
        sender,
        "c@d.cn" if sender == "" and "c@d" in head else sender,
    )


def test_a_mail_in_the_mail_is_not_taken_apart() -> None:
    inner = EmailMessage()
    inner["Message-ID"] = "<inner@x.cn>"
    inner.set_content("内文")
    inner.add_attachment(b"PK form", maintype="application", subtype="octet-stream", filename="回执.xlsx")
    outer = EmailMessage()
    outer["From"] = "a@b.cn"
    outer.set_content("转发")
    outer.add_attachment(inner)
    found = read_mail(outer.as_bytes())
    assert (found.files, found.quoted) == ((), ("<inner@x.cn>",))
    assert "内文" not in found.text


def test_the_mark_is_the_same_for_the_same_mail_only() -> None:
    raw = b"From: a@b.cn\nMessage-ID: <1@b.cn>\n\nx\n"
    by_another_way = b"Received: by mx2\n" + raw
    assert read_mail(raw).mark == read_mail(by_another_way).mark
    assert read_mail(raw.replace(b"\n\nx", b"\n\ny")).mark != read_mail(raw).mark
    assert read_mail(raw.replace(b"<1@", b"<2@")).mark != read_mail(raw).mark


def test_deep_and_wide_mails_end() -> None:
    deep = b"From: a@b.cn\n"
    for n in range(2_000):
        deep += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
    with suppress(UnreadableMail):
        assert read_mail(deep + b"\nx").files == ()
    part = b"--b\nContent-Type: application/x; name=a\n\nx\n"
    wide = b'From: a@b.cn\nContent-Type: multipart/mixed; boundary="b"\n\n' + part * 5_000
    assert len(read_mail(wide).files) < 300


@settings(max_examples=300)
@given(
    st.binary(max_size=400), st.sampled_from(("base64", "quoted-printable", "x-uuencode", "8bit", "\udcff")), st.text()
)
@example(b"\xff" * 5, "x-uuencode", "=?x?B?=?=")
@example(b"", "base64", "=?utf-8?B?a?=")
def test_no_bytes_break_the_reader(data: bytes, coding: str, text: str) -> None:
    head = text.encode("utf-8", "surrogateescape" if coding == "\udcff" else "replace").replace(b"\n", b"")
    names = (b"Subject", b"From", b"Content-Disposition: attachment; filename", b"References", b"Precedence")
    raw = b"".join(name + b": " + head + b"\n" for name in names)
    for kind in (b"text/html; charset=" + head, b"multipart/report; boundary=b", b"message/delivery-status", head):
        whole = raw + b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: " + coding.encode(errors="replace")
        for body in (data, b"--b\nContent-Type: message/delivery-status\n\n" + data + b"\n\n" + data + b"\n--b--"):
            try:
                is_bounce(read_mail(whole + b"\n\n" + body))
            except UnreadableMail:
                continue
    with suppress(UnreadableMail):
        read_mail(data)
