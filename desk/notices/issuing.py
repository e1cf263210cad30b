"""Sign-off (签发): the signed file is compared with its draft, kept by hash, and what it tells becomes told."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from desk.context import Desk
from desk.findings.backlog import backlog
from desk.notices.drafts import frozen, not_after_its_successor, read_figures
from desk.notices.notice_period import Period
from desk.notices.pressing import out_of_place
from desk.notices.withheld import cut_from_body, struck_out
from desk.register.cells import parse_day
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import Calendar
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED, State
from ledger.vocabulary.post.notice import Difference, IssuedNotice, NoticeDraft
from ledger.vocabulary.post.outbox import Matter
from reports.documents.signed import SignedComparison, bare, compare
from reports.documents.signed_text import kind_of, unfinished, whole
from reports.figures.models import NoticeFigures
from reports.figures.text import han_date

NUMBER = re.compile(r"[\u4e00-\u9fff]{0,12}〔20[0-9]{2}〕[1-9][0-9]{0,3}号")  # GB/T 9704-2012 7.2.5
LARGEST = 50_000_000  # bytes of a signed file
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True)
class Issuing:
    """What becomes of it. ``withheld``: findings of the draft that are not told, each with why; ``cut``: those whose
    line was taken out of the text, while the list still has them; ``units``: the names of those it tells of."""

    notice: IssuedNotice
    comparison: SignedComparison
    withheld: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]
    data: bytes
    matters: tuple[Matter, ...]
    cut: tuple[int, ...] = ()
    units: tuple[str, ...] = ()


def issue(
    desk: Desk, ledger: Ledger, month: str, number: str, day: date, signed: Path, by: str, now: datetime, why: str = ""
) -> Issuing:
    """Take the signed file as the month's notice, without asking anybody."""
    with ledger.transaction():  # a run may be closing problems, or finding them anew, at this very moment
        made = prepared(desk, ledger, month, number, day, signed, by, now, why)
        enter(ledger, made)
    return made


def enter(ledger: Ledger, made: Issuing) -> None:
    """What was prepared and agreed to is the month's notice from now on."""
    ledger.notices.issue(made.notice, made.data, made.matters)


def prepared(
    desk: Desk, ledger: Ledger, month: str, number: str, day: date, signed: Path, by: str, now: datetime, why: str = ""
) -> Issuing:
    """What taking the signed file as the month's notice would do; nothing is done. ConfigError where number, day or
    file cannot be right, or a veto waits for a person and nobody says ``why`` it is signed without it."""
    vetoes = _vetoes(desk, ledger, month, now, why)
    data = _read(signed)
    draft, compared = _its_draft(ledger, month, data)
    _check(ledger, draft, number, day, now, compared)
    compared = replace(compared, differences=tuple(d for d in compared.differences if not _is_number(d, number)))
    figures = read_figures(draft)
    withheld = _withheld(desk, ledger, draft, figures, compared, now.date())
    left_out = {finding for finding, _ in withheld}
    matters = _told(ledger, draft, figures, compared, left_out, day, desk.calendar)
    back = {m.finding for m in matters if _is_back(ledger, m.finding)}
    cut = cut_from_body(figures.problems, draft.lines, compared, figures.office.home)
    return Issuing(
        IssuedNotice(
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
            why=why.strip() if vetoes else "",
        ),
        compared,
        withheld,
        tuple(_notes(ledger, draft, matters, back, day, compared)),
        data,
        tuple(m for m in matters if m.finding not in back),
        tuple(p.finding for p in cut if p.finding not in left_out),
        tuple(dict.fromkeys(p.unit for p in figures.problems if p.finding not in left_out)),
    )


def _vetoes(desk: Desk, ledger: Ledger, month: str, now: datetime, why: str) -> int:
    """How many vetoes wait for a person; ConfigError where any does and nobody says why it is signed without it."""
    frozen(ledger, month)  # says where there is no draft
    vetoes = backlog(desk, ledger.findings.find(states=UNDECIDED, pages=False), now).vetoes
    if vetoes and not why.strip():
        advice = "请先用 xuncha causes 查看、核实；确需先签发的，用 --why 写明理由"
        raise ConfigError(ConfigMistake("--why", f"还有{vetoes}处单项否决没有人核实", advice))
    return vetoes


