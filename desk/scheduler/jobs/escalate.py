"""The jobs between finding and fixed: answers fetched, units pressed, letters before a holiday. Each says what it did.

What they write waits in the outbox for a person's release.
"""

from datetime import date, datetime

from desk.context import Desk
from desk.correspondence import robots
from desk.correspondence.answers import fetch
from desk.correspondence.holiday import next_holiday, queue_holiday
from desk.correspondence.urging import queue_urging
from desk.findings.unsettled import unsettled
from desk.inspections.recheck import recheck, why_not
from desk.mail.server_settings import imap_server, load_mail
from desk.scheduler.jobs.context import NotDone, Order
from desk.workspace.config_mistakes import ConfigError
from ledger.correspondence.alerts import AlertState
from ledger.ledger import Ledger, LedgerBusy
from ledger.vocabulary import State
from ledger.vocabulary.post.outbox import LetterKind, LetterState

NO_SENDER = "没有填写发信地址（mail.toml 的 sender），不写信"
KINDS = (LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE)


def answers(order: Order) -> str:
    """New mail read once; what units say is put right is looked at again at once."""
    desk = order.desk
    mail = load_mail(desk.workspace)
    if not mail.imap_host:
        return "没有填写收信服务器（mail.toml 的 imap_host），不收取回执"
    server = imap_server(mail, desk.workspace)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        came = fetch(desk, ledger, server, order.now)
        again = _to_look_at(desk, ledger, came.fixed, order.now.date())
    told = f"新读邮件 {len(came.mails)} 封，答复 {len(came.answers)} 条"
    if again:
        told += f"，{_looked_at(desk, again, order.now)}"
    if waiting := sum(mail.state.waits for mail in came.mails):
        told += f"，{waiting} 封等人处理"
    if came.trouble:
        raise NotDone(f"{told}；{came.trouble}")
    return told


def _looked_at(desk: Desk, numbers: list[int], now: datetime) -> str:
    """An inspection that goes on is not waited for: the next answers job takes them up."""
    try:
        seen = recheck(desk, numbers, now).lines
    except LedgerBusy:
        return f"{len(numbers)} 个报来已整改的等正在进行的巡查结束后复查"
    closed = sum(line.after is State.CLOSED for line in seen)
    return f"立即复查 {len(seen)} 个，销号 {closed} 个"


def _to_look_at(desk: Desk, ledger: Ledger, fixed: tuple[int, ...], day: date) -> list[int]:
    """What was reported as put right just now, or earlier and not looked at yet: a job may have been stopped, or have
    met an inspection, between the mail and the look."""
    waiting = ledger.findings.find(states=[State.RECHECK])
    unseen = [f.id for f in waiting if f.unknown_since is None and not why_not(desk, f, day)]
    return list(dict.fromkeys((*fixed, *unseen)))


def alert(order: Order) -> str:
    """The groups hear of urgent problems that they were not told of yet."""
    with Ledger.open_for_writing(order.desk.workspace.ledger) as ledger:
        made = robots.alert(order.desk, ledger, order.now)
    told = "，".join(f"{one.robot} {one.told} 个" for one in made)
    if wrong := [f"{one.robot}：{one.state}。{one.why}" for one in made if one.state is not AlertState.SENT]:
        raise NotDone("；".join(wrong))
    return f"已发紧急问题：{told}" if made else "没有设置群机器人"


def urge(order: Order) -> str:
    """Today's urgent letters, reminders and supervision letters."""
    if not load_mail(order.desk.workspace).sender:
        return NO_SENDER
    with Ledger.open_for_writing(order.desk.workspace.ledger) as ledger:
        running = unsettled(order.desk, ledger)
        counts = {kind: len(queue_urging(order.desk, ledger, kind, order.now)[0]) for kind in KINDS}
    told = "，".join(f"{kind.word} {count} 封" for kind, count in counts.items()) + "，等待放行"
    return "；".join(filter(None, (told, running)))


def holiday(order: Order) -> str:
    """The letters before the next statutory holiday, so many working days ahead; once for each."""
    desk, today = order.desk, order.now.date()
    if not load_mail(desk.workspace).sender:
        return NO_SENDER
    try:
        coming = next_holiday(desk, today, None)
    except ConfigError as unknown:  # next year's holidays are not published yet: nothing is wrong with that
        return "；".join(map(str, unknown.problems))
    start = desk.calendar.add(coming.first, -order.schedule.entries[order.job].ahead).day
    if today < start:
        return f"{coming.name}（{coming.first}）的提醒在 {start} 写"
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        known = ledger.letters.find(kind=LetterKind.HOLIDAY, period=f"{coming.first}")
        if any(one.state is not LetterState.WITHDRAWN for one in known):
            return f"{coming.name}的提醒已经写好"
        letters = queue_holiday(desk, ledger, coming, (), order.now)
    return f"{coming.name}的提醒 {len(letters.numbers)} 封已写好，等待放行"
