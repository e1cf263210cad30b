"""Bounces (退信): mails that say that a letter did not reach its reader, put to the letter. Sends nothing.

Standard reports (RFC 3464), and the notices that mail providers write in words of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.mail.mime import Mail
from ledger.encoding.masking import mask
from ledger.ledger import Ledger
from ledger.vocabulary.post.incoming import MailState
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterState
from reports.figures.text import shorten

RECENT = timedelta(days=30)  # a notice that names only the reader is put to the one letter he got lately
_GONE = (LetterState.SENT, LetterState.MAYBE)
_DAEMON = re.compile(r"(?:mailer-daemon|mail-daemon|maildaemon|postmaster)@")
_SUBJECT = re.compile(
    r"退信|退回|投递失败|发送失败|无法送达|未送达|undeliver|delivery (?:status|failure|has failed)|mail delivery failed"
    r"|failure notice|returned mail|delivery failed",
    re.IGNORECASE,
)
_DELAY = re.compile(r"延迟|延时|暂未送达|稍后重试|delay|still being retried|warning: ", re.IGNORECASE)
_STILL_TRYING = re.compile(
    r"(?<!不再)(?<!停止)继续(?:尝试|投递|重试)|will (?:be retried|retry|keep trying|continue to try)"
    r"|still being retried|(?:do not|don't) need to resend",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"退信|退回|被拒|失败|无法送达|未能送达|不存在|undeliver|\bfail|reject|returned|bounce|no mailbox|unknown|not found"
    r"|\b55\d\b",
    re.IGNORECASE,
)
_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_REASON = re.compile(r"(?:退信原因|失败原因|原因|reason)\W{0,4}(.{1,160})|\b(5\d\d[ -].{1,160})", re.IGNORECASE)


@dataclass(frozen=True)
class Put:
    """What became of a bounce: the letter (or None), whether a clerk must see to it, and the words for it."""

    letter: Letter | None
    state: MailState
    note: str


def is_bounce(mail: Mail) -> bool:
    """Whether the mail says that something was not delivered, and will not be."""
    if mail.reports:
        return any(one.action == "failed" for one in mail.reports)
    return _is_notice(mail) and not _is_delay(mail) and _FAILED.search(f"{mail.subject} {mail.text}") is not None


def is_notice(mail: Mail) -> bool:
    """Whether a mail server tells what became of a mail: no person's mail, bounce or not."""
    return bool(mail.reports) or (_is_notice(mail) and (_is_delay(mail) or is_bounce(mail)))


def _is_delay(mail: Mail) -> bool:
    return bool(_DELAY.search(mail.subject) or _STILL_TRYING.search(mail.text))


def _is_notice(mail: Mail) -> bool:
    said = _SUBJECT.search(mail.subject) is not None and (mail.nobodys or mail.auto)
    return said or _DAEMON.match(mail.sender) is not None


def put_bounce(ledger: Ledger, mail: Mail, now: datetime) -> Put:
    """Put the bounce to its letter: the whole letter where none of its readers got it, else the address."""
    letter = _letter(ledger, mail, now)
    if letter is None:
        return Put(None, MailState.BY_HAND, "退信，认不出是哪一封信")
    failed = _failed(mail, letter)
    if not failed:
        return Put(letter, MailState.BY_HAND, f"退信，但退回的地址不是信件 {letter.id} 的收件地址")
    words = mask("；".join(f"{address}：{said}" for address, said in failed.items()))
    if set(failed) <= set(letter.left_out):
        return Put(letter, MailState.SKIPPED, f"信件 {letter.id} 的这次退信已经记过：{words}")
    if letter.state not in _GONE:
        return Put(letter, MailState.BY_HAND, f"信件 {letter.id} 是“{letter.state}”，退信没有记入：{words}")
    missed = tuple(dict.fromkeys((*letter.left_out, *failed)))
    lost = {one.lower() for one in letter.recipients} <= {one.lower() for one in missed}
    event = LetterEvent.BOUNCE if lost else LetterEvent.BOUNCE_PART
    ledger.letters.step(letter.id, event, now, why=words, left_out=missed)
    whole = "退信" if lost else "部分收件人退信"
    return Put(letter, MailState.DONE, f"{letter.unit_name}的信件 {letter.id} {whole}：{words}")


def _letter(ledger: Ledger, mail: Mail, now: datetime) -> Letter | None:
    """By its number; else by reader and subject; else the only letter that this reader got lately."""
    numbers = (*mail.quoted, *mail.references, *_ID.findall(mail.text)[:100])
    if known := ledger.letters.by_message_id(numbers):
        return known
    sent = [one for one in ledger.letters.find(states=_GONE) if _named(mail, one.recipients)]
    said = re.sub(r"\s", "", mail.subject + mail.text)
    if same := [one for one in sent if re.sub(r"\s", "", one.subject) in said]:
        return same[-1]
    lately = [one for one in sent if now - one.created <= RECENT]
    return lately[0] if len(lately) == 1 else None


def _named(mail: Mail, recipients: Iterable[str]) -> list[str]:
    """Those of a letter's readers whom the bounce names as not reached."""
    if mail.reports:
        failed = {address for one in mail.reports if one.action == "failed" for address in one.addresses}
        return [one for one in recipients if one.lower() in failed]
    text = mail.text.lower()
    seen = [one for one in recipients if one.lower() in text]
    return [one for one in seen if re.search(rf"(?<![\w.+-]){re.escape(one.lower())}(?![\w-])", text)]


def _failed(mail: Mail, letter: Letter) -> dict[str, str]:
    """Address → the server's words."""
    said = {address: one.words for one in mail.reports for address in one.addresses}
    if not mail.reports and (found := _REASON.search(mail.text)):
        said = dict.fromkeys(map(str.lower, letter.recipients), shorten(found[1] or found[2], 160))
    return {one: said.get(one.lower(), "") or "没有写明原因" for one in _named(mail, letter.recipients)}
