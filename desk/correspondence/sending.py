"""Sends what is released and due, one letter at a time, each step kept before the next. Writes no letter."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.context import Desk
from desk.notices.pressing import unit_changed, why_not
from ledger.calendar import day_of
from ledger.correspondence.letter_states import next_try
from ledger.correspondence.urging import drawn_anew, nowhere
from ledger.ledger import ForbiddenChange, ForbiddenStep, Ledger
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterId, LetterState
from reports.mail.smtp import Delivery, MailServer, SmtpConnection, Unreachable

BREAKS = 3  # connections that break in a row: the server is ill, every further letter would only be put at risk
DUE = (LetterState.READY, LetterState.RETRY)


@dataclass(frozen=True)
class Posted:
    """One round of sending: the letters as they stand after it, and why it ended early, or ""."""

    letters: tuple[Letter, ...]
    recovered: tuple[Letter, ...] = ()
    trouble: str = ""

    def of(self, state: LetterState) -> tuple[Letter, ...]:
        return tuple(letter for letter in self.letters if letter.state is state)


def send_due(ledger: Ledger, server: MailServer, sender: str, tries: int, clock: Callable[[], datetime]) -> Posted:
    """Send the letters that are released and due. What an earlier process left half-way is set right first."""
    with ledger.letters.sending(clock()) as recovered:
        due = [letter for letter in ledger.letters.find(states=DUE) if letter.due(clock())]
        trouble, tried = (
            asyncio.run(_round(ledger, SmtpConnection(server), sender, tries, clock, due)) if due else ("", [])
        )
        return Posted(tuple(ledger.letters.get(number) for number in tried), tuple(recovered), trouble)


async def _round(
    ledger: Ledger, post: SmtpConnection, sender: str, tries: int, clock: Callable[[], datetime], due: list[Letter]
) -> tuple[str, list[LetterId]]:
    tried: list[LetterId] = []
    breaks = 0
    try:
        for letter in due:
            await post.connect()
            tried.append(letter.id)
            made = await _one(ledger, post, sender, tries, clock, letter)
            if made is None:
                continue
            breaks = breaks + 1 if made.event is LetterEvent.BREAK else 0
            if made.stop:
                return f"{made.words}；请核对 config/mail.toml 的 sender 和 user", tried
            if breaks == BREAKS:
                return f"与邮件服务器的连接接连中断 {breaks} 次；请稍后再发，或询问邮箱管理员", tried
    except Unreachable as error:
        return str(error), tried
    finally:
        await post.close()
    return "", tried


async def _one(
    ledger: Ledger, post: SmtpConnection, sender: str, tries: int, clock: Callable[[], datetime], letter: Letter
) -> Delivery | None:
    """What became of it; None where it was taken back while the letters before it were sent, or is no longer true."""
    raw = ledger.letters.raw(letter.id)
    try:
        letter = ledger.letters.start(letter.id, clock())
    except ForbiddenStep:
        return None
    if letter.state is LetterState.HELD:
        return None
    last = letter.attempts >= tries

    def handing_over() -> None:
        ledger.letters.step(letter.id, LetterEvent.HAND_OVER, clock())

    made = await post.deliver(sender, letter.recipients, raw, handing_over, last=last)
    state = ledger.letters.get(letter.id).state
    event, words = made.event, made.words
    given_up = event is LetterEvent.DEFER or (event is LetterEvent.BREAK and state is LetterState.SENDING)
    if given_up and last and not made.stop:
        event, words = LetterEvent.REFUSE, f"试了 {letter.attempts} 次仍未发出：{words}"
    now = clock()
    ledger.letters.step(letter.id, event, now, why=words, again=next_try(now, letter.attempts), left_out=made.left_out)
    return made


def release(ledger: Ledger, letters: list[Letter], by: str, now: datetime, desk: Desk | None = None) -> list[str]:
    """A person's word that these may leave. Why some may not: what they say is no longer true, of the problem or, where
    a ``desk`` is given, by its register; they go on waiting."""
    refused, day = [], day_of(now)
    for letter in letters:
        if desk and letter.kind.presses and (why := unit_changed(desk, letter, day)):
            refused.append(f"信件 {letter.id} 的{why}，不能放行；请运行 {drawn_anew(letter)} 重新写。")
            continue
        try:
            ledger.letters.release(letter.id, now, by, why_not(desk, ledger, day) if desk else nowhere)
        except ForbiddenChange as error:
            refused.append(str(error))
    return refused


def settle(ledger: Ledger, number: int, *, sent: bool, by: str, why: str, now: datetime) -> Letter:
    """A person's word on a letter that may have been sent: it was, or it goes out again."""
    ledger.letters.recover(now)
    event = LetterEvent.SETTLE_SENT if sent else LetterEvent.SETTLE_NOT_SENT
    return ledger.letters.step(number, event, now, by=by, why=why)
