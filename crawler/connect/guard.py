"""The address guard: no connection to an address inside the office's network unless the register names it.

Every client resolves and connects through this, so it sees each hop after DNS. Knows nothing of HTTP.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

Address = tuple[socket.AddressFamily, str, int]


class AddressRefused(OSError):
    """The guard refused to connect: the address is not a public one and the register does not name it."""


def public(ip: str) -> bool:
    """Whether ``ip`` is an address of the public network, seen through every way to wrap an IPv4 address in IPv6."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return public(str(inner)) and address.ipv4_mapped is not None
    # ::/8 is reserved: NAT64 (64:ff9b::) and the long withdrawn IPv4-compatible addresses, which some systems route
    return address.is_global and not (
        address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    )


@dataclass(frozen=True)
class AddressGuard:
    """``pins``: host → (ip, port) from the register's ``connect``; a pinned host is sent there, and may be private."""

    pins: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    allow_private: bool = False

    def pinned(self, host: str) -> bool:
        return _plain(host) in self.pins

    def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        """Addresses to try, in order. Blocks. Raises ``AddressRefused`` or ``socket.gaierror`` (number kept).

        One refused address among several refuses the name: a name that points both ways is an attack or a mistake.
        """
        name = _plain(host)
        if name in self.pins:
            ip, pinned_port = self.pins[name]
            return _lookup(ip, pinned_port)
        found = _lookup(name, port)
        if not self.allow_private:
            for _, ip, _ in found:
                if not public(ip):
                    raise AddressRefused(f"{host} -> {ip}")
        return found

    def connect(self, host: str, port: int, deadline: float) -> socket.socket:
        """A connected socket, tried over all addresses until ``deadline`` (``time.monotonic``)."""
        last: OSError = TimeoutError("deadline passed")
        for family, ip, to in self.resolve(host, port):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("deadline passed")
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.settimeout(left)
            try:
                sock.connect((ip, to))
            except OSError as error:
                sock.close()
                last = error
            else:
                return sock
        raise last


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _lookup(name: str, port: int) -> tuple[Address, ...]:
    # getaddrinfo also reads 2130706433, 0x7f.1 and the like, so the guard judges what would be dialled.
    try:
        rows = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label too long or empty: such a name cannot exist
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    addresses = [(family, str(address[0]), port) for family, _, _, _, address in rows]
    return tuple(dict.fromkeys(sorted(addresses, key=lambda a: a[0] != socket.AF_INET)))
