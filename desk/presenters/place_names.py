"""From the ledger to the figures of a report: what is told, of whom, at which moment. Counts only what is stored."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from desk.context import Desk
from desk.facts.account_judging import unregistered
from desk.presenters.one_fact import folded
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    Evidence,
    Finding,
    Grade,
    PageKind,
    Place,
    PlaceKind,
    ProblemClass,
    Reason,
    Source,
    State,
    Verdict,
    open_findings,
)
from reports.figures.models import Citation, ProblemLine, Sender, UnknownLine
from reports.figures.text import han_date

PAGES = {PageKind.HOME: "首页", PageKind.COLUMN: "栏目页", PageKind.ARTICLE: "文章页"}
NOBODY = "未登记责任单位"
CLASS_ORDER = tuple(ProblemClass)


def office(desk: Desk) -> Sender:
    """Who sends."""
    o = desk.settings.office
    return Sender(o.name, o.address_to, contact=o.contact, phone=o.phone, copy_to=o.copy_to, region=o.region)


def month_bounds(month: str) -> tuple[date, date]:
    """First day and last day of "2026-11". Raises ValueError on anything else."""
    first = datetime.strptime(month + "-01", "%Y-%m-%d").date()  # noqa: DTZ007
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def citation(evidence: Evidence) -> Citation:
    return Citation(evidence.address, evidence.seen, evidence.quote, evidence.body)


def unit_name(desk: Desk, unit: str, day: date) -> str:
    known = desk.register.units.get(unit)
    return known.name_on(day) if known else (unit or NOBODY)


def site_name(desk: Desk, site: str) -> str:
    """The name of a site or an account; of an account that is not registered, the name it was seen under."""
    known = desk.register.sites.get(site) or desk.register.accounts.get(site)
    return known.name if known else unregistered(site).name


def platform(desk: Desk, subject: str) -> str:
    """网站, or the account's platform."""
    if subject in desk.register.sites:
        return "网站"
    return (desk.register.accounts.get(subject) or unregistered(subject)).platform


def place_name(desk: Desk, subject: str, column: str | None, place: str) -> str:
    """A place as people say it: the column's name, 链接, the kind of page; rules name the others so already."""
    where = Place.read(place)
    if where.kind is PlaceKind.ACCOUNT:
        return f"{platform(desk, subject)}账号"
    known = desk.register.columns.get(column or place)
    if known:
        return f"“{known.name}”栏目"
    if where.page:
        return PAGES.get(where.page, place)
    return {PlaceKind.LINK: "链接", PlaceKind.SITE: "全站"}.get(where.kind, place)


def _points(criterion: Criterion) -> str:
    if criterion.points is None:
        return ""
    return "分值未核实" if criterion.points_grade is Grade.R else f"扣{criterion.points:g}分"


def with_criterion(desk: Desk, found: Iterable[Finding]) -> list[Finding]:
    """Those whose criterion is still written: without one a line could not be said. ``left_out`` tells of the rest."""
    return [f for f in found if f.criterion in desk.criteria]


def left_out(desk: Desk, found: Iterable[Finding], at: datetime) -> str:
    """What the clerk must hear of open findings whose criterion was deleted; "" where there are none."""
    gone = [f for f in open_findings(found, at) if f.criterion not in desk.criteria]
    if not gone:
        return ""
    codes = "、".join(sorted({f.criterion for f in gone}))
    told = f"指标 {codes} 已不在 {desk.workspace.criteria} 中，台账里按它提出的 {len(gone)} 个问题没有写进本次材料"
    return f"{told}；要写进去，请把该指标放回原文件（出厂的指标可用 xuncha init 另建一个工作区后复制），再运行一次"


def problem_lines(desk: Desk, ledger: Ledger, found: Iterable[Finding], at: datetime) -> tuple[ProblemLine, ...]:
    """Facts as lines, severe first, then by unit, numbered from 1; each with the findings that say the same."""
    facts = folded(desk.criteria, with_criterion(desk, found))
    ordered = sorted(facts, key=lambda fact: _order(desk, fact[0]))
    by_person = ledger.findings.confirmed_by_person(one.id for head, parts in facts for one in (head, *parts))
    return tuple(
        replace(
            _line(desk, no, f, at, by_person=f.id in by_person),
            parts=tuple(
                _line(desk, n, part, at, by_person=part.id in by_person)
                for n, part in enumerate(sorted(parts, key=lambda part: _order(desk, part)), 1)
            ),
        )
        for no, (f, parts) in enumerate(ordered, 1)
    )


def _order(desk: Desk, f: Finding) -> tuple[object, ...]:
    criterion = desk.criteria[f.criterion]
    severe = not criterion.veto, CLASS_ORDER.index(criterion.problem_class)
    return *severe, f.unit, f.subject, f.criterion, f.place


