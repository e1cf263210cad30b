"""From the lists of message boxes that the ledger keeps to what a notice tells of 网民留言. Decides nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from desk.context import Desk
from desk.presenters.place_names import unit_name
from ledger.calendar import Calendar
from ledger.ledger import Ledger
from ledger.vocabulary.post.message import MessageFile, WebMessage
from reports.figures.messages import MessageFigures


def message_figures(desk: Desk, ledger: Ledger, since: date, until: date) -> MessageFigures | None:
    """Of the boxes whose lists cover every day from ``since`` to ``until``; ``None`` without any."""
    files = ledger.messages.between(since, until)
    if not files:
        return None
    messages = [message for file in files for message in file.messages]
    known = all(_is_known(message, file, until) for file in files for message in file.messages)
    answered = [m for m in messages if m.answered and (m.answered_on is None or m.answered_on <= until)]
    dated = [(m.received, m.answered_on) for m in answered if m.answered_on is not None]
    whole = known and bool(dated) and len(dated) == len(answered) and _sure(desk.calendar, dated)
    days, limit = [desk.calendar.between(*pair) for pair in dated], desk.settings.messages.answer_days
    last = [desk.calendar.add(received, limit) for received, _ in dated] if whole and limit is not None else []
    named = all(m.unit in desk.register.units for m in messages)
    units = Counter(m.unit for m in messages) if named else Counter[str]()
    return MessageFigures(
        sources=tuple(file.source for file in files),
        received=len(messages),
        answered=len(answered) if known else None,
        in_time=sum(on <= end.day for (_, on), end in zip(dated, last, strict=True))
        if last and all(end.known for end in last)
        else None,
        mean_days=sum(days) / len(days) if whole else None,
        by_unit=tuple((unit_name(desk, unit, until), n) for unit, n in units.most_common()),
    )


def _is_known(message: WebMessage, file: MessageFile, until: date) -> bool:
    """Whether it is known if it was answered by ``until``: of one answered nobody knows when, only where the list was
    drawn up that very day."""
    if message.answered is None:
        return False
    return not message.answered or message.answered_on is not None or file.as_of == until


def _sure(calendar: Calendar, dated: Sequence[tuple[date, date | None]]) -> bool:
    """Whether the holidays of all these days' years are known."""
    return all(calendar.working_day(day)[1] for pair in dated for day in pair if day)
