"""A wrong file was entered as the month's notice: taken back for as long as no letter with it has left."""

from datetime import datetime

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import LetterKind, LetterState

_STAYED = (LetterState.NO_ADDRESS, LetterState.HELD, LetterState.WITHDRAWN)


def withdraw(ledger: Ledger, month: str, now: datetime, by: str, why: str) -> IssuedNotice:
    """The month has no notice again, its letters are taken back. ConfigError where one has left or is on its way."""
    if not why.strip():
        raise ConfigError(ConfigMistake("--why", "没有写理由", "请写明登记错在哪里"))
    with ledger.transaction():
        gone = [one for one in ledger.letters.find(kind=LetterKind.RECTIFY, period=month) if one.state not in _STAYED]
        if gone:
            told = f"{month} 的通报已有 {len(gone)} 封信件放行（如“{gone[0].unit_name}”，{gone[0].state}），不能撤回"
            advice = f"已通报的问题有误的，请判为误报后用 xuncha notice correct --month {month} 写更正"
            raise ConfigError(ConfigMistake("--month", told, advice))
        ledger.letters.queue(LetterKind.RECTIFY, month, [], now, by)
        return ledger.notices.withdraw(month, now, by, why.strip())
