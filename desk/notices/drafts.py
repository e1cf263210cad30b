"""The month's notice as a draft for signature (送签稿), with the sheets and the workbook. Marks nothing as told."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk.context import Desk
from desk.findings.backlog import Backlog, backlog, write_cover
from desk.findings.unsettled import unsettled
from desk.notices.notice_figures import notice_figures, sheets
from desk.notices.notice_period import Period
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.codec import dump, load
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED
from ledger.vocabulary.post.notice import NoticeDraft
from ledger.vocabulary.post.outbox import Matter
from reports.documents.letter import replacing
from reports.documents.signed_text import docx_lines
from reports.figures.accounts import AccountFigures
from reports.figures.models import FollowUp, NoticeFigures, ProblemLine, SheetFigures, SiteFigures, UnknownLine
from reports.letters.notice import write_notice
from reports.letters.sheet import write_sheet
from reports.sheets.accounts import account_sheet
from reports.sheets.workbook import write_workbook

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what file names on Windows cannot hold
LATEST = timedelta(days=60)  # a draft is signed within weeks


def write_draft(
    desk: Desk, ledger: Ledger, month: str, out: Path, now: datetime, dated: date | None = None
) -> list[Path]:
    """The draft, the sheets and the workbook in ``out``. ``dated``: the 成文日期 it is written for, today unless told.

    Of a month whose notice is signed, the signed file and what belongs to it, as it was signed.
    """
    _needs_name(desk)
    if issued := ledger.notices.issued(month):
        with replacing(out / f"通报-{month}-签发{Path(issued.name).suffix}") as part:
            part.write_bytes(ledger.notices.signed_bytes(month))
        signed = as_signed(desk, ledger, month)
        return [out / f"通报-{month}-签发{Path(issued.name).suffix}", *_enclosures(desk, signed, out)]
    period = Period.of(month, now).after(ledger)
    not_after_its_successor(ledger, month)
    _check(period, now, dated)
    made = now if dated is None else datetime.combine(dated, time.min, SHANGHAI)
    ledger.notices.cut_off(period.cutoff)
    with ledger.snapshot():  # a run may be settling: what is told and what is said to be missing are of one moment
        figures = notice_figures(desk, ledger, period, now, made)
        told = _undecided(desk, ledger, period, figures)
        running = unsettled(desk, ledger)
    draft = write_notice(figures, desk.workspace.letters / "notice.docx", out / f"通报-{month}.docx")
    files = [draft, *_enclosures(desk, figures, out)]
    ledger.notices.record_draft(
        NoticeDraft(
            period=month,
            made=now,
            since=period.since,
            cutoff=period.cutoff,
            dated=made.date(),
            matters=tuple(Matter(n, p.due) for p in figures.problems for n in p.findings),
            figures=dump(figures),
            lines=docx_lines(draft.read_bytes()),
            rules=_rules(desk, figures),
            files={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        )
    )
    cover = write_cover(told, month, out / f"送签说明-{month}.txt", running)
    return [*files, cover] if cover else files


def _undecided(desk: Desk, ledger: Ledger, period: Period, figures: NoticeFigures) -> Backlog:
    """What nobody had decided at the cut-off, and what was not looked at."""
    waiting = ledger.findings.find_at(period.cutoff, states=UNDECIDED)
    return backlog(desk, waiting, period.cutoff, len(figures.unknown))


def _needs_name(desk: Desk) -> None:
    if not desk.settings.office.name:
        advice = "请在 [office] 里填上 name（发通报的单位全称）"
        raise ConfigError(ConfigMistake(str(desk.workspace.settings_file), "还没有填写办公室名称", advice))


def _enclosures(desk: Desk, figures: NoticeFigures, out: Path) -> list[Path]:
    """One sheet a unit, and the workbook: it is written while another process fills in the sheets."""
    lines = (*figures.problems, *figures.follow_up.open_older)
    more = [account_sheet("政务新媒体", figures.accounts.lines)] if figures.accounts else []
    with ThreadPoolExecutor(1) as beside:
        book = beside.submit(write_workbook, lines, figures.unknown, out / figures.workbook, more)
        written = sheets(desk, figures)
        names = Counter(sheet.unit for sheet in written)
        return [*(_sheet(desk, sheet, out, apart=names[sheet.unit] > 1) for sheet in written), book.result()]


def _sheet(desk: Desk, sheet: SheetFigures, out: Path, *, apart: bool) -> Path:
    """``apart``: another unit bears the same name."""
    name = _NOT_IN_NAMES.sub("_", f"{sheet.unit}（{sheet.unit_id}）" if apart else sheet.unit)
    return write_sheet(sheet, desk.workspace.letters / "sheet.docx", out / f"整改通知-{sheet.month:%Y-%m}-{name}.docx")


def _rules(desk: Desk, figures: NoticeFigures) -> dict[str, str]:
    """What each criterion said on that day, as a hash: judged again later, it shows whether the criterion changed."""
    titles = {one.title for p in figures.problems for one in (p, *p.parts)}
    return {
        code: hashlib.sha256(dump(replace(criterion, params=dict(criterion.params))).encode()).hexdigest()
        for code, criterion in desk.criteria.items()
        if criterion.title in titles
    }


def not_after_its_successor(ledger: Ledger, month: str) -> None:
    """A notice tells what none before it told: one that comes after its successor would tell it twice."""
    if later := [one.period for one in ledger.notices.all_issued() if one.period > month]:
        told = f"{later[0]} 的通报已经签发，{month} 还没有通报的问题已列在里面"
        raise ConfigError(ConfigMistake("--month", told, "更早一期不能再写、再登记，以免重复通报"))


def _check(period: Period, now: datetime, dated: date | None) -> None:
    if dated is None:
        return
    if dated < period.cutoff.date():
        told = f"{dated} 早于检查时点 {period.cutoff:%Y-%m-%d}"
        raise ConfigError(ConfigMistake("--date", told, "请写打算签发的日期，不早于检查时点"))
    if dated > now.date() + LATEST:
        raise ConfigError(ConfigMistake("--date", f"{dated} 在 {LATEST.days} 天以后", "请核对成文日期"))


def read_figures(draft: NoticeDraft) -> NoticeFigures:
    """The figures of a draft, as they were written."""
    return load(NoticeFigures, draft.figures)


@dataclass(frozen=True)
class DraftSummary:
    """Of the figures of a draft what a clerk is told of it; the field names are theirs."""

    unknown: tuple[UnknownLine, ...]
    sites: SiteFigures
    accounts: AccountFigures | None
    follow_up: FollowUp


def summary(ledger: Ledger, month: str) -> DraftSummary:
    """``frozen`` without its problems, which are most of it."""
    return load(DraftSummary, _draft(ledger, month).figures)


def frozen(ledger: Ledger, month: str) -> NoticeFigures:
    """The figures of the draft that was signed, or else of the month's newest. ConfigError where there is none."""
    return _with_units(ledger, read_figures(_draft(ledger, month)))


