"""A mailbox on loopback for the tests: Debian's dovecot with a configuration of its own, run as an ordinary user.

``BadLine`` is a line to it that breaks in the middle of what the server says.
"""

import grp
import os
import pwd
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import trustme

ARRIVED = int(datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
_CONF = """
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/users/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class ImapBox:
    """The mailbox of one user. ``put`` delivers a mail into it."""

    def __init__(self, user: str, port: int, certificate: bytes, home: Path) -> None:
        self.user, self.port, self.certificate, self._home = user, port, certificate, home
        self._delivered = 0
        for folder in ("cur", "new", "tmp"):
            (home / "Maildir" / folder).mkdir(parents=True)
        for path in (home, *home.rglob("*")):
            _hand_over(path)

    def put(self, raw: bytes) -> None:
        self._delivered += 1
        at = ARRIVED + self._delivered
        whole = self._home / "Maildir" / "tmp" / f"{at}.{self._delivered}.test"
        whole.write_bytes(raw.replace(b"\r\n", b"\n"))
        os.utime(whole, (at, at))  # which is when the server says it came
        _hand_over(whole)
        whole.rename(self._home / "Maildir" / "new" / whole.name)

    def files(self) -> list[Path]:
        """Every mail with its flags in its name, as the server keeps it."""
        return sorted(path for folder in ("new", "cur") for path in (self._home / "Maildir" / folder).iterdir())

    def number_anew(self) -> None:
        """As when the box was moved to another server: the same mails under other numbers."""
        for path in (self._home / "Maildir").glob("dovecot*"):
            path.unlink()


class ImapServer:
    """The server: each user has a box of his own, and all the same password."""

    def __init__(self, password: str) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="xuncha-imap-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        authority = trustme.CA()
        self._certificate = authority.cert_pem.bytes()
        issued = authority.issue_cert("127.0.0.1", "localhost")
        (self._home / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        (self._home / "key.pem").write_bytes(issued.private_key_pem.bytes())
        (self._home / "users").mkdir()
        who = _runner()
        group = grp.getgrgid(who.pw_gid).gr_name
        names = {"home": self._home, "port": self._port, "password": password, "user": who.pw_name, "group": group}
        text = _CONF.format(**names, uid=who.pw_uid, gid=who.pw_gid)
        (self._home / "dovecot.conf").write_text(text)
        for path in (self._home, *self._home.rglob("*")):
            _hand_over(path)
        self._process: subprocess.Popen[bytes] | None = None

    def box(self, user: str) -> ImapBox:
        return ImapBox(user, self._port, self._certificate, self._home / "users" / user)

    def __enter__(self) -> Self:
        who = _runner()
        command = [shutil.which("dovecot", path="/usr/sbin:/usr/bin") or "dovecot", "-F", "-c"]
        conf = str(self._home / "dovecot.conf")
        if os.getuid() == 0:
            self._process = subprocess.Popen([*command, conf], user=who.pw_uid, group=who.pw_gid, extra_groups=())
        else:
            self._process = subprocess.Popen([*command, conf])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError((self._home / "log").read_text(errors="replace"))

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
        shutil.rmtree(self._home)


def _runner() -> pwd.struct_passwd:
    """Who the server runs as: it refuses to serve root."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _hand_over(path: Path) -> None:
    who = _runner()
    os.chown(path, who.pw_uid, who.pw_gid)


class BadLine:
    """A port that leads to another one, and breaks once so many bytes have come back over it."""

    def __init__(self, to: int, after: int) -> None:
        self._to, self._after = to, after
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._thread = threading.Thread(target=self._carry, daemon=True)

    def _carry(self) -> None:
        with (
            suppress(OSError),
            self._door.accept()[0] as near,
            socket.create_connection(("127.0.0.1", self._to)) as far,
        ):
            came = 0
            while came < self._after:
                for ready in select.select([near, far], [], [], 10)[0]:
                    data = ready.recv(1024)
                    if not data:
                        return
                    came += len(data) if ready is far else 0
                    (near if ready is far else far).sendall(data)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self._thread.join(timeout=20)