def _line(desk: Desk, no: int, f: Finding, at: datetime, *, by_person: bool) -> ProblemLine:
    criterion = desk.criteria[f.criterion]
    kind, named = _named(desk, f)
    line = ProblemLine(
        no=no,
        finding=f.id,
        origin=f.origin,
        unit=unit_name(desk, f.unit, at.date()),
        unit_id=f.unit,
        site=site_name(desk, f.subject),
        place=place_name(desk, f.subject, f.column, f.place),
        problem_class=criterion.problem_class,
        title=criterion.title,
        clause=f"{criterion.standard}{criterion.clause}",
        message=f.message,
        demand=criterion.demand,
        address=f.evidence.address,
        checked=f.last_seen,
        state=f.state,
        evidence=citation(f.evidence),
        first_seen=f.first_seen,
        due=f.due,
        # reported fixed, or appealed: what is late now is our own look or ruling
        overdue=f.overdue_on(at.date()) and f.state is not State.RECHECK and not f.appeal,
        veto=criterion.veto,
        by_person=by_person,
        points=_points(criterion),
        examples=tuple(r.page for r in f.evidence.referrers[:5]),
        closed=f.closed_at,
        platform=platform(desk, f.subject),
        note=f"申诉：{f.appeal}" if f.appeal else "",
        appealed=bool(f.appeal),
        kind=kind,
        named=named,
        cited=_cited(criterion),
        told_as=criterion.told_as,
        detail=_detail(desk, f.evidence),
    )
    return _with_pictures(line, f)


def _with_pictures(line: ProblemLine, f: Finding) -> ProblemLine:
    """What is kept of how it looked: a browser's picture, a person's record."""
    figures = dict(f.evidence.figures)
    person = figures.get("source") == Source.PERSON
    return replace(
        line,
        by_record=person,
        picture=figures.get("picture", ""),
        pictured=_moment(figures.get("pictured", "")),
        record=f.subject if person or "by" in figures else "",
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _cited(criterion: Criterion) -> str:
    """The clause by the short name of its document, which is itself an annex of the paper that bears the number."""
    words = criterion.clause.partition("；")[0].split()
    if criterion.standard_short and words and words[0].startswith("附件"):
        words = words[1:]
    return " ".join((criterion.standard_short or criterion.standard, *words))


def _named(desk: Desk, f: Finding) -> tuple[str, str]:
    """What a place is counted as, and its own name: the column's, or the words of the link."""
    if column := desk.register.columns.get(f.column or f.place):
        return "栏目", column.name
    if f.where.address or f.evidence.referrers:
        return "链接", next((r.text.strip() for r in f.evidence.referrers if r.text.strip()), "")
    return "", ""


def _detail(desk: Desk, evidence: Evidence) -> str:
    """The fact in a few words: why a target is dead, or of when the newest day is."""
    if evidence.reason is not None:
        return desk.words[evidence.reason].label
    newest = dict(evidence.figures).get("newest", "")
    try:
        return f"最近更新{han_date(date.fromisoformat(newest))}" if newest else ""
    except ValueError:
        return ""


def unknown_lines(desk: Desk, verdicts: Iterable[Verdict]) -> tuple[UnknownLine, ...]:
    """What could not be looked at, one line a place and reason, with what the clerk can do."""
    grouped: dict[tuple[str, str | None, str, Reason | None], list[Verdict]] = {}
    for v in verdicts:
        grouped.setdefault((v.subject, v.column, v.place, v.reason), []).append(v)
    lines = []
    for (subject, column, place, reason), (verdict, *others) in grouped.items():
        words = desk.words[reason or Reason.NO_VERDICT]
        criterion = desk.criteria.get(verdict.criterion)
        address = verdict.evidence.address if verdict.evidence else Place.read(place).address
        known = subject in desk.register.sites or subject in desk.register.accounts
        unit = desk.register.answerable(subject, column, date.max) if known else ""
        detail = f"（{verdict.evidence.quote}）" if verdict.evidence and verdict.evidence.quote else ""
        lines.append(
            UnknownLine(
                unit=unit_name(desk, unit, date.max) if known else "",
                unit_id=unit,
                site=site_name(desk, subject),
                place=place_name(desk, subject, column, place),
                reason=f"{words.label}{detail}",
                advice=words.advice,
                address=address,
                criterion=criterion.title if criterion else verdict.criterion,
                seen=verdict.evidence.seen if verdict.evidence else None,
                count=1 + len(others),
            )
        )
    return tuple(lines)


def latest_unknowns(ledger: Ledger, runs: Iterable[str]) -> list[Verdict]:
    """What could not be looked at, of each site by the last of ``runs`` that covered it; where that was a daily one,
    also the addresses that the last sweep of the whole site could not look at."""
    latest: dict[str, str] = {}
    sweeps: dict[str, str] = {}
    for run in runs:
        sites = [c.site for c in ledger.runs.coverages(run)]
        latest |= dict.fromkeys(sites, run)
        if ledger.runs.get(run).settings.get("scope") != "daily":
            sweeps |= dict.fromkeys(sites, run)
    found = [
        v
        for run in dict.fromkeys(latest.values())
        for v in ledger.verdicts.unknowns(run)
        if latest.get(v.subject) == run
    ]
    earlier = [
        v
        for run in dict.fromkeys(sweeps.values())
        for v in ledger.verdicts.unknowns(run)
        if sweeps.get(v.subject) == run != latest[v.subject] and v.where.address
    ]
    judged = dict.fromkeys(latest[v.subject] for v in earlier)
    known = {key for run in judged for key in ledger.verdicts.keys(run)}
    return found + [v for v in earlier if v.key not in known]


def still_open(found: Iterable[Finding]) -> list[Finding]:
    return [f for f in found if f.state is not State.CLOSED]
