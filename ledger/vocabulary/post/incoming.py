"""A mail that came to the office's box (来件), and what was made of it. The mail itself is not here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    RECEIPT = "回执"
    BOUNCE = "退信"
    AUTO = "自动回复"  # out of office, read notices, delivery delayed: nobody wrote it
    OTHER = "其他邮件"
    UNREADABLE = "读不了"


class MailState(StrEnum):
    DONE = "已处理"
    CLAIM = "待认领"  # a 回执, but not surely the unit's own
    BY_HAND = "待人工处理"
    SKIPPED = "不需处理"

    @property
    def waits(self) -> bool:
        """Whether a clerk has to see to it."""
        return self in (MailState.CLAIM, MailState.BY_HAND)


@dataclass(frozen=True)
class Incoming:
    """One mail of the box. ``mark``: the same for a mail read twice, another for every other.

    ``validity`` and ``uid``: where the box has it. ``received``: when we read it. ``letter``: the outbox letter it
    answers, or 0; ``unit``: whose it is taken to be, or "". ``sha256``: of the mail's file, where it was kept;
    ``files``: names of its attachments as kept. ``note``: what a clerk should know.
    """

    mark: str
    message_id: str
    validity: int
    uid: int
    sender: str
    subject: str
    received: datetime
    kind: MailKind
    state: MailState
    letter: int = 0
    unit: str = ""
    sha256: str = ""
    files: tuple[str, ...] = ()
    note: str = ""
    id: int = 0
