"""The whole story of one finding (问题): what it is, evidence, what happened, letters, answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desk.context import Desk
from desk.presenters.manners import manner_words, standing_of
from desk.presenters.place_names import place_name, site_name, unit_name
from ledger.findings.states import WORDS
from ledger.ledger import Ledger
from ledger.vocabulary import Answer, Event, Evidence, Finding, FindingEvent
from reports.figures.text import plain, stamp

PAGES = 5  # of those that use a dead link


@dataclass(frozen=True)
class Section:
    """A part of the story: named values, and lines of text beneath them; crawled words are made harmless."""

    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def story(desk: Desk, ledger: Ledger, finding: Finding, now: datetime) -> tuple[Section, ...]:
    """All its parts that hold something; the first, which tells what it is, has no title."""
    evidence = finding.evidence
    parts = (
        _section("", _what(desk, finding, now)),
        _section("证据", _evidence(desk, evidence), _users(evidence)),
        _section("读法", lines=_manner(desk, ledger, finding)),
        _section("经过", lines=_events(desk, ledger, finding)),
        _section("信件", lines=_letters(ledger, finding)),
        _section("单位答复", lines=map(_answer, ledger.answers.find(finding=finding.id))),
    )
    return tuple(part for part in parts if part.pairs or part.lines)


def _section(title: str, pairs: Iterable[tuple[str, str]] = (), lines: Iterable[str] = ()) -> Section:
    named = tuple((name, plain(value)) for name, value in pairs if value)
    return Section(title, named, tuple(plain(line) for line in lines if line))


def history(desk: Desk, ledger: Ledger, finding: Finding, now: datetime) -> list[str]:
    """The story in lines to print."""
    first, *others = story(desk, ledger, finding, now)
    told = [f"{name}：{value}" for name, value in first.pairs]
    for part in others:
        told += [f"{part.title}：", *(f"  {name}：{value}" for name, value in part.pairs)]
        told += (f"  {line}" for line in part.lines)
    late = "（逾期）" if finding.overdue_on(now.date()) else ""
    return [f"问题 {finding.id}：{finding.state}{late}", *told]


def _what(desk: Desk, f: Finding, now: datetime) -> tuple[tuple[str, str], ...]:
    criterion = desk.criteria.get(f.criterion)
    late = "（逾期）" if f.overdue_on(now.date()) else ""
    return (
        (
            "指标",
            f"{criterion.title}（{f.criterion}，{criterion.standard}{criterion.clause}）" if criterion else f.criterion,
        ),
        ("责任单位", unit_name(desk, f.unit, now.date())),
        ("网站或账号", f"{site_name(desk, f.subject)}（{f.subject}）"),
        ("位置", place_name(desk, f.subject, f.column, f.place)),
        ("问题", f.message),
        ("整改要求", criterion.demand if criterion else ""),
        ("来源", f.origin),
        ("首次发现", stamp(f.first_seen)),
        ("最近看到", stamp(f.last_seen)),
        ("核实", stamp(f.confirmed_at)),
        ("整改期限", f"{f.due}{late}" if f.due else ""),
        ("销号", stamp(f.closed_at)),
        ("未能查看", f"自 {stamp(f.unknown_since)} 起" if f.unknown_since else ""),
        ("误报", f"{f.dismissed_why}（{_held(f, now.date())}）" if f.dismissed_until else ""),
        ("申诉待裁定", f.appeal),
    )


def _evidence(desk: Desk, e: Evidence) -> tuple[tuple[str, str], ...]:
    reason = desk.words[e.reason].label if e.reason else ""
    return (
        ("网址", e.address),
        ("时间", stamp(e.seen)),
        ("原文", e.quote),
        ("原因", f"{reason}（HTTP {e.status}）" if reason and e.status else reason),
        ("各次查看", "、".join(stamp(at) for at in e.looks)),
        ("留存内容的SHA-256", e.body),
    )


def _users(e: Evidence) -> Iterator[str]:
    if e.referrers:
        yield f"所在页面（共使用{e.uses}次，列出前{min(PAGES, len(e.referrers))}个）："
        yield from (r.page for r in e.referrers[:PAGES])


def _manner(desk: Desk, ledger: Ledger, f: Finding) -> Iterator[str]:
    """How it was read, and who confirms what is read so; nothing where only others say so."""
    if f.manner:
        criterion = desk.criteria.get(f.criterion)
        yield f"{manner_words(desk, f.manner, criterion.title if criterion else '')}（{f.manner}）"
        yield standing_of(desk.trust(ledger), f, criterion)


def _events(desk: Desk, ledger: Ledger, f: Finding) -> Iterator[str]:
    for e in ledger.findings.history(f.id):
        moved = "" if e.before is e.after else f"  {e.before or '无'} → {e.after}"
        who = unit_name(desk, e.by, e.at.date()) if e.by in desk.register.units else e.by or "系统"
        yield f"{stamp(e.at)}  {WORDS[e.event]}{moved}  {who}" + (f"  {e.why}" if e.why else "") + _until(e)


def _held(f: Finding, day: date) -> str:
    """How long it is no problem, and what became of the deadline meanwhile."""
    since = f"自 {f.dismissed_from} 起，" if f.dismissed_from else ""
    over = "" if f.dismissed_on(day) else "，已过期"
    moved = f"；期间的工作日不计，整改期限由 {f.due_told} 顺延" if f.due_told and f.due_told != f.due else ""
    return f"{since}有效期至 {f.dismissed_until}{over}{moved}"


def _until(e: FindingEvent) -> str:
    """What the event set a day for."""
    if e.until is None:
        return ""
    return f"（要求 {e.until} 前整改）" if e.event is Event.URGE else f"（按误报处理至 {e.until}）"


def _letters(ledger: Ledger, f: Finding) -> Iterator[str]:
    for letter, matter in ledger.letters.telling(f.id):
        due = f"  要求 {matter.due} 前整改" if matter.due else ""
        yield f"{stamp(letter.created)}  {letter.kind.word}（信件 {letter.id}）  {letter.state}{due}"


def _answer(a: Answer) -> str:
    said = (
        ("原因", a.cause),
        ("措施", a.measure),
        ("整改时间", f"{a.done_on}" if a.done_on else ""),
        ("整改后地址", a.new_address),
        ("填报人", a.by),
        ("审核人", a.reviewer),
        ("佐证", "、".join(a.evidence)),
        ("说明", a.note),
    )
    return f"{stamp(a.at)}  {a.kind}（{a.source}）  " + "；".join(f"{name}：{value}" for name, value in said if value)
