"""A small office of 望舒区: two units with a site each, and problems put into its ledger the way a run does it."""

import email
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import docx
from openpyxl import load_workbook

from desk.context import Desk, open_desk
from desk.correspondence.urging import Choice, Written, queue_urging
from desk.register import save_register
from desk.workspace.workspace import Workspace
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Evidence, Outcome, Register, Site, State, Unit, Verdict
from ledger.vocabulary.post.outbox import LetterKind

EDU, CIV = "望舒区教育局", "望舒区民政局"
SITES = {"jy": "http://jy.wangshu.example/", "mz": "http://mz.wangshu.example/"}
VETO, TODAY, LINK = "home-not-updated", "severe-wording", "link-home"  # 5 working days, the same day, 3
PROMPT, REMIND, SUPERVISE = LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


MONDAY = at(9, 21)


def make_office(folder: Path, with_mail: bool = True) -> Desk:
    """Its workspace on the disk: the shipped settings, the office's name, a sender, two units, two sites."""
    made = Workspace.init(folder)
    settings = made.settings_file.read_text(encoding="utf-8")
    settings = settings.replace('name = "" ', 'name = "望舒区人民政府办公室" ', 1).replace(
        'phone = "" ', 'phone = "000-0000000" '
    )
    made.settings_file.write_text(settings, encoding="utf-8")
    mail = made.config / "mail.toml"
    text = mail.read_text(encoding="utf-8").replace('sender = "" ', 'sender = "bgs@wangshu.example" ', 1)
    if with_mail:
        mail.write_text(text, encoding="utf-8")
    units = {
        "edu": Unit("edu", EDU, email="jy@wangshu.example"),
        "civ": Unit("civ", CIV, email="mz@wangshu.example"),
    }
    sites = {
        "jy": Site("jy", "望舒教育网", SITES["jy"], "edu", rate=0.5),
        "mz": Site("mz", "望舒民政网", SITES["mz"], "civ"),
    }
    save_register(Register(units, sites, {}, {}), made.register)
    return open_desk(made.root).at_once()


def look(desk: Desk, ledger: Ledger, when: datetime, *verdicts: Verdict) -> None:
    """A finished round that says ``verdicts``."""
    run = f"r{when:%Y%m%d%H%M}"
    ledger.runs.start(run, "inspect", when, {})
    ledger.verdicts.settle(run, when, verdicts, desk.criteria, desk.register)
    ledger.runs.finish(run, when)


def says(criterion: str, site: str, when: datetime, outcome: Outcome, message: str = "", place: str = "") -> Verdict:
    place = place or f"{SITES.get(site, 'http://x.example/')}{criterion}"
    evidence = Evidence(place, when, quote="原文", looks=(when, when, when))
    return Verdict(criterion, site, place, outcome, message or "首页链接打不开。", evidence)


def problem(
    desk: Desk, ledger: Ledger, criterion: str, site: str, when: datetime, message: str = "", place: str = ""
) -> int:
    """Seen, and confirmed: by the machine, or by a clerk where the criterion wants one. Its number."""
    before = {f.id for f in ledger.findings.find()}
    look(desk, ledger, when, says(criterion, site, when, Outcome.FAIL, message, place))
    (number,) = {f.id for f in ledger.findings.find()} - before
    if ledger.findings.get(number).state is State.SUSPECTED:
        ledger.decisions.decide(number, Decision(Event.CONFIRM, when, "张三", "属实"))
    return number


def due(ledger: Ledger, number: int, when: datetime, day: date) -> None:
    """Urged by telephone, to be put right by ``day``."""
    ledger.decisions.decide(number, Decision(Event.URGE, when, "张三", "电话催办", day))


def words(data: bytes) -> str:
    """All that a .docx says, its tables' cells too, a line each."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def told(desk: Desk, ledger: Ledger, kind: LetterKind, now: datetime) -> dict[str, tuple[int, ...]]:
    written, _ = queue_urging(desk, ledger, kind, now, "李四")
    return {one.unit: tuple(sorted(one.findings)) for one in written}


def write(desk: Desk, ledger: Ledger, kind: LetterKind, now: datetime) -> tuple[Written, Choice]:
    (written,), choice = queue_urging(desk, ledger, kind, now, "李四")
    return written, choice


def mail(ledger: Ledger, number: int) -> EmailMessage:
    message = email.message_from_bytes(ledger.letters.raw(number), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def listed(ledger: Ledger, number: int) -> list[str]:
    """Every text of the list that goes with the letter."""
    part = next(p for p in mail(ledger, number).iter_attachments() if "清单" in str(p.get_filename()))
    book = load_workbook(BytesIO(part.get_content()))
    return [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
