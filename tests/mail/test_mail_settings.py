"""config/mail.toml read whole; the password only from the environment or a file outside, and shown nowhere."""

from pathlib import Path

import pytest

from desk.mail.server_settings import MailSettings, load_mail, mail_server
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from reports.mail.smtp import Security

SECRET = "Xq7-secret"


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_MAIL_PASSWORD", raising=False)
    monkeypatch.delenv("XUNCHA_SECRETS", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.init(tmp_path / "office")


def written(workspace: Workspace, text: str) -> MailSettings:
    (workspace.config / "mail.toml").write_text(text, encoding="utf-8")
    return load_mail(workspace)


def test_the_shipped_file_is_read_and_says_what_to_fill_in(workspace: Workspace) -> None:
    shipped = load_mail(workspace)
    assert shipped == MailSettings()
    with pytest.raises(ConfigError, match="还没有填写发信服务器"):
        mail_server(shipped, workspace)


def test_every_mistake_is_told_at_once(workspace: Workspace) -> None:
    text = """
host = "smtp://mail.example"
port = 70000
security = "ssl"
sender = "望舒区"
Sender = "a@b.cn"
user = "a\\r\\nRCPT"
tries = true
password = "Xq7-secret"
"""
    with pytest.raises(ConfigError) as caught:
        written(workspace, text)
    said = [str(one) for one in caught.value.problems]
    for part in ("“host”", "“port”", "“security”", "“sender”", "“Sender”", "“user”", "“tries”", "“password”"):
        assert sum(part in one for one in said) == 1, part
    assert len(said) == 8
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "fine"), [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False)]
)
def test_without_encryption_only_on_this_machine(workspace: Workspace, host: str, fine: bool) -> None:
    text = f'host = "{host}"\nsecurity = "none"'
    if fine:
        assert written(workspace, text).security is Security.NONE
    else:
        with pytest.raises(ConfigError, match="不加密只许用于本机"):
            written(workspace, text)


def test_the_password_comes_from_outside_and_is_not_shown(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = written(workspace, 'host = "smtp.example.gov.cn"\nuser = "bgs@example.gov.cn"')
    with pytest.raises(ConfigError, match="没有邮箱密码"):
        mail_server(settings, workspace)
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv("XUNCHA_SECRETS", str(secrets))
    with pytest.raises(ConfigError, match="找不到密码文件"):
        mail_server(settings, workspace)
    secrets.write_text(f'mail_password = "{SECRET}"', encoding="utf-8")
    secrets.chmod(0o644)
    with pytest.raises(ConfigError, match="别人也能读"):
        mail_server(settings, workspace)
    secrets.chmod(0o600)
    server = mail_server(settings, workspace)
    assert server.password == SECRET
    assert SECRET not in repr(server) + str(server) + repr(settings)
    monkeypatch.setenv("XUNCHA_MAIL_PASSWORD", "other")
    assert mail_server(settings, workspace).password == "other"


def test_a_password_file_inside_the_workspace_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = written(workspace, 'host = "smtp.example.gov.cn"\nuser = "bgs"')
    inside = workspace.config / "secrets.toml"
    inside.write_text(f'mail_password = "{SECRET}"', encoding="utf-8")
    inside.chmod(0o600)
    monkeypatch.setenv("XUNCHA_SECRETS", str(inside))
    with pytest.raises(ConfigError, match="密码文件放在了工作区里") as caught:
        mail_server(settings, workspace)
    assert SECRET not in str(caught.value)


def test_a_certificate_file_that_is_none_is_said(workspace: Workspace) -> None:
    settings = written(workspace, 'host = "smtp.example.gov.cn"\nca_file = "ca.pem"')
    with pytest.raises(ConfigError, match="找不到证书文件"):
        mail_server(settings, workspace)
    (workspace.config / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="不是证书文件"):
        mail_server(settings, workspace)


def test_a_server_without_login_needs_no_password(workspace: Workspace) -> None:
    assert mail_server(written(workspace, 'host = "smtp.example.gov.cn"'), workspace).password == ""
