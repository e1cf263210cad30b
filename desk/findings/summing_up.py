"""What a clerk reads on the terminal at the end of a look: counts by unit and class, the gravest, why some could not
be looked at. Judges nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from desk.config.reasons import ReasonWords
from desk.context import Desk
from desk.facts.run_result import Result
from desk.presenters.place_names import site_name, unit_name
from ledger.vocabulary import Finding, ProblemClass, Reason, Verdict
from reports.figures.text import plain, shorten

GRAVEST = 10
UNITS = 30  # lines of one summary; the rest is counted


def problems(desk: Desk, found: Sequence[Finding], today: date) -> Iterator[str]:
    """Every problem where they are few; else how many each unit has of each class, and the gravest."""
    ordered = sorted(found, key=lambda f: _grave(desk, f))
    if len(ordered) > GRAVEST:
        yield from _by_unit(desk, ordered, today)
        yield f"最要紧的 {GRAVEST} 个："
    for one in ordered[:GRAVEST]:
        yield f"{one.id:>5}  {one.state}  {site_name(desk, one.subject)}  {shorten(one.message, 160)}"
    if len(ordered) > GRAVEST:
        unit = next((f.unit for f in ordered if f.unit), "")
        hint = f"某个单位的：xuncha findings --unit 单位编号（如 {unit}）；" if unit else ""
        yield f"其余 {len(ordered) - GRAVEST} 个没有列在这里。{hint}全部：xuncha findings"


def _by_unit(desk: Desk, found: Sequence[Finding], today: date) -> Iterator[str]:
    counts: dict[str, Counter[ProblemClass]] = defaultdict(Counter)
    for one in found:
        counts[one.unit][desk.criteria[one.criterion].problem_class] += 1
    units = sorted(counts, key=lambda unit: -counts[unit].total())
    for unit in units[:UNITS]:
        classes = "，".join(f"{kind.value} {count}" for kind, count in counts[unit].most_common())
        name = unit_name(desk, unit, today) if unit else "未写明单位"
        yield f"{plain(name)}（{unit or '—'}）：{counts[unit].total()} 个（{classes}）"
    if len(units) > UNITS:
        yield f"另有 {len(units) - UNITS} 个单位，共 {sum(counts[one].total() for one in units[UNITS:])} 个"


def _grave(desk: Desk, found: Finding) -> tuple[bool, int, int, int]:
    """Vetoes first, then what must be put right soonest, then what most pages use."""
    criterion = desk.criteria.get(found.criterion)
    days = criterion.days_to_fix if criterion and criterion.days_to_fix is not None else 99
    return not (criterion and criterion.veto), days, -found.evidence.uses, found.id


def unseen(unknown: Sequence[Verdict], words: Mapping[Reason, ReasonWords]) -> Iterator[str]:
    """Why some could not be looked at, the most frequent reason first, each with what to do."""
    for reason, count in Counter(v.reason or Reason.NO_VERDICT for v in unknown).most_common():
        said = words[reason]
        yield f"未能核查 {count} 处（{said.label}）：{said.meaning}。处理办法：{said.advice}。"


def told(desk: Desk | None, result: Result, words: Mapping[Reason, ReasonWords], today: date) -> Iterator[str]:
    """The whole end of a look. ``desk`` is not there where nothing is registered."""
    if desk is not None and all(f.criterion in desk.criteria for f in result.findings):
        yield from problems(desk, result.findings, today)
    else:
        for one in result.findings:
            yield f"{one.state}  {one.subject}  {plain(one.message)}"
    yield f"发现问题 {len(result.findings)} 个，未能核查 {len(result.unknown)} 处。"
    yield from unseen(result.unknown, words)
