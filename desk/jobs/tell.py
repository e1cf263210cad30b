"""The jobs that tell and keep: the daily record, the month's notice and its letters, mail, backup."""

from datetime import datetime, timedelta
from pathlib import Path

from desk.backup import back_up, prune
from desk.clock import now_or
from desk.days import write_day
from desk.jobs.order import NotDone, Order
from desk.letters import queue_month
from desk.mail_settings import load_mail, mail_server
from desk.notices import write_all
from desk.problems import ConfigError
from desk.sending import DUE, release, send_due
from ledger.ledger import Ledger
from ledger.vocabulary.outbox import LetterState

BY = "定时任务"  # who released a letter that nobody looked at


def daily(order: Order) -> str:
    """The record of the slot's day."""
    with Ledger.open_for_reading(order.desk.workspace.ledger) as ledger:
        made = write_day(order.desk, ledger, order.due.date(), order.desk.workspace.out, order.now)
    return f"写好 {'、'.join(path.name for path in made)}"


def notice(order: Order) -> str:
    """The notice of the month before, and a letter to each unit, which waits for its release."""
    desk, month = order.desk, f"{order.due.replace(day=1) - timedelta(days=1):%Y-%m}"
    with Ledger.open_for_writing(desk.workspace.ledger, order.now) as ledger:
        made = write_all(desk, ledger, month, desk.workspace.out / month, order.now)
        told = f"{month} 的通报等 {len(made)} 个文件已写好"
        try:
            letters = [ledger.letter(number) for number in queue_month(desk, ledger, month, order.now)]
        except ConfigError as error:
            raise NotDone(f"{told}，但给各单位的信件没有写：{error}") from error
        held = [one for one in letters if one.state is LetterState.HELD]
        if order.schedule.entries[order.job].release:
            release(ledger, held, BY, order.now)
    freed = "已放行" if order.schedule.entries[order.job].release else "等待放行"
    return f"{told}，信件 {len(letters)} 封，{len(held)} 封{freed}"


def send(order: Order) -> str:
    """Sends what is released and due. Without such a letter no mail server is needed."""
    desk = order.desk
    with Ledger.open_for_writing(desk.workspace.ledger, order.now) as ledger:
        ledger.recover_letters(order.now)
        if not any(letter.due(order.now) for letter in ledger.letters(states=DUE)):
            return "没有要发的信件"
        mail = load_mail(desk.workspace)
        sender, server = mail.sender_address(desk).addr_spec, mail_server(mail, desk.workspace)
        posted = send_due(ledger, server, sender, mail.tries, _clock)
    counts = {state: len(posted.of(state)) for state in LetterState}
    told = "，".join(f"{state} {count} 封" for state, count in counts.items() if count) or "没有发出"
    if posted.trouble:
        raise NotDone(f"{told}；{posted.trouble}")
    return told


def _clock() -> datetime:
    return now_or(None)


def backup(order: Order) -> str:
    """A backup of today in the office's folder; of its forerunners the newest are kept."""
    entry, workspace = order.schedule.entries[order.job], order.desk.workspace
    folder = Path(entry.folder) if entry.folder else workspace.root / "backup"
    made = back_up(workspace, folder, order.due)
    gone = prune(folder, entry.keep)
    return f"{made.path}（{made.size // 1_000_000 + 1} MB）" + (f"，删去较早的 {gone} 份" if gone else "")
