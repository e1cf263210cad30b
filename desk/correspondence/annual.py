"""The yearly score of every unit, by what the year's notices told: a letter a unit, and one workbook for the office."""

import tempfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from checks.annual import Charge, Deduction, Price, UnitScore, year_scores
from desk.config.scoring_settings import load_scoring
from desk.context import Desk
from desk.correspondence.drafting import UnitPost, plain_letter
from desk.mail.server_settings import load_mail
from desk.presenters.one_fact import tellers
from desk.presenters.place_names import office, place_name, site_name, unit_name, with_criterion
from desk.presenters.recurrences import Spell, called_off, spells
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.encoding.masking import mask
from ledger.ledger import Ledger
from ledger.vocabulary import Criterion, Event, Finding, State
from ledger.vocabulary.post.outbox import LetterId, LetterKind, Matter
from reports.letters.annual import (
    Adjusted,
    LostLine,
    ScoreFigures,
    mail_lines,
    score_fields,
    subject,
    write_score,
    write_scores,
)
from reports.mail.message import Attachment

FIRST_YEAR = 2019  # of the criteria


@dataclass(frozen=True)
class Scored:
    """What was written: letters and documents by unit, in one order; the workbook; problems that no unit is charged."""

    numbers: list[LetterId]
    documents: list[tuple[str, bytes]]
    workbook: Path
    figures: tuple[ScoreFigures, ...]
    unowned: int


def queue_scores(desk: Desk, ledger: Ledger, year: int, out: Path, now: datetime, by: str = "") -> Scored:
    """A letter to each unit with its own lines only, put into the outbox to wait; the workbook of all in ``out``."""
    mail = load_mail(desk.workspace)
    mail.sender_address(desk)  # asked before the work is done
    scored, unowned = year_figures(desk, ledger, year, now)
    documents, drafts = [], []
    for unit, one in scored.items():
        with tempfile.TemporaryDirectory() as folder:
            letter = Path(folder) / "score.docx"
            data = write_score(one, desk.workspace.letters / "score.docx", letter).read_bytes()
        post = UnitPost(
            LetterKind.SCORE,
            str(year),
            desk.register.units[unit],
            one.unit,
            subject(one),
            now,
            says=repr(score_fields(one) | {"成文日期": "", "异议期限": "", "期限说明": ""}),
            attachments=(Attachment(f"{year}年度评分通知.docx", data),),
            matters=tuple(Matter(finding) for line in one.lines for finding in line.findings),
        )
        documents.append((one.unit, data))
        drafts.append(plain_letter(desk, mail, post, mail_lines(one)))
    workbook = write_scores(tuple(scored.values()), out / f"年度评分-{year}.xlsx")
    numbers = ledger.letters.queue(LetterKind.SCORE, str(year), drafts, now, by)
    return Scored(numbers, documents, workbook, tuple(scored.values()), unowned)


def year_figures(desk: Desk, ledger: Ledger, year: int, now: datetime) -> tuple[dict[str, ScoreFigures], int]:
    """By unit id, as things stand ``now``; and how many told problems no registered unit is charged with."""
    if not FIRST_YEAR <= year <= now.year:
        raise ConfigError(ConfigMistake("--year", f"{year} 年不能评分", f"请写 {FIRST_YEAR} 到 {now.year} 的年份"))
    scoring = load_scoring(desk.workspace.config / "scoring.toml", desk.register.units, desk.criteria)
    found = {f.id: f for f in with_criterion(desk, ledger.findings.find_at(now))}
    charges = list(_charges(desk.criteria, ledger, found, year, now))
    groups = _scored_units(desk, charges, min(date(year, 12, 31), now.date()))
    scores = year_scores(groups, charges, desk.criteria, scoring.scheme, scoring.adjustments.get(year, ()))
    waiting = frozenset(s.group for s in scores if s.appealed)
    told = _Year(desk, year, now, *_months(ledger, year, now), Counter(groups.values()), waiting)
    return {s.unit: told.figures(s, found) for s in scores}, sum(c.unit not in groups for c in charges)


def _charges(
    criteria: Mapping[str, Criterion], ledger: Ledger, found: Mapping[int, Finding], year: int, now: datetime
) -> Iterator[Charge]:
    """What the year's notices told and nobody has since called a 误报, charged to whom they told it of, each fact
    once."""
    since = datetime.combine(date(year, 1, 1), time.min, SHANGHAI)
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    supervised = frozenset(letter.id for letter in ledger.letters.find(kind=LetterKind.SUPERVISE))
    told = {
        number: (times, rightly)
        for number, times in spells(ledger, found, since, now).items()
        if (rightly := [t for t in times if any(not called_off(times, t, e.at.date()) for e in t.told(months))])
    }
    same = tellers(criteria, [replace(found[number], state=State.NOTIFIED) for number in told])
    for number, (times, rightly) in told.items():
        for unit in dict.fromkeys(one.finding.unit for one in rightly if number not in same):
            mine = [t for t in times if t.finding.unit == unit]
            yield _charge(found[number], mine, [t for t in mine if t in rightly and _late(t, supervised)], year)


def _charge(finding: Finding, times: list[Spell], late: list[Spell], year: int) -> Charge:
    """``times``: those in which one unit answered for it; ``late``: those not put right in time."""
    first = next(n for n, one in enumerate(times) if any(e.event is Event.NOTIFY for e in one.events))
    return Charge(
        finding.id,
        finding.criterion,
        times[0].finding.unit,
        fixed=times[-1].fixed or not times[-1].last,
        overdue=bool(late),
        # nobody has put right, and let come back, what nobody was told of
        returned=sum(one.back is not None and one.back.year == year for one in times[first + 1 :]),
        appealed=bool(finding.appeal) and times[-1].last,
    )


