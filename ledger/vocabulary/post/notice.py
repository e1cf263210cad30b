"""A monthly notice (通报) on its way: the draft for signature (送签稿), and the notice as it was signed (签发)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ledger.vocabulary.post.outbox import Matter


@dataclass(frozen=True)
class NoticeDraft:
    """送签稿: what the notice would tell, as it stood at ``cutoff``. Nobody has been told of it.

    ``since``: from when on confirmed problems are told. ``dated``: the 成文日期 it was written for. ``matters``: the
    findings it tells with their due dates, in the order of their numbers in the letter. ``figures``: all its figures
    as JSON. ``lines``: the letter's text, a paragraph or table row each. ``rules``: SHA-256 of each criterion it
    rests on, by code. ``files``: SHA-256 of the files written, by name.
    """

    period: str
    made: datetime
    since: datetime
    cutoff: datetime
    dated: date
    matters: tuple[Matter, ...]
    figures: str
    lines: tuple[str, ...]
    rules: Mapping[str, str]
    files: Mapping[str, str]
    id: int = 0


@dataclass(frozen=True)
class Difference:
    """Where the signed letter says something else than the draft; "" where one of them has no such line."""

    drafted: str
    signed: str


@dataclass(frozen=True)
class IssuedNotice:
    """签发: the notice of a month as it was signed, frozen. ``number``: 文号. ``name``, ``sha256``: the signed file.
    ``why``: why it was signed though a veto waited for a person.

    ``told``: ids of the findings that stand in it. ``differences``: where its figures are not the ledger's.
    """

    period: str
    number: str
    day: date
    at: datetime
    by: str
    cutoff: datetime
    name: str
    sha256: str
    draft: int
    told: tuple[int, ...]
    differences: tuple[Difference, ...] = ()
    why: str = ""
