"""A mail's bytes as the few things we ask of it. Whatever a mail does wrong, it is read as far as it goes.

Reads nothing inside a mail that is quoted or attached whole, except its number.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from selectolax.lexbor import LexborHTMLParser

from desk.mail.forgery import forged
from ledger.encoding.struck import struck
from reports.figures.text import plain, shorten

PARTS, TEXT, HEADER = 200, 100_000, 4_000  # no honest mail has more parts; signs that we look at
_CHARSETS = dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "hz-gb-2312"), "gb18030")
_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ADDRESS = re.compile(r"(?<![^\s<>@,;:\"()\[\]\\])[^\s<>@,;:\"()\[\]\\]++@[a-z0-9.-]+")
_BROKEN = (HeaderParseError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RuntimeError)
_AUTO_SUBJECT = re.compile(
    r"(?:[【\[(]?自动[回答]复|automatic reply|auto(?:matic)? ?-?re(?:ply|sponse)|out of (?:the )?office"
    r"|已读回执|已读[::：]|read[::：]|not read[::：]|未读[::：])",
    re.IGNORECASE,
)


class UnreadableMail(ValueError):
    """The bytes are no mail that can be taken apart."""


@dataclass(frozen=True)
class MailFile:
    """An attachment. ``name`` is the sender's word, for people to read only."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Status:
    """One recipient's block of a delivery report (RFC 3464). ``addresses``: final and original, bare."""

    addresses: tuple[str, ...]
    action: str
    words: str


@dataclass(frozen=True)
class Mail:
    """``mark``: the same for the same mail read twice. ``references``: what it says it answers; ``quoted``: numbers
    of mails that it carries. ``reports``: of a delivery report. ``auto``: no person wrote it; ``nobodys``: nothing
    can be sent back to it, as mail servers mark their own notices. ``forged``: which check of its sender our server
    saw fail."""

    mark: str
    message_id: str
    sender: str
    subject: str
    references: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    text: str = ""
    files: tuple[MailFile, ...] = ()
    reports: tuple[Status, ...] = ()
    auto: bool = False
    nobodys: bool = False
    forged: str = ""

    def without(self, secrets: Sequence[str]) -> "Mail":
        """The same mail, its words without any of our own secrets."""
        reports = tuple(replace(one, words=struck(one.words, secrets)) for one in self.reports)
        return replace(self, subject=struck(self.subject, secrets), text=struck(self.text, secrets), reports=reports)


def read_mail(raw: bytes) -> Mail:
    """Raises UnreadableMail."""
    try:
        return _read(raw)
    except _BROKEN as error:
        raise UnreadableMail(type(error).__name__) from error


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw)
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
    message_id = "".join(_ID.findall(_header(message, "message-id"))[:1])
    texts: list[str] = []
    files: list[MailFile] = []
    quoted: list[str] = []
    reports: list[Status] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            reports += _statuses(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            quoted += _carried(part)
        elif kind.startswith("text/") and not _name(part):
            texts.append(_text(part, kind))
        elif data := _payload(part):
            files.append(MailFile(_name(part), data))
    return Mail(
        mark=hashlib.sha256(message_id.encode("utf-8", "replace") + b"\n" + body).hexdigest(),
        message_id=message_id,
        sender=_sender(message),
        subject=shorten(_header(message, "subject"), 200),
        references=tuple(_ID.findall(_header(message, "in-reply-to") + " " + _header(message, "references"))),
        quoted=tuple(quoted),
        text=plain(" ".join(texts))[:TEXT],
        files=tuple(files),
        reports=tuple(reports),
        auto=_auto(message),
        nobodys=_header(message, "return-path").replace(" ", "") == "<>",
        forged=forged(_written(message, "authentication-results"), _written(message, "received-spf")),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail inside the mail is one part."""
    waiting: list[Message] = [message]
    for _ in range(PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in inner if isinstance(one, Message)]
        else:
            yield part


def _header(message: Message, name: str) -> str:
    """A header in words: RFC 2047, or raw bytes as Chinese programs write them. Of several the first."""
    return plain(_unfolded("".join(_written(message, name)[:1])))


def _written(message: Message, name: str) -> list[str]:
    """Every header of that name as it stands in the mail."""
    found = [str(value)[:HEADER] for key, value in message.raw_items() if key.lower() == name]
    return [_decoded(one.encode("utf-8", "surrogateescape"), "utf-8") for one in found]


def _unfolded(text: str) -> str:
    try:
        pieces = decode_header(text)
    except _BROKEN:
        return text
    return "".join(_decoded(one, charset or "") if isinstance(one, bytes) else one for one, charset in pieces)


def _decoded(data: bytes, charset: str) -> str:
    """By the declared charset (the small Chinese ones as the large one), else UTF-8, else GB 18030."""
    charset = charset.lower().strip()
    for one in (_CHARSETS.get(charset, charset), "utf-8"):
        try:
            return data.decode(one)
        except (LookupError, ValueError):
            continue
    return data.decode("gb18030", "replace")


def _sender(message: Message) -> str:
    """The one address it says it is from, or "" where there is none, or more than one.

    Of the head as it is written: an encoded or quoted name that looks like an address is none.
    """
    written = _QUOTED.sub("", ", ".join(_written(message, "from")[:5])).lower()
    found = _ADDRESS.findall(written)
    return found[0] if len(set(found)) == 1 and written.count("@") == len(found) else ""


def _auto(message: Message) -> bool:
    submitted = _header(message, "auto-submitted").lower()
    precedence = _header(message, "precedence").lower()
    report = message.get_content_type() == "multipart/report"
    return (
        submitted.startswith("auto-")
        or precedence in ("auto_reply", "auto-reply")
        or any(_header(message, name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply"))
        or (report and "disposition" in str(message.get_param("report-type", "")).lower())
        or _AUTO_SUBJECT.match(_header(message, "subject")) is not None
    )


def _name(part: Message) -> str:
    try:
        return shorten(_unfolded(part.get_filename() or ""), 120)
    except _BROKEN:
        return "附件"


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message, kind: str) -> str:
    text = _decoded(_payload(part)[: TEXT * 4], str(part.get_content_charset() or ""))
    if kind != "text/html":
        return text
    body = LexborHTMLParser(text).body
    return body.text(separator=" ") if body else ""


def _statuses(part: Message) -> Iterator[Status]:
    """The blocks that name a recipient."""
    blocks = part.get_payload()
    for block in blocks[:PARTS] if isinstance(blocks, list) else ():
        if not isinstance(block, Message):
            continue
        named = [_header(block, name).rpartition(";")[2] for name in ("final-recipient", "original-recipient")]
        addresses = tuple(dict.fromkeys(one.strip(" <>").lower() for one in named if "@" in one))
        if addresses:
            status = _header(block, "status")
            action = _header(block, "action").lower() or ("failed" if status.startswith("5") else "")
            words = _header(block, "diagnostic-code").partition(";")[2] or status
            yield Status(addresses, action, shorten(words, 200))


def _carried(part: Message) -> list[str]:
    """The number of the mail that is carried whole, or by its headers only."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return [one for m in inner[:1] if isinstance(m, Message) for one in _ID.findall(_header(m, "message-id"))]
    return _ID.findall(_header(message_from_bytes(_payload(part)), "message-id"))
