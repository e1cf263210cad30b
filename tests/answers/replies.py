"""An office whose letters are out, the form as a person fills it in, and the mail that brings it back."""

import email
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from zoneinfo import ZoneInfo

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from bench.imap_box import ImapBox
from desk.cli.letters.answers import answers
from desk.context import Desk, open_desk
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import State
from ledger.vocabulary.post.incoming import Incoming

SENT = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD_ROW = 3  # of the form: what a person sees in the first column of the third row is 编号
_FILL = {"整改情况": 5, "原因": 6, "整改措施": 7, "完成时间": 8, "整改后地址": 9, "申诉理由": 10}
FIXED = {"整改情况": "已整改", "整改措施": "已更换链接", "完成时间": "2026年12月1日"}


@dataclass
class Office:
    """Problems 1, 2, 3 are 教育局's (letter 1), 4 and 5 are 民政局's (letter 2)."""

    workspace: Workspace

    def desk(self) -> Desk:
        return open_desk(self.workspace.root)

    def read(self) -> Ledger:
        return Ledger.open_for_reading(self.workspace.ledger)

    def write(self) -> Ledger:
        return Ledger.open_for_writing(self.workspace.ledger)

    def sheet(self, letter: int) -> bytes:
        """The empty form as it went out with the letter."""
        with self.read() as ledger:
            message = email.message_from_bytes(ledger.letters.raw(letter), policy=SMTP)
        return next(p.get_content() for p in message.iter_attachments() if "回执" in (p.get_filename() or ""))

    def message_id(self, letter: int) -> str:
        with self.read() as ledger:
            return ledger.letters.get(letter).message_id


def filled(
    sheet: bytes, answers: Mapping[int, Mapping[str, object]], foot: Mapping[str, str] | None = None, mark: bool = True
) -> bytes:
    """The form as a person fills it in: by number, heading → what is written there."""
    book = load_workbook(BytesIO(sheet))
    page = book["回执"]
    for row in range(HEAD_ROW + 1, page.max_row + 1):
        for heading, value in answers.get(page.cell(row, 1).value, {}).items():
            page.cell(row, _FILL[heading]).value = value
        if (label := page.cell(row, 1).value) in (foot or {}):
            page.cell(row, 3).value = (foot or {})[label]
    if not mark:
        del book["回执标记"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def reply(
    sheet: bytes | None,
    *,
    sender: str = "jiaoyu@wangshu.example",
    answers: str = "",
    subject: str = "回复：整改通知单",
    number: str = "a1",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    message = EmailMessage()
    message["From"] = f"经办人 <{sender}>"
    message["To"] = "wangzhan@wangshu.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@mail.wangshu.example>"
    if answers:
        message["In-Reply-To"] = answers
        message["References"] = answers
    message.set_content("附上回执，请查收。")
    files = ({"整改回执.xlsx": sheet} if sheet is not None else {}) | dict(more or {})
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def run(office: Office, *words: str, at: str = "2026-12-01T09:00") -> Result:
    timed = ("--now", at) if words[0] != "show" else ()
    result = CliRunner().invoke(answers, [*words, *timed], obj=office.workspace.root)
    assert result.exception is None or isinstance(result.exception, SystemExit | ConfigError), result.exception
    return result


def fetch(office: Office, at: str = "2026-12-01T09:00") -> Result:
    return run(office, "fetch", "--no-recheck", at=at)


def mails(office: Office) -> list[Incoming]:
    with office.read() as ledger:
        return ledger.inbox.find()


def states(office: Office, *numbers: int) -> list[State]:
    with office.read() as ledger:
        return [ledger.findings.get(n).state for n in numbers]


def put(box: ImapBox, raws: Iterable[bytes]) -> None:
    for raw in raws:
        box.put(raw)
