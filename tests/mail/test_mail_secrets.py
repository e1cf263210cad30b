"""A mail server may repeat the password that it was sent: neither the terminal nor the ledger gets to see it."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from bench.mail_box import MailBox, Manner
from bench.mail_kill import NOW, SENDER
from desk.correspondence.sending import send_due
from desk.mail.mailbox import BoxTrouble, open_box
from desk.mail.server_settings import ImapServer
from ledger.encoding.struck import struck
from ledger.ledger import Ledger
from reports.mail.smtp import MailServer, Security

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
PASSWORD = 'Gq7"x+/望 舒=w9'
USER = "wangzhan@wangshu.example"
PLAIN = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()


@pytest.mark.parametrize(
    "said",
    [
        f"your password {PASSWORD} is wrong",
        f"your password {PASSWORD.upper()} is wrong",
        f"AUTH PLAIN {PLAIN}",
        f"AUTH PLAIN {PLAIN[:30]}",
        base64.b64encode(PASSWORD.encode()).decode(),
        base64.b64encode(f"{USER}\0{USER}\0{PASSWORD}".encode()).decode(),
        f"?pw={quote_plus(PASSWORD)}&x=1",
        'LOGIN "u" "Gq7\\"x+/望 舒=w9"',
        f"cut off: {PASSWORD[:8]}",
    ],
)
def test_no_spelling_of_it_is_left(said: str) -> None:
    done = struck(said, (PASSWORD,), USER)
    assert "＊＊＊" in done
    for trace in (PASSWORD, PASSWORD[:6], PLAIN[28:40], quote_plus(PASSWORD)[:8], "R3E3InggLy"):
        assert trace.lower() not in done.lower()


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_its_base64_inside_a_longer_text_is_struck(before: str) -> None:
    coded = base64.b64encode(f"{before}\0unknown\0{PASSWORD}\0more".encode()).decode()
    done = struck(coded, (PASSWORD,))
    assert "＊＊＊" in done
    assert len(done) < len(coded) - 12


def test_other_words_stay_as_they_are() -> None:
    said = "550 5.7.1 sender refused; 请核对发信地址 wangzhan@wangshu.example"
    assert struck(said, (PASSWORD,), USER) == said
    assert struck(said, ("",), "") == said


def test_a_refusal_that_repeats_the_password_is_kept_without_it(released: Ledger, tmp_path: Path) -> None:
    letter = released.letters.get(1)
    echo = Manner(at_rcpt=f"550 5.7.1 refused; your password {PASSWORD} {PLAIN}")
    with MailBox({letter.recipients[0]: echo}) as box:
        server = MailServer("127.0.0.1", box.port, Security.NONE, "", PASSWORD, timeout_seconds=5, answer_seconds=5)
        posted = send_due(released, server, SENDER, 6, lambda: NOW)
    said = next(one for one in posted.letters if one.id == letter.id)
    assert "refused" in said.answer
    assert "＊＊＊" in said.answer
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes()
            assert PLAIN.encode() not in file.read_bytes()


@contextmanager
def imap(answer: str) -> Iterator[int]:
    """A server that takes the log-in, or says ``answer`` to the command that it names first."""
    command, _, words = answer.partition(" ")

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline().decode():
                tag, asked = line.split()[:2]
                if asked.upper() == "CAPABILITY":
                    self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
                told = words if asked.upper() == command else "OK done"
                self.wfile.write(f"{tag} {told}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    "answer", ["LOGIN BAD Xq7-secret LOGIN u Xq7-secret", "EXAMINE NO cannot, password=Xq7-secret"]
)
def test_an_imap_answer_that_repeats_it_is_told_without_it(answer: str) -> None:
    with imap(answer) as port:
        box = ImapServer("127.0.0.1", port, Security.NONE, "u", "Xq7-secret", timeout_seconds=5)
        with pytest.raises(BoxTrouble) as trouble, open_box(box):
            pass
    assert "secret" not in str(trouble.value)
