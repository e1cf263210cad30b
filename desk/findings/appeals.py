"""What a unit answers is of what a letter told: a fact with all that says the same; an appeal (申诉) perhaps of a whole
line (事项). Says which findings these are; enters nothing and rules on nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desk.context import Desk
from desk.findings.choosing import Asked, narrowed, ranged
from desk.presenters.one_fact import as_told, told_with
from desk.presenters.place_names import with_criterion
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import day_of
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import AnswerKind, Event, Finding, State
from ledger.vocabulary.post.outbox import LetterState

_NONE = "没有待裁定的申诉"
_OVER = (Event.RULE_ON_APPEAL, Event.DISMISS, Event.PASSED)


@dataclass(frozen=True)
class Covered:
    """What one ruling covers. ``along``: those ruled on with another one's appeal, because they say the same fact, and
    that one's number. ``left``: what belongs to it and is left as it is, and why."""

    ruled: tuple[Finding, ...]
    along: Mapping[int, int] = field(default_factory=dict)
    left: tuple[tuple[Finding, str], ...] = ()
    asked: Asked = field(default_factory=Asked)


def fact_of(desk: Desk, kept: Iterable[Finding], number: int) -> tuple[Finding, ...]:
    """Of ``kept``, those for which that one stands, or stood before they were fixed."""
    found = {f.id: f for f in with_criterion(desk, kept)}
    facts = as_told(desk.criteria, found.values())
    return next((tuple(found[f.id] for f in parts) for head, parts in facts if head.id == number), ())


def line_of(desk: Desk, ledger: Ledger, kept: Iterable[Finding], number: int) -> tuple[Finding, ...]:
    """All that stood in one line with that one (unit, site or account, class): in the last signed notice that told it,
    or, where none did, in the last letter; only itself where nobody was told."""
    told = _told_with(ledger, number)
    found = {f.id: f for f in with_criterion(desk, kept) if f.id in told}
    facts = [(head, (head, *parts)) for head, parts in as_told(desk.criteria, found.values())]
    own = next((head for head, fact in facts if number in {f.id for f in fact}), None)
    if own is None:
        return tuple(f for f in kept if f.id == number)
    kind = desk.criteria[own.criterion].problem_class
    return tuple(
        found[f.id]
        for head, fact in facts
        if (head.unit, head.subject, desk.criteria[head.criterion].problem_class) == (own.unit, own.subject, kind)
        for f in fact
    )


def _told_with(ledger: Ledger, number: int) -> frozenset[int]:
    for notice in sorted(ledger.notices.all_issued(), key=lambda one: one.period, reverse=True):
        if number in notice.told:
            return frozenset(notice.told)
    for letter in reversed(ledger.letters.find()):
        if letter.state in (LetterState.HELD, LetterState.WITHDRAWN):
            continue  # nobody got it
        if number in (numbers := frozenset(one.finding for one in ledger.letters.matters(letter.id))):
            return numbers
    return frozenset()


def said_of(
    desk: Desk, ledger: Ledger, number: int, kind: AnswerKind, now: datetime, *, line: bool = False
) -> list[int]:
    """The other findings that an answer on that one answers; ``line`` as of ``appealed_with``."""
    if kind is AnswerKind.APPEAL:
        return appealed_with(desk, ledger, number, now, line=line)
    return told_with(desk.criteria, ledger.findings.find(subject=ledger.findings.get(number).subject), number)


def appealed_with(desk: Desk, ledger: Ledger, number: int, now: datetime, *, line: bool = False) -> list[int]:
    """The others against which an appeal on that one is an appeal too: neither fixed, 误报, unconfirmed nor appealed.
    ``line``: it is against the letter's whole line."""
    kept = ledger.findings.find(subject=ledger.findings.get(number).subject)
    open_to = [f for f in kept if f.id == number or not _gone(f, now)]
    named = line_of(desk, ledger, kept, number) if line else ()
    heads = [number, *(f.id for f in named if f in open_to)]
    same = [part.id for head in heads for part in fact_of(desk, open_to, head)]
    return [f.id for f in open_to if f.id in {*heads, *same} - {number} and not f.appeal]


def _gone(f: Finding, now: datetime) -> str:
    """Why an appeal has nothing to say of it, or ""."""
    if f.state is State.CLOSED:
        return "已销号"
    if f.dismissed_on(day_of(now)):
        return "已判为误报"
    return "还没有核实" if f.waits else ""


def cover(desk: Desk, ledger: Ledger, asked: Asked, now: datetime, *, line: bool = False) -> Covered:
    """The appeals asked for, each with all that says the same fact; with ``line`` all of the letter's line."""
    kept = ledger.findings.find()
    named = [f for text in asked.numbers for f in ranged(text, ledger)] or [f for f in kept if f.appeal]
    typed = {f.id: f for f in narrowed(desk, named, asked)}
    ruled = {n: f for n, f in typed.items() if f.appeal}
    left = {n: (f, _NONE) for n, f in typed.items() if not f.appeal}
    for f in [g for n in typed for g in line_of(desk, ledger, kept, n)] if line else ():
        if f.id not in ruled and f.id not in left:
            if why := _gone(f, now) or ("" if f.appeal else _NONE):
                left[f.id] = f, why
            else:
                ruled[f.id] = f
    if not ruled:
        raise _nothing(typed)
    along: dict[int, int] = {}
    for head in list(ruled.values()):
        for part, why in _parts(desk, ledger, kept, head, now):
            if part.id in ruled:
                continue
            if why:
                left[part.id] = part, why
                continue
            left.pop(part.id, None)
            ruled[part.id] = part
            if not part.appeal:
                along[part.id] = head.id
    return Covered(tuple(ruled.values()), along, tuple(left.values()), asked)


def _nothing(typed: Mapping[int, Finding]) -> Exception:
    if not typed:
        return ConfigError(ConfigMistake("选择", "没有符合条件的申诉", "请用 xuncha answers list 核对"))
    first, *more = typed.values()
    told = f"问题 {first.id}{f' 等 {len(typed)} 个问题' if more else ''} {_NONE}。"
    return ForbiddenChange(first.state, Event.RULE_ON_APPEAL, told)


def _parts(
    desk: Desk, ledger: Ledger, kept: Sequence[Finding], head: Finding, now: datetime
) -> list[tuple[Finding, str]]:
    """What else the appealed fact says, each with why it is left, or ""; of what is gone, only what went since the
    appeal."""
    since = max(e.at for e in ledger.findings.history(head.id) if e.event is Event.APPEAL)
    beside = [f for f in kept if f.subject == head.subject and f.id != head.id]
    stand = [f for f in beside if not _gone(f, now)]
    went = [f for f in beside if _gone(f, now) and (f.waits or f.appeal or _since(ledger, f, since, *_OVER))]
    parts = {f.id: (f, "") for f in fact_of(desk, [head, *stand], head.id)}
    parts |= {f.id: (f, _gone(f, now)) for f in fact_of(desk, [head, *stand, *went], head.id) if f.id not in parts}
    return [
        (f, "已经裁定过" if not why and not f.appeal and _since(ledger, f, since, Event.RULE_ON_APPEAL) else why)
        for f, why in parts.values()
    ]


def _since(ledger: Ledger, f: Finding, since: datetime, *events: Event) -> bool:
    return any(e.event in events and e.at >= since for e in ledger.findings.history(f.id))
