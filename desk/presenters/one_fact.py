"""One fact, one problem (一事一计): which findings say the same fact, and which one of them tells it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checks.verdicts import SITE
from ledger.vocabulary import Criterion, Finding, State


def folded(criteria: Mapping[str, Criterion], found: Iterable[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """Each finding that tells a fact, with those it stands for: what its criterion ``stands_for`` on the same place (of
    a whole site: anywhere on it), and of a ``once`` criterion all of one subject.

    Only those of one unit; and what is still open is not told by what is fixed. The order is that of ``found``.
    """
    findings = list(found)
    teller: dict[int, int] = {}
    for group in _by_subject(findings):
        teller |= _tellers(criteria, group)
    parts: dict[int, list[Finding]] = defaultdict(list)
    for f in findings:
        if f.id in teller:
            parts[_last(teller, f.id)].append(f)
    return [(f, tuple(parts[f.id])) for f in findings if f.id not in teller]


def as_told(criteria: Mapping[str, Criterion], told: Iterable[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """The facts as a notice told them, whatever of each has been put right since."""
    return folded(criteria, [replace(f, state=State.NOTIFIED) for f in told])


def tellers(criteria: Mapping[str, Criterion], found: Iterable[Finding]) -> dict[int, Finding]:
    """Of each finding that another one stands for, which one that is."""
    return {part.id: head for head, parts in folded(criteria, found) for part in parts}


def told_with(criteria: Mapping[str, Criterion], found: Iterable[Finding], number: int) -> list[int]:
    """The open findings among ``found`` for which that one stands."""
    standing = [f for f in found if f.criterion in criteria and f.state is not State.CLOSED]
    return [part for part, head in tellers(criteria, standing).items() if head.id == number]


def _by_subject(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for f in findings:
        groups[f.subject, f.unit].append(f)
    return list(groups.values())


def _tellers(criteria: Mapping[str, Criterion], group: Sequence[Finding]) -> dict[int, int]:
    """Of one unit's findings on one subject: the number of each that is told by another, and of which. The graver
    chooses first."""
    teller: dict[int, int] = {}
    first: dict[tuple[str, bool], int] = {}
    for head in sorted(group, key=lambda f: (not criteria[f.criterion].veto, f.id)):
        criterion, closed = criteria[head.criterion], head.state is State.CLOSED
        if criterion.once:
            told = first.setdefault((head.criterion, closed), head.id)
            if told != head.id:
                teller.setdefault(head.id, told)
                continue
        for other in group:
            same = head.place in (SITE, other.place)
            told = other.criterion in criterion.stands_for and same and (not closed or other.state is State.CLOSED)
            if told and _last(teller, head.id) != other.id:  # in a circle nobody would tell it
                teller.setdefault(other.id, head.id)
    return teller


def _last(teller: Mapping[int, int], number: int) -> int:
    """Who tells in the end: what stands for another may itself be stood for."""
    seen = {number}
    while number in teller and teller[number] not in seen:
        number = teller[number]
        seen.add(number)
    return number
