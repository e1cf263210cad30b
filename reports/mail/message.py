"""A letter as the bytes that go over the wire (RFC 5322). Texts come ready; no text can add a header."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as STANDARD

from reports.figures.text import plain

SMTP = STANDARD.clone(max_line_length=76)  # with the usual 78 an encoded word gets one sign more than RFC 2047 allows
_OFFICE = "vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "pdf",
    "ofd": "ofd",
}


@dataclass(frozen=True)
class Attachment:
    """``name`` stays short: a name that has to be folded over two parameters is not read by every mail program."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Envelope:
    """``reply_to``: where answers go, or None for the sender's own address."""

    sender: Address
    to: tuple[Address, ...]
    subject: str
    message_id: str
    made: datetime
    reply_to: Address | None = None


def message(envelope: Envelope, text: str, html: str, attachments: Sequence[Attachment]) -> bytes:
    """The whole message: plain and HTML parts, then the attachments; all of it 7-bit, CRLF."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = envelope.sender
    if envelope.to:
        letter["To"] = envelope.to
    if envelope.reply_to:
        letter["Reply-To"] = envelope.reply_to
    letter["Subject"] = plain(envelope.subject)
    letter["Date"] = envelope.made
    letter["Message-ID"] = envelope.message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="base64")
    letter.add_alternative(html, subtype="html", cte="base64")
    for one in attachments:
        subtype = TYPES[one.name.rpartition(".")[2]]
        letter.add_attachment(one.data, maintype="application", subtype=subtype, filename=plain(one.name))
    return letter.as_bytes()
