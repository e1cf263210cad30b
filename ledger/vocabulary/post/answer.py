"""What a unit answers to a problem it was told of (回执)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AnswerKind(StrEnum):
    """What the unit says of one problem."""

    FIXED = "已整改"
    WORKING = "整改中"  # a cause and a date, not done yet
    APPEAL = "申诉"  # it holds that there is no problem


class AnswerSource(StrEnum):
    MAIL = "邮件回执"
    CLERK = "人工录入"
    PAGE = "网页填报"


@dataclass(frozen=True)
class Answer:
    """One line of a 回执: what a unit says of one finding. Kept as said; it closes nothing by itself.

    ``by``: 填报人; ``reviewer``: 审核人. ``done_on``: when it was, or will be, put right. ``new_address``: where to
    look now. ``evidence``: SHA-256 of the files that came with it. ``letter``: the outbox letter it answers, or 0.
    ``message_id``: of the mail it came by, or "". An appeal's reason is its ``cause``. ``likewise``: 举一反三情况;
    ``received``: when the unit says it got the letter. ``note``: what could not be done with the answer, and why.
    """

    finding: int
    unit: str
    at: datetime
    kind: AnswerKind
    source: AnswerSource
    by: str = ""
    reviewer: str = ""
    cause: str = ""
    measure: str = ""
    done_on: date | None = None
    new_address: str = ""
    evidence: tuple[str, ...] = ()
    letter: int = 0
    message_id: str = ""
    likewise: str = ""
    received: str = ""
    note: str = ""
