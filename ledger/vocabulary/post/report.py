"""What a third party says (线索): a contracted firm's result, a 找错 message, a line of the reading log."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReportKind(StrEnum):
    """Where it comes from; ``word`` is what people read."""

    CONTRACTOR = "contractor"  # a contracted firm's inspection
    MESSAGE = "找错"  # a message of 我为政府网站找错, to be answered in 3 working days
    READING = "读网"  # a line of the office's reading log

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    ReportKind.CONTRACTOR: "第三方检查",
    ReportKind.MESSAGE: "找错留言",
    ReportKind.READING: "读网记录",
}


class ReportState(StrEnum):
    NEW = "新"  # it became a finding of its own, which waits for a clerk
    MATCHED = "已对应"  # the ledger had the finding already
    UNMATCHED = "未对上"  # no registered place or no criterion for it: ``note`` says which
    CLEAR = "未发现"  # somebody read, and saw nothing wrong
    ANSWERED = "已答复"


@dataclass(frozen=True)
class Report:
    """One line of a third party's file, as taken in. ``id`` is 0 until the ledger keeps it.

    ``mark``: what makes it the same report when it comes again. ``reported_at``: when they say they saw it.
    ``named``: the site, account or unit in their words. ``subject``, ``criterion`` and ``place`` are ours, "" where
    nothing of ours answers to it; ``finding`` is 0 without one. ``row``: sheet and line of their file.
    """

    source: str
    kind: ReportKind
    mark: str
    received: date
    state: ReportState
    id: int = 0
    external: str = ""
    reported_at: datetime | None = None
    named: str = ""
    subject: str = ""
    criterion: str = ""
    place: str = ""
    page: str = ""
    text: str = ""
    reader: str = ""
    finding: int = 0
    due: date | None = None
    note: str = ""
    row: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""

    @property
    def answered_late(self) -> bool:
        return self.answered_at is not None and self.due is not None and self.answered_at.date() > self.due

    def overdue_on(self, day: date) -> bool:
        """Whether its answer is late on ``day``."""
        return self.due is not None and self.answered_at is None and day > self.due
