"""The letters of a period: written from the ledger and put into the outbox, or saved as files. Sends nothing."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from desk.drafting import Post, draft
from desk.mail_settings import MailSettings, load_mail
from desk.notices import Period, notice_figures, sheets
from desk.office import Desk
from desk.problems import ConfigError, Problem
from desk.telling import problem_lines, with_criterion
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, State, Unit
from ledger.vocabulary.outbox import Draft, Letter, LetterId, LetterKind, LetterState
from reports.letter import replacing
from reports.mail import UnitMail, bodies, mark, subject, write_list
from reports.mail_message import Attachment
from reports.sheet import write_sheet
from reports.text import plain


def queue_month(
    desk: Desk, ledger: Ledger, month: str, now: datetime, mail: MailSettings | None = None
) -> list[LetterId]:
    """A letter to each unit with its own sheet only, put into the outbox to wait for its release.

    Said again in the same words it is the same letter. What a new writing replaces and has not left is taken back.
    """
    mail = mail or load_mail(desk.workspace)
    period = Period.of(month, now)
    figures = notice_figures(desk, ledger, period, now)
    fixed = _fixed(desk, ledger, period)
    written = sheets(desk, figures)
    units = _by_name(desk, period, {sheet.unit for sheet in written})
    drafts = []
    for sheet in written:
        unit = units.get(sheet.unit)
        done = problem_lines(desk, ledger, fixed.get(unit.id, ()) if unit else (), period.cutoff)
        drafts.append(_draft(desk, mail, unit, UnitMail(sheet, done), month))
    return ledger.queue_letters(LetterKind.RECTIFY, month, drafts, now)


def _by_name(desk: Desk, period: Period, used: set[str]) -> dict[str, Unit]:
    """Units by the name that sheets carry. Two of one name would get each other's problems."""
    day = period.cutoff.date()
    names = Counter(unit.name_on(day) for unit in desk.register.units.values())
    if shared := [name for name in sorted(used) if names[name] > 1]:
        advice = "请在 units.csv 里改成能分清的名称，免得信件发错单位"
        raise ConfigError(*(Problem("units.csv", f"有几个单位都叫“{name}”", advice) for name in shared))
    return {unit.name_on(day): unit for unit in desk.register.units.values()}


def _fixed(desk: Desk, ledger: Ledger, period: Period) -> dict[str, list[Finding]]:
    """By unit: told in an earlier month, and seen fixed since the last notice was made (上期问题整改情况)."""
    standing = with_criterion(desk, ledger.findings_at(period.cutoff))
    told = {
        f.id: [e.at for e in ledger.history(f.id) if e.event is Event.NOTIFY and e.why < period.month] for f in standing
    }
    last_notice = max((at for times in told.values() for at in times), default=period.start)
    fixed: dict[str, list[Finding]] = {}
    for f in standing:
        closed = f.state is State.CLOSED and f.closed_at is not None and f.closed_at >= last_notice
        if told[f.id] and closed and not f.dismissed_on(period.cutoff.date()):
            fixed.setdefault(f.unit, []).append(f)
    return fixed


def _draft(desk: Desk, mail: MailSettings, unit: Unit | None, told: UnitMail, month: str) -> Draft:
    attached = _attachments(desk, told, month)
    text, html = bodies(told, desk.workspace.letters, [one.name for one in attached])
    name = told.sheet.unit
    post = Post(LetterKind.RECTIFY, month, unit, name, subject(told), told.sheet.made, mark(told), attached)
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
        name = re.sub(r'[\\/:*?"<>|\s]', "", plain(letter.unit_name))[:60]
        path = out / f"{letter.id:04}-{letter.period}-{name}.eml"
        with replacing(path) as part:
            part.write_bytes(ledger.letter_bytes(letter.id))
        saved.append(path)
    return saved


def standing(ledger: Ledger, month: str | None = None) -> list[Letter]:
    """Letters that were not taken back."""
    return [one for one in ledger.letters(period=month) if one.state is not LetterState.WITHDRAWN]
