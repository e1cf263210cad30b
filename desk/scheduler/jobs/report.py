"""The jobs that tell and keep: the daily record, the month's notice and its letters, mail, backup."""

from datetime import datetime, timedelta
from pathlib import Path

from desk.correspondence.sending import DUE, send_due
from desk.findings.unsettled import unsettled
from desk.mail.server_settings import load_mail, mail_server
from desk.notices.daily_record import write_day
from desk.notices.drafts import write_draft
from desk.scheduler.jobs.context import NotDone, Order
from desk.workspace.backup import back_up, prune
from desk.workspace.clock import now_or
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterState


def daily(order: Order) -> str:
    """The record of the slot's day."""
    with Ledger.open_for_reading(order.desk.workspace.ledger) as ledger, ledger.snapshot():
        running = unsettled(order.desk, ledger)
        made = write_day(order.desk, ledger, order.due.date(), order.desk.workspace.out, order.now)
    return "；".join(filter(None, (f"写好 {'、'.join(path.name for path in made)}", running)))


def notice(order: Order) -> str:
    """The notice of the month before as a draft, to be signed in the office's own system."""
    desk, month = order.desk, f"{order.due.replace(day=1) - timedelta(days=1):%Y-%m}"
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        if issued := ledger.notices.issued(month):
            return f"{month} 的通报已经以 {issued.number} 签发"
        running = unsettled(desk, ledger)
        made = write_draft(desk, ledger, month, desk.workspace.out / month, order.now)
    told = f"{month} 的送签稿等 {len(made)} 个文件已写好，签发后请运行 xuncha notice issue"
    return "；".join(filter(None, (told, running)))


def send(order: Order) -> str:
    """Sends what is released and due. Without such a letter no mail server is needed."""
    desk = order.desk
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.letters.recover(order.now)
        if not any(letter.due(order.now) for letter in ledger.letters.find(states=DUE)):
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
