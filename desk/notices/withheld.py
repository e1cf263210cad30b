"""Which problems of a draft were struck out (删去) before it was signed. Pure: reads no file, no ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from reports.documents.signed import SignedComparison
from reports.figures.groups import grouped
from reports.figures.models import BODY_ROWS, ProblemLine
from reports.letters.notice import problem_rows


def struck_out(
    problems: Sequence[ProblemLine], drafted: Sequence[str], compared: SignedComparison, area: str = ""
) -> frozenset[int]:
    """The findings that the draft told and the signed letter no longer does: their row of the list is gone. Of a file
    that shows no rows, their line of the body; what the body did not name was never there to be struck. Of a file whose
    text could not be read nothing is said."""
    if not compared.read or (not compared.tables and compared.same < len(compared.missing)):
        return frozenset()
    places = _rows(problems, drafted) if compared.tables else _body(problems, drafted, area)
    return frozenset(
        one.problem.finding
        for one in places
        if not _stands(one, compared) and compared.text.count(one.words) < _count(one.words, drafted)
    )


def cut_from_body(
    problems: Sequence[ProblemLine], drafted: Sequence[str], compared: SignedComparison, area: str = ""
) -> tuple[ProblemLine, ...]:
    """Problems whose line was taken out of the body, while the list still has them."""
    if not compared.read or not compared.tables:
        return ()
    gone = struck_out(problems, drafted, compared, area)
    return tuple(
        one.problem
        for one in _body(problems, drafted, area)
        if one.line in compared.missing and one.problem.finding not in gone
    )


@dataclass(frozen=True)
class _Told:
    """Where the draft tells a problem: ``words`` are its own, ``head`` whose it is, ``line`` which drafted line."""

    problem: ProblemLine
    words: str
    head: str
    line: int


def _rows(problems: Sequence[ProblemLine], drafted: Sequence[str]) -> Iterator[_Told]:
    told = problems[:BODY_ROWS]
    for problem, cells in zip(told, problem_rows(told), strict=True):
        head = _tight(cells["单位"] + cells["对象"])
        words = head + _tight(cells["问题"])
        start = f"{problem.no}\t"
        found = (n for n, line in enumerate(drafted) if line.startswith(start) and words in _tight(line))
        yield from (_Told(problem, words, head, n) for n in islice(found, 1))


def _body(problems: Sequence[ProblemLine], drafted: Sequence[str], area: str) -> Iterator[_Told]:
    tight = [_tight(line) for line in drafted]
    for group in grouped(problems, area):
        words = _tight(group.text)
        found = (n for n, text in enumerate(tight) if words in text and "\t" not in drafted[n])
        for n in islice(found, 1):
            yield from (_Told(problem, words, _tight(group.who), n) for problem in group.lines)


def _stands(one: _Told, compared: SignedComparison) -> bool:
    """Whether its line is there, or one in its place that still speaks of the same site or account."""
    if one.line in compared.changed:
        return one.head in _tight(compared.changed[one.line])
    return one.line not in compared.missing


def _tight(text: str) -> str:
    return "".join(text.split())


def _count(words: str, drafted: Sequence[str]) -> int:
    return "".join(_tight(line) for line in drafted).count(words)
