"""How rules say a verdict, and how dates and limits read in official Chinese. Pure."""

from dataclasses import dataclass
from datetime import date

from checks.facts import Facts
from ledger.vocabulary import Criterion, Evidence, Outcome, Place, PlaceKind, Reason, Verdict

# places that a subject has one of, as a verdict names them
HOME, SITE, ACCOUNT = (str(Place(kind)) for kind in (PlaceKind.HOME, PlaceKind.SITE, PlaceKind.ACCOUNT))


@dataclass(frozen=True)
class VerdictFactory:
    """Speaks for one criterion of one subject."""

    criterion: str
    subject: str

    @classmethod
    def of(cls, facts: Facts, criterion: Criterion) -> "VerdictFactory":
        return cls(criterion.code, facts.subject.id)

    def passed(self, place: str, message: str, column: str | None = None) -> Verdict:
        return Verdict(self.criterion, self.subject, place, Outcome.PASS, message, column=column)

    def failed(self, place: str, message: str, evidence: Evidence, column: str | None = None) -> Verdict:
        return Verdict(self.criterion, self.subject, place, Outcome.FAIL, message, evidence, column=column)

    def unknown(self, place: str, message: str, reason: Reason, column: str | None = None) -> Verdict:
        return Verdict(self.criterion, self.subject, place, Outcome.UNKNOWN, message, reason=reason, column=column)

    def not_applicable(self, place: str, message: str, column: str | None = None) -> Verdict:
        return Verdict(self.criterion, self.subject, place, Outcome.NOT_APPLICABLE, message, column=column)


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def within_words(days: int) -> str:
    """The limit as the clauses put it: whole weeks up to four are told in weeks."""
    return f"{days // 7}周内" if days % 7 == 0 and 7 < days <= 28 else f"{days}天内"
