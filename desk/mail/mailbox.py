"""The office's box read over IMAP: what came since the last time, one mail after the other. Changes nothing in it.

Read-only (EXAMINE, PEEK): no mail is deleted, moved or marked as read.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from time import monotonic

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from desk.mail.server_settings import ImapServer
from ledger.encoding.masking import mask
from ledger.encoding.struck import struck
from reports.figures.text import plain, shorten
from reports.mail.smtp import Security

MAILS, LARGEST, SECONDS = 500, 30_000_000, 900  # of one round; bytes of one mail; of one round
HEADERS = 65_536  # bytes read of a mail that is too large
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OURS = '("name" "xuncha" "version" "1")'
_NET = (OSError, EOFError, imaplib.IMAP4.error, ImapToolsError)  # IMAP4.abort, ssl.SSLError and timeouts are of these


@dataclass(frozen=True)
class Received:
    """A mail of the box: its number there, and its bytes; of one that is too large (``whole`` false) the head only."""

    validity: int
    uid: int
    raw: bytes
    whole: bool = True


class BoxTrouble(Exception):
    """The box cannot be read, or not further; the text says why, and what to do."""


@dataclass
class Box:
    """An open box. ``left``: mails that a round had no time for."""

    client: BaseMailBox
    validity: int
    left: int = 0

    def newer(self, last: int, since: date) -> Iterator[Received]:
        """Mails with numbers above ``last``, in order; of a box never read, those since that day. Raises BoxTrouble."""
        stop = monotonic() + SECONDS
        with _told(""):
            uids = self._uids(last, since)
            for place, uid in enumerate(uids):
                self.left = len(uids) - place
                if place == MAILS or monotonic() > stop:
                    return
                if found := self._mail(uid):
                    yield found
            self.left = 0

    def _uids(self, last: int, since: date) -> list[int]:
        day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
        found = self.client.uids(f"UID {last + 1}:*" if last else f"SINCE {day}", charset=None)
        return sorted(uid for uid in map(int, found) if uid > last)  # "n:*" names the last one even if it is below n

    def _mail(self, uid: int) -> Received | None:
        """None where it has meanwhile been deleted."""
        size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(self._fetch(uid, "(RFC822.SIZE)")))
        if size is None:
            return None
        whole = int(size[1]) <= LARGEST
        found = self._fetch(uid, "(BODY.PEEK[])" if whole else f"(BODY.PEEK[HEADER]<0.{HEADERS}>)", literal=True)
        return Received(self.validity, uid, found[0], whole) if found else None

    def _fetch(self, uid: int, what: str, *, literal: bool = False) -> list[bytes]:
        """The lines of the answer, or the literals in it: a server also tells, unasked, what other readers do."""
        answer, data = self.client.client.uid("FETCH", str(uid), what)
        if answer != "OK":
            raise imaplib.IMAP4.error(answer)
        if literal:
            return [item[1] for item in data if isinstance(item, tuple)]
        return [item[0] if isinstance(item, tuple) else item for item in data if item]


@contextmanager
def open_box(server: ImapServer) -> Iterator[Box]:
    """The box, logged in, its folder open for reading. Raises BoxTrouble."""
    place = f"{server.host}:{server.port}"
    with _told(place, server):
        client = _connected(server)
    try:
        with _told(place, server):
            if (server.user + server.password).isascii():
                client.login(server.user, server.password, initial_folder=None)
            else:
                client.login_utf8(server.user, server.password, initial_folder=None)
            if "ID" in client.client.capabilities:
                client.client.xatom("ID", _OURS)  # without it some providers answer "Unsafe Login" from here on
            client.folder.set(server.folder, readonly=True)
            validity = client.client.response("UIDVALIDITY")[1][0]
        yield Box(client, int(validity or 1))
    finally:
        with suppress(*_NET):
            client.client.logout()
        with suppress(*_NET):
            client.client.shutdown()


def _connected(server: ImapServer) -> BaseMailBox:
    context = ssl.create_default_context(cafile=server.ca_file)
    timeout = float(server.timeout_seconds)
    if server.security is Security.TLS:
        return MailBox(server.host, server.port, timeout=timeout, ssl_context=context)
    if server.security is Security.STARTTLS:
        return MailBoxStartTls(server.host, server.port, timeout=timeout, ssl_context=context)
    return MailBoxUnencrypted(server.host, server.port, timeout=timeout)


@contextmanager
def _told(place: str, server: ImapServer | None = None) -> Iterator[None]:
    try:
        yield
    except _NET as error:
        raise BoxTrouble(_why(place, server, error)) from None  # the chain could show what was said


def _why(place: str, server: ImapServer | None, error: Exception) -> str:
    if server is None:
        return "读邮件时与收信服务器的连接断开了；已读的都已记下，其余的请再运行一次 xuncha answers fetch"
    if isinstance(error, MailboxLoginError):
        advice = "请核对 imap_user 和密码；不少邮箱要先在设置里开启 IMAP，密码用它给的客户端授权码"
        return f"收信服务器 {place} 不接受用户名或密码；{advice}"
    if isinstance(error, MailboxFolderSelectError):
        words = b" ".join(one for one in error.command_result[1] if isinstance(one, bytes))
        said = _said(server, words.decode("utf-8", "replace"))
        return f"收信服务器 {place} 打不开文件夹“{server.folder}”（{said}）；请核对 config/mail.toml 的 imap_folder"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"收信服务器 {place} 的证书不可信；请核对 imap_host，单位自己的证书请写在 config/mail.toml 的 ca_file"
    if isinstance(error, ssl.SSLError):
        return f"与收信服务器 {place} 谈不成加密连接；请核对 config/mail.toml 的 imap_port 和 imap_security"
    if isinstance(error, TimeoutError):
        return f"收信服务器 {place} 没有答复；请检查网络和 config/mail.toml 的 imap_host、imap_port、imap_security"
    if isinstance(error, OSError):
        return f"连不上收信服务器 {place}；请检查网络和 config/mail.toml 的 imap_host、imap_port"
    return f"收信服务器 {place} 拒绝了请求（{_said(server, str(error))}）；请稍后再试，或询问邮箱管理员"


def _said(server: ImapServer, words: str) -> str:
    """The server's words, fit to be shown: it may have repeated the password."""
    return mask(shorten(struck(plain(words), (server.password,), server.user), 160))
