"""How the box is opened: the IMAP part of config/mail.toml, its password, and a server that asks who we are."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from desk.mail.mailbox import BoxTrouble, open_box
from desk.mail.server_settings import ImapServer, MailSettings, imap_server, load_mail
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from reports.mail.smtp import Security


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XUNCHA_MAIL_PASSWORD", "XUNCHA_IMAP_PASSWORD", "XUNCHA_SECRETS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.init(tmp_path / "office")


def written(workspace: Workspace, text: str) -> MailSettings:
    (workspace.config / "mail.toml").write_text(text, encoding="utf-8")
    return load_mail(workspace)


BOX = 'imap_host = "imap.example.gov.cn"\nuser = "bgs"'


def test_the_password_is_its_own_or_the_sending_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = written(workspace, BOX)
    with pytest.raises(ConfigError, match="XUNCHA_IMAP_PASSWORD：没有邮箱密码"):
        imap_server(mail, workspace)
    secrets = tmp_path / "secrets.toml"
    secrets.touch(0o600)
    monkeypatch.setenv("XUNCHA_SECRETS", str(secrets))
    with pytest.raises(ConfigError, match='请加一行 imap_password = "密码"'):
        imap_server(mail, workspace)
    secrets.write_text('mail_password = "m"', encoding="utf-8")
    assert imap_server(mail, workspace).password == "m"
    monkeypatch.setenv("XUNCHA_MAIL_PASSWORD", "M")
    assert imap_server(mail, workspace).password == "M"
    secrets.write_text('mail_password = "m"\nimap_password = "i"', encoding="utf-8")
    assert imap_server(mail, workspace).password == "i"
    monkeypatch.setenv("XUNCHA_IMAP_PASSWORD", "I")
    server = imap_server(mail, workspace)
    assert (server.password, server.user, server.folder, server.port) == ("I", "bgs", "INBOX", 993)
    assert "'I'" not in repr(server)


def test_mistakes_are_told(workspace: Workspace) -> None:
    with pytest.raises(ConfigError) as caught:
        written(workspace, 'imap_host = "imap://x"\nimap_port = 0\nimap_security = "ssl"\nimap_folder = 1')
    assert len(caught.value.problems) == 4
    with pytest.raises(ConfigError, match="请把 imap_security 改成"):
        written(workspace, 'imap_host = "10.0.0.1"\nimap_security = "none"')
    assert written(workspace, 'imap_host = "127.0.0.1"\nimap_security = "none"').imap_security is Security.NONE


class Suspicious:
    """A server that opens no folder before the client has said who it is, as NetEase's do."""

    def __init__(self, *, ask: bool = True) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.heard: list[str] = []
        self._can = "IMAP4rev1 ID" if ask else "IMAP4rev1"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError), self._door.accept()[0] as line, line.makefile("rw", newline="") as said:
            print("* OK ready", end="\r\n", file=said, flush=True)
            for text in said:
                tag, _, command = text.strip().partition(" ")
                self.heard.append(command.split(" ")[0].upper())
                print(*self._answers(tag), sep="\r\n", end="\r\n", file=said, flush=True)

    def _answers(self, tag: str) -> list[str]:
        match self.heard[-1]:
            case "CAPABILITY":
                return [f"* CAPABILITY {self._can}", f"{tag} OK done"]
            case "ID":
                return ['* ID ("name" "Coremail")', f"{tag} OK done"]
            case "EXAMINE" if "ID" not in self.heard:
                return [f"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help"]
            case "EXAMINE":
                return ["* 0 EXISTS", "* OK [UIDVALIDITY 5]", f"{tag} OK [READ-ONLY]"]
            case "UID":
                return ["* SEARCH", f"{tag} OK done"]
            case "LOGOUT":
                return ["* BYE", f"{tag} OK done"]
        return [f"{tag} OK done"]

    def close(self) -> None:
        self._door.close()
        self._thread.join(timeout=20)


@pytest.fixture(params=[True, False])
def suspicious(request: pytest.FixtureRequest) -> Iterator[Suspicious]:
    made = Suspicious(ask=request.param)
    yield made
    made.close()


def test_a_server_is_told_who_we_are_before_a_folder_is_opened(suspicious: Suspicious) -> None:
    server = ImapServer("127.0.0.1", suspicious.port, Security.NONE, "bgs", "shouquanma-9f3k", timeout_seconds=10)
    if "ID" not in suspicious._can.split():
        with pytest.raises(BoxTrouble, match="打不开文件夹“INBOX”（EXAMINE Unsafe Login"), open_box(server):
            pass
        return
    with open_box(server) as box:
        assert list(box.newer(0, date(2026, 11, 30))) == []
        assert box.validity == 5
    assert suspicious.heard == ["CAPABILITY", "LOGIN", "ID", "EXAMINE", "UID", "LOGOUT"]
