"""The signed letter (签发稿) beside its draft: where its figures are others, and which lines are gone."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ledger.vocabulary.post.notice import Difference
from reports.documents.signed_text import SignedKind, docx_lines, kind_of, pdf_text

ALIKE = 0.6  # two lines this much alike are the same line, worded anew
MANY, NEAR = 2_000, 8  # so many pairs of lines are compared in a second or two; beyond it, lines so near
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_PLACE = re.compile(r"\d{1,3}(?:[.．、]|\t)")  # a problem's number in the letter: others move up when one is struck
_MARK = re.compile(r"[0-9A-Za-z][0-9A-Za-z./:%?=&_-]*")  # what a change of words leaves as it is
_MONTH = re.compile(r"关于(20\d\d)年(\d{1,2})月")


@dataclass(frozen=True)
class SignedComparison:
    """``read`` is False where no text could be read. ``missing``: indexes of the drafted lines that are not there.

    ``changed``: what the signed letter says in place of a drafted line. ``reworded``: how many of these have other
    words and the same figures. ``tables``: whether tables were read. ``same``: how many drafted lines stand in it as
    they were. ``text``: all it says, without spaces.
    """

    read: bool
    differences: tuple[Difference, ...] = ()
    missing: frozenset[int] = frozenset()
    changed: Mapping[int, str] = field(default_factory=dict)
    reworded: int = 0
    tables: bool = True
    same: int = 0
    text: str = ""

    @property
    def month(self) -> str:
        """The month its title tells of, as 2026-09; "" where none can be read."""
        found = _MONTH.search(self.text)
        return f"{found[1]}-{int(found[2]):02}" if found else ""


def bare(line: str) -> str:
    """A line without spaces and without the number that it begins with."""
    return "".join(_PLACE.sub("", line, count=1).split() if _PLACE.match(line) else line.split())


def compare(drafted: Sequence[str], signed: bytes) -> SignedComparison:
    """What the signed file says otherwise than the drafted lines (see ``docx_lines``)."""
    kind = kind_of(signed)
    if kind is SignedKind.DOCX:
        try:
            return _line_by_line(drafted, docx_lines(signed))
        except ValueError:
            return SignedComparison(read=False)
    return _within(drafted, pdf_text(signed)) if kind is SignedKind.PDF else SignedComparison(read=False)


def _line_by_line(drafted: Sequence[str], signed: Sequence[str]) -> SignedComparison:
    """Line for line wherever they stand: a table may have been sorted, paragraphs moved, numbers moved up."""
    free: dict[str, list[int]] = defaultdict(list)
    for j, line in enumerate(signed):
        free[bare(line)].append(j)
    left = [i for i, line in enumerate(drafted) if not (free.get(bare(line)) and free[bare(line)].pop(0) >= 0)]
    spare = sorted(j for places in free.values() for j in places)
    pairs = _pairs(drafted, signed, left, spare)
    other = [i for i, j in pairs.items() if _figures(drafted[i]) != _figures(signed[j])]
    missing = [i for i in left if i not in pairs]
    added = [j for j in spare if j not in pairs.values()]
    differences = [(i, Difference(drafted[i], signed[pairs[i]])) for i in other]
    differences += [(i, Difference(drafted[i], "")) for i in missing if _figures(drafted[i])]
    return SignedComparison(
        read=True,
        differences=(
            *(difference for _, difference in sorted(differences, key=lambda one: one[0])),
            *(Difference("", signed[j]) for j in added if _figures(signed[j])),
        ),
        missing=frozenset(missing),
        changed={i: signed[j] for i, j in pairs.items()},
        reworded=len(pairs) - len(other),
        same=len(drafted) - len(left),
        text="".join("".join(line.split()) for line in signed),
    )


def _pairs(drafted: Sequence[str], signed: Sequence[str], left: list[int], spare: list[int]) -> dict[int, int]:
    """The lines that are alike: first among those whose figures and addresses are the same, then among the rest."""
    groups: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in left:
        groups[_marks(drafted[i])][0].append(i)
    for j in spare:
        groups[_marks(signed[j])][1].append(j)
    pairs: dict[int, int] = {}
    for old, new in groups.values():
        pairs |= _alike(drafted, signed, old, new)
    taken = set(pairs.values())
    rest = [i for i in left if i not in pairs], [j for j in spare if j not in taken]
    return pairs | _alike(drafted, signed, *rest)


def _alike(drafted: Sequence[str], signed: Sequence[str], old: list[int], new: list[int]) -> dict[int, int]:
    """The most alike first, each in one pair. Of very many lines only those about as far down are compared."""
    matcher = SequenceMatcher(None, autojunk=False)
    scored: list[tuple[float, int, int]] = []
    reach = max(len(old), len(new)) if len(old) * len(new) <= MANY else NEAR
    for n, i in enumerate(old):
        matcher.set_seq2(bare(drafted[i]))
        for j in new[max(0, n - reach) : n + reach + 1]:
            matcher.set_seq1(bare(signed[j]))
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                scored.append((matcher.ratio(), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for alike, i, j in sorted(scored, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if alike >= ALIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _marks(line: str) -> tuple[str, ...]:
    return (str("\t" in line), *_MARK.findall(_PLACE.sub("", line, count=1) if _PLACE.match(line) else line))


def _figures(line: str) -> list[str]:
    return _FIGURE.findall(_PLACE.sub("", line, count=1) if _PLACE.match(line) else line)


def _within(drafted: Sequence[str], text: str) -> SignedComparison:
    """A page layout keeps no rows: of a table nothing can be said, a paragraph is there word for word or it is not."""
    if not text:
        return SignedComparison(read=False, tables=False)
    lines = [i for i, line in enumerate(drafted) if "\t" not in line]
    gone = [i for i in lines if bare(drafted[i]) not in text]
    told = tuple(Difference(drafted[i], "") for i in gone if _figures(drafted[i]))
    return SignedComparison(True, told, frozenset(gone), tables=False, same=len(lines) - len(gone), text=text)
