"""What leaves the office by mail: a letter (信件), its states and what can happen to it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

LetterId = NewType("LetterId", int)


class LetterKind(StrEnum):
    """``value`` stands in the ledger and in Message-IDs, ``word`` is what people read."""

    RECTIFY = "rectify"  # with the monthly notice
    PROMPT = "prompt"
    REMIND = "remind"
    SUPERVISE = "supervise"
    HOLIDAY = "holiday"
    BULLETIN = "bulletin"
    SCORE = "score"
    ALLOW = "allow"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def urges(self) -> bool:
        """Whether its release urges the unit on the problems it tells (督促整改)."""
        return self in (LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE)

    @property
    def presses(self) -> bool:
        """Whether it asks the unit to put problems right, each by a day."""
        return self.urges or self is LetterKind.RECTIFY


_WORDS = {
    LetterKind.RECTIFY: "整改通知单",
    LetterKind.PROMPT: "紧急整改通知",
    LetterKind.REMIND: "整改到期提醒",
    LetterKind.SUPERVISE: "督办单",
    LetterKind.HOLIDAY: "节前提醒",
    LetterKind.BULLETIN: "季度通报",
    LetterKind.SCORE: "年度评分通知",
    LetterKind.ALLOW: "访问放行函",
}


class LetterState(StrEnum):
    NO_ADDRESS = "无地址"
    HELD = "待放行"
    READY = "待发"
    SENDING = "发送中"  # nothing of the body has left
    HANDED = "正文已交出"  # the body may have left; no answer kept
    RETRY = "待重试"
    SENT = "已发"
    RETURNED = "退信"
    MAYBE = "可能已发"
    WITHDRAWN = "已作废"


class LetterEvent(StrEnum):
    QUEUE = "写好"
    QUEUE_UNADDRESSED = "写好（无地址）"
    RELEASE = "放行"
    START = "开始发送"
    HAND_OVER = "交出正文"
    ACCEPT = "对方收下"
    DEFER = "对方要求稍后再发"
    REFUSE = "对方拒收"
    BREAK = "中断"
    BOUNCE = "收到退信"  # by mail, after the server had taken the letter
    BOUNCE_PART = "收到部分收件人的退信"
    SETTLE_SENT = "人工认定已发"
    SETTLE_NOT_SENT = "人工认定未发"
    WITHDRAW = "作废"
    HOLD = "情况有变，没有发出"  # released, and no longer true as it was about to leave


@dataclass(frozen=True)
class Matter:
    """A finding that a letter tells, and the day by which the letter wants it put right.

    ``told``: how the letter tells it (``findings.standing.stance``), "" where it is to be put right; ``was``: its
    deadline when the letter was written. Both are what the letter rests on: no two matters differ by them.
    """

    finding: int
    due: date | None = None
    told: str = field(default="", compare=False)
    was: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Draft:
    """A letter as written, before it is queued. ``mark``: hash of what it says; ``raw``: the whole message.

    ``recipients``: bare addresses, none where the unit has none. ``note``: what the clerk should know of it.
    ``matters``: the findings it tells; the release of a letter that urges is the urging of each.
    """

    kind: LetterKind
    unit: str
    unit_name: str
    period: str
    mark: str
    message_id: str
    recipients: tuple[str, ...]
    subject: str
    raw: bytes
    note: str = ""
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter in the outbox. ``answer``: the server's last words, or what broke; ``attempts`` since its release.

    ``left_out``: addresses that the server refused, or that it reported by mail not to have reached.
    """

    id: LetterId
    kind: LetterKind
    unit: str
    unit_name: str
    period: str
    created: datetime
    message_id: str
    recipients: tuple[str, ...]
    subject: str
    sha256: str
    state: LetterState
    attempts: int = 0
    next_try: datetime | None = None
    answer: str = ""
    left_out: tuple[str, ...] = ()
    note: str = ""

    def due(self, now: datetime) -> bool:
        """Whether it may be sent by itself at ``now``."""
        if self.state is LetterState.RETRY:
            return self.next_try is None or self.next_try <= now
        return self.state is LetterState.READY


@dataclass(frozen=True)
class LetterChange:
    """One line of a letter's journal. ``by``: the person, or "" where the program did it."""

    letter: LetterId
    at: datetime
    event: LetterEvent
    before: LetterState | None
    after: LetterState
    by: str = ""
    why: str = ""
