"""The manner in which a problem was read: what an office comes to trust, or not. Plain data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ledger.vocabulary.judgement import Evidence

BY_PERSON = "person"  # a person looked and said what was there


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
    """A rule, with what its reading rests on: the grade of a dead target and why, or the provenance of a day."""

    rule: str
    basis: str = ""

    def __str__(self) -> str:
        return f"{self.rule}:{self.basis}" if self.basis else self.rule

    @classmethod
    def of(cls, rule: str, evidence: Evidence) -> Self:
        """What a FAIL of ``rule`` with that evidence rests on."""
        named = dict(evidence.figures)
        if "by" in named or named.get("source") == BY_PERSON:
            return cls(rule, BY_PERSON)
        parts = (evidence.grade, evidence.reason, evidence.provenance or named.get("source"))
        return cls(rule, ":".join(str(part) for part in parts if part))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The manner that ``str`` wrote."""
        rule, _, basis = text.partition(":")
        return cls(rule, basis)

    @property
    def by_person(self) -> bool:
        return self.basis == BY_PERSON
