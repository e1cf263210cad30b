"""The manner in which a problem was read: what an office comes to trust, or not. Plain data."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from ledger.vocabulary.judgement import Evidence
from ledger.vocabulary.reader import AnyReader, Reader, Source, reader_named


class DismissalKind(StrEnum):
    """Why a finding is dismissed (误报的种类). Only the first says that the program read wrongly."""

    MISREAD = "misread"  # it is not as we said
    EXCUSED = "excused"  # as we said, but it does not count: 免检, 已说明
    REGISTER = "register"  # the register was wrong

    @property
    def chinese(self) -> str:
        return {"misread": "读错", "excused": "属实但不计", "register": "登记有误"}[self]


@dataclass(frozen=True, order=True)
class Manner:
    """A rule, with its reader and with what the reading rests on: the grade of a dead target and why, or the
    provenance of a day. In writing: "rule", "rule:basis", "rule:reader:basis"; the plain reader of pages is not named,
    so that what was written before readers were told apart means the same."""

    rule: str
    basis: str = ""
    reader: AnyReader = Reader.HTML

    def __str__(self) -> str:
        reader = "" if self.reader is Reader.HTML else self.reader
        return ":".join(part for part in (self.rule, reader, self.basis) if part)

    @classmethod
    def of(cls, rule: str, evidence: Evidence) -> Self:
        """What a FAIL of ``rule`` with that evidence rests on."""
        named = dict(evidence.figures)
        # not all that a person says goes through a reader
        reader = Source.PERSON if "by" in named else evidence.reader or reader_named(named.get("source", ""))
        if reader is Source.PERSON:
            return cls(rule, reader=reader)
        parts = (evidence.grade, evidence.reason, evidence.provenance)
        return cls(rule, ":".join(str(part) for part in parts if part), reader or Reader.HTML)

    @classmethod
    @lru_cache(maxsize=4096)  # thousands of findings share a few manners
    def parse(cls, text: str) -> Self:
        """The manner that ``str`` wrote."""
        rule, _, rest = text.partition(":")
        first, _, basis = rest.partition(":")
        reader = reader_named(first)
        return cls(rule, basis, reader) if reader else cls(rule, rest)

    @property
    def by_person(self) -> bool:
        """A person looked and said what was there."""
        return self.reader is Source.PERSON
