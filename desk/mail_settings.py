"""How letters are sent: config/mail.toml, checked whole, and the password, which never stands in the workspace."""

import ipaddress
import os
import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from desk.office import Desk
from desk.problems import ConfigError, Problem
from desk.textfiles import read_toml
from desk.values import Read, text, whole
from desk.workspace import Workspace
from reports.mail_address import display_name, is_address
from reports.mail_smtp import MailServer, Security

PASSWORD, SECRETS = "XUNCHA_MAIL_PASSWORD", "XUNCHA_SECRETS"  # names of environment variables


@dataclass(frozen=True)
class MailSettings:
    """All of config/mail.toml. ``sender`` and ``host`` are empty until the office has written them."""

    host: str = ""
    port: int = 465
    security: Security = Security.TLS
    user: str = ""
    ca_file: str = ""
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    tries: int = 6
    timeout_seconds: int = 60
    answer_seconds: int = 600
    file: Path = field(default=Path("mail.toml"), compare=False)

    def sender_address(self, desk: Desk) -> Address:
        """From. ConfigError where none is written."""
        if not self.sender:
            advice = "请填上 sender（发信的邮箱地址），再运行一次"
            raise ConfigError(Problem(str(self.file), "还没有填写发信地址", advice))
        return Address(display_name(self.sender_name or desk.settings.office.name), addr_spec=self.sender)

    def reply_address(self) -> Address | None:
        return Address(addr_spec=self.reply_to) if self.reply_to else None


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


_READERS: Mapping[str, Read] = {
    "host": _host,
    "port": whole(1, 65535),
    "security": _security,
    "user": text,
    "ca_file": text,
    "sender": _address,
    "sender_name": text,
    "reply_to": _address,
    "tries": whole(1, 50),
    "timeout_seconds": whole(1, 600),
    "answer_seconds": whole(1, 3600),
}


def load_mail(workspace: Workspace) -> MailSettings:
    """The workspace's mail settings; every mistake of the file in one ConfigError."""
    path = workspace.config / "mail.toml"
    _, given = read_toml(path)
    mistakes: list[Problem] = []
    made: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _READERS:
            mistakes.append(Problem(path.name, f"不认识“{key}”", f"请删去或改正；可用的有：{'、'.join(_READERS)}"))
            continue
        try:
            made[key] = _READERS[key](value)
        except ValueError as wanted:
            mistakes.append(Problem(path.name, f"“{key}”的值不对", str(wanted)))
    settings = MailSettings(**made, file=path)
    if settings.security is Security.NONE and settings.host and not _is_loopback(settings.host):
        mistakes.append(Problem(path.name, "不加密只许用于本机", '请把 security 改成 "tls" 或 "starttls"'))
    if mistakes:
        raise ConfigError(*mistakes)
    return settings


def mail_server(settings: MailSettings, workspace: Workspace) -> MailServer:
    """Where to send, with the password. ConfigError where something is missing."""
    if not settings.host:
        advice = "请填上 host（发信服务器）和登录名，再运行一次"
        raise ConfigError(Problem(str(settings.file), "还没有填写发信服务器", advice))
    ca_file = settings.file.parent / settings.ca_file if settings.ca_file else None
    if ca_file is not None and not ca_file.is_file():
        raise ConfigError(Problem(settings.file.name, f"找不到证书文件 {ca_file}", "请改正 ca_file，或留空"))
    if ca_file is not None:
        try:
            ssl.create_default_context(cafile=ca_file)
        except ssl.SSLError:
            advice = "请换成 .pem 格式的证书，或留空"
            raise ConfigError(Problem(settings.file.name, f"{ca_file} 不是证书文件", advice)) from None
    return MailServer(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user,
        password=_password(workspace) if settings.user else "",
        ca_file=ca_file,
        timeout_seconds=settings.timeout_seconds,
        answer_seconds=settings.answer_seconds,
    )


def _password(workspace: Workspace) -> str:
    """From the environment, or from a file that lies outside the workspace and that only its owner can read."""
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if SECRETS not in os.environ:
        advice = f"请把邮箱密码放在环境变量 {PASSWORD} 里，或写在工作区以外的文件里，用 {SECRETS} 指明它"
        raise ConfigError(Problem(PASSWORD, "没有邮箱密码", advice))
    path = Path(os.environ[SECRETS]).resolve()
    if path.is_relative_to(workspace.root.resolve()):
        raise ConfigError(Problem(str(path), "密码文件放在了工作区里", "请移到工作区以外，免得随工作区一起复制"))
    if not path.is_file():
        raise ConfigError(Problem(str(path), "找不到密码文件", f"请核对环境变量 {SECRETS}"))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(Problem(str(path), "密码文件别人也能读", f"请运行 chmod 600 {path}"))
    _, given = read_toml(path)
    password = given.get("mail_password")
    if not isinstance(password, str) or not password:
        raise ConfigError(Problem(str(path), "里面没有邮箱密码", '请加一行 mail_password = "密码"'))
    return password


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)
