"""A letter to one unit as the outbox takes it: addressed, numbered, with its attachments. Queues and sends nothing."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address

from desk.context import Desk
from desk.mail.server_settings import MailSettings
from desk.presenters.place_names import office
from ledger.vocabulary import Unit
from ledger.vocabulary.post.outbox import Draft, LetterKind, Matter
from reports.documents.text_fill import mail_parts
from reports.figures import phrases
from reports.figures.text import han_date, plain
from reports.mail.address import addresses, bare
from reports.mail.message import Attachment, Envelope, message


@dataclass(frozen=True)
class UnitPost:
    """What goes to one unit. ``unit`` is None where the register has none of that name.

    ``period``: what the letter is for, as ASCII: "2026-10", "2026-10-01", "2026-Q4". ``says``: whatever makes this
    letter another one than the last; the same ``says`` is never sent twice. ``matters``: the findings it tells.
    """

    kind: LetterKind
    period: str
    unit: Unit | None
    unit_name: str
    subject: str
    made: datetime
    says: str
    attachments: tuple[Attachment, ...] = ()
    matters: tuple[Matter, ...] = ()


def plain_letter(desk: Desk, mail: MailSettings, post: UnitPost, lines: tuple[str, ...]) -> Draft:
    """A letter whose mail is a few lines of text above its attachments (mail-letter.*.jinja)."""
    fields = {
        "标题": post.subject,
        "单位": post.unit_name,
        "正文": list(lines),
        "附件": [one.name for one in post.attachments],
        "发文单位": desk.settings.office.name,
        "成文日期": han_date(post.made),
        "联系": phrases.contact(office(desk)),
    }
    return draft(desk, mail, post, *mail_parts(desk.workspace.letters, "letter", fields))


def draft(desk: Desk, mail: MailSettings, post: UnitPost, text: str, html: str) -> Draft:
    """The letter with a text of its own. ConfigError where no sender is written."""
    sender = mail.sender_address(desk)
    to, wrong = addresses(post.unit.email if post.unit else "", post.unit_name)
    unit_id = post.unit.id if post.unit else ""
    parts = (post.kind, unit_id, post.period, sender.addr_spec, *bare(to), post.says)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    slug = re.sub(r"[^A-Za-z0-9_-]", "", unit_id)[:24] or "unit"
    message_id = f"<{post.kind}.{post.period}.{slug}.{digest[:16]}@{sender.domain}>"
    envelope = Envelope(sender, to, post.subject, message_id, post.made, mail.reply_address())
    return Draft(
        kind=post.kind,
        unit=unit_id,
        unit_name=post.unit_name,
        period=post.period,
        mark=digest,
        message_id=message_id,
        recipients=bare(to),
        subject=plain(post.subject),
        raw=message(envelope, text, html, post.attachments),
        note="；".join(filter(None, (_note(to, wrong), _merged(desk, post)))),
        matters=post.matters,
    )


def _note(to: tuple[Address, ...], wrong: tuple[str, ...]) -> str:
    if wrong:
        return f"登记册里的“{'、'.join(wrong)}”不是邮箱地址，没有写进收件人"
    return "" if to else "登记册里没有这个单位的邮箱"


def _merged(desk: Desk, post: UnitPost) -> str:
    """That the unit is no more: what it was told of is still its own, but perhaps nobody reads its mail."""
    if post.unit is None or post.unit.closed is None or post.unit.closed > post.made.date():
        return ""
    into = desk.register.units.get(post.unit.successor)
    return f"单位已于{post.unit.closed}撤并{f'，由{into.name}承接' if into else ''}，放行前请核对收件人"
