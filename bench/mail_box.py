"""A mail server on loopback for the tests and the benches: real SMTP (aiosmtpd), as unkind as it is told to be."""

import asyncio
import email
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop"
KEPT = "250 2.0.0 kept"


@dataclass(frozen=True)
class Manner:
    """How letters to an address are treated. ``at_data``: answer to the command DATA; ``at_end``: to the body.

    DROP instead of an answer breaks the connection. ``keep``: whether the letter is stored. ``wait``: seconds
    before each answer.
    """

    at_rcpt: str = ""
    at_data: str = ""
    at_end: str = KEPT
    keep: bool = True
    wait: float = 0.0


@dataclass
class Stored:
    message_id: str
    recipients: tuple[str, ...]
    raw: bytes


class _Server(SMTP):
    """aiosmtpd with an answer of ours to DATA, and a count of the open sessions."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.opened(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.closed(self)
        super().connection_lost(error)

    async def push(self, status: "str | bytes") -> None:
        await super().push(status.encode() if isinstance(status, str) else status)  # Chinese servers answer in Chinese

    async def smtp_DATA(self, arg: str) -> None:
        manner = self.event_handler.manner(self.envelope.rcpt_tos)
        if manner.at_data and self.envelope.rcpt_tos:
            await self.event_handler.answer(self, manner, manner.at_data)
            await self.push(manner.at_data)
            return
        await asyncio.sleep(self.event_handler.gap())
        await super().smtp_DATA(arg)


@dataclass
class MailBox:
    """``with MailBox(...) as box``: listens on ``box.port``. ``login``: (user, password) that it asks for."""

    manners: Mapping[str, Manner] = field(default_factory=dict)
    tls: str = ""  # "", "tls" or "starttls"
    login: tuple[str, str] | None = None
    gap: Callable[[], float] = lambda: 0.0  # seconds to wait before the go-ahead and after the storing
    ca: trustme.CA = field(default_factory=trustme.CA)
    stored: list[Stored] = field(default_factory=list)
    sessions: set[object] = field(default_factory=set)
    seen: int = 0
    senders: list[str] = field(default_factory=list)
    port: int = 0

    def ca_file(self, folder: Path) -> Path:
        path = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(path)
        return path

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.message_id for one in self.stored)

    def manner(self, recipients: list[str]) -> Manner:
        return self.manners.get(recipients[0] if recipients else "", Manner())

    def opened(self, session: object) -> None:
        if session not in self.sessions:
            self.seen += 1
        self.sessions.add(session)

    def closed(self, session: object) -> None:
        self.sessions.discard(session)

    async def answer(self, server: SMTP, manner: Manner, words: str) -> str:
        await asyncio.sleep(manner.wait)
        if words == DROP:
            server.transport.abort()
            await asyncio.sleep(60)  # the lost connection ends this
        return words

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        manner = self.manners.get(address, Manner())
        refused = await self.answer(server, manner, manner.at_rcpt)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        manner = self.manner(envelope.rcpt_tos)
        raw = bytes(envelope.content or b"")
        if manner.keep:
            message_id = str(email.message_from_bytes(raw, policy=SMTP_POLICY)["Message-ID"])
            self.stored.append(Stored(message_id, tuple(envelope.rcpt_tos), raw))
            self.senders.append(envelope.mail_from or "")
        await asyncio.sleep(self.gap())
        return await self.answer(server, manner, manner.at_end)

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == self.login, handled=False)

    def _factory(self) -> SMTP:
        return _Server(
            self,
            hostname="box.test",
            tls_context=self._context if self.tls == "starttls" else None,
            require_starttls=self.tls == "starttls",
            auth_required=self.login is not None,
            auth_require_tls=self.tls == "starttls",
            authenticator=self._authenticate if self.login else None,
            timeout=60,
        )

    def __enter__(self) -> Self:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.ca.issue_cert("127.0.0.1", "localhost").configure_cert(self._context)
        self._loop = asyncio.new_event_loop()
        context = self._context if self.tls == "tls" else None
        self._server = self._loop.run_until_complete(
            self._loop.create_server(self._factory, "127.0.0.1", self.port, ssl=context)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        for session in list(self.sessions):
            if session.transport is not None:  # type: ignore[attr-defined]
                session.transport.abort()  # type: ignore[attr-defined]
        await asyncio.sleep(0.05)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
