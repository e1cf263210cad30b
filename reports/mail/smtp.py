"""Hands one letter to the mail server (SMTP with TLS and login) and says what became of it. Keeps nothing."""

import asyncio
import re
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from ledger.encoding.masking import mask
from ledger.encoding.struck import struck
from ledger.vocabulary.post.outbox import LetterEvent
from reports.figures.text import plain, shorten

_LEADING_DOT = re.compile(rb"(?m)^\.")
GO_AHEAD = 354
GOODBYE_SECONDS = 0.1  # for TLS to close both ends before the loop is gone
OURS = "[127.0.0.1]"  # what we call ourselves to the server: this machine's name is nobody's business


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class MailServer:
    """``answer_seconds``: how long the answer to a whole letter is waited for (RFC 5321: ten minutes)."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout_seconds: float = 60
    answer_seconds: float = 600


@dataclass(frozen=True)
class Delivery:
    """What became of a letter: ACCEPT, DEFER, REFUSE or BREAK, and the server's words (or ours, for BREAK).

    ``left_out``: addresses refused for good while others took the letter. ``stop``: no other letter will fare better.
    """

    event: LetterEvent
    words: str
    left_out: tuple[str, ...] = ()
    stop: bool = False


class Unreachable(Exception):
    """No letter can be handed over now; the text says why, and what to do."""


class SmtpConnection:
    """A connection to the mail server, made when it is needed."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._client: SMTP | None = None

    async def connect(self) -> None:
        """Be connected and logged in. Raises Unreachable."""
        if self._client is not None and self._client.is_connected:
            return
        server = self._server
        try:
            context = ssl.create_default_context(cafile=server.ca_file)
            client = SMTP(
                hostname=server.host,
                port=server.port,
                username=server.user or None,
                password=server.password if server.user else None,
                local_hostname=OURS,
                timeout=server.timeout_seconds,
                use_tls=server.security is Security.TLS,
                start_tls=server.security is Security.STARTTLS,
                tls_context=context,
            )
            await client.connect()
        except (SMTPException, OSError) as error:
            raise Unreachable(_why_unreachable(server, error)) from None  # the chain could show what was said
        self._client = client

    async def close(self) -> None:
        if self._client is not None and self._client.is_connected:
            try:
                await self._client.quit(timeout=5)
            except (SMTPException, OSError):
                self._client.close()
        await asyncio.sleep(GOODBYE_SECONDS)

    async def deliver(
        self, sender: str, recipients: Sequence[str], raw: bytes, handing_over: Callable[[], None], *, last: bool
    ) -> Delivery:
        """Hand over one letter; ``handing_over`` is called, and must have kept its mark, before the body leaves.

        Where an address is refused for now nothing is sent, so that none gets it twice; on the ``last`` try those
        that are taken get it.
        """
        client = self._client
        if client is None:
            raise Unreachable("还没有连接邮件服务器。")
        try:
            await client.mail(sender)
        except SMTPResponseException as error:
            await self._forget(client)
            return Delivery(
                LetterEvent.DEFER, f"邮件服务器不接受发信地址：{_said(self._server, error)}", stop=error.code >= 500
            )
        except (SMTPException, OSError) as error:
            return _broken(self._server, client, error)
        try:
            refused = await _refusals(client, recipients)
            final = tuple(address for address, one in refused.items() if one.code >= 500)
            words = "；".join(f"{address}：{_said(self._server, one)}" for address, one in refused.items())
            if len(refused) == len(recipients) or (len(refused) > len(final) and not last):
                await self._forget(client)
                return Delivery(LetterEvent.REFUSE if len(final) == len(recipients) else LetterEvent.DEFER, words)
            answer = await client.execute_command(b"DATA")
        except (SMTPException, OSError) as error:
            return _broken(self._server, client, error)
        if answer.code != GO_AHEAD:
            await self._forget(client)
            return _judged(self._server, client, answer.code, answer.message)
        try:
            handing_over()
        except BaseException:
            client.close()  # without the mark nothing more may be said: the server drops an unfinished letter
            raise
        told = await _body(self._server, client, raw)
        return Delivery(told.event, "；".join(filter(None, (told.words, words))), tuple(refused))

    async def _forget(self, client: SMTP) -> None:
        """Make the server ready for the next letter."""
        try:
            await client.rset()
        except (SMTPException, OSError):
            client.close()


async def _refusals(client: SMTP, recipients: Sequence[str]) -> dict[str, SMTPResponseException]:
    refused: dict[str, SMTPResponseException] = {}
    for address in recipients:
        try:
            await client.rcpt(address)
        except SMTPResponseException as error:
            refused[address] = error
    return refused


async def _body(server: MailServer, client: SMTP, raw: bytes) -> Delivery:
    """The library's own ``data`` leaves no moment between the go-ahead and the body; we need it for the mark."""
    protocol = client.protocol
    try:
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("closed")
        protocol.write(_LEADING_DOT.sub(b"..", raw) + b".\r\n")
        answer = await protocol.read_response(timeout=server.answer_seconds)
    except (SMTPException, OSError) as error:
        return _broken(server, client, error)
    return _judged(server, client, answer.code, answer.message)


def _judged(server: MailServer, client: SMTP, code: int, text: str) -> Delivery:
    """By the answer's first figure (RFC 5321 4.2.1); anything else is as good as none."""
    events = {2: LetterEvent.ACCEPT, 4: LetterEvent.DEFER, 5: LetterEvent.REFUSE}
    words = _words(server, code, text)
    if code // 100 not in events:
        client.close()
        return Delivery(LetterEvent.BREAK, f"看不懂对方的答复：{words}")
    return Delivery(events[code // 100], words)


def _broken(server: MailServer, client: SMTP, error: Exception) -> Delivery:
    client.close()
    if isinstance(error, TimeoutError):
        return Delivery(LetterEvent.BREAK, "等不到对方的答复")
    if isinstance(error, SMTPResponseException):
        return Delivery(LetterEvent.BREAK, f"看不懂对方的答复：{_said(server, error)}")
    return Delivery(LetterEvent.BREAK, "连接断开，没有收到对方的答复")


def _said(server: MailServer, error: SMTPResponseException) -> str:
    return _words(server, error.code, error.message)


def _words(server: MailServer, code: int, text: str) -> str:
    """The server's words, fit to be kept and shown: it may have repeated the password."""
    return mask(shorten(struck(plain(f"{code} {text}"), (server.password,), server.user), 200))


def _why_unreachable(server: MailServer, error: Exception) -> str:
    place = f"{server.host}:{server.port}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return f"邮件服务器 {place} 不接受用户名或密码（{error.code}）；请核对 config/mail.toml 的 user 和密码"
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return f"邮件服务器 {place} 的证书不可信；请核对 host，单位自己的证书请写在 config/mail.toml 的 ca_file"
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return f"与邮件服务器 {place} 谈不成加密连接；请核对 config/mail.toml 的 port 和 security"
    if isinstance(error, TimeoutError):
        return f"邮件服务器 {place} 没有答复；请检查网络和 config/mail.toml 的 host、port、security"
    if isinstance(error, SMTPResponseException):
        return f"邮件服务器 {place} 拒绝了连接（{_said(server, error)}）；请稍后再试，或询问邮箱管理员"
    if isinstance(error, SMTPException) and not isinstance(error, ConnectionError):
        return f"邮件服务器 {place} 不支持所要的加密或登录方式；请核对 config/mail.toml 的 port、security 和 user"
    return f"连不上邮件服务器 {place}；请检查网络和 config/mail.toml 的 host、port"
