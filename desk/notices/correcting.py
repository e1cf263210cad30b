"""更正: what a signed notice told and a person has since called wrong, as a draft for signature. Marks nothing."""

from datetime import date, datetime
from pathlib import Path

from desk.context import Desk
from desk.presenters.place_names import office, place_name, site_name, unit_name
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger, NoSuchNotice
from ledger.vocabulary import Finding
from ledger.vocabulary.post.notice import IssuedNotice
from reports.letters.correction import Corrected, CorrectionFigures, write_correction


def doubted(ledger: Ledger, issued: IssuedNotice) -> list[Finding]:
    """The findings that the notice told and that are doubted now."""
    told = frozenset(issued.told)
    return [f for f in ledger.findings.find() if f.id in told and f.doubted]


def write_correcting(desk: Desk, ledger: Ledger, month: str, out: Path, now: datetime) -> Path:
    """The letter of that month's notice in ``out``. ConfigError where there is nothing to correct."""
    issued = ledger.notices.issued(month)
    if issued is None:
        raise NoSuchNotice(f"{month} 的通报还没有签发，直接改送签稿即可。")
    wrong = doubted(ledger, issued)
    if not wrong:
        advice = "已通报的问题判为误报（读错、登记有误）以后才需要更正"
        raise ConfigError(ConfigMistake("--month", f"{month} 的通报没有需要更正的内容", advice))
    year, number = map(int, month.split("-"))
    figures = CorrectionFigures(
        office=office(desk),
        month=date(year, number, 1),
        number=issued.number,
        day=issued.day,
        made=now,
        lines=tuple(_corrected(desk, ledger, f, issued) for f in wrong),
    )
    return write_correction(figures, desk.workspace.letters / "correction.docx", out / f"更正-{month}.docx")


def _corrected(desk: Desk, ledger: Ledger, finding: Finding, issued: IssuedNotice) -> Corrected:
    as_told = ledger.findings.get_at(finding.id, issued.cutoff)
    where = f"{site_name(desk, finding.subject)} {place_name(desk, finding.subject, finding.column, finding.place)}"
    return Corrected(unit_name(desk, as_told.unit, issued.day), where, as_told.message, finding.dismissed_why)
