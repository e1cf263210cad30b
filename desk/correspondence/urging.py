"""The letters that press a unit: what each kind tells today, written and put into the outbox. Sends nothing."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from desk.context import Desk
from desk.correspondence.drafting import UnitPost, plain_letter
from desk.correspondence.receipts import receipt
from desk.mail.server_settings import MailSettings, load_mail
from desk.notices.escalation import Rung, reached
from desk.notices.pressing import deadline as of_day
from desk.notices.pressing import drafted, out_of_place
from desk.presenters.one_fact import folded
from desk.presenters.place_names import month_bounds, office, problem_lines, unit_name, with_criterion
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import Deadline, day_of
from ledger.correspondence.urging import WAITING
from ledger.findings.urgeable import resting, stands
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, FindingEvent
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import Draft, LetterId, LetterKind, LetterState, Matter
from reports.figures.groups import whole_message
from reports.figures.models import UNCOUNTED, ProblemLine
from reports.figures.text import han_date
from reports.letters.urging import Urged, UrgingFigures, urging_lines, urging_subject, write_urging
from reports.mail.message import Attachment
from reports.sheets.workbook import problem_sheet, write_sheets

_UNTOLD = (LetterState.RETURNED, LetterState.WITHDRAWN)
_RUNGS = {LetterKind.REMIND: Rung.NEAR, LetterKind.SUPERVISE: Rung.SUPERVISE}


@dataclass(frozen=True)
class Choice:
    """What a kind of letter tells today, by the unit's id, and what it leaves out, with why."""

    told: dict[str, list[Finding]]
    left_out: list[tuple[Finding, str]]


@dataclass(frozen=True)
class Written:
    """A letter in the outbox, and its .docx."""

    number: LetterId
    unit: str
    findings: tuple[int, ...]
    document: Attachment


def choose(desk: Desk, ledger: Ledger, kind: LetterKind, day: date) -> Choice:
    """The facts that are due for ``kind``, that no released letter of it has told and no other letter presses today.

    What another finding stands for goes with that one, by its deadline, as soon as the unit hears of it.
    """
    choice = Choice({}, [])
    others = _told_by_others(ledger, kind, day)
    for head, parts in folded(
        desk.criteria, [f for f in with_criterion(desk, ledger.findings.find()) if stands(f, day)]
    ):
        leads = _is_due(desk, kind, head, day) or (kind is not LetterKind.PROMPT and head.due is not None)
        for f in (head,) if leads else parts:
            if not _is_due(desk, kind, f, day):
                continue
            if _told_by(ledger, f, kind):
                if kind is LetterKind.SUPERVISE:
                    choice.left_out.append((f, "已发过督办单，再次逾期，请报分管领导"))
                continue
            fact = (head, *parts)
            pressed = next((others[one.id] for one in fact if one.id in others), "")
            if why := _why_not(desk, ledger, kind, f, day) or resting(head) or pressed:
                choice.left_out.append((f, why))
                continue
            told = [one for one in (fact if leads else (f,)) if not _unsayable(desk, ledger, one, day)]
            choice.told.setdefault(f.unit, []).extend(told)
    return choice


def _told_by_others(ledger: Ledger, kind: LetterKind, day: date) -> dict[int, str]:
    """By finding, which other letter presses the unit for it today. What waits of the same kind is written anew."""
    return {
        finding: f"今天已由{one.kind.word}（信件 {one.id}）告知"
        for finding, letters in ledger.letters.told_on(day).items()
        for one in letters
        if one.kind is not kind or one.state not in WAITING
    }


def _is_due(desk: Desk, kind: LetterKind, f: Finding, day: date) -> bool:
    criterion = desk.criteria[f.criterion]
    if kind is LetterKind.PROMPT:
        return stands(f, day) and (criterion.veto or criterion.days_to_fix == 0)
    return reached(f, day, desk.calendar, desk.settings.rectify) is _RUNGS[kind]


def _why_not(desk: Desk, ledger: Ledger, kind: LetterKind, f: Finding, day: date) -> str:
    if f.unit not in desk.register.units:
        return "没有登记责任单位，由办公室自行落实"
    if kind is LetterKind.PROMPT and f.overdue_on(day):
        return "此前已告知并且逾期，按督办办理"
    return out_of_place(desk, ledger, f, day)


def _unsayable(desk: Desk, ledger: Ledger, f: Finding, day: date) -> str:
    """Why a part of a fact is not told with it."""
    return resting(f) or out_of_place(desk, ledger, f, day)


def _this_time(ledger: Ledger, f: Finding) -> list[FindingEvent]:
    """Its events since it last came back: what was told before that is told no longer, nor what a letter told that
    was returned (退信)."""
    events = ledger.findings.history(f.id)
    back = max((n for n, e in enumerate(events) if e.event is Event.RETURNED), default=0)
    return [e for e in events[back:] if not _undelivered(ledger, e)]


def _undelivered(ledger: Ledger, event: FindingEvent) -> bool:
    """Whether the letter of an urging came back, or was taken back before it left."""
    return event.letter is not None and ledger.letters.get(event.letter).state in (*_UNTOLD, *WAITING)


def _told_by(ledger: Ledger, f: Finding, kind: LetterKind) -> bool:
    """Whether a released letter of ``kind`` has told it. What a clerk did without one is none."""
    return any(e.letter is not None and ledger.letters.get(e.letter).kind is kind for e in _this_time(ledger, f))


def deadline(desk: Desk, f: Finding, day: date, notice: date | None = None) -> Deadline:
    """The day by which a letter of ``day`` wants it put right. ``notice``: what a draft that waits for its signature
    says of it."""
    given = of_day(f, desk.criteria[f.criterion], desk.calendar, day)
    return Deadline(notice, known=True) if notice and f.due is None and notice < given.day else given


