"""Which problems of a draft were struck out (删去) before it was signed. Pure: reads no file, no ledger."""

from collections.abc import Sequence

from reports.figures import BODY_ROWS, ProblemLine
from reports.signed import Comparison
from reports.text import sentence
from reports.wording import where


def struck_out(problems: Sequence[ProblemLine], drafted: Sequence[str], compared: Comparison) -> frozenset[int]:
    """The findings that the draft told and the signed letter no longer does. Of a file whose text could not be read
    nothing is said; what the body had no room for stands in the workbook and was never there to be struck."""
    if not compared.read or (not compared.tables and compared.same < len(compared.missing)):
        return frozenset()
    tight = [_tight(line) for line in drafted]
    before = "".join(tight)
    gone = set()
    for problem in problems[:BODY_ROWS]:
        said, at = _tight(sentence(problem.message)), _tight(problem.unit + where(problem))
        lines = [n for n, line in enumerate(drafted) if problem.unit in line and said in tight[n]]
        if not compared.tables:
            lines = [n for n in lines if "\t" not in drafted[n]]
        left = [n for n in lines if n not in compared.missing and _is_it(problem, said, compared.changed.get(n))]
        counted = [said] if compared.tables else [said, at]
        if lines and not left and all(_less(words, before, compared) for words in counted):
            gone.add(problem.finding)
    return frozenset(gone)


def _tight(text: str) -> str:
    return "".join(text.split())


def _is_it(problem: ProblemLine, said: str, line: str | None) -> bool:
    """Whether a line that was changed still tells this problem; None: it was not changed."""
    return line is None or said in _tight(line) or bool(problem.address and problem.address in line)


def _less(words: str, before: str, compared: Comparison) -> bool:
    """Whether the words stand less often in the signed letter: joined paragraphs and cells tell them all the same."""
    now = compared.text.count(words)
    return now < before.count(words) if compared.tables else now == 0
