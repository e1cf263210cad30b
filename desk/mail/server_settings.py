"""How letters are sent and answers fetched: config/mail.toml, checked whole, and the passwords, which never stand
in the workspace."""

import ipaddress
import os
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator

from desk.context import Desk
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.secrets_file import SECRETS, secrets
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import Closed, by_key, validated
from desk.workspace.validators import Text, text, whole
from desk.workspace.workspace import Workspace
from reports.mail.address import display_name, is_address
from reports.mail.smtp import MailServer, Security

PASSWORD, IMAP_PASSWORD = "XUNCHA_MAIL_PASSWORD", "XUNCHA_IMAP_PASSWORD"  # names of environment variables


@dataclass(frozen=True)
class ImapServer:
    """The box that answers come to, and who may open it."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    ca_file: Path | None = None
    timeout_seconds: float = 60


def _address(value: object) -> str:
    given = text(value)
    if given and not is_address(given):
        raise ValueError("要写成一个邮箱地址，如 wangzhan@example.gov.cn")
    return given


def _host(value: object) -> str:
    given = text(value)
    if any(sign in given for sign in "/@: ") and not _is_ip(given):
        raise ValueError("只写服务器的域名，如 smtp.example.gov.cn；端口写在 port")
    return given


def _security(value: object) -> Security:
    try:
        return Security(text(value))
    except ValueError:
        raise ValueError('要写成 "tls"、"starttls" 或 "none"') from None


@dataclass(frozen=True)
class MailSettings(Closed):
    """All of config/mail.toml. ``sender`` and the hosts are empty until the office has written them."""

    host: Annotated[str, PlainValidator(_host)] = ""
    port: Annotated[int, whole(1, 65535)] = 465
    security: Annotated[Security, PlainValidator(_security)] = Security.TLS
    user: Text = ""
    ca_file: Text = ""
    sender: Annotated[str, PlainValidator(_address)] = ""
    sender_name: Text = ""
    reply_to: Annotated[str, PlainValidator(_address)] = ""
    tries: Annotated[int, whole(1, 50)] = 6
    timeout_seconds: Annotated[int, whole(1, 600)] = 60
    answer_seconds: Annotated[int, whole(1, 3600)] = 600
    imap_host: Annotated[str, PlainValidator(_host)] = ""
    imap_port: Annotated[int, whole(1, 65535)] = 993
    imap_security: Annotated[Security, PlainValidator(_security)] = Security.TLS
    imap_user: Text = ""
    imap_folder: Text = "INBOX"

    def sender_address(self, desk: Desk) -> Address:
        """From. ConfigError where none is written."""
        if not self.sender:
            advice = "请填上 sender（发信的邮箱地址），再运行一次"
            raise ConfigError(ConfigMistake(str(mail_file(desk.workspace)), "还没有填写发信地址", advice))
        return Address(display_name(self.sender_name or desk.settings.office.name), addr_spec=self.sender)

    def reply_address(self) -> Address | None:
        return Address(addr_spec=self.reply_to) if self.reply_to else None


def mail_file(workspace: Workspace) -> Path:
    """The file of the office's mail settings."""
    return workspace.config / "mail.toml"


def load_mail(workspace: Workspace) -> MailSettings:
    """The workspace's mail settings; every mistake of the file in one ConfigError."""
    path = mail_file(workspace)
    _, given = read_toml(path)
    settings = validated(MailSettings, given, by_key(MailSettings, path.name))
    mistakes: list[ConfigMistake] = []
    for name, host, security in (
        ("security", settings.host, settings.security),
        ("imap_security", settings.imap_host, settings.imap_security),
    ):
        if security is Security.NONE and host and not _is_loopback(host):
            mistakes.append(ConfigMistake(path.name, "不加密只许用于本机", f'请把 {name} 改成 "tls" 或 "starttls"'))
    if mistakes:
        raise ConfigError(*mistakes)
    return settings


def mail_server(settings: MailSettings, workspace: Workspace) -> MailServer:
    """Where to send, with the password. ConfigError where something is missing."""
    if not settings.host:
        advice = "请填上 host（发信服务器）和登录名，再运行一次"
        raise ConfigError(ConfigMistake(str(mail_file(workspace)), "还没有填写发信服务器", advice))
    return MailServer(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user,
        password=_password(workspace, (PASSWORD, "mail_password")) if settings.user else "",
        ca_file=_ca_file(settings, workspace),
        timeout_seconds=settings.timeout_seconds,
        answer_seconds=settings.answer_seconds,
    )


def imap_server(settings: MailSettings, workspace: Workspace) -> ImapServer:
    """Where answers come to, with its own password or the sending one's. ConfigError where something is missing."""
    user = settings.imap_user or settings.user
    if not settings.imap_host or not user:
        advice = "请填上 imap_host（收信服务器）和 imap_user（登录名），再运行一次"
        raise ConfigError(ConfigMistake(str(mail_file(workspace)), "还没有填写收信服务器", advice))
    return ImapServer(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=user,
        password=_password(workspace, (IMAP_PASSWORD, "imap_password"), (PASSWORD, "mail_password")),
        folder=settings.imap_folder,
        ca_file=_ca_file(settings, workspace),
        timeout_seconds=settings.timeout_seconds,
    )


def _ca_file(settings: MailSettings, workspace: Workspace) -> Path | None:
    """The office's own certificate, where it is one."""
    if not settings.ca_file:
        return None
    ca_file = workspace.config / settings.ca_file
    if not ca_file.is_file():
        raise ConfigError(
            ConfigMistake(mail_file(workspace).name, f"找不到证书文件 {ca_file}", "请改正 ca_file，或留空")
        )
    try:
        ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError:
        advice = "请换成 .pem 格式的证书，或留空"
        raise ConfigError(ConfigMistake(mail_file(workspace).name, f"{ca_file} 不是证书文件", advice)) from None
    return ca_file


def _password(workspace: Workspace, *names: tuple[str, str]) -> str:
    """By the first of ``names`` (of the environment, in the file) that is there.

    The file lies outside the workspace, and only its owner can read it.
    """
    for variable, key in names:
        if variable in os.environ:
            return os.environ[variable]
        if isinstance(found := secrets(workspace).get(key), str) and found:
            return found
    variable, key = names[0]
    if SECRETS in os.environ:
        place = str(Path(os.environ[SECRETS]).resolve())
        raise ConfigError(ConfigMistake(place, "里面没有邮箱密码", f'请加一行 {key} = "密码"'))
    advice = f"请把邮箱密码放在环境变量 {variable} 里，或写在工作区以外的文件里，用 {SECRETS} 指明它"
    raise ConfigError(ConfigMistake(variable, "没有邮箱密码", advice))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)