def first_told(ledger: Ledger, f: Finding, issued: Mapping[str, IssuedNotice]) -> str:
    """What told the unit of it first: the notice's number and date, else the letter's."""
    first = next((e for e in _this_time(ledger, f) if e.event in (Event.NOTIFY, Event.URGE)), None)
    if first is None:
        return UNCOUNTED
    if first.event is Event.URGE:
        by = ledger.letters.get(first.letter).kind.word if first.letter is not None else "办公室催办"
        return f"{by}（{han_date(first.at)}）"
    if first.period is None:
        return UNCOUNTED
    if notice := issued.get(first.period):
        return f"{notice.number}（{han_date(notice.day)}）"
    month, _ = month_bounds(first.period)
    return f"{month.year}年{month.month}月通报（文号{UNCOUNTED}）"


def urging_figures(
    desk: Desk, ledger: Ledger, kind: LetterKind, unit: str, findings: list[Finding], now: datetime
) -> UrgingFigures:
    """One unit's letter, its problems severe first."""
    day = day_of(now)
    found = {f.id: f for f in findings}
    signed_next = drafted(ledger, day)
    dues = {f.id: deadline(desk, f, day, signed_next.get(f.id)) for f in findings}
    issued = {notice.period: notice for notice in ledger.notices.all_issued()}
    problems = []
    for line in problem_lines(desk, ledger, findings, now):
        f = found[line.finding]
        late = f.due if f.due and f.overdue_on(day) else day
        problems.append(
            Urged(
                line=line,
                due=dues[f.id].day,
                first=first_told(ledger, f, issued),
                days=(day - late).days,
                working=desk.calendar.between(late, day),
                unseen=f.unknown_since,
            )
        )
    known = all(due.known for due in dues.values())
    return UrgingFigures(kind, office(desk), unit_name(desk, unit, day), now, tuple(problems), known)


def queue_urging(
    desk: Desk, ledger: Ledger, kind: LetterKind, now: datetime, by: str = "", mail: MailSettings | None = None
) -> tuple[list[Written], Choice]:
    """Today's letters of ``kind``, one a unit, held in the outbox; they take the place of all that nobody released."""
    needs_name(desk)
    mail, period = mail or load_mail(desk.workspace), f"{day_of(now)}"
    choice = choose(desk, ledger, kind, day_of(now))
    drafts, documents = [], []
    for unit, findings in choice.told.items():
        figures = urging_figures(desk, ledger, kind, unit, findings, now)
        was = {f.id: f.due for f in findings}
        matters = tuple(Matter(n, one.due, was=was[n]) for one in figures.problems for n in one.line.findings)
        asked = tuple(Matter(one.line.finding, one.due) for one in figures.problems)
        said = {one.line.finding: whole_message(one.line) for one in figures.problems}
        form = receipt(desk, ledger, desk.register.units[unit], figures.title, period, asked, now, said)
        files = (*_attachments(desk, figures, period), *form)
        drafts.append(_draft(desk, mail, figures, findings, matters, files))
        documents.append(files[0])
    # an earlier day's letter that waits would tell the same problems with a day that has passed
    waiting = {letter.period for letter in ledger.letters.find(kind=kind, states=WAITING)} - {period}
    for earlier in sorted(waiting):
        ledger.letters.queue(kind, earlier, [], now, by)
    numbers = ledger.letters.queue(kind, period, drafts, now, by)
    written = [
        Written(number, draft.unit_name, tuple(m.finding for m in draft.matters), document)
        for number, draft, document in zip(numbers, drafts, documents, strict=True)
    ]
    return written, choice


def needs_name(desk: Desk) -> None:
    """A letter is signed. ConfigError where the office has not written its name."""
    if not desk.settings.office.name:
        advice = "请在 [office] 里填上 name（发文单位的全称）"
        raise ConfigError(ConfigMistake(str(desk.workspace.settings_file), "还没有填写办公室名称", advice))


def _attachments(desk: Desk, figures: UrgingFigures, period: str) -> tuple[Attachment, ...]:
    template = desk.workspace.letters / f"{figures.kind}.docx"
    lines = [_listed(one) for one in figures.problems]
    with tempfile.TemporaryDirectory() as folder:
        letter = write_urging(figures, template, Path(folder) / "letter.docx")
        problems = write_sheets([problem_sheet("问题清单", lines)], Path(folder) / "list.xlsx")
        return (
            Attachment(f"{figures.kind.word}{period}.docx", letter.read_bytes()),
            Attachment(f"问题清单{period}.xlsx", problems.read_bytes()),
        )


def _listed(one: Urged) -> ProblemLine:
    """As the letter itself tells it: by its deadline; what was set before stands beside."""
    line, before = one.line, f"原定时限：{one.line.due}" if one.line.due not in (None, one.due) else ""
    parts = tuple(replace(part, due=one.due) for part in line.parts)
    return replace(line, no=line.finding, due=one.due, note=before, parts=parts)


def _draft(
    desk: Desk,
    mail: MailSettings,
    figures: UrgingFigures,
    findings: list[Finding],
    matters: tuple[Matter, ...],
    files: tuple[Attachment, ...],
) -> Draft:
    confirmed = {f.id: f.confirmed_at for f in findings}
    post = UnitPost(
        kind=figures.kind,
        period=f"{day_of(figures.made)}",
        unit=desk.register.units[findings[0].unit],
        unit_name=figures.unit,
        subject=urging_subject(figures),
        made=figures.made,
        # a problem that came back is another matter than the one told before
        says="\n".join(f"{m.finding} {confirmed[m.finding]} {m.due}" for m in matters),
        attachments=files,
        matters=matters,
    )
    return plain_letter(desk, mail, post, urging_lines(figures))