def _its_draft(ledger: Ledger, month: str, data: bytes) -> tuple[NoticeDraft, SignedComparison]:
    """The draft that was signed: of several the one most of whose lines stand in the file, else the newest."""
    newest, *older = ledger.notices.drafts(month)
    compared = compare(newest.lines, data)
    if not compared.read:
        return newest, compared
    stand = {
        one.id: sum(bare(line) in compared.text for line in one.lines) / max(len(one.lines), 1)
        for one in [newest, *older]
    }
    best = max([newest, *older], key=lambda one: (stand[one.id], one.id))
    return best, compared if best is newest else compare(best.lines, data)


def _is_number(difference: Difference, number: str) -> bool:
    """The line that only bears the number (文号), which no draft has."""
    return not difference.drafted and not re.search(r"\d", difference.signed.replace(number, ""))


def _read(signed: Path) -> bytes:
    if not signed.is_file():
        raise ConfigError(ConfigMistake("--signed-file", f"没有文件 {signed}", "请写签发后的文件，.docx、.pdf 或 .ofd"))
    if signed.stat().st_size > LARGEST:
        raise ConfigError(ConfigMistake("--signed-file", "文件超过 50 MB", "请换成版式文件（.pdf 或 .ofd）"))
    data = signed.read_bytes()
    if kind_of(data) is None:
        advice = "请换成签发后的 .docx、.pdf 或 .ofd 文件"
        raise ConfigError(ConfigMistake("--signed-file", f"{signed.name} 不是通报文件", advice))
    if not whole(data):
        told = f"{signed.name} 打不开，可能没有传完或已经损坏"
        raise ConfigError(ConfigMistake("--signed-file", told, "请重新取一份，打开看过后再登记"))
    if left := unfinished(data):
        advice = "各单位会原样收到这个文件；请接受或拒绝全部修订、删去批注，另存后再登记"
        raise ConfigError(ConfigMistake("--signed-file", f"{signed.name} 里还有{left}", advice))
    return data


def _check(
    ledger: Ledger, draft: NoticeDraft, number: str, day: date, now: datetime, compared: SignedComparison
) -> None:
    not_after_its_successor(ledger, draft.period)
    mistakes = []
    if not NUMBER.fullmatch(number):
        mistakes.append(
            ConfigMistake("--number", f"“{number}”不是文号", "请写成 〔2026〕12号 或 望府办〔2026〕12号 的样子")
        )
    if day < draft.cutoff.date():
        told = f"{day} 早于这份通报的检查时点 {draft.cutoff:%Y-%m-%d}"
        mistakes.append(ConfigMistake("--date", told, "请核对成文日期"))
    if day > now.date():
        mistakes.append(ConfigMistake("--date", f"{day} 还没有到", "请核对成文日期"))
    if compared.month and compared.month != draft.period:
        told = f"这个文件的标题写的是 {compared.month}，不是 {draft.period}"
        mistakes.append(ConfigMistake("--signed-file", told, "请核对文件和年月"))
    if Period.of(draft.period, draft.made).after(ledger).since != draft.since:
        advice = f"请重写送签稿：xuncha notice --month {draft.period} --out 文件夹"
        mistakes.append(ConfigMistake("--month", "写送签稿以后，更早一期的通报才签发，这份送签稿会重复通报", advice))
    if mistakes:
        raise ConfigError(*mistakes)


def _withheld(
    desk: Desk, ledger: Ledger, draft: NoticeDraft, figures: NoticeFigures, compared: SignedComparison, today: date
) -> tuple[tuple[int, str], ...]:
    """Findings of the draft that nobody is told of by this notice: struck out of it, or since the draft called a 误报,
    unsure or seen fixed, or of a place that is no longer inspected."""
    struck = struck_out(figures.problems, draft.lines, compared, figures.office.home)
    gone = {n for problem in figures.problems if problem.finding in struck for n in problem.findings}
    open_then = {one.finding for p in figures.problems for one in (p, *p.parts) if one.state is not State.CLOSED}
    unsure, found = ledger.findings.unconfirmed_since(draft.cutoff), []
    for matter in draft.matters:
        finding = ledger.findings.get(matter.finding)
        if finding.dismissed_on(today):
            found.append((matter.finding, f"写送签稿以后判为误报，至 {finding.dismissed_until}"))
        elif matter.finding in unsure:
            found.append((matter.finding, "写送签稿以后退回待核实（同一种读法读错过）"))
        elif matter.finding in gone:
            found.append((matter.finding, "签发稿里没有这个问题；到下一期还没有销号的，下一期送签稿再列"))
        elif why := out_of_place(desk, ledger, finding, today):  # in order at another address is not put right
            found.append((matter.finding, f"写送签稿以后{why}"))
        elif finding.state is State.CLOSED and matter.finding in open_then:
            found.append((matter.finding, "写送签稿以后已复查销号"))
    return tuple(found)