def _late(spell: Spell, supervised: Container[LetterId | None]) -> bool:
    """Seen unfixed after its due date, or supervised (督办) for it. When it was fixed unseen nobody knows."""
    due, seen = spell.finding.due, spell.finding.last_seen
    return (due is not None and seen.date() > due) or any(e.letter in supervised for e in spell.events)


def _scored_units(desk: Desk, charges: Iterable[Charge], day: date) -> dict[str, str]:
    """Unit → group, of those that answer for something on ``day`` or are charged, in the register's order."""
    register = desk.register
    busy = {charge.unit for charge in charges}
    sites = {i for i, site in register.sites.items() if not site.closed_on(day)}
    busy |= {register.answerable(i, None, day) for i in sites}
    busy |= {register.answerable(c.site, c.id, day) for c in register.columns.values() if c.site in sites}
    busy |= {a.unit_on(day) for a in register.accounts.values() if a.inspected_on(day)}
    return {i: unit.group for i, unit in register.units.items() if i in busy}


def _months(ledger: Ledger, year: int, now: datetime) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Months of the year with a signed notice, ended months without one, and whether all was told: by December's
    notice, or by a later one, which tells what December's would have told."""
    signed = [n.period for n in ledger.notices.all_issued() if n.at <= now]
    issued = [int(period[5:]) for period in signed if period.startswith(f"{year}-")]
    ended = 12 if now.year > year else now.month - 1
    unissued = tuple(month for month in range(1, ended + 1) if month not in issued)
    return tuple(issued), unissued, any(period >= f"{year}-12" for period in signed)


@dataclass(frozen=True)
class _Year:
    """From scores to figures: what all units' letters of a year have in common."""

    desk: Desk
    year: int
    now: datetime
    issued: tuple[int, ...]
    unissued: tuple[int, ...]
    all_told: bool
    sizes: Mapping[str, int]
    waiting: frozenset[str]  # groups in which an appeal waits

    def figures(self, score: UnitScore, found: Mapping[int, Finding]) -> ScoreFigures:
        desk, day = self.desk, min(date(self.year, 12, 31), self.now.date())
        deadline = desk.calendar.add(self.now.date(), desk.settings.rectify.answer_days)
        name = unit_name(desk, score.unit, day)
        return ScoreFigures(
            office=office(desk),
            unit=name,
            group=score.group,
            year=self.year,
            made=self.now,
            points=score.points,
            qualified=score.qualified,
            months=self.issued,
            unissued=self.unissued,
            deadline=deadline.day,
            lines=tuple(self._line(name, d, [found[c.finding] for c in d.charges]) for d in score.deductions),
            adjustments=tuple(Adjusted(a.points, mask(a.why), mask(a.by)) for a in score.adjustments),
            vetoes=tuple(desk.criteria[code].title for code in score.vetoes),
            rank=score.rank,
            among=self.sizes[score.group],
            rank_open=score.group in self.waiting,
            provisional=tuple(self._open(score)),
            deadline_known=deadline.known,
        )

    def _line(self, unit: str, taken: Deduction, findings: list[Finding]) -> LostLine:
        criterion = self.desk.criteria[taken.criterion]
        unverified = bool(taken.note) and not taken.extra
        return LostLine(
            unit=unit,
            title=criterion.title,
            price=taken.note or _price(criterion, taken.price),
            taken=None if unverified else taken.taken,
            findings=tuple(f.id for f in findings),
            places=_places(self.desk, findings),
            fixed=sum(c.fixed for c in taken.charges),
            overdue=sum(c.overdue for c in taken.charges),
            returned=sum(c.returned for c in taken.charges),
            extra=taken.extra,
            appealed=tuple(c.finding for c in taken.charges if c.appealed),
        )

    def _open(self, score: UnitScore) -> Iterable[str]:
        """Why the score is not final."""
        if self.now.year == self.year:
            yield f"{self.year}年度尚未结束。"
        elif not self.all_told:
            yield f"{self.year}年12月的通报尚未印发，印发后得分可能变动。"
        if score.unverified:
            named = "、".join(self.desk.criteria[code].title for code in score.unverified)
            told = sum(len(d.charges) for d in score.deductions if d.criterion in score.unverified)
            yield f"有{len(score.unverified)}项指标的分值未核实（{named}），涉及问题{told}个，没有计入扣分。"
        if score.appealed:
            yield f"问题{'、'.join(map(str, score.appealed))}的申诉待裁定，裁定后得分可能变动。"


def _places(desk: Desk, findings: Iterable[Finding]) -> tuple[str, ...]:
    """One text a site or account, which names its places."""
    found: dict[str, dict[str, None]] = {}
    for f in findings:
        found.setdefault(f.subject, {})[place_name(desk, f.subject, f.column, f.place)] = None
    return tuple(f"“{site_name(desk, subject)}”{'、'.join(places)}" for subject, places in found.items())


def _price(criterion: Criterion, price: Price | None) -> str:
    if price is None:
        return "单项否决"
    veto = "单项否决，" if criterion.veto else ""
    cap = "" if price.cap is None else f"，最多扣{price.cap:g}分"
    return f"{veto}每个{price.points:g}分{cap}"