def _draft(ledger: Ledger, month: str) -> NoticeDraft:
    issued = ledger.notices.issued(month)
    draft = (issued and ledger.notices.draft(month, issued.draft)) or ledger.notices.draft(month)
    if draft is None:
        advice = f"请先运行 xuncha notice --month {month} --out 文件夹"
        raise ConfigError(ConfigMistake("--month", f"{month} 的通报还没有写送签稿", advice))
    return draft


def _with_units(ledger: Ledger, figures: NoticeFigures) -> NoticeFigures:
    """A draft of before tells units by their names only: whose each problem was stands in the ledger."""
    if any(line.unit_id for line in (*figures.problems, *figures.follow_up.open_older)):
        return figures
    units = {f.id: f.unit for f in ledger.findings.find_at(figures.cutoff)}
    problems = tuple(replace(line, unit_id=units.get(line.finding, "")) for line in figures.problems)
    older = tuple(replace(line, unit_id=units.get(line.finding, "")) for line in figures.follow_up.open_older)
    ids = {line.unit: line.unit_id for line in (*problems, *older)}
    unknown = tuple(replace(line, unit_id=ids.get(line.unit, "")) for line in figures.unknown)
    return replace(figures, problems=problems, follow_up=replace(figures.follow_up, open_older=older), unknown=unknown)


def as_signed(desk: Desk, ledger: Ledger, month: str) -> NoticeFigures:
    """The signed notice's figures: the draft's, but for what was struck out of it, dated as it was signed, each
    problem due as the ledger took it from the signed letter."""
    issued, figures = ledger.notices.issued(month), frozen(ledger, month)
    if issued is None:
        return figures
    due = {f.id: f.due for f in ledger.findings.find_at(issued.at, numbers=issued.told)}
    late = figures.deadline < issued.day
    redated = [p for p in figures.problems if p.due and p.due < issued.day and due.get(p.finding) not in (None, p.due)]
    return replace(
        figures,
        made=datetime.combine(issued.day, time.min, SHANGHAI),
        problems=tuple(_as_told(p, due) for p in figures.problems if p.finding in due),
        deadline=desk.calendar.add(issued.day, desk.settings.rectify.answer_days).day if late else figures.deadline,
        redated=late or bool(redated),
    )


def _as_told(line: ProblemLine, due: Mapping[int, date | None]) -> ProblemLine:
    parts = tuple(replace(part, due=due[part.finding] or part.due) for part in line.parts if part.finding in due)
    return replace(line, due=due[line.finding] or line.due, parts=parts)
