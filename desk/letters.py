"""The letters of a period: written from the ledger and put into the outbox, or saved as files. Sends nothing."""

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desk.drafting import Post, draft
from desk.drafts import as_signed
from desk.file_names import in_file_name
from desk.followup import Period, told_before
from desk.issuing import signed_copy
from desk.mail_settings import MailSettings, load_mail
from desk.notices import sheets
from desk.office import Desk
from desk.problems import ConfigError, Problem
from desk.receipts import receipt
from desk.telling import problem_lines, with_criterion
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, State, Unit
from ledger.vocabulary.outbox import Draft, Letter, LetterId, LetterKind, LetterState, Matter
from reports.figures import SheetFigures
from reports.letter import replacing
from reports.mail import UnitMail, bodies, mark, subject, title, write_list
from reports.mail_message import Attachment
from reports.sheet import write_sheet


def queue_month(
    desk: Desk, ledger: Ledger, month: str, now: datetime, mail: MailSettings | None = None
) -> list[LetterId]:
    """The signed notice and its own sheet to each unit it names, put into the outbox to wait for their release.

    Said again in the same words it is the same letter. What a new writing replaces and has not left is taken back.
    """
    issued = ledger.issued(month)
    if issued is None:
        advice = f"签发后请运行 xuncha notice issue --month {month} --number 文号 --date 日期 --signed-file 文件"
        raise ConfigError(Problem("--month", f"{month} 的通报还没有签发，不能给各单位写信", advice))
    mail = mail or load_mail(desk.workspace)
    mail.sender_address(desk)  # asked before anything is written
    period = replace(Period.of(month, now).after(ledger), cutoff=issued.cutoff)
    figures = as_signed(desk, ledger, month)
    fixed = _fixed(desk, ledger, period)
    written = sheets(desk, figures)
    units = _by_name(desk, ledger, issued.cutoff, written)
    notice = Attachment(*signed_copy(ledger, month))
    drafts = []
    for sheet in written:
        unit = units.get(sheet.unit)
        done = problem_lines(desk, ledger, fixed.get(unit.id, ()) if unit else (), period.cutoff)
        drafts.append(_draft(desk, ledger, mail, unit, UnitMail(sheet, done), notice, now))
    return ledger.queue_letters(LetterKind.RECTIFY, month, drafts, now)


def _by_name(desk: Desk, ledger: Ledger, at: datetime, written: list[SheetFigures]) -> dict[str, Unit]:
    """Units by the name that sheets carry, whatever they are called today. Two of one name would get each other's
    problems."""
    charged = {f.id: f.unit for f in ledger.findings_at(at)}
    ids = {sheet.unit: {charged[p.finding] for p in (*sheet.problems, *sheet.older)} for sheet in written}
    if shared := [name for name in sorted(ids) if len(ids[name]) > 1]:
        advice = "请在 units.csv 里改成能分清的名称，免得信件发错单位"
        raise ConfigError(*(Problem("units.csv", f"有几个单位都叫“{name}”", advice) for name in shared))
    units = desk.register.units
    return {name: units[unit] for name, (unit,) in ((n, tuple(i)) for n, i in ids.items()) if unit in units}


def _fixed(desk: Desk, ledger: Ledger, period: Period) -> dict[str, list[Finding]]:
    """By unit: told in an earlier month, and seen fixed since the last notice (上期问题整改情况)."""
    told = told_before(ledger, period.month)
    fixed: dict[str, list[Finding]] = {}
    for f in with_criterion(desk, ledger.findings_at(period.cutoff)):
        closed = f.state is State.CLOSED and f.closed_at is not None and f.closed_at >= period.since
        if f.id in told and closed and not f.dismissed_on(period.cutoff.date()):
            fixed.setdefault(f.unit, []).append(f)
    return fixed


def _draft(
    desk: Desk,
    ledger: Ledger,
    mail: MailSettings,
    unit: Unit | None,
    told: UnitMail,
    notice: Attachment,
    now: datetime,
) -> Draft:
    month = f"{told.sheet.month:%Y-%m}"
    asked = (*told.new, *told.sheet.older)
    matters = tuple(Matter(line.finding, line.due) for line in asked)
    said = {line.finding: line.message for line in asked}
    form = receipt(desk, ledger, unit, title(told), month, matters, now, said) if unit else ()
    attached = (notice, *_attachments(desk, told, month), *form)
    text, html = bodies(told, desk.workspace.letters, [one.name for one in attached])
    says = mark(told) + hashlib.sha256(notice.data).hexdigest()
    post = Post(LetterKind.RECTIFY, month, unit, told.sheet.unit, subject(told), now, says, attached, matters)
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
            part.write_bytes(ledger.letter_bytes(letter.id))
        saved.append(path)
    return saved


def standing(ledger: Ledger, month: str | None = None) -> list[Letter]:
    """Letters that were not taken back."""
    return [one for one in ledger.letters(period=month) if one.state is not LetterState.WITHDRAWN]
