"""望舒区's office with two units, five told problems and their letters sent; and a box that answers come to."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bench.imap_box import ImapBox, ImapServer
from desk.context import Desk, open_desk
from desk.correspondence.drafting import UnitPost, plain_letter
from desk.correspondence.receipts import receipt
from desk.mail.server_settings import MailSettings
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import Criterion, Evidence, Outcome, ProblemClass, Verdict
from ledger.vocabulary.post.outbox import Draft, LetterEvent, LetterKind, Matter
from tests.answers.replies import SENT, Office

SECRET = "Xq7-secret"
_CRITERION = Criterion("now", "链接失效", "s", "c", "w", "r", ProblemClass.LINK, "请整改。")


def _table(path: Path, *rows: str) -> None:
    heads = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    lines = [row.split(",") for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *(line + [""] * (len(heads) - len(line)) for line in lines)])


def _draft(ledger: Ledger, desk: Desk, unit: str, numbers: tuple[int, ...]) -> Draft:
    matters = tuple(Matter(n, date(2026, 12, 7)) for n in numbers)
    known = desk.register.units[unit]
    attached = receipt(desk, ledger, known, "2026年11月问题整改通知单", "2026-11", matters, SENT)
    subject = f"新增 {len(numbers)} 项（2026年11月问题整改通知单，{known.name}）"
    post = UnitPost(LetterKind.RECTIFY, "2026-11", known, known.name, subject, SENT, unit, attached, matters)
    return plain_letter(desk, MailSettings(sender="wangzhan@wangshu.example"), post, ("请整改。",))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Workspace.init(tmp_path / "office")
    _table(
        made.register / "units.csv",
        "u1,望舒区教育局,,,,jiaoyu@wangshu.example；jiaoyu2@wangshu.example",
        "u2,望舒区民政局,,,,minzheng@wangshu.example",
    )
    _table(
        made.register / "sites.csv",
        "s1,望舒教育网,http://jy.wangshu.example/,u1",
        "s2,望舒民政网,http://mz.wangshu.example/,u2",
    )
    desk = open_desk(made.root)
    with Ledger.open_for_writing(made.ledger) as ledger:
        ledger.runs.start("r1", "inspect", SENT, {})
        said = [
            Verdict(
                "now",
                site,
                f"http://{site}.example/{n}",
                Outcome.FAIL,
                f"第{n}个链接打不开。",
                Evidence(f"http://{site}.example/{n}", SENT, quote="404"),
            )
            for n, site in enumerate(("s1", "s1", "s1", "s2", "s2"), 1)
        ]
        ledger.verdicts.settle("r1", SENT, said, {"now": _CRITERION}, desk.register)
        ledger.findings.notify(range(1, 6), "2026-11", SENT, {n: date(2026, 12, 7) for n in range(1, 6)})
        drafts = [_draft(ledger, desk, "u1", (1, 2, 3)), _draft(ledger, desk, "u2", (4, 5))]
        for number in ledger.letters.queue(LetterKind.RECTIFY, "2026-11", drafts, SENT):
            ledger.letters.release(number, SENT, "张三")
            for event in (LetterEvent.START, LetterEvent.HAND_OVER, LetterEvent.ACCEPT):
                ledger.letters.step(number, event, SENT)
    return Office(made)


@pytest.fixture(scope="session")
def imap() -> Iterator[ImapServer]:
    with ImapServer(SECRET) as server:
        yield server


@pytest.fixture
def box(office: Office, imap: ImapServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ImapBox:
    """The office's own box on the server, empty, and the office's settings for it."""
    monkeypatch.setenv("XUNCHA_IMAP_PASSWORD", SECRET)
    made = imap.box(tmp_path.name.replace("_", "-"))
    (office.workspace.config / "ca.pem").write_bytes(made.certificate)
    text = f'imap_host = "127.0.0.1"\nimap_port = {made.port}\nimap_user = "{made.user}"\nca_file = "ca.pem"\n'
    (office.workspace.config / "mail.toml").write_text(text, encoding="utf-8")
    return made
