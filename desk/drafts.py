"""The month's notice as a draft for signature (送签稿), with the sheets and the workbook. Marks nothing as told."""

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from pydantic import TypeAdapter

from desk.clock import SHANGHAI
from desk.notices import Period, notice_figures, sheets
from desk.office import Desk
from desk.problems import ConfigError, Problem
from ledger.ledger import Ledger
from ledger.vocabulary import Criterion, State
from ledger.vocabulary.notice import NoticeDraft
from ledger.vocabulary.outbox import Matter
from reports.account_sheets import account_sheet
from reports.figures import NoticeFigures
from reports.letter import replacing
from reports.notice import write_notice
from reports.sheet import write_sheet
from reports.signed import docx_lines
from reports.workbook import write_workbook

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what file names on Windows cannot hold
_FIGURES = TypeAdapter(NoticeFigures)
_CRITERION = TypeAdapter(Criterion)


def write_draft(
    desk: Desk, ledger: Ledger, month: str, out: Path, now: datetime, dated: date | None = None
) -> list[Path]:
    """The draft, the sheets and the workbook in ``out``. ``dated``: the 成文日期 it is written for, today unless told.

    Of a month whose notice is signed, the signed file and what belongs to it, from the figures frozen then.
    """
    if not desk.settings.office.name:
        advice = "请在 [office] 里填上 name（发通报的单位全称）"
        raise ConfigError(Problem(str(desk.workspace.settings_file), "还没有填写办公室名称", advice))
    if issued := ledger.issued(month):
        with replacing(out / f"通报-{month}-签发{Path(issued.name).suffix}") as part:
            part.write_bytes(ledger.signed_bytes(month))
        return [out / f"通报-{month}-签发{Path(issued.name).suffix}", *_enclosures(desk, frozen(ledger, month), out)]
    period = Period.of(month, now).after(ledger)
    made = now if dated is None else datetime.combine(dated, time.min, SHANGHAI)
    figures = notice_figures(desk, ledger, period, now, made)
    draft = write_notice(figures, desk.workspace.letters / "notice.docx", out / f"通报-{month}.docx")
    files = [draft, *_enclosures(desk, figures, out)]
    ledger.record_draft(
        NoticeDraft(
            period=month,
            made=now,
            since=period.since,
            cutoff=period.cutoff,
            dated=made.date(),
            matters=tuple(Matter(p.finding, p.due) for p in figures.problems),
            figures=_FIGURES.dump_json(figures).decode(),
            lines=docx_lines(draft.read_bytes()),
            rules=_rules(desk, figures),
            files={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        )
    )
    return files


def _enclosures(desk: Desk, figures: NoticeFigures, out: Path) -> list[Path]:
    """One sheet a unit, and the workbook."""
    month = f"{figures.month:%Y-%m}"
    made = []
    for sheet in sheets(desk, figures):
        name = _NOT_IN_NAMES.sub("_", sheet.unit)
        made.append(write_sheet(sheet, desk.workspace.letters / "sheet.docx", out / f"整改通知-{month}-{name}.docx"))
    lines = (*figures.problems, *figures.follow_up.open_older)
    more = [account_sheet("政务新媒体", figures.accounts.lines)] if figures.accounts else []
    return [*made, write_workbook(lines, figures.unknown, out / figures.workbook, more)]


def _rules(desk: Desk, figures: NoticeFigures) -> dict[str, str]:
    """What each criterion said on that day, as a hash: judged again later, it shows whether the criterion changed."""
    titles = {p.title for p in figures.problems}
    return {
        code: hashlib.sha256(_CRITERION.dump_json(replace(criterion, params=dict(criterion.params)))).hexdigest()
        for code, criterion in desk.criteria.items()
        if criterion.title in titles
    }


def frozen(ledger: Ledger, month: str) -> NoticeFigures:
    """The figures of the month's newest draft, as they were written. ConfigError where there is none."""
    draft = ledger.draft(month)
    if draft is None:
        advice = f"请先运行 xuncha notice --month {month} --out 文件夹"
        raise ConfigError(Problem("--month", f"{month} 的通报还没有写送签稿", advice))
    return _FIGURES.validate_json(draft.figures)


def untold(ledger: Ledger, matter: Matter, day: date) -> bool:
    """Whether a finding that stands in the draft may no longer be told: since called a 误报, or back unconfirmed."""
    finding = ledger.finding(matter.finding)
    return finding.dismissed_on(day) or (finding.state is State.REOPENED and finding.confirmed_at is None)