def _is_back(ledger: Ledger, number: int) -> bool:
    """Fixed after the cut-off, and since suspected to be back: told as it was, but nothing runs against the unit."""
    finding = ledger.findings.get(number)
    return finding.state is State.REOPENED and finding.confirmed_at is None


def _told(
    ledger: Ledger,
    draft: NoticeDraft,
    figures: NoticeFigures,
    compared: SignedComparison,
    left_out: set[int],
    day: date,
    calendar: Calendar,
) -> list[Matter]:
    """What the signed letter tells, each due as it says there; what the unit was told before gives way to that. A day
    before the letter's own asks for nothing: what the unit was told otherwise stands, or else the same working days
    from the letter's day."""
    row = {n: str(p.no) for p in figures.problems for n in p.findings}
    told = []
    for matter in draft.matters:
        if matter.finding in left_out:
            continue
        due = matter.due and (_changed_due(row[matter.finding], matter.due, draft, compared) or matter.due)
        if due and due < day:
            told_by_then = ledger.findings.get(matter.finding).due
            due = told_by_then or calendar.add(day, calendar.between(draft.dated, due)).day
        told.append(replace(matter, due=due))
    return told


def _changed_due(no: str, due: date, draft: NoticeDraft, compared: SignedComparison) -> date | None:
    """The one date that stands in the signed letter's row instead of the drafted due date."""
    number, was = f"{no}\t", han_date(due)
    for n, line in compared.changed.items():
        drafted = _DAY.findall(draft.lines[n])
        if draft.lines[n].startswith(number) and was in drafted:
            now = _DAY.findall(line)
            new = {d for d in now if d not in drafted}
            if was not in now and len(new) == 1:
                return parse_day(new.pop())
    return None


def _other_day(ledger: Ledger, matter: Matter) -> date | None:
    """The deadline that the unit was told since the draft, where the signed letter says another."""
    was = ledger.findings.get(matter.finding).due
    return was if matter.due and was != matter.due else None


def _notes(
    ledger: Ledger, draft: NoticeDraft, matters: Sequence[Matter], back: set[int], day: date, compared: SignedComparison
) -> list[str]:
    """What the clerk must hear."""
    notes = []
    if day != draft.dated:
        notes.append(f"送签稿按 {han_date(draft.dated)} 成文推算整改期限，签发日期是 {han_date(day)}，请核对")
    drafted = {m.finding: m.due for m in draft.matters}
    if late := [m.finding for m in matters if (was := drafted[m.finding]) and was < day and m.due != was]:
        told = f"有 {len(late)} 个问题送签稿上的整改期限早于签发日期"
        notes.append(f"{told}，台账和整改通知单按此前另定的期限，没有另定的从签发日期起给了同样的工作日")
    if other := [m.finding for m in matters if m.due != drafted[m.finding] and m.finding not in late]:
        notes.append(f"有 {len(other)} 个问题的整改期限按签发稿上改过的日期记入台账")
    if moved := [f"{m.finding}（{was}）" for m in matters if m.finding not in back and (was := _other_day(ledger, m))]:
        told = f"问题 {'、'.join(moved)}写送签稿以后定过别的整改期限"
        notes.append(f"{told}，从登记起以签发稿的为准；要改的请登记后用 xuncha finding urge --until 另定")
    if back:
        numbers = "、".join(map(str, sorted(back)))
        notes.append(f"问题 {numbers} 写送签稿以后整改过、又疑似出现，尚未核实，没有改动它的状态和期限")
    if appealed := [m.finding for m in matters if ledger.findings.get(m.finding).appeal]:
        notes.append(f"问题 {'、'.join(map(str, appealed))} 单位已申诉，尚未裁定")
    if not compared.read:
        several = "，送签稿不止一次，按最近一次登记" if len(ledger.notices.drafts(draft.period)) > 1 else ""
        notes.append(f"签发文件读不出文字（扫描件或 OFD），没有核对数字，请人工核对{several}")
    elif not compared.tables:
        notes.append("签发文件是 PDF，只核对了正文，没有核对附件的表格")
    return notes


def signed_copy(ledger: Ledger, month: str) -> tuple[str, bytes]:
    """The signed file as it goes to the units: its name and its bytes."""
    issued = ledger.notices.issued(month)
    suffix = Path(issued.name).suffix.lower() if issued else ""
    return f"通报{month}{suffix}", ledger.notices.signed_bytes(month)
