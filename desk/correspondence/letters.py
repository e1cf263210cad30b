"""The letters of a period: written from the ledger and put into the outbox, or saved as files. Sends nothing."""

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desk.context import Desk
from desk.correspondence.drafting import UnitPost, draft
from desk.correspondence.receipts import receipt
from desk.correspondence.sheet_today import Today, as_of_today
from desk.mail.server_settings import MailSettings, load_mail
from desk.notices.drafts import as_signed
from desk.notices.issuing import signed_copy
from desk.notices.notice_figures import sheets
from desk.notices.notice_period import Period, told_before
from desk.presenters.one_fact import as_told
from desk.presenters.place_names import problem_lines, with_criterion
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.file_names import in_file_name
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, State, Unit
from ledger.vocabulary.post.outbox import Draft, Letter, LetterId, LetterKind, LetterState, Matter
from reports.documents.letter import replacing
from reports.figures.groups import whole_message
from reports.letters.sheet import write_sheet
from reports.mail.address import addresses, bare
from reports.mail.message import Attachment
from reports.mail.unit_mail import UnitMail, bodies, mark, subject, title, write_list

_LEFT = (LetterState.SENDING, LetterState.HANDED, LetterState.SENT, LetterState.MAYBE)


def queue_month(
    desk: Desk, ledger: Ledger, month: str, now: datetime, mail: MailSettings | None = None
) -> list[LetterId]:
    """The signed notice and its own sheet, as it stands today, to each unit it names, put into the outbox to wait for
    their release.

    Said again in the same words it is the same letter, and a unit that has the letter gets no second one. What a new
    writing replaces and has not left is taken back.
    """
    issued = ledger.notices.issued(month)
    if issued is None:
        advice = f"签发后请运行 xuncha notice issue --month {month} --number 文号 --date 日期 --signed-file 文件"
        raise ConfigError(ConfigMistake("--month", f"{month} 的通报还没有签发，不能给各单位写信", advice))
    mail = mail or load_mail(desk.workspace)
    mail.sender_address(desk)  # asked before anything is written
    period = replace(Period.of(month, now).after(ledger), cutoff=issued.cutoff)
    figures = as_signed(desk, ledger, month)
    fixed = _fixed(desk, ledger, period)
    written = sheets(desk, figures)
    notice = Attachment(*signed_copy(ledger, month))
    drafts, has_it = [], []
    for sheet in written:
        unit = desk.register.units.get(sheet.unit_id)
        if unit and (number := _has_left(ledger, month, unit)):
            has_it.append(number)
            continue
        done = problem_lines(desk, ledger, fixed.get(unit.id, ()) if unit else (), period.cutoff)
        today = as_of_today(desk, ledger, sheet, done, now)
        drafts.append(_draft(desk, ledger, mail, unit, today, notice, now))
    return sorted([*has_it, *ledger.letters.queue(LetterKind.RECTIFY, month, drafts, now)])


def _has_left(ledger: Ledger, month: str, unit: Unit) -> LetterId | None:
    """The letter with the month's notice that has left for the addresses which the unit has now."""
    to, _ = addresses(unit.email, unit.name)
    sent = ledger.letters.find(kind=LetterKind.RECTIFY, period=month, states=_LEFT)
    return next((one.id for one in sent if one.unit == unit.id and one.recipients == bare(to)), None)


def _fixed(desk: Desk, ledger: Ledger, period: Period) -> dict[str, list[Finding]]:
    """By unit: told in an earlier month, and seen fixed since the last notice (上期问题整改情况), the whole fact."""
    told, day = told_before(ledger, period.month), period.cutoff.date()
    earlier = [f for f in with_criterion(desk, ledger.findings.find_at(period.cutoff)) if f.id in told]
    standing = {
        f.id: f for f in earlier if not f.dismissed_on(day) and not ledger.terms.was_misregistered(f, desk.register)
    }
    fixed: dict[str, list[Finding]] = {}
    for head, parts in as_told(desk.criteria, standing.values()):
        fact = [standing[f.id] for f in (head, *parts)]
        closed = [f.closed_at for f in fact if f.state is State.CLOSED and f.closed_at]
        if len(closed) == len(fact) and max(closed) >= period.since:
            fixed.setdefault(head.unit, []).append(fact[0])
    return fixed


def _draft(
    desk: Desk,
    ledger: Ledger,
    mail: MailSettings,
    unit: Unit | None,
    today: Today,
    notice: Attachment,
    now: datetime,
) -> Draft:
    told = today.mail
    month = f"{told.sheet.month:%Y-%m}"
    asked = (*told.new, *told.sheet.older)
    said = {line.finding: whole_message(line) for line in asked}
    heads = tuple(Matter(line.finding, line.due) for line in asked)
    form = receipt(desk, ledger, unit, title(told), month, heads, now, said) if unit else ()
    attached = (notice, *_attachments(desk, told, month), *form)
    text, html = bodies(told, desk.workspace.letters, [one.name for one in attached])
    says = mark(told) + hashlib.sha256(notice.data).hexdigest()
    post = UnitPost(LetterKind.RECTIFY, month, unit, told.sheet.unit, subject(told), now, says, attached, today.matters)
    return draft(desk, mail, post, text, html)


def _attachments(desk: Desk, told: UnitMail, month: str) -> tuple[Attachment, ...]:
    with tempfile.TemporaryDirectory() as folder:
        sheet = write_sheet(told.sheet, desk.workspace.letters / "sheet.docx", Path(folder) / "sheet.docx")
        problems = write_list(told, Path(folder) / "list.xlsx")
        return (
            Attachment(f"整改通知单{month}.docx", sheet.read_bytes()),
            Attachment(f"问题清单{month}.xlsx", problems.read_bytes()),
        )


def save_letters(ledger: Ledger, letters: Iterable[Letter], out: Path) -> list[Path]:
    """Each letter as a file (.eml) that any mail program opens, exactly as it would be sent."""
    saved = []
    for letter in letters:
        path = out / f"{letter.id:04}-{letter.period}-{in_file_name(letter.unit_name)}.eml"
        with replacing(path) as part:
            part.write_bytes(ledger.letters.raw(letter.id))
        saved.append(path)
    return saved


def standing(ledger: Ledger, month: str | None = None) -> list[Letter]:
    """Letters that were not taken back."""
    return [one for one in ledger.letters.find(period=month) if one.state is not LetterState.WITHDRAWN]
