"""Sign-off (签发): the signed file is compared with its draft, kept by hash, and what it tells becomes told."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from desk.clock import SHANGHAI
from desk.drafts import frozen, untold
from desk.notices import Period
from desk.problems import ConfigError, Problem
from ledger.ledger import Ledger
from ledger.vocabulary.notice import Difference, IssuedNotice, NoticeDraft
from ledger.vocabulary.outbox import Matter
from reports.figures import NoticeFigures, ProblemLine
from reports.signed import Comparison, compare, kind_of
from reports.text import han_date, sentence

NUMBER = re.compile(r"[\u4e00-\u9fff]{0,12}〔20\d\d〕[1-9]\d{0,3}号")  # GB/T 9704-2012 7.2.5
LARGEST = 50_000_000  # bytes of a signed file


@dataclass(frozen=True)
class Issuing:
    """What became of it. ``withheld``: findings of the draft that were not told, each with why."""

    notice: IssuedNotice
    comparison: Comparison
    withheld: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]


def issue(ledger: Ledger, month: str, number: str, day: date, signed: Path, by: str, now: datetime) -> Issuing:
    """Take the signed file as the month's notice. ConfigError where number, day or file cannot be right."""
    figures, draft = frozen(ledger, month), ledger.draft(month)
    assert draft is not None  # frozen has said so
    data = _read(signed)
    _check(ledger, draft, number, day, now)
    compared = compare(draft.lines, data)
    compared = replace(compared, differences=tuple(d for d in compared.differences if not _is_number(d, number)))
    withheld = _withheld(ledger, draft, figures.problems, compared, now.date())
    left_out = {finding for finding, _ in withheld}
    matters = [m for m in draft.matters if m.finding not in left_out]
    notice = IssuedNotice(
        period=month,
        number=number,
        day=day,
        at=now,
        by=by,
        cutoff=draft.cutoff,
        name=signed.name,
        sha256=hashlib.sha256(data).hexdigest(),
        draft=draft.id,
        told=tuple(m.finding for m in matters),
        differences=compared.differences,
    )
    ledger.issue(notice, data, matters)
    return Issuing(notice, compared, withheld, tuple(_notes(draft, matters, day, compared)))


def _is_number(difference: Difference, number: str) -> bool:
    """The line that only bears the number (文号), which no draft has."""
    return not difference.drafted and not re.search(r"\d", difference.signed.replace(number, ""))


def _read(signed: Path) -> bytes:
    if not signed.is_file():
        raise ConfigError(Problem("--signed-file", f"没有文件 {signed}", "请写签发后的文件，.docx、.pdf 或 .ofd"))
    if signed.stat().st_size > LARGEST:
        raise ConfigError(Problem("--signed-file", "文件超过 50 MB", "请换成版式文件（.pdf 或 .ofd）"))
    data = signed.read_bytes()
    if kind_of(data) is None:
        advice = "请换成签发后的 .docx、.pdf 或 .ofd 文件"
        raise ConfigError(Problem("--signed-file", f"{signed.name} 不是通报文件", advice))
    return data


def _check(ledger: Ledger, draft: NoticeDraft, number: str, day: date, now: datetime) -> None:
    mistakes = []
    if not NUMBER.fullmatch(number):
        mistakes.append(Problem("--number", f"“{number}”不是文号", "请写成 〔2026〕12号 或 望府办〔2026〕12号 的样子"))
    if day < draft.cutoff.date():
        told = f"{day} 早于这份通报的检查时点 {draft.cutoff:%Y-%m-%d}"
        mistakes.append(Problem("--date", told, "请核对成文日期"))
    if day > now.date():
        mistakes.append(Problem("--date", f"{day} 还没有到", "请核对成文日期"))
    if Period.of(draft.period, draft.made).after(ledger).since != draft.since:
        advice = f"请重写送签稿：xuncha notice --month {draft.period} --out 文件夹"
        mistakes.append(Problem("--month", "写送签稿以后，更早一期的通报才签发，这份送签稿会重复通报", advice))
    if mistakes:
        raise ConfigError(*mistakes)


def _withheld(
    ledger: Ledger, draft: NoticeDraft, problems: tuple[ProblemLine, ...], compared: Comparison, today: date
) -> tuple[tuple[int, str], ...]:
    """Findings of the draft that nobody is told of by this notice: struck out of it, or no longer to be told."""
    found = []
    for matter, problem in zip(draft.matters, problems, strict=True):
        said = sentence(problem.message)
        lines = {n for n, line in enumerate(draft.lines) if problem.unit in line and said in line}
        if untold(ledger, matter, today):
            found.append((matter.finding, "写送签稿以后判为误报，或整改后又疑似出现、尚未核实"))
        elif compared.read and compared.tables and lines and lines <= compared.missing:
            found.append((matter.finding, "签发稿里没有这个问题"))
    return tuple(found)


def _notes(draft: NoticeDraft, matters: list[Matter], day: date, compared: Comparison) -> list[str]:
    """What the clerk must hear."""
    notes = []
    if day != draft.dated:
        told = f"送签稿按 {han_date(draft.dated)} 成文推算整改期限，签发日期是 {han_date(day)}"
        notes.append(f"{told}；台账里的期限按送签稿所写，没有改动，请核对签发稿上的期限")
    if late := [m for m in matters if m.due and m.due < day]:
        notes.append(f"有 {len(late)} 个问题的整改期限早于签发日期")
    if not compared.read:
        notes.append("签发文件读不出文字（扫描件或 OFD），没有核对数字，请人工核对")
    elif not compared.tables:
        notes.append("签发文件是 PDF，只核对了正文，没有核对附件的表格")
    return notes


def as_signed(ledger: Ledger, month: str) -> NoticeFigures:
    """The signed notice's figures: the draft's, but for what was struck out of it, dated as it was signed."""
    issued, figures = ledger.issued(month), frozen(ledger, month)
    if issued is None:
        return figures
    day = datetime.combine(issued.day, time.min, SHANGHAI)
    return replace(figures, made=day, problems=tuple(p for p in figures.problems if p.finding in issued.told))


def signed_copy(ledger: Ledger, month: str) -> tuple[str, bytes]:
    """The signed file as it goes to the units: its name and its bytes."""
    issued = ledger.issued(month)
    suffix = Path(issued.name).suffix.lower() if issued else ""
    return f"通报{month}{suffix}", ledger.signed_bytes(month)
